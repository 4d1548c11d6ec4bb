import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.lexicon import Category, Kind, Severity
from app.domain.role_play.conditions import FORBIDDEN
from app.domain.role_play.dialogue import (
    NOBODY_SPOKE,
    Dialogue,
    Mode,
    Why,
    answered,
    begin,
    ending_of,
    given_up,
    next_hint,
    points_left,
    taken_back,
    with_hint,
)
from app.domain.role_play.rules import USUAL
from app.domain.scenario import Node, one_after_another
from tests.domain.role_play.small_scenario import reply, small

SCENARIO = small()
SORRY = (Category.APOLOGY,)
RUDE = (Category.RUDE,)


def play(*replies, mode: Mode = Mode.PRACTISE, scenario=SCENARIO) -> Dialogue:
    dialogue = begin(scenario, mode)
    for each in replies:
        dialogue = answered(scenario, dialogue, each)
    return dialogue


def test_who_says_what_is_asked_gets_to_the_good_end():
    dialogue = play(reply("papers", "written"), reply("days"))
    assert [exchange.to for exchange in dialogue.exchanges] == ["when", "done"]
    assert dialogue.ended and ending_of(SCENARIO, dialogue) is SCENARIO.endings[0]
    assert dialogue.line == "谢谢。"
    assert dialogue.told == {"papers": 0, "written": 0, "days": 1}


def test_a_point_told_ahead_need_not_be_told_again():
    dialogue = play(reply("papers", "days"), reply())
    assert dialogue.at == "done"
    assert dialogue.exchanges[1].new == ()


def test_beside_the_point_the_citizen_asks_again_in_other_words_and_then_leaves():
    dialogue = play(reply())
    assert (dialogue.at, dialogue.line, dialogue.attempt) == ("start", "到底缺什么？", 2)
    assert play(reply(), reply(), reply()).at == "leaves"


def test_rudeness_leads_aside_and_an_apology_back_to_where_it_broke_off():
    dialogue = play(reply("papers"), reply(offences=RUDE))
    assert (dialogue.at, dialogue.line) == ("upset", "您怎么这样说话？")
    back = answered(SCENARIO, dialogue, reply(polite=SORRY))
    assert (back.at, back.line) == ("when", "到底要多久！")
    assert answered(SCENARIO, dialogue, reply()).at == "complains"


def test_what_the_recording_cannot_tell_has_no_consequence():
    dialogue = play(reply("papers", offences=RUDE, certain=False))
    assert dialogue.at == "when"
    assert all(change.by > 0 for change in dialogue.exchanges[0].changes)


def test_a_voiding_phrase_ruins_the_mood_and_the_conversation():
    dialogue = play(reply(offences=RUDE), reply(offences=RUDE, severity=Severity.VETO))
    assert dialogue.at == "complains"
    assert dialogue.mood < 5


def test_nobody_answers_once_and_twice():
    once = play(NOBODY_SPOKE)
    assert (once.at, once.line) == ("start", SCENARIO.citizen.unheard)
    assert once.mood < SCENARIO.citizen.feeling
    assert play(NOBODY_SPOKE, reply(), NOBODY_SPOKE).at == "start"
    assert play(NOBODY_SPOKE, NOBODY_SPOKE).at == "leaves"


def test_a_sermon_is_not_listened_to():
    dialogue = play(reply("papers", text="说" * (USUAL.too_long + 1)))
    assert any("太长" in change.reason for change in dialogue.exchanges[0].changes)


def test_it_ends_after_so_many_replies():
    scenario = small(most_replies=2)
    dialogue = play(reply(), reply(), scenario=scenario)
    assert dialogue.at == "leaves"
    assert "2 轮" in dialogue.exchanges[-1].because


def test_an_examination_ends_when_its_minutes_are_over_and_practice_does_not():
    slow = reply("papers", thinking=400.0)
    exam = play(slow, mode=Mode.EXAMINE)
    assert exam.times_up and exam.at == "leaves"
    assert play(slow).at == "when"


def test_hints_are_for_practising_one_after_the_other():
    dialogue = begin(SCENARIO, Mode.PRACTISE)
    assert next_hint(SCENARIO, dialogue).text == "看看病历"
    dialogue = with_hint(SCENARIO, with_hint(SCENARIO, dialogue))
    assert next_hint(SCENARIO, dialogue) is None
    with pytest.raises(UserError, match="提示"):
        with_hint(SCENARIO, dialogue)
    assert answered(SCENARIO, dialogue, reply("papers")).exchanges[0].hints == 2
    with pytest.raises(UserError, match="提示"):
        with_hint(SCENARIO, begin(SCENARIO, Mode.EXAMINE))


