"""The line of time of a conversation in its card: play all, stop, and what is said about the place pointed at."""

import tkinter
from collections.abc import Callable

from app.domain.attempt import Manner
from app.domain.role_play.timeline import Sign, Timeline
from app.gui.screens.review_view import ReviewView, stop_in_words
from app.gui.theme import HEADING, SMALL, Theme
from app.gui.widgets.button import Button
from app.gui.widgets.card import card
from app.gui.widgets.dialogue_timeline import DialogueTimeline, Stop, sign_icon
from app.gui.widgets.flow import Flow
from app.gui.widgets.words import Paragraph, words


class ReviewHearing(tkinter.Frame):
    """`on_press` plays all or stops; `on_play(moment)` plays from a moment."""

    def __init__(
        self, parent: tkinter.Misc, theme: Theme, on_press: Callable[[], None], on_play: Callable[[float], None]
    ) -> None:
        colours = theme.colours
        super().__init__(parent, bg=colours.background)
        self.theme = theme
        self._view: ReviewView | None = None
        self._seconds = 0.0
        self.columnconfigure(0, weight=1)
        box = card(self, theme)
        box.grid(sticky="ew")
        box.columnconfigure(0, weight=1)
        pad = theme.px(24)
        words(box, theme, "整场对话", HEADING, bold=True).grid(row=0, column=0, sticky="w", padx=pad, pady=(pad, 0))
        self.button = Button(box, theme, "从头听", on_press, icon="play", width=140)
        self.button.grid(row=0, column=1, sticky="e", padx=pad, pady=(theme.px(18), 0))
        self._legend = Flow(box, theme, colours.surface, gap=18)
        self._legend.grid(row=1, column=0, columnspan=2, sticky="ew", padx=pad, pady=theme.px(8))
        self._signs = {
            sign: tkinter.Label(
                self._legend, text=f" {sign.label}", image=sign_icon(sign, theme, 18), compound="left", bd=0,
                font=theme.font(SMALL), fg=colours.muted, bg=colours.surface, padx=0, pady=0,
            )
            for sign in Sign
        }  # fmt: skip
        self.line = DialogueTimeline(box, theme, on_play, self._pointed)
        self.line.grid(row=2, column=0, columnspan=2, sticky="ew", padx=theme.px(14))
        self.said = Paragraph(box, theme, "", SMALL)
        self.said.grid(row=3, column=0, columnspan=2, sticky="ew", padx=pad, pady=(theme.px(4), pad))

    def show(self, view: ReviewView, line: Timeline) -> None:
        self._view, self._seconds = view, line.seconds
        self.line.show(line)
        used = {mark.sign for mark in line.marks}
        self._legend.keep(*(label for sign, label in self._signs.items() if sign in used))
        self._pointed(None)
        self.stopped()

    @property
    def next_moment(self) -> float:
        """Where playing goes on: where it was stopped, else from the beginning."""
        head = self.line.head
        return head if head is not None and head < self._seconds else 0.0

    def moved(self, moment: float) -> None:
        self.line.move_head(moment)
        self.button.say("停", "stop")

    def stopped(self) -> None:
        self.button.say("接着听" if self.next_moment else "从头听", "play")

    def _pointed(self, stop: Stop | None) -> None:
        assert self._view is not None
        self.said.say(_how_to(self._view) if stop is None else stop_in_words(stop, self._view))


def _how_to(view: ReviewView) -> str:
    """What one can do here, and plainly what cannot be heard."""
    found = ["点哪里就从哪里听；按 Tab 到时间线，用 ← → 走，按回车从那里听，空格停。"]
    replies = [exchange.reply for exchange in view.played.dialogue.exchanges]
    if view.audio.missing:
        found.append(f"有 {view.audio.missing} 段录音的文件不在了，只能看文字。")
    if replies and all(reply.manner is Manner.TYPED for reply in replies):
        found.append("回答都没有录音。" if all(reply.silent for reply in replies) else "回答是打字的，没有录音。")
    if not any(view.audio.citizen):
        found.append("群众的话没有声音，只显示文字。")
    return "".join(found)
