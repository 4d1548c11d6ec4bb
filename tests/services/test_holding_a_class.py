"""A class on a real database: the roster, the turns under the speakers' names, a kill, the end in the chain."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import pytest

from app.domain.class_roster import RosterRow, Standing
from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.records import RecordKind
from app.domain.role_play.dialogue import Mode
from app.domain.training_class import Attendance, Outcome, Thumbs, TrainingClass
from app.domain.training_class_roster import marked, with_member, with_points
from app.domain.training_class_turns import judged
from app.services.open_class import OpenClass
from app.services.people import PeopleDesk
from app.services.records import RecordDesk
from app.services.role_play import RolePlays
from app.services.rules import Rules
from app.services.training_class import TrainingClasses
from app.storage.classes import Classes
from app.storage.conversations import Conversations
from app.storage.database import Database, open_database
from app.storage.people import People
from app.storage.records import Records
from app.system.places import Workspace
from tests.domain.role_play.small_scenario import small
from tests.services.test_role_play import GOOD, Ears

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class School:
    workspace: Workspace
    database: Database
    people: PeopleDesk
    records: Records
    role_plays: RolePlays
    classes: TrainingClasses
    trainer: Person

    def lesson(self, *names: str) -> OpenClass:
        lesson = self.classes.begin(self.trainer, "材料不齐怎么说", "2026-11-25")
        for name in names or ("王晓琳", "赵敏"):
            lesson.add_typed(name)
        lesson.mark_all()
        return lesson

    def plays(self, lesson: OpenClass, *texts: str, mode: Mode = Mode.PRACTISE):
        _turn, person = lesson.start(small(), mode)
        talk = self.role_plays.begin(small(), mode, person)
        for text in texts:
            talk = self.role_plays.answer_typed(talk, text, 3.0)
        return talk


@pytest.fixture
def school(workspace: Workspace) -> Iterator[School]:
    database = open_database(workspace.database)
    clock = iter(range(10_000))

    def now() -> datetime:
        return datetime.fromtimestamp(1_795_000_000 + next(clock) * 60, timezone.utc)

    people = PeopleDesk(People(database))
    trainer = people.add("李建国", Role.TRAINER, "0007", "城南大厅", "2468")
    people.add("王晓琳", Role.TRAINEE, "1024", "城南大厅")
    people.add("赵敏", Role.TRAINEE, "1025", "城南大厅")
    records = Records(database)
    role_plays = RolePlays(Rules(workspace), Ears(workspace.recordings), Conversations(database), records, now)
    kept = RecordDesk(records, People(database), now)
    classes = TrainingClasses(
        Classes(database), people, lambda: role_plays, lambda id: kept.dialogue(id).played, lambda: 7, now
    )
    yield School(workspace, database, people, records, role_plays, classes, trainer)
    database.close()


def test_a_turn_is_kept_under_the_speakers_name_by_the_trainer(school: School):
    lesson = school.lesson()
    lesson.do(lambda one: with_points(one, ["先问好"]))
    speaker = lesson.draw()
    turn = lesson.finish(school.plays(lesson, *GOOD))
    lesson.do(lambda one: judged(one, turn.number, (Thumbs("1", 1, 0),)))
    record = school.records.get(turn.record)
    assert record.kind is RecordKind.DIALOGUE
    assert record.person_id == speaker.person_id and record.actor_id == school.trainer.id
    assert lesson.played_by(turn).score.whole.total == 100
    again = school.classes.open(lesson.now.id, school.trainer)
    assert again.now == lesson.now
    assert again.draw().id != speaker.id
    found = again.summary()
    assert [result.sheet.total for result in found.results] == [100]
    assert found.thumbs[0].up == 1
    assert [member.name for member in found.silent] == [member.name for member in again.now.here if member != speaker]


def test_closing_puts_the_class_and_the_attendance_into_the_chain(school: School):
    lesson = school.lesson("王晓琳", "赵敏", "没登记的")
    lesson.call("1")
    turn = lesson.finish(school.plays(lesson, *GOOD))
    lesson.do(lambda one: marked(one, "2", Attendance.ABSENT, "病假"))
    record = lesson.close()
    assert record.kind is RecordKind.CLASS and lesson.now.closed
    assert lesson.close() == record
    wang, zhao = (school.people.all()[at] for at in (1, 2))
    (own,) = school.records.for_person(wang.id, RecordKind.ATTENDANCE)
    assert own.body["conversations"] == [turn.record] and own.body["attendance"] == "present"
    (other,) = school.records.for_person(zhao.id, RecordKind.ATTENDANCE)
    assert (other.body["attendance"], other.body["reason"], other.body["spoken"]) == ("absent", "病假", 0)
    assert other.actor_id == school.trainer.id and other.body["record"] == record.id
    assert [member["name"] for member in record.body["class"]["members"]] == ["王晓琳", "赵敏", "没登记的"]
    assert school.records.verify().intact
    with pytest.raises(UserError, match="已经下课"):
        lesson.draw()
    with pytest.raises(UserError, match="不能删除"):
        school.classes.drop(lesson.now.id)


def test_another_trainer_may_go_on_and_it_stands_under_their_hand(school: School):
    lesson = school.lesson()
    other = school.people.add("周培兰", Role.TRAINER, "0008", "", "1357")
    again = school.classes.open(lesson.now.id, other)
    again.call("1")
    turn = again.finish(school.plays(again, *GOOD))
    assert school.records.get(turn.record).actor_id == other.id
    record = again.close()
    assert (record.person_id, record.actor_id) == (school.trainer.id, other.id)
    with pytest.raises(UserError, match="只有带教老师"):
        school.classes.open(lesson.now.id, school.people.all()[1])


def test_who_is_typed_is_recognised_or_becomes_a_person_on_the_spot(school: School):
    lesson = school.lesson("王晓琳")
    assert lesson.now.member("1").staff_number == "1024"
    assert lesson.add_typed("新来的", "3001").standing is Standing.NEW
    with pytest.raises(UserError, match="1025 在人员名单里是赵敏"):
        lesson.add_typed("赵民", "1025")
    lesson.mark_all()
    lesson.call("2")
    with pytest.raises(UserError, match="还不在人员名单里"):
        lesson.start(small(), Mode.PRACTISE)
    person = lesson.make_person("2")
    assert person in school.people.all() and person.role is Role.TRAINEE
    assert lesson.now.member("2").person_id == person.id
    assert lesson.start(small(), Mode.PRACTISE)[1] == person


def test_a_list_of_names_comes_in_whole(school: School):
    lesson = school.lesson("王晓琳")
    rows = (
        RosterRow("第 2 行", "王晓琳", "1024"), RosterRow("第 3 行", "赵敏"), RosterRow("第 4 行", "周𬭎", "5000", "城东"),
        RosterRow("第 5 行", "周𬭎", "5000"),
    )  # fmt: skip
    entries = lesson.recognise(rows)
    assert [entry.standing for entry in entries] == [Standing.HERE, Standing.KNOWN, Standing.NEW, Standing.TWICE]
    lesson.bring_in(entries, add_people=True)
    assert [member.name for member in lesson.now.members] == ["王晓琳", "赵敏", "周𬭎"]
    assert all(member.person_id for member in lesson.now.members)
    assert [person.name for person in school.people.all()][-1] == "周𬭎"


def test_names_may_come_in_without_becoming_people(school: School):
    lesson = school.lesson("王晓琳")
    before = school.people.all()
    lesson.bring_in(lesson.recognise([RosterRow("", "外单位的")]), add_people=False)
    assert school.people.all() == before and not lesson.now.member("2").person_id


def test_shadowing_counts_and_is_not_kept_and_silence_counts_for_nothing(school: School):
    lesson = school.lesson()
    lesson.call("1")
    turn = lesson.finish(school.role_plays.give_up(school.plays(lesson, GOOD[0], mode=Mode.SHADOW)))
    assert turn.outcome is Outcome.SPOKEN and turn.record == "" and lesson.played_by(turn) is None
    lesson.call("2")
    turn = lesson.finish(school.role_plays.give_up(school.plays(lesson)))
    assert turn.outcome is Outcome.BROKEN_OFF
    assert school.records.count(RecordKind.DIALOGUE) == 0
    person = lesson.person_of("2")
    assert school.role_plays.unfinished(person) == ()
    assert lesson.summary().results[0].sheet is None


def test_a_turn_put_aside_goes_on_or_is_broken_off(school: School):
    lesson = school.lesson()
    lesson.call("1")
    talk = school.plays(lesson, GOOD[0])
    with pytest.raises(UserError, match="没有谈完"):
        lesson.finish(talk)
    again = school.classes.open(lesson.now.id, school.trainer)
    assert again.now.under_way and again.unfinished().id == talk.id
    assert again.break_off().outcome is Outcome.BROKEN_OFF
    assert again.unfinished() is None and school.role_plays.unfinished(school.people.all()[1]) == ()


def test_killed_between_the_end_of_a_conversation_and_the_class_nothing_is_lost(school: School):
    """The two moments at which a kill leaves the class behind its conversations."""
    lesson = school.lesson()
    lesson.call("1")
    talk = school.plays(lesson, *GOOD)
    again = school.classes.open(lesson.now.id, school.trainer)  # it had ended and was not kept
    assert again.now.turns[0].outcome is Outcome.SPOKEN
    assert school.records.get(again.now.turns[0].record).actor_id == school.trainer.id

    again.call("2")
    talk = school.plays(again, *GOOD)
    record = school.role_plays.keep(talk, school.trainer)  # it was kept, and not entered
    third = school.classes.open(lesson.now.id, school.trainer)
    assert third.now.turns[1].record == record.id
    assert school.records.count(RecordKind.DIALOGUE) == 2


HOLD = """
import sys
from pathlib import Path
from app.domain.people import Role
from app.domain.role_play.dialogue import Mode
from app.domain.training_class import TrainingClass
from app.main import Application
from app.system.places import Workspace
desk = Application(Workspace(Path(sys.argv[1])))
trainer = desk.people.add("李建国", Role.TRAINER, "0007", "", "2468")
for name in ("王晓琳", "赵敏", "周𬭎"):
    desk.people.add(name, Role.TRAINEE)
