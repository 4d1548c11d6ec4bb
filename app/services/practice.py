"""Practise: what to do next, one question at a time with its explanation at once, and what comes back when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.answers import Answer, parts_of
from app.domain.arrangement import arrange
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.marking import Examiners, Mark, mark
from app.domain.memory import RETENTION, Aim, Memory, forecast, load_of, plan_again, remember
from app.domain.modules.module import PracticeAim
from app.domain.paper import rank
from app.domain.people import Person
from app.domain.practice import (
    ROUND,
    Chosen,
    Kind,
    Practised,
    Reason,
    Standing,
    State,
    askable,
    daily,
    due,
    missed,
    of_aim,
    of_due,
    of_line,
    of_missed,
    of_weak_spots,
    standings,
    weak_spots,
    weekly,
)
from app.domain.practice_evidence import Evidence, remembered
from app.domain.practice_outlook import Outlook, outlook
from app.domain.questions import NATIONWIDE, Question, drawable
from app.services.bank import BankDesk
from app.storage.practice import PracticeStore

FORECAST_DAYS = 14
_FULL = 100  # tenths of a point: what a question is marked out of in practice


@dataclass(frozen=True, slots=True)
class LineView:
    """How far a business line has come: `share` of the latest answers, None where nothing was answered yet."""

    line: BusinessLine
    share: float | None
    answers: int
    seen: int
    total: int


@dataclass(frozen=True, slots=True)
class SetView:
    """A day's or a week's set: how many are left of how many, and how many of those done were right."""

    left: int
    total: int
    right: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a person stands. `week` are the last seven days, today last: how many answers on each."""

    daily: SetView
    weekly: SetView
    lines: tuple[LineView, ...]
    weak: tuple[Standing, ...]
    missed: int
    due: int
    forecast: tuple[int, ...]
    week: tuple[int, ...]
    aim: Aim
    outlook: Outlook
    kept_back: int


