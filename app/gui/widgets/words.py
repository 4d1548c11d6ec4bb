"""Text on the window: plain Tk labels in the theme's type, wrapped to the room they have."""

import tkinter
from tkinter.font import Font
from typing import Any, Literal

from app.gui.line_breaking import break_lines
from app.gui.theme import BODY, Theme
from app.gui.widgets.button import _ground


def words(
    parent: Any,
    theme: Theme,
    text: str = "",
    size: int = BODY,
    bold: bool = False,
    colour: str | None = None,
    ground: str | None = None,
    **options: Any,
) -> tkinter.Label:
    """A short label that stays on one line."""
    return tkinter.Label(
        parent,
        text=text,
        font=theme.font(size, bold),
        fg=colour or theme.colours.text,
        bg=ground or _ground(parent),
        anchor=options.pop("anchor", "w"),
        justify=options.pop("justify", "left"),
        bd=0,
        padx=0,
        pady=0,
        **options,
    )


class Paragraph(tkinter.Label):
    """A label that breaks its lines to the width it is given. Lay it out with sticky="ew" or fill="x"."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        text: str = "",
        size: int = BODY,
        bold: bool = False,
        colour: str | None = None,
        **options: Any,
    ) -> None:
        self._text = text
        self._room = self._broken_for = self._needed = 0
        self._slack = theme.px(8)
        # By its pixels: a Font made from another one's description would measure whole points.
        weight: Literal["bold", "normal"] = "bold" if bold else "normal"
        self._face = Font(parent, family=theme.family, size=-theme.px(size), weight=weight)
        super().__init__(
            parent,
            font=theme.font(size, bold),
            fg=colour or theme.colours.text,
            bg=_ground(parent),
            anchor=options.pop("anchor", "w"),
            justify=options.pop("justify", "left"),
            bd=0,
            padx=0,
            pady=0,
            **options,
        )
        # Until the width is known the label asks for little, so that it never pushes its column wide.
        self.configure(text=text, wraplength=theme.px(200))
        self.bind("<Configure>", self._fit)

    def say(self, text: str) -> None:
        if text != self._text:
            self._text = text
            if self._room:
                self._break(self._room)
            else:
                self.configure(text=text)

    @property
    def text(self) -> str:
        """The text without the line breaks."""
        return self._text

    def _fit(self, event: "tkinter.Event[Any]") -> None:
        # A pixel more or less breaks nothing anew where the lines still fit: a column that takes its width from its
        # paragraphs would widen and narrow for ever.
        if event.width <= 1:
            return
        if self._needed <= event.width <= self._broken_for + self._slack:
            self._room = event.width
        else:
            self._break(event.width)

    def _break(self, room: int) -> None:
        self._room = self._broken_for = room
        broken = break_lines(self._text, room, self._face.measure)
        self._needed = max(map(self._face.measure, broken.split("\n")))
        self.configure(text=broken, wraplength=0)
