"""Ask the trainer: a trainee disputes a line of an own score, a trainer listens and decides, both stand in the records.

    desk = DisputeDesk(records, people, record_desk, seen, audio)
    dispute = desk.raise_dispute(record_id, rule, Ground.MISHEARD, "我说的是……", trainee)
    desk.withdraw(dispute.id, trainee)                     # as long as nobody has answered
    desk.waiting(trainer), desk.case(dispute.id)           # what is to be decided, and all that helps to decide it
    desk.uphold(dispute.id, (Overruling(rule, 10.0, ""),), "听到了。", trainer)
    desk.refuse(dispute.id, "录音里没有这一句。", trainer)
    desk.unseen(trainee), desk.mark_seen(disputes)         # answers that are still to be shown

An answer and the decisions that it makes are kept in one transaction: there is no moment at which a dispute
is upheld and the score is not corrected, whenever the power fails.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.dispute import (
    Claim,
    Closing,
    Dispute,
    Ground,
    Outcome,
    check_deciding,
    check_raising,
    check_withdrawing,
    claim_to_body,
    closing_to_body,
)
from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.records import RecordKind
from app.domain.role_play.findings import Decision
from app.domain.score_sheet import Evidence
from app.services.deciding import decision_body
from app.services.dispute_case import Audio, DisputeCase, JudgedLine, judged_lines, passages, place_of, title_of
from app.services.kept_disputes import all_disputes, disputes_of
from app.services.kept_records import Kept
from app.services.records import RecordDesk
from app.storage.people import People
from app.storage.records import Records
from app.storage.seen_answers import SeenAnswers


class DisputeDesk:
    """The disputes of one workspace. `audio` gives the file of a recording; `now` local time with its offset."""

    def __init__(
        self,
        records: Records,
        people: People,
        desk: RecordDesk,
        seen: SeenAnswers,
        audio: Audio,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._records = records
        self._people = people
        self._desk = desk
        self._seen = seen
        self._audio = audio
        self._now = now

    # The trainee

    def raise_dispute(
        self, record_id: str, rule: str, ground: Ground, reason: str, person: Person, mark: Evidence | None = None
    ) -> Dispute:
        """Dispute a line of one's own score; `mark` is the place that is meant.

        UserError for somebody else's record, a line that is not on the sheet or cost nothing, a missing
        reason, or a line with a dispute that is still open.
        """
        with self._records.together() as append:
            kept = self._desk.kept(record_id)
            line = _line(kept, rule)
            claim = Claim(
                record_id, rule, line.title, line.points, line.possible, ground, reason.strip(), mark, title_of(kept)
            )
            check_raising(claim, person, kept.record.person_id, kept.disputes)
            if not line.disputable:
                raise UserError(f"“{line.title}”没有扣分。", "请选择扣了分的一条。")
            record = append(RecordKind.DISPUTE, person.id, person.id, claim_to_body(claim), self._at())
        return Dispute(record.id, person.id, record.at, claim)

    def withdraw(self, dispute_id: str, person: Person) -> Dispute:
        """Take back one's own open dispute; that it was raised stays in the records."""
        with self._records.together() as append:
            dispute = self.dispute(dispute_id)
            check_withdrawing(dispute, person)
            closing = Closing(dispute_id, Outcome.WITHDRAWN, "")
            append(RecordKind.DISPUTE_CLOSED, person.id, person.id, closing_to_body(closing), self._at())
        return self.dispute(dispute_id)

    def own(self, person: Person) -> tuple[Dispute, ...]:
        """A person's disputes, oldest first."""
        return disputes_of(self._records, self._people, person.id)

    def unseen(self, person: Person) -> tuple[Dispute, ...]:
        """A person's disputes with an answer that they have not seen yet."""
        answered = [each for each in self.own(person) if each.answered]
        seen = self._seen.all() if answered else frozenset()
        return tuple(each for each in answered if each.closing_id not in seen)

    def mark_seen(self, disputes: Iterable[Dispute]) -> None:
        """Their answers were shown to the person who raised them."""
        answers = [each.closing_id for each in disputes if each.answered]
        if answers:
            self._seen.add(answers)

    # The trainer

    def waiting(self, trainer: Person) -> tuple[Dispute, ...]:
        """The open disputes that a trainer may decide, oldest first: never their own."""
        if trainer.role is not Role.TRAINER:
            return ()
        return tuple(each for each in self.all() if each.open and each.person_id != trainer.id)

    def all(self) -> tuple[Dispute, ...]:
        """Everybody's disputes, oldest first."""
        return all_disputes(self._records, self._people)

    def dispute(self, dispute_id: str) -> Dispute:
        """UserError if there is none of that id."""
        record = self._records.get(dispute_id)
        found = {each.id: each for each in disputes_of(self._records, self._people, record.person_id)}
        if dispute_id not in found:
            raise UserError(f"第 {record.number} 条记录不是异议。", "请在异议列表里选择。")
        return found[dispute_id]

    def case(self, dispute_id: str) -> DisputeCase:
        """A dispute with everything that helps to decide it."""
        dispute = self.dispute(dispute_id)
        kept = self._desk.kept(dispute.claim.record)
        line = _line_as_it_stands(kept, dispute.claim)
        at = place_of(kept, dispute.claim.rule, dispute.claim.mark)
        return DisputeCase(dispute, self._people.get(dispute.person_id), kept, line, passages(kept, self._audio), at)

    def uphold(self, dispute_id: str, decisions: Sequence[Decision], reason: str, trainer: Person) -> Dispute:
        """The trainee is right: the decisions correct the score in the same step. Their reason is `reason`."""
        return self._decide(dispute_id, Outcome.UPHELD, decisions, reason, trainer)

    def refuse(self, dispute_id: str, reason: str, trainer: Person) -> Dispute:
        """The score stands."""
        return self._decide(dispute_id, Outcome.REFUSED, (), reason, trainer)

    def _decide(
        self, dispute_id: str, outcome: Outcome, decisions: Sequence[Decision], reason: str, trainer: Person
    ) -> Dispute:
        reason, at = reason.strip(), self._at()
        with self._records.together() as append:
            dispute = self.dispute(dispute_id)
            check_deciding(dispute, self._people.get(trainer.id), outcome is Outcome.UPHELD, reason, decisions)
            made = []
            for decision in decisions:
                kept = self._desk.kept(dispute.claim.record)
                body = decision_body(kept, replace(decision, reason=reason), self._people.get(trainer.id))
                body["dispute"] = dispute_id
                made.append(append(RecordKind.OVERRULE, dispute.person_id, trainer.id, body, at).id)
            points = _line_as_it_stands(self._desk.kept(dispute.claim.record), dispute.claim).points
            closing = Closing(dispute_id, outcome, reason, tuple(made), points)
            append(RecordKind.DISPUTE_CLOSED, dispute.person_id, trainer.id, closing_to_body(closing), at)
        return self.dispute(dispute_id)

    def _at(self) -> str:
        return self._now().isoformat(timespec="seconds")


def _line(kept: Kept, rule: str) -> JudgedLine:
    line = next((each for each in judged_lines(kept) if each.rule == rule), None)
    if line is None:
        raise UserError(f"评分表里没有“{rule}”这一条。", "请在评分表里重新选择。")
    return line


def _line_as_it_stands(kept: Kept, claim: Claim) -> JudgedLine:
    """The line that a dispute is about; as it was where scoring again has left nothing of it."""
    gone = JudgedLine(
        claim.rule, "", claim.title, claim.points, claim.possible, claim.points, claim.points,
        "重新评分以后，评分表里已经没有这一条。", disputable=False,
    )  # fmt: skip
    return next((each for each in judged_lines(kept) if each.rule == claim.rule), gone)
