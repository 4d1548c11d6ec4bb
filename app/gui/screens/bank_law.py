"""A law has changed: find every question that rests on it, or on one article of it, and mark them for review."""

import tkinter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from app.domain.question_card import QuestionCard
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.services.bank import BankDesk


class BankLaw(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        bank: "Callable[[], BankDesk]",
        start: Start,
        tell: Tell,
        on_question: Callable[[str], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._bank = bank
        self._start = start
        self._tell = tell
        self._on_back = on_back
        self._found: tuple[QuestionCard, ...] = ()
        self._laws: dict[str, int] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme, padding=24)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        colours, gap = theme.colours, theme.px(14)
        Paragraph(body, theme, "法规有变化", TITLE, bold=True).grid(row=0, sticky="ew")
        Paragraph(
            body,
            theme,
            "选一部法规，需要时再写条号，看哪些题目依据它；把它们标为待复核，改完一题取消一题。",
            colour=colours.muted,
        ).grid(row=1, sticky="ew", pady=(theme.px(2), gap))
        self._columns = tkinter.Frame(body, bg=colours.background)
        self._columns.grid(row=2, sticky="nsew")
        self._columns.rowconfigure(0, weight=1)
        self._law_card = card(self._columns, theme)
        self._law_card.columnconfigure(0, weight=1)
        self._law_card.rowconfigure(1, weight=1)
        self._search = Field(self._law_card, theme, "", "查找法规")
        self._search.grid(sticky="ew", padx=theme.px(18), pady=(theme.px(14), 0))
        self._search.on_key(self._fill_laws)
        self.laws = Table(
            self._law_card, theme, (Column("法规", 180, grow=True), Column("题数", 64)),
            on_choose=lambda _law: self._find(), empty="题库没有引用这样的法规。", rows=6,
        )  # fmt: skip
        self.laws.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(8))
        self._question_card = card(self._columns, theme)
        self._question_card.columnconfigure(0, weight=1)
        self._question_card.rowconfigure(2, weight=1)
        self._article = Field(self._question_card, theme, "", "条号，如 第十七条，或者 17；不写就是整部法规")
        self._article.grid(sticky="ew", padx=theme.px(18), pady=(theme.px(14), theme.px(4)))
        self._article.on_key(self._find)
        self._count = Paragraph(self._question_card, theme, "", SMALL, colour=colours.muted)
        self._count.grid(sticky="ew", padx=theme.px(22))
        self.table = Table(
            self._question_card, theme,
            (Column("题干", 180, grow=True), Column("题型", 84, spare=1), Column("状态", 84)),
            on_open=on_question, empty="没有依据这一条的题目。", rows=5,
        )  # fmt: skip
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(8))
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(760)))
        self._arrange(True)
        self._reason = Field(body, theme, "", "标记的原因，如：条例 2027 年修订（可不写）", ground=colours.background)
        self._reason.grid(row=3, sticky="ew", pady=(gap, 0))
        row = Flow(body, theme, colours.background)
        row.grid(row=4, sticky="ew", pady=(theme.px(10), 0))
        self._mark_button = Button(row, theme, "标为待复核", self.mark, icon="warn", emphasis=Emphasis.PRIMARY)
        row.add(self._mark_button, Button(row, theme, "返回题库", self.back, icon="back"))

    def enter(self) -> None:
        self._start(lambda _progress: self._bank().laws(), self._show_laws)
        self.laws.focus_set()

    def back(self) -> bool:
        self._on_back()
        return True

    def mark(self) -> None:
        """Mark every question found, all or none."""
        ids = [each.id for each in self._found]
        law = f"《{self.laws.chosen}》{self._article.text.strip()}"
        reason = self._reason.text.strip() or f"{law} 有变化，{date.today()} 标记"

        def done(count: int) -> None:
            already = len(ids) - count
            self._tell(Tone.GOOD, f"已把 {count} 题标为待复核。", f"另有 {already} 题之前已经标过。" if already else "")
            self._find()

        self._start(lambda _progress: self._bank().mark_for_review(ids, reason), done, title="正在标记题目")

    def _show_laws(self, laws: dict[str, int]) -> None:
        self._laws = dict(sorted(laws.items(), key=lambda each: -each[1]))
        self._fill_laws()

    def _fill_laws(self) -> None:
        words = self._search.text.strip()
        found = {law: count for law, count in self._laws.items() if words in law}
        self.laws.fill(Row(law, (law, f"{count}")) for law, count in found.items())
        if found and not self.laws.chosen:
            self.laws.choose(next(iter(found)))
        elif not found:
            self._show((), "", "")

    def _find(self) -> None:
        law, article = self.laws.chosen, self._article.text.strip()
        if not law:
            return

        def show(found: tuple[QuestionCard, ...]) -> None:
            if (self.laws.chosen, self._article.text.strip()) == (law, article):
                self._show(found, law, article)

        self._start(lambda _progress: self._bank().citing(law, article), show)

    def _show(self, found: tuple[QuestionCard, ...], law: str, article: str) -> None:
        self._found = found
        where = f"《{law}》{article}" if law else ""
        self._count.say(f"依据{where}的题目：{len(found)} 题" if law else "先在左边选一部法规。")
        self.table.fill_gradually([_row(card) for card in {card.id: card for card in found}.values()])
        self._mark_button.say(f"把 {len(found)} 题标为待复核" if found else "标为待复核")
        self._mark_button.enable(bool(found))

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        theme = self.theme
        gap = theme.px(20)
        self._law_card.grid_forget()
        self._question_card.grid_forget()
        self._columns.columnconfigure(0, weight=4, uniform="law" if wide else "")
        self._columns.columnconfigure(1, weight=5 if wide else 0, uniform="law" if wide else "")
        if wide:
            self._law_card.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
            self._question_card.grid(row=0, column=1, sticky="nsew")
        else:
            self._law_card.grid(row=0, column=0, sticky="nsew", pady=(0, gap))
            self._question_card.grid(row=1, column=0, sticky="nsew")


def _row(question: QuestionCard) -> Row:
    stem = " ".join(question.stem.split())[:80]
    return Row(question.id, (stem, question.type.label, "待复核" if question.review else "可用"))
