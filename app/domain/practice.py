"""What to practise next: chosen by rules that can be said in a sentence, the same for everybody in the same state.

Nothing here looks at expired questions or such as are under review: `askable` comes first. Where several
questions are as good as each other, a number made from person, day and question decides, so that the choice
looks mixed and still is the same all day.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from app.domain.business import BusinessLine
from app.domain.memory import Memory
from app.domain.modules.module import PracticeAim
from app.domain.paper import rank
from app.domain.question_card import QuestionCard
from app.domain.questions import NATIONWIDE, drawable

DAILY, WEEKLY, ROUND = 10, 20, 10
RECENT = 20  # so many of the latest answers say how a line or tag stands
LEAST_ANSWERS = 3  # fewer say nothing
WEAK_SHARE = 0.8  # below this a line or tag is weak
DAILY_NEW, MOST_NEW = 3, 6  # of the ten: usually, and at most, however near the exam is
_DAILY_REVIEWS = 5


class Kind(Enum):
    DAILY = "daily"
    WEEKLY = "weekly"
    LINE = "line"
    WEAK = "weak"
    MISSED = "missed"
    DUE = "due"
    MODULE = "module"

    @property
    def label(self) -> str:
        return {
            "daily": "日日学",
            "weekly": "周周练",
            "line": "按业务条线",
            "weak": "薄弱处",
            "missed": "错题",
            "due": "到期复习",
            "module": "模块练习",
        }[self.value]


class Reason(Enum):
    """Why a question was chosen; the person sees it."""

    DUE = "due"
    WEAK = "weak"
    UNSEEN = "unseen"
    MISSED = "missed"
    SEEN = "seen"

    @property
    def label(self) -> str:
        return {"due": "到期复习", "weak": "薄弱处", "unseen": "还没做过", "missed": "上次没答对", "seen": "再练一遍"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Practised:
    """One answer given before: its share of the points, 0 to 1."""

    question_id: str
    day: date
    share: float


@dataclass(frozen=True, slots=True)
class Chosen:
    question_id: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Standing:
    """How a line (`line`) or a tag (`tag`) stands: `share` is the mean of the latest `answers` (RECENT at most)."""

    label: str
    share: float
    answers: int
    line: BusinessLine | None = None
    tag: str = ""

    @property
    def words(self) -> str:
        return f"{self.label}：最近 {self.answers} 次得分率 {self.share:.0%}"

    def covers(self, card: QuestionCard) -> bool:
        return card.line is self.line or bool(self.tag and self.tag in card.tags)


@dataclass(frozen=True, slots=True)
class State:
    """Everything that choosing looks at. `cards` are askable ones; `history` is oldest first."""

    person_id: str
    day: date
    cards: Sequence[QuestionCard]
    memories: Mapping[str, Memory]
    history: Sequence[Practised]


def askable(cards: Iterable[QuestionCard], day: date, region: str = NATIONWIDE) -> tuple[QuestionCard, ...]:
    """The questions that may be practised: in force on this day, in this region, not under review, each id once."""
    found: dict[str, QuestionCard] = {}
    for card in cards:
        if not card.review and drawable(card, day, region):
            found.setdefault(card.id, card)
    return tuple(found.values())


def standings(state: State) -> tuple[Standing, ...]:
    """How every line and tag stands that was practised, the lowest share first."""
    cards = {card.id: card for card in state.cards}
    recent: dict[tuple[BusinessLine | None, str], list[float]] = {}
    for done in reversed(state.history):
        card = cards.get(done.question_id)
        if card is None:
            continue
        for key in ((card.line, ""), *((None, tag) for tag in dict.fromkeys(card.tags))):
            shares = recent.setdefault(key, [])
            if len(shares) < RECENT:
                shares.append(done.share)
    found = [
        Standing(line.label if line else tag, sum(shares) / len(shares), len(shares), line, tag)
        for (line, tag), shares in recent.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.share, -each.answers, each.line is None, each.label)))


def weak_spots(state: State, most: int = 3) -> tuple[Standing, ...]:
    """The lines and tags with the lowest recent share, where enough was answered to say so.

    A tag that says no more than its line (the same share of the same answers) is left out.
    """
    found: list[Standing] = []
    for each in standings(state):
        if each.answers < LEAST_ANSWERS or each.share >= WEAK_SHARE:
            continue
        if any((each.share, each.answers) == (other.share, other.answers) for other in found):
            continue
        found.append(each)
    return tuple(found[:most])


def missed(state: State) -> tuple[str, ...]:
    """The questions whose latest answer was not wholly right, the oldest miss first."""
    latest = {done.question_id: done for done in state.history}
    here = {card.id for card in state.cards}
    wrong = [done for done in latest.values() if done.share < 1 and done.question_id in here]
    return tuple(done.question_id for done in sorted(wrong, key=lambda each: (each.day, each.question_id)))


def due(state: State) -> tuple[str, ...]:
    """The questions whose day has come, the longest overdue first; those asked for longest ago among equals."""
    here = {card.id for card in state.cards}
    ready = [memory for id, memory in state.memories.items() if id in here and memory.due <= state.day]
    return tuple(
        memory.question_id for memory in sorted(ready, key=lambda each: (each.due, each.stability, each.question_id))
    )


def unseen(state: State) -> tuple[str, ...]:
    """The questions never answered: a line after the other in turn, those with least seen of theirs first."""
    lines: dict[BusinessLine, list[QuestionCard]] = {}
    total: dict[BusinessLine, int] = {}
    for card in state.cards:
        total[card.line] = total.get(card.line, 0) + 1
        if card.id not in state.memories:
            lines.setdefault(card.line, []).append(card)
    places: list[tuple[float, int, QuestionCard]] = []
    for line, cards in lines.items():
        seen = total[line] - len(cards)
        cards.sort(key=lambda card: (card.difficulty, _chance(state, card.id)))
        places += [((seen + at) / total[line], _chance(state, line.value), card) for at, card in enumerate(cards)]
    return tuple(card.id for _share, _number, card in sorted(places, key=lambda each: (each[0], each[1], each[2].id)))


def daily(state: State, new_wanted: int = 0) -> tuple[Chosen, ...]:
    """Today's ten: up to five due reviews, two from the weak spots, three never seen; what one of them
    cannot fill the others do. `new_wanted` (what the exam day asks for) may raise the new ones to six.
    """
    new = min(MOST_NEW, max(DAILY_NEW, new_wanted))
    reviews = min(_DAILY_REVIEWS, DAILY - new)
    return _filled(
        state,
        DAILY,
        (Reason.DUE, due(state), reviews),
        (Reason.WEAK, _weak(state), DAILY - new - reviews),
        (Reason.UNSEEN, unseen(state), new),
    )


def weekly(state: State) -> tuple[Chosen, ...]:
    """The week's twenty: what went wrong in the last seven days, what is due, the rest of what was practised
    in these days, then something new.
    """
    since = state.day - timedelta(days=7)
    here = {card.id for card in state.cards}
    week = {done.question_id for done in state.history if done.day > since} & here
    wrong = tuple(id for id in missed(state) if id in week)
    again = tuple(sorted(week, key=lambda id: _chance(state, id)))
    return _filled(
        state,
        WEEKLY,
        (Reason.MISSED, wrong, 8),
        (Reason.DUE, due(state), 6),
        (Reason.SEEN, again, 3),
        (Reason.UNSEEN, unseen(state), 3),
    )


def of_line(state: State, line: BusinessLine) -> tuple[Chosen, ...]:
    """Ten of one line: due ones, then new ones, then those that will be due soonest."""
    return _narrowed(state, lambda card: card.line is line)


def of_aim(state: State, aim: PracticeAim) -> tuple[Chosen, ...]:
    """As many as a module's aim asks for, of the questions it takes: new ones first, then due ones, then the rest."""
    cards = tuple(card for card in state.cards if aim.takes(card))
    narrow = State(state.person_id, state.day, cards, state.memories, state.history)
    size = min(aim.count, len(cards))
    return _filled(narrow, size, (Reason.UNSEEN, unseen(narrow), size), (Reason.DUE, due(narrow), size))


