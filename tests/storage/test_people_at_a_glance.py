"""The quick look at the list of people agrees with the proper one, and never decides what it cannot know."""

from pathlib import Path

from app.domain.people import Role
from app.storage.database import open_database
from app.storage.people import People
from app.storage.people_at_a_glance import people_at_a_glance


def test_it_sees_whom_the_database_holds_in_the_same_order(tmp_path: Path) -> None:
    database = open_database(tmp_path / "城南 100%#1" / "records.db")
    people = People(database)
    people.add("欧阳喆", Role.TRAINEE, "0002", "城南大厅")
    people.add("李建国", Role.TRAINER, "0001", pin="2468")
    assert people_at_a_glance(database.path) == people.all(), "while the database is open elsewhere"
    database.close()
    assert [person.name for person in people_at_a_glance(database.path) or ()] == ["欧阳喆", "李建国"]


def test_it_makes_no_file(tmp_path: Path) -> None:
    assert people_at_a_glance(tmp_path / "records.db") is None
    assert list(tmp_path.iterdir()) == []


def test_it_leaves_what_is_damaged_or_unknown_to_the_proper_way(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    path.write_bytes(b"")
    assert people_at_a_glance(path) is None, "no tables yet"
    path.write_bytes(b"no database at all" * 100)
    assert people_at_a_glance(path) is None
    path.unlink()
    database = open_database(path)
    People(database).add("王晓琳", Role.TRAINEE)
    with database.writing() as tables:
        tables.execute("UPDATE people SET role = 'a role of a later version'")
    database.close()
    assert people_at_a_glance(path) is None
