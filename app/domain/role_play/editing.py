"""The edits of a role-play, as pure functions from one whole scenario to the next.

None of them raises, and none leaves a name that leads nowhere: what refers to a moment, an ending or a
point follows it when it is renamed and goes with it when it is deleted. An edit that is not possible (the
name is taken, there is no such row) returns the scenario as it was. `where` is the id of the moment whose
transitions are meant, ANYWHERE for those that are asked at every moment.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from itertools import count
from typing import Any, TypeVar

from app.domain.role_play.conditions import BACK, Condition, Transition
from app.domain.role_play.main_path import main_path
from app.domain.scenario import Citizen, Ending, EndingKind, Node, Point, Scenario

T = TypeVar("T")

ANYWHERE = ""
_POINT_KEYS = ("points", "any_points", "missing")


def blank(id: str, checked: str = "") -> Scenario:
    """Where one begins: one moment without a word, a good ending and a bad one."""
    start = Node("开头", "", transitions=(Transition("办成了"),))
    endings = (
        Ending("办成了", EndingKind.GOOD, "", "", ""),
        Ending("没办成", EndingKind.BAD, "", "", ""),
    )
    return Scenario(id, "", "", "", "", Citizen("", 40, ""), (start,), endings, "没办成", checked=checked)


def fresh_name(stem: str, taken: Container[str]) -> str:
    """`stem` with the first number from 1 that makes it nobody's name."""
    return next(name for number in count(1) if (name := f"{stem}{number}") not in taken)


def place_names(scenario: Scenario) -> set[str]:
    """What moments and endings are called; a new one needs another name."""
    return {BACK, ANYWHERE, *(each.id for each in (*scenario.nodes, *scenario.endings))}


def point_names(scenario: Scenario) -> set[str]:
    return {"", *(point.id for point in scenario.points)}


def distinctly_named(scenario: Scenario) -> Scenario:
    """Every moment, ending and point with a name of its own: a file that was read with mistakes may lack them."""
    taken = {BACK, ANYWHERE}

    def named(items: Iterable[Any], stem: str) -> tuple[Any, ...]:
        found = []
        for item in items:
            if item.id in taken:
                item = replace(item, id=fresh_name(stem, taken | {each.id for each in found}))
            taken.add(item.id)
            found.append(item)
        return tuple(found)

    nodes, endings = named(scenario.nodes, "轮次"), named(scenario.endings, "结局")
    points = {"", *(point.id for node in nodes for point in node.points)}
    mended = []
    for node in nodes:
        kept = []
        for point in node.points:
            if not point.id:
                point = replace(point, id=fresh_name("要点", points))
                points.add(point.id)
            kept.append(point)
        mended.append(replace(node, points=tuple({point.id: point for point in kept}.values())))
    return replace(scenario, nodes=tuple(mended), endings=endings)


# Moments


def changed_node(scenario: Scenario, id: str, **values: Any) -> Scenario:
    """A moment with other words. Its name, points and transitions have edits of their own."""
    return _with_node(scenario, id, lambda node: replace(node, **values))


def added_node(scenario: Scenario, after: str = "") -> tuple[Scenario, str]:
    """A new moment behind `after` (at the end where there is none), and its name. It asks again whatever is said."""
    name = fresh_name("轮次", place_names(scenario))
    at = next((i for i, node in enumerate(scenario.nodes, 1) if node.id == after), len(scenario.nodes))
    node = Node(name, "", transitions=(Transition(name),))
    return replace(scenario, nodes=(*scenario.nodes[:at], node, *scenario.nodes[at:])), name


def inserted_node(scenario: Scenario, after: str) -> tuple[Scenario, str]:
    """A new moment on the way on from `after`: what led on leads to it, and it leads where that led.

    The way on is that of somebody who says what is expected, or else the last row that does not ask again.
    """
    added, name = added_node(scenario, after)
    node = scenario.node(after)
    path = [each.id for each in main_path(scenario).nodes]
    ending = main_path(scenario).ending
    steps = dict(zip(path, [*path[1:], ending.id if ending else ""], strict=True)) if path else {}
    rows = node.transitions if node else ()
    onward = [i for i, row in enumerate(rows) if row.to not in (after, BACK)]
    at = next((i for i in onward if rows[i].to == steps.get(after)), onward[-1] if onward else -1)
    if at < 0:
        return added, name
    leads = tuple(replace(row, to=name) if i == at else row for i, row in enumerate(rows))
    added = _with_transitions(_with_transitions(added, after, leads), name, (Transition(rows[at].to),))
    return added, name


def copied_node(scenario: Scenario, id: str) -> tuple[Scenario, str]:
    """A moment once more, behind itself; it shares its points. The name is the copy's, "" where there is no such."""
    node = scenario.node(id)
    if node is None:
        return scenario, ""
    name = fresh_name(f"{id}-", place_names(scenario))
    again = tuple(replace(each, to=name) if each.to == id else each for each in node.transitions)
    at = scenario.nodes.index(node) + 1
    copy = replace(node, id=name, transitions=again)
    return replace(scenario, nodes=(*scenario.nodes[:at], copy, *scenario.nodes[at:])), name


