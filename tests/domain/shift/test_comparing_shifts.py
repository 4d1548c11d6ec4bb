"""A shift beside one's own earlier ones and the class; a case looked through again."""

from dataclasses import replace

from app.domain.shift.action import call_next, choose, finish, inform, say
from app.domain.shift.comparison import SMALLEST_CLASS, ShiftSummary, compare
from app.domain.shift.replay import Who, replay_case
from app.domain.shift.rubric import Side
from app.domain.teller_level import TellerLevel
from tests.domain.shift.small_shift import CARD, CURT, GREETING, done, opened, visitor


def summary(total: int, service: int = 50, level: TellerLevel = TellerLevel.SINGLE) -> ShiftSummary:
    return ShiftSummary(level, 1, total, tuple((side, service if side is Side.SERVICE else 80) for side in Side))


def test_beside_ones_own_earlier_shifts():
    whole, service, *_ = compare(summary(800, 70), [summary(600, 90), summary(700, 50)], ())
    assert (whole.side, whole.now, whole.before, whole.best, whole.mean) == (None, 80, 70, 70, 65)
    assert (service.side, service.now, service.before, service.best, service.mean) == (Side.SERVICE, 70, 50, 90, 70)


def test_the_first_shift_has_nothing_to_be_compared_with():
    for each in compare(summary(800), [], ()):
        assert (each.before, each.best, each.mean, each.percentile) == (None, None, None, None)


def test_other_levels_are_another_matter():
    senior = summary(900, level=TellerLevel.SENIOR)
    whole, *_ = compare(summary(800), [senior], [senior] * 10)
    assert whole.before is None and whole.percentile is None


def test_the_percentile_is_of_the_middle_of_those_who_did_as_well():
    class_ = [summary(total) for total in (500, 600, 800, 900)]
    whole, *_ = compare(summary(800), [], class_)
    assert whole.percentile == 62  # two did worse, one as well: 2.5 of 4
    assert compare(summary(1000), [], class_)[0].percentile == 100
    assert compare(summary(100), [], class_)[0].percentile == 0


def test_in_a_small_class_nobody_is_placed():
    few = [summary(500)] * (SMALLEST_CLASS - 2)
    assert compare(summary(800), [], few)[0].percentile is None
    assert compare(summary(800), [], [*few, summary(1)])[0].percentile is not None


def test_a_case_is_told_again_in_order_with_what_would_have_been_right():
    state = done(
        opened(visitor(CARD, 1, 0, "identity")), call_next(), say(GREETING), choose("退税"), choose("申领社保卡"),
        inform("identity"), say(CURT), finish(),
    )  # fmt: skip
    replay = replay_case(state, 0)
    assert replay.number == "A001" and replay.title == CARD.title and replay.person == "王女士，40 岁，普通"
    words = [(moment.who, moment.words) for moment in replay.moments]
    assert (Who.CITIZEN, "我来办卡。") in words
    assert (Who.TELLER, GREETING.text) in words
    assert words.index((Who.TELLER, "选业务：退税。")) < words.index((Who.CITIZEN, "我要办的好像不是这个。"))
    assert (Who.TELLER, "一次性告知：补交身份证。") in words
    curt = next(moment for moment in replay.moments if moment.words == CURT.text)
    assert "不耐烦" in curt.felt and state.cases[0].entries[curt.entry].action.spoken == CURT
    assert [moment.second for moment in replay.moments] == sorted(moment.second for moment in replay.moments)
    assert (
        "材料：身份证，齐，有效；申请表，缺；照片，不需要；参保证明，系统可查，不用交；居住证明，不需要。"
        in replay.right
    )
    assert "决定：一次性告知，补齐再办。" in replay.right
    assert replay.basis == ("社会保险法 第七十四条",)


def test_a_summary_is_by_level():
    assert replace(summary(0), level=TellerLevel.SENIOR).percent(None) == 0
