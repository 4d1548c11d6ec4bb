"""A role-play as plain values, as `reading` reads them back: what a file, a sheet or the editor shows."""

from app.domain.role_play.conditions import FORBIDDEN, Condition, Transition
from app.domain.role_play.reading import ANY, VETO
from app.domain.scenario import Channel, Citizen, Ending, Hint, Node, Point, Scenario, Voice

Plain = dict[str, object]
_USUAL = Citizen("", 40, "")


def scenario_to_plain(scenario: Scenario) -> Plain:
    """Every field in the order of docs/formats.md; what is as usual is left out. A point is written where it
    first occurs, afterwards only named.
    """
    known: set[str] = set()
    plain: Plain = {"id": scenario.id, "title": scenario.title, "line": scenario.line}
    if scenario.channel is not Channel.WINDOW:
        plain["channel"] = scenario.channel.label
    _add(plain, trains=scenario.trains)
    plain["situation"] = scenario.situation
    _add(plain, papers=[{"title": paper.title, "shows": paper.shows} for paper in scenario.papers])
    plain["citizen"] = _citizen(scenario.citizen)
    _add(
        plain,
        minutes=scenario.minutes if scenario.minutes != 6 else 0,
        most_replies=scenario.most_replies if scenario.most_replies != 12 else 0,
        always=[transition_to_plain(each) for each in scenario.always],
    )
    plain["nodes"] = [_node(node, known) for node in scenario.nodes]
    plain["endings"] = [_ending(ending) for ending in scenario.endings]
    plain["leaves"] = scenario.leaves
    _add(
        plain,
        basis=[{"law": basis.law, **({"article": basis.article} if basis.article else {})} for basis in scenario.basis],
    )
    plain["checked"] = scenario.checked
    return plain


def transition_to_plain(transition: Transition) -> Plain:
    plain = _condition(transition.when)
    plain["to"] = transition.to
    _add(plain, because=transition.because)
    return plain


def _citizen(citizen: Citizen) -> Plain:
    plain: Plain = {"name": citizen.name, "age": citizen.age, "mood": citizen.mood}
    _add(plain, feeling=citizen.feeling if citizen.feeling != _USUAL.feeling else None, manner=citizen.manner)
    if citizen.voice != Voice():
        voice = citizen.voice
        plain["voice"] = {"sex": voice.sex.label, "rate": voice.rate, "pitch": voice.pitch}
    _add(
        plain,
        patience=citizen.patience if citizen.patience != _USUAL.patience else 0,
        unheard=citizen.unheard if citizen.unheard != _USUAL.unheard else "",
    )
    return plain


def _node(node: Node, known: set[str]) -> Plain:
    plain: Plain = {"id": node.id, "says": node.says}
    _add(
        plain,
        upset=node.upset,
        again=node.again,
        stages=[stage.label for stage in node.stages],
        points=[_point(point, known) for point in node.points],
        hints=[_hint(hint) for hint in node.hints],
        exemplary=node.exemplary,
        next=[transition_to_plain(each) for each in node.transitions],
    )
    return plain


def _point(point: Point, known: set[str]) -> object:
    if point.id in known:
        return point.id
    known.add(point.id)
    plain: Plain = {"id": point.id, "text": point.text}
    _add(plain, must=point.must, basis=point.basis)
    plain["ways"] = list(point.ways)
    return plain


def _hint(hint: Hint) -> object:
    if hint.cost == Hint("").cost:
        return hint.text
    return {"text": hint.text, "cost": int(hint.cost) if hint.cost.is_integer() else hint.cost}


def _condition(condition: Condition) -> Plain:
    plain: Plain = {}
    if condition.veto:
        plain["forbidden"] = VETO
    elif set(condition.forbidden) == set(FORBIDDEN):
        plain["forbidden"] = ANY
    else:
        _add(plain, forbidden=[category.label for category in condition.forbidden])
    _add(
        plain,
        points=list(condition.points),
        any_points=list(condition.any_points),
        missing=list(condition.missing),
        polite=[category.label for category in condition.polite],
        without=[category.label for category in condition.without],
        silent=condition.silent,
        too_long=condition.too_long,
        attempts=condition.attempts,
        mood_below=condition.mood_below,
        mood_above=condition.mood_above,
    )
    return plain


def _ending(ending: Ending) -> Plain:
    return {
        "id": ending.id,
        "kind": ending.kind.label,
        "title": ending.title,
        "says": ending.says,
        "explains": ending.explains,
    }


# Fields in which 0 is a value and not the absence of one.
_MEANT = frozenset({"feeling", "mood_below", "mood_above"})


def _add(plain: Plain, **values: object) -> None:
    """Only what says something: no empty text or list, no False, no 0 that is not meant."""
    for key, value in values.items():
        if value or (value == 0 and value is not False and key in _MEANT):
            plain[key] = value
