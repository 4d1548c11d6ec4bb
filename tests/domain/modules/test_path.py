"""What is open, what is locked and why, what comes next, and how long a pass holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.business import BusinessLine
from app.domain.modules.lesson import Lesson, Paragraph, Run
from app.domain.modules.module import Module, ModuleKind, PracticeAim
from app.domain.modules.path import (
    EXPIRES_SOON,
    Done,
    Passed,
    Standing,
    StepKind,
    in_order,
    next_module,
    path,
    valid_until,
)
from app.domain.modules.skills import missing_for, next_level, skills_of, stand_ins, thin_lines
from app.domain.teller_level import TellerLevel

TODAY = date(2026, 11, 25)
LESSONS = tuple(Lesson(title, (Paragraph((Run("字"),)),)) for title in ("一", "二"))


def module(id: str, *needs: str, **changes: object) -> Module:
    made = Module(
        id, "1", id.upper(), BusinessLine.CARD, ModuleKind.MULTI_SKILL, TellerLevel.SINGLE, LESSONS, "closing-card",
        TODAY, needs=needs, role_plays=("lost-card",),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def passed(on: date = TODAY) -> Done:
    return Done(frozenset(["一", "二"]), 10, frozenset(["lost-card"]), True, Passed(on, 90, "r1"))


def test_a_new_hire_begins_with_what_needs_nothing() -> None:
    states = path([module("b", "a"), module("a")], {}, TODAY)
    assert [(state.module.id, state.standing) for state in states] == [("a", Standing.OPEN), ("b", Standing.LOCKED)]
    assert states[1].locked == "先学完“A”。" and states[1].next_step is None
    first = next_module(states)
    assert first is states[0] and first.next_step is not None
    assert (first.next_step.kind, first.next_step.name) == (StepKind.LESSON, "一")


def test_the_exam_opens_when_the_rest_is_done() -> None:
    one = module("a", practice=PracticeAim(count=3), shift=TellerLevel.SINGLE)
    state = path([one], {"a": Done(frozenset(["一"]))}, TODAY)[0]
    assert state.standing is Standing.BEGUN
    assert state.steps[-1].locked == "还没有完成：1 课、练习、1 个情景、岗位演练。"
    ready = Done(frozenset(["一", "二"]), 3, frozenset(["lost-card"]), True)
    exam = path([one], {"a": ready}, TODAY)[0].next_step
    assert exam is not None and exam.kind is StepKind.EXAM and not exam.locked


def test_a_pass_holds_for_its_months_and_is_told_about_in_time() -> None:
    one = module("a", months=12)
    until = date(2027, 11, 25)
    for today, standing in (
        (TODAY, Standing.PASSED),
        (until - timedelta(EXPIRES_SOON), Standing.EXPIRING),
        (until, Standing.EXPIRING),
        (until + timedelta(1), Standing.EXPIRED),
    ):
        state = path([one], {"a": passed()}, today)[0]
        assert (state.standing, state.until) == (standing, until)
    lapsed = path([one], {"a": passed()}, until + timedelta(1))
    assert next_module(lapsed) is lapsed[0]
    step = lapsed[0].next_step
    assert step is not None and step.kind is StepKind.EXAM  # nothing is to be read again
    assert path([module("a", months=0)], {"a": passed(date(2000, 1, 1))}, TODAY)[0].standing is Standing.PASSED


def test_what_lapsed_locks_what_builds_on_it() -> None:
    states = path([module("a"), module("b", "a")], {"a": passed(date(2020, 1, 1))}, TODAY)
    assert states[1].standing is Standing.LOCKED


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 25), 24, date(2028, 11, 25)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 10, 31), 2, date(2026, 12, 31)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, until: date) -> None:
    assert valid_until(module("a", months=months), Passed(day, 80, "r")) == until


@given(st.data())
def test_prerequisites_come_first_whatever_the_order(data: st.DataObject) -> None:
    ids = "abcdef"
    modules = [module(id, *data.draw(st.sets(st.sampled_from(ids[:i] or "a"), max_size=2) if i else st.just(set())))
               for i, id in enumerate(ids)]  # fmt: skip
    ordered = [each.id for each in in_order(data.draw(st.permutations(modules)))]
    assert sorted(ordered) == list(ids)
    for each in modules:
        assert all(ordered.index(need) < ordered.index(each.id) for need in each.needs)


def test_the_matrix_shows_the_best_that_holds() -> None:
    low = module("low", level=TellerLevel.SINGLE)
    high = module("high", level=TellerLevel.JUNIOR, months=1)
    row = skills_of("p", [low, high], {"low": passed(), "high": passed(date(2026, 1, 1))}, TODAY)
    assert (row.skills[BusinessLine.CARD].module, row.can(BusinessLine.CARD)) == ("low", True)
    row = skills_of("p", [low, high], {"low": passed(), "high": passed()}, TODAY)
    assert row.skills[BusinessLine.CARD].level is TellerLevel.JUNIOR
    assert [skill.module for skill in row.expiring] == ["high"]


def test_what_is_missing_for_the_next_level_reaches_far_back() -> None:
    teller = module("t1", "card", kind=ModuleKind.INTEGRATED, level=TellerLevel.JUNIOR, line=BusinessLine.TELLER)
    higher = module("t2", "t1", kind=ModuleKind.INTEGRATED, level=TellerLevel.MIDDLE, line=BusinessLine.TELLER)
    card, basics, other = module("card", "basics"), module("basics"), module("other")
    states = path([higher, teller, card, basics, other], {"basics": passed()}, TODAY)
    assert [each.id for each in missing_for(TellerLevel.JUNIOR, states)] == ["card", "t1"]
    assert [each.id for each in missing_for(TellerLevel.MIDDLE, states)] == ["card", "t1", "t2"]
    done = {id: passed() for id in ("basics", "card", "t1")}
    assert skills_of("p", [higher, teller, card, basics], done, TODAY).teller is TellerLevel.JUNIOR
    assert next_level(TellerLevel.JUNIOR) is TellerLevel.MIDDLE
    assert (next_level(None), next_level(TellerLevel.SENIOR)) == (TellerLevel.SHADOWING, None)


def test_who_can_stand_in() -> None:
    low, high = module("low"), module("high", level=TellerLevel.SENIOR)
    matrix = [
        skills_of("a", [low, high], {"low": passed()}, TODAY),
        skills_of("b", [low, high], {"high": passed()}, TODAY),
        skills_of("c", [low, high], {"low": passed(date(2020, 1, 1))}, TODAY),
    ]
    assert stand_ins(BusinessLine.CARD, matrix) == ("b", "a")
    assert stand_ins(BusinessLine.CARD, matrix, "b") == ("a",)
    assert thin_lines(matrix, [BusinessLine.CARD, BusinessLine.PENSION]) == (BusinessLine.PENSION,)
