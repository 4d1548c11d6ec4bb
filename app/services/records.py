"""What stands in the records about a person: what was kept, what trainers decided, and whether all is intact."""

from collections.abc import Callable
from datetime import datetime

from app.domain.attempt import attempt_from_body
from app.domain.dispute import Dispute
from app.domain.errors import Progress, UserError, no_progress
from app.domain.exam_result import Correction, corrected, result_from_body
from app.domain.overrule import Overruling, overruled
from app.domain.people import Person
from app.domain.records import Record, RecordKind, Verification
from app.domain.role_play.findings import Decision, FindingRuling
from app.domain.rubric import TENTHS
from app.domain.score_sheet import ScoreSheet
from app.services.deciding import decision_body
from app.services.kept_disputes import by_record, disputes_of
from app.services.kept_records import (
    Kept,
    KeptAttempt,
    KeptDialogue,
    KeptExam,
    kept_dialogue,
    later_records,
    overruling_of,
    task_of,
    task_rule,
)
from app.storage.people import People
from app.storage.records import Records


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
        return tuple(map(self._attempts(person.id), self._records.for_person(person.id, RecordKind.ATTEMPT)))

    def dialogues_of(self, person: Person) -> tuple[KeptDialogue, ...]:
        """A person's conversations, oldest first."""
        return tuple(map(self._dialogues(person.id), self._records.for_person(person.id, RecordKind.DIALOGUE)))

    def exams_of(self, person: Person) -> tuple[KeptExam, ...]:
        """A person's exams, oldest first."""
        return tuple(map(self._exams(person.id), self._records.for_person(person.id, RecordKind.EXAM)))

    def kept(self, record_id: str) -> Kept:
        """One attempt, conversation or exam. UserError if there is no such record or it is none of these."""
        record = self._records.get(record_id)
        if record.kind is RecordKind.ATTEMPT:
            return self._attempts(record.person_id)(record)
        if record.kind is RecordKind.DIALOGUE:
            return self._dialogues(record.person_id)(record)
        if record.kind is RecordKind.EXAM:
            return self._exams(record.person_id)(record)
        raise UserError(f"第 {record.number} 条记录没有评分。", "请在记录列表里选择一次作答、对话或考试。")

    def attempt(self, record_id: str) -> KeptAttempt:
        """One attempt. UserError if there is no such record or it is about something else."""
        record = self._of_kind(record_id, RecordKind.ATTEMPT, "一次作答")
        return self._attempts(record.person_id)(record)

    def dialogue(self, record_id: str) -> KeptDialogue:
        """One conversation. UserError if there is no such record or it is about something else."""
        record = self._of_kind(record_id, RecordKind.DIALOGUE, "一场对话")
        return self._dialogues(record.person_id)(record)

    def exam(self, record_id: str) -> KeptExam:
        """One exam. UserError if there is no such record or it is about something else."""
        record = self._of_kind(record_id, RecordKind.EXAM, "考试")
        return self._exams(record.person_id)(record)

    def sheet_as_it_stands(self, record_id: str) -> ScoreSheet:
        """The score sheet with rescoring and overrulings applied; what was before stays in the chain."""
        return self.attempt(record_id).sheet

    def overrule(self, record_id: str, rule: str, points: float, reason: str, trainer: Person) -> Record:
        """Append a trainer's decision on one line of an attempt's or a conversation's sheet.

        UserError for someone who is no trainer or decides about themselves, a missing reason, a rule that
        is not on the sheet, or points that the line does not allow.
        """
        return self._decide(record_id, Overruling(rule, points, reason), trainer)

    def rule_finding(self, record_id: str, ruling: FindingRuling, trainer: Person) -> Record:
        """Append a trainer's decision on a single finding of a conversation: struck, or granted.

        UserError as for `overrule`, and where there is no such finding.
        """
        return self._decide(record_id, ruling, trainer)

    def correct(self, record_id: str, task: int, points: float, reason: str, trainer: Person) -> Record:
        """Append a trainer's decision on one answer of an exam; `task` counts from 0.

        UserError for someone who is no trainer or decides about themselves, a missing reason, or points
        that the question does not allow.
        """
        self.exam(record_id)
        return self._decide(record_id, Overruling(task_rule(task), points, reason), trainer)

    def verify(self, on_progress: Progress = no_progress) -> Verification:
        """Read the whole chain; see `Verification`."""
        return self._records.verify(on_progress)

    def _decide(self, record_id: str, decision: Decision, trainer: Person) -> Record:
        kept = self.kept(record_id)
        body = decision_body(kept, decision, self._people.get(trainer.id))
        at = self._now().isoformat(timespec="seconds")
        return self._records.append(RecordKind.OVERRULE, kept.record.person_id, trainer.id, body, at)

    def _of_kind(self, record_id: str, kind: RecordKind, what: str) -> Record:
        record = self._records.get(record_id)
        if record.kind is not kind:
            raise UserError(f"第 {record.number} 条记录不是{what}。", f"请在记录列表里选择{what}。")
        return record

    def _attempts(self, person_id: str) -> Callable[[Record], KeptAttempt]:
        """What puts together the attempts of one person: everything about them is read once."""
        decided_later, disputes = later_records(self._records, person_id), self._disputes(person_id)

        def put_together(record: Record) -> KeptAttempt:
            attempt = latest = attempt_from_body(record.body)
            overrulings = []
            for later in decided_later.get(record.id, ()):
                if later.kind is RecordKind.RESCORE:
                    latest = attempt_from_body(later.body["attempt"])
                else:
                    overrulings.append(overruling_of(later.body, self._name(later)))
            sheet = overruled(latest.sheet, overrulings)
            return KeptAttempt(record, attempt, latest, tuple(overrulings), sheet, disputes.get(record.id, ()))

        return put_together

    def _dialogues(self, person_id: str) -> Callable[[Record], KeptDialogue]:
        decided_later, disputes = later_records(self._records, person_id), self._disputes(person_id)

        return lambda record: kept_dialogue(
            record, decided_later.get(record.id, ()), self._name, disputes.get(record.id, ())
        )

    def _exams(self, person_id: str) -> Callable[[Record], KeptExam]:
        decided_later, disputes = later_records(self._records, person_id), self._disputes(person_id)

        def put_together(record: Record) -> KeptExam:
            first = result_from_body(record.body)
            corrections = [
                Correction(
                    task_of(later.body["rule"]),
                    round(later.body["points"] * TENTHS),
                    later.body["reason"],
                    self._name(later),
                )
                for later in decided_later.get(record.id, ())
            ]
            return KeptExam(record, first, corrected(first, corrections), disputes.get(record.id, ()))

        return put_together

    def _disputes(self, person_id: str) -> dict[str, tuple[Dispute, ...]]:
        return by_record(disputes_of(self._records, self._people, person_id))

    def _name(self, record: Record) -> str:
        return self._people.get(record.actor_id).name
