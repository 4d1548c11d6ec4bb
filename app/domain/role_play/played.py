"""A finished conversation as it is kept: what was said on both sides, what came of it, how it was scored."""

from dataclasses import dataclass
from typing import Any

from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.role_play.dialogue import Dialogue, ending_of
from app.domain.role_play.dialogue_score import DialogueScore
from app.domain.rubric import Rubric
from app.domain.scenario import Channel, Citizen, Ending, Scenario
from app.domain.score_sheet import Dimension

# Raised only when an old reader would misread a body; a field added with a default needs no new number.
BODY_VERSION = 1


@dataclass(frozen=True, slots=True)
class PlayedDialogue:
    """Everything that a review needs, whatever becomes of the scenario's file.

    `line` is the business line; `ending` None where the conversation was given up; `exemplary` the model
    reply to each exchange, in their order, "" where the moment has none; `started` ISO 8601 with offset;
    `conversation` the id it had while it was under way. `scenario` and `rubric` are those it was scored by,
    so that a trainer's decision on what was said is weighed by the same rules; None in the first records.
    """

    scenario_id: str
    scenario_version: str
    scenario_title: str
    line: str
    situation: str
    channel: Channel
    citizen: Citizen
    dialogue: Dialogue
    score: DialogueScore
    ending: Ending | None
    exemplary: tuple[str, ...]
    started: str
    conversation: str = ""
    scenario: Scenario | None = None
    rubric: Rubric | None = None

    @property
    def moods(self) -> tuple[int, ...]:
        """The mood at the beginning and after each reply: the curve of the review."""
        exchanges = self.dialogue.exchanges
        return (exchanges[0].mood if exchanges else self.dialogue.mood, *(each.mood_after for each in exchanges))


def played(
    scenario: Scenario,
    dialogue: Dialogue,
    score: DialogueScore,
    started: str,
    conversation: str = "",
    rubric: Rubric | None = None,
) -> PlayedDialogue:
    nodes = [scenario.node(exchange.node) for exchange in dialogue.exchanges]
    return PlayedDialogue(
        scenario.id,
        scenario.version,
        scenario.title,
        scenario.line,
        scenario.situation,
        scenario.channel,
        scenario.citizen,
        dialogue,
        score,
        ending_of(scenario, dialogue),
        tuple(node.exemplary if node else "" for node in nodes),
        started,
        conversation,
        scenario,
        rubric,
    )


def played_to_body(dialogue: PlayedDialogue) -> dict[str, Any]:
    """The conversation as JSON values, for a record's body."""
    return {"version": BODY_VERSION, **to_json(dialogue)}


def played_from_body(body: dict[str, Any]) -> PlayedDialogue:
    """The conversation a body holds. UserError where a newer version wrote it, or something is missing."""
    remedy = "请用较新的版本打开，或先运行“校验记录”查看是否被改动。"
    if not isinstance(body.get("version"), int) or body["version"] > BODY_VERSION:
        raise UserError("这条记录由更新版本的程序写成，当前版本读不懂。", remedy)
    try:
        return from_json(body, PlayedDialogue)
    except ValueError as error:
        raise UserError("这条记录的内容不完整或不认识，读不出来。", remedy) from error


@dataclass(frozen=True, slots=True)
class Comparison:
    """This try beside one's last of the same scenario: differences are this less that.

    `gained` and `lost` are the titles of points told now and not then, and the other way round.
    """

    total: float
    mood: int
    offences: int
    replies: int
    thinking: float
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def compared(now: PlayedDialogue, before: PlayedDialogue) -> Comparison:
    """Points are compared by their ids, so that the two may be of different versions of the scenario."""
    told_now, told_then = _told(now), _told(before)
    return Comparison(
        round(now.score.whole.total - before.score.whole.total, 1),
        now.dialogue.mood - before.dialogue.mood,
        _offences(now) - _offences(before),
        len(now.dialogue.exchanges) - len(before.dialogue.exchanges),
        round(_thinking(now) - _thinking(before), 1),
        tuple(title for rule, title in told_now.items() if rule not in told_then),
        tuple(title for rule, title in told_then.items() if rule not in told_now),
    )


def _told(dialogue: PlayedDialogue) -> dict[str, str]:
    lines = dialogue.score.whole.lines
    return {line.rule: line.title for line in lines if line.dimension is Dimension.POINTS and line.points > 0}


def _offences(dialogue: PlayedDialogue) -> int:
    return sum(len(exchange.reply.offences) for exchange in dialogue.dialogue.exchanges)


def _thinking(dialogue: PlayedDialogue) -> float:
    """Seconds of thinking for each reply, on average."""
    exchanges = dialogue.dialogue.exchanges
    return sum(each.reply.thinking for each in exchanges) / len(exchanges) if exchanges else 0.0
