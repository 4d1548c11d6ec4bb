"""The citizen's voice in the settings: on or off, how it sounds, and what to do where the system has none."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.domain.errors import Progress
from app.domain.scenario import Sex, Voice
from app.gui.screens.screen import Start
from app.gui.theme import HEADING, SMALL, Theme
from app.gui.widgets.button import Button
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.words import Paragraph, words
from app.services.citizen_voice import Said

if TYPE_CHECKING:
    from app.gui.services import VoiceService

# An old man and a young woman: what the voices of a system can do lies between.
_SAMPLES = (
    ("同志，您好，我想问问，我这养老金，是几号发呀？", Voice(Sex.MALE, 85, 90)),
    ("你好，我的社保卡丢了，今天能补一张吗？", Voice(Sex.FEMALE, 110, 105)),
)


class VoiceSettings:
    """A card; `frame` is its widget. `on_change` is told the new choice."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        voice: "Callable[[], VoiceService]",
        on: bool,
        start: Start,
        on_change: Callable[[bool], None],
    ) -> None:
        self._voice = voice
        self._start = start
        self._on_change = on_change
        self._playing: object | None = None
        pad = theme.px(24)
        self.frame = card(parent, theme)
        self.frame.columnconfigure(0, weight=1)
        words(self.frame, theme, "群众的声音", HEADING, bold=True).grid(
            sticky="w", padx=pad, pady=(theme.px(20), theme.px(8))
        )
        self.choice: Choice[bool] = Choice(self.frame, theme, ((True, "读出声"), (False, "只看文字")), on, self._switch)
        self.choice.grid(sticky="ew", padx=pad)
        self.listen = Button(self.frame, theme, "试听", self._listen, icon="sound")
        self.state = Paragraph(self.frame, theme, "正在查找系统的中文语音…", SMALL)
        self.state.grid(sticky="ew", padx=pad, pady=theme.px(12))
        self.listen.grid(sticky="w", padx=pad, pady=(0, pad))

    def enter(self, on: bool) -> None:
        self.choice.show(on)
        self._start(lambda _progress: self._voice().look(), self._found, self._not_found)

    def leave(self) -> None:
        if self._playing is not None:
            self._voice().stop()
            self._done(self._playing)

    def _switch(self, on: bool) -> None:
        self.leave()
        self._on_change(on)

    def _found(self, names: str) -> None:
        self.state.say(f"对练时，群众的话用系统的声音读出来：{names}。录音时不会出声。")

    def _not_found(self, problem: Exception) -> None:
        self.state.say(f"{problem}")

    def _listen(self) -> None:
        if self._playing is not None:
            self.leave()
            return
        playing = self._playing = object()
        self.listen.say("停止", "stop")

        def say(_progress: Progress) -> tuple[str, Said]:
            names = self._voice().look()  # one may have been installed since
            said = Said.WHOLE
            for line, voice in _SAMPLES:
                if said is Said.WHOLE and playing is self._playing:
                    said = self._voice().sample(line, voice)
            return names, said

        self._start(say, lambda done: self._said(playing, *done), lambda problem: self._failed(playing, problem))

    def _said(self, playing: object, names: str, said: Said) -> None:
        self._found(names)
        if said is Said.REFUSED:
            self.state.say("麦克风正开着，群众的声音不会播放。请先停止试麦克风，再点“试听”。")
        self._done(playing)

    def _failed(self, playing: object, problem: Exception) -> None:
        self._not_found(problem)
        self._done(playing)

    def _done(self, playing: object) -> None:
        if playing is self._playing:
            self._playing = None
            if self.listen.winfo_exists():
                self.listen.say("试听", "sound")
