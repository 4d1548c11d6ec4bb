"""The play as a value: what has been said so far, and the pure steps from one state to the next.

    dialogue = begin(scenario, Mode.PRACTISE)          the citizen has said dialogue.line
    dialogue = with_hint(scenario, dialogue)           practising only; costs points
    dialogue = answered(scenario, dialogue, reply)     the citizen has answered: line, mood, ended
    dialogue = taken_back(scenario, dialogue, Why.MISHEARD)   the last reply is to be given again

Nothing is random and nothing is lost: the same replies give the same conversation, and a reply that was
taken back stays in `withdrawn`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from app.domain.attempt import Manner
from app.domain.errors import UserError
from app.domain.hits import Hit
from app.domain.lexicon import Category, Kind, Severity
from app.domain.role_play.conditions import BACK, Facts, Transition, first_that_holds
from app.domain.role_play.main_path import main_path
from app.domain.role_play.mood import UPSET, MoodChange, mood_changes, moved
from app.domain.role_play.wording import in_words
from app.domain.scenario import Ending, Hint, Node, Point, Scenario
from app.domain.score_sheet import Evidence
from app.domain.transcript import Transcript

# Longer than this (about a minute and a quarter of speech) nobody at a window listens to.
TOO_LONG = 300


class Mode(Enum):
    """PRACTISE has hints and may take a reply back; EXAMINE has neither and is timed; SHADOW repeats the
    exemplary dialogue line by line and follows the main path whatever is said.
    """

    PRACTISE = "practise"
    EXAMINE = "examine"
    SHADOW = "shadow"

    @property
    def label(self) -> str:
        return {"practise": "练习", "examine": "考核", "shadow": "跟读"}[self.value]


class Why(Enum):
    """Why a reply was taken back: the machine misheard it (once a moment, in every mode), or to try again."""

    MISHEARD = "misheard"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Told:
    """A point that was told, and the words (their times within that reply's recording)."""

    point: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the trainee's, as it was heard.

    `told` are all points of the scenario found in it. `thinking` is the time in seconds from the end of
    the citizen's line to the first word (or key). `recording` is relative to recordings/, "" if typed.
    """

    transcript: Transcript
    hits: tuple[Hit, ...] = ()
    told: tuple[Told, ...] = ()
    thinking: float = 0.0
    manner: Manner = Manner.TYPED
    recording: str = ""
    recording_sha256: str = ""

    @property
    def silent(self) -> bool:
        return not any(character.isalnum() for character in self.transcript.text)

    @property
    def too_long(self) -> bool:
        return sum(character.isalnum() for character in self.transcript.text) > TOO_LONG

    @property
    def seconds(self) -> float:
        return self.transcript.seconds if self.manner is Manner.SPOKEN else 0.0

    @property
    def offences(self) -> tuple[Hit, ...]:
        """The forbidden phrases that are certain: only these have consequences."""
        return tuple(hit for hit in self.hits if hit.kind is Kind.FORBIDDEN and hit.certain)

    @property
    def polite(self) -> tuple[Category, ...]:
        return tuple(dict.fromkeys(hit.category for hit in self.hits if hit.kind is Kind.POLITE))


NOBODY_SPOKE = Reply(Transcript((), 0.0))


@dataclass(frozen=True, slots=True)
class Exchange:
    """A line of the citizen's, the reply to it, and what came of it.

    `attempt` counts the replies at this node, this one included; `mood` is the mood before; `new` are
    the points told for the first time; `hints` how many were taken; `to` the node or ending that
    follows and `because` why, in Chinese.
    """

    node: str
    line: str
    attempt: int
    mood: int
    reply: Reply
    changes: tuple[MoodChange, ...]
    mood_after: int
    new: tuple[str, ...]
    to: str
    because: str
    hints: int = 0


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An exchange that was taken back. `before` is the index in `Dialogue.exchanges` of what replaced it."""

    exchange: Exchange
    before: int
    why: Why


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation as it stands.

    `at` is the node where the citizen waits for an answer, or the ending reached (`ended`); `line` what
    they have just said; `mood` 0 to 100; `hints` how many were taken since. `times_up`: an examination
    ended because its minutes were over; `given_up`: the trainee broke off.
    """

    scenario_id: str
    scenario_version: str
    mode: Mode
    at: str
    line: str
    mood: int
    exchanges: tuple[Exchange, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    hints: int = 0
    ended: bool = False
    times_up: bool = False
    given_up: bool = False

    @property
    def turn(self) -> int:
        """The number of the reply that is due, from 1."""
        return len(self.exchanges) + 1

    @property
    def told(self) -> dict[str, int]:
        """The points told so far, each with the index of the exchange that told it first."""
        return {point: i for i, exchange in reversed([*enumerate(self.exchanges)]) for point in exchange.new}

    @property
    def attempt(self) -> int:
        """How many replies this one would be at this node."""
        return 1 + sum(exchange.node == self.at for exchange in self.exchanges)

    @property
    def misheard(self) -> int:
        """How often a reply was given again because it had been misheard."""
        return sum(each.why is Why.MISHEARD for each in self.withdrawn)

    @property
    def spent(self) -> float:
        """Seconds of thinking and speaking so far, what was taken back included."""
        exchanges = (*self.exchanges, *(each.exchange for each in self.withdrawn))
        return sum(each.reply.thinking + each.reply.seconds for each in exchanges)


def begin(scenario: Scenario, mode: Mode) -> Dialogue:
    """The citizen has said their first line."""
    first = scenario.nodes[0]
    line = _line(first, scenario.citizen.feeling, again=False)
    return Dialogue(scenario.id, scenario.version, mode, first.id, line, scenario.citizen.feeling)


def answered(scenario: Scenario, dialogue: Dialogue, reply: Reply) -> Dialogue:
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
    changes = mood_changes(
        node,
        dialogue.mood,
        reply.polite,
        [(hit.category, hit.severity, hit.heard) for hit in reply.offences],
        [points[id] for id in new if id in points],
        any(point.id not in everything for point in node.points),
        reply.silent,
        reply.too_long,
    )
    mood = moved(dialogue.mood, changes)
    facts = Facts(
        everything,
        frozenset(reply.polite),
        frozenset(hit.category for hit in reply.offences),
        any(hit.severity is Severity.VETO for hit in reply.offences),
        reply.silent,
        reply.too_long,
        dialogue.attempt,
        mood,
    )
    to, because, times_up = _next(scenario, dialogue, node, facts, reply)
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
        line = _line(following, mood, been)
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
    """A misheard reply once for each moment; another try as often as one likes while practising."""
    if not dialogue.exchanges or dialogue.times_up or dialogue.given_up:
        return False
    last = len(dialogue.exchanges) - 1
    if why is Why.RETRY:
        return dialogue.mode is Mode.PRACTISE
    again = any(each.why is Why.MISHEARD and each.before == last for each in dialogue.withdrawn)
    return not again and not dialogue.exchanges[last].reply.silent


def taken_back(scenario: Scenario, dialogue: Dialogue, why: Why) -> Dialogue:
    """The state before the last reply, which is kept in `withdrawn`. UserError where that is not allowed."""
    if not may_take_back(dialogue, why):
        if why is Why.MISHEARD:
            raise UserError(
                "这一轮不能再以“听错了”重说。", "每一轮只能重说一次；听写仍不对的，结束后请带教老师听录音。"
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


def _next(scenario: Scenario, dialogue: Dialogue, node: Node, facts: Facts, reply: Reply) -> tuple[str, str, bool]:
    """Where it goes, why, and whether the time was up."""
    if dialogue.mode is Mode.SHADOW:
        return _along_the_main_path(scenario, node)
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


def _along_the_main_path(scenario: Scenario, node: Node) -> tuple[str, str, bool]:
    path = main_path(scenario)
    ids = [each.id for each in path.nodes]
    following = ids.index(node.id) + 1
    if following < len(ids):
        return ids[following], "", False
    return path.ending.id if path.ending else scenario.leaves, "", False


def _line(node: Node, mood: int, again: bool) -> str:
    if again and node.again:
        return node.again
    return node.upset if node.upset and mood < UPSET else node.says


def points_left(node: Node, dialogue: Dialogue) -> tuple[Point, ...]:
    """The points of a node that have not been told yet, ★ first."""
    told = dialogue.told
    return tuple(sorted((point for point in node.points if point.id not in told), key=lambda point: not point.must))


def categories_said(dialogue: Dialogue) -> tuple[Category, ...]:
    """The polite categories said in the whole conversation, in order."""
    return tuple(dict.fromkeys(category for each in dialogue.exchanges for category in each.reply.polite))


def told_in(reply: Reply, ids: Iterable[str]) -> tuple[Told, ...]:
    wanted = set(ids)
    return tuple(told for told in reply.told if told.point in wanted)
