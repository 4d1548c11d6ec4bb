"""Classes on a real database: each step on disk, one window at a time, closed into the chain whole or not at all."""

import pytest

from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.records import RecordKind
from app.domain.training_class_roster import everybody_here, new_class, with_member, with_notes, with_person
from app.domain.training_class_turns import closed
from app.storage.classes import Classes
from app.storage.database import Database
from app.storage.people import People
from app.storage.records import Records

AT = "2026-11-25T09:00:00+08:00"


@pytest.fixture
def trainer(people: People) -> Person:
    return people.add("李建国", Role.TRAINER, "0007", "城南大厅", "2468")


@pytest.fixture
def classes(database: Database) -> Classes:
    return Classes(database)


def a_class(trainer: Person, trainee: Person, id: str = "c", day: str = "2026-11-25"):
    one = new_class(id, "课“引号”𬭎", day, trainer, 5, AT)
    return everybody_here(with_member(with_person(one, trainee), "打字的"))


def test_what_is_stored_is_what_comes_back(classes: Classes, trainer: Person, trainee: Person):
    one = a_class(trainer, trainee)
    revision = classes.add(one)
    assert classes.get("c") == (one, revision)
    after = with_notes(one, "再练")
    revision = classes.save(after, revision)
    assert classes.get("c") == (after, revision)
    later = a_class(trainer, trainee, "d", "2026-12-01")
    classes.add(later)
    assert classes.all() == (later, after)
    with pytest.raises(UserError, match="没有找到这堂课"):
        classes.get("x")


def test_another_windows_change_is_not_written_over(classes: Classes, trainer: Person, trainee: Person):
    one = a_class(trainer, trainee)
    first = classes.add(one)
    classes.save(with_notes(one, "这边"), first)
    with pytest.raises(UserError, match="另一个窗口"):
        classes.save(with_notes(one, "那边"), first)
    assert classes.get("c")[0].notes == "这边"


def test_closing_appends_the_class_and_everybodys_attendance(
    classes: Classes, records: Records, trainer: Person, trainee: Person
):
    one = a_class(trainer, trainee)
    revision = classes.add(one)
    after = closed(one, AT)
    record = classes.close(after, revision, trainer.id, {"title": one.title}, [(trainee.id, {"attendance": "present"})])
    assert (record.kind, record.person_id, record.actor_id) == (RecordKind.CLASS, trainer.id, trainer.id)
    (own,) = records.for_person(trainee.id)
    assert (own.kind, own.actor_id) == (RecordKind.ATTENDANCE, trainer.id)
    assert own.body == {"attendance": "present", "record": record.id}
    assert records.verify().intact
    assert classes.record("c") == record
    # Closed is closed, whoever asks again.
    assert classes.close(after, revision, trainer.id, {}, []) == record
    with pytest.raises(UserError, match="已经下课"):
        classes.save(one, revision + 1)
    classes.drop("c")
    assert classes.get("c")[0].closed == AT


def test_what_fails_half_way_leaves_nothing(classes: Classes, records: Records, trainer: Person, trainee: Person):
    one = a_class(trainer, trainee)
    revision = classes.add(one)
    bodies = [(trainee.id, {}), ("nobody", {})]
    with pytest.raises(Exception, match="FOREIGN KEY"):
        classes.close(closed(one, AT), revision, trainer.id, {}, bodies)
    assert records.verify().rows == 0
    assert classes.get("c") == (one, revision)
    assert classes.record("c") is None


def test_one_that_cannot_be_read_costs_only_itself(
    classes: Classes, database: Database, trainer: Person, trainee: Person
):
    classes.add(a_class(trainer, trainee))
    other = a_class(trainer, trainee, "d")
    classes.add(other)
    with database.writing() as tables:
        tables.execute("UPDATE classes SET content = '{\"id\": 3}' WHERE id = 'c'")
    assert classes.all() == (other,)
    with pytest.raises(UserError, match="读不懂"):
        classes.get("c")


def test_a_class_without_anything_can_be_forgotten(classes: Classes, trainer: Person, trainee: Person):
    classes.add(a_class(trainer, trainee))
    classes.drop("c")
    assert classes.all() == ()
