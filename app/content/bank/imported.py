"""What a foreign file yields: drafts of questions, what could not be taken, and what was left behind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.domain.questions import Question

# Sizes no honest question file reaches; each refusal names its limit.
MOST_BYTES = 200_000_000
MOST_UNPACKED_BYTES = 600_000_000
MOST_ENTRIES = 60_000
MOST_PICTURE_BYTES = 10_000_000
MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """One question as the file gives it.

    `fields` are plain fields of the bank's own format, only those that the file really gives. `place` is
    where in the file it stands, in Chinese. `notes` say what the file holds about it and our types cannot.
    `pictures` are the contents of the pictures that `fields` name.
    """

    place: str
    fields: Mapping[str, object]
    notes: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something in the file that does not become a question, and why. Both are Chinese."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a file yields. `notes` concern the file as a whole."""

    drafts: tuple[Draft, ...]
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that a format cannot hold, wholly (`whole`) or in the part that `reason` names."""

    id: str
    reason: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """An export: the file's content, how many questions it holds, and what it could not hold."""

    content: bytes
    count: int
    left_out: tuple[LeftOut, ...]


# The content of a picture of the bank by its file name; None where there is none.
Pictures = Callable[[str], bytes | None]
Writer = Callable[[tuple[Question, ...], Pictures], Written]
