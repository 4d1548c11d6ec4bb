"""Things to match: on the left what is asked, on the right letters to give to it."""

import tkinter
from collections.abc import Callable
from typing import Any

from app.domain.answers import Answer, Matched, rights
from app.domain.arrangement import letter
from app.domain.questions import Match, Part
from app.gui.theme import SMALL, Theme
from app.gui.widgets.answer_rows import AnswerRow, AnswerRows, Look
from app.gui.widgets.words import words


class _Lefts(AnswerRows):
    def __init__(self, parent: Any, theme: Theme, on_press: Callable[[int], None]) -> None:
        super().__init__(parent, theme, square=True)
        self._on_press = on_press

    def press(self, row: int) -> None:
        self._on_press(row)


class AnswerMatch(tkinter.Frame):
    """The lefts beside the lettered rights. A letter gives its right to the left under the cursor and goes on
    to the next open one; a digit goes to a left; Backspace takes its right away. By mouse: a left, then a right.
    """

    def __init__(self, parent: Any, theme: Theme, on_change: Callable[[], None]) -> None:
        super().__init__(parent, bg=theme.colours.surface)
        self.theme = theme
        self._on_change = on_change
        self._body = Match(())
        self._order: tuple[int, ...] = ()
        self._given: list[int | None] = []
        self._revealed = False
        self.columnconfigure(0, weight=1, uniform="half")
        self.columnconfigure(1, weight=1, uniform="half")
        gap = theme.px(20)
        muted = theme.colours.muted
        words(self, theme, "先选左边一项", SMALL, colour=muted).grid(row=0, column=0, sticky="w", pady=(0, theme.px(6)))
        words(self, theme, "再选右边的字母", SMALL, colour=muted).grid(
            row=0, column=1, sticky="w", padx=(gap, 0), pady=(0, theme.px(6))
        )
        self.lefts = _Lefts(self, theme, self._go_to)
        self.lefts.grid(row=1, column=0, sticky="new")
        self.rights = _Lefts(self, theme, self.give)
        self.rights.configure(takefocus=0)  # its letters are reached from the left side
        self.rights.square = False
        self.rights.grid(row=1, column=1, sticky="new", padx=(gap, 0))
        self.lefts.bind("<BackSpace>", lambda _event: self._clear())
        self.lefts.bind("<Delete>", lambda _event: self._clear())

    def ask(self, part: Part, order: tuple[int, ...], answer: Answer | None) -> None:
        assert isinstance(part.body, Match)
        self._body = part.body
        self._order = order or tuple(range(len(rights(part.body))))
        self._given = list(answer.rights) if isinstance(answer, Matched) else [None] * len(part.body.pairs)
        self._revealed = self.lefts.locked = self.rights.locked = False
        self.lefts.cursor = self._next_open(-1)
        self._show()

    @property
    def size(self) -> int:
        return self.lefts.size

    @size.setter
    def size(self, size: int) -> None:
        self.lefts.size = self.rights.size = size

    @property
    def answer(self) -> Answer | None:
        return Matched(tuple(self._given)) if any(each is not None for each in self._given) else None

    def reveal(self) -> None:
        self._revealed = self.lefts.locked = self.rights.locked = True
        self._show()

    def draw(self) -> None:
        self.lefts.draw()
        self.rights.draw()

    def focus_set(self) -> None:
        self.lefts.focus_set()

    focus = focus_set

    def key(self, keysym: str) -> bool:
        name = keysym.removeprefix("KP_").upper()
        if self._revealed or len(name) != 1:
            return False
        if name.isdigit() and 1 <= int(name) <= len(self._given):
            self._go_to(int(name) - 1)
            return True
        at = ord(name) - ord("A")
        if "A" <= name <= "Z" and at < len(self._order):
            self.give(at)
            return True
        return False

    def give(self, row: int) -> None:
        """Give the right shown in this row to the left under the cursor."""
        if self._revealed:
            return
        self._given[self.lefts.cursor] = self._order[row]
        self.lefts.cursor = self._next_open(self.lefts.cursor)
        self.lefts.focus_set()
        self._show()
        self._on_change()

    def _go_to(self, row: int) -> None:
        self.lefts.cursor = row
        self.lefts.focus_set()
        self._show()

    def _clear(self) -> str:
        if not self._revealed:
            self._given[self.lefts.cursor] = None
            self._show()
            self._on_change()
        return "break"

    def _next_open(self, after: int) -> int:
        count = len(self._given)
        places = [*range(after + 1, count), *range(max(0, after + 1))]
        return next((at for at in places if self._given[at] is None), min(max(after, 0), max(0, count - 1)))

    def _show(self) -> None:
        known = rights(self._body)
        rows = []
        for at, (pair, given) in enumerate(zip(self._body.pairs, self._given, strict=True)):
            note = "" if given is None else f"{letter(self._order.index(given))}　{known[given]}"
            look = Look.PLAIN if given is None else Look.CHOSEN
            if self._revealed:
                right = given is not None and known[given] == pair.right
                look = Look.RIGHT if right else Look.WRONG
                if not right:
                    wanted = f"{letter(self._order.index(known.index(pair.right)))}　{pair.right}"
                    note = f"{note or '没有配对'}\n应为 {wanted}"
            rows.append(AnswerRow(str(at + 1), pair.left, look, note))
        self.lefts.show(rows)
        used = {each for each in self._given if each is not None}
        self.rights.show(
            AnswerRow(letter(at), known[place], Look.CHOSEN if place in used and not self._revealed else Look.PLAIN)
            for at, place in enumerate(self._order)
        )
