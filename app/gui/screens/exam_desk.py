"""The trainer's exams: set one, print it with its key, see who sits it, close it."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.gui.screens.records import short_time
from app.gui.screens.screen import Screen, Start
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.gui.services import ExamsService, StoredExam, StoredSitting


class ExamDesk(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        exams: "Callable[[], ExamsService]",
        start: Start,
        on_set: Callable[[], None],
        on_print: Callable[[str], None],
        on_watch: Callable[[str, str], None],
        on_mock: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._exams = exams
        self._start = start
        self._on_set = on_set
        self._on_print = on_print
        self._on_watch = on_watch
        self._on_back = on_back
        self._found: dict[str, tuple[StoredExam, Sequence[StoredSitting]]] = {}
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        colours = theme.colours
        head = tkinter.Frame(body, bg=colours.background)
        head.grid(row=0, sticky="ew")
        head.columnconfigure(0, weight=1)
        Paragraph(head, theme, "考试", TITLE, bold=True).grid(row=0, column=0, sticky="ew")
        self._set = Button(head, theme, "安排考试", on_set, icon="plus", emphasis=Emphasis.PRIMARY)
        self._set.grid(row=0, column=1, sticky="e")
        self._state = Paragraph(body, theme, "", SMALL, colour=colours.muted)
        self._state.grid(row=1, sticky="ew", pady=(theme.px(2), theme.px(16)))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = Table(
            box,
            theme,
            (
                Column("考试", 180, grow=True),
                Column("安排时间", 160, spare=2),
                Column("题数", 64, spare=4),
                Column("分钟", 64, spare=3),
                Column("正在考", 80),
                Column("已交卷", 80),
                Column("状态", 96, spare=1),
            ),
            on_open=self._watch,
            on_choose=lambda _key: self._chosen(),
            empty="还没有安排考试。按“安排考试”，选一个蓝图，学员登录后就能看到。",
            rows=7,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        row = Flow(body, theme, colours.background)
        row.grid(row=3, sticky="ew", pady=(theme.px(18), 0))
        self._look = Button(row, theme, "谁在考、补时", lambda: self._watch(self.table.chosen), icon="clock")
        self._print = Button(row, theme, "打印试卷和答案", lambda: self._print_chosen(), icon="file")
        self._close = Button(row, theme, "停止参加", self._close_or_open, icon="off")
        self._mock = Button(row, theme, "自己模拟一次", on_mock, icon="pencil", emphasis=Emphasis.QUIET)
        self._row = row
        row.add(self._look, self._print, self._close, self._mock)

    def enter(self) -> None:
        self.ready = False
        self._start(lambda _progress: tuple(self._exams().all()), self._show)

    def primary(self) -> bool:
        if self.table.chosen:
            self._watch(self.table.chosen)
        else:
            self._on_set()
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _show(self, found: "Sequence[tuple[StoredExam, Sequence[StoredSitting]]]") -> None:
        self._found = {exam.id: (exam, sittings) for exam, sittings in found}
        self.table.fill(Row(exam.id, _cells(exam, sittings), faint=bool(exam.closed)) for exam, sittings in found)
        if found and not self.table.chosen:
            self.table.choose(found[0][0].id)
        self._row.keep(*((self._look, self._print, self._close, self._mock) if found else (self._mock,)))
        open_now = sum(not exam.closed for exam, _sittings in found)
        self._state.say(f"共安排过 {len(found)} 场，{open_now} 场可以参加。" if found else "")
        self.ready = True
        self._chosen()
        (self.table if found else self._set).focus_set()

    def _chosen(self) -> None:
        if self.table.chosen in self._found:
            closed = bool(self._found[self.table.chosen][0].closed)
            self._close.say("重新开放" if closed else "停止参加", "tick" if closed else "off")

    def _watch(self, exam_id: str) -> None:
        if exam_id:
            self._on_watch(exam_id, self._found[exam_id][0].title)

    def _print_chosen(self) -> None:
        if self.table.chosen:
            self._on_print(self.table.chosen)

    def _close_or_open(self) -> None:
        exam_id = self.table.chosen
        if exam_id:
            closed = not self._found[exam_id][0].closed
            self._start(lambda _progress: self._exams().close(exam_id, closed), lambda _done: self.enter())


def _cells(exam: "StoredExam", sittings: "Sequence[StoredSitting]") -> tuple[str, ...]:
    done = sum(bool(each.record_id) for each in sittings)
    state = "已停止" if exam.closed else "可以参加"
    cells: tuple[Any, ...] = (
        exam.title, short_time(exam.made), exam.questions, exam.minutes, len(sittings) - done, done, state,
    )  # fmt: skip
    return tuple(map(str, cells))
