"""Fields that tell of every change while one types, and that can be filled again without losing the cursor."""

import tkinter
from collections.abc import Callable
from typing import Any

from app.gui.theme import SMALL, Theme
from app.gui.widgets.field import Field
from app.gui.widgets.text_box import TextBox
from app.gui.widgets.words import words


class EditedBox(TextBox):
    """`on_edit` is given the text after each change by hand; undo is the business of whoever listens."""

    def __init__(
        self, parent: Any, theme: Theme, name: str, on_edit: Callable[[str], None], lines: int = 2, most: int = 8
    ) -> None:
        super().__init__(parent, theme, name, lines, most)
        self._on_edit = on_edit
        self._known = ""
        self.view.configure(undo=False)
        for event in ("<<Modified>>", "<KeyRelease>"):
            self.view.bind(event, lambda _event: self.take(), add="+")

    def fill(self, text: str) -> None:
        """Show `text`, which whoever listens knows already."""
        self._known = text
        if text != self.text:
            self.text = text

    def take(self) -> None:
        """Tell of what stands there, if that was not told yet."""
        text = self.text
        if text != self._known:
            self._known = text
            self._on_edit(text)


class EditedField(Field):
    """The same on one line."""

    def __init__(self, parent: Any, theme: Theme, name: str, on_edit: Callable[[str], None], hint: str = "") -> None:
        super().__init__(parent, theme, name, hint)
        self._on_edit = on_edit
        self._known = ""
        for event in ("<KeyRelease>", "<FocusOut>"):
            self._line.bind(event, lambda _event: self.take(), add="+")
        self._line.bind("<<Paste>>", lambda _event: self.after_idle(self.take), add="+")

    def fill(self, text: str) -> None:
        self._known = text
        if text != self.text:
            locked = self._line.cget("state") == "disabled"
            self.lock(False)
            self.text = text
            self.lock(locked)

    def take(self) -> None:
        """Tell of what stands there, if that was not told yet."""
        text = self.text
        if text != self._known:
            self._known = text
            self._on_edit(text)


class EditedNumber(tkinter.Frame):
    """A whole number: typed, or moved by ↑ ↓. What is no number of the range is not told, and marked."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        name: str,
        on_edit: Callable[[int], None],
        least: int,
        most: int,
        step: int = 1,
        unit: str = "",
    ) -> None:
        colours = theme.colours
        super().__init__(parent, bg=colours.surface)
        self._colours = colours
        self._on_edit = on_edit
        self._least, self._most = least, most
        self._value = least
        self.field = EditedField(self, theme, name, self._typed)
        self.field._line.configure(width=theme.px(84))
        self.field.grid(row=0, column=0, sticky="sw")
        self._unit = words(self, theme, unit or f"{least}–{most}", SMALL, colour=colours.muted)
        self._unit.grid(row=0, column=1, sticky="sw", padx=(theme.px(8), 0), pady=(0, theme.px(14)))
        self.field.on_press("<Up>", lambda: self._step(step))
        self.field.on_press("<Down>", lambda: self._step(-step))

    def fill(self, value: int) -> None:
        self._value = value
        if self.field.text.strip() != str(value):
            self.field.fill(str(value))
        self._mark(self._least <= value <= self._most)

    def say(self, unit: str) -> None:
        """What the number means."""
        self._unit.configure(text=unit)

    def focus_set(self) -> None:
        self.field.focus_set()

    focus = focus_set

    def _typed(self, text: str) -> None:
        text = text.strip()
        fine = text.isdecimal() and self._least <= int(text) <= self._most
        self._mark(fine)
        if fine and int(text) != self._value:
            self._value = int(text)
            self._on_edit(self._value)

    def _step(self, by: int) -> None:
        value = min(max(self._least, self._value + by), self._most)
        if value != self._value:
            self.fill(value)
            self._on_edit(value)

    def _mark(self, fine: bool) -> None:
        self.field._line.configure(text_color=self._colours.text if fine else self._colours.forbidden)
