"""What the forms of the scenario editor have in common: fields one below the other that tell of each edit."""

import tkinter
from collections.abc import Callable
from typing import Any, Protocol

from app.domain.scenario import Scenario
from app.gui.theme import SMALL, Theme
from app.gui.widgets.edited import EditedBox, EditedField, EditedNumber
from app.gui.widgets.field import Field
from app.gui.widgets.words import Paragraph, words


class Edit(Protocol):
    """Change the scenario. Edits with the same `what`, one after the other, are one step to undo."""

    def __call__(self, change: Callable[[Scenario], Scenario], what: str = "") -> None: ...


class EditorForm(tkinter.Frame):
    """A form shows one thing of a scenario, named by `id` (a moment, an ending, "" for the whole)."""

    def __init__(self, parent: tkinter.Misc, theme: Theme, edit: Edit) -> None:
        super().__init__(parent, bg=theme.colours.surface)
        self.theme = theme
        self.edit = edit
        self.id = ""
        self.columnconfigure(0, weight=1)
        self.fields: dict[str, Any] = {}

    def show(self, scenario: Scenario, id: str, row: int = -1) -> None:
        """Fill the fields; those that say so already are left alone. `row` is the point or transition meant."""
        raise NotImplementedError

    def focus_on(self, field: str) -> None:
        """Put the focus on a field by its name, or on the first there is."""
        target = self.fields.get(field) or next(iter(self.fields.values()), None)
        if target is not None:
            target.focus_set()

    def take(self) -> None:
        """What was typed last counts, even if the key is still down; names first, which others refer to."""
        for field in sorted(self.fields.values(), key=lambda field: not isinstance(field, NameField)):
            if isinstance(field, NameField | EditedBox | EditedField):
                field.take()

    def put(self, widget: tkinter.Widget, gap: int = 14) -> None:
        """Lay out the next widget below the others."""
        widget.grid(column=0, sticky="ew", pady=(0, self.theme.px(gap)))

    def say(self, text: str) -> None:
        """A name above what follows."""
        words(self, self.theme, text, SMALL, colour=self.theme.colours.muted).grid(
            column=0, sticky="w", pady=(0, self.theme.px(4))
        )

    def explain(self, text: str) -> Paragraph:
        found = Paragraph(self, self.theme, text, SMALL, colour=self.theme.colours.muted)
        self.put(found)
        return found

    def box(self, key: str, name: str, change: Callable[[Scenario, str], Scenario], lines: int = 2) -> EditedBox:
        """Lines of text that are put into the scenario by `change`."""

        def edited(text: str) -> None:
            self.edit(lambda scenario: change(scenario, text), f"{self.id}/{key}")

        made = EditedBox(self, self.theme, name, edited, lines)
        self.fields[key] = made
        self.put(made)
        return made

    def line(
        self, key: str, name: str, change: Callable[[Scenario, str], Scenario], parent: Any = None, hint: str = ""
    ) -> EditedField:
        """One line of text; laid out here unless it has another parent."""

        def edited(text: str) -> None:
            self.edit(lambda scenario: change(scenario, text.strip()), f"{self.id}/{key}")

        made = EditedField(parent or self, self.theme, name, edited, hint)
        self.fields[key] = made
        if parent is None:
            self.put(made)
        return made

    def number(
        self, parent: Any, key: str, name: str, change: Callable[[Scenario, int], Scenario], *limits: Any, **more: Any
    ) -> EditedNumber:
        def edited(value: int) -> None:
            self.edit(lambda scenario: change(scenario, value), f"{self.id}/{key}")

        made = EditedNumber(parent, self.theme, name, edited, *limits, **more)
        self.fields[key] = made
        return made


class NameField(Field):
    """The name of a moment, an ending or a point: taken over when one leaves the field or presses Enter.

    `on_name` is told the old and the new name, and gives back which of them holds.
    """

    def __init__(self, parent: Any, theme: Theme, name: str, on_name: Callable[[str, str], str]) -> None:
        super().__init__(parent, theme, name)
        self._on_name = on_name
        self._held = ""
        self._line.bind("<FocusOut>", lambda _event: self.take(), add="+")
        self.on_press("<Return>", self.take)

    def fill(self, name: str) -> None:
        self._held = name
        if name != self.text:
            self.text = name

    def take(self) -> None:
        wanted = self.text.strip()
        if wanted != self._held:
            self.fill(self._on_name(self._held, wanted))
