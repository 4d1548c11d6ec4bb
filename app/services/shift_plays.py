"""Shifts that somebody plays: begun, gone on with after a kill, kept, and compared.

    plays = ShiftPlays(desk, shifts, records)
    run = plays.begin(person, plan)
    run, happened = plays.act(run, call_next(), 12)     # on disk when it returns
    run, happened = plays.advance(run, 30)              # time passes; on disk every few seconds
    record = plays.keep(run)                            # when run.state.ended

Every method returns the new `Running`; the old one stays as it was.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.people import Person
from app.domain.records import Record, RecordKind
from app.domain.shift.action import Action, Spoken
from app.domain.shift.comparison import Comparison, ShiftSummary, compare
from app.domain.shift.engine import act, advance
from app.domain.shift.kept import KeptShift, ShiftOutline, outline_from_body, shift_from_body, shift_to_body
from app.domain.shift.plan import Plan
from app.domain.shift.shift_score import ShiftScore
from app.domain.shift.state import Happening, ShiftState
from app.services.shift_desk import ShiftDesk
from app.storage.records import Records
from app.storage.shifts import Shifts, StoredShift

# Where only time passed, what a kill can cost is at most so many seconds of it.
STORED_EVERY = 15


@dataclass(frozen=True, slots=True)
class Running:
    """A shift under way; `stored` is the second up to which it is on disk."""

    id: str
    person: Person
    started: str
    state: ShiftState
    stored: int = 0


class ShiftPlays:
    """The shifts of one workspace. `now` gives local time with its offset."""

    def __init__(
        self,
        desk: ShiftDesk,
        shifts: Shifts,
        records: Records,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._desk = desk
        self._shifts = shifts
        self._records = records
        self._now = now

    def begin(self, person: Person, plan: Plan) -> Running:
        """The doors open. UserError, naming file and line, for a ticket file that is wrong."""
        started = self._now().isoformat(timespec="seconds")
        return self._stored(Running(uuid.uuid4().hex, person, started, self._desk.begin(plan)))

    def hear(self, text: str) -> Spoken:
        """What was said, with what the lexicon in force finds in it."""
        return self._desk.hear()(text)

    def act(self, run: Running, action: Action, at: int) -> tuple[Running, tuple[Happening, ...]]:
        """Do something `at` seconds after opening. UserError, and nothing has happened, where it cannot be done."""
        outcome = act(run.state, action, at)
        return self._stored(replace(run, state=outcome.state)), outcome.happened

    def advance(self, run: Running, at: int) -> tuple[Running, tuple[Happening, ...]]:
        """Time passes."""
        outcome = advance(run.state, at)
        run = replace(run, state=outcome.state)
        if outcome.happened or run.state.now - run.stored >= STORED_EVERY:
            run = self._stored(run)
        return run, outcome.happened

    def unfinished(self, person: Person) -> tuple[Running, ...]:
        """A person's shifts that were neither kept nor dropped, newest first. The clock stands still meanwhile.

        One that can no longer be read (another version of the application wrote it) is left out.
        """
        found = []
        for stored in self._shifts.of_person(person.id):
            try:
                state = from_json(stored.state, ShiftState)
            except ValueError:
                continue
            found.append(Running(stored.id, person, stored.started, state, state.now))
        return tuple(found)

    def drop(self, run: Running) -> None:
        self._shifts.drop(run.id)

    def score(self, state: ShiftState) -> ShiftScore:
        """By the rubric in force; also in the middle of a shift."""
        return self._desk.score(state)

    def keep(self, run: Running) -> Record:
        """Append an ended shift to the chain. UserError for one that goes on."""
        if not run.state.ended:
            raise UserError("这个班次还没有结束。", "请办完或收班以后再存。")
        # Killed between the two steps below, it is found here and not appended a second time.
        record = next((record for record, kept in self.outlines(run.person) if kept.id == run.id), None)
        if record is None:
            at = self._now().isoformat(timespec="seconds")
            body = shift_to_body(KeptShift(run.id, run.started, run.state, self.score(run.state)))
            record = self._records.append(RecordKind.SHIFT, run.person.id, run.person.id, body, at)
        self._shifts.drop(run.id)
        return record

    def kept_of(self, person: Person) -> tuple[tuple[Record, KeptShift], ...]:
        """A person's kept shifts, oldest first."""
        records = self._records.for_person(person.id, RecordKind.SHIFT)
        return tuple((record, shift_from_body(record.body)) for record in records)

    def outlines(self, person: Person) -> tuple[tuple[Record, ShiftOutline], ...]:
        """The same as lists and comparisons read them, quick however many there are."""
        records = self._records.for_person(person.id, RecordKind.SHIFT)
        return tuple((record, outline_from_body(record.body)) for record in records)

    def compared(self, person: Person, kept: KeptShift, everybody: Sequence[Person]) -> tuple[Comparison, ...]:
        """A shift beside one's own earlier ones and, without names, the best of each other person."""
        own = [each.summary for _, each in self.outlines(person) if each.started < kept.started]
        others = [
            best for each in everybody
            if each.id != person.id and (best := self._best(each, kept.summary)) is not None
        ]  # fmt: skip
        return compare(kept.summary, own, others)

    def done(self, person: Person) -> Mapping[str, bool]:
        """The levels (values of TellerLevel) of which a person has kept a shift, and whether one was passed."""
        found: dict[str, bool] = {}
        for level, passed in self._records.values_of(
            person.id, RecordKind.SHIFT, "$.state.shift.plan.level", "$.score.passed"
        ):
            found[level] = found.get(level, False) or bool(passed)
        return found

    def _best(self, person: Person, like: ShiftSummary) -> ShiftSummary | None:
        summaries = [kept.summary for _, kept in self.outlines(person) if kept.summary.level is like.level]
        return max(summaries, key=lambda summary: summary.total, default=None)

    def _stored(self, run: Running) -> Running:
        self._shifts.put(StoredShift(run.id, run.person.id, run.started, to_json(run.state)))
        return replace(run, stored=run.state.now)
