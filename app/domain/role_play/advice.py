"""What would have been better in a conversation: points left out with words for them, forbidden phrases replaced."""

import re
from dataclasses import dataclass

from app.domain.lexicon import Category
from app.domain.points import first_words
from app.domain.role_play.played import PlayedDialogue
from app.domain.scenario import Point, Scenario
from app.domain.score_sheet import Dimension, Effect, Evidence
from app.domain.transcript import typed_transcript

_SENTENCE = re.compile(r"[^。！？；]*[。！？；]?")


@dataclass(frozen=True, slots=True)
class PointOutcome:
    """A point of the conversation. `words` tell it where it was told; else `say` is how one could have put it,
    "" where the role-play has no example.
    """

    title: str
    must: bool
    told: bool
    words: Evidence | None
    say: str


@dataclass(frozen=True, slots=True)
class ForbiddenSaid:
    """A forbidden phrase that was said: which words, in which turn (from 0), and what to say instead."""

    turn: int
    heard: str
    category: Category
    veto: bool
    instead: str
    start: float
    end: float


def points(played: PlayedDialogue) -> tuple[PointOutcome, ...]:
    """The points by the sheet that counts, those left out before those told, ★ first in each."""
    found = []
    for line in played.score.whole.lines:
        if line.dimension is not Dimension.POINTS:
            continue
        told = line.points > 0
        words = line.evidence[0] if told and line.evidence else None
        say = "" if told else _example(played, line.rule.removeprefix("points."))
        must = line.effect is Effect.REQUIRED
        found.append(PointOutcome(line.title.removeprefix("★"), must, told, words, say))
    return tuple(sorted(found, key=lambda each: (each.told, not each.must)))


def forbidden(played: PlayedDialogue) -> tuple[ForbiddenSaid, ...]:
    """Every forbidden phrase that counts, in the order in which they were said."""
    return tuple(
        ForbiddenSaid(turn, hit.heard, hit.category, hit.severity.value == "veto", hit.instead, hit.start, hit.end)
        for turn, exchange in enumerate(played.dialogue.exchanges)
        for hit in sorted(exchange.reply.offences, key=lambda hit: hit.start)
    )


def _example(played: PlayedDialogue, point_id: str) -> str:
    """The sentence of a model reply that tells the point; the whole reply where no sentence alone does."""
    scenario = played.scenario
    if scenario is None:
        return ""
    visited = {exchange.node for exchange in played.dialogue.exchanges}
    nodes = [node for node in scenario.nodes if any(point.id == point_id for point in node.points) and node.exemplary]
    nodes.sort(key=lambda node: node.id not in visited)
    point = _point(scenario, point_id)
    if not nodes or point is None:
        return ""
    exemplary = nodes[0].exemplary
    for sentence in _SENTENCE.findall(exemplary):
        if sentence and point_id in first_words(typed_transcript(sentence), (point,)):
            return sentence.strip()
    return exemplary


def _point(scenario: Scenario, point_id: str) -> Point | None:
    return next((point for point in scenario.points if point.id == point_id), None)
