"""Who is held up and by what; who comes first for a trainer."""

from datetime import date, timedelta

from app.domain.modules.path import Done, Passed, path
from app.domain.modules.progress import IDLE, LearnerProgress, Share, held_up, in_order_of_need
from tests.domain.modules.test_path import module

TODAY = date(2026, 11, 25)


def progress(person: str = "a", done: Done | None = None, active: date | None = TODAY, **failed: int) -> LearnerProgress:
    states = path([module("card", months=12)], {"card": done} if done else {}, TODAY)
    return LearnerProgress(person, states, active, failed)


def passed(on: date) -> Done:
    return Done(frozenset(["一", "二"]), 10, frozenset(["lost-card"]), True, Passed(on, 90, "r1"))


def test_who_learns_is_not_held_up() -> None:
    assert held_up(progress(), TODAY) == ()
    assert held_up(progress(active=TODAY - timedelta(IDLE - 1)), TODAY) == ()


def test_what_holds_somebody_up_is_said() -> None:
    assert held_up(progress(active=None), TODAY) == ("还没有开始学",)
    assert held_up(progress(active=TODAY - timedelta(IDLE)), TODAY) == (f"{IDLE} 天没有学习",)
    assert held_up(progress(card=2), TODAY) == ("“CARD”结业考试 2 次没有通过",)
    assert held_up(progress(card=1), TODAY) == ()
    assert held_up(progress(done=passed(date(2020, 1, 1))), TODAY) == ("CARD已经过期",)


def test_who_has_done_everything_may_rest() -> None:
    assert held_up(progress(done=passed(TODAY), active=TODAY - timedelta(300)), TODAY) == ()


def test_the_trainer_sees_first_who_needs_it() -> None:
    fine, stuck, done = progress("fine"), progress("stuck", active=None), progress("done", done=passed(TODAY))
    assert [each.person for each in in_order_of_need([done, fine, stuck], TODAY)] == ["stuck", "fine", "done"]


def test_the_weakest_lines_are_those_below_four_fifths() -> None:
    lines = tuple(Share(key, key, share, "") for key, share in (("a", 0.9), ("b", 0.5), ("c", None), ("d", 0.79)))
    assert [line.key for line in LearnerProgress("a", (), None, {}, lines).weakest] == ["b", "d"]
