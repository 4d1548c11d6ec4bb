"""您 or 你: where the transcript alone cannot tell, which readings the speech model is to weigh."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.hits import Hit
from app.domain.lexicon import Lexicon
from app.domain.matching import NOT_RESPECTFUL, examine
from app.domain.transcript import Transcript

# 您 is credited where it is at most so much less likely (mean log probability per token) than 你: Whisper
# learned from subtitles, which write 你 for both.
_BENEFIT = 0.05


@dataclass(frozen=True, slots=True)
class Doubt:
    """`texts` are what was written down and what may have been said, between two times in seconds.

    `hit` is the phrase that counts if the second is right.
    """

    start: float
    end: float
    texts: tuple[str, str]
    hit: Hit


def doubts(transcript: Transcript, lexicon: Lexicon) -> tuple[Doubt, ...]:
    """The phrases that are courteous with 您 and were written down with 你."""
    findings = examine(transcript, lexicon)
    known = {hit.category for hit in findings.hits}
    return tuple(
        Doubt(hit.start, hit.end, (hit.heard, hit.heard.replace("你", "您")), hit)
        for hit in (entry.hit for entry in findings.dismissed if entry.reason == NOT_RESPECTFUL)
        if hit.category not in known
    )


def settle(hits: tuple[Hit, ...], asked: Sequence[Doubt], weights: Sequence[Sequence[float]]) -> tuple[Hit, ...]:
    """The hits with those added that the weights speak for; `weights[i]` belong to `asked[i].texts`, in order."""
    known = {hit.category for hit in hits}
    won = []
    for doubt, (written, respectful) in zip(asked, weights, strict=True):
        if doubt.hit.category in known or respectful < written - _BENEFIT:
            continue
        known.add(doubt.hit.category)
        why = f"听写为“{doubt.texts[0]}”，录音更像“{doubt.texts[1]}”。"
        won.append(replace(doubt.hit, certain=respectful > written, why=why))
    return tuple(sorted((*hits, *won), key=lambda hit: (hit.first, hit.last, hit.phrase_id)))
