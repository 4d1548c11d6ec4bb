"""What a shift is made from: seed, level and length; and how busy and eventful each level is."""

from dataclasses import dataclass

from app.domain.errors import UserError
from app.domain.paper import LARGEST_SEED
from app.domain.shift.incident import IncidentKind
from app.domain.teller_level import TellerLevel

SHORTEST, LONGEST = 5, 24 * 60  # minutes
OPENS = 9 * 60  # minutes after midnight at which a window usually opens


@dataclass(frozen=True, slots=True)
class Plan:
    """Same plan and same tickets, same shift. `minutes` of opening, which begins `opens` minutes after midnight;
    `lines` (labels) narrow it, () for every line.
    """

    seed: int
    level: TellerLevel
    minutes: int
    lines: tuple[str, ...] = ()
    opens: int = OPENS

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= LARGEST_SEED:
            raise UserError(f"班次号应当是 0 到 {LARGEST_SEED} 的整数。", "请换一个班次号。")
        if not SHORTEST <= self.minutes <= LONGEST:
            raise UserError(f"一个班次应当是 {SHORTEST} 到 {LONGEST} 分钟。", "请改时长。")
        if not 0 <= self.opens < 24 * 60:
            raise UserError("开门的钟点不对。", "请写 0 点到 23 点 59 分之间。")

    def time_of_day(self, second: int) -> str:
        """What the clock on the wall shows `second` seconds after opening, 09:05."""
        minute = self.opens + second // 60
        return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


@dataclass(frozen=True, slots=True)
class Busyness:
    """`minutes` by default; `load`: how much of the time people arrive for, at the standard pace, 1.0 being all."""

    minutes: int
    load: float
    incidents: tuple[IncidentKind, ...]


BUSYNESS = {
    TellerLevel.SHADOWING: Busyness(30, 0.70, (IncidentKind.PUSHES_IN,)),
    TellerLevel.SINGLE: Busyness(40, 0.75, (IncidentKind.PUSHES_IN, IncidentKind.FAULT)),
    TellerLevel.JUNIOR: Busyness(50, 0.80, (IncidentKind.PRIORITY, IncidentKind.FAULT)),
    TellerLevel.MIDDLE: Busyness(60, 0.85, (IncidentKind.PUSHES_IN, IncidentKind.FAULT, IncidentKind.ACQUAINTANCE)),
    TellerLevel.SENIOR: Busyness(
        60, 0.90, (IncidentKind.PRIORITY, IncidentKind.FAULT, IncidentKind.ACQUAINTANCE, IncidentKind.PUSHES_IN)
    ),
}

# Share of the shift elapsed up to which, and how many times the mean rate people arrive then: when the doors
# open, and again before noon.
PEAKS = ((0.15, 1.5), (0.45, 0.9), (0.60, 1.5), (1.0, 0.65))


def plan_of(seed: int, level: TellerLevel, minutes: int | None = None, lines: tuple[str, ...] = ()) -> Plan:
    """The usual length of the level where none is said. UserError for a seed or length out of range."""
    return Plan(seed, level, BUSYNESS[level].minutes if minutes is None else minutes, lines)
