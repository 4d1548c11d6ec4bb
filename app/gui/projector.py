"""The projector's window: large, without controls, movable to the second display; closing it ends nothing."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.gui.displays import Display, displays, other_display
from app.gui.play_state import PlayState
from app.gui.projector_board import Board
from app.gui.projector_pages import LotPage, Page, PlayPage, ScorePage, TopicPage
from app.gui.theme import Theme

if TYPE_CHECKING:
    from app.domain.role_play.played import PlayedDialogue
    from app.domain.training_class import TrainingClass

_TURNS, _TICK = 24, 45  # a lot is drawn in about a second


class Projector:
    """Opened and closed at will; what it shows is kept, so that it shows it again when it is opened again.

    `on_change` is told when it was opened or closed; `on_reveal` when F9 was pressed in it. `find` gives the displays.
    """

    def __init__(
        self,
        root: tkinter.Misc,
        theme: Theme,
        on_change: Callable[[], None] = lambda: None,
        on_reveal: Callable[[], None] = lambda: None,
        find: Callable[[], tuple[Display, ...]] = displays,
    ) -> None:
        self._root = root
        self._theme = theme
        self._on_change = on_change
        self._on_reveal = on_reveal
        self._find = find
        self._window: tkinter.Toplevel | None = None
        self._board: Board | None = None
        self._turning: str | None = None
        self._full = False
        self.page: Page = TopicPage("", ())

    @property
    def shown(self) -> bool:
        return self._window is not None

    @property
    def full(self) -> bool:
        """Whether it fills its display."""
        return self._full

    def open(self) -> None:
        """Show the window: on the second display and filling it where there is one, else as an ordinary window."""
        if self._window is not None:
            self._window.lift()
            return
        theme = self._theme
        window = self._window = tkinter.Toplevel(self._root, bg=theme.colours.background)
        window.title("窗口练兵 · 投影")
        window.geometry(f"{theme.px(960)}x{theme.px(540)}")
        window.minsize(480, 270)
        window.protocol("WM_DELETE_WINDOW", self.close)
        self._board = Board(window, theme.colours, theme.family)
        self._board.pack(fill="both", expand=True)
        self._board.bind("<Configure>", lambda _event: self._draw())
        for key in ("<F11>", "<Double-Button-1>"):
            window.bind(key, lambda _event: self.fill(not self._full))
        window.bind("<F8>", lambda _event: self.close())
        window.bind("<F9>", lambda _event: self._on_reveal())
        window.bind("<Escape>", lambda _event: self.fill(False) if self._full else self.close())
        if other := self._other():
            self._put(other)
            self.fill(True)
            # The keyboard stays with the trainer's window; with one display that window would come before this one.
            window.after_idle(lambda: self._root.focus_lastfor().focus_force())
        self._on_change()

    def close(self) -> None:
        """Put the window away; the class goes on."""
        if self._window is None:
            return
        self._window.destroy()  # a lot goes on being drawn: somebody waits for the name
        self._window = self._board = None
        self._full = False
        self._on_change()

    def toggle(self) -> None:
        self.close() if self.shown else self.open()

    def fill(self, on: bool) -> None:
        """Fill the display that the window is on, or be a window again."""
        if self._window is not None and on != self._full:
            self._full = on
            self._window.attributes("-fullscreen", on)

    def move(self) -> bool:
        """To another display; False where there is none."""
        if self._window is None:
            return False
        window = self._window
        middle = window.winfo_rootx() + window.winfo_width() // 2, window.winfo_rooty() + window.winfo_height() // 2
        other = other_display(self._find(), *middle)
        if other is None:
            return False
        full = self._full
        self.fill(False)
        self._put(other)
        self.fill(full)
        return True

    # What it shows

    def topic(self, one: "TrainingClass") -> None:
        """Between turns: topic, points for the observers, and who is called."""
        waiting = one.waiting
        by_lot = waiting is not None and one.calls[-1].how.value == "by-lot"
        points = tuple(point.text for point in one.points)
        self._show(TopicPage(one.title, points, waiting.name if waiting else "", by_lot))

    def lot(self, topic: str, name: str, on_done: Callable[[], None] = lambda: None) -> None:
        """A short draw, and then the name. `on_done` is called when the name is shown, window or not."""
        self._stop_turning()

        def turn(step: int) -> None:
            self._turning = None
            if step > _TURNS:
                self._show(LotPage(topic, 1.0, name), keep_turning=True)
                on_done()
                return
            self._show(LotPage(topic, step / _TURNS), keep_turning=True)
            self._turning = self._root.after(_TICK, lambda: turn(step + 1))

        turn(1)

    def show(self, speaker: str, state: PlayState) -> None:
        """The conversation as it stands at this moment."""
        page, before = PlayPage(speaker, state), self.page
        if isinstance(before, PlayPage) and before.still == page.still:
            self.page = page
            if self._board is not None and before.clock != page.clock:
                page.draw_clock(self._board)
            return
        self._show(page)

    def reveal(self, speaker: str, played: "PlayedDialogue") -> None:
        """The score sheet, for all to see."""
        self._show(ScorePage(speaker, played))

    def _show(self, page: Page, keep_turning: bool = False) -> None:
        if not keep_turning:
            self._stop_turning()
        self.page = page
        self._draw()

    def _draw(self) -> None:
        if self._board is not None and self._board.winfo_width() > 1:
            self._board.clear()
            self.page.draw(self._board)

    def _stop_turning(self) -> None:
        if self._turning is not None:
            self._root.after_cancel(self._turning)
            self._turning = None

    def _other(self) -> Display | None:
        """The display that the trainer's window is not on."""
        root = self._root
        middle = root.winfo_rootx() + root.winfo_width() // 2, root.winfo_rooty() + root.winfo_height() // 2
        return other_display(self._find(), *middle)

    def _put(self, display: Display) -> None:
        assert self._window is not None
        wide, high = min(display.width, self._theme.px(960)), min(display.height, self._theme.px(540))
        self._window.geometry(f"{wide}x{high}+{display.x}+{display.y}")
        self._window.update_idletasks()
