"""Drawing a paper: blueprint, seed and bank give the same questions in the same order on every machine.

Nothing is drawn by a random generator whose results might differ between versions: every question has a rank
that is the SHA-256 of the seed and its id. So the paper does not depend on the order of files in the bank
either, and a question that is added changes at most the places it takes itself.

Of what a section may take, the line that has given the fewest questions to the paper goes first, then the
topic; within a topic those that were asked least often before, then by rank.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from heapq import heapify, heappop, heapreplace

from app.domain.blueprint import Blueprint, Lack, in_plain_words
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.filling import Filling
from app.domain.pool import KeptBack, Layout, Lesson, Pool
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


def ranking(*salt: object) -> Callable[[str], int]:
    """`rank(*salt, word)` for very many words."""
    begun = hashlib.sha256(("\x1f".join(map(str, salt)) + "\x1f").encode("utf-8"))

    def of(word: str) -> int:
        digest = begun.copy()
        digest.update(word.encode("utf-8"))
        return int.from_bytes(digest.digest()[:8], "big")

    return of


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
    first = _draw(blueprint, seed, pool, Version.A, usage or {}, ())
    if version is Version.A:
        return first
    return _draw(blueprint, seed, pool, version, usage or {}, [item.question_id for item in first.items])


def lacks(blueprint: Blueprint, pool: Pool) -> tuple[Lack, ...]:
    """What the bank is short of for this blueprint; empty where it can be filled."""
    return _lacks(blueprint, pool, pool.layout(blueprint.sections).filling)


def _lacks(blueprint: Blueprint, pool: Pool, filling: Filling) -> tuple[Lack, ...]:
    if filling.possible:
        return ()
    found = []
    for number, (section, lacking) in enumerate(zip(blueprint.sections, filling.lacking(), strict=True), 1):
        if lacking:
            back = [pool.kept_back_of(section, why) for why in (KeptBack.EXPIRED, KeptBack.ELSEWHERE, KeptBack.REVIEW)]
            found.append(Lack(number, section, lacking, *back))
    return tuple(found)


def _draw(
    blueprint: Blueprint, seed: int, pool: Pool, version: Version, usage: Mapping[str, int], elsewhere: Sequence[str]
) -> Paper:
    """`elsewhere` are the questions of the other version."""
    layout = pool.layout(blueprint.sections)
    filling = layout.filling.fresh()
    if short := _lacks(blueprint, pool, filling):
        raise CannotFill(blueprint, short)
    lesson_of = pool.lesson_of
    used = Counter([lesson_of[id] for id, times in usage.items() if times and id in lesson_of])
    other: dict[int, set[str]] = {}
    for id in elsewhere:
        other.setdefault(lesson_of[id], set()).add(id)
    drawn: set[str] = set()
    lines: Counter[BusinessLine] = Counter()
    topics: Counter[Lesson] = Counter()
    of_section: dict[int, list[QuestionCard]] = {}
    # The section with the least choice goes first, so that evenness and versions suffer least.
    choice = [sum(layout.sizes[at].values()) / section.count for at, section in enumerate(blueprint.sections)]
    for at in sorted(range(len(choice)), key=lambda at: (choice[at], at)):
        section = blueprint.sections[at]
        queue = _Queue(pool, layout, at, ranking(seed, version.value, at), usage, used, other, lines, topics)
        found = of_section[at] = []
        while len(found) < section.count:
            card = queue.next()
            if card.id in drawn or not filling.allows(at, layout.mask(card)):
                continue
            filling.take(at, layout.mask(card))
            drawn.add(card.id)
            lines[card.line] += 1
            topics[card.line, card.topic] += 1
            found.append(card)
    place = ranking(seed, version.value, "place")
    items = []
    for at, section in enumerate(blueprint.sections):
        found = of_section[at]
        if blueprint.shuffle_questions:
            found.sort(key=lambda card: place(card.id))
        else:
            found.sort(key=lambda card: (card.line.value, card.topic, card.id))
        items += [Item(at, card.id, section.points) for card in found]
    return Paper(blueprint, seed, version, tuple(items))


class _Queue:
    """The cards of one section in the order in which they should be drawn.

    A heap with an entry a lesson, two where the other version has drawn from it; an entry whose line or topic
    has given questions since it was put there has grown and is put back, so that the least one is always true.
    A lesson's cards are gathered and ranked only when their turn comes.
    """

    def __init__(
        self,
        pool: Pool,
        layout: Layout,
        section: int,
        chance: Callable[[str], int],
        usage: Mapping[str, int],
        used: Mapping[int, int],
        elsewhere: Mapping[int, set[str]],
        lines: Counter[BusinessLine],
        topics: Counter[Lesson],
    ) -> None:
        self._cells, self._chance, self._usage = layout.lessons[section], chance, usage
        self._lines, self._topics = lines, topics
        self._elsewhere = {lesson: elsewhere.get(pool.lessons[lesson], set()) for lesson in layout.sizes[section]}
        self._waiting: dict[tuple[Lesson, bool], list[QuestionCard]] = {}
        self._heap = []
        for lesson, size in layout.sizes[section].items():
            shared = bool(self._elsewhere[lesson])
            for stale in (False, True) if shared else (False,):
                # Fewer were asked before than there are: one of them never was.
                known = shared or used.get(pool.lessons[lesson], 0) >= size
                least = (
                    min((usage.get(card.id, 0) for card in self._cards(lesson, stale)), default=None) if known else 0
                )
                if least is not None:
                    self._heap.append(self._entry(lesson, stale, least, chance(f"{lesson[0].value}\x1f{lesson[1]}")))
        heapify(self._heap)

    def _cards(self, lesson: Lesson, stale: bool) -> list[QuestionCard]:
        """The lesson's cards that the other version does not have, or only those that it has."""
        other = self._elsewhere[lesson]
        return [card for cards in self._cells[lesson] for card in cards if (card.id in other) is stale]

    def _entry(self, lesson: Lesson, stale: bool, used: int, chance: int):  # type: ignore[no-untyped-def]
        line = lesson[0]
        return (stale, self._lines[line], self._topics[lesson], used, chance, line.value, lesson[1], lesson)

    def next(self) -> QuestionCard:
        """The card whose turn it is. IndexError where all were given: a fault of ours, fillability was checked."""
        while True:
            stale, of_line, of_topic, used, chance, *_names, lesson = self._heap[0]
            true = self._entry(lesson, stale, used, chance)
            if (of_line, of_topic) != true[1:3]:
                heapreplace(self._heap, true)
                continue
            cards = self._waiting.get((lesson, stale))
            if cards is None:  # the next one last, where it is taken quickly
                cards = self._waiting[lesson, stale] = self._cards(lesson, stale)
                cards.sort(key=lambda card: (self._usage.get(card.id, 0), self._chance(card.id)), reverse=True)
            card = cards.pop()
            if cards:
                heapreplace(self._heap, self._entry(lesson, stale, self._usage.get(cards[-1].id, 0), chance))
            else:
                heappop(self._heap)
            return card
