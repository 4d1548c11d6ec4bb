"""Where the moments of a role-play stand in its picture: a small layered layout, the main path down the middle.

Rows follow the distance from the beginning; side tracks stand beside the row they branch off from,
endings in the last row. Everything is in grid units, so that a picture and a canvas can draw the same.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.role_play.conditions import BACK
from app.domain.role_play.main_path import MainPath, main_path
from app.domain.role_play.wording import numbered_words, point_numbers
from app.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Link:
    """One or more transitions between the same two places, each in a few words; `main` on the main path."""

    start: str
    end: str
    labels: tuple[str, ...]
    main: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """`places` gives column and row of every node and ending (column 0 is the main path's, left is
    negative); `links` run between them (those back to where a side track began are left out); `anywhere` are the transitions that hold at every node.
    """

    places: dict[str, tuple[int, int]]
    links: tuple[Link, ...]
    anywhere: tuple[Link, ...]

    @property
    def columns(self) -> tuple[int, int]:
        columns = [column for column, _ in self.places.values()] or [0]
        return min(columns), max(columns)

    @property
    def rows(self) -> int:
        return max((row for _, row in self.places.values()), default=-1) + 1


def laid_out(scenario: Scenario) -> Layout:
    """Deterministic; nodes that are never reached stand in the last row of nodes, so that one sees them."""
    main = main_path(scenario)
    path = [node.id for node in main.nodes]
    depth = _depths(scenario)
    deepest = max(depth.values(), default=0)
    rows = {node.id: depth.get(node.id, deepest + 1) for node in scenario.nodes}
    for row, id in enumerate(path):
        rows[id] = row
    places: dict[str, tuple[int, int]] = {id: (0, rows[id]) for id in path}
    taken = {place: id for id, place in places.items()}
    for node in scenario.nodes:
        if node.id not in places:
            column = next(c for c in _outwards() if (c, rows[node.id]) not in taken)
            places[node.id] = (column, rows[node.id])
            taken[places[node.id]] = node.id
    _place_endings(scenario, main, places)
    numbers = point_numbers(scenario)
    return Layout(places, _links(scenario, main, numbers), _anywhere(scenario, numbers))


def _place_endings(scenario: Scenario, main: MainPath, places: dict[str, tuple[int, int]]) -> None:
    """In a last row: the main path's in the middle, each other on the side that leads to it."""
    last = max((row for _, row in places.values()), default=-1) + 1
    ending = main.ending
    if ending is not None:
        places[ending.id] = (0, last)
    taken = {places[ending.id][0]} if ending is not None else set()
    sides: dict[str, int] = {}
    for node in scenario.nodes:
        for to in {link.to for link in node.transitions}:
            sides[to] = sides.get(to, 0) + places[node.id][0]
    for each in scenario.endings:
        if each is not ending:
            side = sides.get(each.id, 0)
            column = next(c for c in _outwards() if c not in taken and (side == 0 or c * side > 0))
            taken.add(column)
            places[each.id] = (column, last)


def _depths(scenario: Scenario) -> dict[str, int]:
    depth = {scenario.nodes[0].id: 0} if scenario.nodes else {}
    queue = deque(depth)
    while queue:
        node = scenario.node(queue.popleft())
        for transition in node.transitions if node else ():
            if transition.to not in depth and scenario.node(transition.to):
                depth[transition.to] = depth[node.id] + 1 if node else 0
                queue.append(transition.to)
    return depth


def _outwards() -> Iterator[int]:
    """Columns in the order they are filled: right, left, further right …"""
    for distance in range(1, 1000):
        yield distance
        yield -distance


def _links(scenario: Scenario, main: MainPath, numbers: Mapping[str, str]) -> tuple[Link, ...]:
    path, ending = [node.id for node in main.nodes], main.ending
    steps = set(zip(path, [*path[1:], ending.id if ending else ""], strict=True)) if path else set()
    found: dict[tuple[str, str], list[str]] = {}
    for node in scenario.nodes:
        for transition in node.transitions:
            if transition.to == BACK:
                continue
            label = numbered_words(transition.when, numbers)
            found.setdefault((node.id, transition.to), []).append(label)
    return tuple(Link(*pair, tuple(labels), pair in steps) for pair, labels in found.items())


def _anywhere(scenario: Scenario, numbers: Mapping[str, str]) -> tuple[Link, ...]:
    return tuple(Link("", each.to, (numbered_words(each.when, numbers),)) for each in scenario.always)
