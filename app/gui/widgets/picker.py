"""One of many: a button that opens a menu, for lists too long for a row of buttons."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from app.gui.theme import Theme
from app.gui.widgets.button import Button
from app.gui.widgets.menu import choice_menu, open_below

T = TypeVar("T")
_LONGEST = 22  # characters of a label on the button; a device's name can be very long


class Picker(Button, Generic[T]):
    """Shows what is chosen; a click, Enter or space opens the menu, which the arrow keys walk."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        options: Sequence[tuple[T, str]],
        chosen: T,
        on_choose: Callable[[T], None] = lambda _value: None,
        **look: Any,
    ) -> None:
        super().__init__(parent, theme, "", self._open, icon=look.pop("icon", "down"), **look)
        self._on_choose = on_choose
        self._menu = choice_menu(self, theme)
        self.offer(options, chosen)

    def offer(self, options: Sequence[tuple[T, str]], chosen: T) -> None:
        """Other options. What is chosen is shown even where it is not among them."""
        self._labels = dict(options)
        self._menu.delete(0, "end")
        for value, label in options:
            self._menu.add_command(label=f"  {label}  ", command=lambda value=value: self._pick(value))
        self.show(chosen)

    def show(self, value: T) -> None:
        self.value = value
        label = self._labels.get(value, str(value))
        self.say(label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "…")

    def _pick(self, value: T) -> None:
        self.show(value)
        self._on_choose(value)

    def _open(self) -> None:
        open_below(self._menu, self)
