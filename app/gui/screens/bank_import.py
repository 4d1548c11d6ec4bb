"""Bring questions of a file into the bank: what would happen is shown row by row, and nothing is written before it is confirmed."""

import tkinter
from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from app.domain.bank_import import Entry, Preview, Refusal, Standing
from app.domain.business import BusinessLine
from app.domain.errors import Progress
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import HEADING, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.picker import Picker
from app.gui.widgets.question_view import QuestionView
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.services.bank import BankDesk
    from app.services.bank_import import Imported

_FILES = (
    ("题目文件", "*.xlsx *.xlsm *.csv *.tsv *.gift *.txt *.aiken *.xml *.zip"),
    ("所有文件", "*"),
)
_WORDS = (
    "可以导入 Excel、CSV、Moodle（GIFT、XML）、Aiken 和 QTI 文件。选好以后先给您看结果：哪些是新题、哪些有改动、"
    "哪些疑似重复、哪些不能导入和原因。确认之前什么都不写。"
)
_PREPARE = (
    ("Excel、CSV", "一行一题。先下载模板，表头的次序可以改；答案写 A、ABD 或 对、错。旧的 .xls 请另存为 .xlsx。"),
    ("Moodle", "题库里选“导出”，格式选 Moodle XML（带图片）或 GIFT。"),
    ("QTI", "考试平台导出的 2.1、2.2、3.0 压缩包，不用解开。"),
    ("Aiken", "纯文本：题干、A. B. C. D. 各一行，再写 ANSWER: B。"),
)
_ALL = "all"
_REFUSED = "refused"


