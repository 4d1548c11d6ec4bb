"""A row of widgets that goes on in a next row where the window is too narrow."""

import tkinter
from typing import Any

from app.gui.theme import Theme


class Flow(tkinter.Frame):
    """Make widgets with it as their parent, then `add` them in order. Lay it out with sticky="ew" or fill="x"."""

    def __init__(self, parent: Any, theme: Theme, ground: str, gap: int = 12, **options: Any) -> None:
        super().__init__(parent, bg=ground, width=1, height=1, **options)
        self._gap = theme.px(gap)
        self._widgets: list[tkinter.Widget] = []
        self._fitting = False
        self.bind("<Configure>", lambda _event: self._fit_soon())

    def add(self, *widgets: tkinter.Widget) -> None:
        for widget in widgets:
            self._widgets.append(widget)
            widget.bind("<Configure>", lambda _event: self._fit_soon(), add="+")
        self._fit_soon()

    def keep(self, *widgets: tkinter.Widget) -> None:
        """Show only these, in this order; the others stay for later."""
        for widget in self._widgets:
            if widget not in widgets:
                widget.place_forget()
        self._widgets = list(widgets)
        self._fit_soon()

    def _fit_soon(self) -> None:
        if not self._fitting:
            self._fitting = True
            self.after_idle(self._fit)

    def _fit(self) -> None:
        self._fitting = False
        room = self.winfo_width()
        if room <= 1:
            return
        x = y = high = 0
        for widget in self._widgets:
            wide, tall = widget.winfo_reqwidth(), widget.winfo_reqheight()
            if x and x + wide > room:
                x, y, high = 0, y + high + self._gap, 0
            widget.place(x=x, y=y)
            x, high = x + wide + self._gap, max(high, tall)
        if self.winfo_reqheight() != max(1, y + high):
            self.configure(height=max(1, y + high))
