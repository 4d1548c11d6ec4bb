"""The end of a class: what it came to, the trainer's words, close it into the records, print it."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.class_summary import ClassSummary
from app.domain.training_class import Attendance
from app.domain.training_class_roster import with_notes
from app.gui.screens.screen import Screen, Start
from app.gui.theme import BODY, HEADING, LARGE, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.charts import ShareBar, ShareBars
from app.gui.widgets.class_head import ClassHead, Step
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.text_box import TextBox
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.services.open_class import OpenClass

_MOST_HARD = 4


class ClassEnd(Screen):
    """`on_closed` is told when the class was closed; `on_pdf` and `on_workbook` write the report;
    `on_turn(number)` opens a conversation's review.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        start: Start,
        on_step: Callable[[Step], None],
        on_closed: Callable[[], None],
        on_pdf: Callable[[], None],
        on_workbook: Callable[[], None],
        on_turn: Callable[[int], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._start = start
        self._on_step = on_step
        self._on_closed = on_closed
        self._on_back = on_back
        self._lesson: OpenClass | None = None
        self.found: ClassSummary | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = Page(self, theme, padding=24)
        self._page.grid(sticky="nsew")
        body = self._page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(1, weight=1)
        self._head = ClassHead(body, theme, Step.END, self._go)
        self._head.grid(row=0, sticky="ew")
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=1, sticky="nsew")
        self._left = self._make_turns(on_turn)
        self._right = self._make_hard()
        self._close_card(body, on_pdf, on_workbook).grid(row=2, sticky="ew", pady=(theme.px(16), 0))
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(780)))
        self._arrange(True)

    def show(self, lesson: "OpenClass") -> None:
        self._lesson, self.found = lesson, None
        one = lesson.now
        over = bool(one.closed)
        self._head.say(one.title, f"{one.day} · {one.trainer} · " + ("已下课存档" if over else "还没有下课"))
        self._head.offer_steps(not over)
        self._notes.text = one.notes
        self._notes.view.configure(state="disabled" if over else "normal")
        # A closed class has one step left: its report.
        self._buttons.keep(*((self._pdf, self._workbook, self._list) if over else (self._close, self._pdf, self._workbook, self._list)))  # fmt: skip
        self._words.say(
            "报告随时可以再打印；改判过的成绩会按最新的算。"
            if over
            else "下课后点名和发言存入记录，不能再改。可以先写几句话，再下课。"
        )
        self._start(lambda _progress: lesson.summary(), self._fill)

    def enter(self) -> None:
        over = self._lesson is not None and self._lesson.now.closed
        (self._pdf if over else self._close).focus_set()

    def primary(self) -> bool:
        assert self._lesson is not None
        if self._lesson.now.closed:
            self._pdf.invoke()
        else:
            self.close_class()
        return True

    def back(self) -> bool:
        self.store()
        self._on_back()
        return True

    def leave(self) -> None:
        if self._lesson is not None:
            self.store()

    def store(self) -> None:
        """The trainer's words go to the disk."""
        lesson = self._lesson
        assert lesson is not None
        if not lesson.now.closed and self._notes.text.strip() != lesson.now.notes:
            lesson.do(lambda one: with_notes(one, self._notes.text))

    def close_class(self) -> None:
        """The end: into the chain of records."""
        lesson = self._lesson
        assert lesson is not None
        self.store()

        def done(_record: object) -> None:
            self.show(lesson)
            self.enter()
            self._on_closed()

        self._start(lambda _progress: lesson.close(), done, title="正在存档")

    def _go(self, step: Step) -> None:
        self.store()
        self._on_step(step)

    def _fill(self, found: ClassSummary) -> None:
        self.found = found
        one = found.training_class
        average = f"，平均 {found.average:.1f} 分，合格 {found.passed} 次" if found.average is not None else ""
        absent = found.count(Attendance.ABSENT)
        self._sum.say(
            f"到课 {len(one.here)} 人"
            + (f"，缺席 {absent} 人" if absent else "")
            + f"；发言 {len(found.results)} 次{average}。"
        )
        rows = []
        for result in found.results:
            sheet = result.sheet
            total = f"{sheet.total:g} {'✓' if sheet.passed else '×'}" if sheet else "不评分"
            thumbs = f"{result.thumbs_up} / {result.thumbs_down}" if result.turn.thumbs else "—"
            rows.append(Row(str(result.turn.number), (result.member.name, result.turn.scenario_title, total, thumbs)))
        self.table.fill(rows)
        self._bars.show(
            [ShareBar(None, each.dimension.label, each.share, f"{each.share:.0%}") for each in found.dimensions]
        )
        self._bars.grid() if found.dimensions else self._bars.grid_remove()
        self._hard.show(
            [
                ShareBar(None, _short(each.text), each.missed / each.asked, f"漏 {each.missed}/{each.asked}", weak=True)
                for each in found.hard[:_MOST_HARD]
            ]
        )
        self._hard.grid() if found.hard else self._hard.grid_remove()
        self._hard_words.say(
            "最容易漏说的要点"
            if found.hard
            else "应说的要点都说到了。"
            if found.scored
            else "还没有评分的发言。请人上来对练一次，这里就会有结果。"
        )
        phrases = [f"“{each.phrase}”{each.times} 次" + (f" → {each.instead}" if each.instead else "") for each in found.phrases[:3]]  # fmt: skip
        self._phrases.say(
            "服务禁语：" + "；".join(phrases) if phrases else "没有听到服务禁语。" if found.scored else ""
        )

    def _make_turns(self, on_turn: Callable[[int], None]) -> tkinter.Widget:
        theme = self.theme
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        box.rowconfigure(1, weight=1)
        self._sum = Paragraph(box, theme, "", LARGE, bold=True)
        self._sum.grid(row=0, sticky="ew", padx=theme.px(22), pady=(theme.px(16), theme.px(4)))
        self.table = Table(
            box, theme,
            (Column("姓名", 96), Column("情景", 130, grow=True, spare=1), Column("得分", 84), Column("赞 / 改进", 96, spare=2)),
            on_open=lambda key: on_turn(int(key)), empty="还没有人发言。", rows=5,
        )  # fmt: skip
        self.table.grid(row=1, sticky="nsew", padx=theme.px(12), pady=(0, theme.px(12)))
        return box

    def _make_hard(self) -> tkinter.Widget:
        theme = self.theme
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(22)
        words(box, theme, "全班怎么样", HEADING, bold=True).grid(sticky="w", padx=pad, pady=(theme.px(16), 0))
        self._bars = ShareBars(box, theme)
        self._bars.grid(sticky="ew", padx=theme.px(14))
        self._hard_words = Paragraph(box, theme, "", BODY, bold=True)
        self._hard_words.grid(sticky="ew", padx=pad, pady=(theme.px(8), 0))
        self._hard = ShareBars(box, theme)
        self._hard.grid(sticky="ew", padx=theme.px(14))
        self._phrases = Paragraph(box, theme, "", SMALL)
        self._phrases.grid(sticky="ew", padx=pad, pady=(theme.px(6), theme.px(18)))
        return box

    def _close_card(
        self, body: tkinter.Misc, on_pdf: Callable[[], None], on_workbook: Callable[[], None]
    ) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme, fill=colours.accent_soft)
        box.columnconfigure(0, weight=1)
        pad = theme.px(22)
        self._notes = TextBox(box, theme, "带教老师的话（印在报告上）", lines=1, most=4, ground=colours.accent_soft)
        self._notes.grid(sticky="ew", padx=pad, pady=(theme.px(14), theme.px(8)))
        self._words = Paragraph(box, theme, "", SMALL)
        self._words.grid(sticky="ew", padx=pad, pady=(0, theme.px(10)))
        self._buttons = Flow(box, theme, colours.accent_soft)
        self._buttons.grid(sticky="ew", padx=pad, pady=(0, theme.px(18)))
        self._close = Button(
            self._buttons, theme, "下课并存档", self.close_class, icon="tick", emphasis=Emphasis.PRIMARY, height=52
        )
        self._pdf = Button(self._buttons, theme, "课堂报告（PDF）", on_pdf, icon="file", height=52)
        self._workbook = Button(self._buttons, theme, "Excel", on_workbook, icon="export", height=52)
        self._list = Button(
            self._buttons, theme, "课程列表", self.back, icon="back", emphasis=Emphasis.QUIET, height=52
        )
        self._buttons.add(self._close, self._pdf, self._workbook, self._list)
        return box

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(20)
        self._left.grid_forget()
        self._right.grid_forget()
        self._columns.columnconfigure(0, weight=1, uniform="end" if wide else "")
        self._columns.columnconfigure(1, weight=1 if wide else 0, uniform="end" if wide else "")
        self._columns.rowconfigure(0, weight=1)
        if wide:
            self._left.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
            self._right.grid(row=0, column=1, sticky="nsew")
        else:
            self._left.grid(row=0, column=0, sticky="nsew", pady=(0, gap))
            self._right.grid(row=1, column=0, sticky="nsew")


def _short(text: str, most: int = 12) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
