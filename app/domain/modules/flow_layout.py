"""Where the steps of a procedure stand in its chart: in rows from top to bottom, with as few crossings as may be.

After Sugiyama, Tagawa and Toda (1981): rows by the longest way from a beginning, long arrows led through the
rows they pass, each row ordered by the mean place of its neighbours. Places are in grid units.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.modules.lesson import Arrow, FlowChart

_SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow's way: the points it runs through, from its start to its end, as (x from 0 to 1, row).

    `back` arrows lead to an earlier row, against the reading direction; they have only their two ends.
    """

    arrow: Arrow
    points: tuple[tuple[float, int], ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class ChartLayout:
    """`places` gives every step's x from 0 to 1 (its middle) and its row; `widest` is how many stand side by side."""

    places: Mapping[str, tuple[float, int]]
    routes: tuple[Route, ...]
    rows: int
    widest: int


def laid_out(chart: FlowChart) -> ChartLayout:
    """Deterministic; a circle is cut at the arrow that closes it, which then runs back."""
    forward, back = _cut(chart)
    rows = _rows(chart.steps, forward)
    lanes: list[list[str]] = [[] for _ in range(max(rows.values(), default=-1) + 1)]
    for step in chart.steps:
        lanes[rows[step]].append(step)
    ways: list[tuple[Arrow, list[str]]] = []
    for number, arrow in enumerate(forward):
        # A name with a line break cannot be a step's own.
        between = [f"{number}\n{row}" for row in range(rows[arrow.start] + 1, rows[arrow.end])]
        for row, name in enumerate(between, rows[arrow.start] + 1):
            lanes[row].append(name)
        ways.append((arrow, [arrow.start, *between, arrow.end]))
    _untangle(lanes, [pair for _, way in ways for pair in zip(way, way[1:], strict=False)])
    places = {name: ((at + 0.5) / len(lane), row) for row, lane in enumerate(lanes) for at, name in enumerate(lane)}
    routes = [Route(arrow, tuple(places[name] for name in way)) for arrow, way in ways]
    routes += [Route(arrow, (places[arrow.start], places[arrow.end]), True) for arrow in back]
    steps = {step: places[step] for step in chart.steps}
    return ChartLayout(steps, tuple(routes), len(lanes), max(map(len, lanes), default=0))


def _cut(chart: FlowChart) -> tuple[list[Arrow], list[Arrow]]:
    """The arrows without those that close a circle, and these."""
    leaving: dict[str, list[Arrow]] = {}
    for arrow in chart.arrows:
        leaving.setdefault(arrow.start, []).append(arrow)
    back: list[Arrow] = []
    done: set[str] = set()
    for begin in (*chart.starts, *chart.steps):
        on_way: list[str] = []
        stack: list[tuple[str, int]] = [] if begin in done else [(begin, 0)]
        while stack:
            step, at = stack.pop()
            if at == 0:
                on_way.append(step)
            arrows = leaving.get(step, [])
            if at == len(arrows):
                on_way.pop()
                done.add(step)
                continue
            stack.append((step, at + 1))
            end = arrows[at].end
            if end in on_way:
                back.append(arrows[at])
            elif end not in done:
                stack.append((end, 0))
    return [arrow for arrow in chart.arrows if arrow not in back], back


def _rows(steps: Sequence[str], arrows: Sequence[Arrow]) -> dict[str, int]:
    rows = dict.fromkeys(steps, 0)
    for _ in steps:
        moved = False
        for arrow in arrows:
            if rows[arrow.end] <= rows[arrow.start]:
                rows[arrow.end] = rows[arrow.start] + 1
                moved = True
        if not moved:
            break
    return rows


def _untangle(lanes: list[list[str]], pairs: Sequence[tuple[str, str]]) -> None:
    """Order each row by where its neighbours stand, down and up in turn."""
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for upper, lower in pairs:
        below.setdefault(upper, []).append(lower)
        above.setdefault(lower, []).append(upper)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        neighbours = above if down else below
        for row in range(1, len(lanes)) if down else range(len(lanes) - 2, -1, -1):
            fixed = lanes[row - 1 if down else row + 1]
            at = {name: (place + 0.5) / len(fixed) for place, name in enumerate(fixed)}
            means = {}
            for place, name in enumerate(lanes[row]):
                near = [at[each] for each in neighbours.get(name, ()) if each in at]
                means[name] = sum(near) / len(near) if near else (place + 0.5) / len(lanes[row])
            lanes[row].sort(key=means.__getitem__)