def moved_node(scenario: Scenario, id: str, by: int) -> Scenario:
    """Earlier (negative) or later among the moments; the first begins the conversation."""
    at = next((i for i, node in enumerate(scenario.nodes) if node.id == id), -1)
    return replace(scenario, nodes=moved(scenario.nodes, at, by))


def deleted_node(scenario: Scenario, id: str) -> Scenario:
    """Without a moment. Transitions to it go too; where such a one was for “其他情况”, the citizen asks again."""
    if scenario.node(id) is None:
        return scenario
    left = replace(scenario, nodes=tuple(node for node in scenario.nodes if node.id != id))
    return _without_lost_points(_without_target(left, id))


# Endings


def changed_ending(scenario: Scenario, id: str, **values: Any) -> Scenario:
    endings = (replace(each, **values) if each.id == id else each for each in scenario.endings)
    return replace(scenario, endings=tuple(endings))


def added_ending(scenario: Scenario, kind: EndingKind = EndingKind.BAD) -> tuple[Scenario, str]:
    name = fresh_name("结局", place_names(scenario))
    added = replace(scenario, endings=(*scenario.endings, Ending(name, kind, "", "", "")))
    return (added if scenario.leaves else replace(added, leaves=name)), name


def moved_ending(scenario: Scenario, id: str, by: int) -> Scenario:
    at = next((i for i, ending in enumerate(scenario.endings) if ending.id == id), -1)
    return replace(scenario, endings=moved(scenario.endings, at, by))


def deleted_ending(scenario: Scenario, id: str) -> Scenario:
    """Without an ending. If the citizen left by it, they leave by the worst that is left."""
    if scenario.ending(id) is None:
        return scenario
    left = replace(scenario, endings=tuple(each for each in scenario.endings if each.id != id))
    if scenario.leaves == id:
        order = [EndingKind.BAD, EndingKind.PARTIAL, EndingKind.GOOD]
        worst = min(left.endings, key=lambda each: order.index(each.kind), default=None)
        left = replace(left, leaves=worst.id if worst else "")
    return _without_target(left, id)


def renamed(scenario: Scenario, old: str, new: str) -> Scenario:
    """A moment or an ending by another name, with all that leads to it. As it was where the name is taken."""
    new = new.strip()
    if (scenario.node(old) is None and scenario.ending(old) is None) or new in place_names(scenario):
        return scenario

    def follow(transitions: tuple[Transition, ...]) -> tuple[Transition, ...]:
        return tuple(replace(each, to=new) if each.to == old else each for each in transitions)

    return replace(
        scenario,
        nodes=tuple(
            replace(node, id=new if node.id == old else node.id, transitions=follow(node.transitions))
            for node in scenario.nodes
        ),
        endings=tuple(replace(each, id=new) if each.id == old else each for each in scenario.endings),
        always=follow(scenario.always),
        leaves=new if scenario.leaves == old else scenario.leaves,
    )


# Points


def changed_point(scenario: Scenario, id: str, **values: Any) -> Scenario:
    """A point with another text, other ways …, at every moment that asks for it."""
    return _each_point(scenario, id, lambda point: replace(point, **values))


def added_point(scenario: Scenario, node_id: str) -> tuple[Scenario, str]:
    name = fresh_name("要点", point_names(scenario))
    return _with_node(scenario, node_id, lambda node: replace(node, points=(*node.points, Point(name, "", ())))), name


def shared_point(scenario: Scenario, node_id: str, point_id: str) -> Scenario:
    """A point of another moment is asked for at this one too."""
    point = next((each for each in scenario.points if each.id == point_id), None)
    node = scenario.node(node_id)
    if point is None or node is None or any(each.id == point_id for each in node.points):
        return scenario
    return _with_node(scenario, node_id, lambda node: replace(node, points=(*node.points, point)))


def moved_point(scenario: Scenario, node_id: str, at: int, by: int) -> Scenario:
    return _with_node(scenario, node_id, lambda node: replace(node, points=moved(node.points, at, by)))


def deleted_point(scenario: Scenario, node_id: str, point_id: str) -> Scenario:
    """No longer asked for at this moment; where no other asks for it, conditions do not ask either."""
    left = _with_node(
        scenario, node_id, lambda node: replace(node, points=tuple(p for p in node.points if p.id != point_id))
    )
    return _without_lost_points(left)


def renamed_point(scenario: Scenario, old: str, new: str) -> Scenario:
    new = new.strip()
    if old not in point_names(scenario) or not old or new in point_names(scenario):
        return scenario

    def follow(transition: Transition) -> Transition:
        names = {
            key: tuple(new if id == old else id for id in getattr(transition.when, key))
            for key in _POINT_KEYS
            if old in getattr(transition.when, key)
        }
        return replace(transition, when=replace(transition.when, **names)) if names else transition

    return _each_transition(_each_point(scenario, old, lambda point: replace(point, id=new)), follow)


