"""A list in which any number of rows can be ticked: Enter, space or a double click ticks the row pointed at."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from app.gui.theme import Theme
from app.gui.widgets.table import Column, Row, Table

_ON, _OFF = "✓", ""


class TickTable(Table):
    """The first column is the tick. `on_tick` is told of every change."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        columns: Sequence[Column],
        on_tick: Callable[[], None] = lambda: None,
        empty: str = "",
        rows: int = 6,
    ) -> None:
        super().__init__(parent, theme, (Column("选", 44), *columns), self._toggle, empty=empty, rows=rows)
        self._on_tick = on_tick
        self._keys: list[str] = []
        self._ticked: set[str] = set()
        self.tree.bind("<space>", lambda _event: self._press())

    @property
    def ticked(self) -> tuple[str, ...]:
        """The keys of the rows that are ticked, in the order of the rows."""
        return tuple(key for key in self._keys if key in self._ticked)

    def offer(self, rows: Iterable[Row], ticked: Iterable[str] = ()) -> None:
        """Show these rows, with these ticked."""
        rows = list(rows)
        self._keys = [row.key for row in rows]
        self._ticked = set(ticked) & set(self._keys)
        self.fill(Row(row.key, (self._sign(row.key), *row.cells), row.faint) for row in rows)

    def tick(self, keys: Iterable[str]) -> None:
        """Tick these and no others."""
        self._ticked = set(keys) & set(self._keys)
        for key in self._keys:
            self.tree.set(key, "0", self._sign(key))
        self._on_tick()

    def _sign(self, key: str) -> str:
        return _ON if key in self._ticked else _OFF

    def _press(self) -> str:
        if self.chosen:
            self._toggle(self.chosen)
        return "break"

    def _toggle(self, key: str) -> None:
        self._ticked ^= {key}
        self.tree.set(key, "0", self._sign(key))
        self._on_tick()
