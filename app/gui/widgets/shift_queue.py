"""Who is waiting: their numbers in order and how much patience each has left."""

import tkinter
from typing import Any

from app.domain.shift.state import ShiftState
from app.gui.theme import BODY, SMALL, Theme

_ROW = 40


class ShiftQueue(tkinter.Canvas):
    """It shows; calling is the screen's."""

    def __init__(self, parent: Any, theme: Theme) -> None:
        super().__init__(parent, bg=theme.colours.surface, highlightthickness=0, bd=0, height=theme.px(_ROW), width=2)
        self.theme = theme
        self._state: ShiftState | None = None
        self.bind("<Configure>", lambda _event: self._draw())

    def show(self, state: ShiftState) -> None:
        self._state = state
        self._draw()

    def _draw(self) -> None:
        theme, px, colours, state = self.theme, self.theme.px, self.theme.colours, self._state
        self.delete("all")
        if state is None or self.winfo_width() <= 2:
            return
        if not state.queue:
            self.create_text(
                px(4), px(_ROW) // 2, text="没有人在等", anchor="w", font=theme.font(BODY), fill=colours.muted
            )
        shown = max(1, self.winfo_height() // px(_ROW))
        for at, index in enumerate(state.queue[:shown]):
            visitor = state.shift.visitors[index]
            waited = state.now - visitor.arrives
            left = max(0.0, 1 - waited / max(1, visitor.patience))
            middle = at * px(_ROW) + px(_ROW) // 2
            ink = colours.polite if left > 0.5 else colours.caution if left > 0.2 else colours.forbidden
            self.create_text(
                px(4), middle, text=visitor.number, anchor="w", font=theme.font(BODY, bold=at == 0), fill=colours.text
            )
            start, end = px(72), self.winfo_width() - px(66)
            if end > start:
                self.create_line(start, middle, end, middle, fill=colours.sunken, width=px(8), capstyle="round")
                self.create_line(
                    start, middle, start + int((end - start) * left), middle, fill=ink, width=px(8), capstyle="round"
                )
            self.create_text(
                self.winfo_width() - px(4), middle, text=f"{waited // 60} 分{'' if left > 0.2 else ' !'}", anchor="e",
                font=theme.font(SMALL), fill=ink,
            )  # fmt: skip
        more = len(state.queue) - shown
        if more > 0:
            self.create_text(
                self.winfo_width() - px(4), self.winfo_height() - px(2), text=f"还有 {more} 人", anchor="se",
                font=theme.font(SMALL), fill=colours.muted,
            )  # fmt: skip
