"""The score sheet: how a reply went, why, and what to say instead. The heart of the product."""

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.hits import Hit
from app.domain.lexicon import Kind
from app.domain.score_sheet import Evidence, ScoreSheet
from app.domain.transcript import Transcript
from app.gui.pictures import ring
from app.gui.screens.screen import Screen
from app.gui.theme import BODY, DISPLAY, HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.marked_text import MarkedText
from app.gui.widgets.page import Page
from app.gui.widgets.sheet_lines import SheetLines
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.dispute import Dispute


@dataclass(frozen=True, slots=True)
class SheetView:
    """What is shown: a fresh reply and a kept record look the same. `when` and `exemplary` may be empty."""

    title: str
    citizen_line: str
    transcript: Transcript
    hits: Sequence[Hit]
    sheet: ScoreSheet
    audio: Path | None
    when: str = ""
    exemplary: str = ""
    warnings: Sequence[str] = ()
    disputes: "Sequence[Dispute]" = ()


@dataclass(frozen=True, slots=True)
class Action:
    """One button below the score; the first one given is the primary one."""

    label: str
    icon: str
    do: Callable[[], Any]


class ScoreSheetScreen(Screen):
    def __init__(
        self, parent: tkinter.Misc, theme: Theme, play: Callable[[Path, float, float], None], quiet: Callable[[], None]
    ) -> None:
        super().__init__(parent, theme)
        self._play = play
        self._quiet = quiet
        self._view: SheetView | None = None
        self._actions: tuple[Action, ...] = ()
        self._on_back: Callable[[], None] = lambda: None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = Page(self, theme)
        self._page.grid(sticky="nsew")
        body = self._page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(24)
        self._head(body).grid(row=0, column=0, sticky="ew", pady=(0, gap))
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=1, column=0, sticky="nsew")
        self._said_card = self._said(self._columns)
        self._lines_card = self._why(self._columns)
        self._advice_card = self._better(self._columns)
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(860)))
        self._arrange(True)

    def show(self, view: SheetView, actions: Sequence[Action], on_back: Callable[[], None]) -> None:
        """Show another reply; `actions` become the buttons, Esc goes back."""
        self._view, self._actions, self._on_back = view, tuple(actions), on_back
        self._show_head(view)
        playable = view.audio is not None
        self._text.show(view.transcript.text, view.hits, "没有听到有人说话。请靠近麦克风，再试一次。")
        marks = (
            "点标记可以重听那一句，也可以按 Tab 和方向键选、按回车听。"
            if playable
            else "这是打字的回答，没有录音可听。"
        )
        self._legend.say(marks if view.hits or not playable else "这次没有找到文明用语或禁语。")
        self._lines.show(view.sheet, playable, disputes=view.disputes)
        self._show_advice(view)
        self._page.to_top()

    def enter(self) -> None:
        if self._buttons:
            self._buttons[0].focus_set()

    def leave(self) -> None:
        self._quiet()

    def primary(self) -> bool:
        if self._actions:
            self._actions[0].do()
        return bool(self._actions)

    def back(self) -> bool:
        self._on_back()
        return True

    def _head(self, body: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme)
        box.columnconfigure(1, weight=1)
        pad = theme.px(24)
        size = theme.px(160)
        self._ring = tkinter.Canvas(box, width=size, height=size, bg=colours.surface, highlightthickness=0, bd=0)
        self._ring.grid(row=0, column=0, rowspan=4, padx=pad, pady=pad)
        self._verdict = words(box, theme, "", TITLE, bold=True)
        self._verdict.configure(compound="left", padx=theme.px(2))
        self._verdict.grid(row=0, column=1, sticky="sw", pady=(pad, 0))
        self._title = Paragraph(box, theme, "", BODY)
        self._title.grid(row=1, column=1, sticky="ew", padx=(0, pad), pady=(theme.px(4), 0))
        self._why_not = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._why_not.grid(row=2, column=1, sticky="ew", padx=(0, pad))
        self._row = Flow(box, theme, colours.surface)
        self._row.grid(row=3, column=1, sticky="new", pady=(theme.px(12), pad), padx=(0, pad))
        self._buttons: list[Button] = []
        return box

    def _show_head(self, view: SheetView) -> None:
        theme, colours, sheet = self.theme, self.theme.colours, view.sheet
        ink = colours.polite if sheet.passed else colours.forbidden
        share = sheet.total / sheet.possible if sheet.possible else 0.0
        size = theme.px(160)
        self._ring_picture = ring(self, size, share, ink, colours.sunken)
        self._ring.delete("all")
        self._ring.create_image(size // 2, size // 2, image=self._ring_picture)
        number = f"{sheet.total:g}"
        big = DISPLAY if len(number) < 4 else 42
        self._ring.create_text(size // 2, size * 0.45, text=number, font=theme.font(big, True), fill=colours.text)
        self._ring.create_text(
            size // 2, size * 0.73, text=f"满分 {sheet.possible:g}", font=theme.font(SMALL), fill=colours.muted
        )
        verdict = "通过" if sheet.passed else "一票否决" if sheet.veto else "还没有通过"
        icon = theme.icon("tick-ring" if sheet.passed else "cross-ring", 32, ink)
        self._verdict.configure(text=f" {verdict}", image=icon, fg=ink)
        self._title.say(" · ".join(part for part in (view.title, view.when) if part))
        self._why_not.say(_summary(sheet))
        self._row.keep()
        for button in self._buttons:
            button.destroy()
        self._buttons = []
        for at, action in enumerate(self._actions):
            emphasis = Emphasis.PRIMARY if at == 0 else Emphasis.SECONDARY
            button = Button(self._row, theme, action.label, action.do, icon=action.icon, emphasis=emphasis)
            self._buttons.append(button)
        self._row.keep(*self._buttons)

    def _said(self, parent: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        box = self._titled(parent, "您说的话")
        self._asked = Paragraph(box, theme, "", SMALL, colour=theme.colours.muted)
        self._asked.grid(row=1, sticky="ew", padx=theme.px(24))
        self._text = MarkedText(box, theme, self._play_hit)
        self._text.grid(row=2, sticky="ew", padx=theme.px(18), pady=theme.px(8))
        self._legend = Paragraph(box, theme, "", SMALL, colour=theme.colours.muted)
        self._legend.grid(row=3, sticky="ew", padx=theme.px(24), pady=(0, theme.px(24)))
        return box

    def _why(self, parent: tkinter.Misc) -> tkinter.Widget:
        box = self._titled(parent, "得分从哪里来")
        self._lines = SheetLines(box, self.theme, self._play_evidence)
        self._lines.grid(row=1, sticky="ew", padx=self.theme.px(18), pady=(0, self.theme.px(20)))
        return box

    def _better(self, parent: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = self._titled(parent, "下次可以这样说")
        self._advice = FlowText(box, theme, BODY, spacing=8)
        self._advice.view.tag_configure("not", foreground=colours.forbidden)
        self._advice.view.tag_configure("say", foreground=colours.polite, spacing3=theme.px(10))
        self._advice.view.tag_configure("hint", lmargin2=theme.px(26))
        self._advice.view.tag_configure("model", lmargin1=0, spacing1=theme.px(8))
        self._advice.view.tag_configure("small", foreground=colours.muted, font=theme.font(SMALL))
        self._advice.grid(row=1, sticky="ew", padx=theme.px(18), pady=(0, theme.px(20)))
        return box

    def _titled(self, parent: tkinter.Misc, title: str) -> Any:
        theme = self.theme
        box = card(parent, theme)
        box.columnconfigure(0, weight=1)
        words(box, theme, title, HEADING, bold=True).grid(
            row=0, sticky="w", padx=theme.px(24), pady=(theme.px(20), theme.px(4))
        )
        return box

    def _show_advice(self, view: SheetView) -> None:
        advice, colours = self._advice, self.theme.colours
        self._asked.say(f"群众说：{view.citizen_line}")
        advice.clear()
        bad = [hit for hit in view.hits if hit.kind is Kind.FORBIDDEN and hit.instead]
        for hit in {hit.phrase_id: hit for hit in bad}.values():
            advice.add_icon("cross-ring", 20, colours.forbidden)
            advice.add(f" 不说“{hit.heard or hit.phrase}”\n", "not")
            advice.add_icon("tick-ring", 20, colours.polite)
            advice.add(f" 改说“{hit.instead}”\n", "say")
        for hint in (*view.warnings, *view.sheet.hints):
            advice.add_icon("info", 20, colours.accent)
            advice.add(f" {hint}\n", "hint")
        if view.exemplary:
            advice.add("满分回答可以是\n", "small")
            advice.add(view.exemplary, "model")
        elif not bad and not view.sheet.hints and not view.warnings:
            advice.add("这次没有要改的，请保持。", "small")
        if advice.view.get("end-2c") == "\n":
            advice.view.delete("end-2c")
        advice.finish()

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(24)
        columns = self._columns
        for box in (self._said_card, self._lines_card, self._advice_card):
            box.grid_forget()
        columns.columnconfigure(0, weight=1, uniform="half" if wide else "")
        columns.columnconfigure(1, weight=1 if wide else 0, uniform="half" if wide else "")
        columns.rowconfigure(1, weight=1)
        if wide:
            self._said_card.grid(row=0, column=0, sticky="new", padx=(0, gap))
            self._advice_card.grid(row=1, column=0, sticky="new", padx=(0, gap), pady=(gap, 0))
            self._lines_card.grid(row=0, column=1, rowspan=2, sticky="new")
        else:
            self._said_card.grid(row=0, column=0, sticky="ew")
            self._advice_card.grid(row=1, column=0, sticky="ew", pady=gap)
            self._lines_card.grid(row=2, column=0, sticky="ew")

    def _play_hit(self, hit: Hit) -> None:
        self._play_stretch(hit.start, hit.end)

    def _play_evidence(self, evidence: Evidence) -> None:
        self._play_stretch(evidence.start, evidence.end)

    def _play_stretch(self, start: float, end: float) -> None:
        if self._view is not None and self._view.audio is not None:
            self._play(self._view.audio, start, end)


def _summary(sheet: ScoreSheet) -> str:
    """One sentence that says why the reply passed or what kept it from passing."""
    if sheet.veto:
        line = next((line for line in sheet.lines if line.rule == sheet.veto), None)
        return f"出现了不能容许的话：{line.title if line else sheet.veto}。这一次按 0 分计。"
    if sheet.passed:
        return f"达到 {sheet.pass_mark:g} 分的通过线。"
    if sheet.total >= sheet.pass_mark:
        return "总分够了，但漏了带★的要点，或者禁语太多。"
    return f"离 {sheet.pass_mark:g} 分的通过线还差 {sheet.pass_mark - sheet.total:g} 分。"
