from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lexicon import Category, Kind, Severity
from app.domain.overrule import Overruling, overruled
from app.domain.role_play.dialogue import NOBODY_SPOKE, Mode, answered, begin, given_up, with_hint
from app.domain.role_play.dialogue_score import DialogueScore, score_dialogue
from app.domain.role_play.rules import USUAL
from app.domain.rubric import Deductions, Delivery, InformalGreeting, Rubric, Weights
from app.domain.score_sheet import Dimension, Effect, in_tenths
from tests.domain.role_play.small_scenario import reply, small
from tests.domain.role_play.test_dialogue import REPLIES

SCENARIO = small()
EACH = tuple((category, 150) for category in Category if category.kind is Kind.FORBIDDEN)
RUBRIC = Rubric(
    "r", 600, Weights(300, 300, 300, 100), InformalGreeting(100, 50), Deductions(EACH, 300, 2),
    Delivery(60, 400, 10, 3.0, 5.0),
)  # fmt: skip
GOOD = (
    reply("papers", "written", polite=(Category.GREETING, Category.APOLOGY)),
    reply("days", polite=(Category.FAREWELL,)),
)


def played(*replies, mode: Mode = Mode.PRACTISE, hints: int = 0):
    dialogue = begin(SCENARIO, mode)
    for _ in range(hints):
        dialogue = with_hint(SCENARIO, dialogue)
    for each in replies:
        dialogue = answered(SCENARIO, dialogue, each)
    return dialogue


def score(*replies, rubric: Rubric = RUBRIC, **how) -> DialogueScore:
    return score_dialogue(SCENARIO, played(*replies, **how), rubric, "l")


def line(scored: DialogueScore, rule: str):
    return next(each for each in scored.whole.lines if each.rule == rule)


def test_who_says_all_of_it_has_full_marks_in_every_turn_and_in_the_whole():
    scored = score(*GOOD)
    assert scored.whole.total == scored.whole.possible == 100
    assert scored.whole.passed
    assert [sheet.total for sheet in scored.turns] == [100, 100]


def test_evidence_says_in_which_turn():
    scored = score(*GOOD)
    assert [each.turn for each in line(scored, "points.days").evidence] == [1]
    assert [each.turn for each in line(scored, "language.farewell").evidence] == [1]
    assert all(each.turn == 1 for each_line in scored.turns[1].lines for each in each_line.evidence)


def test_a_phrase_said_elsewhere_is_no_example_of_its_being_said_where_it_was_due():
    elsewhere = score(reply("papers"), reply("days", polite=(Category.GREETING,)))
    greeting = line(elsewhere, "language.greeting")
    assert greeting.points == 0
    assert greeting.reason == "该说的时候没有说。第 2 轮说的“嗯”不在该说的地方。"
    both = score(
        reply("written", polite=(Category.FAREWELL,)), reply("papers"), reply("days", polite=(Category.FAREWELL,))
    )
    assert line(both, "language.farewell").reason == "说了。例如第 3 轮：“嗯”。"


def test_a_point_told_ahead_counts_in_the_turn_that_asks_and_names_where():
    scored = score(reply("papers", "days"), reply(polite=(Category.FAREWELL,)))
    told = next(each for each in scored.turns[1].lines if each.rule == "points.days")
    assert told.points == told.possible
    assert [each.turn for each in told.evidence] == [0]


def test_a_required_point_left_out_fails_whatever_the_total():
    scored = score(GOOD[0], reply(polite=(Category.FAREWELL,)), reply())
    assert not line(scored, "points.days").points
    assert scored.whole.total >= 60 and not scored.whole.passed


def test_who_breaks_off_is_weighed_by_what_was_never_reached():
    scored = score(reply(offences=(Category.RUDE,)), reply())
    assert {each.rule for each in scored.whole.lines} >= {"points.days", "language.farewell"}
    assert line(scored, "conversation.ending").points == -10
    assert not scored.whole.passed


def test_a_bad_end_fails_and_a_trainer_may_say_otherwise():
    scored = score(*GOOD[:1], reply(polite=(Category.FAREWELL,)), reply())
    assert line(scored, "conversation.ending").title.endswith("办了一半")
    bad = score(reply("papers", "written", "days", polite=(Category.GREETING, Category.APOLOGY)), NOBODY_SPOKE,
                NOBODY_SPOKE)  # fmt: skip
    assert not bad.whole.passed
    spared = overruled(bad.whole, [Overruling("conversation.ending", 0, "录音里他答了")])
    assert spared.total == bad.whole.total + 10
    assert spared.passed


