"""Who uses the application, and what their role allows."""

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    TRAINEE = "trainee"
    TRAINER = "trainer"
    HR = "hr"

    @property
    def label(self) -> str:
        return {"trainee": "学员", "trainer": "带教老师", "hr": "人事"}[self.value]

    @property
    def needs_pin(self) -> bool:
        """Trainers overrule scores and HR exports them: neither may be borrowed by a click."""
        return self is not Role.TRAINEE


@dataclass(frozen=True, slots=True)
class Person:
    """One member of staff. `id` is a UUID in hex; `staff_number` and `unit` may be empty."""

    id: str
    name: str
    role: Role
    staff_number: str = ""
    unit: str = ""