# Transitions


def transitions_at(scenario: Scenario, where: str) -> tuple[Transition, ...]:
    if where == ANYWHERE:
        return scenario.always
    node = scenario.node(where)
    return node.transitions if node else ()


def added_transition(scenario: Scenario, where: str, transition: Transition) -> tuple[Scenario, int]:
    """One more row, before the one for “其他情况”; and its place among the rows, -1 where it cannot be."""
    names = place_names(scenario) - {ANYWHERE}
    if transition.to not in names or not (point_names(scenario) - {""}).issuperset(transition.when.point_ids):
        return scenario, -1
    rows = transitions_at(scenario, where)
    at = len(rows) - 1 if rows and rows[-1].when.always else len(rows)
    added = _with_transitions(scenario, where, (*rows[:at], transition, *rows[at:]))
    return added, at if added is not scenario else -1


def changed_transition(scenario: Scenario, where: str, at: int, transition: Transition) -> Scenario:
    rows = transitions_at(scenario, where)
    known = transition.to in place_names(scenario) - {ANYWHERE}
    if not 0 <= at < len(rows) or not known or not (point_names(scenario) - {""}).issuperset(transition.when.point_ids):
        return scenario
    return _with_transitions(scenario, where, (*rows[:at], transition, *rows[at + 1 :]))


def moved_transition(scenario: Scenario, where: str, at: int, by: int) -> Scenario:
    """Asked earlier (negative) or later than the others."""
    return _with_transitions(scenario, where, moved(transitions_at(scenario, where), at, by))


def deleted_transition(scenario: Scenario, where: str, at: int) -> Scenario:
    rows = transitions_at(scenario, where)
    return _with_transitions(scenario, where, rows[:at] + rows[at + 1 :]) if 0 <= at < len(rows) else scenario


# Lists


def moved(items: tuple[T, ...], at: int, by: int) -> tuple[T, ...]:
    """The item at `at` so many places further on, at most to the end."""
    if not 0 <= at < len(items):
        return items
    rest = items[:at] + items[at + 1 :]
    to = min(max(0, at + by), len(rest))
    return (*rest[:to], items[at], *rest[to:])


def _with_node(scenario: Scenario, id: str, change: Callable[[Node], Node]) -> Scenario:
    if scenario.node(id) is None:
        return scenario
    return _each_node(scenario, lambda node: change(node) if node.id == id else node)


def _each_node(scenario: Scenario, change: Callable[[Node], Node]) -> Scenario:
    return replace(scenario, nodes=tuple(change(node) for node in scenario.nodes))


def _each_point(scenario: Scenario, id: str, change: Callable[[Point], Point]) -> Scenario:
    return _each_node(
        scenario, lambda node: replace(node, points=tuple(change(p) if p.id == id else p for p in node.points))
    )


def _each_transition(scenario: Scenario, change: Callable[[Transition], Transition]) -> Scenario:
    changed = _each_node(scenario, lambda node: replace(node, transitions=tuple(map(change, node.transitions))))
    return replace(changed, always=tuple(map(change, scenario.always)))


def _with_transitions(scenario: Scenario, where: str, rows: tuple[Transition, ...]) -> Scenario:
    if where == ANYWHERE:
        return replace(scenario, always=rows)
    return _with_node(scenario, where, lambda node: replace(node, transitions=rows))


def _without_target(scenario: Scenario, id: str) -> Scenario:
    """Nothing leads to `id` any more."""

    def left(node: Node) -> Node:
        rows = (
            replace(each, to=node.id, because="") if each.to == id else each
            for each in node.transitions
            if each.to != id or each.when.always
        )
        return replace(node, transitions=tuple(rows))

    return replace(_each_node(scenario, left), always=tuple(each for each in scenario.always if each.to != id))


def _without_lost_points(scenario: Scenario) -> Scenario:
    """Conditions ask only for points that there are; a row that asked for nothing else goes."""
    there = point_names(scenario)

    def left(rows: tuple[Transition, ...]) -> tuple[Transition, ...]:
        kept = []
        for row in rows:
            if not there.issuperset(row.when.point_ids):
                names = {key: tuple(id for id in getattr(row.when, key) if id in there) for key in _POINT_KEYS}
                when: Condition = replace(row.when, **names)
                emptied = any(getattr(row.when, key) and not names[key] for key in _POINT_KEYS)
                if emptied:  # it would hold for anybody who meets the rest of it
                    continue
                row = replace(row, when=when)
            kept.append(row)
        return tuple(kept)

    changed = _each_node(scenario, lambda node: replace(node, transitions=left(node.transitions)))
    return replace(changed, always=left(scenario.always))
