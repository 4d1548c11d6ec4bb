"""The pictures of learning by modules: `python docs/screenshots_of_learning.py [--into FOLDER] [NAME …]`.

A workspace with four people who have come differently far is made for the purpose.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "docs")]

from take_screenshots import Shown, display  # noqa: E402

from app.domain.answers import parts_of, right_answer  # noqa: E402
from app.domain.people import Person, Role  # noqa: E402
from app.domain.role_play.conversation import Mode  # noqa: E402
from app.domain.shift.plan import plan_of  # noqa: E402
from app.domain.shift.tellers import Teller, play  # noqa: E402
from app.domain.sitting import Ending  # noqa: E402
from app.gui.stops import Place  # noqa: E402
from app.main import Application  # noqa: E402
from app.services.learning import LearningDesk  # noqa: E402
from app.storage.lessons import Lessons  # noqa: E402
from app.system.places import Workspace  # noqa: E402
from app.system.settings import Appearance  # noqa: E402

PASSED = {
    "王晓琳": ("conduct", "language", "discipline", "pension"),
    "赵敏": (
        "conduct",
        "language",
        "discipline",
        "special",
        "card",
        "unemployment",
        "teller-1-shadowing",
        "teller-2-single",
    ),
    "周强": ("conduct", "language", "card", "work-injury"),
    "何雨欣": ("conduct",),
    "孙悦": (),
}


def filled(folder: Path) -> Application:
    """A workspace in which people have passed modules at several times."""
    services = Application(Workspace(folder / "工作区"))
    now = datetime.now().astimezone()
    for at, (name, modules) in enumerate(PASSED.items()):
        person = services.people.add(name, Role.TRAINEE, staff_number=f"C{at + 1:03}")
        for number, module in enumerate(modules):
            pass_module(services, person, module, now - timedelta(days=700 - 90 * number if at == 2 else 60))
    services.people.add("李建国", Role.TRAINER, pin="2468")
    person = next(each for each in services.people.all() if each.name == "王晓琳")
    desk = services.learning
    for lesson in desk.state(person, "card").module.lessons[:2]:
        desk.open_lesson(person, "card", lesson.title)
        desk.spent(person, "card", lesson.title, 260)
        desk.has_read(person, "card", lesson.title)
    return services


def pass_module(services: Application, person: Person, module_id: str, when: datetime) -> None:
    desk = LearningDesk(
        services.modules, Lessons(services.database), services.practice, services.role_plays, services.shift_plays,
        services.examinations, services.records, lambda: when,
    )  # fmt: skip
    state = desk.state(person, module_id)
    for lesson in state.module.lessons:
        desk.has_read(person, module_id, lesson.title)
    round = desk.practise(person, module_id)
    for chosen in round.items:
        shown = services.practice.show(person, round.part_of, chosen)
        assert shown is not None
        answers = [right_answer(part.body) for part in parts_of(shown.question)]
        services.practice.answer(person, round.part_of, shown.question, answers)
    for scenario in services.role_plays.scenarios():
        if scenario.id in state.module.role_plays:
            talk = services.role_plays.begin(scenario, Mode.PRACTISE, person)
            while not talk.ended:  # a little is left out now and then
                said = talk.node.exemplary
                talk = services.role_plays.answer_typed(talk, said if len(said) % 3 else said[: len(said) // 2])
            services.role_plays.keep(talk)
    if state.module.shift is not None:
        plays = services.shift_plays
        run = plays.begin(person, plan_of(1, state.module.shift, 5))
        plays.keep(replace(run, state=play(run.state, Teller.IDEAL, services.shifts.hear())))
    sitting = desk.begin_exam(person, module_id)
    for number, task in enumerate(sitting.sitting.exam.tasks):
        for i, part in enumerate(parts_of(task.question)):
            if (number + len(person.name) + i) % 5:
                sitting.answer(number, i, right_answer(part.body))
    sitting.hand_in(Ending.HANDED_IN)


def path(shown: Shown) -> None:
    shown.go(Place.LEARN)
    shown.until(lambda: shown.screen.ready)


def module(shown: Shown) -> None:
    path(shown)
    shown.window._learning.module("card")
    shown.until(lambda: type(shown.screen).__name__ == "LearnModule")


def lesson(shown: Shown, id: str = "work-injury", at: int = 2, down: int = 0) -> None:
    path(shown)
    state = shown.services.learning.state(shown.window.person, id)
    shown.window._learning.lesson(id, state.module.lessons[at].title)
    shown.until(lambda: type(shown.screen).__name__ == "LearnLesson" and shown.screen.view.find_all())
    shown.settle()
    shown.screen.page.scroll(down)


def matrix(shown: Shown) -> None:
    shown.go(Place.LEARN, Role.TRAINER)
    shown.window._learning.matrix()
    shown.until(lambda: type(shown.screen).__name__ == "LearnMatrix" and shown.screen.ready)


def progress(shown: Shown) -> None:
    path(shown)
    shown.window._learning.progress()
    shown.until(lambda: type(shown.screen).__name__ == "LearnProgress" and shown.screen.progress is not None)


def everybody(shown: Shown) -> None:
    shown.go(Place.LEARN, Role.TRAINER)
    shown.window._learning.everybody()
    shown.until(lambda: type(shown.screen).__name__ == "LearnClass" and shown.screen.ready)


def search(shown: Shown) -> None:
    path(shown)
    shown.screen._search.text = "一次性"
    shown.screen._seek()


SCREENS: dict[str, tuple[Callable[[Shown], Any], Appearance, float]] = {
    "learn": (path, Appearance.LIGHT, 1.0),
    "learn-150": (path, Appearance.LIGHT, 1.5),
    "learn-dark": (path, Appearance.DARK, 1.0),
    "learn-search": (search, Appearance.LIGHT, 1.0),
    "learn-module": (module, Appearance.LIGHT, 1.0),
    "learn-lesson": (lambda shown: lesson(shown, "conduct", 1), Appearance.LIGHT, 1.0),
    "learn-lesson-dark": (lambda shown: lesson(shown, "conduct", 2), Appearance.DARK, 1.0),
    "learn-lesson-150": (lambda shown: lesson(shown, "conduct", 3), Appearance.LIGHT, 1.5),
    "learn-matrix": (matrix, Appearance.LIGHT, 1.0),
    "learn-progress": (progress, Appearance.LIGHT, 1.0),
    "learn-class": (everybody, Appearance.LIGHT, 1.0),
    "learn-class-150": (everybody, Appearance.DARK, 1.5),
    "learn-matrix-150": (matrix, Appearance.DARK, 1.5),
}


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("names", nargs="*")
    words.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots")
    wanted = words.parse_args()
    with display(), tempfile.TemporaryDirectory() as folder:
        services = filled(Path(folder))
        for name, (show, appearance, scale) in SCREENS.items():
            if wanted.names and name not in wanted.names:
                continue
            shown = Shown(services, appearance, scale, None)
            show(shown)
            shown.picture().save(wanted.into / f"{name}.png", optimize=True)
            shown.window.close()
        services.close()


if __name__ == "__main__":
    main()