lesson = desk.classes.begin(trainer, "系统坏了怎么说", "2026-11-25")
print(lesson.now.id, flush=True)
steps = [lambda name=name: lesson.add_typed(name) for name in ("王晓琳", "赵敏", "周𬭎")]
steps += [lesson.mark_all, lesson.draw]
scenario = desk.rules.scenario("system-down")
def begin():
    _turn, person = lesson.start(scenario, Mode.EXAMINE)
    talks.append(desk.role_plays.begin(scenario, Mode.EXAMINE, person))
talks = []
steps += [begin]
steps += [lambda: talks.append(desk.role_plays.answer_typed(talks[-1], "实在对不起，系统故障，大约半小时恢复。"))]
for step in steps:
    step()
    print("done", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
@pytest.mark.parametrize("steps", [5, 7])
def test_a_class_goes_on_where_a_killed_program_left_it(workspace: Workspace, steps: int):
    """A real process, really killed: every step that it acknowledged is there."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(workspace.root)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert child.stdin and child.stdout
    id = child.stdout.readline().strip()
    for step in range(steps):
        assert child.stdout.readline().strip() == "done"
        if step < steps - 1:
            child.stdin.write("\n")
            child.stdin.flush()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdin.close()
    child.stdout.close()

    from app.main import Application

    application = Application(workspace)
    lesson = application.classes.open(id, application.people.all()[0])
    one: TrainingClass = lesson.now
    assert len(one.members) == min(steps, 3)
    assert len(one.here) == (3 if steps >= 4 else 0)
    assert len(one.calls) == (steps >= 5)
    if steps == 7:
        talk = lesson.unfinished()
        assert talk is not None and talk.person is not None and one.under_way is not None
        assert talk.person.name == one.member(one.under_way.member).name
        assert len(talk.dialogue.exchanges) == 1
        talk = application.role_plays.answer_typed(talk, "您可以先留下材料和电话。")
        lesson.finish(application.role_plays.give_up(talk))
    else:
        lesson.do(lambda one: with_member(one, "后来的"))
        lesson.mark_all()
        lesson.draw()
    lesson.close()
    assert application.records.verify().intact
    application.database.close()
