"""Steps to put in order: dragged, or carried with Alt and the arrow keys, or sent to a place by its digit."""

import tkinter
from collections.abc import Callable
from typing import Any

from app.domain.answers import Answer, Ordered
from app.domain.questions import Order, Part
from app.gui.theme import Theme
from app.gui.widgets.answer_rows import AnswerRow, AnswerRows, Look


class AnswerOrder(AnswerRows):
    """The steps in the order they stand in now, from top to bottom."""

    def __init__(self, parent: Any, theme: Theme, on_change: Callable[[], None]) -> None:
        super().__init__(parent, theme, square=True)
        self._on_change = on_change
        self._steps: tuple[str, ...] = ()
        self._order: list[int] = []
        self._touched = self._revealed = False
        self._dragged = -1
        for key in ("<Alt-Up>", "<Shift-Up>"):
            self.bind(key, lambda _event: self.carry(self.cursor - 1))
        for key in ("<Alt-Down>", "<Shift-Down>"):
            self.bind(key, lambda _event: self.carry(self.cursor + 1))
        self.bind("<ButtonPress-1>", self._take)
        self.bind("<B1-Motion>", self._drag)
        self.bind("<ButtonRelease-1>", self._drop)

    def ask(self, part: Part, order: tuple[int, ...], answer: Answer | None) -> None:
        assert isinstance(part.body, Order)
        self._steps = part.body.steps
        self._touched = isinstance(answer, Ordered)
        self._order = list(answer.steps if isinstance(answer, Ordered) else order)
        self.locked = self._revealed = False
        self.cursor = 0
        self._show()

    @property
    def answer(self) -> Answer | None:
        """None while nothing was moved: the order shown first is nobody's answer."""
        return Ordered(tuple(self._order)) if self._touched else None

    def reveal(self) -> None:
        self.locked = self._revealed = True
        self._show()

    def keep(self) -> None:
        """What stands there is the answer, even if nothing had to be moved."""
        self._touched = True

    def key(self, keysym: str) -> bool:
        """A digit sends the step under the cursor to that place."""
        name = keysym.removeprefix("KP_")
        if self.locked or not (len(name) == 1 and name.isdigit() and 1 <= int(name) <= len(self._order)):
            return False
        self.carry(int(name) - 1)
        return True

    def carry(self, to: int) -> str:
        """Carry the step under the cursor to another place."""
        if not self.locked and 0 <= to < len(self._order):
            if to != self.cursor:
                self._order.insert(to, self._order.pop(self.cursor))
                self.cursor = to
            self._touched = True
            self._show()
            self.reveal_cursor()
            self._on_change()
        return "break"

    def _show(self) -> None:
        rows = []
        for at, place in enumerate(self._order):
            if not self._revealed:
                rows.append(AnswerRow(str(at + 1), self._steps[place], aside="↕"))
            elif place == at:
                rows.append(AnswerRow(str(at + 1), self._steps[place], Look.RIGHT))
            else:
                rows.append(AnswerRow(str(at + 1), self._steps[place], Look.WRONG, aside=f"应在第 {place + 1} 步"))
        self.show(rows)

    def _take(self, event: "tkinter.Event[Any]") -> None:
        if not self.locked:
            self.focus_set()
            self._dragged = self.row_at(event.y)
            if self._dragged >= 0:
                self.cursor = self._dragged
                self.draw()

    def _drag(self, event: "tkinter.Event[Any]") -> None:
        to = self.row_at(event.y)
        if self._dragged >= 0 and to >= 0 and to != self._dragged:
            self.carry(to)
            self._dragged = to

    def _drop(self, _event: object) -> None:
        self._dragged = -1
