"""From what was heard (or typed) at the window to what the shift goes by."""

from collections.abc import Callable
from functools import lru_cache

from app.domain.hits import Hit
from app.domain.lexicon import Kind, Lexicon
from app.domain.matching import find_hits
from app.domain.shift.action import Offence, Spoken
from app.domain.transcript import typed_transcript

Hear = Callable[[str], Spoken]


def spoken(text: str, hits: tuple[Hit, ...]) -> Spoken:
    """A reply whose transcript reads `text` and in which `hits` were found. Doubtful accusations do not count."""
    polite = tuple(dict.fromkeys(hit.category for hit in hits if hit.kind is Kind.POLITE))
    offences = tuple(
        Offence(hit.category, hit.severity, hit.heard, hit.phrase_id)
        for hit in hits
        if hit.kind is Kind.FORBIDDEN and hit.certain
    )
    return Spoken(text, polite, offences)


def hearing(lexicon: Lexicon) -> Hear:
    """Typed text as `Spoken`; the same sentence is looked up once."""

    @lru_cache(maxsize=4096)
    def hear(text: str) -> Spoken:
        return spoken(text, find_hits(typed_transcript(text), lexicon))

    return hear
