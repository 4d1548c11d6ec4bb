"""A spoken reply in an exam: record it, hear what the machine heard, record it again, or type instead."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.domain.answers import Answer, Said
from app.domain.errors import Progress
from app.gui.screens.screen import Start
from app.gui.theme import SMALL, Theme
from app.gui.widgets.recorder import Recorder
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.domain.transcript import Transcript
    from app.gui.services import RepliesService, Take

_FOLLOW_EVERY = 60  # milliseconds


class ExamReply(tkinter.Frame):
    """`on_said` gets the answer as soon as the recording is on disk, and again with its words.

    The words come later than the person may go on: each call says which answer it is about by `place`,
    whatever was put there by `show`.
    """

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        replies: "Callable[[], RepliesService]",
        microphone: Callable[[], str],
        start: Start,
        on_said: Callable[[object, Said], None],
    ) -> None:
        super().__init__(parent, bg=theme.colours.surface)
        self.theme = theme
        self._replies = replies
        self._microphone = microphone
        self._start = start
        self._on_said = on_said
        self._place: object = None
        self._take: Take | None = None
        self.opening = False
        self.saving = 0  # recordings on their way to the sitting: handing in waits for them
        self.columnconfigure(0, weight=1)
        self.recorder = Recorder(self, theme, self.press, theme.colours.surface)
        self.recorder.grid(sticky="ew")
        self._words = Paragraph(self, theme, "", SMALL, colour=theme.colours.muted)
        self._words.grid(sticky="ew", pady=(0, theme.px(8)))

    def show(self, place: object, answer: Answer | None) -> None:
        """Another question's reply. What is being recorded is ended and kept for the one before."""
        self.end()
        self._place = place
        self.recorder.ready()
        self._words.say(_said_in_words(answer))

    @property
    def recording(self) -> bool:
        return self._take is not None

    def press(self) -> None:
        if self._take is not None:
            self.end()
        elif not self.opening:
            self.opening = True
            self._start(
                lambda _progress: self._replies().start_take(self._microphone() or None), self._began, self._not_begun
            )

    def end(self) -> None:
        """Stop and keep what was said, if anything is being recorded."""
        take, self._take = self._take, None
        if take is None:
            return
        self.recorder.ready()
        place = self._place
        self._words.say("录音已保存，正在听写。可以先做别的题。")

        def keep(_progress: Progress) -> Said:
            path, sha256 = self._replies().kept_audio(take.stop())
            return Said(path, sha256)

        def kept(said: Said) -> None:
            self.saving -= 1
            self._on_said(place, said)
            self._start(
                lambda progress: self._replies().score_take(take, on_progress=progress).transcript,
                lambda transcript: self._heard(place, said, transcript),
                lambda _problem: self._words.say("录音已保存；这台电脑暂时不能听写，交卷后由带教老师评定。"),
            )

        def not_kept(problem: Exception) -> None:
            self.saving -= 1
            raise problem

        self.saving += 1
        self._start(keep, kept, not_kept)

    def leave(self) -> None:
        self.end()

    def _heard(self, place: object, said: Said, transcript: "Transcript") -> None:
        answer = Said(said.recording, said.sha256, transcript)
        if place == self._place:
            self._words.say(_said_in_words(answer))
        self._on_said(place, answer)

    def _began(self, take: "Take") -> None:
        self.opening = False
        self._take = take
        self._words.say("")
        self._follow()

    def _not_begun(self, problem: Exception) -> None:
        self.opening = False
        raise problem  # the window says what is wrong with the microphone

    def _follow(self) -> None:
        take = self._take
        if take is None:
            return
        self.recorder.follow(take.level, take.seconds)
        if take.error is not None:
            self.end()
        else:
            self.after(_FOLLOW_EVERY, self._follow)


def _said_in_words(answer: Answer | None) -> str:
    if not isinstance(answer, Said):
        return ""
    if answer.transcript is None:
        return "已有录音。再按一次可以重录。"
    return f"听到：{answer.transcript.text or '（没有听到说话声）'}　再按一次可以重录。"
