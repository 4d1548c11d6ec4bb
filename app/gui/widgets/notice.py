"""What the window has to tell: a calm bar at the foot, never a box that stops everything."""

import tkinter
from collections.abc import Callable
from enum import Enum
from typing import Any

from app.gui.theme import SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.words import Paragraph


class Tone(Enum):
    GOOD = "good"
    PROBLEM = "problem"


class Notice:
    """One message at a time over the lower edge of `parent`; Esc or the button puts it away."""

    def __init__(self, parent: Any, theme: Theme) -> None:
        self._parent = parent
        self._theme = theme
        self._box: tkinter.Widget | None = None
        self._before: tkinter.Misc | None = None
        self.message = ""

    @property
    def shown(self) -> bool:
        return self._box is not None

    def show(
        self,
        tone: Tone,
        message: str,
        remedy: str = "",
        action: tuple[str, Callable[[], Any]] | None = None,
    ) -> None:
        """`message` says what is the matter, `remedy` what to do; `action` (label, what) can do it at once."""
        self.hide()
        theme, colours = self._theme, self._theme.colours
        self._before = self._parent.focus_get()
        good = tone is Tone.GOOD
        ink, fill = (colours.polite, colours.polite_soft) if good else (colours.forbidden, colours.forbidden_soft)
        box = card(self._parent, theme, fill=fill, edge=ink)
        box.columnconfigure(1, weight=1)
        tkinter.Label(box, image=theme.icon("tick-ring" if good else "warn", 28, ink), bg=fill, bd=0).grid(
            row=0, column=0, rowspan=2, padx=(theme.px(20), theme.px(16)), pady=theme.px(16)
        )
        Paragraph(box, theme, message, bold=True).grid(
            row=0, column=1, sticky="sew", pady=(theme.px(16), theme.px(2) if remedy else theme.px(16))
        )
        if remedy:
            Paragraph(box, theme, remedy, SMALL).grid(row=1, column=1, sticky="new", pady=(0, theme.px(16)))
        buttons = tkinter.Frame(box, bg=fill)
        buttons.grid(row=0, column=2, rowspan=2, padx=theme.px(16))
        if action is not None:
            label, do = action
            Button(buttons, theme, label, lambda: (self.hide(), do()), emphasis=Emphasis.SECONDARY).pack(
                side="left", padx=(0, theme.px(8))
            )
        close = Button(buttons, theme, "知道了", self.hide, emphasis=Emphasis.SECONDARY)
        close.pack(side="left")
        box.place(relx=0.5, rely=1.0, y=-theme.px(20), relwidth=0.96, anchor="s")
        box.lift()
        self._box = box
        self.message = message + remedy
        if not good:
            close.focus_set()

    def hide(self) -> None:
        if self._box is None:
            return
        inside = self._box.focus_get()
        self._box.destroy()
        self._box = None
        self.message = ""
        if inside is not None and not inside.winfo_exists() and self._before and self._before.winfo_exists():
            self._before.focus_set()
