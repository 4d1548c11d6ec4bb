"""When questions come back: FSRS's own intervals, never after the exam day, evenly spread, the same every time."""

from datetime import date, datetime, timedelta, timezone

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from app.domain.memory import (
    LONGEST,
    Aim,
    Memory,
    forecast,
    good_intervals,
    load_of,
    plan_again,
    rating,
    remember,
    retrievability,
)

TODAY = date(2026, 11, 24)
shares = st.sampled_from([0.0, 0.3, 0.6, 0.8, 1.0])
gaps = st.integers(0, 40)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@given(st.lists(st.tuples(gaps, shares), min_size=1, max_size=12), st.sampled_from([0.8, 0.9, 0.95]))
def test_without_an_exam_the_intervals_are_those_of_fsrs(history: list[tuple[int, float]], retention: float) -> None:
    theirs = Scheduler(
        desired_retention=retention, learning_steps=(), relearning_steps=(), maximum_interval=LONGEST,
        enable_fuzzing=False,
    )  # fmt: skip
    card, ours, today = Card(card_id=1), None, TODAY
    for gap, share in history:
        today += timedelta(days=gap)
        noon = datetime(today.year, today.month, today.day, 12, tzinfo=timezone.utc)
        card, _log = theirs.review_card(card, rating(share), noon)
        ours = remember(ours, "q", share, today, Aim(None, retention), {})
        assert today + timedelta(days=ours.interval) == card.due.date()
        assert ours.stability == pytest.approx(card.stability)
        assert ours.interval - int(ours.interval * 0.1) <= (ours.due - today).days <= ours.interval
    assert ours is not None and ours.answers == len(history)


def test_what_is_known_better_comes_back_later() -> None:
    again, hard, good = (remember(None, "q", share, TODAY, Aim(), {}).interval for share in (0.0, 0.7, 1.0))
    assert again == 1 and again <= hard <= good
    assert good_intervals(0.9, 4) == tuple(sorted(good_intervals(0.9, 4)))
    assert rating(0.99) is Rating.Hard and rating(0.59) is Rating.Again


@given(
    st.lists(st.tuples(gaps, shares), min_size=1, max_size=10),
    st.integers(1, 200),
    st.dictionaries(st.integers(0, 200), st.integers(0, 30)),
)
def test_nothing_is_put_off_beyond_the_exam_day(
    history: list[tuple[int, float]], exam: int, busy: dict[int, int]
) -> None:
    aim, load = Aim(day(exam)), {day(number): count for number, count in busy.items()}
    memory, today = None, TODAY
    for gap, share in history:
        today += timedelta(days=gap)
        memory = remember(memory, "q", share, today, aim, load)
        assert memory.due > today
        assert memory.due <= today + timedelta(days=memory.interval)
        if today < day(exam) - timedelta(days=1):
            assert memory.due < day(exam)


@given(st.integers(1, 120), st.integers(3, 60))
def test_a_heap_is_spread_over_the_days_before_the_exam(count: int, exam: int) -> None:
    """However many are learnt on one day, the days up to the exam share them, none left empty that could help."""
    load: dict[date, int] = {}
    aim = Aim(day(exam))
    for number in range(count):
        # Known for long: FSRS alone would ask after the exam.
        old = Memory(f"q{number}", 200.0, 3.0, 200, day(-100), day(100), 5)
        due = remember(old, old.question_id, 1.0, TODAY, aim, load).due
        load[due] = load.get(due, 0) + 1
    usable = [day(number) for number in range(-(-(exam - 1) // 2), exam)]
    assert set(load) <= set(usable)
    assert max(load.values()) - min(load.get(each, 0) for each in usable) <= 1


@given(
    st.lists(st.tuples(st.integers(-60, 0), st.integers(1, 300)), max_size=40),
    st.one_of(st.none(), st.integers(-5, 90)),
)
def test_planning_again_keeps_overdue_questions_and_meets_the_exam(
    learnt: list[tuple[int, int]], exam: int | None
) -> None:
    memories = [
        Memory(f"q{i}", 10.0, 5.0, interval, day(last), day(last + interval), 1)
        for i, (last, interval) in enumerate(learnt)
    ]
    aim = Aim(day(exam) if exam is not None else None)
    planned = plan_again(memories, TODAY, aim)
    assert {each.question_id for each in planned} == {each.question_id for each in memories}
    for each in planned:
        wanted = each.last + timedelta(days=each.interval)
        assert each.due == wanted if wanted <= TODAY else TODAY < each.due <= wanted
        if exam is not None and exam > 1:
            assert each.due < day(exam)
    assert plan_again(planned, TODAY, aim) == planned
    assert sum(forecast(planned, TODAY, 400)) == len(planned)
    assert sum(load_of(planned).values()) == len(planned)


def test_a_clock_set_back_does_no_harm() -> None:
    memory = remember(None, "q", 1.0, TODAY, Aim(), {})
    again = remember(memory, "q", 1.0, day(-30), Aim(), {})
    assert again.last == TODAY and again.due > TODAY


def test_what_was_learnt_fades() -> None:
    memory = remember(None, "q", 1.0, TODAY, Aim(), {})
    chances = [retrievability(memory, day(number)) for number in (0, 2, 10, 100)]
    assert chances[0] == 1.0 and chances == sorted(chances, reverse=True)
    assert retrievability(memory, memory.last + timedelta(days=memory.interval)) == pytest.approx(0.9, abs=0.03)
