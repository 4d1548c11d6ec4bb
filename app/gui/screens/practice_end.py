"""The end of a round: what went well, what comes back when, and what to do next."""

import tkinter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from app.gui.pictures import ring
from app.gui.screens.screen import Screen
from app.gui.theme import BODY, DISPLAY, HEADING, LARGE, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.explanation import when
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.services.practice import Feedback, Round, Shown

_RING = 132


class PracticeEnd(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        on_back: Callable[[], None],
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent, theme)
        self.on_more: Callable[[], None] = on_back
        self._on_back = on_back
        self._today = today
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        colours = theme.colours
        self._title = Paragraph(body, theme, "", TITLE, bold=True)
        self._title.grid(row=0, sticky="ew", pady=(0, theme.px(16)))
        box = card(body, theme)
        box.grid(row=1, sticky="ew")
        box.columnconfigure(1, weight=1)
        self._ring = tkinter.Canvas(
            box, width=theme.px(_RING), height=theme.px(_RING), bg=colours.surface, highlightthickness=0, bd=0
        )
        self._ring.grid(row=0, column=0, rowspan=2, padx=theme.px(28), pady=theme.px(22))
        self._well = Paragraph(box, theme, "", LARGE, bold=True)
        self._well.grid(row=0, column=1, sticky="sew", padx=(0, theme.px(28)))
        self._comes = Paragraph(box, theme, "", BODY)
        self._comes.grid(row=1, column=1, sticky="new", padx=(0, theme.px(28)), pady=(theme.px(6), 0))
        below = card(body, theme)
        below.grid(row=2, sticky="nsew", pady=(theme.px(16), 0))
        below.columnconfigure(0, weight=1)
        below.rowconfigure(1, weight=1)
        Paragraph(below, theme, "逐题看", HEADING, bold=True).grid(
            row=0, sticky="ew", padx=theme.px(20), pady=(theme.px(16), 0)
        )
        self.table = Table(
            below,
            theme,
            (
                Column("", 44),
                Column("题目", 320, grow=True),
                Column("业务线", 150, spare=2),
                Column("得分", 72, spare=1),
                Column("再问", 190),
            ),
            rows=5,
        )
        self.table.grid(row=1, sticky="nsew", padx=theme.px(14), pady=(0, theme.px(10)))
        row = Flow(body, theme, colours.background)
        row.grid(row=3, sticky="ew", pady=(theme.px(16), 0))
        self._button = Button(
            row,
            theme,
            "回到练习",
            self.primary,
            icon="next",
            emphasis=Emphasis.PRIMARY,
            size=LARGE,
            height=52,
            width=200,
        )
        self._again = Button(row, theme, "再来一组", lambda: self.on_more(), icon="again", height=52)
        row.add(self._button, self._again)
        self._row = row

    def show(self, round: "Round", results: "list[tuple[Shown, Feedback]]", more: bool) -> None:
        """`more`: another round of the same kind can follow."""
        theme, colours, today = self.theme, self.theme.colours, self._today()
        right = sum(feedback.share == 1 for _shown, feedback in results)
        self._title.say(f"{round.title}：做完了" if results else f"{round.title}：没有要做的题了")
        share = sum(feedback.share for _shown, feedback in results) / len(results) if results else 0.0
        size = theme.px(_RING)
        self._image = ring(self, size, share, colours.accent, colours.sunken)
        self._ring.delete("all")
        self._ring.create_image(size // 2, size // 2, image=self._image)
        self._ring.create_text(
            size // 2, size // 2, text=f"{right}/{len(results)}", font=theme.font(DISPLAY // 2 + 3, bold=True),
            fill=colours.text,
        )  # fmt: skip
        self._well.say(_went_well(results))
        self._comes.say(_comes_back(results, today))
        self.table.fill(
            Row(
                str(at),
                (
                    "✓" if feedback.share == 1 else "△" if feedback.share else "×",
                    shown.question.stem.splitlines()[0] if shown.question.stem else shown.question.type.label,
                    shown.question.line.label,
                    f"{feedback.share:.0%}",
                    when(feedback.due, today),
                ),
            )
            for at, (shown, feedback) in enumerate(results)
        )
        self._row.keep(*((self._button, self._again) if more else (self._button,)))
        self._button.focus_set()

    def primary(self) -> bool:
        self._on_back()
        return True

    def back(self) -> bool:
        self._on_back()
        return True


def _went_well(results: "list[tuple[Shown, Feedback]]") -> str:
    if not results:
        return "这一组里的题目都做过了，或者已经过期。"
    right = [shown.question.line.label for shown, feedback in results if feedback.share == 1]
    wrong = list(dict.fromkeys(shown.question.line.label for shown, feedback in results if feedback.share < 1))
    if not wrong:
        return f"{len(results)} 题全部答对。"
    good = [line for line in dict.fromkeys(right) if line not in wrong]
    said = f"{'、'.join(good[:3])}答得好。" if good else ""
    return f"{said}{'、'.join(wrong[:3])}还要再练。"


def _comes_back(results: "list[tuple[Shown, Feedback]]", today: date) -> str:
    days: dict[date, int] = {}
    for _shown, feedback in results:
        days[feedback.due] = days.get(feedback.due, 0) + 1
    said = [f"{when(day, today)} {count} 题" for day, count in sorted(days.items())]
    if not said:
        return ""
    more = "，其余更晚" if len(said) > 4 else ""
    return f"这些题会再问：{'，'.join(said[:4])}{more}。每一题的解析和依据下次还会给出。"
