"""Look for questions as a trainer does: words, line, type, state; and those that ask nearly the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.business import BusinessLine
from app.domain.errors import Progress, no_progress
from app.domain.question_card import QuestionCard
from app.domain.question_state import QuestionState, state_of
from app.domain.question_text import find_alike
from app.domain.questions import QuestionType
from app.services.bank import BankDesk


@dataclass(frozen=True, slots=True)
class Wanted:
    """None and "" stand for everything. Words are looked for in all texts of a question and in its id."""

    words: str = ""
    line: BusinessLine | None = None
    type: QuestionType | None = None
    state: QuestionState | None = None


def find(bank: BankDesk, wanted: Wanted, today: date) -> tuple[QuestionCard, ...]:
    """The questions that are wanted, each id once, in the order of the files."""
    words = wanted.words.strip()
    cards = bank.search(words) if words else bank.cards()
    found = {
        card.id: card
        for card in reversed(cards)  # of an id that stands twice the first is the one that is used
        if wanted.line in (None, card.line)
        and wanted.type in (None, card.type)
        and wanted.state in (None, state_of(card, today))
    }
    return tuple(reversed(found.values()))


def near_duplicates(bank: BankDesk, on_progress: Progress = no_progress) -> tuple[tuple[QuestionCard, ...], ...]:
    """Groups of questions that ask nearly the same, each group in the order of the files."""
    on_progress(None, "正在逐题比较")
    wordings = bank.index.wordings()
    groups: dict[int, list[int]] = {}
    of: dict[int, int] = {}
    for place, likeness in sorted(find_alike([words for _, words in wordings], 0).items()):
        root = of.setdefault(likeness.index, likeness.index)
        of[place] = root
        groups.setdefault(root, [root]).append(place)
    cards = {card.id: card for card in bank.cards()}
    return tuple(_cards(group, wordings, cards) for group in groups.values())


def _cards(
    group: Sequence[int], wordings: Sequence[tuple[str, str]], cards: dict[str, QuestionCard]
) -> tuple[QuestionCard, ...]:
    return tuple(cards[wordings[place][0]] for place in group)
