"""The skill matrix: who can do which business, up to which level, until when; and who can stand in for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.business import BusinessLine
from app.domain.modules.module import Module, ModuleKind
from app.domain.modules.path import Done, ModuleState, Standing, path
from app.domain.teller_level import TellerLevel


@dataclass(frozen=True, slots=True)
class Skill:
    """What a person has shown to know of a line. `until` is the last day it holds, None for ever."""

    line: BusinessLine
    level: TellerLevel
    standing: Standing
    until: date | None
    module: str


@dataclass(frozen=True, slots=True)
class SkillsOf:
    """A person's row: their skills by line, and how far they have come as an integrated teller."""

    person: str
    skills: Mapping[BusinessLine, Skill]
    teller: TellerLevel | None

    @property
    def expiring(self) -> tuple[Skill, ...]:
        """What lapses soon or has lapsed, the most pressing first."""
        found = [each for each in self.skills.values() if each.standing in (Standing.EXPIRING, Standing.EXPIRED)]
        return tuple(sorted(found, key=lambda each: each.until or date.max))

    def can(self, line: BusinessLine) -> bool:
        return line in self.skills and self.skills[line].standing.holds


def skills_of(person: str, modules: Iterable[Module], done: Mapping[str, Done], today: date) -> SkillsOf:
    """The best a person has shown in every line: what holds goes before what lapsed, a higher level before a lower."""
    best: dict[BusinessLine, Skill] = {}
    teller: TellerLevel | None = None
    for state in path(modules, done, today):
        if state.done.passed is None:
            continue
        module = state.module
        skill = Skill(module.line, module.level, state.standing, state.until, module.id)
        known = best.get(module.line)
        if known is None or _worth(skill) > _worth(known):
            best[module.line] = skill
        integrated = module.kind is ModuleKind.INTEGRATED and state.standing.holds
        if integrated and (teller is None or module.level.rank > teller.rank):
            teller = module.level
    return SkillsOf(person, best, teller)


def missing_for(level: TellerLevel, states: Sequence[ModuleState]) -> tuple[Module, ...]:
    """What a person has still to pass to be an integrated teller of this level, in an order to learn it.

    It is the course's modules up to that level with everything they need, however far back.
    """
    by_id = {state.module.id: state for state in states}
    wanted: set[str] = set()
    ways = [
        state.module.id
        for state in states
        if state.module.kind is ModuleKind.INTEGRATED and state.module.level.rank <= level.rank
    ]
    while ways:
        id = ways.pop()
        if id in wanted or id not in by_id:
            continue
        wanted.add(id)
        ways += by_id[id].module.needs
    return tuple(state.module for state in states if state.module.id in wanted and not state.standing.holds)


def next_level(teller: TellerLevel | None) -> TellerLevel | None:
    """The level after the one reached; None for the highest."""
    levels = list(TellerLevel)
    after = 0 if teller is None else teller.rank + 1
    return levels[after] if after < len(levels) else None


def stand_ins(line: BusinessLine, matrix: Sequence[SkillsOf], person: str = "") -> tuple[str, ...]:
    """Who can take over a window (AB 岗): everybody else whose skill in that line holds, the most skilled first."""
    able = [row for row in matrix if row.person != person and row.can(line)]
    return tuple(row.person for row in sorted(able, key=lambda row: -row.skills[line].level.rank))


def thin_lines(matrix: Sequence[SkillsOf], lines: Iterable[BusinessLine]) -> tuple[BusinessLine, ...]:
    """The lines that fewer than two people can do: nobody could stand in."""
    return tuple(line for line in lines if sum(row.can(line) for row in matrix) < 2)


def _worth(skill: Skill) -> tuple[bool, int, date]:
    return skill.standing.holds, skill.level.rank, skill.until or date.max
