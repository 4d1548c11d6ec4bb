"""Rows to answer with: options, steps, things to match. One canvas, however many; worked by mouse and keys."""

import tkinter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from tkinter.font import Font
from typing import Any

from app.gui.line_breaking import break_lines
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.page import page_of
from app.gui.widgets.rounded import rounded

_PAD, _BADGE, _GAP, _RADIUS = 14, 34, 10, 10


class Look(Enum):
    """How a row stands there. RIGHT and WRONG come only after marking, with a sign beside the colour."""

    PLAIN = "plain"
    CHOSEN = "chosen"
    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """`badge` is the letter or number it is called by, `note` what stands under it smaller, `aside` at its right.
    `picture` is a Tk image shown under the text.
    """

    badge: str
    text: str
    look: Look = Look.PLAIN
    note: str = ""
    aside: str = ""
    picture: Any = None


class AnswerRows(tkinter.Canvas):
    """What the kinds of answer have in common: drawing rows, the cursor, which row was clicked.

    ↑ ↓ move the cursor, the subclass says what pressing a row does. As high as its rows ask for.
    """

    def __init__(self, parent: Any, theme: Theme, ground: str | None = None, square: bool = False) -> None:
        self._ground = ground or theme.colours.surface
        super().__init__(parent, bg=self._ground, highlightthickness=0, bd=0, height=1, width=1, takefocus=1)
        self.theme = theme
        self.square = square
        self.size = BODY
        self.rows: tuple[AnswerRow, ...] = ()
        self.cursor = 0
        self.locked = False
        self._tops: list[tuple[int, int]] = []
        self._hover = -1
        self.bind("<Configure>", lambda _event: self.draw())
        self.bind("<FocusIn>", lambda _event: self.draw())
        self.bind("<FocusOut>", lambda _event: self.draw())
        self.bind("<Motion>", lambda event: self._point(self.row_at(event.y)))
        self.bind("<Leave>", lambda _event: self._point(-1))
        self.bind("<ButtonRelease-1>", self._clicked)
        self.bind("<Up>", lambda _event: self.move(-1))
        self.bind("<Down>", lambda _event: self.move(1))
        self.bind("<space>", lambda _event: self._space())

    def show(self, rows: Iterable[AnswerRow]) -> None:
        self.rows = tuple(rows)
        self.cursor = min(self.cursor, max(0, len(self.rows) - 1))
        self.draw()

    def press(self, row: int) -> None:
        """A row was clicked or pressed by its key."""

    def move(self, by: int) -> str:
        if self.rows and not self.locked:
            self.cursor = min(max(0, self.cursor + by), len(self.rows) - 1)
            self.draw()
            self.reveal_cursor()
        return "break"

    def reveal_beginning(self) -> None:
        """Scroll the page only so far that the first row begins in sight."""
        page = page_of(self) if self.winfo_exists() else None
        if page is not None:
            page.reveal(self, 0, 1)

    def reveal_cursor(self) -> None:
        """Scroll the page to the row under the cursor, where there are more rows than fit."""
        page = page_of(self) if self.winfo_exists() else None
        if page is not None and self.cursor < len(self._tops):
            page.reveal(self, *self._tops[self.cursor])

    def row_at(self, y: int) -> int:
        return next((at for at, (top, bottom) in enumerate(self._tops) if top <= y < bottom), -1)

    def draw(self) -> None:
        room = self.winfo_width()
        if room <= 1:
            return
        self.delete("all")
        self._tops = []
        top = 0
        for at, row in enumerate(self.rows):
            bottom = self._draw_row(at, row, top, room)
            self._tops.append((top, bottom))
            top = bottom + self.theme.px(_GAP)
        high = max(1, top - self.theme.px(_GAP) + 1)
        if self.winfo_reqheight() != high:
            self.configure(height=high)

    def _draw_row(self, at: int, row: AnswerRow, top: int, room: int) -> int:
        theme, colours = self.theme, self.theme.colours
        pad, badge = theme.px(_PAD), theme.px(_BADGE)
        fill, edge, ink, sign = self._inks(row.look)
        face = Font(self, family=theme.family, size=-theme.px(self.size))
        small = Font(self, family=theme.family, size=-theme.px(SMALL))
        left = pad + badge + pad
        aside = small.measure(row.aside) + pad if row.aside else 0
        right = room - pad - (theme.px(26) + pad if sign else 0) - aside
        text = break_lines(row.text, max(theme.px(60), right - left), face.measure)
        high = face.metrics("linespace") * (text.count("\n") + 1) if row.text else 0
        note = break_lines(row.note, max(theme.px(60), right - left), small.measure) if row.note else ""
        noted = small.metrics("linespace") * (note.count("\n") + 1) + theme.px(4) if note else 0
        pictured = row.picture.height() + theme.px(8) if row.picture is not None else 0
        body = max(badge, high + noted + pictured)
        bottom = top + body + 2 * theme.px(10)
        focused = self.focus_get() is self and self.cursor == at and not self.locked
        if self._hover == at and row.look is Look.PLAIN and not self.locked:
            fill = colours.accent_soft
        line = theme.px(3 if focused else 2)
        self._rounded(
            line // 2, top + line // 2, room - 1 - line // 2, bottom - line // 2, fill,
            colours.focus if focused else edge, line,
        )  # fmt: skip
        middle = (top + bottom) // 2 if body == badge or not noted + pictured else top + theme.px(10) + badge // 2
        self._draw_badge(pad, middle - badge // 2, badge, row, ink, fill)
        y = (
            middle - high // 2
            if body == badge
            else top + theme.px(10) + max(0, (badge - high) // 2 if high < badge else 0)
        )
        if row.text:
            self.create_text(left, y, text=text, anchor="nw", font=theme.font(self.size), fill=colours.text)
        y += high
        if row.picture is not None:
            self.create_image(left, y + theme.px(4), image=row.picture, anchor="nw")
            y += pictured
        if note:
            self.create_text(left, y + theme.px(4), text=note, anchor="nw", font=theme.font(SMALL), fill=colours.muted)
        if row.aside:
            self.create_text(right + aside, middle, text=row.aside, anchor="e", font=theme.font(SMALL), fill=ink)
        if sign:
            self.create_image(room - pad, middle, image=theme.icon(sign, 26, ink), anchor="e")
        return bottom

    def _draw_badge(self, x: int, y: int, size: int, row: AnswerRow, ink: str, fill: str) -> None:
        colours = self.theme.colours
        on = row.look is not Look.PLAIN
        outline = ink if on else colours.muted
        inside = ink if on else fill
        if self.square:
            self._rounded(x, y, x + size, y + size, inside, outline, self.theme.px(2), self.theme.px(8))
        else:
            self.create_oval(x, y, x + size, y + size, fill=inside, outline=outline, width=self.theme.px(2))
        self.create_text(
            x + size // 2,
            y + size // 2,
            text=row.badge,
            font=self.theme.font(BODY if len(row.badge) == 1 else SMALL, bold=True),
            fill=self._ground if on else colours.text,
        )

    def _inks(self, look: Look) -> tuple[str, str, str, str]:
        """Fill, edge, ink and sign of a row."""
        colours = self.theme.colours
        return {
            Look.PLAIN: (self._ground, colours.border, colours.accent, ""),
            Look.CHOSEN: (colours.accent_soft, colours.accent, colours.accent, ""),
            Look.RIGHT: (colours.polite_soft, colours.polite, colours.polite, "tick-ring"),
            Look.WRONG: (colours.forbidden_soft, colours.forbidden, colours.forbidden, "cross-ring"),
            Look.MISSED: (self._ground, colours.polite, colours.polite, "tick"),
        }[look]

    def _rounded(
        self, left: int, top: int, right: int, bottom: int, fill: str, edge: str, width: int, radius: int = 0
    ) -> None:
        points = rounded(left, top, right, bottom, radius or self.theme.px(_RADIUS))
        self.create_polygon(points, smooth=True, fill=fill, outline=edge, width=width)

    def _point(self, row: int) -> None:
        if row != self._hover:
            self._hover = row
            self.configure(cursor="hand2" if row >= 0 and not self.locked else "")
            self.draw()

    def _clicked(self, event: "tkinter.Event[Any]") -> None:
        row = self.row_at(event.y)
        if row >= 0 and not self.locked:
            self.focus_set()
            self.cursor = row
            self.press(row)

    def _space(self) -> str | None:
        if self.locked or not self.rows:
            return None
        self.press(self.cursor)
        return "break"