@dataclass(frozen=True, slots=True)
class Round:
    """A round of practice. `items` are those still to do; `done` of `total` were done in it before."""

    part_of: str
    kind: Kind
    title: str
    items: tuple[Chosen, ...]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as it is put: `orders` for each part as `arrange` gives them; `reason` why it was chosen."""

    question: Question
    orders: tuple[tuple[int, ...], ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Feedback:
    """What came of an answer. `due` is the day the question comes back."""

    mark: Mark
    due: date

    @property
    def share(self) -> float:
        return self.mark.points / self.mark.full


class PracticeDesk:
    """Practice over one workspace's bank. `now` gives local time with its offset; days are local ones."""

    def __init__(
        self,
        bank: BankDesk,
        store: PracticeStore,
        examiners: Callable[[], Examiners],
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        region: Callable[[], str] = lambda: NATIONWIDE,
        evidence: Callable[[str], Evidence] = lambda _record: Evidence(),
    ) -> None:
        """`evidence` tells what the record of an exam or a conversation, by its id, says to practice."""
        self._bank = bank
        self._store = store
        self._examiners = examiners
        self._now = now
        self._region = region
        self._evidence = evidence

    def overview(self, person: Person) -> Overview:
        """Everything the overview shows; draws today's ten and this week's twenty if they are not yet drawn."""
        state = self._state(person)
        aim = self._store.aim(person.id)
        here = {card.id for card in state.cards}
        memories = [each for each in state.memories.values() if each.question_id in here]
        today = self._set(person, state, Kind.DAILY, aim)
        return Overview(
            today,
            self._set(person, state, Kind.WEEKLY, aim),
            _lines(state),
            weak_spots(state),
            len(missed(state)),
            len(due(state)),
            forecast(memories, state.day, FORECAST_DAYS),
            _by_day(state.history, state.day),
            aim,
            outlook(memories, len(state.cards), state.day, aim, today.left),
            len(self._bank.cards()) - len(state.cards),
        )

    def lines(self, person: Person) -> tuple[LineView, ...]:
        """How a person stands in each line of business. Draws nothing, so that others may look too."""
        return _lines(self._state(person))

    def today(self, person: Person) -> SetView:
        """Today's ten, for the first screen."""
        state = self._state(person)
        return self._set(person, state, Kind.DAILY, self._store.aim(person.id))

    def begin(self, person: Person, kind: Kind, line: BusinessLine | None = None) -> Round:
        """A round of this kind (`line` for a line's). UserError where there is nothing to practise in it."""
        state = self._state(person)
        if not state.cards:
            raise UserError("题库里没有可以练习的题目。", "请先导入题目；过期和待复核的题目不会出现在练习里。")
        part_of = self._part_of(kind, state.day)
        if kind in (Kind.DAILY, Kind.WEEKLY):
            chosen = self._chosen(person, state, kind, self._store.aim(person.id))
            done = self._store.done(person.id, part_of)
            left = tuple(each for each in chosen if each.question_id not in done)
            return Round(part_of, kind, kind.label, left, len(chosen) - len(left), len(chosen))
        items = {
            Kind.LINE: lambda: of_line(state, line) if line else (),
            Kind.WEAK: lambda: of_weak_spots(state),
            Kind.MISSED: lambda: of_missed(state)[:ROUND],
            Kind.DUE: lambda: of_due(state),
        }[kind]()
        if not items:
            raise UserError(*_NOTHING[kind])
        return Round(part_of, kind, line.label if line else kind.label, items, 0, len(items))

    def begin_module(self, person: Person, title: str, aim: PracticeAim) -> Round:
        """A round of what a module asks for. UserError where there is nothing to practise in it."""
        state = self._state(person)
        items = of_aim(state, aim)
        if not items:
            raise UserError(f"“{title}”现在没有可以练习的题目。", "题目可能过期或待复核了，请告诉带教老师。")
        return Round(self._part_of(Kind.MODULE, state.day), Kind.MODULE, title, items, 0, len(items))

    def practised(self, person: Person, aims: Sequence[PracticeAim]) -> tuple[int, ...]:
        """How many different questions of each module's aim a person has answered, `aim.count` at most."""
        answered = {each.question_id for each in self._store.history(person.id)}
        cards = [card for card in self._bank.cards() if card.id in answered]
        return tuple(min(sum(map(aim.takes, cards)), aim.count) for aim in aims)

    def last_day(self, person: Person) -> date | None:
        """The last day somebody practised; None for never."""
        return max((each.day for each in self._store.history(person.id)), default=None)

    def show(self, person: Person, part_of: str, chosen: Chosen) -> Shown | None:
        """The question as it is put; None where the bank has changed and it is not to be asked any more."""
        found = self._bank.questions([chosen.question_id])
        today = self._now().date()
        if not found or found[0].review or not drawable(found[0], today, self._region()):
            return None
        question = found[0]
        seed = rank(person.id, part_of)
        orders = tuple(
            arrange(question, i, part.body, seed, "practice", True) for i, part in enumerate(parts_of(question))
        )
        return Shown(question, orders, chosen.reason)

    def answer(self, person: Person, part_of: str, question: Question, answers: Sequence[Answer | None]) -> Feedback:
        """Mark an answer, keep it, and decide when the question comes back. Kept when this returns."""
        now = self._now()
        day = now.date()
        marked = mark(question, answers, _FULL, self._examiners())
        share = marked.points / marked.full
        aim = self._store.aim(person.id)

        def follow(memory: Memory | None, known: tuple[Memory, ...]) -> Memory:
            return remember(memory, question.id, share, day, aim, load_of(known))

        memory = self._store.answered(
            person.id, question.id, question.version, now.isoformat(timespec="seconds"), part_of, share,
            tuple(answers), day, follow,
        )  # fmt: skip
        return Feedback(marked, memory.due)

    def picture(self, name: str) -> bytes | None:
        """The content of a picture of the bank, None where there is none."""
        return self._bank.picture_content(name)

    def set_exam_day(self, person: Person, exam_day: date | None) -> Aim:
        """Practise towards a day, or towards none. UserError for a day that is not in the future."""
        today = self._now().date()
        if exam_day is not None and exam_day <= today:
            raise UserError("考试日期要在今天以后。", f"请填写 {today + timedelta(days=1)} 或更晚的日期。")
        aim = Aim(exam_day, RETENTION)
        self._store.change_aim(person.id, aim, lambda known: plan_again(known, today, aim))
        return aim

    def _take_in(self, person: Person, day: date) -> None:
        """What went wrong in exams and conversations since comes into practice, each record once."""
        new = self._store.not_taken_in(person.id)
        if not new:
            return
        cards, aim = {card.id: card for card in self._bank.cards()}, self._store.aim(person.id)
        for record_id in new:
            try:
                evidence = self._evidence(record_id)
            except UserError:  # a newer version wrote it; practice goes on without
                continue
            self._store.take_in(
                person.id,
                record_id,
                evidence.asked,
                lambda known, evidence=evidence: remembered(evidence, known, cards, day, aim),
            )

    def _state(self, person: Person) -> State:
        day = self._now().date()
        self._take_in(person, day)
        return State(
            person.id,
            day,
            askable(self._bank.cards(), day, self._region()),
            {each.question_id: each for each in self._store.memories(person.id)},
            self._store.history(person.id),
        )

    def _set(self, person: Person, state: State, kind: Kind, aim: Aim) -> SetView:
        chosen = self._chosen(person, state, kind, aim)
        done = self._store.done(person.id, self._part_of(kind, state.day))
        shares = [done[each.question_id] for each in chosen if each.question_id in done]
        return SetView(len(chosen) - len(shares), len(chosen), sum(share == 1 for share in shares))

    def _chosen(self, person: Person, state: State, kind: Kind, aim: Aim) -> tuple[Chosen, ...]:
        """The day's or week's set without what must not be asked any more since it was drawn."""

        def choose() -> tuple[Chosen, ...]:
            if kind is Kind.WEEKLY:
                return weekly(state)
            return daily(state, outlook(state.memories.values(), len(state.cards), state.day, aim).new_a_day)

        here = {card.id for card in state.cards}
        if not here:
            return ()
        kept = self._store.set_of(person.id, self._part_of(kind, state.day), choose)
        return tuple(each for each in kept if each.question_id in here)

    def _part_of(self, kind: Kind, day: date) -> str:
        if kind is Kind.DAILY:
            return f"daily:{day}"
        if kind is Kind.WEEKLY:
            year, week, _weekday = day.isocalendar()
            return f"weekly:{year}-{week:02}"
        return f"{kind.value}:{self._now().isoformat(timespec='seconds')}"


