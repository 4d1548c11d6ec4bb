"""How often each option was chosen by the best and by the weakest: two bars an option, the right one marked."""

import tkinter
from collections.abc import Sequence
from tkinter.font import Font
from typing import Any

from app.domain.item_analysis import OptionCount
from app.gui.line_breaking import break_lines
from app.gui.theme import SMALL, Theme


class OptionBars(tkinter.Canvas):
    """As high as its options ask for. The upper group's bar is in the accent colour, the lower one's hatched grey."""

    def __init__(self, parent: Any, theme: Theme) -> None:
        super().__init__(parent, bg=theme.colours.surface, highlightthickness=0, bd=0, height=1, width=1)
        self.theme = theme
        self.options: tuple[OptionCount, ...] = ()
        self._group = 0
        self.bind("<Configure>", lambda _event: self._draw())

    def show(self, options: Sequence[OptionCount], group: int) -> None:
        """`group` people are in the upper and in the lower group."""
        self.options, self._group = tuple(options), group
        self._draw()

    def _draw(self) -> None:
        theme, colours, room = self.theme, self.theme.colours, self.winfo_width()
        self.delete("all")
        if room <= 1:
            return
        face = Font(self, family=theme.family, size=-theme.px(SMALL))
        line, pad, thick = face.metrics("linespace"), theme.px(10), theme.px(10)
        numbers = face.measure("高 00/00") + pad
        y = 0
        for option in self.options:
            ink = colours.polite if option.right else colours.text
            sign = "✓ " if option.right else ""
            text = break_lines(f"{sign}{option.key}　{option.text}".rstrip(), room - numbers, face.measure)
            self.create_text(0, y, text=text, anchor="nw", font=theme.font(SMALL, bool(option.right)), fill=ink)
            self.create_text(
                room, y, text=f"共 {option.everybody} 人", anchor="ne", font=theme.font(SMALL), fill=colours.muted
            )
            y += line * (text.count("\n") + 1) + theme.px(4)
            for name, count, colour in (
                ("高", option.upper, colours.accent),
                ("低", option.lower, colours.muted),
            ):
                middle = y + line // 2
                left, right = thick // 2, room - numbers - thick // 2
                self.create_line(left, middle, right, middle, width=thick, capstyle="round", fill=colours.sunken)
                if count and self._group:
                    end = left + max(1, (right - left) * count // self._group)
                    self.create_line(left, middle, end, middle, width=thick, capstyle="round", fill=colour)
                self.create_text(
                    room, middle, text=f"{name} {count}/{self._group}", anchor="e", font=theme.font(SMALL),
                    fill=colours.muted,
                )  # fmt: skip
                y += line
            y += theme.px(12)
        high = max(1, y)
        if self.winfo_reqheight() != high:
            self.configure(height=high)
