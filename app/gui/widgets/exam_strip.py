"""The overview of an exam: a box for each question that says whether it is answered, flagged and shown."""

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.sitting import Progress
from app.gui.theme import SMALL, Theme

_BOX, _GAP = 34, 5


@dataclass(frozen=True, slots=True)
class StripBox:
    progress: Progress
    flagged: bool = False


class ExamStrip(tkinter.Canvas):
    """Boxes in as many rows as they need. Filled: answered; half filled: begun; a flag: to look at again.

    A click goes to a question; by keyboard Page Up and Page Down do, so that Tab does not stop here.
    """

    def __init__(self, parent: Any, theme: Theme, on_go: Callable[[int], None]) -> None:
        super().__init__(
            parent, bg=theme.colours.background, highlightthickness=0, bd=0, height=1, width=1, takefocus=0
        )
        self.theme = theme
        self._on_go = on_go
        self.boxes: tuple[StripBox, ...] = ()
        self.current = 0
        self._hover = -1
        self.bind("<Configure>", lambda _event: self._draw())
        self.bind("<ButtonRelease-1>", self._clicked)
        self.bind("<Motion>", lambda event: self._point(self._at(event.x, event.y)))
        self.bind("<Leave>", lambda _event: self._point(-1))

    def show(self, boxes: Sequence[StripBox], current: int) -> None:
        self.boxes, self.current = tuple(boxes), current
        self._draw()

    @property
    def _step(self) -> int:
        return self.theme.px(_BOX + _GAP)

    @property
    def _across(self) -> int:
        return max(1, (self.winfo_width() + self.theme.px(_GAP)) // self._step)

    def _at(self, x: int, y: int) -> int:
        column, row = x // self._step, y // self._step
        at = row * self._across + column
        return at if 0 <= column < self._across and 0 <= at < len(self.boxes) else -1

    def _clicked(self, event: "tkinter.Event[Any]") -> None:
        at = self._at(event.x, event.y)
        if at >= 0:
            self._on_go(at)

    def _point(self, at: int) -> None:
        if at != self._hover:
            self._hover = at
            self.configure(cursor="hand2" if at >= 0 else "")
            self._draw()

    def _draw(self) -> None:
        self.delete("all")
        if self.winfo_width() <= 1:
            return
        rows = -(-len(self.boxes) // self._across)
        high = max(1, rows * self._step - self.theme.px(_GAP) + 1)  # the last row's lower edge lies on the next pixel
        if self.winfo_reqheight() != high:
            self.configure(height=high)
        for at, box in enumerate(self.boxes):
            self._draw_box(at, box, (at % self._across) * self._step, (at // self._across) * self._step)

    def _draw_box(self, at: int, box: StripBox, x: int, y: int) -> None:
        theme, colours, px = self.theme, self.theme.colours, self.theme.px
        size, here = px(_BOX), at == self.current
        done = box.progress is Progress.DONE
        fill = colours.primary if done else colours.accent_soft if self._hover == at else colours.surface
        edge = colours.focus if here else colours.primary if done else colours.border
        line = px(3 if here else 1)
        inset = line / 2
        self.create_rectangle(
            x + inset, y + inset, x + size - inset, y + size - inset, fill=fill, outline=edge, width=line
        )
        if box.progress is Progress.STARTED:
            half = size // 2
            self.create_rectangle(
                x + line, y + half, x + size - line, y + size - line, fill=colours.accent_soft, width=0
            )
        ink = colours.on_primary if done else colours.text
        self.create_text(
            x + size // 2, y + size // 2, text=str(at + 1), font=theme.font(SMALL, bold=here or done), fill=ink
        )
        if box.flagged:
            corner = px(15)
            self.create_polygon(
                x + size - corner, y, x + size, y, x + size, y + corner,
                fill=colours.caution, outline=colours.background, width=px(1),
            )  # fmt: skip
            self.create_text(
                x + size - px(5), y + px(5), text="!", font=theme.font(10, bold=True), fill=colours.caution_soft
            )
