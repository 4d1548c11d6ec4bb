"""Cuts a recording into the windows that Whisper hears one at a time: whole phrases, never within a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.transcript import Span

# Whisper hears at most 30 s at once; with the margin it needs to find the end, 24 s of speech.
_LONGEST = 24.0
# A pause closes a phrase when the phrase has lasted this long, so that a long reply is mostly
# transcribed before it ends; a short reply stays in one piece, for context helps.
_PAUSE_AFTER = ((14.0, 0.25), (7.0, 0.45), (0.0, 2.0))
# What is heard before and after the first and last word: onsets are soft. No longer than the shortest
# pause above, so that a phrase's window never depends on when the cut was noticed.
_LEAD = 0.25


@dataclass(frozen=True, slots=True)
class Phrase:
    """A window of the recording in seconds, and where somebody speaks in it."""

    start: float
    end: float
    activity: tuple[Span, ...]


def phrases(spans: Sequence[Span], heard: float, final: bool) -> tuple[Phrase, ...]:
    """The phrases in the first `heard` seconds of a recording.

    Unless `final`, only phrases are given that will stay as they are whatever follows. The cut depends
    on the speech before it and the pause after it alone: live and from a file the phrases are the same.
    """
    groups: list[list[Span]] = []
    for span in spans:
        if not groups or _closes(groups[-1], span.start):
            groups.append([])
        # Somebody who speaks on and on without a breath is cut every 24 s; a word may be lost there.
        while (cut := (groups[-1] or [span])[0].start + _LONGEST) < span.end:
            groups[-1].append(Span(span.start, cut))
            groups.append([])
            span = Span(cut, span.end)
        groups[-1].append(span)
    if groups and not final and not _closes(groups[-1], heard):
        groups.pop()
    return tuple(_phrase(groups, number, heard) for number in range(len(groups)))


def pending(spans: Sequence[Span], heard: float) -> Phrase | None:
    """The last, still open phrase, if a pause makes it likely that it has ended: what to try in advance."""
    now = phrases(spans, heard, final=True)
    if not now or len(now) == len(phrases(spans, heard, final=False)) or heard - now[-1].activity[-1].end < _LEAD + 0.1:
        return None
    return now[-1]


def _closes(group: Sequence[Span], next_start: float) -> bool:
    lasted, pause = group[-1].end - group[0].start, next_start - group[-1].end
    return next_start - group[0].start >= _LONGEST or any(lasted >= s and pause >= p for s, p in _PAUSE_AFTER)


def _phrase(groups: Sequence[Sequence[Span]], number: int, heard: float) -> Phrase:
    group = groups[number]
    before = groups[number - 1][-1].end if number else 0.0
    after = groups[number + 1][0].start if number + 1 < len(groups) else heard
    start = max(group[0].start - _LEAD, (before + group[0].start) / 2 if number else 0.0)
    end = min(group[-1].end + _LEAD, after)
    return Phrase(round(start, 3), round(end, 3), tuple(group))