_NOTHING = {
    Kind.LINE: ("这条业务线还没有可以练习的题目。", "请换一条业务线，或先导入题目。"),
    Kind.WEAK: ("还看不出薄弱处。", "先做几天日日学；同一条线答过 3 次以上才下结论。"),
    Kind.DUE: ("今天没有到期要复习的题目。", "可以做今天的十题，或选一条业务线来练。"),
    Kind.MISSED: ("没有错题，上次都答对了。", "可以做今天的十题，或选一条业务线来练。"),
}


def _lines(state: State) -> tuple[LineView, ...]:
    """Every line of business that has questions."""
    shares = {each.line: each for each in standings(state) if each.line is not None}
    lines = []
    for line in BusinessLine:
        total = [card for card in state.cards if card.line is line]
        if total:
            stands = shares.get(line)
            seen = sum(card.id in state.memories for card in total)
            share, answers = (stands.share, stands.answers) if stands else (None, 0)
            lines.append(LineView(line, share, answers, seen, len(total)))
    return tuple(lines)


def _by_day(history: Sequence[Practised], today: date) -> tuple[int, ...]:
    counts = [0] * 7
    for done in history:
        ago = (today - done.day).days
        if 0 <= ago < 7:
            counts[6 - ago] += 1
    return tuple(counts)
