"""The lexicon for the trainer: look through the phrases, try a sentence, exchange them as a workbook."""

import tkinter
from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from app.domain.lexicon import Category, Kind, Phrase
from app.gui.screens.phrase_form import PhraseForm
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.screens.sentence_trial import SentenceTrial
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.picker import Picker
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.gui.services import LexiconEntry, LexiconService, RepliesService

_ALL = None
_WORKBOOK = (("Excel 工作簿", "*.xlsx"),)


class LexiconScreen(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        lexicon: "Callable[[], LexiconService]",
        replies: "Callable[[], RepliesService]",
        microphone: Callable[[], str],
        start: Start,
        tell: Tell,
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._lexicon = lexicon
        self._start = start
        self._tell = tell
        self._on_back = on_back
        self._entries: dict[str, LexiconEntry] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(16)
        self._head(body).grid(row=0, sticky="ew", pady=(0, gap))
        self.trial = SentenceTrial(body, theme, lexicon, replies, microphone, start)
        self.trial.grid(row=1, sticky="ew", pady=(0, gap))
        self._filter(body).grid(row=2, sticky="ew", pady=(0, gap))
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=3, sticky="nsew")
        body.rowconfigure(3, weight=1)
        self._list = card(self._columns, theme)
        self._list.columnconfigure(0, weight=1)
        self._list.rowconfigure(0, weight=1)
        self.table = Table(
            self._list,
            theme,
            (
                Column("类别", 110, spare=2),
                Column("标准说法", 200, grow=True),
                Column("严重", 96, spare=3),
                Column("状态", 80, spare=1),
            ),
            on_open=lambda _key: self.form.focus_set(),
            on_choose=self._chosen,
            empty="没有找到这样的用语。",
            rows=9,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self.form = PhraseForm(self._columns, theme, self._save, self._switch)
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(820)))
        self._arrange(True)

    def enter(self) -> None:
        self._read("")
        self.trial.focus_set()

    def leave(self) -> None:
        self.trial.leave()

    def primary(self) -> bool:
        return self.trial.primary()

    def back(self) -> bool:
        if not self.trial.leave():
            self._on_back()
        return True

    def _head(self, body: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        head = tkinter.Frame(body, bg=theme.colours.background)
        head.columnconfigure(0, weight=1)
        Paragraph(head, theme, "用语库", TITLE, bold=True).grid(row=0, column=0, sticky="ew")
        self._count = Paragraph(head, theme, "", SMALL, colour=theme.colours.muted)
        self._count.grid(row=1, column=0, sticky="ew", pady=(theme.px(2), 0))
        return head

    def _filter(self, body: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        row = Flow(body, theme, theme.colours.background)
        self._search = Field(row, theme, "", "查找用语", ground=theme.colours.background)
        self._search.on_key(self._fill)
        kinds = [(kind, kind.label) for kind in Kind]
        categories = [(category, f"{category.kind.label} · {category.label}") for category in Category]
        self._picker: Picker[Kind | Category | None] = Picker(
            row, theme, [(_ALL, "全部类别"), *kinds, *categories], _ALL, lambda _value: self._fill()
        )
        row.add(
            self._search,
            self._picker,
            Button(row, theme, "添加用语", self._add, icon="plus"),
            Button(row, theme, "导出表格", self._export, icon="export", emphasis=Emphasis.QUIET),
            Button(row, theme, "导入表格", self._import, icon="import", emphasis=Emphasis.QUIET),
        )
        return row

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(24)
        self._list.grid_forget()
        self.form.grid_forget()
        self._columns.columnconfigure(0, weight=1)
        self._columns.columnconfigure(1, weight=0, minsize=self.theme.px(400) if wide else 0)
        if wide:
            self._list.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
            self.form.grid(row=0, column=1, sticky="new")
        else:
            self._list.grid(row=0, column=0, sticky="ew", pady=(0, gap))
            self.form.grid(row=1, column=0, sticky="ew")

    def _read(self, choose: str) -> None:
        """Read the entries anew and choose one of them, "" for the one chosen before."""

        def show(entries: "Sequence[LexiconEntry]") -> None:
            self._entries = {entry.phrase.id: entry for entry in entries}
            on = sum(entry.on for entry in entries)
            self._count.say(f"共 {len(entries)} 条，启用 {on} 条。改动存在本单位的用语里，随时可以停用。")
            self._fill()
            if choose in self._entries and self.table.tree.exists(choose):
                self.table.choose(choose)

        self._start(lambda _progress: tuple(self._lexicon().entries()), show)

    def _fill(self) -> None:
        words, wanted = self._search.text.strip(), self._picker.value
        found = [
            entry
            for entry in self._entries.values()
            if wanted in (_ALL, entry.phrase.category, entry.phrase.kind)
            and (not words or any(words in text for text in (entry.phrase.say, *entry.phrase.variants)))
        ]
        self.table.fill(Row(entry.phrase.id, _cells(entry), faint=not entry.on) for entry in found)
        if found and not self.table.chosen:
            self.table.choose(found[0].phrase.id)

    def _chosen(self, key: str) -> None:
        entry = self._entries[key]
        self.form.show(entry.phrase, entry.on)

    def _add(self) -> None:
        wanted = self._picker.value
        category = wanted if isinstance(wanted, Category) else Category.GREETING
        self.form.show(Phrase("", category, self._search.text.strip()), True)
        self.form.focus_set()

    def _save(self, phrase: Phrase) -> None:
        def done(_result: object) -> None:
            self._tell(Tone.GOOD, f"“{phrase.say}”已保存，马上生效。")
            self._read(phrase.id)

        self._start(lambda _progress: self._lexicon().save(phrase), done, title="正在保存用语")

    def _switch(self, phrase: Phrase, on: bool) -> None:
        self._start(lambda _progress: self._lexicon().switch(phrase.id, on), lambda _result: self._read(phrase.id))

    def _export(self) -> None:
        name = filedialog.asksaveasfilename(
            parent=self, title="导出用语表", defaultextension=".xlsx", filetypes=_WORKBOOK, initialfile="用语库.xlsx"
        )
        if name:
            self._start(
                lambda _progress: self._lexicon().export_workbook(Path(name)),
                lambda _result: self._tell(Tone.GOOD, "用语表已导出。", name),
                title="正在导出用语表",
            )

    def _import(self) -> None:
        name = filedialog.askopenfilename(parent=self, title="导入用语表", filetypes=_WORKBOOK)
        if name:

            def done(changed: int) -> None:
                self._tell(Tone.GOOD, f"已导入，更新了 {changed} 条用语。" if changed else "表格里没有新的改动。")
                self._read("")

            self._start(lambda _progress: self._lexicon().import_workbook(Path(name)), done, title="正在导入用语表")


def _cells(entry: "LexiconEntry") -> tuple[str, ...]:
    from app.domain.lexicon import Severity

    phrase = entry.phrase
    severity = "一票否决" if phrase.severity is Severity.VETO else "扣分" if phrase.kind is Kind.FORBIDDEN else "—"
    state = "停用" if not entry.on else "本单位" if entry.own else "启用"
    return (phrase.category.label, phrase.say, severity, state)
