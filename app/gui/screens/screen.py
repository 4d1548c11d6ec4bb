"""What every screen is to the window: a frame that is built once, shown often, and answers a few keys."""

import tkinter
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from app.domain.errors import Progress
from app.gui.theme import Theme
from app.gui.widgets.notice import Tone
from app.gui.work import Job

T = TypeVar("T")


class Start(Protocol):
    """Begin long work; see `Worker.start`."""

    def __call__(
        self,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        on_progress: Progress | None = None,
        on_cancel: Callable[[], None] = ...,
        title: str = "",
    ) -> Job[T]: ...


class Tell(Protocol):
    """Tell the person something; see `Notice.show`."""

    def __call__(
        self, tone: Tone, message: str, remedy: str = "", action: tuple[str, Callable[[], Any]] | None = None
    ) -> None: ...


class Screen(tkinter.Frame):
    """The keys a screen may answer; each returns whether it did."""

    def __init__(self, parent: tkinter.Misc, theme: Theme) -> None:
        super().__init__(parent, bg=theme.colours.background)
        self.theme = theme

    def enter(self) -> None:
        """The screen is shown: bring it up to date and put the focus where one begins."""

    def leave(self) -> None:
        """Another screen is shown: nothing may go on playing or recording."""

    def primary(self) -> bool:
        """Enter: the one clear next step."""
        return False

    def back(self) -> bool:
        """Esc: back or cancel."""
        return False

    def space(self) -> bool:
        return False

    def turn(self, by: int) -> bool:
        """Page Up and Page Down, ← and → where nothing is being typed: the one before or after."""
        return False

    def finish(self) -> bool:
        """Ctrl and Enter: done with all of it."""
        return False

    def key(self, keysym: str) -> bool:
        """A letter or digit, pressed where nothing is being typed; F2 to F6 everywhere."""
        return False
