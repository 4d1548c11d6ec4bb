"""The role-plays a trainer can write on: drafts first, then the unit's own, then those that came with the application."""

import tkinter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from app.domain.role_play.main_path import main_path
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.content.scenario_drafts import Draft
    from app.services.scenario_writing import ScenarioWritingDesk, Shelf, Shelved

BROUGHT = [("Excel 工作簿和情景文件", "*.xlsx *.xlsm *.yaml *.yml"), ("所有文件", "*")]


@dataclass(frozen=True, slots=True)
class ListCalls:
    """Where one goes from the list."""

    on_new: Callable[[], None]
    on_copy: "Callable[[Shelved], None]"
    on_change: Callable[[str], None]
    on_draft: "Callable[[Draft], None]"
    on_bring: Callable[[Path], None]
    on_written: Callable[[Path], None]
    on_back: Callable[[], None]


class EditorList(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        desk: "Callable[[], ScenarioWritingDesk]",
        start: Start,
        tell: Tell,
        calls: ListCalls,
    ) -> None:
        super().__init__(parent, theme)
        self._desk = desk
        self._start = start
        self._tell = tell
        self._calls = calls
        self._drafts: dict[str, Draft] = {}
        self._files: dict[str, Shelved] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        Paragraph(body, theme, "编写情景", TITLE, bold=True).grid(row=0, sticky="ew", pady=(0, theme.px(12)))
        row = Flow(body, theme, theme.colours.background)
        row.grid(row=1, sticky="ew", pady=(0, theme.px(16)))
        row.add(
            Button(row, theme, "新写一个", calls.on_new, icon="plus", emphasis=Emphasis.PRIMARY),
            Button(row, theme, "从 Excel 或文件导入", self._ask_file, icon="import"),
            Button(row, theme, "下载 Excel 模板", self._template, icon="export"),
            Button(row, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET),
        )
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=2, sticky="nsew")
        self._columns.rowconfigure(0, weight=1)
        self._list_card = card(self._columns, theme)
        self._list_card.columnconfigure(0, weight=1)
        self._list_card.rowconfigure(0, weight=1)
        self.table = Table(
            self._list_card,
            theme,
            (Column("情景", 200, grow=True), Column("业务", 180, spare=1), Column("", 104)),
            on_open=self._open,
            on_choose=self._preview,
            empty="还没有情景。点“新写一个”，从空白写起。",
            rows=8,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._card = self._make_card()
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(620)))
        self._arrange(True)

    def _make_card(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(24)
        self._called = Paragraph(box, theme, "", HEADING, bold=True)
        self._called.grid(sticky="ew", padx=pad, pady=(pad, theme.px(4)))
        self._about = words(box, theme, "", SMALL, colour=colours.muted)
        self._about.grid(sticky="ew", padx=pad, pady=(0, theme.px(12)))
        self._words = Paragraph(box, theme, "")
        self._words.grid(sticky="ew", padx=pad, pady=(0, theme.px(20)))
        self._change = Button(box, theme, "修改", self.primary, icon="pencil", emphasis=Emphasis.PRIMARY, height=56)
        self._change.grid(sticky="ew", padx=pad, pady=(0, theme.px(12)))
        row = Flow(box, theme, colours.surface)
        row.grid(sticky="ew", padx=pad, pady=(0, pad))
        self._copy = Button(row, theme, "照着另写一份", self._copy_it, icon="plus")
        self._export = Button(row, theme, "导出 Excel", self._export_it, icon="export")
        self._delete = Button(row, theme, "删除", self._ask_to_delete, icon="cross", colour=colours.forbidden)
        self._row = row
        row.add(self._copy, self._export, self._delete)
        return box

    # What the window calls

    def enter(self) -> None:
        self._start(lambda _progress: self._desk().shelf(), self._show)

    def primary(self) -> bool:
        if self.table.chosen:
            self._open(self.table.chosen)
        return True

    def back(self) -> bool:
        self._calls.on_back()
        return True

    def _show(self, shelf: "Shelf") -> None:
        self._drafts = {draft.key: draft for draft in shelf.drafts}
        self._files = {each.file: each for each in shelf.files}
        rows = [
            Row(draft.key, (draft.scenario.title or "（还没有标题）", draft.scenario.line, "草稿"))
            for draft in shelf.drafts
        ]
        for each in sorted(shelf.files, key=lambda each: not each.own):
            kind = "有错" if each.scenario is None else "本单位" if each.own else "随程序"
            rows.append(Row(each.file, (each.title, each.line, kind), faint=not each.own))
        self.table.fill(rows)
        if rows and not self.table.chosen:
            self.table.choose(rows[0].key)
        self.table.focus_set()

    def _preview(self, key: str) -> None:
        if key in self._drafts:
            draft = self._drafts[key]
            changes = f"改的是 {draft.file}" if draft.file else "还没有存成情景"
            self._called.say(draft.scenario.title or "（还没有标题）")
            self._about.configure(text=f"草稿 · {draft.kept[5:16].replace('T', ' ')} · {changes}")
            self._words.say(draft.scenario.situation or "还没有写情况介绍。")
            self._change.say("接着写")
            self._delete.say("丢掉草稿")
            self._row.keep(self._delete)
            return
        each = self._files[key]
        self._called.say(each.title)
        self._change.say("修改")
        self._delete.say("删除")
        if each.scenario is None:
            self._about.configure(text=f"{each.file} · 不能玩")
            fault = each.faults[0]
            self._words.say(f"第 {fault.line} 行：{fault.message}{fault.remedy}")
            self._row.keep(*([self._delete] if each.own else []))
            return
        scenario = each.scenario
        rounds = len(main_path(scenario).nodes)
        self._about.configure(
            text=f"{'本单位' if each.own else '随程序附带'} · {rounds} 轮 · {len(scenario.endings)} 个结局"
        )
        self._words.say(scenario.situation)
        self._row.keep(self._copy, self._export, *([self._delete] if each.own else []))

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(24)
        self._list_card.grid_forget()
        self._card.grid_forget()
        self._columns.columnconfigure(0, weight=3)
        self._columns.columnconfigure(1, weight=2 if wide else 0, minsize=self.theme.px(300) if wide else 0)
        if wide:
            self._list_card.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
            self._card.grid(row=0, column=1, sticky="new")
        else:
            self._card.grid(row=0, column=0, sticky="ew", pady=(0, gap))
            self._list_card.grid(row=1, column=0, sticky="nsew")

    # What the buttons do

    def _open(self, key: str) -> None:
        if key in self._drafts:
            self._calls.on_draft(self._drafts[key])
        elif key in self._files:
            self._calls.on_change(key)

    def _copy_it(self) -> None:
        self._calls.on_copy(self._files[self.table.chosen])

    def _ask_file(self) -> None:
        name = filedialog.askopenfilename(parent=self, title="选择工作簿或情景文件", filetypes=BROUGHT)
        if name:
            self._calls.on_bring(Path(name))

    def _template(self) -> None:
        example = self._files.get("lost-card.yaml") or next((f for f in self._files.values() if f.scenario), None)
        if example is not None:
            self._write_workbook(example, "情景模板.xlsx")

    def _export_it(self) -> None:
        each = self._files[self.table.chosen]
        self._write_workbook(each, f"{each.title}.xlsx")

    def _write_workbook(self, each: "Shelved", name: str) -> None:
        chosen = filedialog.asksaveasfilename(
            parent=self,
            title="存到哪里",
            initialfile=name,
            defaultextension=".xlsx",
            filetypes=[("Excel 工作簿", "*.xlsx")],
        )
        if chosen:
            self.write_workbook(each, Path(chosen))

    def write_workbook(self, each: "Shelved", path: Path) -> None:
        scenario = each.scenario
        assert scenario is not None
        self._start(
            lambda _progress: self._desk().template(scenario, path), self._calls.on_written, title="正在写 Excel 工作簿"
        )

    def _ask_to_delete(self) -> None:
        key = self.table.chosen
        if key in self._drafts:
            draft = self._drafts[key]
            self._tell(
                Tone.PROBLEM,
                f"要丢掉草稿“{draft.scenario.title or '（还没有标题）'}”吗？",
                "丢掉以后找不回来；已经存成的情景不受影响。" if draft.file else "丢掉以后找不回来。",
                ("丢掉", lambda: self._start(lambda _p: self._desk().drop(draft), lambda _done: self.enter())),
            )
        elif key in self._files:
            title = self._files[key].title
            self._tell(
                Tone.PROBLEM,
                f"要删除“{title}”吗？",
                "学员以后看不到它；已经存档的成绩不受影响。",
                ("删除", lambda: self._start(lambda _p: self._desk().delete(key), self._deleted)),
            )

    def _deleted(self, aside: Path) -> None:
        self.enter()
        self._tell(Tone.GOOD, "已删除。", f"文件移到了 {aside}，想要回来，把它放回 scenarios 文件夹。")
