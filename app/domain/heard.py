"""A transcript as the matcher reads it: characters with their times, and the breaks between them."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property

from app.domain.numbers import read_aloud
from app.domain.sounds import coarse
from app.domain.transcript import Transcript, Word

CLAUSE_PAUSE = 0.35
SENTENCE_PAUSE = 0.6

_SENTENCE_ENDS = frozenset("。！？!?；;…")
# Wordings that differ by region or register only; one character may stand for two.
_SPELLINGS = {
    "啥": "什么", "咋": "怎么", "甭": "不用", "俺": "我", "咱": "我", "她": "他", "它": "他", "著": "着", "妳": "你",
    "〇": "零", "两": "二", "倆": "俩", "幺": "一",
}  # fmt: skip
_DIGITS = frozenset("0123456789")
# What an input method may type in full width: ４５ for 45.
_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


class Break(IntEnum):
    """What lies between two characters: nothing, a comma or a breath, or a sentence end or a pause."""

    NONE = 0
    CLAUSE = 1
    SENTENCE = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """One spoken character. `index` to `last` is its place in `Transcript.text`; times in seconds."""

    character: str
    index: int
    last: int
    start: float
    end: float
    probability: float


@dataclass(frozen=True)
class Heard:
    """`breaks[i]` lies before `units[i]`; one more after the last. Punctuation is only in the breaks."""

    units: tuple[Unit, ...]
    breaks: tuple[Break, ...]

    @cached_property
    def characters(self) -> tuple[str, ...]:
        return tuple(unit.character for unit in self.units)

    @cached_property
    def classes(self) -> tuple[tuple[str, ...], ...]:
        """The classes of sound of each character."""
        return tuple(map(coarse, self.characters))

    def __len__(self) -> int:
        return len(self.units)


@cache
def spelled(text: str) -> str:
    """The one spelling that patterns and transcripts are compared in."""
    return "".join(_SPELLINGS.get(character, character) for character in text.lower()) or text


def listen(transcript: Transcript) -> Heard:
    units: list[Unit] = []
    breaks: list[Break] = []
    pending = Break.SENTENCE
    index = 0
    for word in transcript.words:
        for character, start, end in _timed(word):
            if not character.isalnum():
                pending = max(pending, _punctuation(character))
            else:
                if units:
                    pending = max(pending, _pause(start - units[-1].end))
                units.append(Unit(character, index, index + 1, start, end, word.probability))
                breaks.append(pending)
                pending = Break.NONE
            index += 1
    return _spelled_out(units, breaks)


def _spelled_out(raw: list[Unit], breaks_before: list[Break]) -> Heard:
    """The units in the spelling that is compared: one may become two (啥), a run of digits its reading."""
    units: list[Unit] = []
    breaks: list[Break] = []
    at = 0
    while at < len(raw):
        end = at + 1
        while (
            raw[at].character in _DIGITS and end < len(raw) and raw[end].character in _DIGITS and not breaks_before[end]
        ):
            end += 1
        behind = raw[end].character if end < len(raw) else ""
        if raw[at].character in _DIGITS:
            words = read_aloud("".join(unit.character for unit in raw[at:end]), behind)
        else:
            words = spelled(raw[at].character)
        first, last = raw[at], raw[end - 1]
        step = (last.end - first.start) / len(words)
        for i, character in enumerate(words):
            start = first.start + i * step
            units.append(Unit(character, first.index, last.last, start, start + step, first.probability))
            breaks.append(breaks_before[at] if i == 0 else Break.NONE)
        at = end
    return Heard(tuple(units), (*breaks, Break.SENTENCE))


def _timed(word: Word) -> list[tuple[str, float, float]]:
    """The word's time shared evenly among its characters; punctuation takes none."""
    spoken = sum(character.isalnum() for character in word.text) or 1
    step = max(0.0, word.end - word.start) / spoken
    timed, at = [], word.start
    for character in word.text.translate(_HALF_WIDTH):
        length = step if character.isalnum() else 0.0
        timed.append((character, at, at + length))
        at += length
    return timed


def _punctuation(character: str) -> Break:
    if character in _SENTENCE_ENDS:
        return Break.SENTENCE
    # Quotation marks and brackets are no breath; a space is one, since Whisper writes it for a comma.
    return Break.NONE if character in "“”‘’\"'《》（）()「」·" else Break.CLAUSE


def _pause(seconds: float) -> Break:
    if seconds > SENTENCE_PAUSE:
        return Break.SENTENCE
    return Break.CLAUSE if seconds > CLAUSE_PAUSE else Break.NONE
