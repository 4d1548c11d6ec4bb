"""What other readings of the same audio say: the decoder's first guess is not always the right one.

A phrase that only another, nearly as likely reading holds is shown as uncertain; a forbidden phrase that
a nearly as likely reading does not hold is not certain any more. Where the speech model was asked about
the very words (near_misses.py), what fits at least as well as what was written down counts as heard.
"""

from collections.abc import Callable
from dataclasses import replace

from app.domain.hits import Hit
from app.domain.lexicon import Kind
from app.domain.transcript import Alternative, Transcript, Word

# How much less likely (mean log probability per token) another reading may be to be believed in, and to
# raise a doubt. Measured on the labelled recordings: what was really said lay within 0.05.
_BELIEVED = 0.1
_RAISES_DOUBT = 0.03
# The same for readings that the model was asked about, per character. Measured: phrases that fitted better than
# what was written down, or as well, had all been said; up to 0.9 most; of 你 for 您 none below 1.5.
CONFIRMED = 0.1
POSSIBLE = 0.9
# The decoder gives other readings no probability of each word.
_UNKNOWN = 0.5

FindHits = Callable[[Transcript], tuple[Hit, ...]]


def with_other_readings(transcript: Transcript, hits: tuple[Hit, ...], find: FindHits) -> tuple[Hit, ...]:
    """The hits with those of the other readings weighed in. `find` finds hits in a plain transcript."""
    for alternative in transcript.alternatives:
        if (
            alternative.margin > (POSSIBLE if alternative.asked else _BELIEVED)
            or not alternative.asked
            and (_spoken(alternative.text) == _spoken(_written(transcript, alternative)))
        ):
            continue
        there = tuple(hit for hit in find(_read_so(transcript, alternative)) if _within(hit, alternative))
        if alternative.asked:
            hits = _answered(hits, there, transcript, alternative)
            continue
        known = {hit.category for hit in hits}
        added = tuple(_placed(hit, transcript, alternative) for hit in there if hit.category not in known)
        if alternative.margin <= _RAISES_DOUBT:
            hits = tuple(_doubted(hit, there, alternative) for hit in hits)
        hits += added
    return tuple(sorted(hits, key=lambda hit: (hit.first, hit.last, hit.phrase_id)))


def _answered(
    hits: tuple[Hit, ...], there: tuple[Hit, ...], transcript: Transcript, alternative: Alternative
) -> tuple[Hit, ...]:
    """The hits with what the recording was asked about: certain where it fits, else in doubt."""
    certain = alternative.margin <= CONFIRMED
    for hit in there:
        mine = [other for other in hits if other.category is hit.category]
        if any(other.certain for other in mine) or (mine and not certain):
            continue
        placed = _placed(hit, transcript, alternative)
        if certain:
            why = f"听写为“{placed.heard}”，再听录音，更像“{alternative.text}”。"
            hits = tuple(other for other in hits if other not in mine)
            placed = replace(placed, certain=True, why=why)
        hits += (placed,)
    return hits


def _read_so(transcript: Transcript, alternative: Alternative) -> Transcript:
    """The transcript with one stretch read the other way; the stretch's time is shared evenly."""
    before = tuple(word for word in transcript.words if _middle(word) < alternative.start)
    after = tuple(word for word in transcript.words if _middle(word) > alternative.end)
    reading = Word(alternative.text, alternative.start, alternative.end, _UNKNOWN)
    return replace(transcript, words=(*before, reading, *after), alternatives=())


def _written(transcript: Transcript, alternative: Alternative) -> str:
    return "".join(word.text for word in transcript.words if alternative.start <= _middle(word) <= alternative.end)


def _spoken(text: str) -> str:
    """Another comma is no other reading."""
    return "".join(character for character in text if character.isalnum())


def _middle(word: Word) -> float:
    return (word.start + word.end) / 2


def _within(hit: Hit, alternative: Alternative) -> bool:
    return hit.start < alternative.end and hit.end > alternative.start


def _doubted(hit: Hit, there: tuple[Hit, ...], alternative: Alternative) -> Hit:
    if hit.kind is Kind.POLITE or not hit.certain or not _within(hit, alternative):
        return hit
    if any(other.category is hit.category for other in there):
        return hit
    return replace(hit, certain=False, why=f"{hit.why}录音也可能是“{alternative.text}”，不能确定。")


def _placed(hit: Hit, transcript: Transcript, alternative: Alternative) -> Hit:
    """The hit on the characters of the transcript that were spoken at its time."""
    index, first, last = 0, None, 0
    start, end = hit.start, hit.end
    for word in transcript.words:
        if word.end > hit.start and word.start < hit.end:
            first, last = index if first is None else first, index + len(word.text)
            start, end = min(start, word.start), max(end, word.end)
        index += len(word.text)
    first = first if first is not None else 0
    why = f"另一种听法“{alternative.text}”里有这句话，录音不能完全确定。"
    return replace(
        hit, first=first, last=last, heard=transcript.text[first:last], start=start, end=end, certain=False, why=why
    )