def of_weak_spots(state: State) -> tuple[Chosen, ...]:
    """Ten from the weak spots."""
    return _filled(state, ROUND, (Reason.WEAK, _weak(state), ROUND), fill=False)


def of_due(state: State) -> tuple[Chosen, ...]:
    """Up to twenty of the questions whose day has come."""
    return tuple(Chosen(id, Reason.DUE) for id in due(state)[:WEEKLY])


def of_missed(state: State) -> tuple[Chosen, ...]:
    """Up to twenty of the questions last answered wrongly."""
    return tuple(Chosen(id, Reason.MISSED) for id in missed(state)[:WEEKLY])


def _weak(state: State) -> tuple[str, ...]:
    """What helps most in the weak spots, the weakest in turn with the others: missed, due, new, then the rest."""
    spots = weak_spots(state)
    wrong, ready = set(missed(state)), set(due(state))

    def order(card: QuestionCard) -> tuple[int, int]:
        if card.id in wrong:
            return 0, _chance(state, card.id)
        if card.id in ready:
            return 1, _chance(state, card.id)
        return (2 if card.id not in state.memories else 3), _chance(state, card.id)

    rows = [sorted((card for card in state.cards if spot.covers(card)), key=order) for spot in spots]
    mixed = [row[at].id for at in range(max(map(len, rows), default=0)) for row in rows if at < len(row)]
    return tuple(dict.fromkeys(mixed))


def _narrowed(state: State, takes: Callable[[QuestionCard], bool]) -> tuple[Chosen, ...]:
    cards = tuple(card for card in state.cards if takes(card))
    narrow = State(state.person_id, state.day, cards, state.memories, state.history)
    return _filled(narrow, ROUND, (Reason.DUE, due(narrow), ROUND), (Reason.UNSEEN, unseen(narrow), ROUND))


def _filled(
    state: State, size: int, *parts: tuple[Reason, Sequence[str], int], fill: bool = True
) -> tuple[Chosen, ...]:
    """`size` questions: of each part its number, then what is missing from the parts in turn, then (with
    `fill`) from what comes due soonest. Mixed, so that the parts do not stand in blocks.
    """
    taken: dict[str, Reason] = {}
    for reason, ids, number in parts:
        fresh = [id for id in ids if id not in taken][: min(number, size - len(taken))]
        taken.update(dict.fromkeys(fresh, reason))
    rest: list[tuple[Reason, Sequence[str]]] = [(reason, ids) for reason, ids, _number in parts]
    if fill:
        here = {card.id for card in state.cards}
        soon = sorted((m for id, m in state.memories.items() if id in here), key=lambda m: (m.due, m.question_id))
        rest.append((Reason.SEEN, [memory.question_id for memory in soon]))
    for reason, ids in rest:
        fresh = [id for id in ids if id not in taken][: size - len(taken)]
        taken.update(dict.fromkeys(fresh, reason))
    return tuple(Chosen(id, taken[id]) for id in sorted(taken, key=lambda id: _chance(state, id)))


def _chance(state: State, what: str) -> int:
    return rank(state.person_id, state.day.isoformat(), what)
