"""How the screens of learning by modules lead to one another."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import UserError
from app.domain.modules.path import ModuleState, Step, StepKind
from app.domain.people import Role
from app.domain.role_play.conversation import Mode
from app.gui.examining import Examining
from app.gui.practising import Practising
from app.gui.screens.screen import Screen
from app.gui.theme import Theme

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.domain.scenario import Scenario
    from app.gui.role_playing import RolePlaying
    from app.gui.screens.learn_lesson import LearnLesson
    from app.gui.screens.learn_module import LearnModule
    from app.gui.services import Services
    from app.gui.shifting import Shifting
    from app.gui.window import Window


class Learning:
    """Learning of one person. `keep` gives the screen of a key, made when it is first asked for."""

    def __init__(
        self,
        window: "Window",
        theme: Theme,
        person: "Person",
        services: "Services",
        keep: Callable[[object, Callable[[], Any]], Any],
        role_playing: "Callable[[], RolePlaying]",
        microphone: Callable[[], str],
        on_printed: Callable[[Path], None],
        on_path: Callable[[], None],
        on_home: Callable[[], None],
    ) -> None:
        self._window = window
        self._theme = theme
        self._person = person
        self._services = services
        self._keep = keep
        self._role_playing = role_playing
        self._microphone = microphone
        self._on_printed = on_printed
        self._on_path = on_path
        self._on_home = on_home
        self._start = window.worker.start
        self._here = ""
        self._exams: Examining | None = None

    def close(self) -> None:
        """The window closes: an exam under way is paused."""
        if self._exams is not None:
            self._exams.close()

    def path(self) -> Screen:
        from app.gui.screens.learn_path import LearnPath

        return LearnPath(
            self._window.stage, self._theme, self._person, lambda: self._services.learning, self._start,
            on_module=self.module, on_lesson=self.lesson, on_shift=self.shift, on_matrix=self.matrix,
            on_progress=self.progress if self._person.role is Role.TRAINEE else self.everybody, on_back=self._on_home,
        )  # fmt: skip

    def matrix(self) -> None:
        def make() -> Screen:
            from app.gui.screens.learn_matrix import LearnMatrix

            return LearnMatrix(
                self._window.stage, self._theme, self._person, lambda: self._services.people,
                lambda: self._services.learning, self._start, on_back=self._on_path,
            )  # fmt: skip

        self._window.show(self._keep("learn matrix", make))

    def progress(self, person: "Person | None" = None) -> None:
        """How somebody gets on; oneself without a person."""

        def make() -> Screen:
            from app.gui.screens.learn_progress import LearnProgress

            return LearnProgress(
                self._window.stage, self._theme, lambda: self._services.learning, self._start,
                on_back=self.everybody if person is not None else self._on_path,
            )  # fmt: skip

        screen = self._keep(("learn progress", person is None), make)
        screen.show(person or self._person, own=person is None)
        self._window.show(screen)

    def everybody(self) -> None:
        """How all trainees get on."""

        def make() -> Screen:
            from app.gui.screens.learn_class import LearnClass

            return LearnClass(
                self._window.stage, self._theme, lambda: self._services.people, lambda: self._services.learning,
                self._start, on_person=self.progress, on_back=self._on_path,
            )  # fmt: skip

        self._window.show(self._keep("learn class", make))

    def module(self, module_id: str) -> None:
        """Show a module as it stands."""
        self._here = module_id

        def look(_progress: object) -> tuple[ModuleState, dict[str, str]]:
            state = self._services.learning.state(self._person, module_id)
            scenarios = self._services.role_plays.playable(self._person).scenarios
            return state, {each.id: each.title for each in scenarios}

        def show(found: tuple[ModuleState, dict[str, str]]) -> None:
            screen: LearnModule = self._keep("learn module", self._make_module)
            screen.show(*found)
            self._window.show(screen)

        self._start(look, show)

    def lesson(self, module_id: str, title: str, sought: str = "") -> None:
        """Read a lesson; where it is locked the window says why."""

        def look(_progress: object) -> ModuleState:
            return self._services.learning.open_lesson(self._person, module_id, title)

        def show(state: ModuleState) -> None:
            lesson = state.module.lesson(title)
            assert lesson is not None
            screen: LearnLesson = self._keep("learn lesson", lambda: self._make_lesson())
            self._window.show(screen)
            screen.show(state, lesson, sought)

        self._start(look, show)

    def _make_module(self) -> "LearnModule":
        from app.gui.screens.learn_module import LearnModule

        return LearnModule(
            self._window.stage, self._theme, self._window.notice.show, on_step=self._go, on_back=self._on_path
        )

    def _make_lesson(self) -> "LearnLesson":
        from app.gui.screens.learn_lesson import LearnLesson

        desk = self._services.learning

        def module() -> str:
            assert screen.state is not None
            return screen.state.module.id

        def spent(lesson: str, seconds: float) -> None:
            id = module()
            self._start(lambda _progress: desk.spent(self._person, id, lesson, seconds), lambda _done: None)

        screen = LearnLesson(
            self._window.stage,
            self._theme,
            lambda name: self._services.workspace.modules / "pictures" / name,
            # At once and not on the worker: the next screen must know of it.
            on_read=lambda lesson: desk.has_read(self._person, module(), lesson),
            on_spent=spent,
            on_turn=lambda lesson: self.lesson(module(), lesson),
            on_back=lambda: self.module(module()),
        )
        return screen

    def _go(self, state: ModuleState, step: Step) -> None:
        """Do a step of a module; afterwards one is back at the module."""
        module = state.module
        if step.kind is StepKind.LESSON:
            self.lesson(module.id, step.name)
        elif step.kind is StepKind.PRACTICE:
            self._practise(module.id)
        elif step.kind is StepKind.ROLE_PLAY:
            self._play(step.name)
        elif step.kind is StepKind.SHIFT:
            self._shifting().open(module.shift)
        elif step.kind is StepKind.EXAM:
            self._sit(state)

    def _shifting(self, on_back: Callable[[], None] | None = None) -> "Shifting":
        from app.gui.shifting import Shifting

        leave = on_back or self._back_to_module
        return Shifting(
            self._window, self._theme, self._person, self._services,
            lambda key, make: self._keep((key, on_back is None), make), self._microphone, on_back=leave,
        )  # fmt: skip

    def shift(self) -> None:
        """A shift at the window, apart from any module."""
        self._shifting(self._on_path).open()

    def _practise(self, module_id: str) -> None:
        practising = Practising(
            self._window, self._theme, self._person, lambda: self._services.practice, self._keep_apart,
            on_overview=self._back_to_module, on_home=self._on_home,
        )  # fmt: skip
        self._start(
            lambda _progress: self._services.learning.practise(self._person, module_id),
            lambda round: practising.run(round, lambda: self._practise(module_id)),
        )

    def _play(self, scenario_id: str) -> None:
        def find(_progress: object) -> "Scenario":
            for scenario in self._services.role_plays.playable(self._person).scenarios:
                if scenario.id == scenario_id:
                    return scenario
            raise UserError(f"情景“{scenario_id}”现在不能用。", "请告诉带教老师，检查 scenarios 文件夹。")

        self._start(
            find,
            lambda scenario: self._role_playing().play(
                scenario, Mode.PRACTISE, self._person, on_leave=self._back_to_module
            ),
        )

    def _sit(self, state: ModuleState) -> None:
        module, desk = state.module, self._services.learning
        if self._exams is None:
            self._exams = Examining(
                self._window, self._theme, self._person, self._services, self._keep_apart, self._microphone,
                on_list=self._back_to_module, on_home=self._on_home, on_printed=self._on_printed,
            )  # fmt: skip
        exams = self._exams
        self._start(
            lambda _progress: self._services.examinations.blueprint(module.exam),
            lambda blueprint: exams.close_module(
                f"{module.title}结业考试",
                blueprint,
                lambda progress: desk.begin_exam(self._person, module.id, progress),
            ),
        )

    def _back_to_module(self) -> None:
        self.module(self._here)

    def _keep_apart(self, key: object, make: Callable[[], Any]) -> Any:
        """Screens of practice and exams that lead back to the module, apart from those that lead to their lists."""
        return self._keep(("learn", key), make)
