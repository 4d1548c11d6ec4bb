"""What was nearly heard: phrases that only the recording can confirm, and the words to ask it about.

Whisper writes down one guess. Where a phrase of the lexicon sounds much like it, the speech model is asked
how well either fits the recording at that place; its answer becomes another reading (other_readings.py).
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from math import isfinite

from app.domain.alignment import Match, near_misses
from app.domain.heard import Heard, listen
from app.domain.lexicon import Category, Kind, Lexicon, Phrase
from app.domain.matching import NOT_RESPECTFUL, examine, objection_to
from app.domain.other_readings import POSSIBLE
from app.domain.phrase_index import PhraseIndex, index
from app.domain.transcript import Alternative, Transcript

# Each question takes the model some hundredths of a second, and somebody is waiting.
_MOST = 4
# Shorter ones accuse nobody by their sound.
_SHORTEST_ACCUSATION = 3


@dataclass(frozen=True, slots=True)
class NearMiss:
    """From `start` to `end` (seconds) `written` was written down; `wanted` may have been said."""

    start: float
    end: float
    written: str
    wanted: str


# Near misses → for each, how well what was written and what is wanted fit: mean log probability per character.
Weigh = Callable[[Sequence[NearMiss]], Sequence[tuple[float, float]]]


def listened_again(transcript: Transcript, lexicon: Lexicon, weigh: Weigh) -> Transcript:
    """The transcript with what the recording confirmed, or would not rule out, as other readings.

    `weigh` asks the speech model about the recording that the transcript is of.
    """
    misses = near_misses_of(transcript, lexicon)
    if not misses:
        return transcript
    confirmed = []
    for miss, (written, wanted) in zip(misses, weigh(misses), strict=True):
        margin = written - wanted
        if isfinite(margin) and margin <= POSSIBLE:
            confirmed.append(Alternative(miss.wanted, miss.start, miss.end, round(margin, 3), asked=True))
    return replace(transcript, alternatives=(*transcript.alternatives, *confirmed))


def near_misses_of(transcript: Transcript, lexicon: Lexicon) -> tuple[NearMiss, ...]:
    """What to ask the recording, the likeliest first: only about categories and words not surely found yet."""
    ready, heard = index(lexicon), listen(transcript)
    sure = [hit for hit in examine(transcript, lexicon).hits if hit.certain]
    known = {hit.category for hit in sure}
    taken = {(hit.kind, at) for hit in sure for at in range(hit.first, hit.last)}
    found: dict[tuple[object, int], tuple[float, NearMiss]] = {}
    for phrase, match in _candidates(ready, heard, known):
        if any((phrase.kind, heard.units[at].index) in taken for at in match.literal):
            continue
        miss = _asked(match, heard)
        if miss.wanted == miss.written:
            continue
        place, doubt = (phrase.category, match.first), match.cost / match.length
        if place not in found or doubt < found[place][0]:
            found[place] = doubt, miss
    return tuple(miss for _, miss in sorted(found.values(), key=lambda each: (each[0], each[1].start))[:_MOST])


def _candidates(ready: PhraseIndex, heard: Heard, known: Set[Category]) -> Iterator[tuple[Phrase, Match]]:
    for number, windows in ready.windows(heard).items():
        form = ready.forms[number]
        if form.phrase.category in known:
            continue
        for low, high in windows:
            for match in near_misses(form.pattern, heard, low, high):
                if _worth_asking(form.phrase, match) and (
                    objection_to(form.phrase, match, heard, ready) in ("", NOT_RESPECTFUL)
                ):
                    yield form.phrase, match


def _worth_asking(phrase: Phrase, match: Match) -> bool:
    """Something differs, and every character of the phrase has a sound of its own in what was heard."""
    if not match.cost or any(unit is None for _, unit in match.way):
        return False
    return phrase.kind is Kind.POLITE or match.length >= _SHORTEST_ACCUSATION


def _asked(match: Match, heard: Heard) -> NearMiss:
    """The stretch as it was written and with the phrase's own characters in place of those heard for them."""
    wanted, at = [], match.first
    for character, unit in match.way:
        wanted += [each.character for each in heard.units[at:unit]]  # of a slot, or put in between
        wanted.append(character)
        at = unit + 1
    units = heard.units[match.first : match.last]
    return NearMiss(units[0].start, units[-1].end, "".join(each.character for each in units), "".join(wanted))
