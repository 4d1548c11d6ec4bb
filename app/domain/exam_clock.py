"""How much of an exam's time is used: by a clock that nobody can set, through kills, power cuts and sleep.

Time is measured by the machine's time since boot (app/system/clocks.py): it runs on while the machine sleeps,
goes on over a restart of the program, and changing date or time does not touch it. The wall clock only says
when something was, and how long the machine was off over a reboot.

- While the exam is open, the time between two beats is charged. Beats come every second.
- A longer hole than HOLE between two beats (sleep, a machine that hung) is charged with HOLE; the rest of it,
  and the time between the last stored beat and reopening, is an interruption.
- Interruptions are not charged up to the allowance of the exam, in all; what goes beyond is. A trainer can give
  time back, with a reason. So a power cut costs nothing, and closing the lid to look things up gains little.
- Every interruption is kept with its begin, its length and how it was measured, and shown with the result.
- Over a reboot only the wall clock knows how long the machine was off. The time since boot is the least it can
  have been; a wall clock that says less was set back, which is kept as well.
"""

from dataclasses import dataclass, replace
from enum import Enum

HOLE = 10.0  # seconds without a beat that still count as time at work
_DRIFT = 120.0  # seconds by which the clocks may differ before one of them counts as changed


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at the clocks: seconds since boot (sleep included), which boot ("" unknown), Unix time."""

    since_boot: float
    boot: str
    wall: float


class Cause(Enum):
    CLOSED = "closed"  # the program was not running: closed, killed, powered off
    ASLEEP = "asleep"  # it was, but did not get to work: sleep, lid, a hung machine

    @property
    def label(self) -> str:
        return {"closed": "程序关闭或断电", "asleep": "电脑休眠或停顿"}[self.value]


@dataclass(frozen=True, slots=True)
class Interruption:
    """`at` is Unix time as the wall clock had it; `seconds` its length, `charged` what of it counted as time.

    `clock_changed`: the wall clock contradicted the time since boot.
    """

    at: float
    seconds: float
    charged: float
    cause: Cause
    clock_changed: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """Time a trainer gave back, in seconds."""

    at: float
    seconds: float
    reason: str
    trainer: str


@dataclass(frozen=True, slots=True)
class ExamClock:
    """All in seconds. `charged` is the time used, `last` the reading up to which it was counted."""

    limit: float
    allowance: float
    last: Reading
    charged: float = 0.0
    interruptions: tuple[Interruption, ...] = ()
    grants: tuple[Grant, ...] = ()

    @property
    def left(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self.limit + sum(grant.seconds for grant in self.grants) - self.charged)

    @property
    def over(self) -> bool:
        return self.left <= 0

    @property
    def lost(self) -> float:
        """Seconds of interruption in all, charged or not."""
        return sum(each.seconds for each in self.interruptions)

    @property
    def ran_out_while_closed(self) -> bool:
        """Whether it was an interruption that used up the time: then a trainer may still give some back."""
        return self.over and bool(self.interruptions) and self.interruptions[-1].charged > 0


def start(minutes: float, allowance_minutes: float, now: Reading) -> ExamClock:
    return ExamClock(minutes * 60, allowance_minutes * 60, now)


def beat(clock: ExamClock, now: Reading) -> ExamClock:
    """Count the time since the last beat of the same run of the program."""
    passed = max(0.0, now.since_boot - clock.last.since_boot)
    clock = replace(clock, charged=clock.charged + min(passed, HOLE))
    if passed > HOLE:
        clock = _interrupt(clock, passed - HOLE, Cause.ASLEEP, False)
    return replace(clock, last=now)


def reopen(clock: ExamClock, now: Reading) -> ExamClock:
    """Take an exam up again after the program was closed, killed or powered off."""
    by_wall = now.wall - clock.last.wall
    same_boot = bool(now.boot) and now.boot == clock.last.boot
    since = now.since_boot - clock.last.since_boot
    if same_boot:
        gone, changed = max(0.0, since), abs(by_wall - since) > _DRIFT
    else:
        # The time since boot is the least that can have passed; so is its difference where there was no reboot.
        least = since if since >= 0 and not now.boot else now.since_boot
        gone, changed = max(by_wall, least, 0.0), by_wall < least - _DRIFT
    if gone > 0:
        clock = _interrupt(clock, gone, Cause.CLOSED, changed)
    return replace(clock, last=now)


def grant(clock: ExamClock, minutes: float, reason: str, trainer: str, now: Reading) -> ExamClock:
    """Give time back. A clock that has run into the negative is filled up first: what is given is there to use."""
    return replace(clock, grants=(*clock.grants, Grant(now.wall, minutes * 60 + overdrawn(clock), reason, trainer)))


def overdrawn(clock: ExamClock) -> float:
    """How far interruptions have run beyond the time there was."""
    return max(0.0, clock.charged - clock.limit - sum(each.seconds for each in clock.grants))


def _interrupt(clock: ExamClock, seconds: float, cause: Cause, changed: bool) -> ExamClock:
    free = max(0.0, clock.allowance - clock.lost)
    charged = max(0.0, seconds - free)
    found = Interruption(clock.last.wall, seconds, charged, cause, changed)
    return replace(clock, charged=clock.charged + charged, interruptions=(*clock.interruptions, found))