def test_another_try_only_while_practising_and_nothing_is_lost():
    dialogue = play(reply("papers"), reply())
    again = taken_back(SCENARIO, dialogue, Why.RETRY)
    assert (again.at, again.line, again.mood) == ("when", "多久办好？", dialogue.exchanges[1].mood)
    assert again.withdrawn[0].exchange == dialogue.exchanges[1]
    with pytest.raises(UserError, match="重答"):
        taken_back(SCENARIO, play(reply("papers"), mode=Mode.EXAMINE), Why.RETRY)
    with pytest.raises(UserError):
        taken_back(SCENARIO, begin(SCENARIO, Mode.PRACTISE), Why.RETRY)


def test_misheard_once_a_moment_in_every_mode_even_when_it_ended_there():
    ended = play(reply("papers", spoken=True), reply(), reply(spoken=True), mode=Mode.EXAMINE)
    assert ended.at == "half"
    again = taken_back(SCENARIO, ended, Why.MISHEARD)
    assert not again.ended and again.misheard == 1
    done = answered(SCENARIO, again, reply("days", spoken=True))
    assert done.at == "done"
    with pytest.raises(UserError, match="每一轮一次"):
        taken_back(SCENARIO, done, Why.MISHEARD)
    assert taken_back(SCENARIO, taken_back_to_first(done), Why.MISHEARD).at == "start"


def taken_back_to_first(done: Dialogue) -> Dialogue:
    return play(done.exchanges[0].reply, mode=Mode.EXAMINE)


def test_silence_was_not_misheard():
    with pytest.raises(UserError):
        taken_back(SCENARIO, play(NOBODY_SPOKE), Why.MISHEARD)


def test_what_was_typed_was_not_misheard():
    with pytest.raises(UserError, match="说出来的"):
        taken_back(SCENARIO, play(reply("papers"), mode=Mode.EXAMINE), Why.MISHEARD)


def test_shadowing_follows_the_main_path_whatever_is_said():
    dialogue = play(reply(offences=RUDE), reply(), mode=Mode.SHADOW)
    assert [exchange.node for exchange in dialogue.exchanges] == ["start", "when"]
    assert dialogue.at == "done"


def test_after_the_end_nothing_is_answered():
    for over in (play(NOBODY_SPOKE, NOBODY_SPOKE), given_up(play(reply()))):
        assert over.ended
        with pytest.raises(ValueError, match="ended"):
            answered(SCENARIO, over, reply())
    assert ending_of(SCENARIO, given_up(play(reply()))) is None


def test_the_points_left_are_known_the_required_first():
    dialogue = play(reply())
    assert [point.id for point in points_left(SCENARIO.nodes[0], dialogue)] == ["papers", "written"]


def test_a_plain_row_of_turns_is_a_role_play_too():
    plain = one_after_another("p", "1", "一", "养老保险", "。", SCENARIO.citizen, [n.turn for n in SCENARIO.nodes])
    assert plain.turns == tuple(node.turn for node in SCENARIO.nodes)
    assert play(reply(), reply(), reply(), scenario=plain).at == "end"


REPLIES = st.lists(
    st.builds(
        lambda told, polite, offences, severity, long: reply(
            *told,
            polite=tuple(polite),
            offences=tuple(offences),
            severity=severity,
            text="说" * (USUAL.too_long + 5) if long else "好",
        ),
        st.sets(st.sampled_from(["papers", "written", "days", "unknown"])),
        st.lists(st.sampled_from([c for c in Category if c.kind is Kind.POLITE]), max_size=3),
        st.lists(st.sampled_from(FORBIDDEN), max_size=2),
        st.sampled_from(Severity),
        st.booleans(),
    )
    | st.just(NOBODY_SPOKE),
    max_size=15,
)


@given(REPLIES, st.sampled_from(Mode))
def test_any_conversation_ends_where_it_may_and_is_the_same_again(replies, mode):
    states = [begin(SCENARIO, mode)]
    for each in replies:
        if states[-1].ended:
            break
        states.append(answered(SCENARIO, states[-1], each))
    last = states[-1]
    assert 0 <= last.mood <= 100
    assert len(last.exchanges) <= SCENARIO.most_replies
    assert last.ended == (ending_of(SCENARIO, last) is not None)
    assert last.ended or isinstance(SCENARIO.node(last.at), Node)
    for before, after in zip(last.exchanges, last.exchanges[1:], strict=False):
        assert (before.to, before.mood_after) == (after.node, after.mood)
    assert states == [begin(SCENARIO, mode), *_again(replies, mode, len(states) - 1)]
    assert from_json(to_json(last), Dialogue) == last
    if last.exchanges and mode is Mode.PRACTISE:
        back = taken_back(SCENARIO, last, Why.RETRY)
        assert (back.at, back.line, back.mood, back.exchanges) == (
            states[-2].at, states[-2].line, states[-2].mood, states[-2].exchanges,
        )  # fmt: skip


def _again(replies, mode, count):
    dialogue = begin(SCENARIO, mode)
    for each in replies[:count]:
        dialogue = answered(SCENARIO, dialogue, each)
        yield dialogue
