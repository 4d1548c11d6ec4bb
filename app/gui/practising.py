"""How the screens of practice lead to one another."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.domain.practice import Kind
from app.gui.screens.screen import Screen
from app.gui.theme import Theme
from app.gui.widgets.bank_picture import BankPictures

if TYPE_CHECKING:
    from app.domain.business import BusinessLine
    from app.domain.people import Person
    from app.gui.screens.practice_end import PracticeEnd
    from app.gui.screens.practice_overview import PracticeOverview
    from app.gui.screens.practice_question import PracticeQuestion
    from app.gui.services import PracticeService
    from app.gui.window import Window
    from app.services.practice import Feedback, Round, Shown

S = TypeVar("S", bound=Screen)
_LASTING = (Kind.DAILY, Kind.WEEKLY)  # a set for the day or the week: there is no second one


class Practising:
    """Practice of one person. `keep` gives the screen of a key, made when it is first asked for."""

    def __init__(
        self,
        window: "Window",
        theme: Theme,
        person: "Person",
        practice: "Callable[[], PracticeService]",
        keep: Callable[[object, Callable[[], S]], S],
        on_overview: Callable[[], None],
        on_home: Callable[[], None],
    ) -> None:
        self._window = window
        self._theme = theme
        self._person = person
        self._practice = practice
        self._keep = keep
        self._on_overview = on_overview
        self._on_home = on_home

    def overview(self) -> "PracticeOverview":
        from app.gui.screens.practice_overview import PracticeOverview

        return PracticeOverview(
            self._window.stage, self._theme, self._person, self._practice, self._window.worker.start,
            on_begin=self.begin, on_back=self._on_home,
        )  # fmt: skip

    def begin(self, kind: Kind, line: "BusinessLine | None" = None) -> None:
        """Begin a round and show its first question."""

        again: Callable[[], None] | None = None if kind in _LASTING else lambda: self.begin(kind, line)
        self._window.worker.start(
            lambda _progress: self._practice().begin(self._person, kind, line), lambda round: self.run(round, again)
        )

    def run(self, round: "Round", again: Callable[[], None] | None) -> None:
        """Ask the questions of a round; `again` begins another one like it, None where there is no second one."""
        if not round.items:
            self._end(round, [], again)
            return
        screen = self._question(again)
        self._window.show(screen)
        screen.begin(round)

    def _question(self, again: Callable[[], None] | None) -> "PracticeQuestion":
        def make() -> "PracticeQuestion":
            from app.gui.screens.practice_question import PracticeQuestion

            return PracticeQuestion(
                self._window.stage, self._theme, self._person, self._practice, self._window.worker.start,
                self._window.notice.show, BankPictures(self._theme, lambda name: self._practice().picture(name)),
                on_back=self._on_overview,
            )  # fmt: skip

        screen = self._keep("practice question", make)  # type: ignore[arg-type,return-value]
        screen.on_end = lambda round, results: self._end(round, results, again)
        return screen

    def _end(self, round: "Round", results: "list[tuple[Shown, Feedback]]", again: Callable[[], None] | None) -> None:
        def make() -> "PracticeEnd":
            from app.gui.screens.practice_end import PracticeEnd

            return PracticeEnd(self._window.stage, self._theme, on_back=self._on_overview)

        screen = self._keep("practice end", make)  # type: ignore[arg-type,return-value]
        screen.on_more = again or self._on_overview
        self._window.show(screen)
        screen.show(round, results, more=again is not None)
