"""Read-only text that is as high as its content, so that the page scrolls and not the text in it."""

import tkinter
from collections.abc import Callable
from typing import Any

from app.gui.theme import Theme


class FlowText(tkinter.Frame):
    """One Text widget (`view`) however long the content; some stretches of it are links.

    Tab enters it where it has links, ← → ↑ ↓ walk from link to link, Enter or space follows one.
    """

    def __init__(self, parent: Any, theme: Theme, size: int, spacing: int, fill: str | None = None) -> None:
        ground = fill or theme.colours.surface
        # A frame without height would never show its text, and the text could never say how high it is.
        super().__init__(parent, bg=ground, highlightthickness=theme.px(2), height=theme.px(48))
        self.configure(highlightbackground=ground, highlightcolor=theme.colours.focus)
        self.pack_propagate(False)
        self.theme = theme
        self._ground = ground
        self._links: list[tuple[str, str, Callable[[], None]]] = []
        self._at = -1
        self.view = tkinter.Text(
            self,
            wrap="char",
            font=theme.font(size),
            bg=ground,
            fg=theme.colours.text,
            bd=0,
            highlightthickness=0,
            padx=theme.px(4),
            pady=theme.px(4),
            spacing1=theme.px(spacing / 2),
            spacing2=theme.px(spacing),
            spacing3=theme.px(spacing / 2),
            cursor="arrow",
            height=1,
            width=1,
            insertwidth=0,
        )
        self.view.pack(fill="both", expand=True)
        # Without the Text class's own bindings it is read-only, and Tab, Enter and Page Down reach the window.
        self.view.bindtags((str(self.view), str(self.winfo_toplevel()), "all"))
        for keys, step in ((("<Left>", "<Up>"), -1), (("<Right>", "<Down>"), 1)):
            for key in keys:
                self.view.bind(key, lambda _event, step=step: self._step(step))
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self.view.bind(key, lambda _event: self._follow())
        self.view.bind("<Configure>", self._resized)
        self.view.bind("<FocusIn>", lambda _event: self._point_at(max(0, self._at)))
        self.view.bind("<FocusOut>", lambda _event: self._point_at(-1))
        self.view.tag_configure("current", foreground=ground, background=theme.colours.focus)

    def clear(self) -> None:
        self.view.delete("1.0", "end")
        for at in range(len(self._links)):
            self.view.tag_delete(f"link{at}")
        self._links, self._at = [], -1

    def add(self, text: str, *tags: str) -> None:
        self.view.insert("end-1c", text, tags)

    def add_icon(self, name: str, size: int, colour: str) -> None:
        self.view.image_create("end-1c", image=self.theme.icon(name, size, colour), padx=self.theme.px(3))

    def link(self, first: str, follow: Callable[[], None], shown_from: str = "") -> None:
        """Make a link of what was added since the index `first`; the focus is shown from `shown_from` on."""
        tag, last = f"link{len(self._links)}", self.view.index("end-1c")
        self.view.tag_add(tag, first, last)
        self.view.tag_bind(tag, "<Button-1>", lambda _event: follow())
        self.view.tag_bind(tag, "<Enter>", lambda _event: self.view.configure(cursor="hand2"))
        self.view.tag_bind(tag, "<Leave>", lambda _event: self.view.configure(cursor="arrow"))
        self._links.append((shown_from or first, last, follow))

    def end(self) -> str:
        """The index where the next addition goes."""
        return str(self.view.index("end-1c"))

    def finish(self) -> None:
        """Everything is added: take the height it needs and let Tab stop here if there is something to follow."""
        self.view.configure(takefocus=1 if self._links else 0)
        self.view.tag_raise("current")
        self.after_idle(self._fit)

    def _resized(self, _event: object) -> None:
        self.after_idle(self._fit)

    def _point_at(self, at: int) -> None:
        self.view.tag_remove("current", "1.0", "end")
        focused = 0 <= at < len(self._links)
        self.configure(highlightbackground=self.theme.colours.focus if focused else self._ground)
        if focused:
            self._at = at
            first, last, _follow = self._links[at]
            self.view.tag_add("current", first, last)

    def _step(self, by: int) -> str | None:
        if not self._links:
            return None
        self._point_at(min(max(0, self._at + by), len(self._links) - 1))
        return "break"

    def _follow(self) -> str | None:
        if not 0 <= self._at < len(self._links):
            return None
        self._links[self._at][2]()
        return "break"

    def _fit(self) -> None:
        if not self.winfo_exists() or self.view.winfo_width() <= 1:
            return
        high = self.view.count("1.0", "end", "update", "ypixels")
        pixels = high[0] if isinstance(high, tuple) else int(high or 0)  # Python 3.13 gives the number itself
        wanted = pixels + 3 * self.theme.px(4) + 2 * self.theme.px(2)
        if abs(self.winfo_reqheight() - wanted) > 1:
            self.configure(height=wanted)
