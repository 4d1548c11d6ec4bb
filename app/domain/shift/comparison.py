"""A shift beside one's own earlier ones and, without names, beside the class."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.shift.rubric import Side
from app.domain.shift.shift_score import ShiftScore, SideScore
from app.domain.teller_level import TellerLevel

# In a smaller class a percentile would tell who the others are.
SMALLEST_CLASS = 5


@dataclass(frozen=True, slots=True)
class ShiftSummary:
    """What is compared of a shift: its level, its total and each side in percent of what was possible."""

    level: TellerLevel
    seed: int
    total: int
    sides: tuple[tuple[Side, int], ...]

    def percent(self, side: Side | None) -> int:
        """Of one side; of the whole (`total` is in tenths of 100 points) where it is None."""
        return self.total // 10 if side is None else dict(self.sides)[side]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One side, or the whole (`side` None), all in percent.

    `before`, `best` and `mean` are of one's own earlier shifts of this level, None where there was none.
    `percentile`: how many percent of the class did worse, those who did as well counted half (the mid-rank
    percentile); None in a class of fewer than SMALLEST_CLASS.
    """

    side: Side | None
    now: int
    before: int | None
    best: int | None
    mean: int | None
    percentile: int | None


def summary_of(level: TellerLevel, seed: int, score: ShiftScore) -> ShiftSummary:
    return ShiftSummary(level, seed, score.total, percents(score.sides))


def percents(sides: Sequence[SideScore]) -> tuple[tuple[Side, int], ...]:
    return tuple((each.side, 100 * each.points // each.possible if each.possible else 0) for each in sides)


def compare(this: ShiftSummary, own: Sequence[ShiftSummary], others: Sequence[ShiftSummary]) -> tuple[Comparison, ...]:
    """The whole first, then every side. `own` are one's earlier shifts, the latest last; `others` those of the
    rest of the class, without names. Only shifts of the same level are compared.
    """
    mine = [each for each in own if each.level is this.level]
    theirs = [each for each in others if each.level is this.level]
    return tuple(_one(side, this, mine, theirs) for side in (None, *Side))


def _one(side: Side | None, this: ShiftSummary, own: list[ShiftSummary], others: list[ShiftSummary]) -> Comparison:
    now = this.percent(side)
    earlier = [each.percent(side) for each in own]
    rest = [each.percent(side) for each in others]
    percentile = None
    if len(rest) + 1 >= SMALLEST_CLASS:
        worse = 2 * sum(each < now for each in rest) + sum(each == now for each in rest)
        percentile = 100 * worse // (2 * len(rest))
    return Comparison(
        side,
        now,
        earlier[-1] if earlier else None,
        max(earlier) if earlier else None,
        sum(earlier) // len(earlier) if earlier else None,
        percentile,
    )
