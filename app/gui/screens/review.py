"""The review of a conversation: how it ended, the whole of it to hear again, what was good and what would be better."""

import tkinter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.role_play.timeline import Stretch, timeline
from app.domain.role_play.verdict import verdict
from app.domain.score_sheet import Evidence
from app.gui.dialogue_playback import Playback
from app.gui.screens.review_advice import InsteadList, PointList
from app.gui.screens.review_comparison import Comparison
from app.gui.screens.review_head import Action, ReviewHead
from app.gui.screens.review_hearing import ReviewHearing
from app.gui.screens.review_view import ReviewView, about
from app.gui.screens.screen import Screen, Start
from app.gui.theme import HEADING, SMALL, Theme
from app.gui.widgets.card import card
from app.gui.widgets.dialogue_text import DialogueText
from app.gui.widgets.mood_chart import MoodChart
from app.gui.widgets.page import Page
from app.gui.widgets.sheet_lines import SheetLines
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    pass

L = TypeVar("L", PointList, InsteadList)


class Review(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        start: Start,
        play: Callable[[Path, float, float | None], None],
        quiet: Callable[[], None],
        on_trouble: Callable[[Exception], None],
    ) -> None:
        super().__init__(parent, theme)
        self._start = start
        self._play = play
        self._quiet = quiet
        self._view: ReviewView | None = None
        self._actions: tuple[Action, ...] = ()
        self._on_back: Callable[[], None] = lambda: None
        self.playback = Playback(self, start, play, quiet, self._moved, self._stopped, on_trouble)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = Page(self, theme)
        self._page.grid(sticky="nsew")
        body = self._page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(24)
        self.head = ReviewHead(body, theme)
        self.head.grid(row=0, sticky="ew", pady=(0, gap))
        self.hearing = ReviewHearing(body, theme, self._play_or_stop, self.playback.play_from)
        self.hearing.grid(row=1, sticky="ew", pady=(0, gap))
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=2, sticky="nsew")
        self._words_card = self._words(self._columns)
        self._points_card, self.points = self._listed("要点", PointList)
        self._instead_card, self.instead = self._listed("下次可以这样说", InsteadList)
        self._mood_card = self._mood(self._columns)
        self._lines_card = self._why(self._columns)
        self._comparison_card, self.comparison = self._compared(self._columns)
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(860)))
        self._arrange(True)

    def show(self, view: ReviewView, actions: Sequence[Action], on_back: Callable[[], None]) -> None:
        """Show another conversation; `actions` become the buttons, Esc goes back."""
        self._view, self._actions, self._on_back = view, tuple(actions), on_back
        played, audio = view.played, view.audio
        self.head.show(verdict(played), about(view), actions)
        line = timeline(played, audio.lengths)
        self.playback.show(line, audio)
        self.hearing.show(view, line)
        self.text.follow(None)
        self.text.show(played, audio)
        self.points.show(played)
        self.instead.show(played)
        self.chart.show(played)
        self._mood_words("")
        self.lines.show(played.score.whole, any(audio.replies), turns=True, disputes=view.disputes)
        self.comparison.show(played, view.before)
        self._page.to_top()

    def enter(self) -> None:
        if self.head.buttons:
            self.head.buttons[0].focus_set()

    def leave(self) -> None:
        self.playback.stop()
        self._quiet()

    def primary(self) -> bool:
        if self._actions:
            self._actions[0].do()
        return bool(self._actions)

    def back(self) -> bool:
        self._on_back()
        return True

    def space(self) -> bool:
        self._play_or_stop()
        return True

    # The parts

    def _words(self, parent: tkinter.Misc) -> tkinter.Widget:
        box = self._titled(parent, "说了什么")
        self.text = DialogueText(
            box, self.theme, self._play_line, self._play_reply, self._play_withdrawn,
        )  # fmt: skip
        self.text.grid(row=1, sticky="ew", padx=self.theme.px(18), pady=(self.theme.px(4), self.theme.px(20)))
        return box

    def _listed(self, title: str, kind: type[L]) -> tuple[tkinter.Widget, L]:
        box = self._titled(self._columns, title)
        found = kind(box, self.theme, self._play_reply)
        found.grid(row=1, sticky="ew", padx=self.theme.px(18), pady=(0, self.theme.px(20)))
        return box, found

    def _mood(self, parent: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        box = self._titled(parent, "群众的心情")
        self.chart = MoodChart(box, theme, self._start, self._mood_words, self.text.reveal_turn)
        self.chart.grid(row=1, sticky="ew", padx=theme.px(18))
        self._mood_line = Paragraph(box, theme, "", SMALL, colour=theme.colours.muted)
        self._mood_line.grid(row=2, sticky="ew", padx=theme.px(24), pady=(theme.px(4), theme.px(20)))
        return box

    def _why(self, parent: tkinter.Misc) -> tkinter.Widget:
        box = self._titled(parent, "得分从哪里来")
        self.lines = SheetLines(box, self.theme, self._play_evidence)
        self.lines.grid(row=1, sticky="ew", padx=self.theme.px(18), pady=(0, self.theme.px(20)))
        return box

    def _compared(self, parent: tkinter.Misc) -> tuple[tkinter.Widget, Comparison]:
        box = self._titled(parent, "和上次比")
        found = Comparison(box, self.theme)
        found.grid(row=1, sticky="ew", padx=self.theme.px(18), pady=(0, self.theme.px(20)))
        return box, found

    def _titled(self, parent: tkinter.Misc, title: str) -> Any:
        theme = self.theme
        box = card(parent, theme)
        box.columnconfigure(0, weight=1)
        words(box, theme, title, HEADING, bold=True).grid(
            row=0, sticky="w", padx=theme.px(24), pady=(theme.px(20), theme.px(4))
        )
        return box

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap, columns = self.theme.px(24), self._columns
        columns.columnconfigure(0, weight=1, uniform="half" if wide else "")
        columns.columnconfigure(1, weight=1 if wide else 0, uniform="half" if wide else "")
        columns.rowconfigure((1, 4), weight=1 if wide else 0)
        order = (
            self._words_card, self._points_card, self._instead_card, self._mood_card, self._lines_card,
            self._comparison_card,
        )  # fmt: skip
        for row, box in enumerate(order):
            box.grid_forget()
            if not wide:
                box.grid(row=row, column=0, sticky="ew", pady=(0, gap))
        if wide:
            self._words_card.grid(row=0, column=0, rowspan=2, sticky="new", padx=(0, gap), pady=(0, gap))
            self._points_card.grid(row=0, column=1, sticky="new", pady=(0, gap))
            self._instead_card.grid(row=1, column=1, sticky="new", pady=(0, gap))
            self._lines_card.grid(row=2, column=0, rowspan=3, sticky="new", padx=(0, gap))
            self._mood_card.grid(row=2, column=1, sticky="new", pady=(0, gap))
            self._comparison_card.grid(row=3, column=1, sticky="new")

    # What is heard

    def _play_or_stop(self) -> None:
        if self.playback.playing:
            self.playback.stop()
        else:
            # Space must stop what it began, and not press the button that leads on.
            if self.focus_get() is not self.hearing.line:
                self.hearing.button.focus_set()
            self.playback.play_from(self.hearing.next_moment)

    def _moved(self, moment: float, stretch: Stretch) -> None:
        self.hearing.moved(moment)
        self.text.follow(stretch)

    def _stopped(self) -> None:
        self.hearing.stopped()
        self.text.follow(None)

    def _play_line(self, turn: int) -> None:
        self._play_file(self._view.audio.citizen, turn, 0.0, None)

    def _play_reply(self, turn: int, start: float, end: float | None) -> None:
        self.text.reveal_turn(turn)
        self._play_file(self._view.audio.replies, turn, start, end)

    def _play_withdrawn(self, number: int) -> None:
        self._play_file(self._view.audio.withdrawn, number, 0.0, None)

    def _play_evidence(self, evidence: Evidence) -> None:
        self._play_reply(evidence.turn, evidence.start, evidence.end)

    def _play_file(self, files: Sequence[Path | None], at: int, start: float, end: float | None) -> None:
        self.playback.stop()
        path = files[at] if at < len(files) else None
        if path is not None:
            self._start(lambda _progress: self._play(path, start, end), lambda _none: None)

    def _mood_words(self, said: str) -> None:
        self._mood_line.say(said or "▲ 好转　▼ 变差。指着一个点看原因，点一下找到那一轮；按 Tab 到图上可以用 ← → 走。")
