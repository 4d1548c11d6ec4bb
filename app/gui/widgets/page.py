"""A page that scrolls when there is more than fits, and never cuts anything off."""

import tkinter
from typing import Any

from app.gui.theme import Theme
from app.gui.widgets.slim_bar import SlimBar

_ROOMY = 820  # below this the margins shrink
_WIDEST = 1200  # lines longer than this are hard to read on a wide screen


class Page(tkinter.Frame):
    """Put widgets into `body`. It is as wide as the page (to a limit) and at least as high."""

    def __init__(self, parent: Any, theme: Theme, padding: int = 32, ground: str | None = None) -> None:
        """`ground` is the colour it lies on, the window's own where none is given."""
        ground = ground or theme.colours.background
        super().__init__(parent, bg=ground)
        self._theme = theme
        self._full_padding = self._padding = theme.px(padding)
        self._widest = theme.px(_WIDEST)
        self._canvas = tkinter.Canvas(self, bg=ground, highlightthickness=0, bd=0, yscrollincrement=theme.px(24))
        # The bar keeps its room, so that the page is as wide with it as without: nothing has to wrap anew.
        bar = SlimBar(self, theme, ground, self._canvas.yview_moveto)
        self._canvas.configure(yscrollcommand=bar.set)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._canvas.grid(row=0, column=0, sticky="nsew")
        bar.grid(row=0, column=1, sticky="ns")
        # The outer frame takes the height its content asks for, but at least the page's: a row with a least
        # height does both, and tells of every change, which a window item of a set height would not.
        self._outer = tkinter.Frame(self._canvas, bg=ground)
        self._outer.columnconfigure(0, weight=1)
        self._outer.rowconfigure(0, weight=1)
        self.body = tkinter.Frame(self._outer, bg=ground)
        self.body.grid(sticky="nsew")
        self._inside = self._canvas.create_window(self._padding, self._padding, window=self._outer, anchor="nw")
        self._fitting = False
        self._canvas.bind("<Configure>", self._fit_soon)
        self._outer.bind("<Configure>", self._fit_soon)

    @property
    def overflows(self) -> bool:
        return self._canvas.yview() != (0.0, 1.0)

    def scroll(self, steps: int) -> None:
        """Move by `steps` lines, down where positive."""
        if self.overflows:
            self._canvas.yview_scroll(steps, "units")

    def scroll_pages(self, pages: int) -> None:
        if self.overflows:
            self._canvas.yview_scroll(pages, "pages")

    def to_top(self) -> None:
        self._canvas.yview_moveto(0)

    def to_end(self) -> None:
        self.update_idletasks()  # what was just added has not come to its height yet
        self._canvas.yview_moveto(1)

    def reveal(self, widget: tkinter.Misc, first: int = 0, last: int | None = None) -> None:
        """Scroll so far that `widget` can be seen, or its pixels from `first` to `last`, as the focus moves there."""
        self.update_idletasks()  # a screen that is just shown has not come to its sizes yet
        if not self.overflows or not widget.winfo_exists() or not widget.winfo_viewable():
            return
        begin = widget.winfo_rooty() - self._outer.winfo_rooty() + self._padding
        top = begin + first
        bottom = begin + (widget.winfo_height() if last is None else last)
        height, whole = self._canvas.winfo_height(), self._whole_height()
        shown = self._canvas.canvasy(0)
        margin = self._theme.px(12)
        if top - margin < shown:
            self._canvas.yview_moveto(max(0, top - margin) / whole)
        elif bottom + margin > shown + height:
            # Something higher than the page shows its top.
            self._canvas.yview_moveto(max(0, min(bottom + margin - height, top - margin)) / whole)

    def _whole_height(self) -> int:
        return max(1, self._outer.winfo_height() + 2 * self._padding)

    def _fit_soon(self, _event: object) -> None:
        # One fitting for a burst of changes: a page of labels that wrap sends dozens.
        if not self._fitting:
            self._fitting = True
            self.after_idle(self._fit)

    def _fit(self) -> None:
        self._fitting = False
        width, height = self._canvas.winfo_width(), self._canvas.winfo_height()
        roomy = width >= self._theme.px(_ROOMY)
        self._padding = self._full_padding if roomy else min(self._full_padding, self._theme.px(20))
        inner = max(1, min(self._widest, width - 2 * self._padding))
        left = self._padding + max(0, (width - 2 * self._padding - inner) // 2)
        self._outer.rowconfigure(0, minsize=max(1, height - 2 * self._padding))
        tall = self._outer.winfo_reqheight()
        self._canvas.coords(self._inside, left, self._padding)
        self._canvas.itemconfigure(self._inside, width=inner)
        self._canvas.configure(scrollregion=(0, 0, width, tall + 2 * self._padding))


def page_of(widget: tkinter.Misc | None) -> Page | None:
    """The page that `widget` lies on."""
    while widget is not None and not isinstance(widget, Page):
        widget = widget.master
    return widget
