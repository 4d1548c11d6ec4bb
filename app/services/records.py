"""What stands in the records about a person: attempts, what trainers overruled, and whether all is intact."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.attempt import Attempt, attempt_from_body
from app.domain.errors import Progress, UserError, no_progress
from app.domain.exam_result import Correction, ExamResult, corrected, result_from_body
from app.domain.overrule import Overruling, allowed_points, overruled
from app.domain.people import Person, Role
from app.domain.records import Record, RecordKind, Verification
from app.domain.rubric import TENTHS
from app.domain.score_sheet import ScoreSheet
from app.storage.people import People
from app.storage.records import Records

_BODY_VERSION = 1
_TASK = "task."  # what a decision on an exam names: task.1 is the first question


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """An attempt with everything decided about it since.

    `attempt` is as it was first scored; `latest` as it was last scored again by newer rules (the same
    where it never was); `sheet` is `latest`'s with the overrulings applied.
    """

    record: Record
    attempt: Attempt
    latest: Attempt
    overrulings: tuple[Overruling, ...]
    sheet: ScoreSheet


@dataclass(frozen=True, slots=True)
class KeptExam:
    """An exam that was handed in. `first` is as it was marked, `result` with what a trainer decided since."""

    record: Record
    first: ExamResult
    result: ExamResult


def overruling_of(body: Mapping[str, Any], trainer: str = "") -> Overruling:
    """The decision that the body of an OVERRULE record holds."""
    return Overruling(body["rule"], body["points"], body["reason"], trainer, body.get("start"))


class RecordDesk:
    """The records of one workspace, as people ask for them. `now` gives local time with its offset."""

    def __init__(
        self,
        records: Records,
        people: People,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._records = records
        self._people = people
        self._now = now

    def attempts_of(self, person: Person) -> tuple[KeptAttempt, ...]:
        """A person's attempts, oldest first."""
        about = self._decisions(person.id)
        return tuple(self._kept(record, about) for record in self._records.for_person(person.id, RecordKind.ATTEMPT))

    def attempt(self, record_id: str) -> KeptAttempt:
        """One attempt. UserError if there is no such record or it is about something else."""
        record = self._records.get(record_id)
        if record.kind is not RecordKind.ATTEMPT:
            raise UserError(f"第 {record.number} 条记录不是一次作答。", "请在记录列表里选择一次作答。")
        return self._kept(record, self._decisions(record.person_id))

    def sheet_as_it_stands(self, record_id: str) -> ScoreSheet:
        """The score sheet with rescoring and overrulings applied; what was before stays in the chain."""
        return self.attempt(record_id).sheet

    def overrule(self, record_id: str, rule: str, points: float, reason: str, trainer: Person) -> Record:
        """Append a trainer's decision on one line of an attempt's sheet.

        UserError for someone who is no trainer, a missing reason, a rule that is not on the sheet, or
        points that the line does not allow.
        """
        self._may_decide(trainer, reason)
        kept = self.attempt(record_id)
        sheet = kept.latest.sheet
        line = next((line for line in sheet.lines if line.rule == rule), None)
        if line is None:
            raise UserError(f"评分表里没有“{rule}”这一条。", "请在评分表里选择要改判的一条。")
        least, most = allowed_points(sheet, line)
        if not least <= points <= most or round(points * 10) / 10 != points:
            raise UserError(f"“{line.title}”不能改为 {points:g} 分。", f"请填 {least:g} 到 {most:g}，最多一位小数。")
        body = {"version": _BODY_VERSION, "record": record_id, "rule": rule, "points": points, "reason": reason.strip()}
        if line.evidence:
            body["start"] = line.evidence[0].start
        at = self._now().isoformat(timespec="seconds")
        return self._records.append(RecordKind.OVERRULE, kept.record.person_id, trainer.id, body, at)

    def exams_of(self, person: Person) -> tuple[KeptExam, ...]:
        """A person's exams, oldest first."""
        about = self._decisions(person.id)
        return tuple(self._kept_exam(record, about) for record in self._records.for_person(person.id, RecordKind.EXAM))

    def exam(self, record_id: str) -> KeptExam:
        """One exam. UserError if there is no such record or it is about something else."""
        record = self._records.get(record_id)
        if record.kind is not RecordKind.EXAM:
            raise UserError(f"第 {record.number} 条记录不是考试。", "请在记录列表里选择一次考试。")
        return self._kept_exam(record, self._decisions(record.person_id))

    def correct(self, record_id: str, task: int, points: float, reason: str, trainer: Person) -> Record:
        """Append a trainer's decision on one answer of an exam; `task` counts from 0.

        UserError for someone who is no trainer, a missing reason, or points that the question does not allow.
        """
        self._may_decide(trainer, reason)
        kept = self.exam(record_id)
        if not 0 <= task < len(kept.first.marks):
            raise UserError(f"试卷里没有第 {task + 1} 题。", "请在成绩里选择要改判的一题。")
        most = kept.first.marks[task].full / TENTHS
        if not 0 <= points <= most or round(points * TENTHS) / TENTHS != points:
            raise UserError(f"第 {task + 1} 题不能改为 {points:g} 分。", f"请填 0 到 {most:g}，最多一位小数。")
        rule = f"{_TASK}{task + 1}"
        body = {"version": _BODY_VERSION, "record": record_id, "rule": rule, "points": points, "reason": reason.strip()}
        at = self._now().isoformat(timespec="seconds")
        return self._records.append(RecordKind.OVERRULE, kept.record.person_id, trainer.id, body, at)

    def verify(self, on_progress: Progress = no_progress) -> Verification:
        """Read the whole chain; see `Verification`."""
        return self._records.verify(on_progress)

    def _may_decide(self, trainer: Person, reason: str) -> None:
        if self._people.get(trainer.id).role is not Role.TRAINER:
            raise UserError("只有带教老师可以改判。", "请由带教老师登录后再改。")
        if not reason.strip():
            raise UserError("还没有写改判的理由。", "请写明理由，它会和原评分一起存档。")

    def _kept_exam(self, record: Record, decisions: dict[str, tuple[Record, ...]]) -> KeptExam:
        first = result_from_body(record.body)
        corrections = [
            Correction(
                int(decision.body["rule"].removeprefix(_TASK)) - 1,
                round(decision.body["points"] * TENTHS),
                decision.body["reason"],
                self._people.get(decision.actor_id).name,
            )
            for decision in decisions.get(record.id, ())
        ]
        return KeptExam(record, first, corrected(first, corrections))

    def _decisions(self, person_id: str) -> dict[str, tuple[Record, ...]]:
        """What was decided about a person's attempts, by the attempt's record id, oldest first."""
        decisions: dict[str, tuple[Record, ...]] = {}
        for kind in (RecordKind.RESCORE, RecordKind.OVERRULE):
            for record in self._records.for_person(person_id, kind):
                about = record.body["record"]
                decisions[about] = (*decisions.get(about, ()), record)
        return decisions

    def _kept(self, record: Record, decisions: dict[str, tuple[Record, ...]]) -> KeptAttempt:
        attempt = latest = attempt_from_body(record.body)
        overrulings = []
        for decision in decisions.get(record.id, ()):
            if decision.kind is RecordKind.RESCORE:
                latest = attempt_from_body(decision.body["attempt"])
            else:
                overrulings.append(self._overruling(decision))
        return KeptAttempt(record, attempt, latest, tuple(overrulings), overruled(latest.sheet, overrulings))

    def _overruling(self, record: Record) -> Overruling:
        trainer = self._people.get(record.actor_id).name
        return overruling_of(record.body, trainer)
