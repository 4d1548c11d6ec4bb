"""Small charts on one canvas in the theme's colours: shares as lying bars, numbers a day as standing ones."""

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter.font import Font
from typing import Any

from app.gui.theme import SMALL, Theme


@dataclass(frozen=True, slots=True)
class ShareBar:
    """`share` from 0 to 1, None for nothing yet; `words` stand at the right; `key` is given back on a click."""

    key: Any
    label: str
    share: float | None
    words: str
    weak: bool = False


class ShareBars(tkinter.Canvas):
    """A bar a row, the label before it. Weak ones carry a sign besides the colour. A click gives the row's key;
    by keyboard ↑ ↓ walk and Enter or space presses.
    """

    def __init__(self, parent: Any, theme: Theme, on_press: Callable[[Any], None] | None = None) -> None:
        super().__init__(
            parent, bg=theme.colours.surface, highlightthickness=0, bd=0, height=1, width=1,
            takefocus=1 if on_press else 0,
        )  # fmt: skip
        self.theme = theme
        self._on_press = on_press
        self.bars: tuple[ShareBar, ...] = ()
        self._cursor = 0
        self._hover = -1
        self.bind("<Configure>", lambda _event: self._draw())
        if on_press:
            self.bind("<ButtonRelease-1>", lambda event: self._press(self._row_at(event.y)))
            self.bind("<Motion>", lambda event: self._point(self._row_at(event.y)))
            self.bind("<Leave>", lambda _event: self._point(-1))
            self.bind("<Up>", lambda _event: self._move(-1))
            self.bind("<Down>", lambda _event: self._move(1))
            for key in ("<FocusIn>", "<FocusOut>"):
                self.bind(key, lambda _event: self._draw())
            for key in ("<Return>", "<KP_Enter>", "<space>"):
                self.bind(key, lambda _event: self._press(self._cursor))

    def show(self, bars: Sequence[ShareBar]) -> None:
        self.bars = tuple(bars)
        self._cursor = min(self._cursor, max(0, len(self.bars) - 1))
        high = max(1, len(self.bars) * self._row)
        if self.winfo_reqheight() != high:
            self.configure(height=high)
        self._draw()

    @property
    def _row(self) -> int:
        return self.theme.px(38)

    def _row_at(self, y: int) -> int:
        return y // self._row if 0 <= y < len(self.bars) * self._row else -1

    def _draw(self) -> None:
        theme, colours, room = self.theme, self.theme.colours, self.winfo_width()
        self.delete("all")
        if room <= 1 or not self.bars:
            return
        face = Font(self, family=theme.family, size=-theme.px(SMALL))
        pad = theme.px(8)
        named = min(max(face.measure(bar.label) for bar in self.bars) + 2 * pad, room // 2)
        said = max(face.measure(bar.words) for bar in self.bars) + 2 * pad
        thick = theme.px(10)
        left, right = named + pad, room - said - pad
        for at, bar in enumerate(self.bars):
            top, middle = at * self._row, at * self._row + self._row // 2
            focused = self._on_press is not None and self.focus_get() is self and at == self._cursor
            if focused or at == self._hover:
                self.create_rectangle(
                    1, top + 1, room - 2, top + self._row - 2,
                    fill=colours.accent_soft if at == self._hover else colours.surface,
                    outline=colours.focus if focused else "", width=theme.px(2),
                )  # fmt: skip
            ink = colours.forbidden if bar.weak else colours.accent
            self.create_text(
                pad, middle, text=bar.label, anchor="w", font=theme.font(SMALL), fill=colours.text, width=named - pad
            )
            if right > left + thick:
                self._bar(left, right, middle, thick, colours.sunken)
                if bar.share:
                    end = left + max(thick, (right - left) * bar.share)
                    self._bar(left, int(end), middle, thick, ink)
            self.create_text(
                room - pad, middle, text=bar.words, anchor="e", font=theme.font(SMALL),
                fill=colours.forbidden if bar.weak else colours.muted,
            )  # fmt: skip

    def _bar(self, left: int, right: int, middle: int, thick: int, ink: str) -> None:
        half = thick // 2
        self.create_line(left + half, middle, right - half, middle, width=thick, capstyle="round", fill=ink)

    def _move(self, by: int) -> str:
        self._cursor = min(max(0, self._cursor + by), len(self.bars) - 1)
        self._draw()
        return "break"

    def _point(self, row: int) -> None:
        if row != self._hover:
            self._hover = row
            self.configure(cursor="hand2" if row >= 0 else "")
            self._draw()

    def _press(self, row: int) -> str:
        if self._on_press is not None and 0 <= row < len(self.bars):
            self._on_press(self.bars[row].key)
        return "break"


class DayBars(tkinter.Canvas):
    """Standing bars, one a day, the number above each and its day below; the first one in the accent colour."""

    def __init__(self, parent: Any, theme: Theme, height: int = 132) -> None:
        super().__init__(parent, bg=theme.colours.surface, highlightthickness=0, bd=0, height=theme.px(height), width=1)
        self.theme = theme
        self.numbers: tuple[int, ...] = ()
        self._days: tuple[str, ...] = ()
        self.bind("<Configure>", lambda _event: self._draw())

    def show(self, numbers: Sequence[int], days: Sequence[str]) -> None:
        self.numbers, self._days = tuple(numbers), tuple(days)
        self._draw()

    def _draw(self) -> None:
        theme, colours, room, high = self.theme, self.theme.colours, self.winfo_width(), self.winfo_height()
        self.delete("all")
        if room <= 1 or not self.numbers:
            return
        face = Font(self, family=theme.family, size=-theme.px(13))
        step = room / len(self.numbers)
        foot, head = theme.px(26), theme.px(22)
        thick = max(theme.px(4), min(theme.px(22), int(step * 0.5)))
        most = max(1, *self.numbers)
        base = high - foot
        every = max(1, -(-int(max(map(face.measure, self._days)) + theme.px(8)) // max(1, int(step))))
        for at, (number, day) in enumerate(zip(self.numbers, self._days, strict=True)):
            x = int(step * at + step / 2)
            tall = (base - head - thick) * number / most
            ink = colours.accent if at == 0 else colours.muted
            if number:
                self.create_line(
                    x, base - thick // 2, x, base - thick // 2 - tall, width=thick, capstyle="round", fill=ink
                )
                self.create_text(
                    x, base - thick - tall - theme.px(10), text=str(number), font=theme.font(13), fill=colours.text
                )
            else:
                self.create_line(x - thick // 2, base, x + thick // 2, base, width=theme.px(2), fill=colours.border)
            if at % every == 0:
                self.create_text(x, high - foot // 2, text=day, font=theme.font(13), fill=colours.muted)
