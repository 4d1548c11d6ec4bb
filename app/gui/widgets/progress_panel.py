"""The panel that shows how far long work has come, with a Cancel that answers at once."""

import tkinter
from collections.abc import Callable
from typing import Any

import customtkinter

from app.gui.theme import HEADING, SMALL, Theme
from app.gui.widgets.button import Button
from app.gui.widgets.card import card
from app.gui.widgets.words import Paragraph


class ProgressPanel:
    """Shown over `parent` while work runs; what lies under it does not take clicks meanwhile."""

    def __init__(self, parent: Any, theme: Theme) -> None:
        self._parent = parent
        self._theme = theme
        self._box: Any = None
        self._before: tkinter.Misc | None = None

    @property
    def shown(self) -> bool:
        return self._box is not None

    def show(self, title: str, on_cancel: Callable[[], None]) -> None:
        self.hide()
        theme = self._theme
        self._before = self._parent.focus_get()
        self._box = card(self._parent, theme, edge=theme.colours.accent)
        self._box.columnconfigure(0, weight=1, minsize=theme.px(360))
        Paragraph(self._box, theme, title, HEADING, bold=True).grid(
            sticky="ew", padx=theme.px(32), pady=(theme.px(28), theme.px(4))
        )
        self._words = Paragraph(self._box, theme, "请稍候…", SMALL, colour=theme.colours.muted)
        self._words.grid(sticky="ew", padx=theme.px(32))
        self._bar = customtkinter.CTkProgressBar(
            self._box,
            height=theme.px(10),
            width=theme.px(360),
            fg_color=theme.colours.sunken,
            progress_color=theme.colours.accent,
            mode="indeterminate",
        )
        self._bar.grid(sticky="ew", padx=theme.px(32), pady=theme.px(20))
        self._bar.start()
        cancel = Button(self._box, theme, "取消", on_cancel, icon="cross")
        cancel.grid(padx=theme.px(32), pady=(0, theme.px(24)), sticky="e")
        self._on_cancel = on_cancel
        self._box.place(relx=0.5, rely=0.45, anchor="center")
        self._box.lift()
        if self._box.winfo_viewable():
            self._box.grab_set()
        else:
            self._box.bind("<Visibility>", self._take_clicks)
        cancel.focus_set()

    def update(self, share: float | None, words: str) -> None:
        if self._box is None:
            return
        if share is not None:
            if self._bar.cget("mode") == "indeterminate":
                self._bar.stop()
                self._bar.configure(mode="determinate")
            self._bar.set(share)
        if words:
            self._words.say(words)

    def cancel(self) -> None:
        if self._box is not None:
            self._on_cancel()

    def hide(self) -> None:
        if self._box is None:
            return
        self._bar.stop()
        self._box.grab_release()
        self._box.destroy()
        self._box = None
        if self._before is not None and self._before.winfo_exists():
            self._before.focus_set()

    def _take_clicks(self, _event: object) -> None:
        if self._box is not None and self._box.winfo_viewable():
            self._box.grab_set()
