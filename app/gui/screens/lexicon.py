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
from app.gui.theme import HEADING, SMALL, TITLE, Theme
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
    from app.domain.errors import UserError
    from app.domain.lexicon_layers import LexiconEntry
    from app.gui.services import LexiconService, RepliesService

_ALL = None
_MOST_PROBLEMS = 3  # more are no help on a screen; `lexicon check` lists them all
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
        on_import: Callable[[Path], None],
        on_back: Callable[[], None],
    ) -> None:
        """`on_import(path)` shows what a workbook would change."""
        super().__init__(parent, theme)
        self._lexicon = lexicon
        self._start = start
        self._tell = tell
        self._on_import = on_import
        self._on_back = on_back
        self._entries: dict[str, LexiconEntry] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(16)
        self._head(body).grid(row=0, sticky="ew", pady=(0, gap))
        self._wrong = self._problem_card(body)
        self.trial = SentenceTrial(body, theme, lexicon, replies, microphone, start, self.show_phrase)
        self.trial.grid(row=2, sticky="ew", pady=(0, gap))
        self._filter(body).grid(row=3, sticky="ew", pady=(0, gap))
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=4, sticky="nsew")
        body.rowconfigure(4, weight=1)
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
        self.form = PhraseForm(self._columns, theme, self._save, self._switch, self._forget)
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

    def _problem_card(self, body: tkinter.Misc) -> tkinter.Widget:
        """What is wrong with the files, in sight until it is mended."""
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme, fill=colours.forbidden_soft, edge=colours.forbidden)
        box.columnconfigure(0, weight=1)
        pad = theme.px(24)
        self._wrong_title = Paragraph(box, theme, "", HEADING, bold=True)
        self._wrong_title.grid(sticky="ew", padx=pad, pady=(theme.px(16), theme.px(4)))
        self._wrong_words = Paragraph(box, theme, "")
        self._wrong_words.grid(sticky="ew", padx=pad, pady=(0, theme.px(16)))
        box.grid(row=1, sticky="ew", pady=(0, theme.px(16)))
        box.grid_remove()
        return box

    def _say_problems(self, problems: "Sequence[UserError]") -> None:
        if not problems:
            self._wrong.grid_remove()
            return
        self._wrong_title.say(f"用语文件有 {len(problems)} 处写错，改好以前不能评分")
        more = f"\n还有 {len(problems) - _MOST_PROBLEMS} 处。" if len(problems) > _MOST_PROBLEMS else ""
        self._wrong_words.say("\n".join(map(str, problems[:_MOST_PROBLEMS])) + more)
        self._wrong.grid()

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

        def read(_progress: object) -> "tuple[Sequence[LexiconEntry], Sequence[UserError]]":
            return self._lexicon().entries(), self._lexicon().problems()

        def show(found: "tuple[Sequence[LexiconEntry], Sequence[UserError]]") -> None:
            entries, problems = found
            order = {category: place for place, category in enumerate(Category)}
            self._entries = {
                entry.phrase.id: entry for entry in sorted(entries, key=lambda entry: order[entry.phrase.category])
            }
            on, own = sum(entry.on for entry in entries), sum(entry.own for entry in entries)
            self._count.say(
                f"共 {len(entries)} 条，启用 {on} 条，本单位加上或改过 {own} 条。改动只影响本单位，随时可以恢复。"
            )
            self._say_problems(problems)
            self._fill()
            if choose in self._entries and self.table.tree.exists(choose):
                self.table.choose(choose)

        self._start(read, show)

    def show_phrase(self, phrase_id: str) -> None:
        """Open a phrase in the form, wherever the list stands."""
        if phrase_id not in self._entries:
            return
        if not self.table.tree.exists(phrase_id):
            self._search.text = ""
            self._picker.show(_ALL)
            self._fill()
        self.table.choose(phrase_id)
        self._page.reveal(self.form)
        self.form.focus_set()

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
        self.form.show(entry)

    def _add(self) -> None:
        wanted = self._picker.value
        category = wanted if isinstance(wanted, Category) else Category.GREETING
        self.form.show_new(Phrase("", category, self._search.text.strip()))
        self._page.reveal(self.form)
        self.form.focus_set()

    def _save(self, phrase: Phrase) -> None:
        def done(saved: Phrase) -> None:
            self._tell(Tone.GOOD, f"“{saved.say}”已保存，马上生效。")
            self._read(saved.id)

        self._start(lambda _progress: self._lexicon().save(phrase), done, title="正在保存用语")

    def _switch(self, phrase: Phrase, on: bool) -> None:
        self._start(lambda _progress: self._lexicon().switch(phrase.id, on), lambda _result: self._read(phrase.id))

    def _forget(self, phrase: Phrase) -> None:
        def done(_result: object) -> None:
            self._tell(Tone.GOOD, f"“{phrase.say}”在本单位的改动已经撤去。")
            self._read(phrase.id)

        self._start(lambda _progress: self._lexicon().forget(phrase.id), done)

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
            self._on_import(Path(name))


def _cells(entry: "LexiconEntry") -> tuple[str, ...]:
    phrase = entry.phrase
    severity = phrase.severity.label if phrase.kind is Kind.FORBIDDEN else "—"
    state = "停用" if not entry.on else "本单位" if entry.own else entry.origin or "启用"
    return (phrase.category.label, phrase.wording, severity, state)
