import pytest

from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.storage.database import Database
from app.storage.people import People


def test_a_person_is_kept_with_rare_characters_and_tidied_spaces(people: People):
    person = people.add("  𬭎堃  ", Role.TRAINEE, " 007 ", "城东　大厅")
    assert person == Person(person.id, "𬭎堃", Role.TRAINEE, "007", "城东 大厅")
    assert people.get(person.id) == person
    assert people.all() == (person,)


def test_people_are_listed_in_the_order_they_came(people: People):
    added = [people.add(name, Role.TRAINEE) for name in ("丙", "甲", "乙")]
    assert people.all() == tuple(added)


def test_a_pin_opens_and_another_does_not(people: People):
    trainer = people.add("钱老师", Role.TRAINER, pin="2468")
    assert people.check_pin(trainer.id, "2468")
    assert not people.check_pin(trainer.id, "1357")
    assert not people.check_pin(trainer.id, "")
    people.set_pin(trainer.id, "1357")
    assert people.check_pin(trainer.id, "1357")
    assert not people.check_pin(trainer.id, "2468")


def test_a_pin_is_kept_as_an_argon2_hash_only(people: People, database: Database):
    people.add("钱老师", Role.TRAINER, pin="24681357")
    with database.reading() as tables:
        row = next(tables["people"].rows)
        assert row["pin_hash"].startswith("$argon2id$")
        assert "24681357" not in "".join(tables.conn.iterdump())


def test_a_trainee_needs_no_pin(people: People, trainee: Person):
    assert people.check_pin(trainee.id, "")
    assert people.check_pin(trainee.id, "whatever")


@pytest.mark.parametrize(
    ("name", "role", "staff_number", "pin", "message"),
    [
        (" ", Role.TRAINEE, "", "", "姓名不能为空"),
        ("钱老师", Role.TRAINER, "", "", "必须设置"),
        ("钱老师", Role.HR, "", "123", "太短"),
        ("别人", Role.TRAINEE, "A01", "", "已经是林喆的"),
    ],
)
def test_what_cannot_be_added_is_said(people: People, trainee: Person, name, role, staff_number, pin, message):
    with pytest.raises(UserError, match=message):
        people.add(name, role, staff_number, pin=pin)
    assert people.all() == (trainee,)


def test_two_of_one_name_are_told_apart_by_number_or_unit(people: People):
    people.add("张伟", Role.TRAINEE, unit="城东大厅")
    people.add("张伟", Role.TRAINEE, unit="城西大厅")
    people.add("张伟", Role.TRAINEE, "A2", unit="城东大厅")
    with pytest.raises(UserError, match="已经在名单里"):
        people.add("张伟", Role.TRAINEE, unit="城东大厅")


def test_nobody_by_that_id(people: People):
    with pytest.raises(UserError, match="没有找到这个人"):
        people.get("nobody")
    with pytest.raises(UserError):
        people.check_pin("nobody", "1")


def test_a_trainers_pin_cannot_be_taken_away(people: People):
    trainer = people.add("钱老师", Role.TRAINER, pin="2468")
    with pytest.raises(UserError, match="必须设置"):
        people.set_pin(trainer.id, "")
    assert people.check_pin(trainer.id, "2468")
