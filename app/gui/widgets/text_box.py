"""A few lines of text to fill in, with their name above them and a border that shows the focus."""

import tkinter
from typing import Any

from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.words import Paragraph


class TextBox(tkinter.Frame):
    """`name` stands above the lines. Tab leaves it; it grows with its content up to `most` lines."""

    def __init__(
        self, parent: Any, theme: Theme, name: str, lines: int = 2, most: int = 8, ground: str | None = None
    ) -> None:
        colours = theme.colours
        super().__init__(parent, bg=ground or colours.surface)
        self.columnconfigure(0, weight=1)
        self._least, self._most = lines, most
        if name:
            Paragraph(self, theme, name, SMALL, colour=colours.muted).grid(sticky="ew", pady=(0, theme.px(4)))
        self.view = tkinter.Text(
            self,
            height=lines,
            width=20,
            wrap="char",
            undo=True,
            font=theme.font(BODY),
            bg=colours.sunken,
            fg=colours.text,
            insertbackground=colours.text,
            selectbackground=colours.accent_soft,
            selectforeground=colours.text,
            bd=0,
            padx=theme.px(12),
            pady=theme.px(8),
            spacing3=theme.px(2),
            highlightthickness=theme.px(2),
            highlightbackground=colours.border,
            highlightcolor=colours.accent,
            takefocus=1,
        )
        self.view.grid(sticky="ew")
        self.view.bind("<Tab>", lambda _event: self._leave(self.view.tk_focusNext()))
        self.view.bind("<<PrevWindow>>", lambda _event: self._leave(self.view.tk_focusPrev()))
        self.view.bind("<<Modified>>", self._grow)
        self.view.bind("<Configure>", self._resized)
        self._width = 0

    @property
    def text(self) -> str:
        return self.view.get("1.0", "end-1c")

    @text.setter
    def text(self, text: str) -> None:
        self.view.delete("1.0", "end")
        self.view.insert("1.0", text)
        self.view.edit_reset()
        self._fit()

    def focus_set(self) -> None:
        self.view.focus_set()

    focus = focus_set

    def _leave(self, to: tkinter.Misc | None) -> str:
        if to is not None:
            to.focus_set()
        return "break"

    def _resized(self, event: "tkinter.Event[Any]") -> None:
        if event.width != self._width:  # other lines are full now
            self._width = event.width
            self._fit()

    def _grow(self, _event: object) -> None:
        if self.view.edit_modified():
            self.view.edit_modified(False)
            self._fit()

    def _fit(self) -> None:
        if self.view.winfo_width() <= 1:
            return
        wanted = self.view.count("1.0", "end", "displaylines")
        lines = wanted[0] if isinstance(wanted, tuple) else int(wanted or 0)  # Python 3.13 gives the number itself
        height = min(max(self._least, lines), self._most)
        if int(self.view.cget("height")) != height:
            self.view.configure(height=height)
