"""A new hire walks through a module on the shipped bank: reading, practice, role-play, closing exam, the matrix."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from app.domain.answers import parts_of, right_answer
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.modules.path import Standing, StepKind, next_module
from app.domain.people import Person, Role
from app.domain.practice import Kind
from app.domain.role_play.conversation import Mode
from app.domain.shift.plan import plan_of
from app.domain.shift.tellers import Teller, play
from app.domain.sitting import Ending
from app.domain.teller_level import TellerLevel
from app.main import Application
from app.services.learning import LearningDesk, Place
from app.services.open_sitting import OpenSitting
from app.storage.lessons import Lessons
from app.system.places import Workspace

MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=timezone(timedelta(hours=8)))

BASICS = """---
title: 窗口入门
line: 服务规范与五制
kind: 一专多能
level: 跟岗
exam: closing-card
checked: 2026-11-25
months: 12
---
# 问好

先问好。

# 送别

说慢走。
"""
CARD = BASICS.replace("窗口入门", "社保卡").replace("服务规范与五制", "社会保障卡").replace("跟岗", "单岗").replace(
    "exam:", "needs: [basics]\npractice: {lines: [社会保障卡], count: 3}\nrole_plays: [lost-card]\nexam:"
)  # fmt: skip


class School:
    """A workspace with two modules of its own, and a clock moved by hand."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        for old in workspace.modules.glob("*.md"):
            old.unlink()
        (workspace.modules / "basics.md").write_text(BASICS, "utf-8")
        (workspace.modules / "card.md").write_text(CARD, "utf-8")
        self.now = MORNING
        self.application = Application(workspace)
        self.person: Person = self.application.people.add("王晓琳", Role.TRAINEE)
        self.desk = self.opened()

    def opened(self) -> LearningDesk:
        app = self.application
        lessons = Lessons(app.database)
        return LearningDesk(
            app.modules,
            lessons,
            app.practice,
            app.role_plays,
            app.shift_plays,
            app.examinations,
            app.records,
            lambda: self.now,
        )

    def read(self, module: str, *lessons: str) -> None:
        for lesson in lessons:
            self.desk.open_lesson(self.person, module, lesson)
            self.desk.has_read(self.person, module, lesson)

    def sit(self, module: str, right: bool = True) -> None:
        sitting = self.desk.begin_exam(self.person, module)
        answer_all(sitting, right)
        sitting.hand_in(Ending.HANDED_IN)


def answer_all(sitting: OpenSitting, right: bool) -> None:
    for number, task in enumerate(sitting.sitting.exam.tasks):
        for i, part in enumerate(parts_of(task.question)):
            sitting.answer(number, i, right_answer(part.body) if right else None)


@pytest.fixture
def school(workspace: Workspace) -> Iterator[School]:
    made = School(workspace)
    yield made
    made.application.close()


def standings(school: School) -> dict[str, Standing]:
    return {state.module.id: state.standing for state in school.desk.path(school.person)}


def test_from_the_first_lesson_to_the_pass(school: School) -> None:
    assert standings(school) == {"basics": Standing.OPEN, "card": Standing.LOCKED}
    with pytest.raises(UserError, match="先学完“窗口入门”"):
        school.desk.open_lesson(school.person, "card", "问好")
    with pytest.raises(UserError, match="还没有完成：2 课"):
        school.desk.begin_exam(school.person, "basics")
    school.read("basics", "问好", "送别")
    school.sit("basics", right=False)
    assert standings(school)["basics"] is Standing.BEGUN
    school.sit("basics")
    assert standings(school) == {"basics": Standing.PASSED, "card": Standing.OPEN}

    school.read("card", "问好", "送别")
    round = school.desk.practise(school.person, "card")
    assert len(round.items) == 3
    practice = school.application.practice
    for chosen in round.items:
        shown = practice.show(school.person, round.part_of, chosen)
        assert shown is not None and shown.question.line is BusinessLine.CARD
        answers = [right_answer(part.body) for part in parts_of(shown.question)]
        practice.answer(school.person, round.part_of, shown.question, answers)
    state = school.desk.state(school.person, "card")
    assert state.next_step is not None and state.next_step.kind is StepKind.ROLE_PLAY
    plays = school.application.role_plays
    scenario = next(each for each in plays.scenarios() if each.id == "lost-card")
    plays.keep(plays.give_up(plays.answer_typed(plays.begin(scenario, Mode.PRACTISE, school.person), "您好，请坐。")))
    school.sit("card")
    assert standings(school)["card"] is Standing.PASSED
    assert next_module(school.desk.path(school.person)) is None
    (row,) = school.desk.skills([school.person])
    assert row.skills[BusinessLine.CARD].level is TellerLevel.SINGLE and row.can(BusinessLine.CARD)


def test_an_exam_under_way_is_gone_on_with(school: School) -> None:
    school.read("basics", "问好", "送别")
    first = school.desk.begin_exam(school.person, "basics")
    first.pause()
    assert school.desk.begin_exam(school.person, "basics").sitting.id == first.sitting.id


