"""The play as a value: what has been said so far, and the pure steps from one state to the next.

    dialogue = begin(scenario, Mode.PRACTISE)          the citizen has said dialogue.line
    dialogue = with_hint(scenario, dialogue)           practising only; costs points
    dialogue = answered(scenario, dialogue, reply)     the citizen has answered: line, mood, ended
    dialogue = taken_back(scenario, dialogue, Why.MISHEARD)   the last reply is to be given again

Nothing is random and nothing is lost: the same replies give the same conversation, and a reply that was
taken back stays in `withdrawn`.
"""

from dataclasses import replace

from app.domain.attempt import Manner
from app.domain.errors import UserError
from app.domain.lexicon import Severity
from app.domain.role_play.conditions import BACK, Facts, Transition, first_that_holds
from app.domain.role_play.conversation import (
    NOBODY_SPOKE,
    Dialogue,
    Exchange,
    Mode,
    Reply,
    Told,
    Why,
    Withdrawn,
)
from app.domain.role_play.main_path import main_path
from app.domain.role_play.mood import mood_changes, moved
from app.domain.role_play.rules import USUAL, ConversationRules
from app.domain.role_play.wording import in_words
from app.domain.scenario import Ending, Hint, Node, Point, Scenario

__all__ = [
    "NOBODY_SPOKE", "Dialogue", "Exchange", "Mode", "Reply", "Told", "Why", "Withdrawn",
    "answered", "begin", "ending_of", "given_up", "may_take_back", "next_hint", "points_left", "taken_back",
    "with_hint",
]  # fmt: skip


def begin(scenario: Scenario, mode: Mode, rules: ConversationRules = USUAL) -> Dialogue:
    """The citizen has said their first line."""
    first = scenario.nodes[0]
    line = _line(first, scenario.citizen.feeling, False, rules)
    return Dialogue(scenario.id, scenario.version, mode, first.id, line, scenario.citizen.feeling)


def answered(scenario: Scenario, dialogue: Dialogue, reply: Reply, rules: ConversationRules = USUAL) -> Dialogue:
    """The state after `reply`: the citizen has said the next line, or their last.

    ValueError where the conversation has ended. It always ends: the `most_replies`th reply is the last.
    """
    node = scenario.node(dialogue.at)
    if dialogue.ended or node is None:
        raise ValueError("the conversation has ended")
    known = dialogue.told
    new = tuple(dict.fromkeys(told.point for told in reply.told if told.point not in known))
    points = {point.id: point for point in scenario.points}
    everything = frozenset(known).union(new)
    too_long = reply.characters > rules.too_long
    changes = mood_changes(
        node,
        dialogue.mood,
        reply.polite,
        [(hit.category, hit.severity, hit.heard) for hit in reply.offences],
        [points[id] for id in new if id in points],
        any(point.id not in everything for point in node.points),
        reply.silent,
        too_long,
        rules.mood,
    )
    mood = moved(dialogue.mood, changes, rules.mood)
    facts = Facts(
        everything,
        frozenset(reply.polite),
        frozenset(hit.category for hit in reply.offences),
        any(hit.severity is Severity.VETO for hit in reply.offences),
        reply.silent,
        too_long,
        dialogue.attempt,
        mood,
    )
    to, because, times_up = _next(scenario, dialogue, node, facts, reply, rules)
    exchange = Exchange(
        node.id,
        dialogue.line,
        dialogue.attempt,
        dialogue.mood,
        reply,
        changes,
        mood,
        new,
        to,
        because,
        dialogue.hints,
    )
    ending, following = scenario.ending(to), scenario.node(to)
    if ending:
        line = ending.says
    elif reply.silent and to == node.id:
        line = scenario.citizen.unheard
    else:
        assert following is not None, to
        been = any(each.node == to for each in (*dialogue.exchanges, exchange))
        line = _line(following, mood, been, rules)
    return replace(
        dialogue,
        at=to,
        line=line,
        mood=mood,
        exchanges=(*dialogue.exchanges, exchange),
        hints=0,
        ended=ending is not None,
        times_up=times_up,
    )


def ending_of(scenario: Scenario, dialogue: Dialogue) -> Ending | None:
    """The ending reached; None where the conversation goes on or was given up."""
    return scenario.ending(dialogue.at) if dialogue.ended else None


def next_hint(scenario: Scenario, dialogue: Dialogue) -> Hint | None:
    """The hint that `with_hint` would show; None where there is none (left), or hints are not allowed."""
    node = scenario.node(dialogue.at)
    if node is None or dialogue.ended or dialogue.mode is not Mode.PRACTISE or dialogue.hints >= len(node.hints):
        return None
    return node.hints[dialogue.hints]


