"""The bank for the trainer: find questions, look at one with answer and basis, and from there to everything else."""

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.business import BusinessLine
from app.domain.errors import Progress
from app.domain.question_card import QuestionCard
from app.domain.question_state import QuestionState, state_of
from app.domain.questions import Question, QuestionType
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.picker import Picker
from app.gui.widgets.question_view import QuestionView
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.services.bank import BankDesk

_AT_ONCE = 400  # rows of the list that are there at once
_TYPING = 250  # milliseconds without a key before the bank is searched


class _Special(Enum):
    """What is no state of a single question, but is looked for in the same place."""

    ALIKE = "近重复"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search yields: the questions by id, their rows, and how many questions and faults the bank has."""

    cards: dict[str, QuestionCard]
    rows: Sequence[Row]
    count: int
    faults: int


class BankList(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        bank: "Callable[[], BankDesk]",
        start: Start,
        tell: Tell,
        on_edit: Callable[[Question], None],
        on_add: Callable[[BusinessLine | None], None],
        on_import: Callable[[], None],
        on_export: Callable[[Sequence[QuestionCard], bool], None],
        on_law: Callable[[], None],
        on_problems: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._bank = bank
        self._start = start
        self._tell = tell
        self._on_edit = on_edit
        self._on_add = on_add
        self._on_export = on_export
        self._on_back = on_back
        self._cards: dict[str, QuestionCard] = {}
        self._question: Question | None = None
        self._typing = ""
        self._asked = 0  # counts searches: only the answer to the latest is shown
        self._wanted_id = ""
        self._total = 0
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme, padding=24)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(3, weight=1)
        colours, gap = theme.colours, theme.px(14)
        Paragraph(body, theme, "题库", TITLE, bold=True).grid(row=0, sticky="ew")
        head = tkinter.Frame(body, bg=colours.background)
        head.grid(row=1, sticky="ew", pady=(0, gap))
        head.columnconfigure(0, weight=1)
        self._count = Paragraph(head, theme, "正在打开题库…", SMALL, colour=colours.muted)
        self._count.grid(row=0, column=0, sticky="ew")
        self._faults = Button(head, theme, "", on_problems, icon="warn", emphasis=Emphasis.QUIET, height=36)
        self._filter(body).grid(row=2, sticky="ew", pady=(0, gap))
        self._columns = tkinter.Frame(body, bg=colours.background)
        self._columns.grid(row=3, sticky="nsew")
        self._columns.rowconfigure(0, weight=1)
        self._list = card(self._columns, theme)
        self._list.columnconfigure(0, weight=1)
        self._list.rowconfigure(0, weight=1)
        self.table = Table(
            self._list,
            theme,
            (
                Column("题干", 300, grow=True),
                Column("题型", 84, spare=1),
                Column("业务条线", 132, spare=3),
                Column("难度", 56, spare=4),
                Column("状态", 76, spare=2),
            ),
            on_open=lambda _key: self.primary(),
            on_choose=self._look_at,
            empty="没有找到题目。换一个词或条件，或者点“添加题目”“导入”。",
            rows=6,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._detail = card(self._columns, theme)
        self._detail.columnconfigure(0, weight=1)
        self._detail.rowconfigure(0, weight=1)
        self.view = QuestionView(self._detail, theme, lambda name: bank().picture_content(name))
        self.view.grid(sticky="nsew", padx=theme.px(16), pady=(theme.px(14), theme.px(4)))
        self._buttons(self._detail).grid(sticky="ew", padx=theme.px(16), pady=(0, theme.px(12)))
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(760)))
        self._arrange(True)
        row = Flow(body, theme, colours.background)
        row.grid(row=4, sticky="ew", pady=(gap, 0))
        self._edit_button = Button(row, theme, "修改这道题", self.primary, icon="pencil", emphasis=Emphasis.PRIMARY)
        self._edit_button.enable(False)
        row.add(
            self._edit_button,
            Button(row, theme, "添加题目", lambda: on_add(self._line.value), icon="plus"),
            Button(row, theme, "导入", on_import, icon="import"),
            Button(row, theme, "导出", self._export, icon="export"),
            Button(row, theme, "法规有变化", on_law, icon="book"),
        )

    # What the window calls

    def enter(self) -> None:
        """Files may have been edited meanwhile: they are looked at anew, which costs next to nothing."""
        self._start(lambda progress: self._bank().refresh(progress), lambda _opened: self._find(), title="正在读取题库")
        self.table.focus_set()

    def leave(self) -> None:
        if self._typing:
            self.after_cancel(self._typing)
            self._typing = ""

    def primary(self) -> bool:
        if self._question is not None:
            self._on_edit(self._question)
        return self._question is not None

    def back(self) -> bool:
        if self._sure.winfo_ismapped():
            self._ask_to_remove(False)
        else:
            self._on_back()
        return True

    def choose(self, id: str) -> None:
        """Have this question chosen when the list is shown next, whatever was looked for before."""
        self._wanted_id = id
        self._question = None
        self._search.text = ""
        for picker in (self._line, self._type, self._state):
            picker.show(None)

    # Looking for questions

    def _filter(self, body: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        row = Flow(body, theme, theme.colours.background)
        self._search = Field(row, theme, "", "查找题目", ground=theme.colours.background)
        self._search.on_key(self._typed)
        self._line: Picker[BusinessLine | None] = Picker(
            row, theme, [(None, "全部条线"), *((each, each.label) for each in BusinessLine)], None, self._changed
        )
        self._type: Picker[QuestionType | None] = Picker(
            row, theme, [(None, "全部题型"), *((each, each.label) for each in QuestionType)], None, self._changed
        )
        states = [(each, each.label) for each in (*QuestionState,)]
        self._state: Picker[QuestionState | _Special | None] = Picker(
            row, theme, [(None, "全部状态"), *states, (_Special.ALIKE, _Special.ALIKE.value)], None, self._changed
        )
        row.add(self._search, self._line, self._type, self._state)
        return row

    def _typed(self) -> None:
        if self._typing:
            self.after_cancel(self._typing)
        self._typing = self.after(_TYPING, self._find)

    def _changed(self, _value: object) -> None:
        self._find()

    def _find(self) -> None:
        from app.services.bank_search import Wanted, find, near_duplicates

        self._typing = ""
        self._asked += 1
        asked, state = self._asked, self._state.value
        real = state if isinstance(state, QuestionState) else None
        wanted = Wanted(self._search.text, self._line.value, self._type.value, real)

        def work(progress: Progress) -> _Found:
            bank = self._bank()
            found: Sequence[QuestionCard] = find(bank, wanted, date.today())
            if state is _Special.ALIKE:
                ids = {card.id for card in found}
                groups = near_duplicates(bank, progress)
                found = [card for group in groups for card in group if card.id in ids]
            today = date.today()
            rows = [_row(card, today) for card in found]  # here, because fifty thousand take a while
            return _Found({card.id: card for card in found}, rows, bank.index.count(), len(bank.problems()))

        def show(found: _Found) -> None:
            if asked == self._asked:
                self._show(found)

        self._start(work, show, title="正在找近似的题目" if state is _Special.ALIKE else "")

    def _show(self, found: "_Found") -> None:
        self._cards, rows = found.cards, found.rows
        self._total = found.count
        shown = "" if len(rows) == found.count else f"，当前显示 {len(rows)} 题"
        self._count.say(f"共 {found.count} 题{shown}。改动直接写回题库文件，可以用文本编辑器查看。")
        self._show_faults(found.faults)
        keep = self._wanted_id or (self._question.id if self._question else "")
        if keep in self._cards:  # what was chosen is to be there at once, however far down it stands
            at = list(self._cards).index(keep)
            self.table.fill_gradually(rows, max(_AT_ONCE, at + 50))
        else:
            keep = next(iter(self._cards), "")
            self.table.fill_gradually(rows)
        self._wanted_id = ""
        if keep:
            self.table.choose(keep)  # and the table says so, which shows the question
        else:
            self._question = None
            self.view.say("没有选中题目。")
        self._edit_button.enable(bool(keep))
        for button in self._actions:
            button.enable(bool(keep))

    def _show_faults(self, faults: int) -> None:
        if faults:
            self._faults.say(f"题库文件有 {faults} 处错误，查看")
            self._faults.grid(row=0, column=1, sticky="e")
        else:
            self._faults.grid_remove()

    # One question

    def _look_at(self, id: str) -> None:
        if not id:
            return
        self._ask_to_remove(False)

        def show(question: Question) -> None:
            if self.table.chosen == id:
                self._question = question
                self.view.show(question, self._cards[id].file if id in self._cards else "")
                self._mark_button.say("取消待复核" if question.review else "标为待复核")

        self._start(lambda _progress: self._bank().question(id), show)

    def _buttons(self, parent: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = tkinter.Frame(parent, bg=colours.surface)
        box.columnconfigure(0, weight=1)
        self._plain = Flow(box, theme, colours.surface, gap=4)
        self._plain.grid(row=0, sticky="ew")
        self._mark_button = Button(
            self._plain, theme, "标为待复核", self._mark, icon="warn", emphasis=Emphasis.QUIET, height=40
        )
        remove = Button(
            self._plain,
            theme,
            "删除",
            lambda: self._ask_to_remove(True),
            icon="cross",
            emphasis=Emphasis.QUIET,
            height=40,
        )
        self._plain.add(self._mark_button, remove)
        self._actions = (self._mark_button, remove)
        self._sure = tkinter.Frame(box, bg=colours.surface)
        self._sure.columnconfigure(0, weight=1)
        Paragraph(self._sure, theme, "删除后不能恢复。确定删除这道题吗？", colour=colours.forbidden).grid(sticky="ew")
        answers = Flow(self._sure, theme, colours.surface)
        answers.grid(sticky="ew", pady=(theme.px(6), 0))
        self._keep = Button(answers, theme, "保留", lambda: self._ask_to_remove(False), height=40)
        answers.add(self._keep, Button(answers, theme, "确定删除", self._remove, icon="cross", height=40))
        return box

    def _ask_to_remove(self, ask: bool) -> None:
        if ask and self._question is not None:
            self._plain.grid_remove()
            self._sure.grid(row=0, sticky="ew")
            self._keep.focus_set()
        elif self._sure.winfo_manager():
            self._sure.grid_remove()
            self._plain.grid(row=0, sticky="ew")
            self.table.focus_set()

    def _remove(self) -> None:
        assert self._question is not None
        id = self._question.id
        ids = list(self._cards)
        at = ids.index(id) if id in ids else 0
        self._wanted_id = (ids[at + 1 : at + 2] or ids[max(0, at - 1) : at] or [""])[0]
        self._ask_to_remove(False)

        def done(_result: object) -> None:
            self._question = None
            self._tell(Tone.GOOD, "题目已删除。")
            self._find()

        self._start(lambda _progress: self._bank().remove(id), done, title="正在删除题目")

    def _mark(self) -> None:
        assert self._question is not None
        question = self._question
        reason = "" if question.review else f"培训师标记，{date.today()}"

        def done(_saved: object) -> None:
            self._tell(Tone.GOOD, "已标为待复核。" if reason else "已取消待复核。")
            self._find()

        self._start(lambda _progress: self._bank().save(replace(question, review=reason)), done)

    def _export(self) -> None:
        cards = tuple(self._cards.values())
        self._on_export(cards, len(cards) < self._total)

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        theme = self.theme
        gap = theme.px(20)
        self._list.grid_forget()
        self._detail.grid_forget()
        self._columns.columnconfigure(0, weight=5, uniform="bank" if wide else "")
        self._columns.columnconfigure(1, weight=4 if wide else 0, uniform="bank" if wide else "")
        self._columns.rowconfigure(1, weight=0, minsize=0 if wide else theme.px(360))
        if wide:
            self._list.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
            self._detail.grid(row=0, column=1, sticky="nsew")
        else:
            self._list.grid(row=0, column=0, sticky="nsew", pady=(0, gap))
            self._detail.grid(row=1, column=0, sticky="nsew")


def _row(question: QuestionCard, today: date) -> Row:
    state = state_of(question, today)
    stem = " ".join(question.stem.split()) or "（看题目内容）"
    cells = (stem[:80], question.type.label, question.line.label, f"{question.difficulty}", state.label)
    return Row(question.id, cells, faint=state in (QuestionState.EXPIRED, QuestionState.AHEAD))
