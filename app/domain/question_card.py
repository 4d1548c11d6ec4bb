"""What is needed to choose among very many questions without having read any of them."""

from dataclasses import dataclass
from datetime import date

from app.domain.business import BusinessLine
from app.domain.questions import QuestionType


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """The choosing side of a question. `file` is its bank file, `topic` that file's subject.

    The other fields mean what they mean in `Question`; `drawable` takes a card as well.
    """

    id: str
    type: QuestionType
    line: BusinessLine
    topic: str
    stem: str
    difficulty: int
    tags: tuple[str, ...]
    region: str
    effective: date | None
    expires: date | None
    review: str
    version: int
    file: str
