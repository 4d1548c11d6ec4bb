"""The work at the window on one canvas: questions, papers, what to tell, the decision, the steps."""

import tkinter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from app.gui.line_breaking import break_lines
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.page import page_of
from app.gui.widgets.rich_text import RichText
from app.gui.widgets.rounded import rounded

_CELL, _GAP, _PAD = 38, 8, 12  # pixels at 100 %: height of a cell, between cells, inside them


@dataclass(frozen=True, slots=True)
class Cell:
    """Something to press. `on`: it is chosen; `loud`: the next step of its section."""

    key: Hashable
    label: str
    on: bool = False
    loud: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A line of words and the cells below it. `head`: a section begins; `urgent`: it cannot wait.

    With `press` the words themselves are pressed; `mark` is what stands before them ("tick", "box", "box-on", a
    number).
    """

    text: str = ""
    said: str = ""
    cells: tuple[Cell, ...] = ()
    press: Hashable | None = None
    mark: str = ""
    head: bool = False
    urgent: bool = False


class DeskPanel(tkinter.Canvas):
    """Tab stops once; ↑ ↓ ← → walk from cell to cell, Enter or space presses, a click does both."""

    def __init__(self, parent: Any, theme: Theme, on_press: Callable[[Hashable], None]) -> None:
        super().__init__(parent, bg=theme.colours.surface, highlightthickness=0, bd=0, height=2, width=2, takefocus=1)
        self.theme = theme
        self._on_press = on_press
        self._rich = RichText(self, theme)
        self.rows: tuple[DeskRow, ...] = ()
        self._spots: list[tuple[Hashable, int, int, int, int]] = []  # key and box of everything that can be pressed
        self.at: Hashable | None = None
        self._hover: Hashable | None = None
        self._waiting = False
        for event in ("<Configure>", "<FocusIn>", "<FocusOut>"):
            self.bind(event, lambda _event: self._draw_soon())
        self.bind("<ButtonRelease-1>", lambda event: self._press(self._under(event.x, event.y)))
        self.bind("<Motion>", lambda event: self._point(self._under(event.x, event.y)))
        self.bind("<Leave>", lambda _event: self._point(None))
        for key, step in (("<Up>", (0, -1)), ("<Down>", (0, 1)), ("<Left>", (-1, 0)), ("<Right>", (1, 0))):
            self.bind(key, lambda _event, step=step: self._walk(*step))
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(key, lambda _event: self._press(self.at))

    def show(self, rows: Sequence[DeskRow]) -> None:
        self.rows = tuple(rows)
        self._draw_soon()

    @property
    def keys(self) -> tuple[Hashable, ...]:
        """Everything that can be pressed, in order."""
        found: list[Hashable] = []
        for row in self.rows:
            if row.press is not None:
                found.append(row.press)
            found += [cell.key for cell in row.cells if cell.enabled]
        return tuple(found)

    def press(self, key: Hashable) -> None:
        """As a click on it."""
        if key in self.keys:
            self._press(key)

    def _draw_soon(self) -> None:
        if not self._waiting:
            self._waiting = True
            self.after_idle(self._draw)

    def _draw(self) -> None:
        self._waiting = False
        if not self.winfo_exists() or self.winfo_width() <= 2:
            return
        self.delete("all")
        self._spots = []
        keys = self.keys
        if self.at not in keys:
            self.at = keys[0] if keys else None
        px, y = self.theme.px, self.theme.px(4)
        for number, row in enumerate(self.rows):
            y += px(14) if row.head and number else 0
            y = self._row(row, y)
        if self.winfo_reqheight() != y:
            self.configure(height=y)

    def _row(self, row: DeskRow, y: int) -> int:
        theme, px, colours, room = self.theme, self.theme.px, self.theme.colours, self.winfo_width()
        top = y
        if row.text:
            size = BODY
            indent = px(36) if row.mark or row.press is not None else px(4)
            face = self._rich.face(size, row.head)
            text = break_lines(row.text, room - indent - px(8), face.measure)
            high = (text.count("\n") + 1) * px(size * 1.45) + px(10)
            if row.press is not None:
                self._ground(row.press, 0, y, room, y + high, colours.surface)
            self.create_text(
                indent, y + high // 2, text=text, anchor="w", font=theme.font(size, bold=row.head),
                fill=colours.forbidden if row.urgent else colours.accent if row.head else colours.text,
            )  # fmt: skip
            self._mark(row, px(18), y + high // 2)
            y += high
        if row.said:
            said = break_lines(row.said, room - px(12), self._rich.face(SMALL).measure)
            self.create_text(px(4), y, text=said, anchor="nw", font=theme.font(SMALL), fill=colours.muted)
            y += (said.count("\n") + 1) * px(SMALL * 1.4) + px(4)
        if row.cells:
            y = self._cells(row.cells, y)
        if row.urgent:
            self.create_line(0, top, 0, y, fill=colours.forbidden, width=px(6))
        return y

    def _cells(self, cells: Sequence[Cell], y: int) -> int:
        theme, px, colours, room = self.theme, self.theme.px, self.theme.colours, self.winfo_width()
        x = px(4)
        for cell in cells:
            face = self._rich.face(SMALL, cell.on or cell.loud)
            label = break_lines(cell.label, room - 2 * px(_PAD) - px(8), face.measure)
            wide = max(face.measure(line) for line in label.split("\n")) + 2 * px(_PAD)
            high = px(_CELL) + label.count("\n") * px(SMALL * 1.4)
            if x > px(4) and x + wide > room - px(4):
                x, y = px(4), y + px(_CELL + _GAP)
            fill = colours.primary if cell.loud and cell.enabled else colours.accent_soft if cell.on else colours.sunken
            ink = (
                colours.muted if not cell.enabled
                else colours.on_primary if cell.loud else colours.accent if cell.on else colours.text
            )  # fmt: skip
            if cell.enabled:
                self._ground(cell.key, x, y, x + wide, y + high, fill, cell=True)
            else:
                self._rounded(x, y, x + wide, y + high, fill, "", 1)
            self.create_text(
                x + wide // 2, y + high // 2, text=label, font=theme.font(SMALL, bold=cell.on or cell.loud), fill=ink
            )
            x += wide + px(_GAP)
            last = high
        return y + last + px(_GAP)

    def _ground(self, key: Hashable, x0: int, y0: int, x1: int, y1: int, fill: str, cell: bool = False) -> None:
        """What lies behind something to press, with its focus and the hand over it."""
        colours, px = self.theme.colours, self.theme.px
        self._spots.append((key, x0, y0, x1, y1))
        focused = key == self.at and self.focus_get() is self
        if key == self._hover and not cell:
            fill = colours.accent_soft
        self._rounded(x0 + 1, y0 + 1, x1 - 1, y1 - 1, fill, colours.focus if focused else "", px(2))

    def _rounded(self, x0: int, y0: int, x1: int, y1: int, fill: str, edge: str, width: int) -> None:
        points = rounded(x0, y0, x1, y1, self.theme.px(8))
        self.create_polygon(points, smooth=True, fill=fill, outline=edge or fill, width=width)

    def _mark(self, row: DeskRow, x: int, y: int) -> None:
        theme, px, colours = self.theme, self.theme.px, self.theme.colours
        if row.mark == "tick":
            self.create_image(x, y, image=theme.icon("tick", 20, colours.polite))
        elif row.mark in ("box", "box-on"):
            half = px(10)
            on = row.mark == "box-on"
            self.create_rectangle(
                x - half, y - half, x + half, y + half, fill=colours.primary if on else colours.surface,
                outline=colours.primary if on else colours.muted, width=px(2),
            )  # fmt: skip
            if on:
                self.create_image(x, y, image=theme.icon("tick", 18, colours.on_primary))
        elif row.mark:
            half = px(12)
            self.create_oval(x - half, y - half, x + half, y + half, fill=colours.accent_soft, width=0)
            self.create_text(x, y, text=row.mark, font=theme.font(SMALL, bold=True), fill=colours.accent)
        elif row.press is not None:
            half = px(4)
            self.create_oval(x - half, y - half, x + half, y + half, outline=colours.accent, width=px(2))

    def _under(self, x: int, y: int) -> Hashable | None:
        return next((key for key, x0, y0, x1, y1 in self._spots if x0 <= x < x1 and y0 <= y < y1), None)

    def _point(self, key: Hashable | None) -> None:
        if key != self._hover:
            self._hover = key
            self.configure(cursor="hand2" if key is not None else "")
            self._draw_soon()

    def _walk(self, right: int, down: int) -> str:
        spots = {key: ((x0 + x1) // 2, (y0 + y1) // 2) for key, x0, y0, x1, y1 in self._spots}
        if self.at in spots:
            x, y = spots[self.at]
            keys = list(spots)
            if right:
                place = min(max(0, keys.index(self.at) + right), len(keys) - 1)
                self.at = keys[place]
            else:
                # The nearest in the next line, straight above or below.
                other = [(abs(at_y - y), abs(at_x - x), key) for key, (at_x, at_y) in spots.items()
                         if (at_y - y) * down > self.theme.px(8)]  # fmt: skip
                if other:
                    nearest = min(far for far, _, _ in other)
                    _, at = min((aside, i) for i, (far, aside, _) in enumerate(other) if far == nearest)
                    self.at = other[at][2]
        self._draw_soon()
        self.after_idle(self._reveal)
        return "break"

    def _reveal(self) -> None:
        page = page_of(self)
        box = next(((y0, y1) for key, _, y0, _, y1 in self._spots if key == self.at), None)
        if page is not None and box is not None:
            page.reveal(self, *box)

    def _press(self, key: Hashable | None) -> str:
        if key is not None:
            self.at = key
            self._on_press(key)
        return "break"
