"""What a workbook of phrases would change, row by row; nothing is written before it is confirmed."""

import tkinter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.lexicon_layers import FIELD_NAMES
from app.domain.lexicon_rows import ImportPreview, Standing
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.gui.services import LexiconService


class LexiconImport(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        lexicon: "Callable[[], LexiconService]",
        start: Start,
        tell: Tell,
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._lexicon = lexicon
        self._start = start
        self._tell = tell
        self._on_back = on_back
        self._preview: ImportPreview | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        self._title = Paragraph(body, theme, "导入用语表", TITLE, bold=True)
        self._title.grid(row=0, sticky="ew")
        self._counts = Paragraph(body, theme, "", colour=theme.colours.muted)
        self._counts.grid(row=1, sticky="ew", pady=(theme.px(4), theme.px(16)))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = Table(
            box,
            theme,
            (Column("结果", 90), Column("位置", 200, spare=1), Column("用语或原因", 240, grow=True)),
            on_open=lambda _key: self.primary(),
            on_choose=self._look_at,
            empty="表格和现在的用语完全一样，没有要导入的。",
            rows=7,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._detail = Paragraph(body, theme, "")
        self._detail.grid(row=3, sticky="ew", pady=(theme.px(12), 0))
        self._row = Flow(body, theme, theme.colours.background)
        self._row.grid(row=4, sticky="ew", pady=(theme.px(16), 0))
        self._import = Button(self._row, theme, "导入", self._confirmed, icon="tick", emphasis=Emphasis.PRIMARY)
        self._back = Button(self._row, theme, "返回用语库", on_back, icon="back")
        self._row.add(self._import, self._back)

    def show(self, path: Path, preview: ImportPreview) -> None:
        self._preview = preview
        self._title.say(f"导入“{path.name}”")
        wrong = len(preview.problems)
        counts = "，".join(f"{each.value} {preview.count(each)} 条" for each in Standing if preview.count(each))
        if wrong:
            self._counts.say(f"有 {wrong} 处不对，请在表格里改好、存盘，再导入一次。现在一条也不会写。")
        else:
            self._counts.say(f"{counts or '没有用语'}。确认以前什么都不写；改动只影响本单位。")
        self._details = {str(number): str(problem) for number, problem in enumerate(preview.problems)}
        rows = [
            Row(str(number), ("不对", _place(problem.message), _reason(problem.message)))
            for number, problem in enumerate(preview.problems)
        ]
        for number, each in enumerate((each for each in preview.alterations if each.changes), wrong):
            fields = "、".join(FIELD_NAMES[name] for name in each.fields)
            said = f"{each.phrase.category.label}：{each.phrase.wording}" + (f"（改了{fields}）" if fields else "")
            rows.append(Row(str(number), (each.standing.value, each.place, said), faint=bool(wrong)))
            self._details[str(number)] = f"{each.standing.value}　{said}"
        self._detail.say("")
        self.table.fill(rows)
        if rows:
            self.table.choose(rows[0].key)
        if preview.changes and not wrong:
            self._import.say(f"导入 {preview.changes} 条")
            self._row.keep(self._import, self._back)
        else:
            self._row.keep(self._back)

    def enter(self) -> None:
        self.table.focus_set()

    def primary(self) -> bool:
        if self._preview is not None and self._preview.changes and not self._preview.problems:
            self._confirmed()
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _look_at(self, key: str) -> None:
        self._detail.say(self._details[key])

    def _confirmed(self) -> None:
        preview = self._preview
        assert preview is not None

        def done(changed: int) -> None:
            self._preview = None
            self._on_back()
            self._tell(Tone.GOOD, f"已导入 {changed} 条用语，马上生效。")

        self._start(lambda _progress: self._lexicon().import_workbook(preview), done, title="正在导入用语表")


def _place(message: str) -> str:
    return message.partition("：")[0]


def _reason(message: str) -> str:
    return message.partition("：")[2] or message
