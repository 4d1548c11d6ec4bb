"""A class as a value: who is there, who spoke about what, what the others thought of it.

It does not know how people take part: at one PC before a projector, or each at their own. The steps from
one state to the next are pure, in `training_class_roster`, `training_class_turns` and `training_class_lots`.
"""

from dataclasses import dataclass
from enum import Enum

from app.domain.role_play.conversation import Mode


class Attendance(Enum):
    NOT_MARKED = "not-marked"
    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        return {"not-marked": "未点名", "present": "到课", "late": "迟到", "absent": "缺席"}[self.value]

    @property
    def here(self) -> bool:
        return self in (Attendance.PRESENT, Attendance.LATE)


@dataclass(frozen=True, slots=True)
class Member:
    """One on the roster. `id` is theirs in this class only; `person_id` "" for a name that was only typed.

    `reason` says why somebody is absent or late, where that is known.
    """

    id: str
    name: str
    staff_number: str = ""
    unit: str = ""
    person_id: str = ""
    attendance: Attendance = Attendance.NOT_MARKED
    reason: str = ""

    @property
    def here(self) -> bool:
        return self.attendance.here


@dataclass(frozen=True, slots=True)
class ObserverPoint:
    """Something the others look out for while one of them speaks."""

    id: str
    text: str


class How(Enum):
    """How somebody's turn came."""

    BY_NAME = "by-name"
    BY_LOT = "by-lot"

    @property
    def label(self) -> str:
        return {"by-name": "点名", "by-lot": "抽签"}[self.value]


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody was called to speak. `at` is ISO 8601 with offset."""

    member: str
    how: How
    at: str


class Outcome(Enum):
    UNDER_WAY = "under-way"
    SPOKEN = "spoken"
    BROKEN_OFF = "broken-off"  # counts for nothing: the wrong scenario, a fire alarm

    @property
    def label(self) -> str:
        return {"under-way": "进行中", "spoken": "已发言", "broken-off": "作废"}[self.value]


@dataclass(frozen=True, slots=True)
class Thumbs:
    """How many observers held their thumbs up and down for one point at one turn."""

    point: str
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class ClassTurn:
    """One conversation in front of the class. `number` counts from 1; `call` is the place in `calls` from 0.

    `conversation` is the conversation's id and `record` that of the record that holds it: "" while it is under
    way, and where nothing is kept of it (shadowing). Times are ISO 8601 with offset.
    """

    number: int
    call: int
    member: str
    scenario_id: str
    scenario_title: str
    mode: Mode
    started: str
    ended: str = ""
    outcome: Outcome = Outcome.UNDER_WAY
    conversation: str = ""
    record: str = ""
    thumbs: tuple[Thumbs, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingClass:
    """`day` is an ISO date, `opened` and `closed` ISO 8601 ("" while it goes on).

    `scenarios` are the ids that were prepared for it; any other may be played as well. `seed` decides the lots.
    """

    id: str
    title: str
    day: str
    trainer_id: str
    trainer: str
    seed: int
    opened: str
    scenarios: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    points: tuple[ObserverPoint, ...] = ()
    calls: tuple[Call, ...] = ()
    turns: tuple[ClassTurn, ...] = ()
    notes: str = ""
    closed: str = ""

    @property
    def here(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.here)

    def count(self, attendance: Attendance) -> int:
        return sum(member.attendance is attendance for member in self.members)

    def member(self, id: str) -> Member:
        """ValueError where there is none."""
        found = next((member for member in self.members if member.id == id), None)
        if found is None:
            raise ValueError(f"no member {id}")
        return found

    def spoken(self, member: str) -> int:
        """How often somebody has spoken."""
        return sum(turn.member == member and turn.outcome is Outcome.SPOKEN for turn in self.turns)

    @property
    def under_way(self) -> ClassTurn | None:
        """The turn that goes on at this moment."""
        return next((turn for turn in self.turns if turn.outcome is Outcome.UNDER_WAY), None)

    @property
    def speaker(self) -> Member | None:
        """Who was called last."""
        return self.member(self.calls[-1].member) if self.calls else None

    @property
    def waiting(self) -> Member | None:
        """Who has been called and not spoken yet."""
        if not self.calls or any(turn.call == len(self.calls) - 1 for turn in self.turns):
            return None
        return self.speaker

    @property
    def spoken_turns(self) -> tuple[ClassTurn, ...]:
        return tuple(turn for turn in self.turns if turn.outcome is Outcome.SPOKEN)
