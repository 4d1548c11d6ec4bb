"""A hall with a real database for the window's tests of classes: people, records, conversations and classes on disk."""

from pathlib import Path
from typing import Any

from app.domain.people import Person, Role
from app.services.class_printing import ClassPrinting
from app.services.people import PeopleDesk
from app.services.records import RecordDesk
from app.services.role_play import RolePlays
from app.services.training_class import TrainingClasses
from app.storage.classes import Classes
from app.storage.conversations import Conversations
from app.storage.database import open_database
from app.storage.people import People
from app.storage.records import Records
from app.system.places import Workspace
from tests.gui.fakes import FakeServices
from tests.gui.fakes_play import FakeRules, by_telephone, missing_papers

NAMES = ("王晓琳", "赵敏", "周𬭎")  # the last is on no list of people


class ClassServices(FakeServices):
    """`hall` is the folder of the workspace; opened a second time it is as the first left it."""

    def __init__(self, hall: Path) -> None:
        super().__init__(workspace=Workspace(hall))
        self.database = open_database(hall / "records.db")
        stored = People(self.database)
        self.people: Any = PeopleDesk(stored)
        self.chain = Records(self.database)
        self.records: Any = RecordDesk(self.chain, stored)
        rules: Any = FakeRules((missing_papers(), by_telephone()))
        self.role_plays: Any = RolePlays(rules, self.replies, Conversations(self.database), self.chain)  # type: ignore[arg-type]
        self.classes = TrainingClasses(
            Classes(self.database),
            self.people,
            lambda: self.role_plays,
            lambda id: self.records.dialogue(id).played,
            lambda: 7,
        )
        self.class_printing = ClassPrinting(lambda: "城南人社服务大厅")
        self.voice.on = False
        if not self.people.all():
            self.people.add("李建国", Role.TRAINER, "0007", "城南大厅", "2468")
            for number, name in enumerate(NAMES[:2]):
                self.people.add(name, Role.TRAINEE, str(1024 + number), "城南大厅")

    @property
    def trainer(self) -> Person:
        return self.people.all()[0]

    def people_at_a_glance(self) -> tuple[Person, ...]:
        return self.people.all()
