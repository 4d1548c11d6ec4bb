"""Learn by modules: what is done and open for a person, reading kept as it happens, the exam that closes a module."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.errors import Progress, UserError, no_progress
from app.domain.exam import ExamKind
from app.domain.modules.module import Module
from app.domain.modules.path import Done, ModuleState, Passed, Standing, StepKind, path
from app.domain.modules.progress import LearnerProgress, Share
from app.domain.modules.skills import SkillsOf, skills_of
from app.domain.people import Person
from app.domain.question_problems import FileProblem
from app.domain.teller_level import TellerLevel
from app.services.examination import Examinations
from app.services.modules import ModuleDesk
from app.services.open_sitting import OpenSitting
from app.services.practice import PracticeDesk, Round
from app.services.records import KeptExam, RecordDesk
from app.services.role_play import RolePlays
from app.services.shift_plays import ShiftPlays
from app.storage.lessons import Lessons, StoredLesson

_PERCENT = 100
_LONGEST_VISIT = 900.0  # seconds; who leaves a page open over lunch has not read for an hour


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stopped reading."""

    module: str
    lesson: str


class LearningDesk:
    """The way of everybody in a workspace through its modules. `now` gives local time with its offset."""

    def __init__(
        self,
        modules: ModuleDesk,
        lessons: Lessons,
        practice: PracticeDesk,
        role_plays: RolePlays,
        shifts: ShiftPlays,
        examinations: Examinations,
        records: RecordDesk,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._modules = modules
        self._lessons = lessons
        self._practice = practice
        self._role_plays = role_plays
        self._shifts = shifts
        self._examinations = examinations
        self._records = records
        self._now = now

    def path(self, person: Person) -> tuple[ModuleState, ...]:
        """Every module as it stands for a person, in an order to learn them."""
        modules = self._modules.modules()
        done = self._done(person, modules, self._records.exams_of(person))
        return path(modules, done, self._now().date())

    def problems(self) -> tuple[FileProblem, ...]:
        """Module files that cannot be used, and why."""
        return self._modules.problems()

    def state(self, person: Person, module_id: str) -> ModuleState:
        """UserError where there is no such module."""
        module = self._modules.module(module_id)
        return next(state for state in self.path(person) if state.module.id == module.id)

    def skills(self, people: Sequence[Person]) -> tuple[SkillsOf, ...]:
        """The skill matrix, a row for each of these people."""
        modules, today = self._modules.modules(), self._now().date()
        return tuple(
            skills_of(person.id, modules, self._done(person, modules, self._records.exams_of(person)), today)
            for person in people
        )

    def progress(self, person: Person) -> LearnerProgress:
        """How a person gets on, for themselves and for their trainer."""
        modules = self._modules.modules()
        exams = self._records.exams_of(person)
        done = self._done(person, modules, exams)
        lines = tuple(
            Share(each.line.value, each.line.label, each.share, f"{each.share:.0%}" if each.share is not None else "—")
            for each in self._practice.lines(person)
        )
        playable = self._role_plays.playable(person)
        played = tuple(
            Share(
                each.id,
                each.title,
                playable.standing[each.id].last / _PERCENT,
                f"{playable.standing[each.id].last:g} 分",
            )
            for each in playable.scenarios
            if each.id in playable.standing
        )
        days = [
            *(each.opened for each in self._lessons.of_person(person.id)),
            *(each.result.ended for each in exams),
            *(each.last_started for each in playable.standing.values()),
        ]
        last = max((date.fromisoformat(day[:10]) for day in days), default=None)
        practised = self._practice.last_day(person)
        return LearnerProgress(
            person.id,
            path(modules, done, self._now().date()),
            max(filter(None, (last, practised)), default=None),
            {module.id: failed for module in modules if (failed := _failed_since_pass(module, exams))},
            lines,
            played,
        )

    def last_place(self, person: Person) -> Place | None:
        """Where a person stopped reading: the lesson last opened, if it is still there; None for a new hire."""
        known = {module.id: module for module in self._modules.modules()}
        for each in self._lessons.of_person(person.id):
            if each.module_id in known and known[each.module_id].lesson(each.lesson):
                return Place(each.module_id, each.lesson)
        return None

    # Reading

    def open_lesson(self, person: Person, module_id: str, lesson: str) -> ModuleState:
        """It is on screen now; how its module stands. UserError where it is locked or there is none."""
        state = self.state(person, module_id)
        step = next((each for each in state.steps if (each.kind, each.name) == (StepKind.LESSON, lesson)), None)
        if step is None:
            raise UserError(f"模块“{state.module.title}”里没有“{lesson}”这一课。", "请回到学习路径重新选择。")
        if step.locked:
            raise UserError(f"“{state.module.title}”还没有开放：{step.locked}", "请先学完前面的模块。")
        self._lessons.open(person.id, module_id, lesson, self._at())
        return state

    def spent(self, person: Person, module_id: str, lesson: str, seconds: float) -> None:
        """Time that was spent on a lesson that was opened."""
        self._lessons.spend(person.id, module_id, lesson, min(seconds, _LONGEST_VISIT))

    def has_read(self, person: Person, module_id: str, lesson: str) -> None:
        """It was read to its end."""
        self._lessons.read(person.id, module_id, lesson, self._at())

    # Practice and the closing exam

    def practise(self, person: Person, module_id: str) -> Round:
        """A round of the module's practice. UserError where it is locked or has none."""
        state = self._open(person, module_id)
        if state.module.practice is None:
            raise UserError(f"“{state.module.title}”没有安排练习。", "请接着做下一步。")
        return self._practice.begin_module(person, state.module.title, state.module.practice)

    def begin_exam(self, person: Person, module_id: str, on_progress: Progress = no_progress) -> OpenSitting:
        """Begin the exam that closes a module, or go on with it. UserError while something is still to be done."""
        state = self._open(person, module_id)
        exam = state.steps[-1]
        if exam.locked:
            raise UserError(f"“{state.module.title}”还不能考试：{exam.locked}", "请先完成前面的几步。")
        blueprint = self._examinations.blueprint(state.module.exam)
        return self._examinations.begin_closing(blueprint, exam_title(state.module), person, on_progress)

    def _open(self, person: Person, module_id: str) -> ModuleState:
        state = self.state(person, module_id)
        if state.standing is Standing.LOCKED:
            raise UserError(f"“{state.module.title}”还没有开放：{state.locked}", "请先学完前面的模块。")
        return state

    # What was done

    def _done(self, person: Person, modules: Sequence[Module], exams: Sequence[KeptExam]) -> dict[str, Done]:
        """What a person has done of each module; `exams` are theirs."""
        lessons: dict[str, list[StoredLesson]] = {}
        for each in self._lessons.of_person(person.id):
            lessons.setdefault(each.module_id, []).append(each)
        aims = {module.id: module.practice for module in modules if module.practice}
        practised = dict(zip(aims, self._practice.practised(person, tuple(aims.values())), strict=True))
        shifts = self._shifts.done(person)
        played = self._role_plays.played(person)
        return {
            module.id: Done(
                frozenset(each.lesson for each in lessons.get(module.id, ()) if each.read),
                practised.get(module.id, 0),
                frozenset(played.intersection(module.role_plays)),
                module.shift is not None
                and any(good and TellerLevel(level).rank >= module.shift.rank for level, good in shifts.items()),
                _last_pass(module, exams),
                sum(each.seconds for each in lessons.get(module.id, ())),
            )
            for module in modules
        }

    def _at(self) -> str:
        return self._now().isoformat(timespec="seconds")


def exam_title(module: Module) -> str:
    return f"{module.title}结业考试"


def _last_pass(module: Module, exams: Sequence[KeptExam]) -> Passed | None:
    passed = [each for each in _closings(module, exams) if each.percent >= module.pass_mark]
    return passed[-1] if passed else None


def _failed_since_pass(module: Module, exams: Sequence[KeptExam]) -> int:
    """How many closing exams were failed in a row, up to the last one."""
    failed = 0
    for each in _closings(module, exams):
        failed = 0 if each.percent >= module.pass_mark else failed + 1
    return failed


def _closings(module: Module, exams: Sequence[KeptExam]) -> Iterator[Passed]:
    """The closing exams of a module, oldest first, and those a trainer set by its blueprint, passed or not."""
    for kept in exams:
        result = kept.result
        closing = result.exam.kind is ExamKind.CLOSING and result.exam.title == exam_title(module)
        set_for_all = result.exam.kind is ExamKind.SET and result.exam.blueprint.id == module.exam
        if not (closing or set_for_all) or not result.full:
            continue
        percent = _PERCENT * result.points / result.full
        yield Passed(date.fromisoformat(result.ended[:10]), percent, kept.record.id)
