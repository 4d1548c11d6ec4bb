"""When a question that was answered is to come back: spaced repetition by FSRS, towards an exam day.

FSRS (the scheduler that Anki uses, here the package py-fsrs) models for each question how long a person keeps
it and asks again when the chance of still knowing it falls to the retention wanted. It is fed with whole days:
whoever answers in the evening and next morning has slept over it. Its random spreading is switched off; ours
is deterministic, looks at how much is due on each day, and only ever moves a question earlier.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from math import ceil

from fsrs import Card, Rating, Scheduler, State

RETENTION = 0.9
LONGEST = 365  # days; rules change faster than memory fades
PARTLY_KNOWN = 0.6  # a share from here on counts as known with effort
_EARLIER = 0.1  # a question may come so much of its interval earlier, where that day is less full
_NOON = time(12, tzinfo=timezone.utc)


@dataclass(frozen=True, slots=True)
class Aim:
    """What somebody practises for: the day of an exam (None: no particular day) and the chance, from 0 to 1,
    of still knowing a question when it is asked again.
    """

    exam_day: date | None = None
    retention: float = RETENTION


@dataclass(frozen=True, slots=True)
class Memory:
    """What one person keeps of one question.

    `stability` in days and `difficulty` (1 to 10) are FSRS's; `interval` is what FSRS asks for from `last`,
    the day of the latest answer; `due` is the day it is asked again, earlier where the exam or the spreading
    wants it. `answers` counts all answers so far.
    """

    question_id: str
    stability: float
    difficulty: float
    interval: int
    last: date
    due: date
    answers: int


def rating(share: float) -> Rating:
    """An answer's share of its points as FSRS's rating. Easy is never given: quick is not the same as known."""
    if share >= 1:
        return Rating.Good
    return Rating.Hard if share >= PARTLY_KNOWN else Rating.Again


def remember(
    memory: Memory | None, question_id: str, share: float, day: date, aim: Aim, load: Mapping[date, int]
) -> Memory:
    """What is kept after an answer that earned `share` on `day`; `load` counts what is due on each day already.

    A day before the last answer (somebody set the clock back) counts as that answer's day.
    """
    if memory is not None:
        day = max(day, memory.last)
        card = Card(
            card_id=0,
            state=State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=_noon(memory.due),
            last_review=_noon(memory.last),
        )
    else:
        card = Card(card_id=0, due=_noon(day))
    card, _log = _scheduler(aim.retention).review_card(card, rating(share), _noon(day))
    assert card.stability is not None and card.difficulty is not None
    interval = (card.due - _noon(day)).days
    due = day + timedelta(days=_settle(interval, day, aim.exam_day, load))
    answers = memory.answers + 1 if memory else 1
    return Memory(question_id, card.stability, card.difficulty, interval, day, due, answers)


def plan_again(memories: Iterable[Memory], day: date, aim: Aim) -> tuple[Memory, ...]:
    """Everything laid out anew from `day` on, as when the exam day changes. What is overdue stays so."""
    load: dict[date, int] = {}
    planned = []
    for memory in sorted(memories, key=lambda each: (each.last + timedelta(days=each.interval), each.question_id)):
        wanted = (memory.last + timedelta(days=memory.interval) - day).days
        due = day + timedelta(days=_settle(wanted, day, aim.exam_day, load) if wanted > 0 else wanted)
        load[due] = load.get(due, 0) + 1
        planned.append(replace(memory, due=due))
    return tuple(planned)


def load_of(memories: Iterable[Memory]) -> dict[date, int]:
    """How many questions are due on each day."""
    load: dict[date, int] = {}
    for memory in memories:
        load[memory.due] = load.get(memory.due, 0) + 1
    return load


def forecast(memories: Iterable[Memory], day: date, days: int) -> tuple[int, ...]:
    """How many questions are due on each of the next `days` days; the first holds what is overdue too."""
    counts = [0] * days
    for memory in memories:
        at = max(0, (memory.due - day).days)
        if at < days:
            counts[at] += 1
    return tuple(counts)


def retrievability(memory: Memory, day: date, retention: float = RETENTION) -> float:
    """The chance that the question is still known on `day`, by FSRS's forgetting curve."""
    card = Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_noon(memory.due),
        last_review=_noon(memory.last),
    )
    return float(_scheduler(retention).get_card_retrievability(card, _noon(max(day, memory.last))))


def good_intervals(retention: float, most: int) -> tuple[int, ...]:
    """After how many days a question comes back that is always answered rightly: first, second, … time."""
    memory, day, found = None, date(2000, 1, 1), []
    for _ in range(most):
        memory = remember(memory, "", 1.0, day, Aim(None, retention), {})
        found.append(memory.interval)
        day += timedelta(days=memory.interval)
    return tuple(found)


def _settle(interval: int, day: date, exam_day: date | None, load: Mapping[date, int]) -> int:
    """After how many days a question is asked again: at least 1, at most `interval`, and before the exam day
    where that is possible at all. Of the days that will do the least full one, the later where two are alike.
    """
    longest = (exam_day - day).days - 1 if exam_day is not None else 0
    if longest >= 1 and interval > longest:
        latest, earliest = longest, max(1, ceil(longest / 2))
    else:
        latest, earliest = interval, max(1, interval - int(interval * _EARLIER))
    return min(range(latest, earliest - 1, -1), key=lambda days: load.get(day + timedelta(days=days), 0))


def _noon(day: date) -> datetime:
    return datetime.combine(day, _NOON)


@lru_cache(maxsize=8)
def _scheduler(retention: float) -> Scheduler:
    return Scheduler(
        desired_retention=retention,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST,
        enable_fuzzing=False,
    )
