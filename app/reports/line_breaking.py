"""Where a line of Chinese may break (禁则): pure, over the widths of the characters.

After 《中文排版需求》 (W3C clreq, 行首行尾禁则): no closing mark begins a line, no opening mark ends one, a
number or Latin word stays whole, and so do …… and ——.
"""

from collections.abc import Sequence
from itertools import accumulate

NOT_AT_START = frozenset("，。、；：？！）》〉」』】〕”’…—～·％%‰℃,.;:?!)]}>/")
NOT_AT_END = frozenset("（《〈「『【〔“‘([{<￥$#")


def break_lines(text: str, widths: Sequence[float], line: float) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of `text`, one a line, none wider than `line` (a lone character may be).

    `widths` holds the width of each character. A line feed ends a line and is in no range; the spaces a
    line breaks at are left out too. Everything else is in exactly one range, in order.
    """
    upto = [0.0, *accumulate(widths)]
    lines: list[tuple[int, int]] = []
    paragraph = 0
    for piece in text.split("\n"):
        end = paragraph + len(piece)
        start = paragraph
        while True:
            stop = _fill(text, upto, start, end, line)
            lines.append((start, _without_spaces(text, start, stop)))
            if stop >= end:
                break
            start = stop
            while start < end and text[start] == " ":
                start += 1
            if start >= end:
                break
        paragraph = end + 1
    return tuple(lines)


def _fill(text: str, upto: list[float], start: int, end: int, line: float) -> int:
    """How far the line that begins at `start` reaches."""
    stop = start
    while stop < end and upto[stop + 1] - upto[start] <= line + 1e-6:
        stop += 1
    if stop >= end:
        return end
    if text[stop] == " ":
        return stop
    for candidate in range(stop, start, -1):
        if may_break(text, candidate):
            return candidate
    return max(stop, start + 1)


# Marks whose glyph fills half of its square: what closes the left half, what opens the right half.
_HALF_CLOSING = frozenset("，。、；：）》〉」』】〕”’")
_HALF_OPENING = frozenset("（《〈「『【〔“‘")


def squeezed(text: str) -> frozenset[int]:
    """The places of marks that give up half of their square because another mark follows (标点挤压)."""
    places = []
    for place, (mark, following) in enumerate(zip(text, text[1:], strict=False)):
        closes = mark in _HALF_CLOSING and (following in _HALF_CLOSING or following in _HALF_OPENING)
        if closes or mark in _HALF_OPENING and following in _HALF_OPENING:
            places.append(place)
    return frozenset(places)


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before `text[at]`."""
    before, after = text[at - 1], text[at]
    if after in NOT_AT_START or before in NOT_AT_END or "\u00a0" in (before, after):
        return False
    return not (_joins(before) and _joins(after))


def _joins(character: str) -> bool:
    """A letter or digit of a word or number that is not torn apart."""
    return character.isalnum() and ord(character) < 0x2E80 or character in ".,:/-_+@"


def _without_spaces(text: str, start: int, stop: int) -> int:
    while stop > start and text[stop - 1] == " ":
        stop -= 1
    return stop
