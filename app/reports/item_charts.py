"""The charts of item analysis: values and colours in, a matplotlib figure out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.item_advice import TOO_EASY, TOO_HARD, WEAK, Advice, Weight
from app.domain.item_analysis import ItemStatistics
from app.reports.fonts import FAMILY, register_with_matplotlib

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class ChartInks:
    """The colours of a chart, as the place it is shown in has them. Shapes say the same as the colours."""

    text: str
    muted: str
    rule: str
    band: str
    fine: str
    look: str
    problem: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an item stands on the chart, in pixels from its top left corner, for pointing at it."""

    id: str
    x: float
    y: float


def facility_by_discrimination(
    items: Sequence[tuple[ItemStatistics, tuple[Advice, ...]]],
    width: int,
    height: int,
    scale: float,
    inks: ChartInks,
) -> tuple[Figure, tuple[Spot, ...]]:
    """Each item at its facility (across) and discrimination (up): circles in order, squares to look at,
    triangles in trouble. The band is where good items lie. In pixels; `scale` enlarges the type.
    """
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    register_with_matplotlib()
    figure = Figure(figsize=(width / 100, height / 100), dpi=100, facecolor="none")
    unit = 0.72 * scale  # points for one pixel at 100 %
    left, bottom, right, top = 64 * scale, 52 * scale, 16 * scale, 12 * scale
    axes = figure.add_axes(
        (left / width, bottom / height, (width - left - right) / width, (height - bottom - top) / height)
    )
    placed = [(item, advice) for item, advice in items if item.facility is not None and item.discrimination is not None]
    lowest = min([0.0, *(item.discrimination or 0.0 for item, _advice in placed)])
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(min(-0.1, lowest - 0.08), max(0.8, *(0.08 + (item.discrimination or 0) for item, _a in placed), 0.8))
    axes.set_facecolor("none")
    axes.add_patch(Rectangle((TOO_HARD, WEAK), TOO_EASY - TOO_HARD, 2, facecolor=inks.band, edgecolor="none", zorder=0))
    axes.axhline(0, color=inks.muted, linewidth=unit, zorder=1)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(inks.rule)
    axes.tick_params(colors=inks.muted, labelsize=14 * unit, length=0, pad=6 * unit)
    axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1.0], ["0%", "20%", "40%", "60%", "80%", "100%"], fontfamily=FAMILY)
    axes.set_xlabel("得分率（越靠右越容易）", color=inks.text, fontfamily=FAMILY, fontsize=15 * unit)
    axes.set_ylabel("区分度", color=inks.text, fontfamily=FAMILY, fontsize=15 * unit)
    for label in axes.get_yticklabels():
        label.set_fontfamily(FAMILY)
    for weight, marker, ink in (
        (Weight.NOTE, "o", inks.fine),
        (Weight.LOOK, "s", inks.look),
        (Weight.PROBLEM, "^", inks.problem),
    ):
        some = [item for item, advice in placed if _weight(advice) is weight]
        axes.scatter(
            [item.facility for item in some],
            [item.discrimination for item in some],
            s=(9 * unit) ** 2, marker=marker, facecolor=ink, edgecolor="none", alpha=0.9, zorder=3,
        )  # fmt: skip
    at = axes.transData.transform([(item.facility, item.discrimination) for item, _advice in placed] or [(0, 0)])
    spots = tuple(
        Spot(item.id, float(x), height - float(y)) for (item, _advice), (x, y) in zip(placed, at, strict=False)
    )
    return figure, spots


def _weight(advice: tuple[Advice, ...]) -> Weight:
    return max((one.remark.weight for one in advice), default=Weight.NOTE)
