"""Examinations of one workspace: papers drawn, exams set and sat, results kept."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from app.content.blueprints import Blueprints, blueprint_of, load_blueprints
from app.domain import exam_clock
from app.domain.blueprint import Blueprint, Lack
from app.domain.errors import Progress, UserError, no_progress
from app.domain.exam import Exam, ExamKind, compose
from app.domain.exam_clock import Reading
from app.domain.paper import LARGEST_SEED, Paper, Version, draw, lacks
from app.domain.people import Person, Role
from app.domain.pool import Pool, make_pool
from app.domain.question_card import QuestionCard
from app.domain.questions import NATIONWIDE
from app.domain.sitting import Sitting, begin
from app.services.bank import BankDesk
from app.services.examiners import examiners, versions
from app.services.open_sitting import Listen, OpenSitting
from app.services.rules import Rules
from app.storage.exams import Exams, StoredExam, StoredSitting
from app.system import clocks
from app.system.places import Workspace

_LONGEST_GRANT = 120  # minutes


class Standing(Enum):
    """Where a person is with an exam."""

    OPEN = "open"
    UNDER_WAY = "under-way"
    DONE = "done"

    @property
    def label(self) -> str:
        return {"open": "可以参加", "under-way": "正在进行", "done": "已交卷"}[self.value]


@dataclass(frozen=True, slots=True)
class Offer:
    """An exam as one person sees it: not begun, under way (`sitting_id`), or done (`record_id`)."""

    exam: StoredExam
    standing: Standing
    sitting_id: str = ""
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """A sitting under way as the trainer sees it, as it was last stored."""

    sitting: Sitting
    person_id: str


def read_clocks() -> Reading:
    return Reading(clocks.since_boot(), clocks.boot(), clocks.wall())


class Examinations:
    """`listen` hears a recording; `now` gives local time with its offset; `seed` a seed nobody chose."""

    def __init__(
        self,
        content: Workspace,
        bank: Callable[[], BankDesk],
        exams: Callable[[], Exams],
        rules: Rules,
        listen: Listen,
        seed: Callable[[], int],
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        clocks: Callable[[], Reading] = read_clocks,
        region: str = NATIONWIDE,
    ) -> None:
        self._content = content
        self._bank = bank
        self._open_exams = exams
        self._rules = rules
        self._listen = listen
        self._seed = seed
        self._now = now
        self._clocks = clocks
        self._region = region
        self._pool: tuple[tuple[QuestionCard, ...], date, Pool] | None = None

    @property
    def _exams(self) -> Exams:
        return self._open_exams()  # papers are drawn without any database

    # Papers

    def blueprints(self) -> Blueprints:
        """The blueprints as their files stand now."""
        return load_blueprints(self._content.blueprints)

    def blueprint(self, id: str) -> Blueprint:
        """UserError if there is none, or its file has a mistake."""
        return blueprint_of(self.blueprints(), id)

    def pool(self) -> Pool:
        """What may be drawn today, made again only when the bank or the day is another."""
        cards, today = self._bank().cards(), self._now().date()
        if self._pool is None or self._pool[0] is not cards or self._pool[1] != today:
            self._pool = (cards, today, make_pool(cards, today, self._region))
        return self._pool[2]

    def missing(self, blueprint: Blueprint) -> tuple[Lack, ...]:
        """What the bank is short of for a blueprint; empty where it can be filled."""
        return lacks(blueprint, self.pool())

    def fresh_seed(self) -> int:
        """A seed that nobody chose."""
        return self._seed() % (LARGEST_SEED + 1)

    def draw(self, blueprint: Blueprint, seed: int, version: Version, seldom_used: bool = False) -> Paper:
        """Draw a paper; with `seldom_used` what earlier exams asked often comes last. Raises CannotFill."""
        if not 0 <= seed <= LARGEST_SEED:
            raise UserError(f"抽题号 {seed} 不可用。", f"请用 0 到 {LARGEST_SEED} 的整数。")
        return draw(blueprint, seed, self.pool(), version, self._exams.usage() if seldom_used else None)

    def compose(self, paper: Paper, title: str = "", kind: ExamKind = ExamKind.SET) -> Exam:
        """The exam of a paper, with its questions as they are now; not stored yet."""
        questions = self._bank().questions([item.question_id for item in paper.items])
        if len(questions) != len(paper.items):
            raise UserError("题库刚被修改，有题目找不到了。", "请再试一次。")
        return compose(uuid.uuid4().hex, title or paper.blueprint.title, kind, paper, questions)

    # Exams that are set

    def set_exam(
        self,
        trainer: Person,
        blueprint: Blueprint,
        seed: int,
        version: Version,
        title: str = "",
        minutes: int | None = None,
    ) -> Exam:
        """Set an exam for everybody. UserError for anybody but a trainer, CannotFill where the bank is short."""
        if trainer.role is not Role.TRAINER:
            raise UserError("只有带教老师可以安排考试。", "请由带教老师登录后再安排。")
        if minutes is not None:
            if not 1 <= minutes <= 600:
                raise UserError("考试时间应当是 1 到 600 分钟。", "请改正考试时间。")
            blueprint = replace(blueprint, minutes=minutes)
        exam = self.compose(self.draw(blueprint, seed, version, seldom_used=True), title.strip())
        self._exams.add(exam, trainer.id, self._at())
        return exam

    def close(self, exam_id: str, closed: bool = True) -> None:
        """Nobody begins a closed exam any more; who has begun may finish."""
        self._exams.close(exam_id, self._at() if closed else "")

    def exam(self, exam_id: str) -> Exam:
        return self._exams.get(exam_id)

    def all(self) -> tuple[tuple[StoredExam, tuple[StoredSitting, ...]], ...]:
        """Every set exam with its sittings, the newest first."""
        sittings = self._exams.sittings()
        return tuple(
            (exam, tuple(each for each in sittings if each.exam_id == exam.id))
            for exam in self._exams.all()
            if exam.kind is ExamKind.SET
        )

    def offers(self, person: Person) -> tuple[Offer, ...]:
        """What a person can sit or go on with, and what they have done; the newest first, under way before all."""
        own = {each.exam_id: each for each in self._exams.sittings(person.id)}
        found = []
        for exam in self._exams.all():
            sitting = own.get(exam.id)
            if sitting is not None:
                standing = Standing.DONE if sitting.record_id else Standing.UNDER_WAY
                found.append(Offer(exam, standing, sitting.id, sitting.record_id))
            elif exam.kind is ExamKind.SET and not exam.closed:
                found.append(Offer(exam, Standing.OPEN))
        order = [Standing.UNDER_WAY, Standing.OPEN, Standing.DONE]
        return tuple(sorted(found, key=lambda offer: order.index(offer.standing)))

    # Sitting

    def begin(self, exam_id: str, person: Person) -> OpenSitting:
        """Begin a set exam, or go on with it. UserError if it is closed or handed in already."""
        for stored in self._exams.sittings(person.id, exam_id):
            return self.resume(stored.id)
        stored_exam = next((each for each in self._exams.all() if each.id == exam_id), None)
        if stored_exam is None or stored_exam.closed:
            raise UserError("这场考试已经结束，不能再参加。", "请联系带教老师。")
        return self._begin(self._exams.get(exam_id), person)

    def begin_mock(self, blueprint: Blueprint, person: Person, on_progress: Progress = no_progress) -> OpenSitting:
        """Draw a paper for oneself and begin it."""
        on_progress(None, "正在抽题")
        paper = self.draw(blueprint, self.fresh_seed(), Version.A, seldom_used=True)
        return self._begin(self.compose(paper, kind=ExamKind.MOCK), person, self._at())

    def begin_closing(
        self, blueprint: Blueprint, title: str, person: Person, on_progress: Progress = no_progress
    ) -> OpenSitting:
        """The exam that closes a module: go on with the one under way, or draw a paper nobody chose and begin it."""
        stored = {exam.id: exam for exam in self._exams.all() if exam.kind is ExamKind.CLOSING}
        for sitting in self._exams.sittings(person.id):
            if not sitting.record_id and sitting.exam_id in stored and stored[sitting.exam_id].title == title:
                return self.resume(sitting.id)
        on_progress(None, "正在抽题")
        paper = self.draw(blueprint, self.fresh_seed(), Version.A, seldom_used=True)
        return self._begin(self.compose(paper, title, ExamKind.CLOSING), person, self._at())

    def resume(self, sitting_id: str) -> OpenSitting:
        """Take an exam up again where it was left, with the time that is fairly left."""
        holder = uuid.uuid4().hex
        now = self._clocks()
        sitting = self._exams.take_over(sitting_id, holder, lambda clock: exam_clock.reopen(clock, now))
        return self._open(sitting, holder)

    def _begin(self, exam: Exam, person: Person, own_made: str = "") -> OpenSitting:
        blueprint, holder = exam.blueprint, uuid.uuid4().hex
        clock = exam_clock.start(blueprint.minutes, blueprint.interruption, self._clocks())
        sitting = begin(uuid.uuid4().hex, exam, person.id, self._at(), clock)
        self._exams.start(sitting, holder, own_made)
        return self._open(sitting, holder)

    def _open(self, sitting: Sitting, holder: str) -> OpenSitting:
        return OpenSitting(
            sitting,
            holder,
            self._exams,
            self._clocks,
            lambda: examiners(self._rules),
            lambda: versions(self._rules),
            self._listen,
        )

    # The trainer, while others sit

    def under_way(self, exam_id: str = "") -> tuple[Attendance, ...]:
        """The sittings that are not handed in, as they were last stored."""
        return tuple(
            Attendance(self._exams.look(each.id), each.person_id)
            for each in self._exams.sittings(exam_id=exam_id)
            if not each.record_id
        )

    def give_time(self, sitting_id: str, minutes: float, reason: str, trainer: Person) -> Sitting:
        """Give time back, for a power cut that was longer than the allowance. The reason is kept."""
        if trainer.role is not Role.TRAINER:
            raise UserError("只有带教老师可以补时。", "请由带教老师登录后再补。")
        if not 0 < minutes <= _LONGEST_GRANT:
            raise UserError(f"补时应当在 {_LONGEST_GRANT} 分钟以内。", "请改正分钟数。")
        if not reason.strip():
            raise UserError("还没有写补时的理由。", "请写明理由，它会和成绩一起存档。")
        now = self._clocks()
        return self._exams.give_time(
            sitting_id, lambda clock: exam_clock.grant(clock, minutes, reason.strip(), trainer.name, now)
        )

    def _at(self) -> str:
        return self._now().isoformat(timespec="seconds")
