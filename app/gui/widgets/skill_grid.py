"""The skill matrix as a picture: people down, lines across, each cell the level that holds."""

import tkinter
from collections.abc import Callable, Sequence
from tkinter.font import Font
from typing import Any

from app.domain.business import BusinessLine
from app.domain.modules.path import Standing
from app.domain.modules.skills import Skill, SkillsOf
from app.gui.theme import BODY, SMALL, Theme

_CELL, _NAME, _TELLER = 46, 128, 118  # pixels at 100 %
_HEAD = 15  # of the headings, written from top to bottom
_SHORT = {
    BusinessLine.CONDUCT: "规范五制",
    BusinessLine.SPECIAL: "特殊群体",
    BusinessLine.HOTLINE: "电话热线",
}


class SkillGrid(tkinter.Canvas):
    """Tab stops once; the arrow keys walk, and where one is, is told: `on_look(person, line)` by their places."""

    def __init__(self, parent: Any, theme: Theme, on_look: Callable[[int, int], None]) -> None:
        super().__init__(parent, bg=theme.colours.surface, highlightthickness=0, bd=0, height=2, width=2, takefocus=1)
        self.theme = theme
        self._on_look = on_look
        self._face = Font(self, family=theme.family, size=-theme.px(_HEAD))
        self.names: tuple[str, ...] = ()
        self.rows: tuple[SkillsOf, ...] = ()
        self.lines: tuple[BusinessLine, ...] = ()
        self.at = (0, 0)
        self.bind("<Configure>", lambda _event: self._draw())
        self.bind("<FocusIn>", lambda _event: self._draw())
        self.bind("<FocusOut>", lambda _event: self._draw())
        self.bind("<ButtonRelease-1>", self._pressed)
        for key, step in (("<Left>", (0, -1)), ("<Right>", (0, 1)), ("<Up>", (-1, 0)), ("<Down>", (1, 0))):
            self.bind(key, lambda _event, step=step: self._move(*step))

    def show(self, names: Sequence[str], rows: Sequence[SkillsOf], lines: Sequence[BusinessLine]) -> None:
        """`names` are those of the rows' people."""
        self.names, self.rows, self.lines = tuple(names), tuple(rows), tuple(lines)
        self.at = (min(self.at[0], max(0, len(rows) - 1)), min(self.at[1], max(0, len(lines) - 1)))
        self.configure(height=self._head() + len(rows) * self._cell() + self.theme.px(8))
        self._draw()

    def _cell(self) -> int:
        return self.theme.px(_CELL)

    def _head(self) -> int:
        most = max((len(_stacked(line).split("\n")) for line in self.lines), default=1)
        return most * self._face.metrics("linespace") + self.theme.px(16)

    def _left(self) -> int:
        return self.theme.px(_NAME)

    def _step(self) -> int:
        """How far two columns are apart: as far as there is room."""
        room = self.winfo_width() - self._left() - self.theme.px(_TELLER)
        return max(self.theme.px(30), min(self.theme.px(64), room // max(1, len(self.lines))))

    def _draw(self) -> None:
        theme, px, colours = self.theme, self.theme.px, self.theme.colours
        self.delete("all")
        if self.winfo_width() <= 2 or not self.lines:
            return
        step, high, head, left = self._step(), self._cell(), self._head(), self._left()
        for column, line in enumerate(self.lines):
            self.create_text(
                left + column * step + step // 2, head - px(8), text=_stacked(line), anchor="s",
                font=theme.font(_HEAD), fill=colours.muted, justify="center",
            )  # fmt: skip
        self.create_text(
            left + len(self.lines) * step + px(12), head - px(8), text="\n".join("综合柜员"), anchor="sw", font=theme.font(_HEAD),
            fill=colours.muted,
        )  # fmt: skip
        for number, (name, row) in enumerate(zip(self.names, self.rows, strict=True)):
            middle = head + number * high + high // 2
            if number == self.at[0]:
                self.create_rectangle(
                    0, middle - high // 2 + 1, self.winfo_width(), middle + high // 2 - 1, fill=colours.sunken, width=0
                )
            self.create_text(px(10), middle, text=name[:7], anchor="w", font=theme.font(BODY), fill=colours.text)
            for column, line in enumerate(self.lines):
                x = left + column * step + step // 2
                self._skill(x, middle, row.skills.get(line), min(step, high))
                if (number, column) == self.at and self.focus_get() is self:
                    half = min(step, high) // 2 - px(1)
                    self.create_rectangle(
                        x - half, middle - half, x + half, middle + half, outline=colours.focus, width=px(2)
                    )
            self.create_text(
                left + len(self.lines) * step + px(12), middle, text=row.teller.label if row.teller else "—",
                anchor="w", font=theme.font(SMALL, bold=True), fill=colours.accent if row.teller else colours.muted,
            )  # fmt: skip

    def _skill(self, x: int, y: int, skill: Skill | None, room: int) -> None:
        theme, px, colours = self.theme, self.theme.px, self.theme.colours
        if skill is None:
            half = px(2.5)
            self.create_oval(x - half, y - half, x + half, y + half, fill=colours.border, width=0)
            return
        half = room // 2 - px(5)
        ink, soft = {
            Standing.PASSED: (colours.polite, colours.polite_soft),
            Standing.EXPIRING: (colours.caution, colours.caution_soft),
        }.get(skill.standing, (colours.forbidden, colours.forbidden_soft))
        self.create_rectangle(x - half, y - half, x + half, y + half, fill=soft, outline=ink, width=px(1.5))
        # The sign says what the colour says: ! for soon, × for lapsed.
        sign = {Standing.PASSED: "", Standing.EXPIRING: "!"}.get(skill.standing, "×")
        self.create_text(
            x, y, text=skill.level.label.removeprefix("综合柜员")[0] + sign, font=theme.font(SMALL, bold=True), fill=ink
        )

    def _pressed(self, event: "tkinter.Event[Any]") -> None:
        self.focus_set()
        row = (event.y - self._head()) // self._cell()
        column = (event.x - self._left()) // self._step()
        if 0 <= row < len(self.rows):
            self._go(row, min(max(0, column), len(self.lines) - 1))

    def _move(self, down: int, right: int) -> str:
        self._go(
            min(max(0, self.at[0] + down), max(0, len(self.rows) - 1)),
            min(max(0, self.at[1] + right), max(0, len(self.lines) - 1)),
        )
        return "break"

    def _go(self, row: int, column: int) -> None:
        self.at = (row, column)
        self._draw()
        if self.rows:
            self._on_look(row, column)


def _stacked(line: BusinessLine) -> str:
    """Its name from top to bottom."""
    return "\n".join(_SHORT.get(line, line.label))
