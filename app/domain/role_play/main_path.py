"""The main path of a role-play: where it goes for someone who says at every moment what is expected."""

from dataclasses import dataclass

from app.domain.role_play.conditions import Facts, first_that_holds
from app.domain.role_play.mood import mood_changes, moved
from app.domain.role_play.rules import USUAL, ConversationRules
from app.domain.scenario import Ending, Node, Scenario


@dataclass(frozen=True, slots=True)
class MainPath:
    """The nodes in order and the ending reached; None where the path turns back on itself or leads nowhere."""

    nodes: tuple[Node, ...]
    ending: Ending | None


def main_path(scenario: Scenario, rules: ConversationRules = USUAL) -> MainPath:
    """Found without hearing anything: every point of a node is taken as told, every stage as said."""
    told: set[str] = set()
    mood = scenario.citizen.feeling
    path: dict[str, Node] = {}
    node = scenario.nodes[0] if scenario.nodes else None
    while node is not None and node.id not in path:
        path[node.id] = node
        new = [point for point in node.points if point.id not in told]
        told.update(point.id for point in node.points)
        changes = mood_changes(node, mood, node.stages, (), new, False, False, False, rules.mood)
        mood = moved(mood, changes, rules.mood)
        facts = Facts(frozenset(told), frozenset(node.stages), mood=mood)
        chosen = first_that_holds((*scenario.always, *node.transitions), facts)
        if chosen is None:
            break
        if ending := scenario.ending(chosen.to):
            return MainPath(tuple(path.values()), ending)
        node = scenario.node(chosen.to)
    return MainPath(tuple(path.values()), None)
