"""Item analysis for a trainer: choose an exam or a table of answers, see which questions need mending and why."""

import tkinter
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from app.gui.screens.item_detail import ItemDetail
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.item_chart import ItemChart
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.picker import Picker
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.errors import Progress
    from app.gui.services import ItemAnalysisService
    from app.services.item_analysis import Analysed, ExamChoice

_NONE = ""
_TABLES = (("作答表", "*.csv *.txt"), ("所有文件", "*"))


class ItemAnalysis(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        analyses: "Callable[[], ItemAnalysisService]",
        start: Start,
        tell: Tell,
        show_file: Callable[[Path], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._analyses = analyses
        self._start = start
        self._tell = tell
        self._show_file = show_file
        self._on_back = on_back
        self.found: Analysed | None = None
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(3, weight=1)
        gap = theme.px(16)
        Paragraph(body, theme, "试题分析", TITLE, bold=True).grid(row=0, sticky="ew")
        self._row(body).grid(row=1, sticky="ew", pady=(theme.px(10), 0))
        self._said = Paragraph(body, theme, "")
        self._said.grid(row=2, sticky="ew", pady=(theme.px(12), gap))
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=3, sticky="nsew")
        self._list = self._list_card()
        self._side = tkinter.Frame(self._columns, bg=theme.colours.background)
        self._side.columnconfigure(0, weight=1)
        self._chart_card(self._side).grid(row=0, sticky="ew")
        self.detail = ItemDetail(self._side, theme)
        self.detail.grid(row=1, sticky="ew", pady=(gap, 0))
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(860)))
        self._arrange(True)

    def enter(self) -> None:
        self.ready = False
        self._open.focus_set()
        self._start(lambda _progress: self._analyses().exams(), self._offer)

    def primary(self) -> bool:
        self._open_table()
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _row(self, body: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        row = Flow(body, theme, theme.colours.background)
        self._picker: Picker[str] = Picker(row, theme, [(_NONE, "选择一场考试")], _NONE, self._choose_exam)
        self._open = Button(row, theme, "打开作答表（CSV）", self._open_table, icon="import")
        self._export = Button(row, theme, "导出 Excel", self._export_workbook, icon="export")
        self._export.enable(False)
        row.add(self._picker, self._open, self._export)
        return row

    def _list_card(self) -> tkinter.Widget:
        theme = self.theme
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        box.rowconfigure(1, weight=1)
        words(box, theme, "最需要改的在前", HEADING, bold=True).grid(
            row=0, sticky="w", padx=theme.px(20), pady=(theme.px(16), 0)
        )
        self.table = Table(
            box,
            theme,
            (
                Column("题目", 120, grow=True),
                Column("得分率", 70),
                Column("区分度", 70),
                Column("问题", 150, spare=1),
            ),
            on_choose=self._choose_item,
            empty="选一场已经有人交卷的考试，或打开一份作答表，这里就列出每道题。",
            rows=14,
        )
        self.table.grid(row=1, sticky="nsew", padx=theme.px(12), pady=(0, theme.px(10)))
        return box

    def _chart_card(self, side: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        box = card(side, theme)
        box.columnconfigure(0, weight=1)
        words(box, theme, "难度与区分度", HEADING, bold=True).grid(
            row=0, sticky="w", padx=theme.px(20), pady=(theme.px(16), 0)
        )
        Paragraph(
            box, theme, "每个点是一道题，点一下就选中它。落在色带里的题最好；● 没问题　■ 看一看　▲ 有问题。", SMALL,
            colour=theme.colours.muted,
        ).grid(row=1, sticky="ew", padx=theme.px(20), pady=(theme.px(2), 0))  # fmt: skip
        self.chart = ItemChart(box, theme, self._start, self._point_at)
        self.chart.grid(row=2, sticky="ew", padx=theme.px(10), pady=(theme.px(4), theme.px(12)))
        return box

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(16)
        for widget in (self._list, self._side):
            widget.grid_forget()
        self._columns.columnconfigure(0, weight=1, uniform="columns" if wide else "")
        self._columns.columnconfigure(1, weight=1 if wide else 0, uniform="columns" if wide else "")
        self._columns.rowconfigure(0, weight=1 if wide else 0)
        if wide:
            self._list.grid(row=0, column=0, sticky="new", padx=(0, gap))
            self._side.grid(row=0, column=1, sticky="new")
        else:
            self._list.grid(row=0, column=0, sticky="ew", pady=(0, gap))
            self._side.grid(row=1, column=0, sticky="ew")

    # What is analysed

    def _offer(self, choices: "tuple[ExamChoice, ...]") -> None:
        offered = [
            (
                choice.key,
                f"{choice.title}（{choice.exams} 场合计，{choice.papers} 份）"
                if choice.exams > 1
                else f"{choice.title}（{choice.when[:10]}，{choice.papers} 份）",
            )
            for choice in choices
        ]
        self._picker.offer([(_NONE, "选择一场考试"), *offered], self._picker.value)
        self._picker.enable(bool(offered))
        if self.found is None and offered:
            self._picker.show(offered[0][0])
            self._choose_exam(offered[0][0])
            return
        if self.found is None:
            self._said.say("还没有人交过卷。先安排一次考试；也可以打开别的系统导出的作答表，格式见手册“试题分析”。")
            self.detail.say("选中一道题，这里就是它的选项和建议。")
        self.ready = True

    def _choose_exam(self, key: str) -> None:
        if key:
            self._start(
                lambda progress: self._analyses().of_exam(key, progress), self._show, self._failed, title="正在分析"
            )

    def _open_table(self) -> None:
        name = filedialog.askopenfilename(parent=self, title="打开作答表", filetypes=_TABLES)
        if name:
            self.analyse_file(Path(name))

    def analyse_file(self, path: Path) -> None:
        """Analyse a table of answers, each person's first attempt."""

        def show(found: "Analysed") -> None:
            self._picker.show(_NONE)
            self._show(found)

        def work(progress: "Progress") -> "Analysed":
            return self._analyses().of_file(path, False, progress)

        self._start(work, show, self._failed, title=f"正在分析 {path.name}")

    def _failed(self, problem: Exception) -> None:
        self.ready = True
        raise problem

    def _show(self, found: "Analysed") -> None:
        self.found = found
        whole = found.analysis.whole
        lines = [
            f"{found.name}：{whole.attempts} 份答卷，{whole.questions} 道题，满分 {whole.possible:g}，"
            f"平均 {_figure(whole.mean, '.1f')}，标准差 {_figure(whole.deviation, '.1f')}。"
        ]
        lines += found.remarks
        self._said.say("".join(lines))
        self.table.fill(
            Row(
                item.id,
                (
                    item.title or item.id,
                    _figure(item.facility, ".0%"),
                    _figure(item.discrimination, ".2f"),
                    "、".join(dict.fromkeys(one.remark.label for one in advice)),
                ),
                faint=not advice,
            )
            for item, advice in found.items
        )
        self.chart.show(found.items)
        self._export.enable(True)
        if found.items:
            first = found.items[0][0].id
            self.table.choose(first)
            self._choose_item(first)
        if found.rejected or found.notes:
            said = [f"{each.place}：{each.reason}" for each in found.rejected[:3]]
            more = f"等共 {len(found.rejected)} 处" if len(found.rejected) > 3 else ""
            self._tell(
                Tone.PROBLEM if found.rejected else Tone.GOOD,
                "".join(said) + more if said else "已读入，请看下面的说明。",
                "".join(found.notes[:4]),
            )
        self.ready = True

    def _choose_item(self, id: str) -> None:
        if self.found is None:
            return
        for item, advice in self.found.items:
            if item.id == id:
                self.detail.show(self.found, item, advice)
                self.chart.choose(id)

    def _point_at(self, id: str) -> None:
        self.table.choose(id)
        self._choose_item(id)

    def _export_workbook(self) -> None:
        found = self.found
        if found is None:
            return
        name = filedialog.asksaveasfilename(
            parent=self, title="导出试题分析", defaultextension=".xlsx", filetypes=(("Excel 工作簿", "*.xlsx"),),
            initialfile=f"试题分析-{Path(found.name).stem}.xlsx",
        )  # fmt: skip
        if name:
            self._start(
                lambda progress: self._analyses().export(found, Path(name), progress), self._exported, title="正在导出"
            )

    def _exported(self, path: Path) -> None:
        self._tell(Tone.GOOD, "试题分析已导出", f"{path}", ("打开文件夹", lambda: self._show_file(path)))


def _figure(value: float | None, form: str) -> str:
    return "—" if value is None else f"{value:{form}}"
