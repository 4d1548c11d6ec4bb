"""Sitting an exam as a value: what is answered and flagged, which question is shown, and the clock."""

from dataclasses import dataclass, replace
from enum import Enum

from app.domain.answers import Answer, Answers, complete, empty, parts_of
from app.domain.exam import Exam
from app.domain.exam_clock import ExamClock


class Progress(Enum):
    """How far one question is."""

    OPEN = "open"
    STARTED = "started"  # some of its parts or gaps are still empty
    DONE = "done"


class Ending(Enum):
    HANDED_IN = "handed-in"
    TIME_UP = "time-up"

    @property
    def label(self) -> str:
        return {"handed-in": "本人交卷", "time-up": "时间到，自动交卷"}[self.value]


@dataclass(frozen=True, slots=True)
class Departure:
    """The person left the full screen: Unix time by the wall clock, and for how many seconds."""

    at: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person at one exam. `answers` has a tuple for each task, `current` and `flags` count tasks from 0."""

    id: str
    exam: Exam
    person_id: str
    started: str
    answers: tuple[Answers, ...]
    clock: ExamClock
    flags: frozenset[int] = frozenset()
    current: int = 0
    departures: tuple[Departure, ...] = ()

    @property
    def count(self) -> int:
        return len(self.exam.tasks)

    def progress(self, task: int) -> Progress:
        answers = self.answers[task]
        if all(map(empty, answers)):
            return Progress.OPEN
        return Progress.DONE if complete(answers, self.exam.tasks[task].question) else Progress.STARTED

    @property
    def unfinished(self) -> tuple[int, ...]:
        """The tasks with something left to answer."""
        return tuple(task for task in range(self.count) if self.progress(task) is not Progress.DONE)


def begin(id: str, exam: Exam, person_id: str, started: str, clock: ExamClock) -> Sitting:
    nothing: tuple[Answers, ...] = tuple((None,) * len(parts_of(task.question)) for task in exam.tasks)
    return Sitting(id, exam, person_id, started, nothing, clock)


def answered(sitting: Sitting, task: int, part: int, answer: Answer | None) -> Sitting:
    """The same with another answer to one part; an empty answer is none."""
    answer = None if empty(answer) else answer
    own = sitting.answers[task]
    changed = (*own[:part], answer, *own[part + 1 :])
    return replace(sitting, answers=(*sitting.answers[:task], changed, *sitting.answers[task + 1 :]))


def flagged(sitting: Sitting, task: int) -> Sitting:
    """Flag a task for later, or take the flag off."""
    return replace(sitting, flags=sitting.flags ^ {task})


def turned_to(sitting: Sitting, task: int) -> Sitting:
    """Show another task; beyond the first and the last one nothing happens."""
    return replace(sitting, current=min(max(0, task), sitting.count - 1))
