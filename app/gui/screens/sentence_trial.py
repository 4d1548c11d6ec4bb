"""Try a sentence, typed or spoken: what would be marked, what would not, and why."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

import customtkinter

from app.domain.errors import Progress
from app.domain.transcript import Transcript, typed_transcript
from app.gui.screens.screen import Start
from app.gui.theme import BODY, HEADING, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.marked_text import MarkedText, sign_of
from app.gui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.hits import Hit
    from app.domain.matching import Findings
    from app.gui.services import LexiconService, RepliesService, Take


class SentenceTrial(customtkinter.CTkFrame):
    """A card. Nothing that is tried is kept."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        lexicon: "Callable[[], LexiconService]",
        replies: "Callable[[], RepliesService]",
        microphone: Callable[[], str],
        start: Start,
        on_phrase: Callable[[str], None],
    ) -> None:
        """`on_phrase(phrase id)` shows the phrase that a mark stands for."""
        colours = theme.colours
        super().__init__(
            parent,
            width=0,
            height=0,
            corner_radius=theme.px(16),
            border_width=theme.px(1),
            fg_color=colours.surface,
            border_color=colours.border,
        )
        self._theme = theme
        self._lexicon = lexicon
        self._replies = replies
        self._microphone = microphone
        self._start = start
        self._on_phrase = on_phrase
        self._take: Take | None = None
        self.columnconfigure(0, weight=1)
        pad = theme.px(24)
        words(self, theme, "试一句：会标出什么，为什么", HEADING, bold=True).grid(
            row=0, sticky="w", padx=pad, pady=(theme.px(20), theme.px(8))
        )
        self._sentence = Field(self, theme, "", "输入一句话，例如：您好，请稍等，这个不归我管")
        self._sentence.grid(row=1, sticky="ew", padx=pad)
        row = Flow(self, theme, colours.surface)
        row.grid(row=2, sticky="ew", padx=pad, pady=(theme.px(12), theme.px(20)))
        self._try = Button(row, theme, "看看结果", self._type, icon="search", emphasis=Emphasis.PRIMARY)
        self._speak = Button(row, theme, "说一句", self._press, icon="mic")
        row.add(self._try, self._speak)
        self._text = MarkedText(self, theme, lambda hit: on_phrase(hit.phrase_id))
        self._why = FlowText(self, theme, BODY, spacing=6)
        self._why.view.tag_configure("link", foreground=colours.accent, underline=True)
        self._why.view.tag_configure("small", foreground=colours.muted, font=theme.font(SMALL))

    def focus_set(self) -> None:
        self._sentence.focus_set()

    focus = focus_set

    def primary(self) -> bool:
        if self._take is not None:
            self._press()
        elif self._sentence.text.strip():
            self._type()
        return True

    def leave(self) -> bool:
        """Throw away what is being recorded; whether there was something."""
        take, self._take = self._take, None
        if take is None:
            return False
        self._speak.say("说一句", "mic")
        self._start(lambda _progress: take.abandon(), lambda _done: None)
        return True

    def _type(self) -> None:
        transcript = typed_transcript(self._sentence.text)
        self._start(lambda _progress: self._lexicon().examine(transcript), lambda found: self._show(transcript, found))

    def _press(self) -> None:
        take, self._take = self._take, None
        if take is None:
            name = self._microphone() or None
            self._start(lambda _progress: self._replies().start_take(name), self._recording)
            return
        self._speak.say("说一句", "mic")

        def work(progress: Progress) -> "tuple[Transcript, Findings]":
            path = take.stop()
            try:
                transcript = self._replies().score_file(path, on_progress=progress).transcript
            finally:
                take.abandon()  # a trial leaves no recording behind
            return transcript, self._lexicon().examine(transcript)

        self._start(work, lambda both: self._show(*both), title="正在听写")

    def _recording(self, take: "Take") -> None:
        if not self.winfo_viewable():
            self._start(lambda _progress: take.abandon(), lambda _done: None)
            return
        self._take = take
        self._speak.say("说完了，停止", "stop")
        self._speak.focus_set()

    def _show(self, transcript: Transcript, found: "Findings") -> None:
        pad = self._theme.px(18)
        self._text.grid(row=3, sticky="ew", padx=pad)
        self._why.grid(row=4, sticky="ew", padx=pad, pady=(0, self._theme.px(16)))
        self._text.show(transcript.text, found.hits, "没有听到有人说话。")
        why = self._why
        why.clear()
        for hit in found.hits:
            _name, icon, ink = sign_of(hit, self._theme)
            why.add_icon(icon, 20, ink)
            why.add(f" {hit.kind.label} · {hit.category.label}：“{hit.heard}”")
            why.add(f"  {hit.why}", "small")
            self._offer(hit)
        for dismissed in found.dismissed:
            why.add_icon("info", 20, self._theme.colours.muted)
            why.add(f" 不算“{dismissed.hit.phrase}”：{dismissed.reason}", "small")
            self._offer(dismissed.hit)
        if not found.hits and not found.dismissed:
            why.add("没有找到文明用语，也没有禁语。", "small")
        if why.view.get("end-2c") == "\n":
            why.view.delete("end-2c")
        why.finish()

    def _offer(self, hit: "Hit") -> None:
        """A way from what was found to the phrase that found it."""
        self._why.add("  ", "small")
        first = self._why.end()
        self._why.add("看这条用语", "small", "link")
        self._why.link(first, lambda: self._on_phrase(hit.phrase_id))
        self._why.add("\n")
