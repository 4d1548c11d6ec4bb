"""The exam day to practise towards: set, changed or taken away, and how far one will get until then."""

import re
import tkinter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import customtkinter

from app.gui.theme import HEADING, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.explanation import long_day
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.memory import Aim
    from app.domain.practice_outlook import Outlook

_DAY = re.compile(r"(?:(\d{4})\D+)?(\d{1,2})\D+(\d{1,2})\D*")


class AimForm(customtkinter.CTkFrame):
    """A card. `on_set` is called with the day, or None to take it away."""

    def __init__(self, parent: Any, theme: Theme, on_set: Callable[[date | None], None]) -> None:
        colours = theme.colours
        super().__init__(
            parent, width=0, height=0, corner_radius=theme.px(16), border_width=theme.px(1),
            fg_color=colours.surface, border_color=colours.border,
        )  # fmt: skip
        self.theme = theme
        self._on_set = on_set
        self._today = date.min
        self.columnconfigure(0, weight=1)
        pad = theme.px(24)
        words(self, theme, "考试日期", HEADING, bold=True).grid(sticky="w", padx=pad, pady=(theme.px(20), 0))
        self._said = Paragraph(self, theme, "")
        self._said.grid(sticky="ew", padx=pad, pady=(theme.px(4), 0))
        self._track = tkinter.Canvas(self, height=theme.px(10), width=1, bg=colours.surface, highlightthickness=0, bd=0)
        self._track.grid(sticky="ew", padx=pad, pady=(theme.px(10), 0))
        self._track.bind("<Configure>", lambda _event: self._draw_track())
        self._shares = (0.0, 0.0)
        row = Flow(self, theme, colours.surface)
        row.grid(sticky="ew", padx=pad, pady=(theme.px(12), 0))
        self.field = Field(row, theme, "", "如 12月20日")
        self._set = Button(row, theme, "定下", self._try, emphasis=Emphasis.SECONDARY)
        self._clear = Button(row, theme, "取消日期", lambda: on_set(None), emphasis=Emphasis.QUIET)
        row.add(self.field, self._set, self._clear)
        self._wrong = Paragraph(self, theme, "", SMALL, colour=colours.forbidden)
        self._wrong.grid(sticky="ew", padx=pad, pady=(theme.px(4), theme.px(16)))
        for key in ("<Return>", "<KP_Enter>"):
            self.field.on_press(key, self._try)

    def show(self, aim: "Aim", outlook: "Outlook", today: date) -> None:
        self._today = today
        self._wrong.say("")
        self._clear.enable(aim.exam_day is not None)
        self.field.text = ""
        total = max(1, outlook.total)
        if aim.exam_day is None or outlook.will_see is None:
            self._shares = (outlook.seen / total, 0.0)
            self._said.say(f"全部 {outlook.total} 题，做过 {outlook.seen} 题。填上考试日期，复习会赶在考前排完。")
        elif outlook.days == 0:
            self._shares = (outlook.seen / total, 0.0)
            self._said.say(f"考试日 {long_day(aim.exam_day)} 已到。做过 {outlook.seen} / {outlook.total} 题。")
        else:
            self._shares = (outlook.seen / total, outlook.will_see / total)
            enough = (
                "能够全部见过一遍。"
                if outlook.will_see >= outlook.total
                else f"要全部见一遍，每天约需 {outlook.new_a_day} 道新题。"
            )
            self._said.say(
                f"距 {long_day(aim.exam_day)} 还有 {outlook.days} 天。照每天十题，考前能见到 "
                f"{outlook.will_see} / {outlook.total} 题（已做 {outlook.seen} 题），{enough}"
            )
        self._draw_track()

    def _try(self) -> None:
        day = read_day(self.field.text, self._today)
        if day is None:
            self._wrong.say("日期没有看懂，请写成 12月20日 或 2026-12-20。")
        elif day <= self._today:
            self._wrong.say("考试日期要在今天以后。")
        else:
            self._wrong.say("")
            self._on_set(day)

    def _draw_track(self) -> None:
        theme, colours, room = self.theme, self.theme.colours, self._track.winfo_width()
        self._track.delete("all")
        half = theme.px(5)
        if room <= 4 * half:
            return
        for share, ink in (
            (1.0, colours.sunken),
            (self._shares[1], colours.accent_soft),
            (self._shares[0], colours.accent),
        ):
            end = half + (room - 2 * half) * min(1.0, share)
            if share > 0:
                self._track.create_line(half, half, end, half, width=2 * half - 1, capstyle="round", fill=ink)


def read_day(text: str, today: date) -> date | None:
    """The day that was written, as 2026-12-20, 12月20日 or 12/20 (then the next one to come); None for anything else."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    try:
        if found[1]:
            return date(int(found[1]), int(found[2]), int(found[3]))
        day = date(today.year, int(found[2]), int(found[3]))
        return day if day >= today else day.replace(year=today.year + 1)
    except ValueError:
        return None
