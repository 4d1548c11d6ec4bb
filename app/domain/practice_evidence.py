"""What exams, conversations and shifts say about what is to be practised: mistakes come back as questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain.business import BusinessLine
from app.domain.exam_result import ExamResult
from app.domain.marking import Verdict
from app.domain.memory import Aim, Memory, load_of, remember
from app.domain.question_card import QuestionCard
from app.domain.shift.kept import KeptShift

BROUGHT_FORWARD = 3  # questions of a line in which a conversation failed

_LINES = {line.label: line for line in BusinessLine}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that an exam asked: `share` of its points, 0 to 1; `at` when the exam ended."""

    question_id: str
    version: int
    share: float
    at: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one record says: the questions it asked, and the lines in which something was done wrong."""

    asked: tuple[Asked, ...] = ()
    weak: tuple[BusinessLine, ...] = ()


def evidence_of_exam(result: ExamResult) -> Evidence:
    """Every answer but those nobody could hear: a trainer has still to listen to these."""
    return Evidence(
        tuple(
            Asked(task.question.id, task.question.version, mark.points / mark.full, result.ended)
            for task, mark in zip(result.exam.tasks, result.marks, strict=True)
            if mark.full and mark.verdict is not Verdict.UNHEARD
        )
    )


def evidence_of_dialogue(line: str, passed: bool) -> Evidence:
    """`line` as the scenario names it."""
    return Evidence() if passed or line not in _LINES else Evidence((), (_LINES[line],))


def evidence_of_shift(shift: KeptShift) -> Evidence:
    """The lines of the matters that were not resolved, in the order in which they came."""
    state = shift.state
    wrong = [state.cases[each.case].visitor for each in shift.score.cases if not each.resolved]
    lines = [state.shift.ticket_of(state.shift.visitors[visitor]).line for visitor in wrong]
    return Evidence((), tuple(dict.fromkeys(_LINES[line] for line in lines if line in _LINES)))


def remembered(
    evidence: Evidence, known: Iterable[Memory], cards: Mapping[str, QuestionCard], day: date, aim: Aim
) -> tuple[Memory, ...]:
    """What is kept differently after it: asked questions as if answered in practice; of a weak line the
    questions that are least well known are due today.
    """
    memories = {memory.question_id: memory for memory in known}
    changed: dict[str, Memory] = {}
    for asked in evidence.asked:
        load = load_of(memories.values())
        on = date.fromisoformat(asked.at[:10])
        memory = remember(memories.get(asked.question_id), asked.question_id, asked.share, on, aim, load)
        memories[asked.question_id] = changed[asked.question_id] = memory
    for line in evidence.weak:
        own = [each for id, each in memories.items() if id in cards and cards[id].line is line]
        later = sorted((each for each in own if each.due > day), key=lambda each: (each.stability, each.question_id))
        for memory in later[:BROUGHT_FORWARD]:
            changed[memory.question_id] = replace(memory, due=day)
    return tuple(changed.values())
