"""Where boxes and arrows of a dialogue's picture stand, in pixels at 100 %: plain numbers, no toolkit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.role_play.layout import Layout, Link

WIDE, HIGH = 264.0, 124.0  # a box
STEP_X, STEP_Y = 348.0, 224.0  # from one column, one row, to the next

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link's cubic Bézier curve (four points) and where its label stands."""

    link: Link
    curve: tuple[Point, Point, Point, Point]
    label: Point


def box_of(place: tuple[int, int]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the box at a column and row."""
    x, y = place[0] * STEP_X, place[1] * STEP_Y
    return x - WIDE / 2, y, x + WIDE / 2, y + HIGH


def arrows_of(layout: Layout) -> list[Arrow]:
    """Every link between two boxes that there are. Those of one box leave and arrive side by side."""
    there = [link for link in layout.links if link.start in layout.places and link.end in layout.places]
    leaving = _in_order(there, layout.places, lambda link: link.start, lambda link: link.end)
    arriving = _in_order(there, layout.places, lambda link: link.end, lambda link: link.start)
    return [
        _loop(link, layout) if link.start == link.end else _arrow(link, layout, leaving[link.start], arriving[link.end])
        for link in there
    ]


def nearest(places: Mapping[str, tuple[int, int]], start: str, dx: int, dy: int) -> str:
    """The box that an arrow key goes to from `start`; `start` itself where there is none that way."""
    column, row = places[start]

    def cost(id: str) -> float:
        across, down = places[id][0] - column, places[id][1] - row
        along, aside = (across, down) if dx else (down, across)
        return abs(along) + 3 * abs(aside)

    def that_way(id: str) -> bool:
        across, down = places[id][0] - column, places[id][1] - row
        return across * dx > 0 if dx else down * dy > 0

    return min(filter(that_way, places), key=cost, default=start)


def _in_order(links: Sequence[Link], places: Mapping[str, tuple[int, int]], mine, other) -> dict[str, list[str]]:
    """For each box the other ends of its arrows, from left to right."""
    found: dict[str, list[str]] = {}
    for link in links:
        if link.start != link.end:
            found.setdefault(mine(link), []).append(other(link))
    return {id: sorted(ends, key=places.__getitem__) for id, ends in found.items()}


def _arrow(link: Link, layout: Layout, leaving: list[str], arriving: list[str]) -> Arrow:
    (column, row), (to_column, to_row) = layout.places[link.start], layout.places[link.end]
    left, top, right, bottom = box_of((column, row))
    to_left, to_top, to_right, to_bottom = box_of((to_column, to_row))
    at = leaving.index(link.end)
    share = (at + 1) / (len(leaving) + 1) - 0.5
    spread = (arriving.index(link.start) + 1) / (len(arriving) + 1) - 0.5
    if to_row > row:
        end = ((to_left + to_right) / 2 + spread * WIDE * 0.7, to_top)
        if to_row - row > 1 and (to_column != column or column == 0):
            # Past the boxes below: out at the side, and down in the gap between the columns.
            side = 1 if to_column > column or (to_column == column and share >= 0) else -1
            edge = right if side > 0 else left
            start = (edge, top + HIGH * 0.8)
            curve = (start, (edge + side * 100, start[1]), (end[0] + side * 30, end[1] - 150), end)
            return Arrow(link, curve, _on(curve, 0.3))
        if link.main and to_column == column:
            middle = left + WIDE / 2
            curve = ((middle, bottom), (middle, bottom + 30), (middle, to_top - 30), (middle, to_top))
            return Arrow(link, curve, _on(curve, 0.45))
        start = (left + WIDE / 2 + share * WIDE * 0.85, bottom)
        reach = min(110.0, (end[1] - start[1]) * 0.55)
        curve = (start, (start[0], start[1] + reach), (end[0], end[1] - reach), end)
        # Labels of one box's arrows stand one below the other, so that they do not cover each other.
        return Arrow(link, curve, _on(curve, 0.2 + 0.22 * (at % 3)))
    if to_column == column:  # back up the same column: round the right side
        start, end = (right, top + HIGH * 0.5), (right, to_top + HIGH * 0.62)
        curve = (start, (right + 64, start[1]), (right + 64, end[1]), end)
        return Arrow(link, curve, _on(curve, 0.5))
    side = -1 if column > to_column else 1
    start = (left if side < 0 else right, top + HIGH * (0.6 + share * 0.3))
    end = (to_right if side < 0 else to_left, to_top + HIGH * (0.6 + spread * 0.4))
    curve = (start, (start[0] + side * 42, start[1]), (end[0] - side * 42, end[1]), end)
    return Arrow(link, curve, _on(curve, 0.4))


def _loop(link: Link, layout: Layout) -> Arrow:
    left, top, _right, _bottom = box_of(layout.places[link.start])
    y = top + HIGH * 0.2
    curve = ((left, y + 14), (left - 42, y + 20), (left - 42, y - 20), (left, y - 14))
    return Arrow(link, curve, (left - 30, y - 26))


def _on(curve: Sequence[Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(weight * point[0] for weight, point in zip(weights, curve, strict=True))
    return x, sum(weight * point[1] for weight, point in zip(weights, curve, strict=True))
