"""The way through the modules: what is done, what is open, why the rest is locked, what comes next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.modules.module import Module

EXPIRES_SOON = 60  # days before the end of validity in which one is told


class StepKind(Enum):
    LESSON = "lesson"
    PRACTICE = "practice"
    ROLE_PLAY = "role-play"
    SHIFT = "shift"
    EXAM = "exam"

    @property
    def label(self) -> str:
        return {
            "lesson": "课程", "practice": "练习", "role-play": "情景对练", "shift": "岗位演练", "exam": "结业考试",
        }[self.value]  # fmt: skip


class Standing(Enum):
    """How a person stands with a module."""

    LOCKED = "locked"
    OPEN = "open"
    BEGUN = "begun"
    PASSED = "passed"
    EXPIRING = "expiring"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        return {
            "locked": "未开放", "open": "可以开始", "begun": "进行中", "passed": "已通过", "expiring": "快到期",
            "expired": "已过期",
        }[self.value]  # fmt: skip

    @property
    def holds(self) -> bool:
        """Whether it counts as known today."""
        return self in (Standing.PASSED, Standing.EXPIRING)


@dataclass(frozen=True, slots=True)
class Passed:
    """A closing exam: the day, the share in percent, and the record that shows it."""

    on: date
    percent: float
    record: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a person has done of a module. `read` are titles of lessons, `played` ids of role-plays that
    were kept, `practised` the questions of its aim answered at least once, `passed` the last pass.
    """

    read: frozenset[str] = frozenset()
    practised: int = 0
    played: frozenset[str] = frozenset()
    shift: bool = False
    passed: Passed | None = None
    seconds: float = 0.0

    @property
    def begun(self) -> bool:
        return bool(self.read or self.practised or self.played or self.shift)


NOTHING_DONE = Done()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `name` is the lesson's title, the role-play's id, or "". `locked` says why not yet."""

    kind: StepKind
    name: str
    done: bool
    locked: str = ""


@dataclass(frozen=True, slots=True)
class ModuleState:
    """A module as it stands for a person. `locked` says why it is; `until` is the last day it holds."""

    module: Module
    standing: Standing
    steps: tuple[Step, ...]
    done: Done
    locked: str = ""
    until: date | None = None

    @property
    def next_step(self) -> Step | None:
        """The first thing that is open and not done; None where there is nothing to do now."""
        if self.standing in (Standing.LOCKED, Standing.PASSED):
            return None
        return next((step for step in self.steps if not step.done and not step.locked), None)

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return sum(step.done for step in self.steps) / len(self.steps)


def path(modules: Iterable[Module], done: Mapping[str, Done], today: date) -> tuple[ModuleState, ...]:
    """Every module as it stands, in an order in which one can learn them."""
    ordered = in_order(tuple(modules))
    states: dict[str, ModuleState] = {}
    titles = {module.id: module.title for module in ordered}
    for module in ordered:
        lacking = [need for need in module.needs if need not in states or not states[need].standing.holds]
        states[module.id] = _state(module, done.get(module.id, NOTHING_DONE), lacking, titles, today)
    return tuple(states.values())


def next_module(states: Sequence[ModuleState]) -> ModuleState | None:
    """What to go on with: what lapsed or lapses, then what was begun, then what is open, in the order of learning."""
    for wanted in ((Standing.EXPIRED, Standing.EXPIRING), (Standing.BEGUN,), (Standing.OPEN,)):
        for state in states:
            if state.standing in wanted and state.next_step is not None:
                return state
    return None


def in_order(modules: Sequence[Module]) -> tuple[Module, ...]:
    """Prerequisites first, then by level, then as given. Modules of a circle come last, as given."""
    left = sorted(modules, key=lambda module: module.level.rank)
    known = {module.id for module in modules}
    placed: dict[str, Module] = {}
    while left:
        ready = next(
            (each for each in left if all(need in placed or need not in known for need in each.needs)), left[0]
        )
        placed[ready.id] = ready
        left.remove(ready)
    return tuple(placed.values())


def valid_until(module: Module, passed: Passed) -> date | None:
    """The last day a pass holds; None for ever."""
    return _months_later(passed.on, module.months) if module.months else None


def _state(module: Module, done: Done, lacking: Sequence[str], titles: Mapping[str, str], today: date) -> ModuleState:
    until = valid_until(module, done.passed) if done.passed else None
    locked = ""
    if lacking:
        locked = f"先学完{'、'.join(f'“{titles.get(need, need)}”' for need in lacking)}。"
    if done.passed is not None:
        standing = _holding(until, today)
        # What lapsed is sat again without reading everything again.
        steps = _steps(module, done, locked if standing is Standing.EXPIRED else "", again=not standing.holds)
        return ModuleState(module, standing, steps, done, "", until)
    standing = Standing.LOCKED if locked else Standing.BEGUN if done.begun else Standing.OPEN
    return ModuleState(module, standing, _steps(module, done, locked), done, locked)


def _holding(until: date | None, today: date) -> Standing:
    if until is None or (until - today).days > EXPIRES_SOON:
        return Standing.PASSED
    return Standing.EXPIRED if until < today else Standing.EXPIRING


def _steps(module: Module, done: Done, locked: str, again: bool = False) -> tuple[Step, ...]:
    before = [Step(StepKind.LESSON, each.title, each.title in done.read, locked) for each in module.lessons]
    if module.practice is not None:
        before.append(Step(StepKind.PRACTICE, "", done.practised >= module.practice.count, locked))
    before += [Step(StepKind.ROLE_PLAY, each, each in done.played, locked) for each in module.role_plays]
    if module.shift is not None:
        before.append(Step(StepKind.SHIFT, module.shift.value, done.shift, locked))
    passed = done.passed is not None
    why = locked or ("" if passed else _why_no_exam_yet(before))
    return (*before, Step(StepKind.EXAM, module.exam, passed and not again, why))


def _why_no_exam_yet(steps: Sequence[Step]) -> str:
    counts = {kind: sum(step.kind is kind and not step.done for step in steps) for kind in StepKind}
    units = {StepKind.LESSON: "课", StepKind.ROLE_PLAY: "个情景"}
    left = [f"{count} {units[kind]}" if kind in units else kind.label for kind, count in counts.items() if count]
    return f"还没有完成：{'、'.join(left)}。" if left else ""


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date.resolution).day
    return date(year, month, min(day.day, last))
