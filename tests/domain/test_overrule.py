import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.overrule import Overruling, allowed_points, overruled
from app.domain.score_sheet import Dimension, Effect, Evidence, ScoreLine, ScoreSheet, in_tenths, judge

GREETING = ScoreLine("language.greeting", Dimension.LANGUAGE, "迎候", 0, 30, "没有听到。")
FREE = ScoreLine("points.free", Dimension.POINTS, "★不收费", 0, 40, "没有听到。", effect=Effect.REQUIRED)
ABSENT = ScoreLine("forbidden.absent", Dimension.FORBIDDEN, "不说服务禁语", 30, 30, "说了 2 处。")
SHIRKED = ScoreLine("forbidden.F1", Dimension.FORBIDDEN, "推诿", -10, 0, "说了。", effect=Effect.DEDUCTION)
INSULT = ScoreLine("forbidden.F2", Dimension.FORBIDDEN, "讥讽", -10, 0, "说了。", effect=Effect.VETO)


def sheet(*lines: ScoreLine) -> ScoreSheet:
    return judge(ScoreSheet(lines, 0, 100, False, "", (), "r", "l", pass_mark=60, fails_from=2))


def test_a_line_overruled_keeps_its_first_reason_and_changes_the_total():
    before = sheet(GREETING, FREE, ABSENT)
    after = overruled(before, [Overruling("language.greeting", 30, "说了，录音太小。", "钱老师")])
    assert (before.total, after.total) == (30, 60)
    assert after.lines[0].reason == "带教老师钱老师改判：说了，录音太小。（原为 0 分：没有听到。）"
    assert not after.passed  # the must point is still missing
    assert overruled(
        before, [Overruling("points.free", 40, "说了。"), Overruling("language.greeting", 30, "说了。")]
    ).passed


def test_a_veto_lifted_gives_the_reply_its_points_back():
    before = sheet(GREETING, ABSENT, INSULT)
    assert (before.total, before.veto) == (0, "forbidden.F2")
    after = overruled(before, [Overruling("forbidden.F2", 0, "群众的原话，是引用。")])
    assert (after.total, after.veto) == (30, "")
    milder = overruled(before, [Overruling("forbidden.F2", -20, "语气不重。")])
    assert (milder.total, milder.veto) == (10, "")


def test_too_many_forbidden_phrases_no_longer_fail_when_one_is_lifted():
    good = ScoreLine("language.greeting", Dimension.LANGUAGE, "迎候", 70, 70, "说了。")
    before = sheet(
        good,
        ABSENT,
        SHIRKED,
        ScoreLine("forbidden.F3", Dimension.FORBIDDEN, "推诿", -10, 0, "说了。", effect=Effect.DEDUCTION),
    )
    assert (before.total, before.passed) == (80, False)
    after = overruled(before, [Overruling("forbidden.F3", 0, "听错了。")])
    assert (after.total, after.passed) == (90, True)


def test_the_last_word_counts_and_an_unknown_rule_is_not_lost():
    after = overruled(
        sheet(GREETING), [Overruling("language.greeting", 30, "一"), Overruling("language.greeting", 10, "二")]
    )
    assert after.total == 10
    assert any("points.gone" in hint for hint in overruled(sheet(GREETING), [Overruling("points.gone", 5, "三")]).hints)


def test_no_overrulings_change_nothing():
    before = sheet(GREETING, FREE, ABSENT, SHIRKED)
    assert overruled(before, []) == before


@given(
    st.lists(st.sampled_from([GREETING, FREE, ABSENT, SHIRKED, INSULT]), unique=True, min_size=1).map(tuple),
    st.lists(st.tuples(st.integers(0, 4), st.integers(-1000, 1000)), max_size=4),
)
def test_whatever_is_overruled_the_total_stays_in_range(lines, changes):
    before = sheet(*lines)
    overrulings = [Overruling(lines[i % len(lines)].rule, tenths / 10, "理由") for i, tenths in changes]
    after = overruled(before, overrulings)
    assert 0 <= after.total <= 100
    tenths = sum(in_tenths(line.points) for line in after.lines)
    assert in_tenths(after.total) == (0 if after.veto else max(0, tenths))
    for line, old in zip(after.lines, before.lines, strict=True):
        least, most = allowed_points(before, old)
        assert least <= line.points <= most


@pytest.mark.parametrize(("line", "allowed"), [(GREETING, (0, 30)), (SHIRKED, (-100, 0))])
def test_what_a_line_allows(line, allowed):
    assert allowed_points(sheet(line), line) == allowed


def shirked(rule: str, start: float) -> ScoreLine:
    evidence = (Evidence("不归我管", start, start + 1),)
    return ScoreLine(rule, Dimension.FORBIDDEN, "推诿", -10, 0, "说了。", evidence, Effect.DEDUCTION)


def test_what_is_forgiven_at_one_place_is_not_forgiven_at_another():
    """Heard again, the first of two is gone, and the second is now numbered as the first was."""
    before = sheet(GREETING, ABSENT, shirked("forbidden.F1", 2.0), shirked("forbidden.F1#2", 9.0))
    quoted = Overruling("forbidden.F1", 0, "是群众的原话。", start=2.0)
    assert [line.points for line in overruled(before, [quoted]).lines[2:]] == [0, -10]
    again = overruled(sheet(GREETING, ABSENT, shirked("forbidden.F1", 9.1)), [quoted])
    assert again.lines[2].points == -10
    assert any("群众的原话" in hint for hint in again.hints)


def test_a_decision_follows_its_words_to_their_new_number():
    meant = Overruling("forbidden.F1#2", 0, "听错了。", start=9.0)
    again = overruled(sheet(GREETING, ABSENT, shirked("forbidden.F1", 9.3)), [meant])
    assert again.lines[2].points == 0 and again.hints == ()
    swapped = sheet(
        ABSENT, shirked("forbidden.F1", 1.0), shirked("forbidden.F1#2", 2.0), shirked("forbidden.F1#3", 9.3)
    )
    assert [line.points for line in overruled(swapped, [meant]).lines[1:]] == [-10, -10, 0]


def test_a_decision_without_a_place_is_about_its_rule():
    before = sheet(ABSENT, shirked("forbidden.F1", 2.0), shirked("forbidden.F1#2", 9.0))
    after = overruled(before, [Overruling("forbidden.F1#2", 0, "听错了。")])
    assert [line.points for line in after.lines[1:]] == [-10, 0]
    moved = Overruling("language.greeting", 30, "说了。", start=0.5)
    assert overruled(sheet(GREETING), [moved]).total == 30