class BankImport(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        bank: "Callable[[], BankDesk]",
        start: Start,
        tell: Tell,
        on_done: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._bank = bank
        self._start = start
        self._tell = tell
        self._on_done = on_done
        self._on_back = on_back
        self._path: Path | None = None
        self._preview: Preview | None = None
        self._shown: dict[str, Entry | Refusal] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme, padding=24)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(4, weight=1)
        colours, gap = theme.colours, theme.px(14)
        Paragraph(body, theme, "导入题目", TITLE, bold=True).grid(row=0, sticky="ew")
        self._name = Paragraph(body, theme, _WORDS, colour=colours.muted)
        self._name.grid(row=1, sticky="ew", pady=(theme.px(2), gap))
        self._first = first = Flow(body, theme, colours.background)
        first.grid(row=2, sticky="ew", pady=(0, gap))
        self._choose = Button(first, theme, "选择文件", self.choose_file, icon="folder", emphasis=Emphasis.PRIMARY)
        self._another = Button(first, theme, "换一个文件", self.choose_file, icon="folder")
        lines = [(None, "没写条线的：自动判断"), *((each, f"没写条线的：{each.label}") for each in BusinessLine)]
        self._line: Picker[BusinessLine | None] = Picker(first, theme, lines, None, lambda _line: self._read_again())
        self._get_template = Button(
            first, theme, "下载 Excel 模板", self._template, icon="file", emphasis=Emphasis.QUIET
        )
        first.add(self._choose, self._another, self._line, self._get_template)
        first.keep(self._choose, self._line, self._get_template)
        self._counts = tkinter.Frame(body, bg=colours.background)
        self._counts.columnconfigure(0, weight=1)
        self._counts.grid(row=3, sticky="ew", pady=(0, gap))
        self._counts.grid_remove()
        self._standing: Choice[str] | None = None
        self._columns = tkinter.Frame(body, bg=colours.background)
        self._columns.rowconfigure(0, weight=1)
        self._make_result()
        self._prepare(body).grid(row=4, sticky="new")
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(760)))
        self._arrange(True)
        self._last = Flow(body, theme, colours.background)
        self._last.grid(row=5, sticky="ew", pady=(gap, 0))
        self._write_button = Button(self._last, theme, "导入", self.write, icon="tick", emphasis=Emphasis.PRIMARY)
        self._duplicates_too = False
        self._duplicates_button = Button(self._last, theme, "疑似重复的也导入", self._switch_duplicates, icon="ring")
        self._back = Button(self._last, theme, "返回题库", self.back, icon="back")
        self._last.add(self._write_button, self._duplicates_button, self._back)
        self._last.keep(self._back)

    def _prepare(self, body: tkinter.Misc) -> tkinter.Widget:
        """What is shown before there is a file."""
        theme = self.theme
        box, pad = card(body, theme), theme.px(24)
        box.columnconfigure(1, weight=1)
        Paragraph(box, theme, "准备文件", HEADING, bold=True).grid(
            columnspan=2, sticky="ew", padx=pad, pady=(theme.px(20), theme.px(6))
        )
        for at, (name, advice) in enumerate(_PREPARE, 1):
            last = theme.px(20) if at == len(_PREPARE) else 0
            words(box, theme, name, bold=True).grid(
                row=at, column=0, sticky="nw", padx=(pad, 0), pady=(theme.px(8), last)
            )
            Paragraph(box, theme, advice).grid(row=at, column=1, sticky="ew", padx=pad, pady=(theme.px(8), last))
        self._advice = box
        return box

    def _make_result(self) -> None:
        theme = self.theme
        self._list = card(self._columns, theme)
        self._list.columnconfigure(0, weight=1)
        self._list.rowconfigure(0, weight=1)
        self.table = Table(
            self._list, theme,
            (Column("结果", 104), Column("位置", 190, spare=1), Column("题干或原因", 160, grow=True)),
            on_choose=self._look_at, empty="没有这样的题目。", rows=6,
        )  # fmt: skip
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._detail = card(self._columns, theme)
        self._detail.columnconfigure(0, weight=1)
        self._detail.rowconfigure(1, weight=1)
        self._verdict = Paragraph(self._detail, theme, "", HEADING, bold=True)
        self._verdict.grid(sticky="ew", padx=theme.px(22), pady=(theme.px(16), theme.px(4)))
        self.view = QuestionView(self._detail, theme, self._picture)
        self.view.grid(sticky="nsew", padx=theme.px(16), pady=(0, theme.px(12)))

    # What the window calls

    def enter(self) -> None:
        self._choose.focus_set()

    def primary(self) -> bool:
        if self._preview is not None and self._to_write():
            self.write()
        else:
            self.choose_file()
        return True

    def back(self) -> bool:
        self._show_nothing()
        self._on_back()
        return True

    # From the file to the preview

    def choose_file(self) -> None:
        name = filedialog.askopenfilename(parent=self, title="选择要导入的文件", filetypes=_FILES)
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Work out what importing the file would do, and show it."""
        self._path = path
        line = self._line.value

        def work(progress: Progress) -> Preview:
            from app.services import bank_import

            return bank_import.preview(self._bank(), path, line, on_progress=progress)

        self._start(work, self._show, title=f"正在读取 {path.name}")

    def _read_again(self) -> None:
        if self._path is not None and self._preview is not None:
            self.read(self._path)

    def _show(self, preview: Preview) -> None:
        self._preview = preview
        found = [(standing.value, f"{standing.label} {preview.count(standing)}") for standing in Standing]
        total = len(preview.entries) + len(preview.rejected)
        choices = [(_ALL, f"全部 {total}"), *found, (_REFUSED, f"不能导入 {len(preview.rejected)}")]
        if self._standing is not None:
            self._standing.destroy()
        # The counts are the labels, so the row is made anew for each file.
        self._standing = Choice(
            self._counts, self.theme, choices, _ALL, lambda _value: self._fill(), ground=self.theme.colours.background
        )
        self._standing.grid(sticky="ew")
        self._counts.grid()
        notes = "；".join(preview.notes[:3]) + ("……" if len(preview.notes) > 3 else "")
        self._name.say(f"{preview.name}：共 {total} 题。{notes}")
        self._advice.grid_remove()
        self._columns.grid(row=4, sticky="nsew")
        self._duplicates_too = True
        self._switch_duplicates()
        duplicates = (self._duplicates_button,) if preview.count(Standing.DUPLICATE) else ()
        self._last.keep(self._write_button, *duplicates, self._back)
        self._first.keep(self._another, self._line, self._get_template)
        self._count_to_write()
        self._fill()
        self.table.focus_set()

    def _show_nothing(self) -> None:
        self._preview = None
        self._path = None
        self._shown = {}
        self._name.say(_WORDS)
        self._counts.grid_remove()
        self._columns.grid_remove()
        self._advice.grid()
        self._last.keep(self._back)
        self._first.keep(self._choose, self._line, self._get_template)

    def _switch_duplicates(self) -> None:
        self._duplicates_too = not self._duplicates_too
        label = "疑似重复的也导入" if self._duplicates_too else "跳过疑似重复的"
        self._duplicates_button.say(label, "tick-ring" if self._duplicates_too else "ring")
        self._count_to_write()

    def _fill(self) -> None:
        assert self._preview is not None and self._standing is not None
        wanted = self._standing.value
        entries: Sequence[Entry | Refusal] = [
            *(e for e in self._preview.entries if wanted in (_ALL, e.standing.value)),
            *(self._preview.rejected if wanted in (_ALL, _REFUSED) else ()),
        ]
        self._shown = {str(at): each for at, each in enumerate(entries)}
        self.table.fill_gradually([_row(key, each) for key, each in self._shown.items()])
        if self._shown:
            self.table.choose("0")
        else:
            self._verdict.say("")
            self.view.say("")

    def _look_at(self, key: str) -> None:
        each = self._shown[key]
        if isinstance(each, Refusal):
            self._verdict.say("不能导入")
            self.view.say(
                f"{each.place}\n\n原因：{each.reason}。\n\n在原来的文件里改好，再选一次这个文件就行；已经导入的不会重复。"
            )
            return
        verdict = {
            Standing.NEW: "新题",
            Standing.CHANGED: f"有改动：题库里的第 {each.before.version} 版将更新" if each.before else "有改动",
            Standing.SAME: "和题库里的相同，不用导入",
            Standing.DUPLICATE: f"与“{each.alike}”相似 {each.share:.0%}",
        }[each.standing]
        self._verdict.say(verdict)
        notes = "\n".join(each.notes)
        self.view.show(each.question, f"{each.place}{'　' + notes if notes else ''}")

    def _picture(self, name: str) -> bytes | None:
        each = self._shown.get(self.table.chosen)
        found = getattr(each, "pictures", {}).get(name)
        return found if found is not None else self._bank().picture_content(name)

    # Writing

    def _to_write(self) -> int:
        assert self._preview is not None
        count = self._preview.count
        more = count(Standing.DUPLICATE) if self._duplicates_too else 0
        return count(Standing.NEW) + count(Standing.CHANGED) + more

    def _count_to_write(self) -> None:
        number = self._to_write()
        self._write_button.say(f"导入 {number} 题" if number else "没有可导入的")
        self._write_button.enable(bool(number))

    def write(self) -> None:
        """Write what was previewed, all or nothing."""
        preview, duplicates = self._preview, self._duplicates_too
        assert preview is not None

        def work(progress: Progress) -> "Imported":
            from app.services import bank_import

            return bank_import.write(self._bank(), preview, duplicates, progress)

        def done(written: "Imported") -> None:
            files = "、".join(written.files[:4])
            said = f"已导入：新增 {written.new} 题，更新 {written.changed} 题。"
            self._show_nothing()
            self._on_done()
            self._tell(Tone.GOOD, said, f"新题存放在 {files}。标为待复核的，补全后才算完整。" if files else "")

        self._start(work, done, title="正在写入题库")

    def _template(self) -> None:
        name = filedialog.asksaveasfilename(
            parent=self, title="保存 Excel 模板", defaultextension=".xlsx", initialfile="题目模板.xlsx"
        )
        if name:

            def work(_progress: object) -> None:
                from app.services.bank_export import write_template

                write_template(Path(name))

            self._start(work, lambda _none: self._tell(Tone.GOOD, "模板已保存，带下拉选项和各题型的例子。", name))

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        theme = self.theme
        gap = theme.px(20)
        self._list.grid_forget()
        self._detail.grid_forget()
        self._columns.columnconfigure(0, weight=5, uniform="import" if wide else "")
        self._columns.columnconfigure(1, weight=4 if wide else 0, uniform="import" if wide else "")
        self._columns.rowconfigure(1, weight=0, minsize=0 if wide else theme.px(320))
        if wide:
            self._list.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
            self._detail.grid(row=0, column=1, sticky="nsew")
        else:
            self._list.grid(row=0, column=0, sticky="nsew", pady=(0, gap))
            self._detail.grid(row=1, column=0, sticky="nsew")


def _row(key: str, each: Entry | Refusal) -> Row:
    if isinstance(each, Refusal):
        return Row(key, ("× 不能导入", each.place, each.reason))
    sign = {Standing.NEW: "＋ ", Standing.CHANGED: "✎ ", Standing.SAME: "＝ ", Standing.DUPLICATE: "≈ "}[each.standing]
    stem = " ".join(each.question.stem.split())[:80] or each.question.type.label
    return Row(key, (sign + each.standing.label, each.place, stem), faint=each.standing is Standing.SAME)
