"""The steps of a module, a row each: done, next, or locked and why."""

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.gui.line_breaking import break_lines
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.rich_text import RichText

_ROW = 58


@dataclass(frozen=True, slots=True)
class StepRow:
    """`said` stands below the title: what it is, or why it is locked."""

    title: str
    said: str
    done: bool
    locked: bool = False
    next: bool = False


class StepRows(tkinter.Canvas):
    """Tab stops once; ↑ ↓ walk, Enter or a click opens a row. Locked rows are told about, not opened."""

    def __init__(self, parent: Any, theme: Theme, on_open: Callable[[int], None]) -> None:
        super().__init__(parent, bg=theme.colours.surface, highlightthickness=0, bd=0, height=2, width=2, takefocus=1)
        self.theme = theme
        self._on_open = on_open
        self._rich = RichText(self, theme)
        self.rows: tuple[StepRow, ...] = ()
        self.cursor = 0
        self._hover = -1
        self.bind("<Configure>", lambda _event: self._draw())
        self.bind("<FocusIn>", lambda _event: self._draw())
        self.bind("<FocusOut>", lambda _event: self._draw())
        self.bind("<ButtonRelease-1>", lambda event: self._open(event.y // theme.px(_ROW)))
        self.bind("<Motion>", lambda event: self._point(event.y // theme.px(_ROW)))
        self.bind("<Leave>", lambda _event: self._point(-1))
        self.bind("<Up>", lambda _event: self._move(-1))
        self.bind("<Down>", lambda _event: self._move(1))
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(key, lambda _event: self._open(self.cursor))

    def show(self, rows: Sequence[StepRow]) -> None:
        self.rows = tuple(rows)
        self.cursor = next((at for at, row in enumerate(rows) if row.next), 0)
        self.configure(height=max(2, len(rows) * self.theme.px(_ROW)))
        self._draw()

    def _draw(self) -> None:
        theme, px, colours, room = self.theme, self.theme.px, self.theme.colours, self.winfo_width()
        self.delete("all")
        if room <= 2:
            return
        high, spine = px(_ROW), px(26)
        if len(self.rows) > 1:
            self.create_line(
                spine, high // 2, spine, high * len(self.rows) - high // 2, fill=colours.border, width=px(2)
            )
        for at, row in enumerate(self.rows):
            top, middle = at * high, at * high + high // 2
            focused = at == self.cursor and self.focus_get() is self
            if focused or at == self._hover:
                self.create_rectangle(
                    px(52), top + px(3), room - px(2), top + high - px(3),
                    fill=colours.accent_soft if at == self._hover and not row.locked else colours.surface,
                    outline=colours.focus if focused else "", width=px(2),
                )  # fmt: skip
            icon, ink, fill = (
                ("tick", colours.polite, colours.polite_soft) if row.done
                else ("lock", colours.muted, colours.sunken) if row.locked
                else ("next", colours.on_primary, colours.primary) if row.next
                else ("", colours.accent, colours.accent_soft)
            )  # fmt: skip
            half = px(17)
            self.create_oval(spine - half, middle - half, spine + half, middle + half, fill=fill, width=0)
            if icon:
                self.create_image(spine, middle, image=theme.icon(icon, 20, ink))
            else:
                self.create_text(spine, middle, text=str(at + 1), font=theme.font(SMALL, bold=True), fill=ink)
            x, width = px(66), room - px(80)
            title = break_lines(row.title, width, self._rich.face(BODY).measure).split("\n")[0]
            self.create_text(
                x, middle - px(12), text=title, anchor="w", font=theme.font(BODY, bold=row.next),
                fill=colours.muted if row.locked else colours.text,
            )  # fmt: skip
            said = break_lines(row.said, width, self._rich.face(SMALL).measure).split("\n")[0]
            self.create_text(x, middle + px(12), text=said, anchor="w", font=theme.font(SMALL), fill=colours.muted)

    def _move(self, by: int) -> str:
        self.cursor = min(max(0, self.cursor + by), max(0, len(self.rows) - 1))
        self._draw()
        return "break"

    def _point(self, at: int) -> None:
        at = at if 0 <= at < len(self.rows) else -1
        if at != self._hover:
            self._hover = at
            self.configure(cursor="hand2" if at >= 0 and not self.rows[at].locked else "")
            self._draw()

    def _open(self, at: int) -> str:
        if 0 <= at < len(self.rows):
            self.cursor = at
            self._on_open(at)
        return "break"
