"""How the screens of a shift lead to one another."""

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.domain.paper import LARGEST_SEED
from app.domain.people import Role
from app.domain.shift.kept import shift_from_body
from app.gui.screens.screen import Screen
from app.gui.theme import Theme

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.domain.records import Record
    from app.domain.shift.comparison import Comparison
    from app.domain.shift.kept import KeptShift
    from app.domain.shift.plan import Plan
    from app.domain.teller_level import TellerLevel
    from app.gui.screens.shift_play import ShiftPlay
    from app.gui.screens.shift_review import ShiftReview
    from app.gui.screens.shift_start import ShiftStart
    from app.gui.services import Services
    from app.gui.window import Window
    from app.services.shift_plays import Running


class Shifting:
    """Shifts of one person. `keep` gives the screen of a key, made when it is first asked for."""

    def __init__(
        self,
        window: "Window",
        theme: Theme,
        person: "Person",
        services: "Services",
        keep: Callable[[object, Callable[[], Any]], Any],
        microphone: Callable[[], str],
        on_back: Callable[[], None],
    ) -> None:
        self._window = window
        self._theme = theme
        self._person = person
        self._services = services
        self._keep = keep
        self._microphone = microphone
        self._on_back = on_back
        self._start = window.worker.start

    def open(self, level: "TellerLevel | None" = None) -> None:
        """Where one begins; `level` is what a module asks for."""

        def make() -> Screen:
            from app.gui.screens.shift_start import ShiftStart

            return ShiftStart(
                self._window.stage, self._theme, self._person, lambda: self._services.shift_plays,
                lambda: secrets.randbelow(min(100_000, LARGEST_SEED)), self._start, self._window.notice.show,
                on_begin=self.begin, on_go_on=self._play, on_kept=self._look_back, on_back=self._on_back,
            )  # fmt: skip

        screen: ShiftStart = self._keep("shift start", make)
        if level is not None:
            screen.propose(level)
        self._window.show(screen)

    def begin(self, plan: "Plan") -> None:
        self._start(
            lambda _progress: self._services.shift_plays.begin(self._person, plan), self._play, title="正在开门"
        )

    def _play(self, run: "Running") -> None:
        def make() -> Screen:
            from app.gui.screens.shift_play import ShiftPlay

            return ShiftPlay(
                self._window.stage, self._theme, lambda: self._services.shift_plays, lambda: self._services.replies,
                self._microphone, self._start, self._window.notice.show,
                held=lambda: self._window.panel.shown, on_end=self._ended, on_leave=self._put_aside,
            )  # fmt: skip

        if self._window.rail is not None:
            self._window.rail.grid_remove()  # the work needs the room, and a click must not leave it
        screen: ShiftPlay = self._keep("shift play", make)
        self._window.show(screen)
        screen.play(run)
        # The first sentence must not wait for the phrases to be read.
        self._start(lambda _progress: self._services.shift_plays.hear("您好"), lambda _done: None)

    def _put_aside(self) -> None:
        self._show_rail()
        self.open()

    def _ended(self, run: "Running") -> None:
        self._show_rail()
        plays = self._services.shift_plays

        def keep(_progress: object) -> "KeptShift":
            return shift_from_body(plays.keep(run).body)

        self._start(keep, self.review, title="正在评分、存档")

    def _look_back(self, record: "Record") -> None:
        self._start(lambda _progress: shift_from_body(record.body), self.review)

    def review(self, shift: "KeptShift") -> None:
        """What a kept shift was worth, beside others."""

        def compare(_progress: object) -> "tuple[Comparison, ...]":
            everybody = [person for person in self._services.people.all() if person.role is Role.TRAINEE]
            return self._services.shift_plays.compared(self._person, shift, everybody)

        def make() -> Screen:
            from app.gui.screens.shift_review import ShiftReview

            return ShiftReview(
                self._window.stage, self._theme, on_again=lambda kept: self.begin(kept.state.shift.plan),
                on_back=self.open,
            )  # fmt: skip

        def show(compared: "tuple[Comparison, ...]") -> None:
            screen: ShiftReview = self._keep("shift review", make)
            screen.show(shift, compared)
            self._window.show(screen)

        self._start(compare, show)

    def _show_rail(self) -> None:
        if self._window.rail is not None and self._window.rail.winfo_exists():
            self._window.rail.grid()
