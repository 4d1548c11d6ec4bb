"""What the listener needs of a Whisper engine, and what an engine gives back for one phrase."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from app.domain.transcript import Alternative, Word


@dataclass(frozen=True, slots=True)
class Reading:
    """One phrase as an engine reads it. Times are seconds from the phrase's beginning.

    `confidence` is the mean log probability per token, `no_speech` the model's own probability that
    nobody speaks. `others` are the other hypotheses of the whole phrase, best first; their `margin`
    is against this one.
    """

    words: tuple[Word, ...]
    confidence: float
    no_speech: float
    others: tuple[Alternative, ...] = ()

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)

    def later(self, seconds: float) -> "Reading":
        """The same reading in a recording in which the phrase begins at `seconds`."""
        words = tuple(replace(w, start=w.start + seconds, end=w.end + seconds) for w in self.words)
        others = tuple(replace(o, start=o.start + seconds, end=o.end + seconds) for o in self.others)
        return replace(self, words=words, others=others)


class SpeechEngine(Protocol):
    """A loaded Whisper model. Deterministic: the same samples give the same reading."""

    name: str
    """The library and its version."""

    def read(self, samples: np.ndarray) -> Reading:
        """Transcribe one phrase of at most 25 s, float32 at 16 kHz."""
        ...

    def weigh(self, samples: np.ndarray, texts: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        """For each text that might be the whole phrase, the log probability of each of its characters.

        A token's log probability is shared evenly among the characters it writes.
        """
        ...
