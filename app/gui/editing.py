"""How the screens in which trainers write role-plays lead to one another."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.domain.role_play.editing import blank
from app.domain.scenario import Scenario, Voice
from app.gui.screens.screen import Screen
from app.gui.theme import Theme
from app.gui.widgets.notice import Tone

if TYPE_CHECKING:
    from app.content.scenario_drafts import Draft
    from app.gui.screens.editor_desk import EditorDesk
    from app.gui.screens.editor_import import EditorImport
    from app.gui.screens.editor_list import EditorList
    from app.gui.services import Services
    from app.gui.window import Window
    from app.services.scenario_writing import Brought, Flaw, Shelved

S = TypeVar("S", bound=Screen)


class ScenarioEditing:
    """The list, the import and the editor itself. `keep` gives the screen of a key, made when first asked for.

    `play` plays a scenario for trial and calls back when it has ended or is left; `on_file` shows a file that was
    written; `on_back` is where the list leads back to.
    """

    def __init__(
        self,
        window: "Window",
        theme: Theme,
        services: "Services",
        keep: Callable[[object, Callable[[], S]], S],
        play: Callable[[Scenario, Callable[[], None]], None],
        on_file: Callable[[Path], None],
        on_back: Callable[[], None],
        today: Callable[[], date] = date.today,
    ) -> None:
        self._window = window
        self._theme = theme
        self._services = services
        self._keep = keep
        self._play = play
        self._on_file = on_file
        self._on_back = on_back
        self._today = today

    def show_list(self) -> None:
        self._window.show(self._list())

    def bring(self, path: Path) -> None:
        """Read a workbook or a file and show what it holds, before anything is taken over."""

        def show(brought: "Brought") -> None:
            screen = self._import()
            screen.show(path, brought)
            self._window.show(screen)

        self._window.worker.start(
            lambda progress: self._services.scenario_writing.bring(path, progress), show, title=f"正在读 {path.name}"
        )

    def open_draft(self, draft: "Draft", flaws: "tuple[Flaw, ...]" = ()) -> None:
        desk = self._desk()
        desk.open(draft)
        self._window.show(desk)
        desk.tell_flaws(flaws)

    def _new(self) -> None:
        scenario = blank("", self._today().isoformat())
        self._window.worker.start(lambda _progress: self._services.scenario_writing.new(scenario), self.open_draft)

    def _copy(self, shelved: "Shelved") -> None:
        self._window.worker.start(lambda _progress: self._services.scenario_writing.copy(shelved), self.open_draft)

    def _change(self, file: str) -> None:
        self._window.worker.start(
            lambda _progress: self._services.scenario_writing.open(file), lambda opened: self.open_draft(*opened)
        )

    def _try(self, scenario: Scenario) -> None:
        def again() -> None:
            desk = self._desk()
            self._window.show(desk)
            desk.again()

        self._play(scenario, again)

    def _written(self, path: Path) -> None:
        self._window.notice.show(Tone.GOOD, "工作簿已写好", f"{path}", ("打开文件夹", lambda: self._on_file(path)))

    def _listen(self, line: str, voice: Voice) -> None:
        voices = self._services.voice
        if not voices.on:
            self._window.notice.show(Tone.PROBLEM, "群众的声音现在关着，听不到。", "请在“设置”里打开，再试听。")
            return

        def speak(_progress: object) -> None:
            voices.speak(line, voice)
            if not voices.available():
                voices.look()  # says what is missing and how to get it

        self._window.worker.start(speak, lambda _done: None)

    def _list(self) -> "EditorList":
        from app.gui.screens.editor_list import EditorList, ListCalls

        calls = ListCalls(
            self._new, self._copy, self._change, self.open_draft, self.bring, self._written, self._on_back
        )
        return self._room(
            "scenario shelf",
            lambda: EditorList(
                self._window.stage,
                self._theme,
                lambda: self._services.scenario_writing,
                self._window.worker.start,
                self._window.notice.show,
                calls,
            ),
        )

    def _import(self) -> "EditorImport":
        from app.gui.screens.editor_import import EditorImport

        return self._room(
            "scenario import",
            lambda: EditorImport(
                self._window.stage, self._theme, on_take=self.open_draft, on_bring=self.bring, on_back=self.show_list
            ),
        )

    def _desk(self) -> "EditorDesk":
        from app.gui.screens.editor_desk import EditorDesk

        return self._room(
            "scenario editor",
            lambda: EditorDesk(
                self._window.stage,
                self._theme,
                lambda: self._services.scenario_writing,
                self._window.worker.start,
                self._window.notice.show,
                on_try=self._try,
                on_listen=self._listen,
                on_back=self.show_list,
            ),
        )

    def _room(self, key: object, make: Callable[[], S]) -> S:
        return self._keep(key, make)  # type: ignore[arg-type,return-value]
