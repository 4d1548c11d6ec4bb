"""Learning in the window over the real services: from the path through lessons and practice to the passed exam."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.domain.answers import parts_of, right_answer
from app.domain.modules.path import Standing, StepKind
from app.domain.people import Person, Role
from app.domain.role_play.conversation import Mode
from app.domain.shift.plan import plan_of
from app.domain.shift.tellers import Teller, play
from app.domain.sitting import Ending
from app.domain.teller_level import TellerLevel
from app.gui.stops import Place
from app.main import Application
from app.system.places import Workspace
from app.system.settings import Appearance
from tests.gui.conftest import Show, Shown


@pytest.fixture
def services(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    real = Application(workspace)
    monkeypatch.setattr(Application, "save_settings", lambda self, settings: None)  # not into this person's own
    real.people.add("王晓琳", Role.TRAINEE)
    real.people.add("李建国", Role.TRAINER, pin="2468")
    yield real
    real.close()


def at_path(show: Show, services: Any, who: int = 0, **look: Any) -> Shown:
    shown = show(services, **look)
    shown.application.sign_in(sorted(services.people.all(), key=lambda person: person.role is Role.TRAINER)[who])
    shown.application.go(Place.LEARN)
    shown.until(lambda: shown.screen.ready, "the modules were not listed")
    shown.settle()
    return shown


def tiles(shown: Shown) -> dict[str, Standing]:
    return {state.module.id: state.standing for group in shown.screen._tiles for state in group.states}


def pass_module(services: Any, person: Person, module_id: str) -> None:
    """All that a module asks for, without the window."""
    desk = services.learning
    state = desk.state(person, module_id)
    for lesson in state.module.lessons:
        desk.open_lesson(person, module_id, lesson.title)
        desk.has_read(person, module_id, lesson.title)
    round = desk.practise(person, module_id)
    for chosen in round.items:
        shown = services.practice.show(person, round.part_of, chosen)
        services.practice.answer(
            person, round.part_of, shown.question, [right_answer(part.body) for part in parts_of(shown.question)]
        )
    for scenario in services.role_plays.scenarios():
        if scenario.id in state.module.role_plays:
            talk = services.role_plays.begin(scenario, Mode.PRACTISE, person)
            services.role_plays.keep(services.role_plays.give_up(talk))
    sit(desk.begin_exam(person, module_id))


def work_a_shift(services: Any, person: Person, level: TellerLevel) -> None:
    plays = services.shift_plays
    run = plays.begin(person, plan_of(1, level, 5))
    plays.keep(replace(run, state=play(run.state, Teller.IDEAL, services.shifts.hear())))


def sit(sitting: Any) -> None:
    for number, task in enumerate(sitting.sitting.exam.tasks):
        for i, part in enumerate(parts_of(task.question)):
            sitting.answer(number, i, right_answer(part.body))
    sitting.hand_in(Ending.HANDED_IN)


def test_a_new_hire_reads_practises_and_passes(show: Show, services: Any) -> None:
    shown = at_path(show, services)
    assert tiles(shown)["conduct"] is Standing.OPEN and tiles(shown)["teller-5-senior"] is Standing.LOCKED
    shown.key("Return")
    shown.on("LearnModule")
    first = shown.screen.state.module
    assert shown.screen._title.text == first.title
    shown.key("Return")
    for lesson in first.lessons:
        shown.on("LearnLesson")
        shown.until(lambda lesson=lesson: shown.screen.lesson == lesson, f"{lesson.title} was not shown")
        assert shown.screen.view.find_all()
        shown.key("Return")
        shown.settle()
    shown.on("LearnModule")
    assert shown.screen.state.done.read == {lesson.title for lesson in first.lessons}
    assert shown.screen.rows.rows[-1].locked
    shown.key("Return")
    shown.on("PracticeQuestion")
    shown.application._learning._back_to_module()
    shown.on("LearnModule")
    pass_module(services, shown.application.person, first.id)
    shown.application.go(Place.LEARN)
    shown.settle()
    assert tiles(shown)[first.id] is Standing.PASSED


def test_the_closing_exam_is_sat_and_leads_back_to_the_module(show: Show, services: Any) -> None:
    shown = at_path(show, services)
    person = shown.application.person
    desk = services.learning
    for lesson in desk.state(person, "conduct").module.lessons:
        desk.has_read(person, "conduct", lesson.title)
    round = desk.practise(person, "conduct")
    for chosen in round.items:
        question = services.practice.show(person, round.part_of, chosen).question
        services.practice.answer(person, round.part_of, question, [None for _ in parts_of(question)])
    talk = services.role_plays.begin(services.rules.scenario("incomplete-papers"), Mode.PRACTISE, person)
    services.role_plays.keep(services.role_plays.give_up(talk))
    shown.application._learning.module("conduct")
    shown.on("LearnModule")
    shown.key("Return")
    shown.on("ExamIntro")
    shown.key("Return")
    shown.on("ExamQuestion")
    exams = shown.application._learning._exams
    sitting = exams.open
    for number, task in enumerate(sitting.sitting.exam.tasks):
        for i, part in enumerate(parts_of(task.question)):
            sitting.answer(number, i, right_answer(part.body))
    exams._finish(Ending.HANDED_IN)
    shown.on("ExamResultScreen")
    shown.key("Escape")
    shown.on("LearnModule")
    assert shown.screen.state.standing is Standing.PASSED


def test_a_locked_module_says_why_and_its_lessons_stay_shut(show: Show, services: Any) -> None:
    shown = at_path(show, services)
    shown.application._learning.module("card")
    shown.on("LearnModule")
    assert not shown.screen.primary() or shown.screen.state.next_step is None
    shown.screen.rows._open(0)
    shown.settle()
    assert "先学完" in shown.application.window.notice.message
    shown.application._learning.lesson("card", shown.screen.state.module.lessons[0].title)
    shown.settle()
    assert "还没有开放" in shown.application.window.notice.message


def test_a_search_leads_to_the_place(show: Show, services: Any) -> None:
    shown = at_path(show, services)
    shown.screen._search.text = "限时办结"
    shown.screen._seek()
    rows = shown.screen.table.tree.get_children()
    assert rows
    module, lesson = shown.screen._hits[rows[0]]
    assert module == "conduct"
    shown.screen._open_hit(rows[0])
    shown.on("LearnLesson")
    shown.until(lambda: shown.screen.view.found, "nothing was marked")
    assert shown.screen.lesson.title == lesson


def test_time_spent_reading_is_kept(show: Show, services: Any) -> None:
    shown = at_path(show, services)
    shown.application._learning.lesson("conduct", "五制是哪五制")
    shown.on("LearnLesson")
    shown.screen._since -= 120
    shown.key("Escape")
    shown.on("LearnModule")
    shown.settle()
    state = services.learning.state(shown.application.person, "conduct")
    assert 120 <= state.done.seconds < 150


def test_the_matrix_shows_what_holds_and_who_could_stand_in(show: Show, services: Any) -> None:
    person = next(p for p in services.people.all() if p.role is Role.TRAINEE)
    services.people.add("赵敏", Role.TRAINEE)
    pass_module(services, person, "conduct")
    shown = at_path(show, services, who=2)
    assert shown.application.person.role is Role.TRAINER
    shown.application._learning.matrix()
    shown.on("LearnMatrix")
    names = list(shown.screen.grid_view.names)
    assert set(names) == {"王晓琳", "赵敏"}
    column = [line.value for line in shown.screen.grid_view.lines].index("conduct")
    shown.screen.grid_view._go(names.index("赵敏"), column)
    assert "可以顶岗（AB 岗）：王晓琳。" in shown.screen._said.text
    assert "到“跟岗”还差" in shown.screen._said.text
    shown.screen._toggle()
    assert len(shown.screen.table.tree.get_children()) == 1


@pytest.mark.parametrize(
    ("scale", "appearance"), [(1.0, Appearance.LIGHT), (1.5, Appearance.DARK), (2.0, Appearance.LIGHT)]
)
def test_nothing_is_cut_off(show: Show, services: Any, scale: float, appearance: Appearance) -> None:
    shown = at_path(show, services, scale=scale, appearance=appearance)
    for group in shown.screen._tiles:
        left, _top, right, bottom = group.bbox("all")
        assert left >= 0 and right <= group.winfo_width() + 1 and bottom <= group.winfo_height() + 1
    shown.application._learning.lesson("conduct", "一次性告知：全部，一次，写下来")
    shown.on("LearnLesson")
    view = shown.screen.view
    shown.until(lambda: view.find_all() and view.winfo_height() > 100, "the lesson was not drawn")
    left, top, right, bottom = view.bbox("all")
    assert left >= 0 and top >= 0 and right <= view.winfo_width() and bottom <= view.winfo_height()


def test_every_shipped_module_can_be_walked_from_the_first_lesson_to_the_pass(show: Show, services: Any) -> None:
    """As a trainee would, in the order of the path: what is locked opens, and at the end nothing is left."""
    shown = at_path(show, services)
    person = shown.application.person
    learning = shown.application._learning
    scenarios = {each.id: each for each in services.role_plays.scenarios()}
    walked = 0
    while shown.screen._next is not None:
        shown.key("Return")
        shown.on("LearnModule")
        module = shown.screen.state.module
        for lesson in module.lessons:
            shown.key("Return")
            shown.until(
                lambda lesson=lesson: type(shown.screen).__name__ == "LearnLesson" and shown.screen.lesson == lesson
            )
            shown.until(lambda: shown.screen.view.find_all(), f"{lesson.title} was not drawn")
        shown.key("Return")
        shown.on("LearnModule")
        for chosen in services.learning.practise(person, module.id).items:
            asked = services.practice.show(person, "walk", chosen)
            answers = [right_answer(part.body) for part in parts_of(asked.question)]
            services.practice.answer(person, "walk", asked.question, answers)
        for id in module.role_plays:
            if id not in services.learning.state(person, module.id).done.played:
                talk = services.role_plays.begin(scenarios[id], Mode.PRACTISE, person)
                services.role_plays.keep(services.role_plays.give_up(talk))
        if module.shift is not None:
            learning.module(module.id)
            shown.settle()
            assert shown.screen.state.next_step.kind is StepKind.SHIFT, module.id
            shown.key("Return")
            shown.on("ShiftStart")
            assert shown.screen._level.value is module.shift
            work_a_shift(services, person, module.shift)
        learning.module(module.id)
        shown.on("LearnModule")
        assert shown.screen.state.next_step.name == module.exam, module.id
        shown.key("Return")
        shown.on("ExamIntro")
        shown.key("Return")
        shown.on("ExamQuestion")
        sitting = learning._exams.open
        for number, task in enumerate(sitting.sitting.exam.tasks):
            for i, part in enumerate(parts_of(task.question)):
                sitting.answer(number, i, right_answer(part.body))
        learning._exams._finish(Ending.HANDED_IN)
        shown.on("ExamResultScreen")
        shown.key("Escape")
        shown.on("LearnModule")
        assert shown.screen.state.standing is Standing.PASSED, module.id
        walked += 1
        shown.key("Escape")
        shown.until(lambda: type(shown.screen).__name__ == "LearnPath" and shown.screen.ready)
        shown.settle()
    assert walked == len(services.modules.modules()) == 21
    assert shown.screen._headline.text == "全部学完了"


def test_a_trainee_sees_how_far_they_are_and_what_is_weak(show: Show, services: Any) -> None:
    person = next(p for p in services.people.all() if p.role is Role.TRAINEE)
    pass_module(services, person, "conduct")
    shown = at_path(show, services)
    shown.application._learning.progress()
    shown.on("LearnProgress")
    shown.until(lambda: shown.screen.progress is not None)
    assert "通过 1 个模块" in shown.screen._far.text and shown.screen._title.text == "我的进展"
    assert any(bar.share == 1 for bar in shown.screen.lines.bars)
    assert [bar.label for bar in shown.screen.plays.bars] == [services.rules.scenario("incomplete-papers").title]


def test_a_trainer_sees_who_is_held_up_and_opens_them(show: Show, services: Any) -> None:
    services.people.add("赵敏", Role.TRAINEE)
    pass_module(services, next(p for p in services.people.all() if p.name == "王晓琳"), "conduct")
    shown = at_path(show, services, who=2)
    shown.application._learning.everybody()
    shown.on("LearnClass")
    shown.until(lambda: shown.screen.ready)
    rows = [shown.screen.table.tree.item(key, "values") for key in shown.screen.table.tree.get_children()]
    assert [(row[0], row[-1]) for row in rows] == [("赵敏", "还没有开始学"), ("王晓琳", "顺利")]
    shown.key("Return")
    shown.on("LearnProgress")
    shown.until(lambda: shown.screen.progress is not None)
    assert shown.screen._title.text == "赵敏的进展" and "还没有开始学" in shown.screen._held.text
