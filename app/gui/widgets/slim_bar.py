"""A scroll bar drawn on a small canvas: it keeps its room, shows nothing where all is in sight, and updates nothing else.

customtkinter's lets the whole window work while it draws, which a text that measures itself cannot bear.
"""

import tkinter
from collections.abc import Callable
from typing import Any

from app.gui.theme import Theme


class SlimBar(tkinter.Canvas):
    def __init__(self, parent: Any, theme: Theme, ground: str, on_move: Callable[[float], Any]) -> None:
        """`on_move(first)` is asked to show what begins at that share of the whole."""
        super().__init__(parent, width=theme.px(12), height=1, bg=ground, bd=0, highlightthickness=0)
        self._theme = theme
        self._on_move = on_move
        self._first, self._last = 0.0, 1.0
        self._held = 0.0
        self.bind("<Configure>", lambda _event: self._draw())
        self.bind("<Button-1>", self._take)
        self.bind("<B1-Motion>", lambda event: self._on_move(event.y / max(1, self.winfo_height()) - self._held))

    def set(self, first: float | str, last: float | str) -> None:
        """What of the whole is in sight, in shares; a widget's yscrollcommand."""
        shown = float(first), float(last)
        if shown != (self._first, self._last):
            self._first, self._last = shown
            self._draw()

    def _draw(self) -> None:
        self.delete("all")
        if self._first <= 0 and self._last >= 1:
            return
        high, half = self.winfo_height(), self._theme.px(3)
        middle = self.winfo_width() - half - 1
        top = self._first * high + half
        bottom = max(top + self._theme.px(24), self._last * high - half)
        self.create_line(middle, top, middle, bottom, width=2 * half, capstyle="round", fill=self._theme.colours.border)

    def _take(self, event: "tkinter.Event[Any]") -> None:
        place = event.y / max(1, self.winfo_height())
        inside = self._first <= place <= self._last
        self._held = place - self._first if inside else (self._last - self._first) / 2
        self._on_move(place - self._held)
