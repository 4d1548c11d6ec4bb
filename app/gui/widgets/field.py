"""A line of text to fill in, with its name above it and a border that shows the focus."""

import tkinter
from collections.abc import Callable
from typing import Any

import customtkinter

from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.words import words


class Field(tkinter.Frame):
    """`name` stands above the line; `hint` in it while it is empty."""

    def __init__(
        self, parent: Any, theme: Theme, name: str, hint: str = "", secret: bool = False, ground: str | None = None
    ) -> None:
        colours = theme.colours
        super().__init__(parent, bg=ground or colours.surface)
        self.columnconfigure(0, weight=1)
        if name:
            words(self, theme, name, SMALL, colour=colours.muted).grid(sticky="w", pady=(0, theme.px(4)))
        self._line = customtkinter.CTkEntry(
            self,
            width=theme.px(160),
            height=theme.px(48),
            corner_radius=theme.px(10),
            border_width=theme.px(2),
            fg_color=colours.sunken,
            border_color=colours.border,
            text_color=colours.text,
            placeholder_text_color=colours.muted,
            placeholder_text=hint or None,
            font=theme.font(BODY),
            show="●" if secret else "",
        )
        self._line.grid(sticky="ew")
        self._line.bind("<FocusIn>", lambda _event: self._line.configure(border_color=colours.accent))
        self._line.bind("<FocusOut>", lambda _event: self._line.configure(border_color=colours.border))

    @property
    def text(self) -> str:
        return str(self._line.get())

    @text.setter
    def text(self, text: str) -> None:
        self._line.delete(0, "end")
        if text:
            self._line.insert(0, text)
        elif self.focus_get() is not self._line._entry:
            self._line._activate_placeholder()  # by itself it comes back only when the focus leaves

    def lock(self, on: bool) -> None:
        """A locked line shows its text and takes no more."""
        self._line.configure(state="disabled" if on else "normal")

    def focus_set(self) -> None:
        self._line.focus_set()

    focus = focus_set

    def on_key(self, action: Callable[[], None]) -> None:
        """Call `action` after each key, for searching while typing."""
        self._line.bind("<KeyRelease>", lambda _event: action())

    def on_press(self, key: str, action: Callable[[], None]) -> None:
        """Call `action` for one key, such as "<Return>", and nothing else for it."""

        def pressed(_event: object) -> str:
            action()
            return "break"

        self._line.bind(key, pressed)
