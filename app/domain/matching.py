"""The polite and forbidden phrases in what was heard: by characters and by sound, judged by their context.

A transcript becomes characters with times and breaks (heard), each wording of the lexicon a graph
(patterns); where sounds meet, the cheapest way through the graph is looked for (alignment). What
context rules out is put aside with its reason; of what overlaps, the longest and closest stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.alignment import Match, matches
from app.domain.context import objection, quoted
from app.domain.heard import Heard, listen
from app.domain.hits import Hit
from app.domain.lexicon import Kind, Lexicon, Phrase
from app.domain.other_readings import with_other_readings
from app.domain.phrase_index import PhraseIndex, index
from app.domain.sounds import SAME_SOUND
from app.domain.transcript import Transcript

# Below this a match is a guess: shown, never deducted.
_CERTAIN = 0.86
NOT_RESPECTFUL = "“你”不是敬称，要说“您”"
# Phrases that share more of their characters than this exclude each other.
_SHARED = 0.34


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A phrase that was found and does not count, and the Chinese clause that says why."""

    hit: Hit
    reason: str


@dataclass(frozen=True, slots=True)
class Findings:
    hits: tuple[Hit, ...]
    dismissed: tuple[Dismissed, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    phrase: Phrase
    match: Match

    @property
    def similarity(self) -> float:
        return max(0.0, 1.0 - self.match.cost / self.match.length)

    @property
    def certain(self) -> bool:
        return self.similarity >= _CERTAIN and not self.match.guessed

    @property
    def rank(self) -> tuple[bool, float, float, int]:
        # What was surely said goes before a longer guess: 不归我管 before 不清楚，你去问别人 heard of 不归我管，你到别处问问.
        return (
            not self.certain,
            -len(self.match.literal) + 1.5 * self.match.cost,
            self.match.cost,
            self.match.first,
        )


def find_hits(transcript: Transcript, lexicon: Lexicon) -> tuple[Hit, ...]:
    """The phrases that count, in order of time. Pure; never raises on any transcript."""
    hits = examine(transcript, lexicon).hits
    return with_other_readings(transcript, hits, lambda other: examine(other, lexicon).hits)


def examine(transcript: Transcript, lexicon: Lexicon) -> Findings:
    """The phrases that count and those that context or another phrase ruled out, each with its reason."""
    ready, heard = index(lexicon), listen(transcript)
    dismissed: list[Dismissed] = []
    chosen: list[_Candidate] = []
    taken: dict[tuple[Kind, int], _Candidate] = {}
    for candidate in sorted(_candidates(ready, heard), key=lambda candidate: candidate.rank):
        kind, literal = candidate.phrase.kind, candidate.match.literal
        rivals = [taken[kind, at] for at in literal if (kind, at) in taken]
        # One character may serve two phrases: 你问我我问谁去告啊.
        if len(rivals) > len(literal) * _SHARED:
            rival = rivals[0]
            if rival.phrase.category is not candidate.phrase.category:
                reason = f"这几个字已算作“{rival.phrase.category.label}”"
                dismissed.append(Dismissed(_hit(candidate, heard, transcript.text), reason))
            continue
        reason = objection_to(candidate.phrase, candidate.match, heard, ready)
        if reason:
            dismissed.append(Dismissed(_hit(candidate, heard, transcript.text), reason))
            continue
        chosen.append(candidate)
        taken.update(((kind, at), candidate) for at in literal)
    hits = [_hit(candidate, heard, transcript.text) for candidate in chosen]
    return Findings(tuple(sorted(hits, key=lambda hit: (hit.first, hit.last, hit.phrase_id))), tuple(dismissed))


def _candidates(ready: PhraseIndex, heard: Heard) -> Iterable[_Candidate]:
    for number, windows in ready.windows(heard).items():
        form = ready.forms[number]
        for low, high in windows:
            for match in matches(form.pattern, heard, low, high):
                # Two characters are too few to accuse anybody by their sound.
                if form.phrase.kind is Kind.POLITE or match.length > 2 or match.cost < SAME_SOUND:
                    yield _Candidate(form.phrase, match)


def objection_to(phrase: Phrase, match: Match, heard: Heard, ready: PhraseIndex) -> str:
    """Why the match does not count, in Chinese; "" if it does."""
    context = ready.contexts.get(phrase.id)
    if context is not None and (reason := objection(match, heard, context)):
        return reason
    if phrase.kind is Kind.FORBIDDEN:
        return quoted(match, heard, ready)
    if phrase.strict_you and _familiar(match, heard):
        return NOT_RESPECTFUL
    return ""


def _familiar(match: Match, heard: Heard) -> bool:
    """你 was heard and 您 was not."""
    said = {heard.units[at].character for at in match.literal}
    return "你" in said and "您" not in said


def _hit(candidate: _Candidate, heard: Heard, text: str) -> Hit:
    phrase, match = candidate.phrase, candidate.match
    first, last = heard.units[match.first], heard.units[match.last - 1]
    words = text[first.index : last.last]
    return Hit(
        kind=phrase.kind,
        category=phrase.category,
        phrase_id=phrase.id,
        phrase=phrase.wording,
        heard=words,
        first=first.index,
        last=last.last,
        start=first.start,
        end=last.end,
        similarity=round(candidate.similarity, 3),
        severity=phrase.severity,
        certain=candidate.certain,
        instead=phrase.instead,
        why="字面一致。" if match.cost < 0.1 else f"读音相近：听写为“{words}”。",
    )
