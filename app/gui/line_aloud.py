"""Lines said aloud, one at a time: by the voice where there is one, else for as long as reading them takes."""

import threading
import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.errors import Progress, UserError
from app.domain.scenario import Voice
from app.gui.screens.screen import Start
from app.services.citizen_voice import Said

if TYPE_CHECKING:
    from app.gui.services import VoiceService

_READING = 0.15  # seconds a character


class LineAloud:
    """`on_complaint` is told why a line stayed silent although the voice is on; once, see `VoiceService`."""

    def __init__(
        self,
        root: tkinter.Misc,
        voice: "Callable[[], VoiceService]",
        start: Start,
        on_complaint: Callable[[UserError], None],
    ) -> None:
        self._root = root
        self._voice = voice
        self._start = start
        self._on_complaint = on_complaint
        self._unwanted: threading.Event | None = None  # set: the line is not wanted any more
        self._reading: str | None = None

    @property
    def under_way(self) -> bool:
        return self._unwanted is not None or self._reading is not None

    def say(self, text: str, how: Voice | None, then: Callable[[], None]) -> None:
        """Say the line, or without `how` only leave the time to read it; `then` when it is over."""
        self.hush()
        if how is None:
            self._read(text, then)
            return
        unwanted = self._unwanted = threading.Event()

        def work(_progress: Progress) -> tuple[Said, UserError | None]:
            voice = self._voice()
            return Said.STOPPED if unwanted.is_set() else voice.speak(text, how), voice.complaint()

        def done(found: tuple[Said, UserError | None]) -> None:
            said, complaint = found
            if unwanted is not self._unwanted:
                return
            self._unwanted = None
            then() if said in (Said.WHOLE, Said.STOPPED) else self._read(text, then)
            if complaint is not None:
                self._on_complaint(complaint)

        self._start(work, done)

    def hush(self) -> None:
        """Silence; what was to follow the line does not."""
        if self._reading is not None:
            self._root.after_cancel(self._reading)
            self._reading = None
        unwanted, self._unwanted = self._unwanted, None
        if unwanted is not None:
            unwanted.set()
            self._voice().stop()

    def _read(self, text: str, then: Callable[[], None]) -> None:
        def over() -> None:
            self._reading = None
            then()

        self._reading = self._root.after(round(len(text) * _READING * 1000), over)
