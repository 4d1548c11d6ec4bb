"""What was heard, with times: the value that speech hands to scoring."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a recording, in seconds from its beginning."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised unit: for Chinese usually one or two characters, punctuation attached behind.

    `probability` is the model's own, 0 to 1; 1.0 for typed text.
    """

    text: str
    start: float
    end: float
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a stretch of the same recording.

    `margin` is how much less likely it is than the reading in `Transcript.words`: from the decoder's n-best
    the difference of the two mean log probabilities per token of the whole phrase, ≥ 0 (0: the model cannot
    tell them apart); where the model was `asked` about just this stretch, the difference per character of it,
    below 0 where this reading fits better than what was written down.
    """

    text: str
    start: float
    end: float
    margin: float
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of one recording in Simplified Chinese, in order of time.

    `seconds` is the length of the recording, `activity` where somebody spoke (empty: nobody did; then
    `words` is empty too). `engine` and `model` say what heard it: the engine's name and version, and the
    first 12 hex digits of the SHA-256 of the weights. For a typed reply `engine` is "typed", `model` "".
    """

    words: tuple[Word, ...]
    seconds: float
    activity: tuple[Span, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    engine: str = "typed"
    model: str = ""

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)


# A nominal pace, so that typed text reads as one unbroken utterance; typed replies are never judged on time.
TYPED_SECONDS_PER_CHARACTER = 0.25


def typed_transcript(text: str) -> Transcript:
    """A reply that was typed, one word a character, in the form that scoring takes."""
    pace = TYPED_SECONDS_PER_CHARACTER
    characters = text.strip()
    words = tuple(Word(character, i * pace, (i + 1) * pace) for i, character in enumerate(characters))
    seconds = len(words) * pace
    return Transcript(words, seconds, (Span(0.0, seconds),) if words else ())
