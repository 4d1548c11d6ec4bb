"""A phrase found in what was said, with the evidence for it."""

from dataclasses import dataclass

from app.domain.lexicon import Category, Kind, Severity


@dataclass(frozen=True, slots=True)
class Hit:
    """One lexicon phrase found in a transcript.

    `phrase` is the lexicon's wording, `heard` the transcript's. `first` and `last` are the half-open
    range of characters in `Transcript.text`; `start` and `end` seconds in the recording. `similarity`
    is 1.0 for the same characters, lower where only the sound agrees. `certain` is False where the
    audio cannot tell: shown, never deducted. `why` is one Chinese sentence that says how it was found.
    """

    kind: Kind
    category: Category
    phrase_id: str
    phrase: str
    heard: str
    first: int
    last: int
    start: float
    end: float
    similarity: float = 1.0
    severity: Severity = Severity.DEDUCT
    certain: bool = True
    instead: str = ""
    why: str = ""

    @property
    def counts(self) -> bool:
        """Whether it changes the score: a doubtful courtesy is credited, a doubtful accusation is not held against anybody."""
        return self.certain or self.kind is Kind.POLITE
