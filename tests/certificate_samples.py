"""A unit with keys and people who have passed, for the tests about certificates."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from app.domain.business import BusinessLine
from app.domain.modules.module import Module, ModuleKind
from app.domain.modules.path import Done, ModuleState, Passed, path
from app.domain.people import Person, Role
from app.domain.teller_level import TellerLevel
from app.services.certificates import CertificateDesk
from app.services.verification import CertificateCheck
from app.storage.database import Database, open_database
from app.storage.people import People
from app.storage.records import Records
from app.storage.unit_keys import UnitKeys

PASSPHRASE = "南门外大街 7 号"
UNIT = "城南区人力资源和社会保障服务大厅"
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=timezone(timedelta(hours=8)))

PENSIONS = Module(
    "pensions", "1", "养老保险业务", BusinessLine.PENSION, ModuleKind.MULTI_SKILL, TellerLevel.SINGLE, (), "closing",
    date(2026, 11, 1),
)  # fmt: skip


@dataclass
class FakeLearning:
    """Who has passed what: the closing exam of PENSIONS, by person id."""

    passed: dict[str, Passed] = field(default_factory=dict)
    today: date = NOON.date()

    def path(self, person: Person) -> tuple[ModuleState, ...]:
        passed = self.passed.get(person.id)
        return path([PENSIONS], {PENSIONS.id: Done(passed=passed)} if passed else {}, self.today)


class Unit:
    """A workspace with its people; `desk` and `check` are the real services."""

    def __init__(self, folder: Path, name: str = UNIT, keys: Path | None = None) -> None:
        self.folder = folder
        self.reports = folder / "reports"
        self.database: Database = open_database(folder / "records.db")
        self.records = Records(self.database)
        self.people = People(self.database)
        self.learning = FakeLearning()
        self.name = name
        self.now = NOON
        if keys is not None:
            (folder / "keys").mkdir()
            (folder / "keys" / "own.json").write_bytes(keys.read_bytes())
        self.keys = UnitKeys(folder / "keys")
        self.desk = CertificateDesk(self.records, self.people.all, lambda: self.learning, self.keys, lambda: self.now)
        self.check = CertificateCheck(self.desk, lambda: self.now.date())
        self.hr = self.people.add("周敏", Role.HR, "0001", name, "2468")

    def passes(self, name: str, staff_number: str = "", percent: float = 92.46, days_ago: int = 1) -> Person:
        """Somebody who passed the closing exam of PENSIONS."""
        person = self.people.add(name, Role.TRAINEE, staff_number, self.name, "")
        day = NOON.date() - timedelta(days=days_ago)
        self.learning.passed[person.id] = Passed(day, percent, f"{len(self.learning.passed) + 1:032x}")
        return person

    def issue(self, *names: str) -> tuple[Path, ...]:
        wanted = [each for each in self.desk.waiting(self.hr) if not names or each.person.name in names]
        return self.desk.issue(self.hr, wanted, PASSPHRASE, self.reports)
