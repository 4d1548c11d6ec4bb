"""What is wrong with a role-play as it is written: faults that keep it from being played, and doubts.

Every problem has the path to the value at fault (("nodes", 2, "next", 0, "to")), so that files, sheets and
the editor can show it in its place. Nothing is heard here but points, each at its own node: 500 nodes
take well under a second. What needs the lexicon is in `rehearsal`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.domain.points import first_words, way_problem
from app.domain.question_problems import PlainPath, Problem
from app.domain.role_play.conditions import BACK, Transition
from app.domain.role_play.main_path import main_path
from app.domain.scenario import EndingKind, Node, Point, Scenario
from app.domain.transcript import typed_transcript

# What can be said, read and remembered in one breath, in characters.
LONGEST_LINE = 90
LONGEST_EXEMPLARY = 220
LONGEST_HINT = 60
LONGEST_SITUATION = 160


def problems_of(scenario: Scenario) -> tuple[Problem, ...]:
    """Everything that a trainer should mend, faults first."""
    return (*faults_of(scenario), *doubts_of(scenario))


def faults_of(scenario: Scenario) -> tuple[Problem, ...]:
    """What keeps it from being played: names that lead nowhere, moments without a way on, loops without exit."""
    if not scenario.nodes:
        return (Problem(("nodes",), "还没有一轮对话。", "请在 nodes 里至少写一轮。"),)
    found = [*_wrong_names(scenario), *_dead_ends(scenario), *_wrong_ways(scenario)]
    if not any(ending.kind is EndingKind.GOOD for ending in scenario.endings):
        found.append(Problem(("endings",), "没有好的结局（kind: 好）。", "请至少写一个事情办成的结局。"))
    if scenario.ending(scenario.leaves) is None:
        said = f"“{scenario.leaves}”不是任何结局的名字" if scenario.leaves else "没有填写"
        found.append(Problem(("leaves",), f"leaves（没人回答时的结局）{said}。", "请写 endings 里一个坏结局的 id。"))
    return tuple(found) or tuple(_endless(scenario))


def doubts_of(scenario: Scenario) -> tuple[Problem, ...]:
    """What plays, and is surely not meant: never reached, cannot be scored, too long, not exemplary."""
    if not scenario.nodes:
        return ()
    return (
        *_unreached(scenario),
        *_too_few_endings(scenario),
        *_never_asked(scenario),
        *_too_long(scenario),
        *_exemplary(scenario),
    )


def _transitions(scenario: Scenario) -> Iterator[tuple[PlainPath, Transition]]:
    for j, transition in enumerate(scenario.always):
        yield ("always", j), transition
    for i, node in enumerate(scenario.nodes):
        for j, transition in enumerate(node.transitions):
            yield ("nodes", i, "next", j), transition


def _wrong_names(scenario: Scenario) -> Iterator[Problem]:
    names = {BACK, *(each.id for each in (*scenario.nodes, *scenario.endings))}
    points = {point.id for point in scenario.points}
    for path, transition in _transitions(scenario):
        if transition.to not in names:
            yield Problem(
                (*path, "to"), f"没有叫“{transition.to}”的一轮或结局。", f"可以写的有：{'、'.join(sorted(names))}。"
            )
        for key in ("points", "any_points", "missing"):
            for id in getattr(transition.when, key):
                if id not in points:
                    yield Problem((*path, key), f"没有叫“{id}”的要点。", f"可以写的有：{'、'.join(sorted(points))}。")


def _dead_ends(scenario: Scenario) -> Iterator[Problem]:
    for i, node in enumerate(scenario.nodes):
        if not node.transitions:
            yield Problem(("nodes", i), f"“{node.id}”没有写往下怎样谈（next）。", "请写上去哪一轮，或到哪个结局。")
        elif not node.transitions[-1].when.always:
            yield Problem(
                ("nodes", i, "next"),
                f"“{node.id}”没有写“其他情况”怎么办：条件都不满足时无处可去。",
                "请在 next 最后加一行只有 to 的。",
            )
    for i, transition in enumerate(scenario.always):
        if transition.when.always:
            yield Problem(("always", i), "always 里的一行没有条件，每一轮都会走到它。", "请写上条件。")


def _wrong_ways(scenario: Scenario) -> Iterator[Problem]:
    for path, point in _points_in_place(scenario):
        if not point.ways:
            yield Problem(path, f"要点“{point.id}”没有任何说法，谁也得不了分。", "请在 ways 里至少写一种说法。")
        for k, way in enumerate(point.ways):
            if why := way_problem(way):
                yield Problem((*path, "ways", k), f"要点“{point.id}”的说法“{way}”：{why}。", "请照说明改写。")


def _points_in_place(scenario: Scenario) -> Iterator[tuple[PlainPath, Point]]:
    """Every point where it is first written."""
    seen = set()
    for i, node in enumerate(scenario.nodes):
        for j, point in enumerate(node.points):
            if point.id not in seen:
                seen.add(point.id)
                yield ("nodes", i, "points", j), point


def _endless(scenario: Scenario) -> Iterator[Problem]:
    """Nodes that somebody who never says the right thing, or the wrong one, would never get away from."""
    sure = {
        node.id: [each for each in node.transitions if each.when.always or each.when.only_attempts]
        for node in scenario.nodes
    }
    leads = _leads(scenario, sure)
    ends = _reaching({ending.id for ending in scenario.endings}, leads)
    for i, node in enumerate(scenario.nodes):
        if node.id not in ends:
            yield Problem(
                ("nodes", i),
                f"“{node.id}”是走不出去的圈：学员一直说不到要点时，群众会没完没了地问。",
                "请在 next 里加一行，例如 {attempts: 3, to: 某个结局}，说几次还说不到就结束。",
            )


def _leads(scenario: Scenario, transitions: Mapping[str, Sequence[Transition]]) -> dict[str, list[str]]:
    """Where each node leads by these transitions. Back leads to every node that leads here by any of its own."""
    sources: dict[str, list[str]] = {}
    for node in scenario.nodes:
        for transition in node.transitions:
            sources.setdefault(transition.to, []).append(node.id)
    return {
        id: [target for each in mine for target in (sources.get(id, ()) if each.to == BACK else (each.to,))]
        for id, mine in transitions.items()
    }


def _reaching(goals: set[str], leads: dict[str, list[str]]) -> set[str]:
    """All from which some goal can be reached, the goals included."""
    back: dict[str, list[str]] = {}
    for start, targets in leads.items():
        for target in targets:
            back.setdefault(target, []).append(start)
    return _reachable(goals, back)


def _reachable(starts: Iterable[str], leads: dict[str, list[str]]) -> set[str]:
    reached, queue = set(starts), list(starts)
    while queue:
        for target in leads.get(queue.pop(), ()):
            if target not in reached:
                reached.add(target)
                queue.append(target)
    return reached


def _unreached(scenario: Scenario) -> Iterator[Problem]:
    everywhere = [each.to for each in scenario.always]
    leads = _leads(scenario, {node.id: node.transitions for node in scenario.nodes})
    leads = {id: [*targets, *everywhere] for id, targets in leads.items()}
    reached = _reachable({scenario.nodes[0].id}, leads)
    for i, node in enumerate(scenario.nodes):
        if node.id not in reached:
            lost = f"，它的要点（{'、'.join(point.id for point in node.points)}）谁也得不了分" if node.points else ""
            yield Problem(
                ("nodes", i), f"“{node.id}”这一轮永远走不到{lost}。", "请在别的轮次的 next 里指向它，或删去。"
            )
        conditionless = next((j for j, each in enumerate(node.transitions) if each.when.always), None)
        if conditionless is not None and conditionless < len(node.transitions) - 1:
            yield Problem(
                ("nodes", i, "next", conditionless + 1),
                "前面一行没有条件，这一行永远用不上。",
                "请把没有条件的一行移到最后。",
            )
    for i, ending in enumerate(scenario.endings):
        if ending.id not in reached and ending.id != scenario.leaves:
            yield Problem(("endings", i), f"结局“{ending.id}”永远走不到。", "请在某一轮的 next 里指向它，或删去。")


def _too_few_endings(scenario: Scenario) -> Iterator[Problem]:
    if len(scenario.endings) < 2:
        yield Problem(("endings",), "只有一个结局，怎样对待群众结果都一样。", "请至少写两个结局，一好一坏。")


def _never_asked(scenario: Scenario) -> Iterator[Problem]:
    """A required point that the citizen's own line gives away: repeating the question would earn it."""
    for i, node in enumerate(scenario.nodes):
        said = first_words(typed_transcript(node.says), tuple(point for point in node.points if point.must))
        for j, point in enumerate(node.points):
            if point.id in said:
                words = said[point.id]
                yield Problem(
                    ("nodes", i, "points", j),
                    f"群众自己就说了“{words}”，照着重复一遍也算说到了“{point.id}”。",
                    "请换一种说法，或改群众的话。",
                )


