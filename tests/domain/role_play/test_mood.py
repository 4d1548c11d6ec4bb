from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.lexicon import Category, Kind, Severity
from app.domain.role_play.conditions import FORBIDDEN
from app.domain.role_play.mood import Feeling, feeling, mood_changes, moved
from app.domain.role_play.rules import USUAL
from tests.domain.role_play.small_scenario import DAYS, PAPERS, WRITTEN, small

NODE = small().nodes[0]  # calls for a greeting and an apology


def changes(mood=50, polite=(), offences=(), new=(), left=False, silent=False, long=False):
    said = [(category, severity, "嗯") for category, severity in offences]
    return mood_changes(NODE, mood, polite, said, new, left, silent, long)


def by(**said) -> int:
    return sum(change.by for change in changes(**said))


def test_courtesy_lifts_it_more_where_it_is_due_and_to_someone_upset():
    assert by(polite=(Category.THANKS,)) == 2
    assert by(polite=(Category.GREETING,)) == 4
    assert by(mood=30, polite=(Category.APOLOGY,)) == 8
    assert by(mood=30, polite=(Category.GREETING,)) == 4


def test_courtesy_alone_is_limited():
    assert by(mood=30, polite=tuple(c for c in Category if c.kind is Kind.POLITE)) == 10


def test_answers_lift_it_and_talk_beside_the_point_does_not():
    assert by(new=(PAPERS, WRITTEN)) == 8
    assert by(left=True) == -6
    assert by(new=(WRITTEN,), left=True) == 3


def test_every_offence_costs_and_a_voiding_one_most():
    assert by(offences=((Category.SHIRK, Severity.DEDUCT), (Category.RUDE, Severity.DEDUCT))) == -32
    assert by(offences=((Category.IMPATIENT, Severity.VETO),)) == -40


def test_silence_is_its_own_reason_and_length_costs():
    assert [(change.by, change.reason) for change in changes(polite=(Category.THANKS,), silent=True)] == [
        (-10, "没有人回答。")
    ]
    assert by(long=True) == -4


def test_one_reply_moves_it_only_so_far():
    assert moved(50, changes(new=(PAPERS, WRITTEN, DAYS), polite=(Category.APOLOGY, Category.GREETING))) == 68
    ruin = changes(offences=((Category.RUDE, Severity.VETO), (Category.SHIRK, Severity.VETO)))
    assert moved(90, ruin) == 40


def test_the_figures_are_the_rubrics_to_say():
    rules = replace(USUAL.mood, courtesy=0, expected=0, comfort=0, told=7, worst=-9)
    said = mood_changes(NODE, 30, (Category.APOLOGY,), (), (WRITTEN,), False, False, False, rules)
    assert [change.by for change in said] == [7]  # what moves nothing is no reason
    assert moved(50, changes(offences=((Category.RUDE, Severity.VETO),)), rules) == 41


def test_the_words_for_it():
    assert [feeling(mood) for mood in (0, 19, 20, 40, 60, 79, 80, 100)] == [
        Feeling.FURIOUS, Feeling.FURIOUS, Feeling.UPSET, Feeling.UNEASY, Feeling.CALM, Feeling.CALM,
        Feeling.CONTENT, Feeling.CONTENT,
    ]  # fmt: skip


@given(
    st.integers(0, 100),
    st.lists(st.sampled_from(Category)),
    st.lists(st.tuples(st.sampled_from(FORBIDDEN), st.sampled_from(Severity))),
    st.booleans(),
    st.booleans(),
)
def test_it_stays_within_its_bounds_and_every_change_has_its_reason(mood, polite, offences, silent, long):
    found = changes(mood, polite, offences, (), True, silent, long)
    assert 0 <= moved(mood, found) <= 100
    assert all(change.by and change.reason.endswith("。") for change in found)
