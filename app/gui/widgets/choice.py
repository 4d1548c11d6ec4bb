"""One of a few: a row of buttons that the arrow keys walk along."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import customtkinter

from app.gui.theme import BODY, Theme
from app.gui.widgets.flow import Flow

T = TypeVar("T")


class Choice(Flow, Generic[T]):
    """Exactly one of `options` (value, label) is chosen. Tab stops once; ← → change the choice."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        options: Sequence[tuple[T, str]],
        chosen: T,
        on_choose: Callable[[T], None] = lambda _value: None,
        ground: str | None = None,
    ) -> None:
        super().__init__(parent, theme, ground or theme.colours.surface, gap=8, takefocus=1)
        self._theme = theme
        self._values = [value for value, _label in options]
        self._on_choose = on_choose
        self.value = chosen
        self._buttons: list[customtkinter.CTkButton] = []
        for value, label in options:
            button = customtkinter.CTkButton(
                self,
                text=label,
                width=theme.px(72),
                height=theme.px(44),
                corner_radius=theme.px(10),
                border_width=theme.px(2),
                border_spacing=theme.px(6),
                font=theme.font(BODY),
                command=lambda value=value: self._pick(value),
            )
            self._buttons.append(button)
        self.add(*self._buttons)
        self.bind("<FocusIn>", lambda _event: self._draw())
        self.bind("<FocusOut>", lambda _event: self._draw())
        self.bind("<Left>", lambda _event: self._step(-1))
        self.bind("<Right>", lambda _event: self._step(1))
        self._draw()

    def show(self, value: T) -> None:
        """Choose without telling anyone."""
        self.value = value
        self._draw()

    def relabel(self, value: T, label: str) -> None:
        """Another wording for one of them."""
        button = self._buttons[self._values.index(value)]
        if button.cget("text") != label:
            button.configure(text=label)

    def _pick(self, value: T) -> None:
        self.focus_set()
        self.show(value)
        self._on_choose(value)

    def _step(self, by: int) -> None:
        at = self._values.index(self.value) + by
        if 0 <= at < len(self._values):
            self._pick(self._values[at])

    def _draw(self) -> None:
        colours = self._theme.colours
        focused = self.focus_get() is self
        for value, button in zip(self._values, self._buttons, strict=True):
            on = value == self.value
            edge = colours.focus if on and focused else colours.accent if on else colours.border
            button.configure(
                fg_color=colours.accent_soft if on else colours.surface,
                hover_color=colours.accent_soft,
                text_color=colours.accent if on else colours.text,
                border_color=edge,
            )
