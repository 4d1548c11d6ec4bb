"""The two rows above the scenario editor: what is being written and its state, and the tools of the picture."""

import tkinter
from collections.abc import Callable
from enum import Enum
from typing import Any

from app.gui.theme import HEADING, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.choice import Choice
from app.gui.widgets.flow import Flow
from app.gui.widgets.words import Paragraph


class View(Enum):
    """What is seen: the picture alone, or beside it one of the forms or the list of what is to mend."""

    GRAPH = "graph"
    PLACE = "place"
    WHOLE = "whole"
    PROBLEMS = "problems"


_VIEWS = [(View.GRAPH, "图"), (View.PLACE, "这一处"), (View.WHOLE, "整个情景"), (View.PROBLEMS, "要改的 0")]


class EditorHead(tkinter.Frame):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        on_back: Callable[[], Any],
        on_undo: Callable[[], None],
        on_redo: Callable[[], None],
        on_try: Callable[[], None],
        on_save: Callable[[], None],
    ) -> None:
        colours = theme.colours
        super().__init__(parent, bg=colours.background)
        self.columnconfigure(1, weight=1)
        Button(self, theme, "", on_back, icon="back", emphasis=Emphasis.QUIET, width=44, height=44).grid(
            row=0, column=0, rowspan=2, padx=(0, theme.px(8))
        )
        self._title = Paragraph(self, theme, "", HEADING, bold=True)
        self._title.grid(row=0, column=1, sticky="ew")
        self._state = Paragraph(self, theme, "", SMALL, colour=colours.muted)
        self._state.grid(row=1, column=1, sticky="ew")
        right = tkinter.Frame(self, bg=colours.background)
        right.grid(row=0, column=2, rowspan=2, sticky="e")
        self._undo = Button(right, theme, "撤销", on_undo, height=44, size=SMALL)
        self._redo = Button(right, theme, "重做", on_redo, height=44, size=SMALL)
        trial = Button(right, theme, "试谈", on_try, icon="talk", height=44)
        save = Button(right, theme, "保存", on_save, icon="tick", emphasis=Emphasis.PRIMARY, height=44)
        for at, button in enumerate((self._undo, self._redo, trial, save)):
            button.grid(row=0, column=at, padx=(theme.px(8), 0))

    def say(self, title: str, state: str, can_undo: bool, can_redo: bool) -> None:
        self._title.say(title)
        self._state.say(state)
        self._undo.enable(can_undo)
        self._redo.enable(can_redo)


class EditorTools(Flow):
    """`view` is what is looked at; the others add to the picture, take from it and move it."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        on_view: Callable[[View], None],
        on_add_node: Callable[[], None],
        on_add_ending: Callable[[], None],
        on_delete: Callable[[], None],
        on_zoom: Callable[[int], None],
        on_all: Callable[[], None],
    ) -> None:
        ground = theme.colours.background
        super().__init__(parent, theme, ground, gap=8)
        holder = tkinter.Frame(self, bg=ground, width=theme.px(384), height=theme.px(46))
        holder.pack_propagate(False)
        self.view: Choice[View] = Choice(holder, theme, _VIEWS, View.PLACE, on_view, ground=ground)
        self.view.pack(fill="both", expand=True)
        small: dict[str, Any] = {"height": 44, "size": SMALL, "emphasis": Emphasis.QUIET}
        self._always = (
            holder,
            Button(self, theme, "加一轮", on_add_node, icon="plus", **small),
            Button(self, theme, "加结局", on_add_ending, icon="plus", **small),
            Button(self, theme, "删除", on_delete, icon="cross", **small),
        )
        self._zooms = (
            Button(self, theme, "－", lambda: on_zoom(-1), width=40, **small),
            Button(self, theme, "＋", lambda: on_zoom(1), width=40, **small),
            Button(self, theme, "全图", on_all, **small),
        )
        self.add(*self._always, *self._zooms)

    def offer_zoom(self, on: bool) -> None:
        """Where there is little room, what is of no use takes none."""
        self.keep(*self._always, *(self._zooms if on else ()))

    def count(self, problems: int) -> None:
        """How much there is to mend."""
        self.view.relabel(View.PROBLEMS, f"要改的 {problems}")
