"""Exams for the window's tests: a real paper with every type, the project's own sitting and marking, no disk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.content.blueprints import Blueprints
from app.domain import exam_clock
from app.domain.blueprint import Blueprint, FullScreen, Lack, Section
from app.domain.business import BusinessLine
from app.domain.errors import Progress, UserError, no_progress
from app.domain.exam import Exam, ExamKind, compose
from app.domain.exam_clock import ExamClock, Reading
from app.domain.exam_result import Correction, corrected, result_from_body
from app.domain.lexicon import Category
from app.domain.marking import Examiners
from app.domain.paper import Item, Paper, Version
from app.domain.people import Person, Role
from app.domain.questions import Question, QuestionType, Spoken
from app.domain.records import Record, RecordKind
from app.domain.scenario import Turn
from app.domain.score_sheet import Dimension, ScoreLine, ScoreSheet, judge
from app.domain.sitting import Sitting, begin
from app.domain.transcript import typed_transcript
from app.services.exam_printing import PrintedPaper
from app.services.examination import Attendance, Offer, Standing
from app.services.open_sitting import OpenSitting
from app.services.records import KeptExam
from app.storage.exams import StoredExam, StoredSitting
from tests.gui.fake_practice import questions

AT = "2026-11-20T09:30:00+08:00"
NOON = 1_795_000_000.0


def exam_questions() -> tuple[Question, ...]:
    spoken = Spoken(Turn("我的养老金怎么停了？", (Category.GREETING,), (), "您好，您别着急，我帮您查。"))
    talk = Question("talk", BusinessLine.QUALIFICATION, "听群众的话，口头作答。", spoken, effective=date(2020, 1, 1))
    return (*questions(), talk)


def blueprint(minutes: int = 10, full_screen: FullScreen = FullScreen.FREE) -> Blueprint:
    sections = tuple(
        Section(f"{type.label}题", 1, 100, (type,)) for type in dict.fromkeys(each.type for each in exam_questions())
    )
    about = "每种题型各一题，看看界面上的每一种作答方式。"
    return Blueprint(
        "all", "1", "全题型试卷", sections, minutes, 100 * len(sections) * 6 // 10, about, full_screen=full_screen
    )


def make_exam(plan: Blueprint, kind: ExamKind, id: str, title: str = "") -> Exam:
    asked = exam_questions()
    first = {type: at for at, type in enumerate(dict.fromkeys(each.type for each in asked))}
    items = tuple(Item(first[each.type], each.id, 100) for each in asked)
    return compose(id, title or plan.title, kind, Paper(plan, 7, Version.A, items), asked)


def examiners() -> Examiners:
    def score(transcript: Any, turn: Turn) -> ScoreSheet:
        line = ScoreLine("language.greeting", Dimension.LANGUAGE, "迎候", 80.0, 100.0, "理由")
        return judge(ScoreSheet((line,), 0.0, 100.0, False, "", (), "r", "l"))

    return Examiners(lambda _transcript: (), score)


class FakeStore:
    """What the disk would keep; `problem` is raised instead of storing."""

    def __init__(self, records: list[KeptExam]) -> None:
        self.sittings: dict[str, Sitting] = {}
        self.grants: dict[str, tuple[exam_clock.Grant, ...]] = {}
        self.records = records
        self.problem: UserError | None = None
        self.saves = 0

    def save(self, sitting: Sitting, holder: str, changed: tuple[int, int] | None = None) -> ExamClock:
        if self.problem is not None:
            raise self.problem
        self.saves += 1
        clock = replace(sitting.clock, grants=self.grants.get(sitting.id, sitting.clock.grants))
        self.sittings[sitting.id] = replace(sitting, clock=clock)
        return clock

    def hand_in(self, sitting: Sitting, holder: str, body: dict[str, Any], at: str) -> Record:
        if self.problem is not None:
            raise self.problem
        number = 100 + len(self.records)
        record = Record(
            number, f"e{number}", RecordKind.EXAM, sitting.person_id, sitting.person_id, at, body, "", "ab" * 32
        )
        result = result_from_body(body)
        self.records.append(KeptExam(record, result, result))
        del self.sittings[sitting.id]
        return record


@dataclass
class _Listed:
    exam: Exam
    maker: str
    closed: str = ""


class FakeExaminations:
    """`up` is the machine's time since boot, moved by hand."""

    def __init__(self) -> None:
        self.kept: list[KeptExam] = []
        self.store = FakeStore(self.kept)
        self.listed: list[_Listed] = []
        self.plans = [blueprint(), replace(blueprint(), id="full", title="全屏试卷", full_screen=FullScreen.LOGGED)]
        self.lacks: tuple[Lack, ...] = ()
        self.up = 1000.0
        self.opened: OpenSitting | None = None

    def blueprints(self) -> Blueprints:
        return Blueprints(tuple(self.plans))

    def missing(self, plan: Blueprint) -> tuple[Lack, ...]:
        return self.lacks

    def fresh_seed(self) -> int:
        return 20261120

    def set_exam(
        self, trainer: Person, plan: Blueprint, seed: int, version: Version, title: str = "", minutes: int | None = None
    ) -> Exam:
        assert trainer.role is Role.TRAINER
        exam = make_exam(replace(plan, minutes=minutes or plan.minutes), ExamKind.SET, f"x{len(self.listed)}", title)
        exam = replace(exam, seed=seed, version=version)
        self.listed.append(_Listed(exam, trainer.id))
        return exam

    def close(self, exam_id: str, closed: bool = True) -> None:
        self._listed(exam_id).closed = AT if closed else ""

    def exam(self, exam_id: str) -> Exam:
        return self._listed(exam_id).exam

    def all(self) -> Sequence[tuple[StoredExam, Sequence[StoredSitting]]]:
        return tuple((_stored(each), self._sittings(each.exam.id)) for each in self.listed)

    def offers(self, person: Person) -> Sequence[Offer]:
        found = []
        for each in self.listed:
            own = [one for one in self._sittings(each.exam.id) if one.person_id == person.id]
            standing = Standing.OPEN if not own else Standing.DONE if own[0].record_id else Standing.UNDER_WAY
            found.append(Offer(_stored(each), standing, own[0].id if own else "", own[0].record_id if own else ""))
        return tuple(found)

    def begin(self, exam_id: str, person: Person) -> OpenSitting:
        return self._open(begin(f"s-{exam_id}", self.exam(exam_id), person.id, AT, self._clock(self.exam(exam_id))))

    def begin_mock(self, plan: Blueprint, person: Person, on_progress: Progress = no_progress) -> OpenSitting:
        exam = make_exam(plan, ExamKind.MOCK, f"m{len(self.listed)}")
        return self._open(begin(f"s-{exam.id}", exam, person.id, AT, self._clock(exam)))

    def resume(self, sitting_id: str) -> OpenSitting:
        sitting = self.store.sittings[sitting_id]
        return self._open(replace(sitting, clock=exam_clock.reopen(sitting.clock, self.reading())))

    def under_way(self, exam_id: str = "") -> Sequence[Attendance]:
        return tuple(Attendance(each, each.person_id) for each in self.store.sittings.values())

    def give_time(self, sitting_id: str, minutes: float, reason: str, trainer: Person) -> Sitting:
        if not reason.strip():
            raise UserError("还没有写补时的理由。", "请写明理由，它会和成绩一起存档。")
        sitting = self.store.sittings[sitting_id]
        clock = exam_clock.grant(sitting.clock, minutes, reason, trainer.name, self.reading())
        self.store.grants[sitting_id] = clock.grants
        self.store.sittings[sitting_id] = replace(sitting, clock=clock)
        return self.store.sittings[sitting_id]

    def reading(self) -> Reading:
        return Reading(self.up, "boot", NOON + self.up)

    def _clock(self, exam: Exam) -> ExamClock:
        return exam_clock.start(exam.blueprint.minutes, exam.blueprint.interruption, self.reading())

    def _open(self, sitting: Sitting) -> OpenSitting:
        self.store.sittings[sitting.id] = sitting
        self.opened = OpenSitting(
            sitting, "holder", self.store, self.reading, examiners, lambda: ("用语库 1",),  # type: ignore[arg-type]
            lambda _recording: typed_transcript("您好，我帮您查。"),
        )  # fmt: skip
        return self.opened

    def _listed(self, exam_id: str) -> _Listed:
        return next(each for each in self.listed if each.exam.id == exam_id)

    def _sittings(self, exam_id: str) -> tuple[StoredSitting, ...]:
        under_way = [
            StoredSitting(each.id, exam_id, each.person_id, AT, "")
            for each in self.store.sittings.values()
            if each.exam.id == exam_id
        ]
        done = [
            StoredSitting(each.result.sitting_id, exam_id, each.record.person_id, AT, each.record.id)
            for each in self.kept
            if each.result.exam.id == exam_id
        ]
        return (*under_way, *done)

    # What the records say about exams

    def exams_of(self, person: Person) -> Sequence[KeptExam]:
        return tuple(each for each in self.kept if each.record.person_id == person.id)

    def kept_exam(self, record_id: str) -> KeptExam:
        return next(each for each in self.kept if each.record.id == record_id)

    def correct(self, record_id: str, task: int, points: float, reason: str, trainer: Person) -> Record:
        if not reason.strip():
            raise UserError("还没有写改判的理由。", "请写明理由，它会和原评分一起存档。")
        at = next(i for i, each in enumerate(self.kept) if each.record.id == record_id)
        before = self.kept[at]
        made = (*before.result.corrections, Correction(task, round(points * 10), reason, trainer.name))
        self.kept[at] = KeptExam(before.record, before.first, corrected(before.first, made))
        return before.record


class FakeExamPrinting:
    def __init__(self) -> None:
        self.papers: list[Exam] = []
        self.records: list[Record] = []

    def paper(self, exam: Exam, folder: Path) -> PrintedPaper:
        self.papers.append(exam)
        return PrintedPaper(folder / "试卷.pdf", folder / "答案.pdf")

    def record(self, record: Record, folder: Path) -> Path:
        self.records.append(record)
        return folder / "成绩.pdf"


def _stored(each: _Listed) -> StoredExam:
    exam = each.exam
    return StoredExam(
        exam.id, exam.kind, exam.title, AT, each.maker, each.closed, exam.blueprint.minutes, len(exam.tasks)
    )


def types() -> tuple[QuestionType, ...]:
    return tuple(each.type for each in exam_questions())
