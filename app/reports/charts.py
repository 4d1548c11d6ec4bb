"""The charts: values in, a matplotlib figure out, without pyplot and without global state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.score_sheet import Dimension, ScoreSheet
from app.reports.fonts import FAMILY, register_with_matplotlib
from app.reports.palette import ACCENT, FORBIDDEN, SOFT, TEXT, TRACK

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class DimensionPoints:
    """The points of one dimension: earned of possible, and what deductions took."""

    dimension: Dimension
    earned: float
    possible: float
    deducted: float

    @property
    def words(self) -> str:
        if self.possible == 0:
            return f"−{self.deducted:g} 分" if self.deducted else "未扣分"
        return f"{self.earned - self.deducted:g} / {self.possible:g}"


def by_dimension(sheet: ScoreSheet) -> tuple[DimensionPoints, ...]:
    """The sheet's lines summed by dimension, in the order of `Dimension`; one without lines is left out."""
    sums = []
    for dimension in Dimension:
        lines = [line for line in sheet.lines if line.dimension is dimension]
        if lines:
            earned = sum(line.points for line in lines if line.points > 0)
            deducted = -sum(line.points for line in lines if line.points < 0)
            sums.append(DimensionPoints(dimension, earned, sum(line.possible for line in lines), deducted))
    return tuple(sums)


def points_by_dimension(sheet: ScoreSheet, width: float, height: float) -> Figure:
    """One bar a dimension, filled by the share earned of what it could give; deductions alone are a hollow
    red bar, so that they differ in grey too. `width` and `height` in points."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    register_with_matplotlib()
    rows = by_dimension(sheet)
    figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    names, figures, size = 62.0, 58.0, 10.5
    full = width - names - figures
    most = max((row.deducted for row in rows), default=0.0) or 1.0
    step = height / max(len(rows), 1)
    for number, row in enumerate(rows):
        middle = height - (number + 0.5) * step
        thick = min(9.0, step * 0.5)
        axes.text(0, middle, row.dimension.label, family=FAMILY, size=size, color=SOFT, va="center")
        bottom = middle - thick / 2
        if row.possible:
            share = max(row.earned - row.deducted, 0.0) / row.possible
            axes.add_patch(Rectangle((names, bottom), full, thick, facecolor=TRACK, linewidth=0))
            axes.add_patch(Rectangle((names, bottom), full * share, thick, facecolor=ACCENT, linewidth=0))
        elif row.deducted:
            lost = full * row.deducted / most
            axes.add_patch(
                Rectangle((names, bottom), lost, thick, facecolor="none", edgecolor=FORBIDDEN, linewidth=1.1)
            )
        axes.text(
            width,
            middle,
            row.words,
            family=FAMILY,
            size=size,
            weight="bold",
            color=FORBIDDEN if row.deducted else TEXT,
            ha="right",
            va="center",
            parse_math=False,
        )
    return figure
