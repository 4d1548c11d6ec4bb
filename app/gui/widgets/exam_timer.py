"""The time that is left: large and calm, another colour and a word when little is left."""

import tkinter
from typing import Any

from app.gui.theme import HEADING, SMALL, Theme

_WARNING = 300.0  # seconds; of a short exam its last fifth
_SHARE = 0.2


class ExamTimer(tkinter.Frame):
    """`left` and the whole time in seconds."""

    def __init__(self, parent: Any, theme: Theme) -> None:
        super().__init__(parent, bg=theme.colours.sunken)
        self.theme = theme
        pad = theme.px(14)
        self._icon = tkinter.Label(self, bd=0)
        self._icon.pack(side="left", padx=(pad, theme.px(6)), pady=theme.px(8))
        self._words = tkinter.Label(self, bd=0, font=theme.font(SMALL))
        self._words.pack(side="left", padx=(0, theme.px(8)))
        self._time = tkinter.Label(self, bd=0, font=theme.font(HEADING, bold=True), width=6, anchor="w")
        self._time.pack(side="left", padx=(0, pad))
        self.warns = False
        self._look = ""

    def show(self, left: float, whole: float) -> None:
        self.warns = left <= min(_WARNING, whole * _SHARE)
        seconds = int(-(-left // 1))
        minutes, seconds = divmod(seconds, 60)
        self._time.configure(text=f"{minutes}:{seconds:02}")
        look = "over" if left <= 0 else "warns" if self.warns else "calm"
        if look != self._look:
            self._look = look
            colours = self.theme.colours
            ink, ground = (colours.caution, colours.caution_soft) if self.warns else (colours.text, colours.sunken)
            self._icon.configure(image=self.theme.icon("clock", 22, ink))
            for part in (self, self._icon, self._time, self._words):
                part.configure(bg=ground)
            self._time.configure(fg=ink)
            self._words.configure(fg=ink, text={"over": "时间到", "warns": "快到时间了"}.get(look, "剩余"))

    @property
    def text(self) -> str:
        return str(self._time.cget("text"))
