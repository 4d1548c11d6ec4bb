"""Any number of many: a button that says what is chosen and opens a menu with ticks."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from app.gui.theme import Theme
from app.gui.widgets.button import Button
from app.gui.widgets.menu import choice_menu, open_below

T = TypeVar("T")
_LONGEST = 20  # characters on the button


class Several(Button, Generic[T]):
    """A click, Enter or space opens the menu, which the arrow keys walk; each entry is ticked or not."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        on_choose: Callable[[tuple[T, ...]], None],
        nothing: str = "请选择",
        **look: Any,
    ) -> None:
        super().__init__(parent, theme, nothing, self._open, icon="down", **look)
        self._on_choose = on_choose
        self._nothing = nothing
        self._offered: list[tuple[T, str]] = []
        self.values: tuple[T, ...] = ()
        self._menu = choice_menu(self, theme)

    def offer(self, options: Sequence[tuple[T, str]], chosen: Iterable[T]) -> None:
        """Other options; what is chosen is kept even where it is not among them."""
        self.values = tuple(chosen)
        self._offered = list(options)
        labels = dict(self._offered)
        said = "、".join(labels.get(value, str(value)) for value in self.values) or self._nothing
        self.say(said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…")

    def switch(self, value: T) -> None:
        """Tick or untick one, as its entry of the menu does."""
        order = [option for option, _label in self._offered]
        chosen = [*self.values, value] if value not in self.values else [v for v in self.values if v != value]
        chosen.sort(key=lambda v: order.index(v) if v in order else len(order))
        self.offer(self._offered, chosen)
        self._on_choose(self.values)

    def _open(self) -> None:
        self._menu.delete(0, "end")  # made only now: there may be hundreds
        for value, label in self._offered:
            tick = "✓" if value in self.values else "　"
            self._menu.add_command(label=f" {tick} {label} ", command=lambda value=value: self.switch(value))
        open_below(self._menu, self)
