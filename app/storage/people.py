"""Who uses this workspace, and their PINs: kept as argon2 hashes, apart from the chained records."""

import unicodedata
import uuid

from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.storage.database import Database

_LEAST_PIN = 4


class People:
    """The staff of a workspace. Nobody is ever deleted: records point at them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, role: Role, staff_number: str = "", unit: str = "", pin: str = "") -> Person:
        """Add a person; UserError for an empty name, one who is there already, or a missing PIN."""
        person = Person(uuid.uuid4().hex, _tidy(name), role, _tidy(staff_number), _tidy(unit))
        if not person.name:
            raise UserError("姓名不能为空。", "请填写姓名。")
        pin_hash = _hash_for(role, pin)
        with self._database.writing() as tables:
            for row in tables["people"].rows_where("name = ? or staff_number = ?", [person.name, person.staff_number]):
                _refuse_double(person, _person(row))
            tables["people"].insert(
                {
                    "id": person.id,
                    "name": person.name,
                    "role": role.value,
                    "staff_number": person.staff_number,
                    "unit": person.unit,
                    "pin_hash": pin_hash,
                }
            )
        return person

    def all(self) -> tuple[Person, ...]:
        """Everybody, in the order they were added."""
        with self._database.reading() as tables:
            return tuple(_person(row) for row in tables["people"].rows_where(order_by="rowid"))

    def get(self, id: str) -> Person:
        """The person with this id; UserError if there is none."""
        return _person(self._row(id))

    def check_pin(self, id: str, pin: str) -> bool:
        """Whether `pin` opens the door: a person without a PIN needs none."""
        pin_hash = self._row(id)["pin_hash"]
        if not pin_hash:
            return True
        import argon2

        try:
            return argon2.PasswordHasher().verify(pin_hash, pin)
        except argon2.exceptions.VerifyMismatchError:
            return False

    def set_pin(self, id: str, pin: str) -> None:
        """Give a person another PIN; an empty one takes it away, which only a trainee's role allows."""
        pin_hash = _hash_for(self.get(id).role, pin)
        with self._database.writing() as tables:
            tables.execute("UPDATE people SET pin_hash = ? WHERE id = ?", [pin_hash, id])

    def _row(self, id: str) -> dict[str, str]:
        with self._database.reading() as tables:
            for row in tables["people"].rows_where("id = ?", [id]):
                return row
        raise UserError("没有找到这个人。", "请在登录页面重新选择。")


def _person(row: dict[str, str]) -> Person:
    return Person(row["id"], row["name"], Role(row["role"]), row["staff_number"], row["unit"])


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _refuse_double(person: Person, other: Person) -> None:
    if person.staff_number and person.staff_number == other.staff_number:
        raise UserError(f"工号“{person.staff_number}”已经是{other.name}的。", "请核对工号。")
    if (person.name, person.unit, person.staff_number) == (other.name, other.unit, other.staff_number):
        raise UserError(f"“{person.name}”已经在名单里。", "如果是同名的另一位，请填写工号以便区分。")


def _hash_for(role: Role, pin: str) -> str:
    if not pin:
        if role.needs_pin:
            raise UserError(f"{role.label}必须设置 PIN 码。", f"请设置至少 {_LEAST_PIN} 位的 PIN 码。")
        return ""
    if len(pin) < _LEAST_PIN:
        raise UserError("PIN 码太短。", f"请设置至少 {_LEAST_PIN} 位的 PIN 码。")
    import argon2

    return argon2.PasswordHasher().hash(pin)
