"""One of a few, each with a sentence that explains it: a column of cards that the arrow keys walk along."""

import tkinter
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.card import card
from app.gui.widgets.words import Paragraph, words

T = TypeVar("T")


class ExplainedChoice(tkinter.Frame, Generic[T]):
    """Exactly one of `options` (value, icon, label) is chosen. Tab stops once; ↑ ↓ change the choice."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        options: Sequence[tuple[T, str, str]],
        chosen: T,
        on_choose: Callable[[T], None] = lambda _value: None,
    ) -> None:
        super().__init__(parent, bg=theme.colours.background, takefocus=1)
        self.columnconfigure(0, weight=1)
        self._theme = theme
        self._on_choose = on_choose
        self.value = chosen
        self._values = [value for value, _icon, _label in options]
        self._parts: dict[T, tuple[Any, Paragraph, list[tkinter.Label]]] = {}
        for at, (value, icon, label) in enumerate(options):
            self._make(at, value, icon, label)
        self.bind("<FocusIn>", lambda _event: self._draw())
        self.bind("<FocusOut>", lambda _event: self._draw())
        self.bind("<Up>", lambda _event: self.step(-1))
        self.bind("<Down>", lambda _event: self.step(1))
        self._draw()

    def explain(self, value: T, text: str) -> None:
        self._parts[value][1].say(text)

    def show(self, value: T) -> None:
        """Choose without telling anyone."""
        self.value = value
        self._draw()

    def _make(self, at: int, value: T, icon: str, label: str) -> None:
        theme, colours = self._theme, self._theme.colours
        box = card(self, theme, edge=colours.border)
        box.configure(border_width=theme.px(2))
        box.grid(row=at, sticky="ew", pady=(theme.px(10) if at else 0, 0))
        box.columnconfigure(1, weight=1)
        pad = theme.px(16)
        picture = tkinter.Label(box, image=theme.icon(icon, 28, colours.accent), bg=colours.surface, bd=0)
        picture.grid(row=0, column=0, rowspan=2, padx=(pad, theme.px(14)), pady=pad)
        title = words(box, theme, label, BODY, bold=True)
        title.grid(row=0, column=1, sticky="w", pady=(theme.px(12), 0))
        more = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        more.grid(row=1, column=1, sticky="ew", padx=(0, pad), pady=(theme.px(2), theme.px(12)))
        for part in (box, picture, title, more):
            part.bind("<ButtonRelease-1>", lambda _event, value=value: self._pick(value), add="+")
            part.configure(cursor="hand2")
        self._parts[value] = (box, more, [picture, title, more])

    def _pick(self, value: T) -> None:
        self.focus_set()
        self._choose(value)

    def _choose(self, value: T) -> None:
        self.show(value)
        self._on_choose(value)

    def step(self, by: int) -> str:
        """To the option above or below, wherever the focus is."""
        at = self._values.index(self.value) + by
        if 0 <= at < len(self._values):
            self._choose(self._values[at])
        return "break"

    def _draw(self) -> None:
        colours = self._theme.colours
        focused = self.focus_get() is self
        for value, (box, _more, labels) in self._parts.items():
            on = value == self.value
            ground = colours.accent_soft if on else colours.surface
            edge = colours.focus if on and focused else colours.accent if on else colours.border
            if box.cget("fg_color") != ground or box.cget("border_color") != edge:
                box.configure(fg_color=ground, border_color=edge)
                for label in labels:
                    label.configure(bg=ground)
