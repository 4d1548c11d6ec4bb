"""Any number of a few: a row of buttons, each on or off, that the arrow keys walk along."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

import customtkinter

from app.gui.theme import BODY, Theme
from app.gui.widgets.flow import Flow

T = TypeVar("T")


class Toggles(Flow, Generic[T]):
    """Tab stops once; ← → move along, space or Enter switches the one that is pointed at."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        options: Sequence[tuple[T, str]],
        ground: str | None = None,
        on_switch: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(parent, theme, ground or theme.colours.surface, gap=8, takefocus=1)
        self._theme = theme
        self._offered = list(options)
        self._on: list[T] = []
        self._at = 0
        self._on_switch = on_switch
        self._buttons = [
            customtkinter.CTkButton(
                self,
                text=label,
                width=theme.px(72),
                height=theme.px(40),
                corner_radius=theme.px(10),
                border_width=theme.px(2),
                border_spacing=theme.px(6),
                font=theme.font(BODY),
                command=lambda at=at: self._switch(at),
            )
            for at, (_value, label) in enumerate(self._offered)
        ]
        self.add(*self._buttons)
        self.bind("<FocusIn>", lambda _event: self._draw())
        self.bind("<FocusOut>", lambda _event: self._draw())
        self.bind("<Left>", lambda _event: self._step(-1))
        self.bind("<Right>", lambda _event: self._step(1))
        for key in ("<space>", "<Return>", "<KP_Enter>"):
            self.bind(key, lambda _event: self._switch(self._at))
        self._draw()

    @property
    def values(self) -> list[T]:
        """What is on: first what was shown, in its order, then what was switched on since."""
        return list(self._on)

    def show(self, values: Iterable[T]) -> None:
        self._on = list(values)
        self._draw()

    def _switch(self, at: int) -> str:
        self._at = at
        self.focus_set()
        value = self._offered[at][0]
        if value in self._on:
            self._on.remove(value)
        else:
            self._on.append(value)
        self._draw()
        self._on_switch()
        return "break"

    def _step(self, by: int) -> None:
        self._at = min(max(0, self._at + by), len(self._offered) - 1)
        self._draw()

    def _draw(self) -> None:
        colours = self._theme.colours
        focused = self.focus_get() is self
        for at, ((value, label), button) in enumerate(zip(self._offered, self._buttons, strict=True)):
            on = value in self._on
            edge = colours.focus if focused and at == self._at else colours.accent if on else colours.border
            button.configure(
                text=f"✓ {label}" if on else label,
                fg_color=colours.accent_soft if on else colours.surface,
                hover_color=colours.accent_soft,
                text_color=colours.accent if on else colours.text,
                border_color=edge,
            )
