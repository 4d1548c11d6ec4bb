"""A list of names brought into a class: who of them is known, new, there already, or cannot be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from app.domain.people import Person
from app.domain.training_class import TrainingClass


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row as it was read. `place` is where it stands, in Chinese (sheet and row)."""

    place: str
    name: str
    staff_number: str = ""
    unit: str = ""


class Standing(Enum):
    KNOWN = "known"
    NEW = "new"
    HERE = "here"
    TWICE = "twice"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        return {
            "known": "在人员名单里",
            "new": "新名字",
            "here": "已在课上",
            "twice": "重复的一行",
            "unclear": "对不上",
        }[self.value]

    @property
    def joins(self) -> bool:
        """Whether the row brings somebody into the class."""
        return self in (Standing.KNOWN, Standing.NEW)


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """`person` is who it is, where that is KNOWN; `why` says in Chinese what is the matter, and what to do."""

    row: RosterRow
    standing: Standing
    person: Person | None = None
    why: str = ""


def recognised(rows: Iterable[RosterRow], people: Sequence[Person], one: TrainingClass) -> tuple[RosterEntry, ...]:
    """Each row with who it is, in order. By staff number first; a name counts where it can be only one person."""
    entries: list[RosterEntry] = []
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        entry = _recognised(row, people, one)
        # Two rows are one where they are the same person, or write the same.
        key = (entry.person.id,) if entry.person else (row.name, row.staff_number, row.unit)
        number = ("number", row.staff_number) if row.staff_number else key
        first = seen.get(key) or seen.get(number)
        if first and entry.standing.joins:
            entry = RosterEntry(row, Standing.TWICE, entry.person, f"和{first}是同一位，跳过。")
        seen.setdefault(key, row.place)
        seen.setdefault(number, row.place)
        entries.append(entry)
    return tuple(entries)


def _recognised(row: RosterRow, people: Sequence[Person], one: TrainingClass) -> RosterEntry:
    if row.staff_number:
        owner = next((person for person in people if person.staff_number == row.staff_number), None)
        if owner is not None:
            if owner.name != row.name:
                return RosterEntry(
                    row, Standing.UNCLEAR, None,
                    f"工号 {row.staff_number} 在人员名单里是{owner.name}，这里写的是{row.name}。请核对姓名和工号。",
                )  # fmt: skip
            return _known(row, owner, one)
        shortened = [person for person in people if person.name == row.name and _zeros_dropped(row, person)]
        if len(shortened) == 1:
            return _known(row, shortened[0], one)
    alike = [person for person in people if person.name == row.name and _may_be(row, person)]
    if len(alike) > 1:
        return RosterEntry(
            row, Standing.UNCLEAR, None, f"人员名单里有 {len(alike)} 位{row.name}。请填写工号，才知道是哪一位。"
        )
    if alike:
        return _known(row, alike[0], one)
    for member in one.members:
        same_number = bool(row.staff_number) and member.staff_number == row.staff_number
        if same_number or (member.name, member.staff_number, member.unit) == (row.name, row.staff_number, row.unit):
            return RosterEntry(row, Standing.HERE, None, "已经在这堂课的名单里。")
    return RosterEntry(row, Standing.NEW)


def _zeros_dropped(row: RosterRow, person: Person) -> bool:
    """Whether the number is the person's as a spreadsheet writes it that took 0012 for a figure: 12."""
    return row.staff_number.isdecimal() and row.staff_number == person.staff_number.lstrip("0")


def _may_be(row: RosterRow, person: Person) -> bool:
    number = not row.staff_number or not person.staff_number
    unit = not row.unit or not person.unit or row.unit == person.unit
    return number and unit


def _known(row: RosterRow, person: Person, one: TrainingClass) -> RosterEntry:
    if any(member.person_id == person.id for member in one.members):
        return RosterEntry(row, Standing.HERE, person, "已经在这堂课的名单里。")
    return RosterEntry(row, Standing.KNOWN, person)
