"""Where the moments of a role-play stand in its picture: a small layered layout, the main path down the middle.

Rows follow the distance from the beginning; side tracks stand beside the row they branch off from,
endings in the last row. Everything is in grid units, so that a picture and a canvas can draw the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.role_play.conditions import BACK
from app.domain.role_play.main_path import main_path
from app.domain.role_play.wording import short_words
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
    path = [node.id for node in main_path(scenario).nodes]
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
    _place_endings(scenario, places)
    return Layout(places, _links(scenario, path), _anywhere(scenario))


def _place_endings(scenario: Scenario, places: dict[str, tuple[int, int]]) -> None:
    """In a last row: the main path's in the middle, each other on the side that leads to it."""
    last = max((row for _, row in places.values()), default=-1) + 1
    ending = main_path(scenario).ending
    if ending is not None:
        places[ending.id] = (0, last)
    taken = {places[ending.id][0]} if ending is not None else set()
    for each in scenario.endings:
        if each is not ending:
            columns = [
                places[node.id][0] for node in scenario.nodes if any(link.to == each.id for link in node.transitions)
            ]
            side = sum(columns)
            column = next(c for c in _outwards() if c not in taken and (side == 0 or c * side > 0))
            taken.add(column)
            places[each.id] = (column, last)


def _depths(scenario: Scenario) -> dict[str, int]:
    depth = {scenario.nodes[0].id: 0} if scenario.nodes else {}
    queue = list(depth)
    while queue:
        node = scenario.node(queue.pop(0))
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


def _links(scenario: Scenario, path: list[str]) -> tuple[Link, ...]:
    ending = main_path(scenario).ending
    steps = set(zip(path, [*path[1:], ending.id if ending else ""], strict=True))
    found: dict[tuple[str, str], list[str]] = {}
    for node in scenario.nodes:
        for transition in node.transitions:
            if transition.to == BACK:
                continue
            label = short_words(transition.when, scenario)
            found.setdefault((node.id, transition.to), []).append(label)
    return tuple(Link(*pair, tuple(labels), pair in steps) for pair, labels in found.items())


def _anywhere(scenario: Scenario) -> tuple[Link, ...]:
    return tuple(Link("", each.to, (short_words(each.when, scenario),)) for each in scenario.always)
