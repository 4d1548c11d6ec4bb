"""Real databases in temporary folders, with one person in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.people import Person, Role
from app.storage.database import Database, open_database
from app.storage.people import People
from app.storage.records import Records

PIN = "2468"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "工作区" / "records.db")
    yield opened
    opened.close()


@pytest.fixture
def people(database: Database) -> People:
    return People(database)


@pytest.fixture
def records(database: Database) -> Records:
    return Records(database)


@pytest.fixture
def trainee(people: People) -> Person:
    return people.add("林喆", Role.TRAINEE, "A01", "城东大厅")
