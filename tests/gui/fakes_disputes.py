"""Disputes for the window's tests: a hall in which nobody has disputed anything, unless a test says so."""

from collections.abc import Iterable

from app.domain.dispute import Dispute
from app.domain.people import Person, Role


class FakeDisputes:
    """`listed` is what was raised; `seen` the ids whose answers were shown."""

    def __init__(self, listed: Iterable[Dispute] = ()) -> None:
        self.listed = list(listed)
        self.seen: set[str] = set()

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
