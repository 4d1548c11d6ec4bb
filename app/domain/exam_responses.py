"""Handed-in exams as the table that item analysis looks at: questions as they were asked, points as they stand."""

from collections.abc import Sequence

import numpy as np

from app.domain.answers import Answer, Answers, Chosen, Filled, Judged, Matched, Ordered, Written, rights
from app.domain.asked_question import asked
from app.domain.exam_result import ExamResult, words_of
from app.domain.questions import Case, Match, Order, Question
from app.domain.responses import Asked, Responses
from app.domain.rubric import TENTHS


def exam_responses(results: Sequence[tuple[str, ExamResult]]) -> Responses:
    """The exams with who sat them. A question that changed between two papers counts as two, told apart by
    version; what was not on somebody's paper was not asked of them.
    """
    columns: dict[tuple[str, int], int] = {}
    questions: list[tuple[Question, float]] = []
    for _person, result in results:
        for task in result.exam.tasks:
            key = task.question.id, task.question.version
            if key not in columns:
                columns[key] = len(questions)
                questions.append((task.question, task.points / TENTHS))
    versions: dict[str, set[int]] = {}
    for id, version in columns:
        versions.setdefault(id, set()).add(version)
    scores = np.full((len(results), len(questions)), np.nan)
    chosen = np.zeros(scores.shape, dtype=np.int64)
    words = {
        i: [""] * len(results) for i, (question, _points) in enumerate(questions) if not asked(question, 1).options
    }
    for row, (_person, result) in enumerate(results):
        for task, answers, mark in zip(result.exam.tasks, result.answers, result.marks, strict=True):
            column = columns[task.question.id, task.question.version]
            # The share counts: the same question may be worth more on another paper.
            scores[row, column] = mark.points / mark.full * questions[column][1] if mark.full else 0.0
            if column in words:
                words[column][row] = in_words(task.question, answers)
            else:
                chosen[row, column] = _bits(answers[0])
    return Responses(
        tuple(person for person, _result in results),
        tuple(_named(question, points, len(versions[question.id]) > 1) for question, points in questions),
        scores,
        chosen,
        {column: tuple(texts) for column, texts in words.items()},
    )


def in_words(question: Question, answers: Answers) -> str:
    """The answers to a question without options as one short text, "" where nothing was answered."""
    bodies = [part.body for part in question.body.parts] if isinstance(question.body, Case) else [question.body]
    said = [_said(body, answer) for body, answer in zip(bodies, answers, strict=True)]
    return " / ".join(each or "—" for each in said) if any(said) else ""


def _said(body: object, answer: Answer | None) -> str:
    match answer:
        case Chosen(options):
            return "".join(chr(ord("A") + option) for option in options)
        case Judged(right):
            return "对" if right else "错"
        case Filled(texts):
            return "；".join(texts)
        case Ordered(steps) if isinstance(body, Order):
            return "→".join(str(step + 1) for step in steps)
        case Matched(given) if isinstance(body, Match):
            known = rights(body)
            return "；".join("—" if each is None else known[each] for each in given)
        case Written(text):
            return text
    return words_of(answer)


def _bits(answer: Answer | None) -> int:
    if isinstance(answer, Judged):
        return 1 if answer.right else 2
    return sum(1 << option for option in answer.options) if isinstance(answer, Chosen) else 0


def _named(question: Question, points: float, told_apart: bool) -> Asked:
    found = asked(question, points)
    if not told_apart:
        return found
    return Asked(f"{question.id}（第 {question.version} 版）", found.title, points, found.options, found.guess)
