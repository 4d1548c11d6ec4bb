"""Drawing a paper: blueprint, seed and bank give the same questions in the same order on every machine.

Nothing is drawn by a random generator whose results might differ between versions: every question has a rank
that is the SHA-256 of the seed and its id. So the paper does not depend on the order of files in the bank
either, and a question that is added changes at most the places it takes itself.

Of what a section may take, the line that has given the fewest questions to the paper goes first, then the
topic; within a topic those that were asked least often before, then by rank.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from heapq import heapify, heappop, heapreplace

from app.domain.blueprint import Blueprint, Lack, Section, in_plain_words
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.filling import Filling, Mask
from app.domain.pool import Cell, KeptBack, Pool
from app.domain.question_card import QuestionCard

LARGEST_SEED = 999_999_999


class Version(Enum):
    """Two papers from one seed: what the neighbour has is not what I have."""

    A = "A"
    B = "B"


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a paper: `section` counts from 0, `points` are tenths."""

    section: int
    question_id: str
    points: int


@dataclass(frozen=True, slots=True)
class Paper:
    """What was drawn. Numbers on paper are places in `items`, from 1."""

    blueprint: Blueprint
    seed: int
    version: Version
    items: tuple[Item, ...]


class CannotFill(UserError):
    """The bank is short of questions for a blueprint; `lacks` says where and how many."""

    def __init__(self, blueprint: Blueprint, lacks: tuple[Lack, ...]) -> None:
        super().__init__(
            f"题库不够组成试卷“{blueprint.title}”：{in_plain_words(lacks)}",
            "请补充题目，复核标记过的题目，或调低试卷蓝图中的题数。",
        )
        self.lacks = lacks


def rank(*what: object) -> int:
    """A number that looks like chance and is the same wherever and whenever it is asked for."""
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, what)).encode("utf-8")).digest()[:8], "big")


def draw(
    blueprint: Blueprint,
    seed: int,
    pool: Pool,
    version: Version = Version.A,
    usage: Mapping[str, int] | None = None,
) -> Paper:
    """Draw a paper. `usage` says how often each question was asked before (missing: never).

    Version B shares no question with A where the bank allows it, as few as possible where it does not.
    Raises CannotFill where the bank is short; the same for both versions.
    """
    usage = usage or {}
    first = _draw(blueprint, seed, pool, Version.A, usage, frozenset())
    if version is Version.A:
        return first
    return _draw(blueprint, seed, pool, version, usage, frozenset(item.question_id for item in first.items))


def lacks(blueprint: Blueprint, pool: Pool) -> tuple[Lack, ...]:
    """What the bank is short of for this blueprint; empty where it can be filled."""
    return _lacks(blueprint, pool, Filling(_Masks(blueprint.sections, pool).supply, _demands(blueprint)))


def _demands(blueprint: Blueprint) -> list[int]:
    return [section.count for section in blueprint.sections]


def _lacks(blueprint: Blueprint, pool: Pool, filling: Filling) -> tuple[Lack, ...]:
    if filling.possible:
        return ()
    found = []
    for number, (section, lacking) in enumerate(zip(blueprint.sections, filling.lacking(), strict=True), 1):
        if lacking:
            back = [pool.kept_back_of(section, why) for why in (KeptBack.EXPIRED, KeptBack.ELSEWHERE, KeptBack.REVIEW)]
            found.append(Lack(number, section, lacking, *back))
    return tuple(found)


class _Masks:
    """Which sections take a card, found without looking at cards that only one section can take."""

    def __init__(self, sections: Sequence[Section], pool: Pool) -> None:
        self._by_cell: dict[Cell, Mask] = {}
        self._mixed: dict[Cell, list[int]] = {}
        self._sections = sections
        self.supply: Counter[Mask] = Counter()
        takers: dict[Cell, list[int]] = {}
        for i, section in enumerate(sections):
            for cell in pool.matching(section):
                takers.setdefault(cell, []).append(i)
        for cell, those in takers.items():
            sizes = {len(pool.matching(sections[i])[cell]) for i in those}
            if len(those) == 1 or sizes == {len(pool.cells[cell])}:
                mask = sum(1 << i for i in those)
                self._by_cell[cell] = mask
                self.supply[mask] += sizes.pop()
            else:
                self._mixed[cell] = those
                for card in pool.cells[cell]:
                    if mask := self.of(card):
                        self.supply[mask] += 1

    def of(self, card: QuestionCard) -> Mask:
        cell = (card.type, card.line, card.topic)
        if cell in self._mixed:
            return sum(1 << i for i in self._mixed[cell] if self._sections[i].takes(card))
        return self._by_cell[cell]