def test_reading_is_kept_and_taken_up_where_it_was_left(school: School) -> None:
    assert school.desk.last_place(school.person) is None
    school.desk.open_lesson(school.person, "basics", "问好")
    school.desk.has_read(school.person, "basics", "问好")
    school.now += timedelta(minutes=5)
    school.desk.open_lesson(school.person, "basics", "送别")
    school.desk.spent(school.person, "basics", "送别", 90)
    school.desk.spent(school.person, "basics", "送别", 99_999)  # over lunch
    school.application.close()
    school.application = Application(school.workspace)
    school.desk = school.opened()
    assert school.desk.last_place(school.person) == Place("basics", "送别")
    state = school.desk.state(school.person, "basics")
    assert (state.done.read, state.done.seconds) == (frozenset(["问好"]), 90 + 900)
    with pytest.raises(UserError, match="没有“别的”这一课"):
        school.desk.open_lesson(school.person, "basics", "别的")


def test_what_lapsed_is_asked_for_again(school: School) -> None:
    school.read("basics", "问好", "送别")
    school.sit("basics")
    school.now += timedelta(days=330)
    assert standings(school)["basics"] is Standing.EXPIRING
    school.now += timedelta(days=60)
    assert standings(school) == {"basics": Standing.EXPIRED, "card": Standing.LOCKED}
    (row,) = school.desk.skills([school.person])
    assert not row.can(BusinessLine.CONDUCT) and len(row.expiring) == 1
    school.sit("basics")


def test_an_exam_set_for_everybody_counts_a_mock_one_does_not(school: School) -> None:
    app = school.application
    trainer = app.people.add("李建国", Role.TRAINER, pin="2468")
    blueprint = app.examinations.blueprint("closing-card")
    mock = app.examinations.begin_mock(blueprint, school.person)
    answer_all(mock, True)
    mock.hand_in(Ending.HANDED_IN)
    assert standings(school)["basics"] is Standing.OPEN
    exam = app.examinations.set_exam(trainer, blueprint, 7, mock.sitting.exam.version)
    sitting = app.examinations.begin(exam.id, school.person)
    answer_all(sitting, True)
    sitting.hand_in(Ending.HANDED_IN)
    assert standings(school)["basics"] is Standing.PASSED


def test_what_went_wrong_in_an_exam_comes_back_in_practice_once(school: School) -> None:
    practice = school.application.practice
    school.read("basics", "问好", "送别")
    before = practice.overview(school.person)
    school.sit("basics", right=False)
    after = practice.overview(school.person)
    assert after.missed > before.missed == 0
    assert after.missed == practice.overview(school.person).missed
    again = practice.begin(school.person, Kind.MISSED)
    assert again.items
    school.sit("basics")
    assert practice.overview(school.person).missed < after.missed


def test_a_conversation_that_failed_brings_its_line_forward(school: School) -> None:
    practice, plays = school.application.practice, school.application.role_plays
    for chosen in practice.begin(school.person, Kind.LINE, BusinessLine.CARD).items:
        shown = practice.show(school.person, "x", chosen)
        assert shown is not None
        answers = [right_answer(part.body) for part in parts_of(shown.question)]
        practice.answer(school.person, "x", shown.question, answers)
    assert practice.overview(school.person).due == 0
    scenario = next(each for each in plays.scenarios() if each.id == "lost-card")
    plays.keep(plays.give_up(plays.begin(scenario, Mode.PRACTISE, school.person)))
    assert practice.overview(school.person).due == 3
    assert practice.overview(school.person).due == 3


def test_what_went_wrong_in_a_shift_brings_its_lines_forward(school: School) -> None:
    practice, plays = school.application.practice, school.application.shift_plays
    for line in (each for each in BusinessLine if not each.general):
        for chosen in practice.begin(school.person, Kind.LINE, line).items[:4]:
            shown = practice.show(school.person, "x", chosen)
            assert shown is not None
            practice.answer(
                school.person, "x", shown.question, [right_answer(part.body) for part in parts_of(shown.question)]
            )
    assert practice.overview(school.person).due == 0
    run = plays.begin(school.person, plan_of(3, TellerLevel.JUNIOR, 20))
    state = play(run.state, Teller.RUDE, school.application.shifts.hear())
    plays.keep(replace(run, state=state))
    score = plays.kept_of(school.person)[0][1].score
    assert any(not case.resolved for case in score.cases)
    assert practice.overview(school.person).due >= 3


def test_looking_at_somebodys_progress_draws_nothing_for_them_to_practise(school: School) -> None:
    found = school.desk.progress(school.person)
    with school.application.database.reading() as tables:
        drawn = tables.execute("SELECT count(*) FROM practice_sets").fetchone()[0]
    assert drawn == 0
    assert [each.key for each in found.lines] == [
        each.line.value for each in school.application.practice.lines(school.person)
    ]
    assert found.lines
