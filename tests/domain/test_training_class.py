"""A class as a value: its steps, what they refuse, and the lot that is fair and never calls one twice in a row."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.people import Person, Role
from app.domain.role_play.conversation import Mode
from app.domain.training_class import Attendance, How, Outcome, Thumbs, TrainingClass
from app.domain.training_class_lots import drawn, in_the_hat
from app.domain.training_class_roster import (
    everybody_here,
    linked,
    marked,
    new_class,
    renamed,
    with_member,
    with_notes,
    with_person,
    with_points,
    with_scenarios,
    without_member,
)
from app.domain.training_class_turns import begun, broken_off, called, closed, judged, spoken

AT = "2026-11-25T09:00:00+08:00"
LI = Person("t", "李建国", Role.TRAINER, "0007", "城南大厅")
WANG = Person("w", "王晓琳", Role.TRAINEE, "1024", "城南大厅")
NAMES = ("王晓琳", "赵敏", "周𬭎", "孙伟", "钱红")


def a_class(count: int = 3, seed: int = 1) -> TrainingClass:
    one = new_class("c", " 材料  不齐 ", "2026-11-25", LI, seed, AT)
    for number in range(count):
        name = NAMES[number % len(NAMES)] + ("" if number < len(NAMES) else str(number))
        one = with_member(one, name, person_id=f"p{number + 1}")
    return everybody_here(one) if count else one


def speaks(one: TrainingClass, member: str = "") -> TrainingClass:
    if member:
        one = called(one, member, AT)
    turn = len(one.turns) + 1
    return spoken(begun(one, "s", "情景", Mode.PRACTISE, AT), f"talk{turn}", f"record{turn}", AT)


def test_a_class_goes_from_the_roster_to_the_end():
    one = with_points(with_scenarios(a_class(), ["s", "t", "s"]), ["先问好", "", "一次说清 ", "先问好"])
    assert one.title == "材料 不齐" and one.trainer == "李建国"
    assert one.scenarios == ("s", "t")
    assert [(point.id, point.text) for point in one.points] == [("1", "先问好"), ("2", "一次说清")]
    one = marked(one, "3", Attendance.ABSENT, " 窗口 顶岗 ")
    assert [member.id for member in one.here] == ["1", "2"]
    assert one.member("3").reason == "窗口 顶岗"
    one = called(one, "2", AT)
    assert one.waiting == one.member("2") and one.calls[-1].how is How.BY_NAME
    one = begun(one, "s", "情景", Mode.EXAMINE, AT)
    assert one.waiting is None and one.under_way.member == "2"
    one = spoken(one, "talk", "record", AT)
    one = judged(one, 1, (Thumbs("1", 1, 0), Thumbs("2", 0, 0)))
    assert one.turns[0].thumbs == (Thumbs("1", 1, 0),)
    assert (one.spoken("2"), one.spoken("1")) == (1, 0)
    one = closed(with_notes(one, " 下次练电话 "), AT)
    assert one.closed == AT and one.notes == "下次练电话"
    assert from_json(to_json(one), TrainingClass) == one


@pytest.mark.parametrize(
    "step, words",
    [
        (lambda one: renamed(one, " ", "2026-11-25"), "还没有写课的主题"),
        (lambda one: renamed(one, "课", "11月25日"), "11月25日”看不懂"),
        (lambda one: renamed(one, "课" * 61, "2026-11-25"), "61 个字"),
        (lambda one: with_member(one, " "), "还没有写姓名"),
        (lambda one: with_member(one, "王晓琳"), "已经在这堂课的名单里"),
        (lambda one: with_member(one, "王", person_id="p1"), "已经在这堂课的名单里"),
        (lambda one: linked(one, "2", replace(WANG, id="p1")), "已经在这堂课的名单里"),
        (lambda one: with_points(one, [str(n) for n in range(9)]), "观察要点有 9 条"),
        (lambda one: begun(one, "s", "情景", Mode.EXAMINE, AT), "还没有叫人发言"),
        (lambda one: spoken(one, "", "", AT), "现在没有人在发言"),
        (lambda one: broken_off(one, AT), "现在没有人在发言"),
        (lambda one: judged(one, 1, ()), "还没有结束"),
        (lambda one: called(marked(one, "1", Attendance.ABSENT), "1", AT), "没有到课（缺席）"),
        (
            lambda one: begun(marked(called(one, "1", AT), "1", Attendance.ABSENT), "s", "", Mode.EXAMINE, AT),
            "没有到课",
        ),
        (lambda one: without_member(called(one, "1", AT), "1"), "不能移出名单"),
        (lambda one: judged(speaks(one, "1"), 1, (Thumbs("1", 2, 1),)), "记了 3 人，观察的只有 2 人"),
        (lambda one: judged(speaks(one, "1"), 1, (Thumbs("1", -1, 0),)), "不能小于 0"),
        (lambda one: with_points(judged(speaks(one, "1"), 1, (Thumbs("1", 1, 0),)), ["别的"]), "已经记过点赞"),
        (lambda one: called(begun(called(one, "1", AT), "s", "", Mode.EXAMINE, AT), "2", AT), "发言还没有结束"),
        (lambda one: closed(marked(one, "1", Attendance.NOT_MARKED), AT), "还有 1 人没有点名"),
        (lambda one: with_member(closed(one, AT), "新来的"), "已经下课存档"),
        (lambda one: called(closed(one, AT), "1", AT), "已经下课存档"),
    ],
)
def test_what_may_not_be_is_said_in_plain_words(step, words: str):
    with pytest.raises(UserError, match=words) as caught:
        step(with_points(a_class(), ["先问好"]))
    assert caught.value.remedy


def test_only_a_trainer_opens_a_class_and_an_empty_one_cannot_be_marked_or_closed():
    with pytest.raises(UserError, match="只有带教老师"):
        new_class("c", "课", "2026-11-25", WANG, 1, AT)
    with pytest.raises(UserError, match="名单还是空的"):
        everybody_here(a_class(0))
    with pytest.raises(UserError, match="名单是空的"):
        closed(a_class(0), AT)
    with pytest.raises(UserError, match="抽不了签"):
        drawn(a_class(0), AT)


def test_a_typed_name_must_become_a_person_before_it_speaks():
    one = everybody_here(with_member(a_class(0), "新来的"))
    with pytest.raises(UserError, match="还不在人员名单里"):
        begun(called(one, "1", AT), "s", "情景", Mode.PRACTISE, AT)
    one = linked(one, "1", WANG)
    assert (one.member("1").name, one.member("1").person_id) == ("王晓琳", "w")
    assert speaks(one, "1").spoken("1") == 1
    with pytest.raises(UserError, match="已经在这堂课"):
        with_person(one, WANG)


def test_everybody_here_leaves_what_was_marked():
    one = new_class("c", "课", "2026-11-25", LI, 1, AT)
    for name in NAMES[:3]:
        one = with_member(one, name)
    one = everybody_here(marked(marked(one, "2", Attendance.LATE, "堵车"), "3", Attendance.ABSENT))
    assert [each.attendance for each in one.members] == [Attendance.PRESENT, Attendance.LATE, Attendance.ABSENT]
    assert one.member("2").reason == "堵车"
    assert marked(one, "2", Attendance.PRESENT, "堵车").member("2").reason == ""


def test_a_turn_broken_off_counts_for_nothing_and_may_begin_again():
    one = broken_off(begun(called(a_class(), "1", AT), "s", "情景", Mode.EXAMINE, AT), AT)
    assert one.turns[0].outcome is Outcome.BROKEN_OFF and one.spoken("1") == 0
    again = speaks(one)
    assert again.turns[1].member == "1" and again.turns[1].call == 0


# The lot


@given(count=st.integers(1, 12), seed=st.integers(0, 10**9), rounds=st.integers(1, 40), data=st.data())
def test_the_lot_falls_on_those_who_spoke_least_and_never_twice_in_a_row(count, seed, rounds, data):
    """People come and go, decline, are called by name in between; the rule holds all the same."""
    one = a_class(count, seed)
    for _ in range(rounds):
        for member in one.members:
            if data.draw(st.integers(0, 5)) == 0:
                one = marked(one, member.id, Attendance.ABSENT if member.here else Attendance.LATE)
        if not one.here:
            continue
        last = one.calls[-1].member if one.calls else ""
        before = one
        one = drawn(one, AT)
        chosen = one.speaker
        assert chosen.here and chosen in in_the_hat(before)
        others = [member for member in before.here if member.id != last]
        if others:
            assert chosen.id != last
            assert before.spoken(chosen.id) == min(before.spoken(member.id) for member in others)
        assert drawn(before, AT) == one  # the same seed and history give the same lot
        if data.draw(st.booleans()):
            one = speaks(one)


@given(count=st.integers(2, 12), seed=st.integers(0, 10**9), rounds=st.integers(1, 4))
def test_after_every_round_everybody_has_spoken_as_often(count, seed, rounds):
    one = a_class(count, seed)
    for _ in range(rounds * count):
        one = speaks(drawn(one, AT))
        counts = [one.spoken(member.id) for member in one.members]
        assert max(counts) - min(counts) <= 1
    assert counts == [rounds] * count


@given(seed=st.integers(0, 10**9), spoken_before=st.integers(0, 3))
def test_one_alone_is_drawn_again(seed, spoken_before):
    one = a_class(1, seed)
    for _ in range(spoken_before):
        one = speaks(drawn(one, AT))
    assert drawn(one, AT).speaker.id == "1"


@settings(max_examples=15)
@given(first=st.integers(0, 10**6), count=st.integers(2, 6), later=st.booleans())
def test_the_lot_is_fair(first, count, later):
    """Over 600 seeds every one in the hat is drawn about as often, at the first call and after a round.

    Chi-squared with at most 5 degrees of freedom; it exceeds 35 in one of a million fair experiments.
    """
    drawn_by_lot: Counter[str] = Counter()
    hats: Counter[str] = Counter()
    for seed in range(first, first + 600):
        one = a_class(count, seed)
        if later:
            one = speaks(one, "1")
        hats.update(member.id for member in in_the_hat(one))
        drawn_by_lot[drawn(one, AT).speaker.id] += 1
    hat = sorted(hats)
    expected = 600 / len(hat)
    assert sum(drawn_by_lot.values()) == 600 and set(drawn_by_lot) <= set(hat)
    assert sum((drawn_by_lot[id] - expected) ** 2 / expected for id in hat) < 35
