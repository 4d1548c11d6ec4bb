"""A workbook or a file from elsewhere before it is taken over: what it holds, and everything that is wrong with it."""

import tkinter
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from app.domain.role_play.main_path import main_path
from app.gui.screens.editor_list import BROUGHT
from app.gui.screens.screen import Screen
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.content.scenario_drafts import Draft
    from app.services.scenario_writing import Brought


class EditorImport(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        on_take: "Callable[[Draft], None]",
        on_bring: Callable[[Path], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._on_take = on_take
        self._on_bring = on_bring
        self._on_back = on_back
        self._brought: Brought | None = None
        self._path: Path | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(3, weight=1)
        self._title = Paragraph(body, theme, "", TITLE, bold=True)
        self._title.grid(row=0, sticky="ew")
        self._holds = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._holds.grid(row=1, sticky="ew", pady=(theme.px(4), theme.px(8)))
        self._verdict = Paragraph(body, theme, "")
        self._verdict.grid(row=2, sticky="ew", pady=(0, theme.px(16)))
        box = card(body, theme)
        box.grid(row=3, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = Table(
            box,
            theme,
            (Column("在哪里", 200), Column("要改什么", 260, grow=True)),
            on_choose=self._tell_flaw,
            on_open=lambda _key: None,
            empty="没有发现问题。",
            rows=6,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._flaw = Paragraph(body, theme, "")
        self._flaw.grid(row=4, sticky="ew", pady=(theme.px(12), theme.px(16)))
        row = Flow(body, theme, theme.colours.background)
        row.grid(row=5, sticky="ew")
        self._take = Button(row, theme, "放进编辑器", self.primary, icon="next", emphasis=Emphasis.PRIMARY)
        row.add(
            self._take,
            Button(row, theme, "改好了，再读一次", self._read_again, icon="again"),
            Button(row, theme, "换一个文件", self._ask_file, icon="folder"),
            Button(row, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET),
        )

    def show(self, path: Path, brought: "Brought") -> None:
        self._path, self._brought = path, brought
        scenario = brought.draft.scenario
        self._title.say(scenario.title or brought.name)
        self._holds.say(
            f"{brought.name} · {scenario.line or '没有写业务条线'} · 主线 {len(main_path(scenario).nodes)} 轮，"
            f"共 {len(scenario.nodes)} 轮 · {len(scenario.endings)} 个结局 · 编号 {scenario.id}"
        )
        count = len(brought.flaws)
        if not brought.playable:
            said = f"有 {count} 处要改，现在还不能玩。可以在文件里改好再读一次，也可以放进编辑器接着改；认不出的内容不会带进去。"
        elif count:
            said = f"能玩，有 {count} 处建议修改。放进编辑器，改好以后保存。"
        else:
            said = "没有问题。放进编辑器看一看，再保存。"
        self._verdict.say(said)
        self.table.fill(Row(str(at), (flaw.place, flaw.message)) for at, flaw in enumerate(brought.flaws))
        self._flaw.say("")
        if brought.flaws:
            self.table.choose("0")

    def enter(self) -> None:
        if self._brought is not None and self._brought.flaws:
            self.table.focus_set()
        else:
            self._take.focus_set()

    def primary(self) -> bool:
        if self._brought is not None:
            self._on_take(self._brought.draft)
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _tell_flaw(self, key: str) -> None:
        if self._brought is not None:
            flaw = self._brought.flaws[int(key)]
            self._flaw.say(f"{flaw.place}：{flaw.message}{flaw.remedy}")

    def _read_again(self) -> None:
        if self._path is not None:
            self._on_bring(self._path)

    def _ask_file(self) -> None:
        name = filedialog.askopenfilename(parent=self, title="选择工作簿或情景文件", filetypes=BROUGHT)
        if name:
            self._on_bring(Path(name))
