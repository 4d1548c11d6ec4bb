"""How an exam came out: every answer marked, and the sums by section, type and business line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.answers import Answer, Answers, answer_from_plain, answer_to_plain, transcript_of
from app.domain.errors import UserError
from app.domain.exam import Exam, Task, exam_from_plain, exam_to_plain
from app.domain.exam_clock import ExamClock
from app.domain.json_values import from_json, to_json
from app.domain.marking import Examiners, Mark, Verdict, mark
from app.domain.rubric import TENTHS
from app.domain.sitting import Departure, Ending, Sitting

BODY_VERSION = 1
_REMEDY = "请用较新的版本打开，或先运行“校验记录”查看是否被改动。"


@dataclass(frozen=True, slots=True)
class Correction:
    """A trainer's decision on one answer: other points (tenths), with a reason; the first mark stays in the chain."""

    task: int
    points: int
    reason: str
    trainer: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What some of the questions gave together. `points` of `full` in tenths, `right` of `count` wholly right."""

    label: str
    points: int
    full: int
    right: int
    count: int

    @property
    def share(self) -> float:
        return self.points / self.full if self.full else 0.0


@dataclass(frozen=True, slots=True)
class ExamResult:
    """A sat exam as it is kept: the paper as it was, the answers, the marks and the time it took.

    `marks` are those in force; `seconds` is the time used, as it was charged.
    """

    exam: Exam
    sitting_id: str
    started: str
    ended: str
    ending: Ending
    answers: tuple[Answers, ...]
    marks: tuple[Mark, ...]
    clock: ExamClock
    departures: tuple[Departure, ...] = ()
    corrections: tuple[Correction, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        return sum(each.points for each in self.marks)

    @property
    def full(self) -> int:
        return sum(each.full for each in self.marks)

    @property
    def passed(self) -> bool:
        return self.points >= self.exam.blueprint.pass_mark

    @property
    def unheard(self) -> tuple[int, ...]:
        """The spoken answers that a trainer still has to listen to, counted from 0."""
        return tuple(i for i, each in enumerate(self.marks) if each.verdict is Verdict.UNHEARD)

    @property
    def by_section(self) -> tuple[Tally, ...]:
        titles = [section.title for section in self.exam.blueprint.sections]
        return self._tallies(lambda task: titles[task.section])

    @property
    def by_type(self) -> tuple[Tally, ...]:
        return self._tallies(lambda task: task.question.type.label)

    @property
    def by_line(self) -> tuple[Tally, ...]:
        return self._tallies(lambda task: task.question.line.label)

    def _tallies(self, label: Callable[[Task], str]) -> tuple[Tally, ...]:
        found: dict[str, list[Mark]] = {}
        for task, each in zip(self.exam.tasks, self.marks, strict=True):
            found.setdefault(label(task), []).append(each)
        return tuple(
            Tally(
                name,
                sum(each.points for each in marks),
                sum(each.full for each in marks),
                sum(each.verdict is Verdict.RIGHT for each in marks),
                len(marks),
            )
            for name, marks in found.items()
        )


def mark_exam(sitting: Sitting, examiners: Examiners, ended: str, ending: Ending, rules: Sequence[str]) -> ExamResult:
    """Mark all answers of a sitting. `rules` names the versions of what replies are scored by."""
    exam = sitting.exam
    marks = tuple(
        mark(task.question, answers, task.points, examiners, exam.blueprint.partial)
        for task, answers in zip(exam.tasks, sitting.answers, strict=True)
    )
    return ExamResult(
        exam,
        sitting.id,
        sitting.started,
        ended,
        ending,
        sitting.answers,
        marks,
        sitting.clock,
        sitting.departures,
        rules=tuple(rules),
    )


def corrected(result: ExamResult, corrections: Sequence[Correction]) -> ExamResult:
    """The result with a trainer's decisions in force, the later one where two are about the same answer."""
    marks = list(result.marks)
    for each in corrections:
        before = result.marks[each.task]
        verdict = Verdict.RIGHT if each.points == before.full else Verdict.PARTLY if each.points else Verdict.WRONG
        why = f"{before.why}{each.trainer}改判为 {each.points / TENTHS:g} 分：{each.reason}"
        marks[each.task] = replace(before, points=each.points, verdict=verdict, why=why)
    return replace(result, marks=tuple(marks), corrections=tuple(corrections))


def words_of(answer: Answer | None) -> str:
    """The words of a reply, "" for every other answer."""
    transcript = transcript_of(answer)
    return transcript.text if transcript else ""


def result_to_body(result: ExamResult) -> dict[str, Any]:
    """The result as JSON values, for a record's body; totals are in it for readers without this program."""
    return {
        "version": BODY_VERSION,
        "sitting": result.sitting_id,
        "exam": exam_to_plain(result.exam),
        "started": result.started,
        "ended": result.ended,
        "ending": result.ending.value,
        "answers": [[answer_to_plain(each) for each in answers] for answers in result.answers],
        "marks": [to_json(each) for each in result.marks],
        "clock": to_json(result.clock),
        "departures": to_json(list(result.departures)),
        "rules": list(result.rules),
        "total": result.points / TENTHS,
        "possible": result.full / TENTHS,
        "pass_mark": result.exam.blueprint.pass_mark / TENTHS,
        "passed": result.passed,
    }


def result_from_body(body: dict[str, Any]) -> ExamResult:
    """The result a body holds. UserError where a newer version wrote it, or something is missing."""
    if not isinstance(body.get("version"), int) or body["version"] > BODY_VERSION:
        raise UserError("这份考试记录由更新版本的程序写成，当前版本读不懂。", _REMEDY)
    try:
        return ExamResult(
            exam_from_plain(body["exam"]),
            body["sitting"],
            body["started"],
            body["ended"],
            Ending(body["ending"]),
            tuple(tuple(map(answer_from_plain, answers)) for answers in body["answers"]),
            tuple(from_json(each, Mark) for each in body["marks"]),
            from_json(body["clock"], ExamClock),
            tuple(from_json(each, Departure) for each in body["departures"]),
            rules=tuple(body["rules"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UserError("这份考试记录的内容不完整或不认识，读不出来。", _REMEDY) from error
