"""Signing in: names, staff numbers and PINs."""

from collections.abc import Iterator

import pytest

from app.domain.errors import UserError
from app.domain.people import Role
from app.services.people import PeopleDesk
from app.storage.database import open_database
from app.storage.people import People


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path, clock: Clock) -> Iterator[PeopleDesk]:
    yield PeopleDesk(People(open_database(tmp_path / "records.db")), clock)


def test_a_trainee_signs_in_without_a_pin(desk: PeopleDesk) -> None:
    person = desk.add(" 王喆 ", Role.TRAINEE, "0017", "一厅")
    assert desk.sign_in(person.id) == person
    assert person.name == "王喆"
    assert desk.all() == (person,)


def test_a_trainer_needs_the_right_pin(desk: PeopleDesk) -> None:
    trainer = desk.add("李堃", Role.TRAINER, pin="2468")
    assert desk.sign_in(trainer.id, "2468") == trainer
    with pytest.raises(UserError, match="PIN 码不对"):
        desk.sign_in(trainer.id, "2469")


@pytest.mark.parametrize("pin", ["", "123", "abcd", "1234567890123"])
def test_a_weak_pin_is_refused(desk: PeopleDesk, pin: str) -> None:
    with pytest.raises(UserError, match="4 至 12 位数字"):
        desk.add("人事", Role.HR, pin=pin)
    assert desk.all() == ()


def test_guessing_is_slowed_down_and_forgiven_with_time(desk: PeopleDesk, clock: Clock) -> None:
    trainer = desk.add("李堃", Role.TRAINER, pin="2468")
    for _ in range(3):
        with pytest.raises(UserError, match="不对"):
            desk.sign_in(trainer.id, "0000")
    with pytest.raises(UserError, match="请等 5 秒|请等 6 秒"):
        desk.sign_in(trainer.id, "2468")
    clock.seconds += 6
    assert desk.sign_in(trainer.id, "2468") == trainer


def test_one_staff_number_belongs_to_one_person(desk: PeopleDesk) -> None:
    desk.add("王喆", Role.TRAINEE, "0017")
    with pytest.raises(UserError, match="0017"):
        desk.add("李堃", Role.TRAINEE, "0017")
    with pytest.raises(UserError, match="姓名"):
        desk.add("  ", Role.TRAINEE)
