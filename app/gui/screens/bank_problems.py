"""What is wrong with the bank's files: where, what, and what to do; the faultless questions go on being used."""

import tkinter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.question_problems import FileProblem
from app.gui.screens.screen import Screen, Start
from app.gui.theme import TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.services.bank import BankDesk


class BankProblems(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        bank: "Callable[[], BankDesk]",
        start: Start,
        on_folder: Callable[[Path], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._bank = bank
        self._start = start
        self._on_folder = on_folder
        self._on_back = on_back
        self._problems: dict[str, FileProblem] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        colours, gap = theme.colours, theme.px(16)
        Paragraph(body, theme, "题库文件中的错误", TITLE, bold=True).grid(row=0, sticky="ew")
        self._words = Paragraph(body, theme, "", colour=colours.muted)
        self._words.grid(row=1, sticky="ew", pady=(theme.px(2), gap))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = Table(
            box, theme, (Column("文件", 200, spare=1), Column("行", 64), Column("错误", 300, grow=True)),
            on_choose=self._look_at, empty="没有错误。", rows=5,
        )  # fmt: skip
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._remedy = Paragraph(box, theme, "")
        self._remedy.grid(sticky="ew", padx=theme.px(22), pady=(0, theme.px(16)))
        row = Flow(body, theme, colours.background)
        row.grid(row=3, sticky="ew", pady=(gap, 0))
        row.add(
            Button(row, theme, "重新检查", self.enter, icon="again", emphasis=Emphasis.PRIMARY),
            Button(row, theme, "打开题库文件夹", self._open, icon="folder"),
            Button(row, theme, "返回题库", self.back, icon="back"),
        )

    def enter(self) -> None:
        self._start(lambda progress: self._bank().check(progress), self._show, title="正在检查题库")

    def back(self) -> bool:
        self._on_back()
        return True

    def _show(self, problems: tuple[FileProblem, ...]) -> None:
        self._problems = {str(at): problem for at, problem in enumerate(problems)}
        self._words.say(
            f"共 {len(problems)} 处。有错的题目暂时不用，其他题目不受影响；用文本编辑器改好并保存，再按“重新检查”。"
            if problems
            else "全部题库文件都没有错误。"
        )
        self._remedy.say("")
        self.table.fill_gradually(
            [Row(key, (each.file, f"{each.line}", each.message)) for key, each in self._problems.items()]
        )
        if problems:
            self.table.choose("0")
        self.table.focus_set()

    def _look_at(self, key: str) -> None:
        each = self._problems[key]
        self._remedy.say(f"{each.file} 第 {each.line} 行：{each.message}{each.remedy}")

    def _open(self) -> None:
        from app.services.bank import QUESTIONS

        chosen = self._problems.get(self.table.chosen)
        self._on_folder(self._bank().folder / QUESTIONS / (chosen.file if chosen else ""))
