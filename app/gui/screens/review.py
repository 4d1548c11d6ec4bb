"""The review of a conversation: how it ended, the whole of it to hear again, what was good and what would be better."""

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.role_play.verdict import verdict
from app.gui.dialogue_audio import DialogueAudio
from app.gui.screens.review_head import Action, ReviewHead
from app.gui.screens.screen import Screen, Start
from app.gui.theme import Theme
from app.gui.widgets.page import Page

if TYPE_CHECKING:
    from app.domain.dispute import Dispute
    from app.domain.records import Record
    from app.domain.role_play.findings import Decision
    from app.domain.role_play.played import PlayedDialogue


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What is shown. `played` is the conversation as it stands, `first` as it was first scored where that
    differs; `before` one's last try of the same role-play; `record` is None for one that is not kept.
    """

    played: "PlayedDialogue"
    audio: DialogueAudio = field(default_factory=DialogueAudio)
    first: "PlayedDialogue | None" = None
    before: "PlayedDialogue | None" = None
    who: str = ""
    record: "Record | None" = None
    decisions: "Sequence[Decision]" = ()
    disputes: "Sequence[Dispute]" = ()


class Review(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        start: Start,
        play: Callable[[Path, float, float | None], None],
        quiet: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._start = start
        self._play = play
        self._quiet = quiet
        self._actions: tuple[Action, ...] = ()
        self._on_back: Callable[[], None] = lambda: None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = Page(self, theme)
        self._page.grid(sticky="nsew")
        body = self._page.body
        body.columnconfigure(0, weight=1)
        self.head = ReviewHead(body, theme)
        self.head.grid(row=0, sticky="ew", pady=(0, theme.px(24)))

    def show(self, view: ReviewView, actions: Sequence[Action], on_back: Callable[[], None]) -> None:
        """Show another conversation; `actions` become the buttons, Esc goes back."""
        self._actions, self._on_back = tuple(actions), on_back
        played = view.played
        about = [played.scenario_title, played.dialogue.mode.label, view.who]
        self.head.show(verdict(played), " · ".join(part for part in about if part), actions)
        self._page.to_top()

    def enter(self) -> None:
        if self.head.buttons:
            self.head.buttons[0].focus_set()

    def leave(self) -> None:
        self._quiet()

    def primary(self) -> bool:
        if self._actions:
            self._actions[0].do()
        return bool(self._actions)

    def back(self) -> bool:
        self._on_back()
        return True
