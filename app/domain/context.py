"""What stands around a phrase decides whether it was meant: parts of other words, ways out, quotation."""

from collections.abc import Iterable

from app.domain.alignment import Match, matches
from app.domain.heard import Break, Heard
from app.domain.patterns import Pattern
from app.domain.phrase_index import Context, PhraseIndex

# How far a reason or a way out may stand from the refusal it redeems, in characters (domain: 6 before, 15
# after; spoken sentences wander more).
_NEAR_BEFORE = 14
_NEAR_AFTER = 30
# How far a quotation may stand from the words that announce it or warn of it.
_QUOTE_REACH = 40


def objection(match: Match, heard: Heard, context: Context) -> str:
    """Why the match does not count by its own rules of context, in Chinese; "" if it does."""
    if words := _first(context.before, heard, match.first - _QUOTE_REACH, match.first, ends_at=match.first):
        return f"前面紧接“{words}”，是别的词语"
    if words := _first(context.after, heard, match.last, match.last + _QUOTE_REACH, begins_at=match.last):
        return f"后面紧接“{words}”，意思不同"
    around = ((match.first - _NEAR_BEFORE, match.first), (match.last, match.last + _NEAR_AFTER))
    for low, high in around:
        if words := _first(context.near, heard, low, high):
            return f"旁边有“{words}”，说明了原因或出路"
    if context.only and not any(_first(context.only, heard, low, high) for low, high in around):
        return "旁边没有说明这层意思的话"
    return ""


def quoted(match: Match, heard: Heard, index: PhraseIndex) -> str:
    """Why the match is a quotation, in Chinese; "" if the words were really addressed to somebody."""
    low = match.first
    while low > 0 and heard.breaks[low] is not Break.SENTENCE and match.first - low < _QUOTE_REACH:
        low -= 1
    if words := _first(index.quoted_before, heard, low, match.first):
        return f"前面说“{words}”，是转述，不是对群众说的"
    high = match.last
    # The remark on a quotation often comes behind a breath, which Whisper may take for a full stop.
    if words := _first(
        index.quoted_after, heard, high, min(high + _QUOTE_REACH, len(heard)), within=_sentence(high, heard)
    ):
        return f"后面说“{words}”，是转述，不是对群众说的"
    return ""


def _sentence(at: int, heard: Heard) -> int:
    while at < len(heard) and heard.breaks[at] is not Break.SENTENCE:
        at += 1
    return at


def _first(
    patterns: Iterable[Pattern], heard: Heard, low: int, high: int,
    ends_at: int | None = None, begins_at: int | None = None, within: int | None = None,
) -> str:  # fmt: skip
    """The words of the first pattern found between two places, under the conditions given."""
    low, high = max(0, low), min(high, len(heard))
    for pattern in patterns:
        reach = pattern.span + 2
        begin = max(low, high - reach) if ends_at is not None else low
        end = min(high, low + reach) if begins_at is not None else high
        for match in matches(pattern, heard, begin, end):
            if ends_at is not None and (match.last != ends_at or heard.breaks[ends_at]):
                continue
            if begins_at is not None and (match.first != begins_at or heard.breaks[begins_at]):
                continue
            if within is not None and match.first > within:
                continue
            return "".join(unit.character for unit in heard.units[match.first : match.last])
    return ""
