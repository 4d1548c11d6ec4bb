"""A shift as values: what is drawn beforehand, and what has happened so far."""

from dataclasses import dataclass, field
from enum import Enum

from app.domain.shift.action import Action, Verdict
from app.domain.shift.incident import Incident, Response
from app.domain.shift.person import PersonKind
from app.domain.shift.plan import Plan
from app.domain.shift.ticket import Decision, Refusal, TicketType


class PaperState(Enum):
    VALID = "valid"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Held:
    """A paper in somebody's hand, by its id in the ticket."""

    paper: str
    state: PaperState


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a ticket. `arrives` in seconds after opening, `patience` in seconds of waiting."""

    number: str
    ticket: str
    says: str
    name: str
    age: int
    kind: PersonKind
    arrives: int
    patience: int
    papers: tuple[Held, ...] = ()

    def holds(self, paper: str) -> PaperState | None:
        return next((held.state for held in self.papers if held.paper == paper), None)


@dataclass(frozen=True, slots=True)
class Shift:
    """What is settled before it begins, tickets included: a kept shift can be reviewed after files have changed."""

    plan: Plan
    tickets: tuple[TicketType, ...]
    visitors: tuple[Visitor, ...]
    incidents: tuple[Incident, ...]
    _by_id: dict[str, TicketType] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id.update({ticket.id: ticket for ticket in self.tickets})

    def __hash__(self) -> int:
        return hash((self.plan, self.visitors))

    def ticket_of(self, visitor: Visitor) -> TicketType:
        return self._by_id[visitor.ticket]

    def offering(self, business: str) -> TicketType | None:
        """The first type with this business, whose rule a teller sees who chose it for another matter."""
        return next((ticket for ticket in self.tickets if ticket.business == business), None)


class Happened(Enum):
    """Sorts of things that come of an action or of time."""

    ARRIVED = "arrived"
    LEFT_QUEUE = "left-queue"
    CALLED = "called"
    SEEN = "seen"
    CITIZEN_SAYS = "citizen-says"
    MOOD = "mood"
    NOTED = "noted"
    GIFT = "gift"
    INCIDENT = "incident"
    FAULT_OVER = "fault-over"
    LEFT_WINDOW = "left-window"
    CASE_ENDED = "case-ended"
    CLOSED = "closed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Happening:
    """`text` in Chinese, as it is shown; `visitor` is an index into `Shift.visitors`, -1 where it is nobody's;
    `by` is how far the mood moved.
    """

    kind: Happened
    at: int
    text: str
    visitor: int = -1
    by: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An action during a case, when it was done, the mood after it and what came of it."""

    at: int
    action: Action
    mood: int
    happened: tuple[Happening, ...] = ()


class CaseEnd(Enum):
    FINISHED = "finished"
    LEFT = "left"
    BROKEN_OFF = "broken-off"  # the shift was ended in the middle


@dataclass(frozen=True, slots=True)
class Case:
    """One person at the window. `waited` and all times in seconds; `end` is None while they are there.

    `standard` is how long such a case may take (right_course.standard_seconds).

    `business`, `decision`, `limit`, `refusal`, `steps`, `reviewed` and `verdicts` are what holds now; `entries`
    everything in order.
    """

    visitor: int
    called: int
    waited: int
    mood: int
    standard: int
    out_of_turn: bool = False
    entries: tuple[Entry, ...] = ()
    business: str = ""
    decision: Decision | None = None
    limit: str = ""
    refusal: Refusal | None = None
    steps: tuple[str, ...] = ()
    reviewed: bool = False
    offered_gift: bool = False
    verdicts: tuple[tuple[str, Verdict], ...] = ()
    cooled: int = 0  # how many points the mood has sunk by mere slowness
    ended: int = 0
    end: CaseEnd | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who went away from the queue."""

    visitor: int
    at: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What was done about an incident (index into `Shift.incidents`)."""

    incident: int
    at: int
    response: Response


@dataclass(frozen=True, slots=True)
class ShiftState:
    """A shift as it stands at `now` seconds after opening.

    `arrived` counts the visitors who have come, `queue` holds the indices of those waiting, first the next;
    `begun` counts the incidents that have begun. `ended_with` is how many people with a ticket were waiting or
    at the window when the teller ended the shift, -1 where it ended by itself or has not ended.
    """

    shift: Shift
    now: int = 0
    arrived: int = 0
    queue: tuple[int, ...] = ()
    left: tuple[Left, ...] = ()
    case: Case | None = None
    cases: tuple[Case, ...] = ()
    begun: int = 0
    fault_noted: int = 0
    answered: tuple[Answered, ...] = ()
    closed: bool = False
    ended: bool = False
    ended_with: int = -1

    @property
    def closes(self) -> int:
        """Seconds after opening when no more tickets are given out."""
        return self.shift.plan.minutes * 60

    @property
    def open_incident(self) -> int | None:
        """The index of the first incident nobody has answered."""
        done = {each.incident for each in self.answered}
        return next((i for i in range(self.begun) if i not in done), None)

    @property
    def visitor(self) -> Visitor | None:
        """Whoever stands at the window."""
        return self.shift.visitors[self.case.visitor] if self.case else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state after an action, and what came of it."""

    state: ShiftState
    happened: tuple[Happening, ...]
