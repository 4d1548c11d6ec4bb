"""Where in the editor a problem is mended: the tab, the row and the field that its path leads to."""

from dataclasses import dataclass
from enum import Enum

from app.domain.question_problems import PlainPath
from app.domain.scenario import Scenario


class Tab(Enum):
    """The forms of the editor."""

    LINES = "lines"
    POINTS = "points"
    NEXT = "next"
    REPLY = "reply"
    ENDING = "ending"
    MATTER = "matter"
    CITIZEN = "citizen"
    PAPERS = "papers"
    ANYWHERE = "anywhere"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Tab.LINES: "群众的话", Tab.POINTS: "要点", Tab.NEXT: "往下怎样谈", Tab.REPLY: "示范和提示", Tab.ENDING: "结局",
    Tab.MATTER: "情况", Tab.CITIZEN: "群众", Tab.PAPERS: "材料和依据", Tab.ANYWHERE: "任何时候",
}  # fmt: skip
OF_NODE = (Tab.LINES, Tab.POINTS, Tab.NEXT, Tab.REPLY)
OF_WHOLE = (Tab.MATTER, Tab.CITIZEN, Tab.PAPERS, Tab.ANYWHERE)


@dataclass(frozen=True, slots=True)
class Spot:
    """`id`: the moment or ending, "" for the whole role-play. `row`: the point or transition, -1 where none is meant."""

    id: str
    tab: Tab
    field: str = ""
    row: int = -1


def spot_of(path: PlainPath, scenario: Scenario) -> Spot:
    """Where what `path` leads to is mended; its nearest place where it leads to nothing (any more)."""
    first, rest = (path[0], path[1:]) if path else ("", ())
    if first == "nodes":
        return _in_node(rest, scenario)
    if first == "endings":
        at = rest[0] if rest and isinstance(rest[0], int) else 0
        if at < len(scenario.endings):
            return Spot(scenario.endings[at].id, Tab.ENDING, _field(rest, 1))
        return Spot("", Tab.MATTER, "leaves")
    if first == "always":
        return Spot("", Tab.ANYWHERE, _field(rest, 1), rest[0] if rest and isinstance(rest[0], int) else -1)
    if first == "citizen":
        field = _field(rest, 0)
        return Spot("", Tab.CITIZEN, _field(rest, 1) or "sex" if field == "voice" else field)
    if first in ("papers", "basis", "checked") or not path:
        return Spot("", Tab.PAPERS, str(first or "checked"))
    return Spot("", Tab.MATTER, str(first))


def where_in_words(spot: Spot) -> str:
    """For a list: “开头 · 要点 2”."""
    row = f" {spot.row + 1}" if spot.row >= 0 else ""
    return f"{spot.id or '整个情景'} · {spot.tab.label}{row}" if spot.tab is not Tab.ENDING else f"结局 {spot.id}"


def _in_node(rest: PlainPath, scenario: Scenario) -> Spot:
    at = rest[0] if rest and isinstance(rest[0], int) else 0
    if at >= len(scenario.nodes):
        return Spot("", Tab.MATTER, "title")
    id = scenario.nodes[at].id
    key = _field(rest, 1)
    row = rest[2] if len(rest) > 2 and isinstance(rest[2], int) else -1
    if key == "points":
        return Spot(id, Tab.POINTS, _field(rest, 3) or "text", row)
    if key == "next":
        return Spot(id, Tab.NEXT, _field(rest, 3) or "next", row)
    if key in ("exemplary", "hints"):
        return Spot(id, Tab.REPLY, key)
    return Spot(id, Tab.LINES, key or "says")


def _field(path: PlainPath, at: int) -> str:
    return str(path[at]) if len(path) > at else ""
