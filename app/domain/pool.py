"""The questions that may be drawn today, laid out once so that papers are drawn from very many quickly."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from app.domain.blueprint import EASIEST, HARDEST, Section
from app.domain.business import BusinessLine
from app.domain.filling import Filling, Mask
from app.domain.question_card import QuestionCard
from app.domain.questions import NATIONWIDE, QuestionType, drawable

Lesson = tuple[BusinessLine, str]  # a line and a topic: what papers are drawn evenly over
Cell = tuple[QuestionType, BusinessLine, str]  # type, line and topic


class KeptBack(Enum):
    """Why a question is never drawn."""

    EXPIRED = "expired"  # or not yet in force
    ELSEWHERE = "elsewhere"
    REVIEW = "review"


@dataclass(frozen=True)
class Pool:
    """Made by `make_pool`. `cells` holds the cards by type, line and topic, each id once; `by_id` all of them.

    `lessons` numbers the lessons, `lesson_of` gives each card's number: numbers are counted faster than lessons.
    """

    cells: Mapping[Cell, tuple[QuestionCard, ...]]
    by_id: Mapping[str, QuestionCard]
    lessons: Mapping[Lesson, int]
    lesson_of: Mapping[str, int]
    kept_back: tuple[tuple[QuestionCard, KeptBack], ...]
    _layouts: dict[tuple[Section, ...], "Layout"] = field(default_factory=dict, compare=False)

    def layout(self, sections: tuple[Section, ...]) -> "Layout":
        """What these sections may take, found once and kept."""
        if sections not in self._layouts:
            self._layouts[sections] = Layout(sections, self.cells)
        return self._layouts[sections]

    def kept_back_of(self, section: Section, why: KeptBack) -> int:
        return sum(reason is why and section.takes(card) for card, reason in self.kept_back)


class Layout:
    """What the sections of one blueprint may take, and where they compete.

    `lessons` holds for each section its cards by line and topic, `sizes` how many those are; `filling` says
    whether all sections can be filled.
    """

    def __init__(self, sections: tuple[Section, ...], cells: Mapping[Cell, tuple[QuestionCard, ...]]) -> None:
        self._by_cell: dict[Cell, Mask] = {}
        self._by_card: dict[str, Mask] = {}
        supply: Counter[Mask] = Counter()
        takers: dict[Cell, list[tuple[int, tuple[QuestionCard, ...]]]] = {}
        self.lessons: list[dict[Lesson, list[tuple[QuestionCard, ...]]]] = []
        self.sizes: list[dict[Lesson, int]] = []
        for at, section in enumerate(sections):
            lessons: dict[Lesson, list[tuple[QuestionCard, ...]]] = {}
            sizes: Counter[Lesson] = Counter()
            for cell, cards in _matching(section, cells):
                takers.setdefault(cell, []).append((at, cards))
                lessons.setdefault(cell[1:], []).append(cards)
                sizes[cell[1:]] += len(cards)
            self.lessons.append(lessons)
            self.sizes.append(sizes)
        for cell, found in takers.items():
            whole = len(cells[cell])
            if len(found) == 1 or all(len(cards) == whole for _at, cards in found):
                self._by_cell[cell] = mask = sum(1 << at for at, _cards in found)
                supply[mask] += len(found[0][1])
                continue
            masks: Counter[str] = Counter()
            for at, cards in found:
                for card in cards:
                    masks[card.id] |= 1 << at
            self._by_card.update(masks)
            supply.update(masks.values())
        self.filling = Filling(supply, [section.count for section in sections])

    def mask(self, card: QuestionCard) -> Mask:
        """Which sections take a card, as bits."""
        found = self._by_cell.get((card.type, card.line, card.topic))
        return self._by_card[card.id] if found is None else found


def _matching(
    section: Section, cells: Mapping[Cell, tuple[QuestionCard, ...]]
) -> Iterator[tuple[Cell, tuple[QuestionCard, ...]]]:
    every = not section.tags and (section.easiest, section.hardest) == (EASIEST, HARDEST)
    for cell, cards in cells.items():
        if cell[0] in section.types and (not section.lines or cell[1] in section.lines):
            taken = cards if every else tuple(card for card in cards if section.takes(card))
            if taken:
                yield cell, taken


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
    frozen = {cell: tuple(found) for cell, found in cells.items()}
    lessons = {lesson: number for number, lesson in enumerate(dict.fromkeys(cell[1:] for cell in frozen))}
    lesson_of = {card.id: lessons[cell[1:]] for cell, found in frozen.items() for card in found}
    by_id = {card.id: card for found in frozen.values() for card in found}
    return Pool(frozen, by_id, lessons, lesson_of, tuple(kept_back))
