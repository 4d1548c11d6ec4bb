"""Disputes for the window's tests: a hall in which nobody has disputed anything, unless a test says so."""

from collections.abc import Iterable
from pathlib import Path

from app.domain.dispute import Claim, Dispute, Ground
from app.domain.people import Person, Role
from app.services.dispute_case import DisputeCase, judged_lines, passages, place_of, title_of
from app.services.kept_records import Kept


class FakeDisputes:
    """`listed` is what was raised; `seen` the ids whose answers were shown."""

    def __init__(self, listed: Iterable[Dispute] = ()) -> None:
        self.listed = list(listed)
        self.seen: set[str] = set()
        self.cases: dict[str, DisputeCase] = {}

    def all(self) -> tuple[Dispute, ...]:
        return tuple(self.listed)

    def own(self, person: Person) -> tuple[Dispute, ...]:
        return tuple(each for each in self.listed if each.person_id == person.id)

    def unseen(self, person: Person) -> tuple[Dispute, ...]:
        return tuple(each for each in self.own(person) if each.answered and each.id not in self.seen)

    def mark_seen(self, disputes: Iterable[Dispute]) -> None:
        self.seen |= {each.id for each in disputes}

    def waiting(self, trainer: Person) -> tuple[Dispute, ...]:
        if trainer.role is not Role.TRAINER:
            return ()
        return tuple(each for each in self.listed if each.open and each.person_id != trainer.id)

    def case(self, dispute_id: str) -> DisputeCase:
        return self.cases[dispute_id]

    def claim(self, kept: Kept, rule: str, person: Person) -> Dispute:
        """Somebody has disputed this line of theirs."""
        line = next(each for each in judged_lines(kept) if each.rule == rule)
        mark = line.evidence[0] if line.evidence else None
        reason = "窗口外面在放广播，我说的是“让您久等了”，请老师从头听一遍，前后都要听。"
        claim = Claim(
            kept.record.id, rule, line.title, line.points, line.possible, Ground.MISSED, reason, mark, title_of(kept)
        )
        dispute = Dispute(f"d{len(self.listed)}", person.id, "2026-11-20T10:30:00+08:00", claim)
        self.listed.append(dispute)
        heard = passages(kept, lambda name: Path(name) if name else None)
        self.cases[dispute.id] = DisputeCase(dispute, person, kept, line, heard, place_of(kept, rule, mark))
        return dispute
