"""Sign in, add a person: who is at this PC."""

import time
from collections.abc import Callable

from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.storage.people import People

# After the third wrong PIN each further try waits twice as long, up to five minutes.
_FREE_TRIES = 3
_LONGEST_WAIT = 300.0


class PeopleDesk:
    """The people of one workspace. `clock` gives seconds that never run backwards."""

    def __init__(self, people: People, clock: Callable[[], float] = time.monotonic) -> None:
        self._people = people
        self._clock = clock
        self._failures: dict[str, tuple[int, float]] = {}

    def all(self) -> tuple[Person, ...]:
        return tuple(self._people.all())

    def add(self, name: str, role: Role, staff_number: str = "", unit: str = "", pin: str = "") -> Person:
        """Add a person. UserError for an empty name, a PIN that is too short, or a staff number already taken."""
        name, staff_number = name.strip(), staff_number.strip()
        if not name:
            raise UserError("姓名还没有填写。", "请输入姓名后再保存。")
        if role.needs_pin and not (pin.isdigit() and 4 <= len(pin) <= 12):
            raise UserError(f"{role.label}需要 4 至 12 位数字的 PIN 码。", "请设置一个不容易猜到的 PIN 码。")
        if staff_number and any(person.staff_number == staff_number for person in self.all()):
            raise UserError(f"工号 {staff_number} 已经有人使用。", "请核对工号，或在列表中选择已有的人员。")
        return self._people.add(name, role, staff_number, unit.strip(), pin if role.needs_pin else "")

    def sign_in(self, person_id: str, pin: str = "") -> Person:
        """The person, if the PIN (for roles that have one) is right. UserError otherwise."""
        person = self._people.get(person_id)
        if not person.role.needs_pin:
            return person
        failures, last = self._failures.get(person_id, (0, 0.0))
        if failures >= _FREE_TRIES:
            wait = min(_LONGEST_WAIT, 5.0 * 2 ** (failures - _FREE_TRIES)) - (self._clock() - last)
            if wait > 0:
                raise UserError("PIN 码输错次数太多。", f"请等 {int(wait) + 1} 秒后再试。")
        if not self._people.check_pin(person_id, pin):
            self._failures[person_id] = (failures + 1, self._clock())
            raise UserError("PIN 码不对。", "请重新输入；忘记了请找单位管理员重设。")
        self._failures.pop(person_id, None)
        return person
