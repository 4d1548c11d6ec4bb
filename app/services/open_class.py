"""A class under way: each step stored as it is done, each turn kept under the speaker's name, closed into the chain."""

from collections.abc import Callable, Sequence
from datetime import datetime

from app.domain.class_roster import RosterEntry, RosterRow, Standing, recognised
from app.domain.class_summary import ClassSummary, summary
from app.domain.errors import UserError
from app.domain.json_values import to_json
from app.domain.people import Person, Role
from app.domain.records import Record
from app.domain.role_play.conversation import Mode
from app.domain.role_play.played import PlayedDialogue
from app.domain.scenario import Scenario
from app.domain.training_class import ClassTurn, Member, TrainingClass
from app.domain.training_class_lots import drawn
from app.domain.training_class_roster import everybody_here, linked, with_member, with_person
from app.domain.training_class_turns import begun, broken_off, called, closed, spoken
from app.services.people import PeopleDesk
from app.services.role_play import Conversation, RolePlays
from app.storage.classes import Classes

_BODY_VERSION = 1


class OpenClass:
    """One class under way, held by `trainer`. Every method stores what it did before it returns, or raises and changes nothing."""

    def __init__(
        self,
        one: TrainingClass,
        revision: int,
        trainer: Person,
        classes: Classes,
        people: PeopleDesk,
        role_plays: Callable[[], RolePlays],
        played: Callable[[str], PlayedDialogue],
        now: Callable[[], str],
    ) -> None:
        self.now = one
        self._revision = revision
        self._trainer = trainer
        self._classes = classes
        self._people = people
        self._role_plays = role_plays
        self._played = played
        self._time = now

    def do(self, step: Callable[[TrainingClass], TrainingClass]) -> TrainingClass:
        """Any step of preparing, marking or judging. UserError where the step or the disk refuses."""
        after = step(self.now)
        if after != self.now:
            self._revision = self._classes.save(after, self._revision)
            self.now = after
        return after

    def mark_all(self) -> TrainingClass:
        return self.do(everybody_here)

    def call(self, member: str) -> TrainingClass:
        return self.do(lambda one: called(one, member, self._time()))

    def draw(self) -> Member:
        """Call the next by lot."""
        speaker = self.do(lambda one: drawn(one, self._time())).speaker
        assert speaker is not None
        return speaker

    # Who the members are

    def recognise(self, rows: Sequence[RosterRow]) -> tuple[RosterEntry, ...]:
        return recognised(rows, self._people.all(), self.now)

    def bring_in(self, entries: Sequence[RosterEntry], add_people: bool) -> TrainingClass:
        """Take the entries that join into the class; new names become people as well where that is wanted.

        All are in the class when this returns, or none is. A person who was added stays on the list.
        """
        joining = [entry for entry in entries if entry.standing.joins]
        people = [
            self._add(entry.row.name, entry.row.staff_number, entry.row.unit)
            if add_people and entry.standing is Standing.NEW
            else entry.person
            for entry in joining
        ]

        def step(one: TrainingClass) -> TrainingClass:
            for entry, person in zip(joining, people, strict=True):
                row = entry.row
                one = (
                    with_person(one, person)
                    if person is not None
                    else with_member(one, row.name, row.staff_number, row.unit)
                )
            return one

        return self.do(step)

    def add_typed(self, name: str, staff_number: str = "", unit: str = "") -> RosterEntry:
        """One member by name or number as it was typed. UserError where it cannot be told who that is."""
        row = RosterRow("", *(" ".join(text.split()) for text in (name, staff_number, unit)))
        (entry,) = self.recognise([row])
        if entry.standing is Standing.UNCLEAR:
            raise UserError(entry.why)
        if entry.standing is Standing.KNOWN and entry.person is not None:
            person = entry.person
            self.do(lambda one: with_person(one, person))
        else:
            self.do(lambda one: with_member(one, row.name, row.staff_number, row.unit))
        return entry

    def make_person(self, member: str) -> Person:
        """A name that was only typed becomes a person, so that what they say can be kept."""
        about = self.now.member(member)
        person = self._add(about.name, about.staff_number, about.unit)
        self.do(lambda one: linked(one, member, person))
        return person

    def _add(self, name: str, staff_number: str, unit: str) -> Person:
        for person in self._people.all():  # killed between the two steps, the person is there already
            if (person.name, person.staff_number, person.unit) == (name, staff_number, unit):
                return person
        return self._people.add(name, Role.TRAINEE, staff_number, unit)

    def person_of(self, member: str) -> Person | None:
        id = self.now.member(member).person_id
        return next((person for person in self._people.all() if person.id == id), None) if id else None

    # The turns

    def start(self, scenario: Scenario, mode: Mode) -> tuple[ClassTurn, Person]:
        """Whoever was called begins. Gives the turn, and the person under whose name it is played."""
        turn = self.do(lambda one: begun(one, scenario.id, scenario.title, mode, self._time())).under_way
        assert turn is not None
        person = self.person_of(turn.member)
        assert person is not None
        return turn, person

    def finish(self, talk: Conversation) -> ClassTurn:
        """The conversation of the turn under way has ended: it is kept under the speaker's name, by the trainer.

        Shadowing is not kept. One in which nobody said anything counts for nothing.
        """
        turn = self.now.under_way
        if turn is None:
            raise UserError("现在没有人在发言。", "请先叫人发言，再开始对练。")
        if not talk.ended:
            raise UserError("这场对话还没有谈完。", "请谈完，或者先结束。")
        if all(each.reply.silent for each in talk.dialogue.exchanges):
            return self.break_off(talk)
        record = "" if talk.dialogue.mode is Mode.SHADOW else self._role_plays().keep(talk, self._trainer).id
        self._enter(talk.id, record)
        return next(each for each in self.now.turns if each.number == turn.number)

    def break_off(self, talk: Conversation | None = None) -> ClassTurn:
        """The turn under way counts for nothing, and its conversation is forgotten."""
        turn = self.now.under_way
        talk = talk or self.unfinished()
        self.do(lambda one: broken_off(one, self._time()))
        if talk is not None:
            self._role_plays().drop(talk)
        assert turn is not None
        return next(each for each in self.now.turns if each.number == turn.number)

    def unfinished(self) -> Conversation | None:
        """The conversation of the turn under way, to go on with; None where there is none."""
        turn = self.now.under_way
        person = self.person_of(turn.member) if turn else None
        if turn is None or person is None:
            return None
        return next((talk for talk in self._role_plays().unfinished(person) if _is_of(turn, talk)), None)

    def recover(self) -> None:
        """After a kill: a conversation that had ended is kept, one that was kept is entered. Others stay under way."""
        turn = self.now.under_way
        person = self.person_of(turn.member) if turn else None
        if turn is None or person is None:
            return
        if (talk := self.unfinished()) is not None:
            if talk.ended:
                self.finish(talk)
            return
        known = {each.record for each in self.now.turns}
        for record, dialogue in self._role_plays().kept_of(person):
            if record.id not in known and _began_after(turn, dialogue.scenario_id, dialogue.started):
                self._enter(dialogue.conversation, record.id)
                return

    def played_by(self, turn: ClassTurn) -> PlayedDialogue | None:
        """What was said at a turn, as it stands today; None where nothing is kept."""
        return self._played(turn.record) if turn.record else None

    def summary(self) -> ClassSummary:
        """What the class came to so far, with everything decided since about its conversations."""
        return summary(self.now, {turn.record: self._played(turn.record) for turn in self.now.turns if turn.record})

    @property
    def record(self) -> Record | None:
        """The class's own record; None while it goes on."""
        return self._classes.record(self.now.id)

    def close(self) -> Record:
        """Class is over: into the chain, with the attendance of everybody who is on the list of people."""
        if self.now.closed:
            record = self._classes.record(self.now.id)
            assert record is not None
            return record
        after = closed(self.now, self._time())
        body = {"version": _BODY_VERSION, "class": to_json(after)}
        evidence = [(member.person_id, _attendance(after, member)) for member in after.members if member.person_id]
        record = self._classes.close(after, self._revision, self._trainer.id, body, evidence)
        self.now, self._revision = self._classes.get(after.id)
        return record

    def _enter(self, conversation: str, record: str) -> None:
        self.do(lambda one: spoken(one, conversation, record, self._time()))


def _is_of(turn: ClassTurn, talk: Conversation) -> bool:
    return talk.dialogue.mode is turn.mode and _began_after(turn, talk.scenario.id, talk.started)


def _began_after(turn: ClassTurn, scenario_id: str, started: str) -> bool:
    """Whether a conversation belongs to the turn: of its scenario, and begun when the turn was or later."""
    return scenario_id == turn.scenario_id and datetime.fromisoformat(started) >= datetime.fromisoformat(turn.started)


def _attendance(one: TrainingClass, member: Member) -> dict[str, object]:
    turns = [turn for turn in one.spoken_turns if turn.member == member.id]
    return {
        "version": _BODY_VERSION,
        "class": one.id,
        "title": one.title,
        "day": one.day,
        "attendance": member.attendance.value,
        "reason": member.reason,
        "spoken": len(turns),
        "conversations": [turn.record for turn in turns if turn.record],
    }
