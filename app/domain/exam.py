"""An exam as it is sat: the paper with its questions as they were on that day, in the order they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.domain.answers import parts_of
from app.domain.arrangement import arrange
from app.domain.blueprint import Blueprint
from app.domain.json_values import from_json, to_json
from app.domain.paper import Paper, Version
from app.domain.question_reading import question_from_plain
from app.domain.question_writing import question_to_plain
from app.domain.questions import Question


class ExamKind(Enum):
    """Set by a trainer for everybody, drawn by oneself to try how it goes, or the end of a training module."""

    SET = "set"
    MOCK = "mock"
    CLOSING = "closing"

    @property
    def label(self) -> str:
        return {"set": "正式考试", "mock": "模拟考试", "closing": "结业考试"}[self.value]


@dataclass(frozen=True, slots=True)
class Task:
    """One question on the paper. `section` counts from 0, `points` are tenths.

    `orders` says for each part in which order its options, steps or rights are shown (see `arrange`).
    """

    section: int
    question: Question
    points: int
    orders: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Exam:
    """Everything that is needed to sit it, print it and mark it, on any machine and at any later time."""

    id: str
    title: str
    kind: ExamKind
    blueprint: Blueprint
    seed: int
    version: Version
    tasks: tuple[Task, ...]


def compose(id: str, title: str, kind: ExamKind, paper: Paper, questions: Sequence[Question]) -> Exam:
    """The exam of a paper; `questions` are those of its items, in their order."""
    shuffle = paper.blueprint.shuffle_options
    tasks = tuple(
        Task(
            item.section,
            question,
            item.points,
            tuple(
                arrange(question, i, part.body, paper.seed, paper.version.value, shuffle)
                for i, part in enumerate(parts_of(question))
            ),
        )
        for item, question in zip(paper.items, questions, strict=True)
    )
    return Exam(id, title, kind, paper.blueprint, paper.seed, paper.version, tasks)


def exam_to_plain(exam: Exam) -> dict[str, Any]:
    return {
        "id": exam.id,
        "title": exam.title,
        "kind": exam.kind.value,
        "blueprint": to_json(exam.blueprint),
        "seed": exam.seed,
        "version": exam.version.value,
        "tasks": [
            {
                "section": task.section,
                "points": task.points,
                "orders": [list(order) for order in task.orders],
                "question": question_to_plain(task.question),
            }
            for task in exam.tasks
        ],
    }


def exam_from_plain(plain: Mapping[str, Any]) -> Exam:
    """The exam that `exam_to_plain` wrote. ValueError for anything else."""
    try:
        return Exam(
            plain["id"],
            plain["title"],
            ExamKind(plain["kind"]),
            from_json(plain["blueprint"], Blueprint),
            int(plain["seed"]),
            Version(plain["version"]),
            tuple(
                Task(
                    int(task["section"]),
                    question_from_plain(task["question"]),
                    int(task["points"]),
                    tuple(tuple(map(int, order)) for order in task["orders"]),
                )
                for task in plain["tasks"]
            ),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not an exam: {error!r}") from error
