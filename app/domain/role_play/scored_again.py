"""A kept conversation heard and scored by other rules than those of its day.

What was said on both sides, in which order and with what ending is history: the citizen answered what they
heard then. What is looked for in the replies, and what it earns, is up to the rules in force.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.lexicon import Lexicon
from app.domain.matching import find_hits
from app.domain.role_play.conversation import Dialogue, Exchange
from app.domain.role_play.dialogue_score import score_dialogue
from app.domain.role_play.hearing import reply_of
from app.domain.role_play.played import PlayedDialogue, played
from app.domain.rubric import Rubric
from app.domain.scenario import Scenario
from app.domain.transcript import Transcript


def fits(scenario: Scenario, dialogue: Dialogue) -> bool:
    """Whether a version of the scenario still has every moment of the conversation and its ending."""
    moments = all(scenario.node(exchange.node) is not None for exchange in dialogue.exchanges)
    return moments and (dialogue.given_up or scenario.ending(dialogue.at) is not None)


def scored_again(
    old: PlayedDialogue, scenario: Scenario, heard: Sequence[Transcript], lexicon: Lexicon, rubric: Rubric
) -> PlayedDialogue:
    """The conversation with `heard` as the transcripts of its replies, in their order, by these rules."""
    exchanges: list[Exchange] = []
    told: set[str] = set()
    for exchange, transcript in zip(old.dialogue.exchanges, heard, strict=True):
        was = exchange.reply
        hits = find_hits(transcript, lexicon)
        reply = reply_of(scenario, transcript, hits, was.thinking, was.manner, was.recording, was.recording_sha256)
        new = tuple(dict.fromkeys(each.point for each in reply.told if each.point not in told))
        told.update(new)
        exchanges.append(replace(exchange, reply=reply, new=new))
    dialogue = replace(old.dialogue, exchanges=tuple(exchanges), scenario_version=scenario.version)
    score = score_dialogue(scenario, dialogue, rubric, lexicon.version)
    return played(scenario, dialogue, score, old.started, old.conversation, rubric)
