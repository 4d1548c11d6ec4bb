"""The queue as a window shows it: who waits, since when, and how much patience they have left."""

from dataclasses import dataclass

from app.domain.shift.person import TRAITS, PersonKind
from app.domain.shift.state import ShiftState

# What can be seen of somebody from the counter, before they say anything.
_SEEN_FROM_AFAR = frozenset({PersonKind.ELDERLY, PersonKind.DISABLED, PersonKind.CLERK})


@dataclass(frozen=True, slots=True)
class Waiting:
    """`waited` in seconds; `patience` in percent, 0 when they are about to leave. `looks` is "" for whoever
    looks like anybody.
    """

    number: str
    waited: int
    patience: int
    looks: str


def waiting(state: ShiftState) -> tuple[Waiting, ...]:
    """Those who wait, first the next."""
    found = []
    for index in state.queue:
        visitor = state.shift.visitors[index]
        waited = state.now - visitor.arrives
        left = max(0, 100 - 100 * waited // max(1, visitor.patience))
        looks = TRAITS[visitor.kind].label if visitor.kind in _SEEN_FROM_AFAR else ""
        found.append(Waiting(visitor.number, waited, left, looks))
    return tuple(found)
