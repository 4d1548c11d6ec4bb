"""The head of a review: how it ended and what it is worth, in words first, and the one next step."""

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.role_play.verdict import Verdict
from app.gui.pictures import ring
from app.gui.theme import BODY, DISPLAY, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.words import Paragraph, words


@dataclass(frozen=True, slots=True)
class Action:
    """One button below the verdict; the first one given is the next step."""

    label: str
    icon: str
    do: Callable[[], Any]


class ReviewHead(tkinter.Frame):
    def __init__(self, parent: tkinter.Misc, theme: Theme) -> None:
        colours = theme.colours
        super().__init__(parent, bg=colours.background)
        self.theme = theme
        self.columnconfigure(0, weight=1)
        box = card(self, theme)
        box.grid(sticky="ew")
        box.columnconfigure(1, weight=1)
        pad, size = theme.px(24), theme.px(160)
        self._ring = tkinter.Canvas(box, width=size, height=size, bg=colours.surface, highlightthickness=0, bd=0)
        self._ring.grid(row=0, column=0, rowspan=5, padx=pad, pady=pad)
        self._verdict = words(box, theme, "", TITLE, bold=True)
        self._verdict.configure(compound="left", padx=theme.px(2))
        self._verdict.grid(row=0, column=1, sticky="sw", pady=(pad, 0))
        self._ending = Paragraph(box, theme, "", BODY, bold=True)
        self._why = Paragraph(box, theme, "", BODY)
        self._about = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        for row, line in enumerate((self._ending, self._why, self._about), 1):
            line.grid(row=row, column=1, sticky="ew", padx=(0, pad), pady=(theme.px(4), 0))
        self._row = Flow(box, theme, colours.surface)
        self._row.grid(row=4, column=1, sticky="new", pady=(theme.px(12), pad), padx=(0, pad))
        self.buttons: list[Button] = []

    def show(self, verdict: Verdict, about: str, actions: Sequence[Action]) -> None:
        theme, colours = self.theme, self.theme.colours
        ink = colours.polite if verdict.passed else colours.forbidden
        size = theme.px(160)
        share = verdict.total / verdict.possible if verdict.possible else 0.0
        self._picture = ring(self, size, share, ink, colours.sunken)
        self._ring.delete("all")
        self._ring.create_image(size // 2, size // 2, image=self._picture)
        number = f"{verdict.total:g}"
        big = DISPLAY if len(number) < 4 else 42
        self._ring.create_text(size // 2, size * 0.45, text=number, font=theme.font(big, True), fill=colours.text)
        self._ring.create_text(
            size // 2, size * 0.73, text=f"满分 {verdict.possible:g}", font=theme.font(SMALL), fill=colours.muted
        )
        icon = theme.icon("tick-ring" if verdict.passed else "cross-ring", 32, ink)
        self._verdict.configure(text=f" {verdict.title}", image=icon, fg=ink)
        self._ending.say(verdict.ending)
        self._why.say(verdict.why)
        self._about.say(about)
        self._row.keep()
        for button in self.buttons:
            button.destroy()
        self.buttons = []
        for at, action in enumerate(actions):
            emphasis = Emphasis.PRIMARY if at == 0 else Emphasis.SECONDARY
            self.buttons.append(Button(self._row, theme, action.label, action.do, icon=action.icon, emphasis=emphasis))
        self._row.add(*self.buttons)
