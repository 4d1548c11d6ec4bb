"""The questions that may be drawn today, laid out once so that papers are drawn from very many quickly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from app.domain.blueprint import EASIEST, HARDEST, Section
from app.domain.business import BusinessLine
from app.domain.question_card import QuestionCard
from app.domain.questions import NATIONWIDE, QuestionType, drawable

Cell = tuple[QuestionType, BusinessLine, str]  # type, line and topic


class KeptBack(Enum):
    """Why a question is never drawn."""

    EXPIRED = "expired"  # or not yet in force
    ELSEWHERE = "elsewhere"
    REVIEW = "review"


@dataclass(frozen=True)
class Pool:
    """Made by `make_pool`. `cells` holds the cards by type, line and topic, each id once."""

    cells: Mapping[Cell, tuple[QuestionCard, ...]]
    kept_back: tuple[tuple[QuestionCard, KeptBack], ...]
    _found: dict[Section, dict[Cell, tuple[QuestionCard, ...]]] = field(default_factory=dict, compare=False)

    def matching(self, section: Section) -> Mapping[Cell, tuple[QuestionCard, ...]]:
        """The cards that a section takes; looked for once for each section."""
        if section not in self._found:
            every = not section.tags and (section.easiest, section.hardest) == (EASIEST, HARDEST)
            found = {}
            for cell, cards in self.cells.items():
                if cell[0] in section.types and (not section.lines or cell[1] in section.lines):
                    taken = cards if every else tuple(card for card in cards if section.takes(card))
                    if taken:
                        found[cell] = taken
            self._found[section] = found
        return self._found[section]

    def kept_back_of(self, section: Section, why: KeptBack) -> int:
        return sum(reason is why and section.takes(card) for card, reason in self.kept_back)


def make_pool(cards: Iterable[QuestionCard], today: date, region: str = NATIONWIDE) -> Pool:
    """Lay out what may be drawn on this day in this region. Of cards with the same id the first counts."""
    cells: dict[Cell, list[QuestionCard]] = {}
    kept_back: list[tuple[QuestionCard, KeptBack]] = []
    seen: set[str] = set()
    for card in cards:
        if card.id in seen:
            continue
        seen.add(card.id)
        if card.review:
            kept_back.append((card, KeptBack.REVIEW))
        elif not drawable(card, today, region):
            here = drawable(card, today, card.region)
            kept_back.append((card, KeptBack.ELSEWHERE if here else KeptBack.EXPIRED))
        else:
            cells.setdefault((card.type, card.line, card.topic), []).append(card)
    return Pool({cell: tuple(found) for cell, found in cells.items()}, tuple(kept_back))