def with_hint(scenario: Scenario, dialogue: Dialogue) -> Dialogue:
    """One more hint taken at this moment. UserError where there is none."""
    if next_hint(scenario, dialogue) is None:
        raise UserError("现在没有提示可看。", "考核和跟读没有提示；练习时，每一轮的提示看完就没有了。")
    return replace(dialogue, hints=dialogue.hints + 1)


def may_take_back(dialogue: Dialogue, why: Why) -> bool:
    """A misheard reply once for each moment, for what was typed cannot be misheard; another try as often as one
    likes while practising.
    """
    if not dialogue.exchanges or dialogue.times_up or dialogue.given_up:
        return False
    last = len(dialogue.exchanges) - 1
    if why is Why.RETRY:
        return dialogue.mode is Mode.PRACTISE
    again = any(each.why is Why.MISHEARD and each.before == last for each in dialogue.withdrawn)
    reply = dialogue.exchanges[last].reply
    return not again and not reply.silent and reply.manner is Manner.SPOKEN


def taken_back(scenario: Scenario, dialogue: Dialogue, why: Why) -> Dialogue:
    """The state before the last reply, which is kept in `withdrawn`. UserError where that is not allowed."""
    if not may_take_back(dialogue, why):
        if why is Why.MISHEARD:
            raise UserError(
                "这一轮不能以“听错了”重说。",
                "只有说出来的回答可以重说，每一轮一次；听写仍不对的，结束后请带教老师听录音。",
            )
        raise UserError("现在不能重答上一轮。", "只有练习时可以重答；考核一次作答。")
    last = dialogue.exchanges[-1]
    return replace(
        dialogue,
        at=last.node,
        line=last.line,
        mood=last.mood,
        exchanges=dialogue.exchanges[:-1],
        withdrawn=(*dialogue.withdrawn, Withdrawn(last, len(dialogue.exchanges) - 1, why)),
        hints=last.hints,
        ended=False,
    )


def given_up(dialogue: Dialogue) -> Dialogue:
    """The trainee breaks off: the conversation has ended without an ending."""
    return replace(dialogue, ended=True, given_up=True)


def _next(
    scenario: Scenario, dialogue: Dialogue, node: Node, facts: Facts, reply: Reply, rules: ConversationRules
) -> tuple[str, str, bool]:
    """Where it goes, why, and whether the time was up."""
    if dialogue.mode is Mode.SHADOW:
        return _along_the_main_path(scenario, node, rules)
    spent = dialogue.spent + reply.thinking + reply.seconds
    if dialogue.mode is Mode.EXAMINE and spent > scenario.minutes * 60:
        return scenario.leaves, f"{scenario.minutes} 分钟到了。", True
    transition = first_that_holds((*scenario.always, *node.transitions), facts)
    if facts.silent and transition is None:
        if dialogue.exchanges and dialogue.exchanges[-1].reply.silent:
            return scenario.leaves, "两次没有人回答，群众走了。", False
        return _unless_last(scenario, dialogue, node.id, "没有人回答，群众再问一遍。")
    if transition is None:
        return scenario.leaves, "没有写明怎样往下谈。", False
    because = transition.because or _usual_words(transition, node, scenario)
    to = _before(scenario, dialogue, node) if transition.to == BACK else transition.to
    return _unless_last(scenario, dialogue, to, because)


def _usual_words(transition: Transition, node: Node, scenario: Scenario) -> str:
    if not transition.when.always:
        return in_words(transition.when, scenario) + "。"
    return "还没有听到要紧的话，群众再问。" if transition.to == node.id else ""


def _before(scenario: Scenario, dialogue: Dialogue, node: Node) -> str:
    """The node from which the conversation came to this one."""
    earlier = (exchange.node for exchange in reversed(dialogue.exchanges) if exchange.node != node.id)
    return next(earlier, scenario.nodes[0].id)


def _unless_last(scenario: Scenario, dialogue: Dialogue, to: str, because: str) -> tuple[str, str, bool]:
    if dialogue.turn >= scenario.most_replies and scenario.ending(to) is None:
        return scenario.leaves, f"谈了 {scenario.most_replies} 轮还没有结果，群众走了。", False
    return to, because, False


def _along_the_main_path(scenario: Scenario, node: Node, rules: ConversationRules) -> tuple[str, str, bool]:
    path = main_path(scenario, rules)
    ids = [each.id for each in path.nodes]
    following = ids.index(node.id) + 1
    if following < len(ids):
        return ids[following], "", False
    return path.ending.id if path.ending else scenario.leaves, "", False


def _line(node: Node, mood: int, again: bool, rules: ConversationRules) -> str:
    if again and node.again:
        return node.again
    return node.upset if node.upset and mood < rules.mood.upset else node.says


def points_left(node: Node, dialogue: Dialogue) -> tuple[Point, ...]:
    """The points of a node that have not been told yet, ★ first."""
    told = dialogue.told
    return tuple(sorted((point for point in node.points if point.id not in told), key=lambda point: not point.must))
