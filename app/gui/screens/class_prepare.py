"""Prepare a class: who is on the roster, what observers look out for, which role-plays will be played."""

import tkinter
from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from app.domain.training_class import TrainingClass
from app.domain.training_class_roster import (
    MOST_POINTS,
    renamed,
    with_points,
    with_scenarios,
    without_member,
)
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import HEADING, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.class_head import ClassHead, Step
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.text_box import TextBox
from app.gui.widgets.tick_table import TickTable
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.domain.scenario import Scenario
    from app.services.open_class import OpenClass
    from app.services.training_class import TrainingClasses

_WORKBOOKS = (("Excel 工作簿", "*.xlsx *.xlsm"), ("所有文件", "*"))


class ClassPrepare(Screen):
    """`on_step` leads to another step of the class; what is written here is stored before."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        classes: "Callable[[], TrainingClasses]",
        scenarios: "Callable[[], Sequence[Scenario]]",
        start: Start,
        tell: Tell,
        on_step: Callable[[Step], None],
        on_people: Callable[[], None],
        on_import: Callable[[Path], None],
        on_written: Callable[[Path], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._classes = classes
        self._scenarios = scenarios
        self._start = start
        self._tell = tell
        self._on_step = on_step
        self._on_people = on_people
        self._on_import = on_import
        self._on_written = on_written
        self._on_back = on_back
        self._lesson: OpenClass | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme, padding=24)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(1, weight=1)
        self._head = ClassHead(body, theme, Step.PREPARE, self._go)
        self._head.grid(row=0, sticky="ew")
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=1, sticky="nsew")
        self._roster = self._make_roster()
        self._plan = self._make_plan()
        row = Flow(body, theme, theme.colours.background)
        row.grid(row=2, sticky="ew", pady=(theme.px(16), 0))
        row.add(
            Button(row, theme, "备好了，去点名", self.primary, icon="next", emphasis=Emphasis.PRIMARY, height=52),
            Button(row, theme, "返回课程列表", self.back, icon="back", emphasis=Emphasis.QUIET, height=52),
        )
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(780)))
        self._arrange(True)

    def show(self, lesson: "OpenClass") -> None:
        self._lesson = lesson
        one = lesson.now
        self._topic.text, self._day.text = one.title, one.day
        self._points.text = "\n".join(point.text for point in one.points)
        self._fill()

        def fill(scenarios: "Sequence[Scenario]") -> None:
            chosen = one.scenarios
            ordered = sorted(scenarios, key=lambda each: chosen.index(each.id) if each.id in chosen else len(chosen))
            self.scenarios.offer((Row(each.id, (each.title, each.line)) for each in ordered), chosen)

        self._start(lambda _progress: self._scenarios(), fill)

    def enter(self) -> None:
        self._name.focus_set()

    def primary(self) -> bool:
        self._go(Step.ROLL)
        return True

    def back(self) -> bool:
        self.store()
        self._on_back()
        return True

    def store(self) -> TrainingClass:
        """What is written goes to the disk, all of it or nothing. UserError for what cannot be."""
        assert self._lesson is not None
        points = self._points.text.splitlines()

        def step(one: TrainingClass) -> TrainingClass:
            return with_scenarios(
                with_points(renamed(one, self._topic.text, self._day.text), points), self.scenarios.ticked
            )

        return self._lesson.do(step)

    # The roster

    def _make_roster(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box, pad = card(self._columns, theme), theme.px(22)
        box.columnconfigure(0, weight=1)
        box.rowconfigure(1, weight=1)
        self._count = Paragraph(box, theme, "名单", HEADING, bold=True)
        self._count.grid(row=0, sticky="ew", padx=pad, pady=(theme.px(16), 0))
        self.table = Table(
            box, theme, (Column("姓名", 110), Column("工号", 90, spare=2), Column("单位", 120, grow=True, spare=1)),
            empty="还没有学员。在下面输入姓名或工号按回车，也可以从人员名单里勾选、从 Excel 导入。", rows=5,
        )  # fmt: skip
        self.table.grid(row=1, sticky="nsew", padx=theme.px(12))
        self.table.tree.bind("<Delete>", lambda _event: self._remove())
        line = tkinter.Frame(box, bg=colours.surface)
        line.grid(row=2, sticky="ew", padx=pad, pady=(theme.px(6), theme.px(8)))
        line.columnconfigure(0, weight=3)
        line.columnconfigure(1, weight=2)
        self._name = Field(line, theme, "姓名")
        self._name.grid(row=0, column=0, sticky="ew", padx=(0, theme.px(8)))
        self._number = Field(line, theme, "工号（可不填）")
        self._number.grid(row=0, column=1, sticky="ew", padx=(0, theme.px(8)))
        Button(line, theme, "加入", self._add, icon="plus").grid(row=0, column=2, sticky="s")
        for field in (self._name, self._number):
            field.on_press("<Return>", self._add)
        row = Flow(box, theme, colours.surface)
        row.grid(row=3, sticky="ew", padx=pad, pady=(0, theme.px(16)))
        row.add(
            Button(row, theme, "从人员名单选", self._people, icon="person"),
            Button(row, theme, "从 Excel 导入", self._import, icon="import"),
            Button(row, theme, "下载模板", self._template, icon="file", emphasis=Emphasis.QUIET),
            Button(row, theme, "移出选中的", self._remove, icon="cross", emphasis=Emphasis.QUIET),
        )
        return box

    def _fill(self) -> None:
        assert self._lesson is not None
        one = self._lesson.now
        self._head.say(one.title, f"{one.day} · {one.trainer} · 每一步都已存盘")
        self._count.say(f"名单（{len(one.members)} 人）" if one.members else "名单")
        self.table.fill(
            Row(each.id, (each.name, each.staff_number, each.unit if each.person_id else f"{each.unit}（还不是人员）"))
            for each in one.members
        )

    def _add(self) -> None:
        assert self._lesson is not None
        self._lesson.add_typed(self._name.text, self._number.text)
        self._name.text = self._number.text = ""
        self._fill()
        self.table.tree.yview_moveto(1.0)
        self._name.focus_set()

    def _remove(self) -> None:
        assert self._lesson is not None
        if key := self.table.chosen:
            self._lesson.do(lambda one: without_member(one, key))
            self._fill()

    def _people(self) -> None:
        self.store()
        self._on_people()

    def _import(self) -> None:
        self.store()
        name = filedialog.askopenfilename(parent=self, title="选择名单", filetypes=_WORKBOOKS)
        if name:
            self._on_import(Path(name))

    def _template(self) -> None:
        name = filedialog.asksaveasfilename(
            parent=self, title="保存名单模板", defaultextension=".xlsx", initialfile="名单模板.xlsx"
        )
        if name:
            self._start(lambda _progress: self._classes().write_template(Path(name)), self._written)

    def _written(self, path: Path) -> None:
        self._tell(
            Tone.GOOD,
            "名单模板已保存，填好再从 Excel 导入。",
            f"{path}",
            ("打开文件夹", lambda: self._on_written(path)),
        )

    # The plan

    def _make_plan(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box, pad = card(self._columns, theme), theme.px(22)
        box.columnconfigure(0, weight=1)
        box.rowconfigure(4, weight=1)
        line = tkinter.Frame(box, bg=colours.surface)
        line.grid(row=0, sticky="ew", padx=pad, pady=(theme.px(16), theme.px(10)))
        line.columnconfigure(0, weight=1)
        self._topic = Field(line, theme, "主题")
        self._topic.grid(row=0, column=0, sticky="ew", padx=(0, theme.px(10)))
        self._day = Field(line, theme, "日期")
        self._day.grid(row=0, column=1)
        self._points = TextBox(
            box, theme, f"观察要点：一行一条，最多 {MOST_POINTS} 条，大家对着投影点赞", lines=3, most=8
        )
        self._points.grid(row=1, sticky="ew", padx=pad, pady=(0, theme.px(12)))
        Paragraph(
            box, theme, "这堂课用的情景：空格或双击打勾，上课时排在前面", SMALL, colour=colours.muted
        ).grid(row=2, sticky="ew", padx=pad)  # fmt: skip
        self.scenarios = TickTable(
            box, theme, (Column("情景", 150, grow=True), Column("业务", 96, spare=1)), empty="没有情景文件。", rows=4
        )
        self.scenarios.grid(row=4, sticky="nsew", padx=theme.px(12), pady=(theme.px(4), theme.px(14)))
        return box

    def _go(self, step: Step) -> None:
        self.store()
        self._on_step(step)

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(20)
        self._roster.grid_forget()
        self._plan.grid_forget()
        self._columns.columnconfigure(0, weight=1, uniform="half" if wide else "")
        self._columns.columnconfigure(1, weight=1 if wide else 0, uniform="half" if wide else "")
        self._columns.rowconfigure(0, weight=1)
        if wide:
            self._roster.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
            self._plan.grid(row=0, column=1, sticky="nsew")
        else:
            self._roster.grid(row=0, column=0, sticky="nsew", pady=(0, gap))
            self._plan.grid(row=1, column=0, sticky="nsew")