def _draw(
    blueprint: Blueprint, seed: int, pool: Pool, version: Version, usage: Mapping[str, int], elsewhere: frozenset[str]
) -> Paper:
    """`elsewhere` are the questions of the other version."""
    masks = _Masks(blueprint.sections, pool)
    filling = Filling(masks.supply, _demands(blueprint))
    if short := _lacks(blueprint, pool, filling):
        raise CannotFill(blueprint, short)
    drawn: set[str] = set()
    lines: Counter[BusinessLine] = Counter()
    topics: Counter[tuple[BusinessLine, str]] = Counter()
    of_section: dict[int, list[QuestionCard]] = {}
    # The section with the least choice goes first, so that evenness and versions suffer least.
    choice = [sum(map(len, pool.matching(section).values())) / section.count for section in blueprint.sections]
    for at in sorted(range(len(choice)), key=lambda at: (choice[at], at)):
        section = blueprint.sections[at]
        queue = _Queue(pool.matching(section), (seed, version.value, at), usage, elsewhere, lines, topics)
        found = of_section[at] = []
        while len(found) < section.count:
            card = queue.next()
            if card.id in drawn or not filling.allows(at, masks.of(card)):
                continue
            filling.take(at, masks.of(card))
            drawn.add(card.id)
            lines[card.line] += 1
            topics[card.line, card.topic] += 1
            found.append(card)
    items = []
    for at, section in enumerate(blueprint.sections):
        found = of_section[at]
        if blueprint.shuffle_questions:
            found.sort(key=lambda card: rank(seed, version.value, "place", card.id))
        else:
            found.sort(key=lambda card: (card.line.value, card.topic, card.id))
        items += [Item(at, card.id, section.points) for card in found]
    return Paper(blueprint, seed, version, tuple(items))


class _Queue:
    """The cards of one section in the order in which they should be drawn.

    A heap with one entry a topic and freshness; an entry whose line or topic has given questions since it was
    put there has grown and is put back, so that the least one is always true. A topic's cards get their rank
    only when their turn comes.
    """

    def __init__(
        self,
        cells: Mapping[Cell, tuple[QuestionCard, ...]],
        salt: tuple[object, ...],
        usage: Mapping[str, int],
        elsewhere: frozenset[str],
        lines: Counter[BusinessLine],
        topics: Counter[tuple[BusinessLine, str]],
    ) -> None:
        self._salt, self._usage, self._lines, self._topics = salt, usage, lines, topics
        lessons: dict[tuple[BusinessLine, str, bool], list[QuestionCard]] = {}
        for (_type, line, topic), cards in cells.items():
            fresh = [card for card in cards if card.id not in elsewhere] if elsewhere else cards
            if fresh:
                lessons.setdefault((line, topic, False), []).extend(fresh)
            if len(fresh) < len(cards):
                stale = [card for card in cards if card.id in elsewhere]
                lessons.setdefault((line, topic, True), []).extend(stale)
        self._waiting = {lesson: cards for lesson, cards in lessons.items()}
        self._sorted: set[tuple[BusinessLine, str, bool]] = set()
        self._heap = [
            self._entry(lesson, self._least_used(cards), rank(*salt, lesson[0].value, lesson[1]))
            for lesson, cards in lessons.items()
        ]
        heapify(self._heap)

    def _least_used(self, cards: Iterable[QuestionCard]) -> int:
        return min(self._usage.get(card.id, 0) for card in cards) if self._usage else 0

    def _entry(self, lesson: tuple[BusinessLine, str, bool], used: int, chance: int):  # type: ignore[no-untyped-def]
        line, topic, stale = lesson
        return (stale, self._lines[line], self._topics[line, topic], used, chance, line.value, topic, lesson)

    def next(self) -> QuestionCard:
        """The card whose turn it is. IndexError where all were given: a fault of ours, fillability was checked."""
        while True:
            stale, of_line, of_topic, used, chance, *_names, lesson = self._heap[0]
            true = self._entry(lesson, used, chance)
            if (of_line, of_topic) != true[1:3]:
                heapreplace(self._heap, true)
                continue
            cards = self._waiting[lesson]
            if lesson not in self._sorted:  # the next one last, where it is taken quickly
                self._sorted.add(lesson)
                cards.sort(key=lambda card: (self._usage.get(card.id, 0), rank(*self._salt, card.id)), reverse=True)
            card = cards.pop()
            if cards:
                heapreplace(self._heap, self._entry(lesson, self._usage.get(cards[-1].id, 0), chance))
            else:
                heappop(self._heap)
            return card