def _too_long(scenario: Scenario) -> Iterator[Problem]:
    def over(text: str, most: int, path: PlainPath, what: str) -> Iterator[Problem]:
        if len(text) > most:
            yield Problem(path, f"{what}有 {len(text)} 个字，超过 {most} 个，听不完也记不住。", "请改短，或分成两轮。")

    yield from over(scenario.situation, LONGEST_SITUATION, ("situation",), "情况介绍")
    for i, node in enumerate(scenario.nodes):
        for key, text in (("says", node.says), ("upset", node.upset), ("again", node.again)):
            yield from over(text, LONGEST_LINE, ("nodes", i, key), "群众的话")
        yield from over(node.exemplary, LONGEST_EXEMPLARY, ("nodes", i, "exemplary"), "示范回答")
        for j, hint in enumerate(node.hints):
            yield from over(hint.text, LONGEST_HINT, ("nodes", i, "hints", j), "提示")
    for i, ending in enumerate(scenario.endings):
        yield from over(ending.says, LONGEST_LINE, ("endings", i, "says"), "群众的话")


def _exemplary(scenario: Scenario) -> Iterator[Problem]:
    path = main_path(scenario)
    places = {node.id: i for i, node in enumerate(scenario.nodes)}
    if path.ending is None or path.ending.kind is not EndingKind.GOOD:
        where = f"到了“{path.ending.id}”" if path.ending else f"停在“{path.nodes[-1].id}”，没有结局"
        yield Problem(
            ("nodes", places[path.nodes[-1].id], "next"),
            f"样样说到的人走不到好的结局：{where}。",
            "请检查各轮的 next：要点都说到、该说的文明用语都说了，应当一路走到好的结局。",
        )
    for node in scenario.nodes:
        if node.exemplary:
            yield from _untold(node, places[node.id])
        elif node in path.nodes:
            yield Problem(
                ("nodes", places[node.id]), f"“{node.id}”没有示范回答（exemplary）。", "请写一段应当得满分的回答。"
            )


def _untold(node: Node, at: int) -> Iterator[Problem]:
    told = first_words(typed_transcript(node.exemplary), node.points)
    for point in node.points:
        if point.id not in told:
            yield Problem(
                ("nodes", at, "exemplary"),
                f"示范回答没有说到要点“{point.id}”（{point.text}）。",
                "请补上，或在 ways 里加上示范回答的说法。",
            )
