"""Who may issue a certificate and for what: once for each pass of a closing exam, by HR."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.certificates.certificate import Certificate
from app.domain.errors import UserError
from app.domain.modules.path import ModuleState, Standing
from app.domain.people import Person, Role
from app.domain.teller_level import TellerLevel


@dataclass(frozen=True, slots=True)
class Entitled:
    """Somebody who has passed and may be given a certificate. `exam` is the record of the pass."""

    person: Person
    module_id: str
    module: str
    level: TellerLevel
    score: float
    passed: date
    until: date | None
    exam: str

    @property
    def key(self) -> str:
        return self.exam

    def certificate(self, serial: str, unit: str, issued: date) -> Certificate:
        return Certificate(
            serial, self.person.name, self.person.staff_number, self.module, self.level, self.score, issued,
            self.until, unit, self.exam,
        )  # fmt: skip


def may_see(person: Person) -> bool:
    return person.role in (Role.HR, Role.TRAINER)


def check_may_issue(person: Person) -> None:
    """UserError for anybody but HR."""
    if person.role is not Role.HR:
        raise UserError("只有人事能签发、补打和撤销合格证。", "请由人事登录后办理。")


def entitled(person: Person, states: Iterable[ModuleState], issued: Iterable[str]) -> tuple[Entitled, ...]:
    """What a person may be given: for each module whose closing exam is passed and whose pass still holds, unless
    that pass has been certified (`issued` are the exam records that were).
    """
    done = frozenset(issued)
    return tuple(
        Entitled(
            person,
            state.module.id,
            state.module.title,
            state.module.level,
            round(state.done.passed.percent, 1),
            state.done.passed.on,
            state.until,
            state.done.passed.record,
        )
        for state in states
        if state.done.passed is not None
        and state.standing is not Standing.EXPIRED
        and state.done.passed.record not in done
    )


def check_once(wanted: Sequence[Entitled], issued: Iterable[str]) -> None:
    """UserError where one of these passes already has a certificate."""
    done = frozenset(issued)
    for each in wanted:
        if each.exam in done:
            raise UserError(
                f"{each.person.name}的“{each.module}”已经签发过合格证。", "如需再要一份，请在“已签发”里补打，编号不变。"
            )
