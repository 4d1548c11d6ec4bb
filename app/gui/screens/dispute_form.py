"""Dispute a line of one's own score: which line, what is wrong with it, and why."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.dispute import Ground
from app.domain.errors import UserError
from app.domain.score_sheet import Evidence
from app.gui.screens.records import points_in_words
from app.gui.screens.screen import Screen, Start
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.picker import Picker
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.text_box import TextBox
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.domain.dispute import Dispute
    from app.services.dispute_case import JudgedLine
    from app.services.kept_records import Kept

_ANYWHERE = -1
# record id, rule, ground, reason, place
Raise = Callable[[str, str, Ground, str, Evidence | None], object]


class DisputeForm(Screen):
    """Only the lines that cost something are offered; one with an open dispute says so and can be withdrawn."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        start: Start,
        on_raise: Raise,
        on_withdraw: Callable[[str], object],
        on_done: Callable[[str, str], None],
        on_back: Callable[[str], None],
    ) -> None:
        """`on_raise` and `on_withdraw(dispute id)` keep it; then `on_done(record id, what was done)`."""
        super().__init__(parent, theme)
        self._start = start
        self._raise = on_raise
        self._withdraw = on_withdraw
        self._on_done = on_done
        self._on_back = on_back
        self._record_id = ""
        self._lines: dict[str, JudgedLine] = {}
        self._open: dict[str, Dispute] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        pad = theme.px(24)
        Paragraph(body, theme, "问带教老师", TITLE, bold=True).grid(row=0, sticky="ew")
        self._about = Paragraph(body, theme, "", colour=theme.colours.muted)
        self._about.grid(row=1, sticky="ew", pady=(theme.px(4), theme.px(14)))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = Table(
            box,
            theme,
            (
                Column("方面", 110, spare=1),
                Column("评分项", 200, grow=True),
                Column("得分", 100),
                Column("为什么这样评", 260, grow=True, spare=2),
                Column("异议", 90),
            ),
            on_open=lambda _key: self._choice.focus_set(),
            on_choose=lambda key: self._chosen(key),
            empty="这次没有扣分的地方，不用提异议。",
            rows=4,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(8))
        form = card(body, theme)
        form.grid(row=3, sticky="ew", pady=(theme.px(16), 0))
        form.columnconfigure(0, weight=1)
        self._why = Paragraph(form, theme, "", SMALL, colour=theme.colours.muted)
        self._why.grid(row=0, sticky="ew", padx=pad, pady=(theme.px(14), theme.px(8)))
        how = Flow(form, theme, theme.colours.surface)
        how.grid(row=1, sticky="ew", padx=pad)
        self._choice: Choice[Ground] = Choice(
            how, theme, [(ground, ground.label) for ground in Ground], Ground.MISHEARD
        )
        self._choice.configure(width=theme.px(384))
        self._turn: Picker[int] = Picker(how, theme, [(_ANYWHERE, "")], _ANYWHERE)
        self._how = how
        how.add(self._choice)
        self.reason = TextBox(form, theme, "您的理由（例如：我说的是“请您稍等”，不是“请你等等”）", lines=2, most=5)
        self.reason.grid(row=2, sticky="ew", padx=pad, pady=(theme.px(8), 0))
        row = Flow(form, theme, theme.colours.surface)
        row.grid(row=3, sticky="ew", padx=pad, pady=theme.px(16))
        self._send = Button(row, theme, "提交异议", self.primary, icon="tick", emphasis=Emphasis.PRIMARY)
        self._take_back = Button(row, theme, "撤回异议", self._withdraw_chosen, icon="cross")
        self._leave = Button(row, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET)
        self._row = row
        row.add(self._send, self._leave)

    def show(self, kept: "Kept", rule: str = "") -> None:
        """Dispute a line of `kept`; `rule` is the one chosen at first."""
        from app.services.dispute_case import judged_lines, title_of, turns_of

        self._record_id = kept.record.id
        self._about.say(
            f"{title_of(kept)} · 第 {kept.record.number} 条记录。选一条，写上理由；老师会听录音，给您答复。"
        )
        self._open = {each.claim.rule: each for each in kept.disputes if each.open}
        self._lines = {line.rule: line for line in judged_lines(kept) if line.disputable or line.rule in self._open}
        last = {each.claim.rule: each for each in kept.disputes}
        self.table.fill(
            Row(
                line.rule,
                (
                    line.side,
                    line.title,
                    points_in_words(line.points, line.possible),
                    line.reason,
                    "等待答复" if line.rule in self._open else last[line.rule].standing if line.rule in last else "",
                ),
            )
            for line in self._lines.values()
        )
        turns = turns_of(kept)
        self._turn.offer([(_ANYWHERE, "不确定是哪一轮"), *enumerate(turns)], _ANYWHERE)
        self._how.keep(*((self._choice, self._turn) if turns else (self._choice,)))
        self.reason.text = ""
        if self._lines:
            self.table.choose(rule if rule in self._lines else next(iter(self._lines)))
        else:
            self._row.keep(self._leave)
            self._why.say("")

    def enter(self) -> None:
        self.table.focus_set()

    def primary(self) -> bool:
        rule, record_id = self.table.chosen, self._record_id
        if not rule or rule in self._open:
            return False
        line, ground, reason = self._lines[rule], self._choice.value, self.reason.text
        if not reason.strip():
            self.reason.focus_set()
            raise UserError("还没有写异议的理由。", "请写清您当时是怎么说的、为什么不该这样评，老师听录音时会看到。")
        mark = _place(line, self._turn.value)
        self._start(
            lambda _progress: self._raise(record_id, rule, ground, reason, mark),
            lambda _dispute: self._on_done(record_id, "异议已提交，老师答复后会在首页告诉您。"),
        )
        return True

    def back(self) -> bool:
        self._on_back(self._record_id)
        return True

    def _withdraw_chosen(self) -> None:
        dispute, record_id = self._open.get(self.table.chosen), self._record_id
        if dispute is not None:
            dispute_id = dispute.id
            self._start(
                lambda _progress: self._withdraw(dispute_id), lambda _dispute: self._on_done(record_id, "异议已撤回。")
            )

    def _chosen(self, rule: str) -> None:
        line, dispute = self._lines[rule], self._open.get(rule)
        self._row.keep(*((self._take_back, self._leave) if dispute else (self._send, self._leave)))
        if dispute is not None:
            self._why.say(f"您已提过异议（{dispute.claim.ground.label}）：{dispute.claim.reason}　老师还没有答复。")
            return
        self._why.say(f"{line.title}：{line.reason}")
        self._choice.show(Ground.UNJUST if line.points < 0 else Ground.MISSED if not line.evidence else Ground.MISHEARD)
        self._turn.show(line.evidence[0].turn if line.evidence else _ANYWHERE)


def _place(line: "JudgedLine", turn: int) -> Evidence | None:
    """The place that is meant: the words the line rests on in that reply, or the reply."""
    if turn == _ANYWHERE:
        return line.evidence[0] if line.evidence else None
    return next((each for each in line.evidence if each.turn == turn), Evidence("", 0.0, 0.0, turn))
