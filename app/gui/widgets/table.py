"""A list of many rows in the theme's colours: ttk.Treeview, which stays quick with ten thousand of them."""

import tkinter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from tkinter import ttk
from typing import Any

from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.slim_bar import SlimBar
from app.gui.widgets.words import Paragraph

_STYLE = "Drill.Treeview"
_BATCH = 400  # rows put in at a time; more would be felt
_PAUSE = 15  # milliseconds between two batches


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in pixels at 100 %; the columns that `grow` share what is left.

    Where the window is too narrow, the column with the highest `spare` goes first; 0 always stays.
    """

    title: str
    width: int
    grow: bool = False
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """`key` identifies the row; `faint` rows are written in the muted colour."""

    key: str
    cells: tuple[str, ...]
    faint: bool = False


class Table(tkinter.Frame):
    """Rows to walk with ↑ ↓ and open with Enter or a double click. `empty` is said where there are none."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        columns: Sequence[Column],
        on_open: Callable[[str], None] = lambda _key: None,
        on_choose: Callable[[str], None] = lambda _key: None,
        empty: str = "",
        rows: int = 8,
    ) -> None:
        colours = theme.colours
        super().__init__(parent, bg=colours.surface, highlightthickness=theme.px(2))
        self.configure(highlightbackground=colours.surface, highlightcolor=colours.surface)
        self._filling = ""
        _set_style(self, theme)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        names = [str(at) for at in range(len(columns))]
        self.tree = ttk.Treeview(self, columns=names, show="headings", style=_STYLE, selectmode="browse", height=rows)
        for name, column in zip(names, columns, strict=True):
            self.tree.heading(name, text=column.title, anchor="w")
            self.tree.column(
                name, width=theme.px(column.width), minwidth=theme.px(min(column.width, 64)), stretch=column.grow
            )
        bar = SlimBar(self, theme, colours.surface, lambda first: self.tree.yview_moveto(first))
        self.tree.configure(yscrollcommand=bar.set)
        self.tree.grid(row=0, column=0, sticky="nsew")
        bar.grid(row=0, column=1, sticky="ns")
        self._empty = Paragraph(self, theme, empty, colour=colours.muted, justify="center", anchor="center")
        self.tree.tag_configure("faint", foreground=colours.muted)
        self.tree.bind("<Return>", lambda _event: self._open(on_open))
        self.tree.bind("<Double-1>", lambda event: self._open(on_open) if self.tree.identify_row(event.y) else None)
        self.tree.bind("<<TreeviewSelect>>", lambda _event: on_choose(self.chosen) if self.chosen else None)
        self.tree.bind("<FocusIn>", self._focused)
        self.tree.bind("<FocusOut>", lambda _event: self.configure(highlightbackground=colours.surface))
        self._focus_colour = colours.focus
        self._columns = tuple(columns)
        self.tree.bind("<Configure>", lambda event: self._fit(theme, event.width))

    @property
    def chosen(self) -> str:
        """The key of the chosen row, "" where none is."""
        selection = self.tree.selection()
        return str(selection[0]) if selection else ""

    def fill(self, rows: Iterable[Row]) -> None:
        """Show these rows instead; a row that is still there stays chosen."""
        kept = self.chosen
        if self._filling:
            self.after_cancel(self._filling)
            self._filling = ""
        self.tree.delete(*self.tree.get_children())
        self._add(rows)
        if kept and self.tree.exists(kept):
            self.choose(kept)
        if self.tree.get_children():
            self._empty.place_forget()
        else:
            self._empty.place(relx=0.5, rely=0.55, anchor="center", relwidth=0.8)

    def fill_gradually(self, rows: Sequence[Row], at_once: int = _BATCH) -> None:
        """Like `fill`, for very many rows: those after the first `at_once` follow by and by, and the window stays alive."""
        self.fill(rows[:at_once])
        self._fill_on(rows, at_once)

    def _fill_on(self, rows: Sequence[Row], done: int) -> None:
        self._filling = ""
        if done < len(rows):
            self._add(rows[done : done + _BATCH])
            self._filling = self.after(_PAUSE, lambda: self._fill_on(rows, done + _BATCH))

    def _add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.tree.insert("", "end", iid=row.key, values=row.cells, tags=("faint",) if row.faint else ())

    def choose(self, key: str) -> None:
        self.tree.selection_set(key)
        self.tree.focus(key)
        self.tree.see(key)

    def focus_set(self) -> None:
        self.tree.focus_set()

    focus = focus_set

    def _fit(self, theme: Theme, width: int) -> None:
        shown = list(range(len(self._columns)))
        while sum(theme.px(self._columns[at].width) for at in shown) > width:
            spared = max(shown, key=lambda at: self._columns[at].spare)
            if not self._columns[spared].spare:
                break
            shown.remove(spared)
        wanted = tuple(map(str, shown))
        if tuple(self.tree.cget("displaycolumns")) != wanted:
            self.tree.configure(displaycolumns=wanted)
        growing = [at for at in shown if self._columns[at].grow]
        left = max(0, width - sum(theme.px(self._columns[at].width) for at in shown))
        for at in growing:  # by hand: ttk does not share out the room of a column that was taken away
            self.tree.column(str(at), width=theme.px(self._columns[at].width) + left // len(growing))

    def _focused(self, _event: object) -> None:
        self.configure(highlightbackground=self._focus_colour)
        if not self.chosen and self.tree.get_children():
            self.choose(self.tree.get_children()[0])

    def _open(self, on_open: Callable[[str], None]) -> str:
        if self.chosen:
            on_open(self.chosen)
        return "break"


def _set_style(widget: tkinter.Misc, theme: Theme) -> None:
    style = ttk.Style(widget)
    colours = theme.colours
    style.theme_use("clam")
    style.layout(_STYLE, [("Treeview.treearea", {"sticky": "nswe"})])  # without clam's own border
    style.configure(
        _STYLE,
        background=colours.surface,
        fieldbackground=colours.surface,
        foreground=colours.text,
        font=theme.font(BODY),
        rowheight=theme.px(44),
        borderwidth=0,
    )
    style.configure(
        f"{_STYLE}.Heading",
        background=colours.surface,
        foreground=colours.muted,
        font=theme.font(SMALL),
        relief="flat",
        borderwidth=0,
        padding=(theme.px(4), theme.px(8)),
    )
    style.map(f"{_STYLE}.Heading", background=[("active", colours.sunken)])
    style.map(_STYLE, background=[("selected", colours.accent_soft)], foreground=[("selected", colours.text)])
