"""Which of the points that a good reply must tell were told, and with which words.

A way of telling is a few key words. They are heard as phrases are, by characters and by sound; numbers
count in any spelling, and words that are denied (不收费 for 收费) do not. A way may use the signs of
app/domain/patterns.py: (代办|代您办), 不用[您]跑, and …, or {一些字}, for up to eight characters of any
kind within the clause ({几字}: up to four).
"""

import re
from functools import lru_cache
from itertools import pairwise

from app.domain.alignment import Match, matches_however_begun
from app.domain.conduct import Evidence
from app.domain.heard import Heard, listen
from app.domain.heard_sounds import sounds_in
from app.domain.numbers import NUMERALS, in_words
from app.domain.patterns import Pattern, PatternError, Step, Vocabulary, parse
from app.domain.scenario import Point
from app.domain.sounds import NEGATIONS
from app.domain.transcript import Transcript, typed_transcript

# Deny what follows them, directly or behind a small word: 不用去银行挂失, 我们不给介绍.
_DENIED = re.compile(
    "(不|没|没有|不用|不需要|不必|不要|无需|无须|不能|不会|别|并非|不是|不再|未|不可以)(?:再|再去|去|到|上|来|在|把|您|给|给您|帮您)?$"
)
# Take back what was said directly before them: 病历也不需要, 低位台坏了, 存档证明我们开不了.
_TAKEN_BACK = re.compile(
    "[也都就还是]?(?:"
    "(?:不用|不需要|不必|不要|无需|无须|用不着)(?:带|拿|交|提供|提交|准备|补|开|写|填|退|给|办|看|了|$)"
    "|没有的|坏了|不能(?:交|办|用|领|补|查)"
    "|(?:我们|我|这里|这儿|现在|今天)?[也都就还]?[^少免]?不[了着成]"
    ")"
)
_SLOTS = Vocabulary({}, {"几字": (0, 4), "一些字": (0, 8)})
_SIGNS = frozenset("()[]{}|*+=^$")
_ELLIPSIS = re.compile("…+|\\.{3,}")
_DAYS = re.compile(rf"([{''.join(sorted(NUMERALS))}])([天日])")


def find_points(transcript: Transcript, points: tuple[Point, ...]) -> dict[str, tuple[Evidence, ...]]:
    """For each point told, by its id, the words that tell it, in order of time."""
    heard = listen(transcript)
    sounds = sounds_in(heard)
    found: dict[str, tuple[Evidence, ...]] = {}
    for point in points:
        patterns = (pattern for way in point.ways for pattern in _patterns(way) if sounds.may_hold(pattern))
        told = [match for pattern in patterns for match in _told(pattern, heard)]
        if told:
            found[point.id] = tuple(_evidence(match, heard, transcript.text) for match in _apart(told))
    return found


def first_words(transcript: Transcript, points: tuple[Point, ...]) -> dict[str, str]:
    """Like `find_points`, but only the first words found for each point: half the time."""
    heard = listen(transcript)
    sounds = sounds_in(heard)
    found: dict[str, str] = {}
    for point in points:
        patterns = (pattern for way in point.ways for pattern in _patterns(way) if sounds.may_hold(pattern))
        match = next((match for pattern in patterns for match in _told(pattern, heard)), None)
        if match is not None:
            found[point.id] = _evidence(match, heard, transcript.text).text
    return found


def way_problem(way: str) -> str:
    """Why nobody can ever score with this way of telling, as a Chinese clause; "" if somebody can."""
    patterns, problem = _parsed(way)
    if problem or (_SIGNS.isdisjoint(way) and "…" not in way):
        return problem  # plain words are found where they are said
    said = _sample(patterns[0])
    heard = listen(typed_transcript(said))
    if not any(_told(pattern, heard) for pattern in patterns):
        return f"照着说“{said}”也认不出来"
    return ""


def _sample(pattern: Pattern) -> str:
    """One text that the pattern describes: the first branch everywhere, slots as short as they may be."""
    text, node = "", 0
    while node < len(pattern.nodes) - 1:
        edge = pattern.nodes[node][0]
        text += edge.sound[0] if edge.step is Step.SOUND else "某" * edge.least if edge.step is Step.SLOT else ""
        node = edge.target
    return text


def _patterns(way: str) -> tuple[Pattern, ...]:
    return _parsed(way)[0]


@lru_cache(maxsize=16384)
def _parsed(way: str) -> tuple[tuple[Pattern, ...], str]:
    """The patterns of a way; none, and why, where it is not well formed."""
    try:
        return tuple(parse(text, _SLOTS) for text in _spellings(way)), ""
    except PatternError as error:
        return (), str(error)


def _spellings(way: str) -> tuple[str, ...]:
    """The way itself, and with 日 for 天 behind a number."""
    way = _ELLIPSIS.sub("{一些字}", way)
    plain = in_words("".join(c if c.isalnum() or c in _SIGNS else "，" for c in way).strip("，"))
    swapped = _DAYS.sub(lambda day: day[1] + ("日" if day[2] == "天" else "天"), plain)
    return tuple(dict.fromkeys((plain, swapped)))


def _told(pattern: Pattern, heard: Heard) -> list[Match]:
    return [
        match for match in matches_however_begun(pattern, heard) if not _cut(match, heard) and not _denied(match, heard)
    ]


def _cut(match: Match, heard: Heard) -> bool:
    """Part of a longer number: 十五 in 二十五."""
    units = heard.units
    begins = units[match.first].character in NUMERALS and not heard.breaks[match.first]
    ends = units[match.last - 1].character in NUMERALS and not heard.breaks[match.last]
    return (begins and units[match.first - 1].character in NUMERALS) or (
        ends and units[match.last].character in NUMERALS
    )


def _denied(match: Match, heard: Heard) -> bool:
    """Whether a denial stands right before what tells the point, before the rest of it behind a gap, or behind it."""
    last = match.literal[-1] + 1  # a gap at the end may have swallowed what takes it back
    clause = next((at for at in range(last, len(heard)) if heard.breaks[at]), len(heard))
    if _TAKEN_BACK.match("".join(heard.characters[last : min(clause, last + 6)])):
        return True
    places = [(0, match.literal[0]), *((before + 1, at) for before, at in pairwise(match.literal) if at > before + 1)]
    return any(_denied_at(at, low, heard) for low, at in places)


def _denied_at(at: int, low: int, heard: Heard) -> bool:
    """Whether a denial ends right before the unit and begins no earlier than `low`."""
    characters = heard.characters
    if characters[at] in NEGATIONS or heard.breaks[at]:
        return False
    low = next((i for i in range(at - 1, low, -1) if heard.breaks[i]), max(low, at - 6))
    denied = _DENIED.search("".join(characters[low:at]))
    if denied is None:
        return False
    # 是不是免费 and 能不能在这里办 ask, 不是免费 denies.
    ahead = denied.string[: denied.start()][-1:]
    return not ahead or (ahead not in denied[1][1:] and ahead != characters[at])


def _apart(told: list[Match]) -> list[Match]:
    """The longest of those that overlap."""
    kept: list[Match] = []
    for match in sorted(told, key=lambda match: (match.first - match.last, match.cost, match.first)):
        if all(match.last <= other.first or other.last <= match.first for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.first)


def _evidence(match: Match, heard: Heard, text: str) -> Evidence:
    first, last = heard.units[match.first], heard.units[match.last - 1]
    return Evidence(text[first.index : last.last], first.start, last.end)
