"""One dispute: what was claimed, the recording at that place, the rule; a trainer decides, the trainee reads the answer."""

import tkinter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.people import Person, Role
from app.domain.role_play.findings import Decision
from app.gui.screens.records import points_in_words, short_time
from app.gui.screens.screen import Screen, Start
from app.gui.theme import BODY, HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.correction import Correction
from app.gui.widgets.dispute_text import DisputeText
from app.gui.widgets.flow import Flow
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.page import Page
from app.gui.widgets.text_box import TextBox
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.services.dispute_case import DisputeCase


class DisputeCaseScreen(Screen):
    """`on_decide(dispute id, decisions, reason)`: upheld with decisions, refused without any."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: Person,
        start: Start,
        play: Callable[[Path, float, float | None], None],
        quiet: Callable[[], None],
        on_decide: Callable[[str, tuple[Decision, ...], str], object],
        on_withdraw: Callable[[str], object],
        on_done: Callable[[str], None],
        on_record: "Callable[[DisputeCase], None]",
        on_back: Callable[[], None],
    ) -> None:
        """After a decision or a withdrawal `on_done(what was done)`; `on_record` opens the record it is about."""
        super().__init__(parent, theme)
        self._person = person
        self._start = start
        self._quiet = quiet
        self._on_decide = on_decide
        self._on_withdraw = on_withdraw
        self._on_done = on_done
        self._on_record = on_record
        self._on_back = on_back
        self.case: DisputeCase | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = Page(self, theme)
        self._page.grid(sticky="nsew")
        body = self._page.body
        body.columnconfigure(0, weight=1)
        self._title = Paragraph(body, theme, "", TITLE, bold=True)
        self._title.grid(row=0, sticky="ew")
        self._about = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._about.grid(row=1, sticky="ew", pady=(theme.px(4), theme.px(16)))
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=2, sticky="nsew")
        self._heard_card, heard = self._titled("录音和原文")
        self.heard = DisputeText(heard, theme, play)
        self.heard.grid(row=1, sticky="ew", padx=theme.px(18), pady=(0, theme.px(18)))
        self._claim_card, claim = self._titled("异议")
        self.claim = FlowText(claim, theme, BODY, spacing=6)
        self.claim.grid(row=1, sticky="ew", padx=theme.px(18), pady=(0, theme.px(14)))
        for name, look in (
            ("small", {"foreground": theme.colours.muted, "font": theme.font(SMALL)}),
            ("strong", {"font": theme.font(BODY, bold=True)}),
            ("good", {"foreground": theme.colours.polite, "font": theme.font(BODY, bold=True)}),
            ("bad", {"foreground": theme.colours.forbidden, "font": theme.font(BODY, bold=True)}),
        ):
            self.claim.view.tag_configure(name, **look)
        self._answer_card = self._make_answer()
        self._row = row = Flow(body, theme, theme.colours.background)
        row.grid(row=3, sticky="ew", pady=(theme.px(20), 0))
        self._take_back = Button(row, theme, "撤回异议", self._withdraw, icon="cross")
        self._see = Button(row, theme, "看整条记录", self._open_record, icon="records")
        self._leave = Button(row, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET)
        row.add(self._take_back, self._see, self._leave)
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(820)))

    @property
    def decides(self) -> bool:
        """Whether this person may answer the dispute that is shown."""
        case = self.case
        judge = self._person.role is Role.TRAINER
        return case is not None and case.dispute.open and judge and case.person.id != self._person.id

    def show(self, case: "DisputeCase") -> None:
        from app.services.dispute_case import title_of, turns_of

        self.case = case
        self._title.say("处理异议" if self.decides else "异议")
        number = f"第 {case.kept.record.number} 条记录"
        raised = f"{short_time(case.dispute.at)} 提出"
        self._about.say(f"{case.person.name} · {title_of(case.kept)} · {number} · {raised}")
        self.heard.show(case)
        self._show_claim(case)
        if self.decides:
            self.correction.show(case.line, turns_of(case.kept), case.at)
            self.verdict.show(True)
            self.reason.text = ""
            self._judged()
        own = case.dispute.open and case.dispute.person_id == self._person.id
        self._row.keep(*((self._take_back,) if own else ()), self._see, self._leave)
        wide, self._wide = self._wide, None
        self._arrange(True if wide is None else wide)
        self._page.to_top()

    def enter(self) -> None:
        if self.heard.playable:
            self.heard.view.focus_set()
        else:
            (self.verdict if self.decides else self._leave).focus_set()

    def leave(self) -> None:
        self._quiet()

    def primary(self) -> bool:
        case = self.case
        if case is None or not self.decides:
            return False
        reason = self.reason.text
        decisions = (self.correction.decision(reason),) if self.verdict.value else ()
        dispute_id = case.dispute.id
        said = "异议成立，分数已经改过来了。" if decisions else "已答复，维持原评分。"
        self._start(
            lambda _progress: self._on_decide(dispute_id, decisions, reason), lambda _dispute: self._on_done(said)
        )
        return True

    def finish(self) -> bool:
        return self.primary()

    def back(self) -> bool:
        self._on_back()
        return True

    def _withdraw(self) -> None:
        assert self.case is not None
        dispute_id = self.case.dispute.id
        self._start(lambda _progress: self._on_withdraw(dispute_id), lambda _dispute: self._on_done("异议已撤回。"))

    def _open_record(self) -> None:
        assert self.case is not None
        self._on_record(self.case)

    def _titled(self, title: str) -> tuple[Any, Any]:
        theme = self.theme
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        words(box, theme, title, HEADING, bold=True).grid(
            row=0, sticky="w", padx=theme.px(24), pady=(theme.px(16), theme.px(2))
        )
        return box, box

    def _make_answer(self) -> Any:
        theme = self.theme
        box, inside = self._titled("您的答复")
        pad = theme.px(24)
        self.verdict: Choice[bool] = Choice(
            inside, theme, [(True, "异议成立，改分"), (False, "维持原评分")], True, lambda _upheld: self._judged()
        )
        self.verdict.grid(row=1, sticky="ew", padx=pad, pady=(theme.px(4), theme.px(10)))
        self.correction = Correction(inside, theme, self._preview)
        self.correction.grid(row=2, sticky="ew", padx=pad)
        self.reason = TextBox(inside, theme, "理由（必填，会和异议一起存档）", lines=2, most=5)
        self.reason.grid(row=3, sticky="ew", padx=pad, pady=(theme.px(10), theme.px(16)))
        save = Button(inside, theme, "保存答复", self.primary, icon="tick", emphasis=Emphasis.PRIMARY)
        save.grid(row=4, sticky="w", padx=pad, pady=(0, theme.px(20)))
        return box

    def _judged(self) -> None:
        if self.verdict.value:
            self.correction.grid()
        else:
            self.correction.grid_remove()

    def _show_claim(self, case: "DisputeCase") -> None:
        dispute, text, line = case.dispute, self.claim, case.line
        claim = dispute.claim
        text.clear()
        text.add(f"{line.side}　" if line.side else "", "small")
        text.add(claim.title, "strong")
        text.add(f"　{points_in_words(line.points, line.possible)} 分\n")
        text.add("为什么这样评　", "small")
        text.add(f"{line.reason}\n")
        text.add(f"{case.person.name}说　", "small")
        text.add(f"{claim.ground.label}。{claim.reason}")
        if dispute.closing is not None:
            text.add("\n")
            good = bool(dispute.closing.decisions)
            text.add(f"\n{dispute.standing}", "good" if good else "bad" if dispute.answered else "strong")
            if good and dispute.closing.points is not None:
                text.add(f"　{claim.points:g} → {dispute.closing.points:g} 分")
            if dispute.closing.reason:
                text.add(f"\n{dispute.closing.reason}")
            text.add(f"\n{dispute.by}　{short_time(dispute.closed_at)}", "small")
        elif not self.decides:
            text.add("\n")
            text.add(f"\n{dispute.standing}", "strong")
        text.finish()

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap, columns = self.theme.px(20), self._columns
        columns.columnconfigure(0, weight=1, uniform="half" if wide else "")
        columns.columnconfigure(1, weight=1 if wide else 0, uniform="half" if wide else "")
        columns.rowconfigure(1, weight=1 if wide else 0)
        for box in (self._claim_card, self._heard_card, self._answer_card):
            box.grid_forget()
        if not wide:
            order = (self._claim_card, self._heard_card, *((self._answer_card,) if self.decides else ()))
            for row, box in enumerate(order):
                box.grid(row=row, column=0, sticky="ew", pady=(0, gap))
            return
        # What is decided stands beside what it is decided on, so that both are in sight while listening.
        right = self._answer_card if self.decides else self._claim_card
        left = (self._claim_card, self._heard_card) if self.decides else (self._heard_card,)
        for row, box in enumerate(left):
            box.grid(row=row, column=0, sticky="new", padx=(0, gap), pady=(gap if row else 0, 0))
        right.grid(row=0, column=1, rowspan=2, sticky="new")

    def _preview(self, decision: Decision) -> str:
        from app.services.deciding import standing_after

        assert self.case is not None
        return standing_after(self.case.kept, decision)
