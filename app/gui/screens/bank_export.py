"""Write questions as a file for another system: which format, which questions, and what did not fit."""

import tkinter
from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from app.content.bank.format_names import Format
from app.domain.errors import Progress
from app.domain.question_card import QuestionCard
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.services.bank import BankDesk
    from app.services.bank_export import Exported

_HOLDS = {
    Format.XLSX: "全部题型和全部资料，改完可以再导入；图片放在旁边的文件夹里。",
    Format.CSV: "和 Excel 一样，是纯文本表格。",
    Format.GIFT: "单选、多选、判断、填空（一个空）、排序、匹配；不带图片。",
    Format.MOODLE_XML: "单选、多选、判断、填空、排序、匹配，带图片；Moodle 4 可以直接导入。",
    Format.AIKEN: "只有单选题的题干、选项和答案。",
    Format.QTI_21: "单选、多选、判断、填空、排序、匹配，带图片；多数考试平台能读。",
    Format.QTI_22: "同 QTI 2.1，给要求 2.2 的平台。",
    Format.QTI_30: "同 QTI 2.1，给要求 3.0 的平台。",
}


class BankExport(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        bank: "Callable[[], BankDesk]",
        start: Start,
        tell: Tell,
        on_written: Callable[[Path], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._bank = bank
        self._start = start
        self._tell = tell
        self._on_written = on_written
        self._on_back = on_back
        self._ids: tuple[str, ...] = ()
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        colours, gap = theme.colours, theme.px(16)
        Paragraph(body, theme, "导出题目", TITLE, bold=True).grid(sticky="ew")
        self._which = Paragraph(body, theme, "", colour=colours.muted)
        self._which.grid(sticky="ew", pady=(theme.px(2), gap))
        box, pad = card(body, theme), theme.px(24)
        box.grid(sticky="ew")
        box.columnconfigure(0, weight=1)
        words(box, theme, "导出成什么格式", SMALL, colour=colours.muted).grid(
            sticky="w", padx=pad, pady=(theme.px(20), theme.px(6))
        )
        self.format: Choice[Format] = Choice(
            box, theme, [(each, each.label) for each in Format], Format.XLSX, lambda _format: self._explain()
        )
        self.format.grid(sticky="ew", padx=pad)
        self._holds = Paragraph(box, theme, "")
        self._holds.grid(sticky="ew", padx=pad, pady=(gap, theme.px(20)))
        row = Flow(body, theme, colours.background)
        row.grid(sticky="ew", pady=(gap, 0))
        row.add(
            Button(row, theme, "选择位置并导出", self.choose_place, icon="export", emphasis=Emphasis.PRIMARY),
            Button(row, theme, "返回题库", self.back, icon="back"),
        )
        self._left = card(body, theme)
        self._left.columnconfigure(0, weight=1)
        self._left_words = Paragraph(self._left, theme, "", bold=True)
        self._left_words.grid(sticky="ew", padx=theme.px(22), pady=(theme.px(16), theme.px(4)))
        self.table = Table(
            self._left, theme, (Column("题目编号", 190), Column("没有导出的内容和原因", 260, grow=True)), rows=5
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=(0, theme.px(12)))
        self._explain()

    def show(self, cards: Sequence[QuestionCard], narrowed: bool) -> None:
        """The questions to write; `narrowed` if they are only those that the list shows."""
        self._ids = tuple(card.id for card in cards)
        self._which.say(
            f"将导出列表里显示的 {len(cards)} 题。"
            if narrowed
            else f"将导出题库的全部 {len(cards)} 题。只导出一部分时，先在列表里筛选。"
        )
        self._left.grid_forget()

    def enter(self) -> None:
        self.format.focus_set()

    def primary(self) -> bool:
        self.choose_place()
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def choose_place(self) -> None:
        format = self.format.value
        name = filedialog.asksaveasfilename(
            parent=self, title="导出题目", defaultextension=format.ending, initialfile=f"题库{format.ending}"
        )
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        format = self.format.value

        def work(progress: Progress) -> "Exported":
            from app.services import bank_export

            return bank_export.export(self._bank(), path, format, self._ids, progress)

        self._start(work, self._written, title="正在导出题目")

    def _written(self, done: "Exported") -> None:
        self._tell(
            Tone.GOOD, f"已导出 {done.count} 题。", f"{done.path}", ("打开文件夹", lambda: self._on_written(done.path))
        )
        if done.left_out:
            self._left_words.say(f"{len(done.left_out)} 处放不进这种格式：")
            self.table.fill_gradually(
                [Row(str(at), (each.id or "全部", each.reason)) for at, each in enumerate(done.left_out)]
            )
            self._left.grid(sticky="ew", pady=(self.theme.px(16), 0))
        else:
            self._left.grid_forget()

    def _explain(self) -> None:
        self._holds.say(f"能放下：{_HOLDS[self.format.value]}")
