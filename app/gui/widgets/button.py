"""A button with a visible focus, worked by mouse, Enter and space."""

import tkinter
from collections.abc import Callable
from enum import Enum
from typing import Any

import customtkinter

from app.gui.theme import BODY, Theme


class Emphasis(Enum):
    """How loud a button is: one primary action a screen, the rest secondary or quiet."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"


class Button(customtkinter.CTkButton):
    """A CTkButton that Tab reaches. `focus_ring` is where the focus shows: a border in the text's colour."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        text: str,
        command: Callable[[], Any],
        icon: str = "",
        emphasis: Emphasis = Emphasis.SECONDARY,
        size: int = BODY,
        height: int = 48,
        colour: str | None = None,
        **options: Any,
    ) -> None:
        """`colour` is the label's, where it is not the emphasis's."""
        colours = theme.colours
        fill, hover, ink, edge = {
            Emphasis.PRIMARY: (colours.primary, colours.primary_hover, colours.on_primary, colours.primary),
            Emphasis.SECONDARY: (colours.surface, colours.accent_soft, colours.accent, colours.border),
            Emphasis.QUIET: ("transparent", colours.accent_soft, colours.accent, None),
        }[emphasis]
        self._theme = theme
        self._ink = ink
        self._icon = icon
        self._edge = edge or _ground(parent)
        super().__init__(
            parent,
            text=text,
            command=command,
            height=theme.px(height),
            width=theme.px(options.pop("width", 64)),
            corner_radius=theme.px(10),
            border_width=theme.px(2),
            border_spacing=theme.px(8),
            fg_color=fill,
            hover_color=hover,
            text_color=colour or ink,
            text_color_disabled=colours.muted,
            border_color=self._edge,
            font=theme.font(size, bold=emphasis is Emphasis.PRIMARY),
            image=theme.icon(icon, 22, ink) if icon else None,
            **options,
        )
        # Only the canvas inside takes the focus: Tab must stop once at each button.
        self._canvas.configure(takefocus=1)
        self._canvas.bind("<FocusIn>", lambda _event: self.configure(border_color=theme.colours.focus))
        self._canvas.bind("<FocusOut>", lambda _event: self.configure(border_color=self._edge))
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self._canvas.bind(key, self._pressed)

    def say(self, text: str, icon: str = "") -> None:
        """Another wording, and icon, for the same place."""
        self.configure(text=text)
        if icon and icon != self._icon:
            self._icon = icon
            self.configure(image=self._theme.icon(icon, 22, self._ink))

    def enable(self, on: bool) -> None:
        self.configure(state="normal" if on else "disabled")
        self._canvas.configure(takefocus=1 if on else 0)

    def _check_image_type(self, image: Any) -> Any:
        return image  # drawn at the right size already; customtkinter would warn that it cannot scale it

    def label_justify_left(self) -> None:
        """For a label of more than one line."""
        if self._text_label is not None:
            self._text_label.configure(justify="left")

    def focus_set(self) -> None:
        self._canvas.focus_set()

    focus = focus_set

    def _pressed(self, _event: "tkinter.Event[Any]") -> str:
        self.invoke()
        return "break"


def _ground(widget: Any) -> str:
    """The colour that a transparent widget on `widget` lies on."""
    if isinstance(widget, customtkinter.CTkFrame):
        colour = widget.cget("fg_color")
        return _ground(widget.master) if colour == "transparent" else str(colour)
    return str(widget.cget("bg"))
