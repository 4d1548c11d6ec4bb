"""What a person answers: values by kind of question, and their JSON.

Choices, steps and rights are named by their place in the question as the bank holds it, never by where the
shuffled paper showed them: so an answer means the same on every version of a paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.json_values import from_json, to_json
from app.domain.questions import (
    Blank,
    Body,
    Case,
    Judge,
    Match,
    Multiple,
    Order,
    Part,
    PartBody,
    Question,
    Rewrite,
    Single,
    Spoken,
)
from app.domain.transcript import Transcript, typed_transcript


@dataclass(frozen=True, slots=True)
class Chosen:
    """The options chosen, ascending; one for a single choice."""

    options: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    right: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """One text for each gap, "" where nothing was filled in."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """All steps in the order the person put them."""

    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """For each left the right it was given, as its place in `rights`; None where none was."""

    rights: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A reply in typed words."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A spoken reply. `recording` is its path relative to recordings/, `sha256` covers the file's bytes;
    `transcript` is None while nobody has listened yet.
    """

    recording: str
    sha256: str
    transcript: Transcript | None = None


Answer = Chosen | Judged | Filled | Ordered | Matched | Written | Said
Answers = tuple[Answer | None, ...]  # one for each part of a question; None: not answered

_KINDS: dict[str, type] = {
    kind.__name__.lower(): kind for kind in (Chosen, Judged, Filled, Ordered, Matched, Written, Said)
}


def parts_of(question: Question) -> tuple[Part, ...]:
    """What there is to answer: a case's parts, otherwise the question itself as its only part."""
    if isinstance(question.body, Case):
        return question.body.parts
    return (Part(question.stem, question.body, question.explanation, question.picture),)


def rights(body: Match) -> tuple[str, ...]:
    """The different rights of a match, as answers name them: those of the pairs, then the ones that fit none."""
    return tuple(dict.fromkeys([*(pair.right for pair in body.pairs), *body.extra]))


def fits(answer: Answer, body: Body) -> bool:
    """Whether an answer is of the kind, and within the bounds, that the question asks for."""
    match body, answer:
        case Single(options), Chosen(chosen):
            return len(chosen) == 1 and 0 <= chosen[0] < len(options)
        case Multiple(options), Chosen(chosen):
            return chosen == tuple(sorted(set(chosen))) and all(0 <= each < len(options) for each in chosen)
        case Judge(), Judged():
            return True
        case Blank(gaps), Filled(texts):
            return len(texts) == len(gaps)
        case Order(steps), Ordered(order):
            return sorted(order) == list(range(len(steps)))
        case Match(pairs), Matched(given):
            known = len(rights(body))
            return len(given) == len(pairs) and all(each is None or 0 <= each < known for each in given)
        case (Rewrite(), Written()) | (Spoken(), Written() | Said()):
            return True
    return False


def empty(answer: Answer | None) -> bool:
    """Whether nothing was answered: no answer, or one without content."""
    match answer:
        case None:
            return True
        case Chosen(options):
            return not options
        case Filled(texts):
            return not any(text.strip() for text in texts)
        case Matched(given):
            return all(each is None for each in given)
        case Written(text):
            return not text.strip()
    return False


def complete(answers: Sequence[Answer | None], question: Question) -> bool:
    """Whether no part, gap or left of a question is still open."""
    for answer, _part in zip(answers, parts_of(question), strict=True):
        if answer is None or empty(answer):
            return False
        if isinstance(answer, Filled) and not all(text.strip() for text in answer.texts):
            return False
        if isinstance(answer, Matched) and None in answer.rights:
            return False
    return True


def right_answer(body: PartBody) -> Answer:
    """An answer that earns full points."""
    match body:
        case Single(options) | Multiple(options):
            return Chosen(tuple(i for i, option in enumerate(options) if option.right))
        case Judge(answer):
            return Judged(answer)
        case Blank(gaps):
            return Filled(tuple(gap.accept[0] if gap.accept else f"{gap.number:f}" for gap in gaps))
        case Order(steps):
            return Ordered(tuple(range(len(steps))))
        case Match(pairs):
            known = rights(body)
            return Matched(tuple(known.index(pair.right) for pair in pairs))
        case Rewrite(_, model_answer):
            return Written(model_answer)
        case Spoken(turn):
            return Written(turn.exemplary)


def transcript_of(answer: Answer | None) -> Transcript | None:
    """The words of a reply; None where there are none, or nobody has listened to them yet."""
    if isinstance(answer, Written):
        return typed_transcript(answer.text) if answer.text.strip() else None
    return answer.transcript if isinstance(answer, Said) else None


def answer_to_plain(answer: Answer | None) -> dict[str, Any] | None:
    return None if answer is None else {"kind": type(answer).__name__.lower(), **to_json(answer)}


def answer_from_plain(plain: Mapping[str, Any] | None) -> Answer | None:
    """The answer that `answer_to_plain` wrote; ValueError for anything else."""
    if plain is None:
        return None
    kind = _KINDS.get(str(plain.get("kind")))
    if kind is None:
        raise ValueError(f"no kind of answer: {plain.get('kind')!r}")
    found: Answer = from_json(plain, kind)
    return found
