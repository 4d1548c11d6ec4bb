"""Shadowing (跟读): the exemplary dialogue to listen to, and how near a repetition came to it."""

from dataclasses import dataclass

from rapidfuzz.distance import Indel

from app.domain.heard import listen
from app.domain.role_play.main_path import main_path
from app.domain.scenario import Scenario
from app.domain.sounds import cost
from app.domain.transcript import Transcript, typed_transcript

# Two characters that cost at most this apart count as the same: what Whisper confuses is not the speaker's fault.
_ALIKE = 0.35


@dataclass(frozen=True, slots=True)
class ExemplaryLine:
    """What the citizen says at a moment, and what a good colleague answers."""

    node: str
    citizen: str
    colleague: str


@dataclass(frozen=True, slots=True)
class Shadowed:
    """A repetition beside its model: `likeness` 0 to 1, and the model in pieces, each said or left out."""

    likeness: float
    pieces: tuple[tuple[str, bool], ...]


def exemplary_dialogue(scenario: Scenario) -> tuple[ExemplaryLine, ...]:
    """The main path with its exemplary replies, in order."""
    return tuple(ExemplaryLine(node.id, node.says, node.exemplary) for node in main_path(scenario).nodes)


def compare(model: str, said: Transcript) -> Shadowed:
    """Compare by characters, numbers as they are read, homophones as the same; punctuation does not count."""
    wanted, heard = listen(typed_transcript(model)).units, listen(said).units
    text = model.strip()
    spoken = "".join(unit.character for unit in heard)
    target = "".join(unit.character for unit in wanted)
    # What sounds alike is written alike first, so that one pass of edit distance serves.
    spoken = "".join(_as_in(character, target) for character in spoken)
    found = [False] * len(wanted)
    for operation in Indel.opcodes(target, spoken):
        if operation.tag == "equal":
            found[operation.src_start : operation.src_end] = [True] * (operation.src_end - operation.src_start)
    said_at = {at for unit, was in zip(wanted, found, strict=True) if was for at in range(unit.index, unit.last)}
    pieces: list[tuple[str, bool]] = []
    for at, character in enumerate(text):
        was = at in said_at or (not character.isalnum() and bool(pieces) and pieces[-1][1])
        if pieces and pieces[-1][1] == was:
            pieces[-1] = (pieces[-1][0] + character, was)
        else:
            pieces.append((character, was))
    likeness = Indel.normalized_similarity(target, spoken) if target else 1.0
    return Shadowed(round(likeness, 3), tuple(pieces))


def _as_in(character: str, target: str) -> str:
    if character in target:
        return character
    near = [other for other in dict.fromkeys(target) if cost(other, character) <= _ALIKE]
    return min(near, key=lambda other: cost(other, character)) if near else character