def test_hints_and_silence_cost():
    hinted = score(*GOOD, hints=2)
    assert hinted.whole.total == 95
    assert line(hinted, "conversation.hint.1").points == -5
    silent = score(NOBODY_SPOKE, *GOOD)
    assert silent.whole.total == 97


def test_forbidden_phrases_of_all_turns_are_counted_together():
    sorry = reply(polite=(Category.APOLOGY,))
    scored = score(reply(offences=(Category.RUDE,)), sorry, *GOOD)
    assert [each.points for each in scored.whole.lines if each.rule.startswith("forbidden.1.")] == [-15]
    assert scored.whole.passed
    twice = score(reply(offences=(Category.RUDE,)), sorry, reply(offences=(Category.SHIRK,)), sorry, *GOOD)
    assert not twice.whole.passed
    void = score(reply(offences=(Category.RUDE,), severity=Severity.VETO))
    assert void.whole.total == 0 and void.whole.veto


def test_delivery_is_the_share_of_spoken_turns_and_nothing_where_all_was_typed():
    spoken = (
        reply("papers", "written", polite=(Category.GREETING, Category.APOLOGY), spoken=True, text="说" * 20),
        reply("days", polite=(Category.FAREWELL,), spoken=True, text="说" * 20),
    )
    assert score(*spoken).whole.total == 100
    delivery = [each for each in score(*spoken).whole.lines if each.dimension is Dimension.DELIVERY]
    assert sum(each.possible for each in delivery) == 10
    assert not [each for each in score(*GOOD).whole.lines if each.dimension is Dimension.DELIVERY]


def test_nobody_who_said_nothing_earns_anything():
    scored = score(NOBODY_SPOKE, NOBODY_SPOKE)
    assert scored.whole.total == 0 and not scored.whole.passed
    assert score_dialogue(SCENARIO, given_up(begin(SCENARIO, Mode.EXAMINE)), RUBRIC, "l").whole.total == 0


def test_what_endings_silence_and_points_weigh_is_the_rubrics_to_say():
    rules = replace(USUAL, bad_ending=255, silence=15, must_point=2)
    rubric = replace(RUBRIC, version="r2", conversation=rules)
    scored = score(NOBODY_SPOKE, NOBODY_SPOKE, rubric=rubric)
    assert line(scored, "conversation.ending").points == -25.5
    assert line(scored, "conversation.silence.2").points == -1.5
    assert scored.whole.rubric_version == "r2"
    told = score(*GOOD, rubric=rubric)
    possible = {each.rule: each.possible for each in told.whole.lines if each.dimension is Dimension.POINTS}
    assert possible["points.papers"] == pytest.approx(2 * possible["points.written"], abs=0.1)
    assert told.whole.total == 100 and [sheet.total for sheet in told.turns] == [100, 100]


def test_a_bad_end_that_costs_nothing_fails_all_the_same():
    free = score(NOBODY_SPOKE, NOBODY_SPOKE, rubric=replace(RUBRIC, conversation=replace(USUAL, bad_ending=0)))
    assert line(free, "conversation.ending").effect is Effect.FAILS
    assert not free.whole.passed


def test_shadowing_costs_nothing_for_its_end():
    assert line(score(reply(), reply(), mode=Mode.SHADOW), "conversation.ending").points == 0


@given(REPLIES, st.sampled_from(Mode))
def test_every_sheet_adds_up(replies, mode):
    dialogue = begin(SCENARIO, mode)
    for each in replies:
        if not dialogue.ended:
            dialogue = answered(SCENARIO, dialogue, each)
    scored = score_dialogue(SCENARIO, dialogue, RUBRIC, "l")
    whole = scored.whole
    assert sum(in_tenths(each.possible) for each in whole.lines) == in_tenths(whole.possible) == 1000
    total = max(0, sum(in_tenths(each.points) for each in whole.lines))
    assert whole.veto and whole.total == 0 or in_tenths(whole.total) == pytest.approx(total)
    assert len({each.rule for each in whole.lines}) == len(whole.lines)
    assert all(0 <= e.turn < len(dialogue.exchanges) for each in whole.lines for e in each.evidence)
