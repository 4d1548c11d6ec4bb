"""The head of every screen of a class: its topic, and the four steps from preparing to the end."""

import tkinter
from collections.abc import Callable
from enum import Enum
from typing import Any

from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.choice import Choice
from app.gui.widgets.words import Paragraph


class Step(Enum):
    PREPARE = "prepare"
    ROLL = "roll"
    DESK = "desk"
    END = "end"

    @property
    def label(self) -> str:
        return {"prepare": "备课", "roll": "点名", "desk": "上课", "end": "下课"}[self.value]


class ClassHead(tkinter.Frame):
    def __init__(self, parent: Any, theme: Theme, step: Step, on_step: Callable[[Step], None]) -> None:
        ground = theme.colours.background
        super().__init__(parent, bg=ground)
        self.columnconfigure(0, weight=1)
        self._theme = theme
        self._title = Paragraph(self, theme, "", TITLE, bold=True)
        self._title.grid(row=0, column=0, sticky="ew")
        self._state = Paragraph(self, theme, "", SMALL, colour=theme.colours.muted)
        self._state.grid(row=1, column=0, sticky="ew", pady=(theme.px(2), theme.px(12)))

        def go(chosen: Step) -> None:
            self.steps.show(step)  # this screen always stands for its own step
            if chosen is not step:
                on_step(chosen)

        self.steps: Choice[Step] = Choice(self, theme, [(each, each.label) for each in Step], step, go, ground=ground)
        self._beside: bool | None = None
        self._offered = True
        self.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(700)))
        self._arrange(True)

    def offer_steps(self, on: bool) -> None:
        """A class that is closed has no steps left."""
        self._offered = on
        self.steps.grid() if on else self.steps.grid_remove()

    def _arrange(self, beside: bool) -> None:
        """The steps at the right of the topic, or under it where the window is narrow."""
        if beside == self._beside:
            return
        self._beside = beside
        px = self._theme.px
        self.steps.configure(width=px(350))
        if beside:
            self.steps.grid(row=0, column=1, rowspan=2, sticky="e", padx=(px(16), 0), pady=(0, px(12)))
        else:
            self.steps.grid(row=2, column=0, rowspan=1, sticky="ew", padx=0, pady=(px(10), px(12)))
        if not self._offered:
            self.steps.grid_remove()

    def say(self, title: str, state: str) -> None:
        self._title.say(title)
        self._state.say(state)
