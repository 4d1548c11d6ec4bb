"""A trainer corrects what was heard in a conversation: scored again by the same rules, the original untouched."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lexicon import Category, Severity
from app.domain.overrule import Overruling
from app.domain.role_play.dialogue import Mode, answered, begin
from app.domain.role_play.dialogue_score import score_dialogue
from app.domain.role_play.findings import FindingRuling, Ruled, decided, grantable, strikable, unmatched
from app.domain.role_play.played import PlayedDialogue, played, played_from_body, played_to_body
from app.domain.score_sheet import in_tenths
from tests.domain.role_play.small_scenario import reply, small
from tests.domain.role_play.test_dialogue_score import RUBRIC

SCENARIO = small()
POLITE = (Category.GREETING, Category.APOLOGY)


def conversation(*replies) -> PlayedDialogue:
    dialogue = begin(SCENARIO, Mode.EXAMINE)
    for each in replies:
        if not dialogue.ended:
            dialogue = answered(SCENARIO, dialogue, each)
    score = score_dialogue(SCENARIO, dialogue, RUBRIC, "lexicon-1")
    return played(SCENARIO, dialogue, score, "2026-11-24T09:00:00+08:00", "c", RUBRIC)


def line(kept: PlayedDialogue, rule: str):
    return next(each for each in kept.score.whole.lines if each.rule == rule)


def struck(rule: str, turn: int = 0, reason: str = "是转述。") -> FindingRuling:
    return FindingRuling(Ruled.STRUCK, rule, turn, 0.5, "嗯", reason, "钱堃")


def granted(rule: str, turn: int = 0) -> FindingRuling:
    return FindingRuling(Ruled.GRANTED, rule, turn, 2.0, "病历", "录音里听得清。", "钱堃")


WELL = conversation(reply("papers", "written", polite=POLITE), reply("days", polite=(Category.FAREWELL,), spoken=True))
MISSED = conversation(reply("papers", polite=(Category.GREETING,)), reply("days", polite=(Category.FAREWELL,)))
RUDE = conversation(
    reply("papers", "written", polite=POLITE, offences=(Category.SHIRK, Category.SHIRK)),
    reply(polite=(Category.APOLOGY,)), reply("days", polite=(Category.FAREWELL,)),
)  # fmt: skip
VETOED = conversation(
    reply("papers", "written", polite=POLITE, offences=(Category.RUDE,), severity=Severity.VETO),
    reply(polite=(Category.APOLOGY,)),
)  # fmt: skip
ALL = (WELL, MISSED, RUDE, VETOED)


def test_a_granted_point_fills_its_line_and_says_why():
    before = line(MISSED, "points.written")
    assert before.points == 0 and grantable(before)
    after = decided(MISSED, [granted("points.written")])
    now = line(after, "points.written")
    assert now.points == before.possible
    assert "钱堃改判：第 1 轮“病历”说到了，录音里听得清。" in now.reason and before.reason in now.reason
    assert after.score.whole.total == round(MISSED.score.whole.total + before.possible, 1)
    assert [each.points for each in MISSED.score.whole.lines if each.rule == "points.written"] == [0]


def test_a_granted_courtesy_counts_for_the_moment_it_was_said_in():
    after = decided(MISSED, [granted("language.apology")])
    assert line(after, "language.apology").points == line(MISSED, "language.apology").possible
    assert after.score.whole == replace(
        after.score.whole, passed=True, total=round(sum(each.points for each in after.score.whole.lines), 1)
    )


def test_a_struck_phrase_gives_back_what_it_cost_and_its_line_stays():
    first = line(RUDE, "forbidden.1.shirk")
    assert first.points < 0 and strikable(first)
    after = decided(RUDE, [struck("forbidden.1.shirk")])
    assert line(after, "forbidden.1.shirk").points == 0
    assert "是转述。" in line(after, "forbidden.1.shirk").reason
    assert len(after.score.whole.lines) == len(RUDE.score.whole.lines)
    assert {each.rule for each in after.score.whole.lines} == {each.rule for each in RUDE.score.whole.lines}
    assert after.score.whole.total > RUDE.score.whole.total
    assert len(after.dialogue.exchanges[0].reply.offences) == 1


def test_a_struck_veto_lets_the_rest_count_again():
    assert VETOED.score.whole.veto
    after = decided(VETOED, [struck("forbidden.1.rude")])
    assert after.score.whole.veto == "" and after.score.whole.total > 0


def test_the_citizen_keeps_what_they_said_and_felt():
    after = decided(RUDE, [struck("forbidden.1.shirk"), struck("forbidden.1.shirk#2")])
    assert after.moods == RUDE.moods and after.ending == RUDE.ending
    assert [each.line for each in after.dialogue.exchanges] == [each.line for each in RUDE.dialogue.exchanges]


def test_a_struck_point_costs_its_line():
    after = decided(WELL, [struck("points.days", 1)])
    assert line(after, "points.days").points == 0 and not after.score.whole.passed


def test_points_decided_later_outrank_a_finding_and_the_other_way_round():
    rule = "points.written"
    assert line(decided(MISSED, [granted(rule), Overruling(rule, 1.0, "说了一半。")]), rule).points == 1.0
    full = line(MISSED, rule).possible
    assert line(decided(MISSED, [Overruling(rule, 1.0, "说了一半。"), granted(rule)]), rule).points == full


def test_a_struck_phrase_given_points_later_was_said_after_all():
    rule = "forbidden.1.shirk"
    after = decided(RUDE, [struck(rule), Overruling(rule, -5.0, "再听，是说了。")])
    assert line(after, rule).points == -5.0


def test_a_finding_that_is_gone_is_pointed_out():
    gone = FindingRuling(Ruled.STRUCK, "forbidden.1.shirk", 0, 9.0, "嗯", "转述。")
    assert unmatched(RUDE.dialogue, [gone, struck("forbidden.1.shirk")]) == (gone,)
    assert unmatched(RUDE.dialogue, [struck("forbidden.1.shirk", turn=7)])


def test_without_what_it_was_scored_by_no_finding_can_be_decided_on():
    old = replace(RUDE, scenario=None, rubric=None)
    with pytest.raises(ValueError, match="scored by"):
        decided(old, [struck("forbidden.1.shirk")])
    assert line(decided(old, [Overruling("forbidden.1.shirk", 0.0, "听错了。")]), "forbidden.1.shirk").points == 0


def test_the_body_holds_what_it_was_scored_by_and_older_bodies_are_read():
    assert played_from_body(played_to_body(RUDE)) == RUDE
    older = {key: value for key, value in played_to_body(RUDE).items() if key not in ("scenario", "rubric")}
    assert played_from_body(older) == replace(RUDE, scenario=None, rubric=None)


@st.composite
def decisions(draw, kept: PlayedDialogue):
    """Any sequence of decisions that a trainer may take on a conversation, sensible or not."""
    lines = kept.score.whole.lines
    made = []
    for _ in range(draw(st.integers(0, 6))):
        chosen = draw(st.sampled_from(lines))
        what = draw(st.sampled_from(("points", "struck", "granted")))
        turn = draw(st.integers(0, len(kept.dialogue.exchanges)))
        if what == "points":
            made.append(Overruling(chosen.rule, draw(st.integers(-1000, 1000)) / 10, "理由", "钱堃"))
        elif what == "struck" and strikable(chosen):
            made.append(struck(chosen.rule, turn))
        elif what == "granted" and grantable(chosen):
            made.append(granted(chosen.rule, turn))
    return made


@given(st.sampled_from(ALL).flatmap(lambda kept: st.tuples(st.just(kept), decisions(kept))))
def test_after_any_decisions_the_total_is_the_sum_of_the_lines_and_the_original_stays(given_):
    kept, made = given_
    body = played_to_body(kept)
    after = decided(kept, made).score.whole
    total = sum(in_tenths(each.points) for each in after.lines)
    assert in_tenths(after.total) == (0 if after.veto else max(0, total))
    assert 0 <= after.total <= after.possible
    assert all(each.points <= each.possible or each.points <= 0 for each in after.lines)
    rules = [each.rule for each in after.lines]
    assert len(rules) == len(set(rules))
    assert set(rules) >= {each.rule for each in kept.score.whole.lines}
    assert played_to_body(kept) == body
    if not made:
        assert after == kept.score.whole
