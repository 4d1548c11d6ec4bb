"""How the screens lead to one another that prepare a class and bring people into it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.gui.theme import Theme
from app.gui.widgets.class_head import Step

if TYPE_CHECKING:
    from app.domain.scenario import Scenario
    from app.gui.screens.class_prepare import ClassPrepare
    from app.gui.services import Services
    from app.gui.window import Window
    from app.services.open_class import OpenClass


class ClassRosterRooms:
    """`lesson` gives the class that is open, `keep` the screen of a key, made when it is first asked for."""

    def __init__(
        self,
        window: "Window",
        theme: Theme,
        services: "Services",
        keep: Any,
        lesson: "Callable[[], OpenClass]",
        scenarios: "Callable[[], tuple[Scenario, ...]]",
        on_step: Callable[[Step], None],
        on_file: Callable[[Path], None],
        on_list: Callable[[], None],
    ) -> None:
        self._window = window
        self._theme = theme
        self._services = services
        self._keep = keep
        self._lesson = lesson
        self._scenarios = scenarios
        self._on_step = on_step
        self._on_file = on_file
        self._on_list = on_list

    def prepare(self) -> "ClassPrepare":
        from app.gui.screens.class_prepare import ClassPrepare

        return self._keep(
            "class prepare",
            lambda: ClassPrepare(
                self._window.stage, self._theme, lambda: self._services.classes, self._scenarios,
                self._window.worker.start, self._window.notice.show, on_step=self._on_step,
                on_people=self.choose_people, on_import=self.bring, on_written=self._on_file, on_back=self._on_list,
            ),
        )  # fmt: skip

    def choose_people(self) -> None:
        """Members from the list of people."""
        from app.gui.screens.class_people import ClassPeople

        screen = self._keep(
            "class people",
            lambda: ClassPeople(
                self._window.stage, self._theme, lambda: self._services.people, self._window.worker.start,
                on_done=lambda: self._on_step(Step.PREPARE),
            ),
        )  # fmt: skip
        screen.show(self._lesson())
        self._window.show(screen)

    def bring(self, path: Path) -> None:
        """What a workbook would bring in."""
        lesson = self._lesson()

        def work(_progress: object) -> Any:
            rows, problems = self._services.classes.read_roster(path)
            return lesson.recognise(rows), problems

        def show(found: Any) -> None:
            from app.gui.screens.class_roster_import import ClassRosterImport

            screen = self._keep(
                "class roster",
                lambda: ClassRosterImport(
                    self._window.stage, self._theme, self._window.worker.start, self._window.notice.show,
                    on_done=lambda: self._on_step(Step.PREPARE),
                ),
            )  # fmt: skip
            screen.show(lesson, path, *found)
            self._window.show(screen)

        self._window.worker.start(work, show, title="正在读名单")
