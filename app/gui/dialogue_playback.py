"""Listening to a whole conversation again: stretch after stretch in order, with a playhead that moves."""

import time
import tkinter
from collections.abc import Callable
from pathlib import Path

from app.domain.errors import Progress
from app.domain.role_play.timeline import Part, Stretch, Timeline
from app.gui.dialogue_audio import DialogueAudio
from app.gui.screens.screen import Start

_TICK = 40  # milliseconds between two moves of the playhead
_PASSED_IN = 0.8  # seconds at most for a pause: nobody listens to someone thinking
_READ_IN = 2.5  # seconds at most for a line that cannot be heard
_TAIL = 0.25  # the player begins a little early, and a recording ends a little late


class Playback:
    """Plays one conversation at a time. `on_move(moment, stretch)` is told where it is, in drawn seconds;
    `on_stop()` that it has come to its end or was stopped.
    """

    def __init__(
        self,
        widget: tkinter.Misc,
        start: Start,
        play: Callable[[Path, float, float | None], None],
        quiet: Callable[[], None],
        on_move: Callable[[float, Stretch], None],
        on_stop: Callable[[], None],
        on_trouble: Callable[[Exception], None],
        now: Callable[[], float] = time.monotonic,
        tick: int = _TICK,
    ) -> None:
        self._widget = widget
        self._start = start
        self._play = play
        self._quiet = quiet
        self._on_move = on_move
        self._on_stop = on_stop
        self._on_trouble = on_trouble
        self._now = now
        self._line = Timeline((), ())
        self._audio = DialogueAudio()
        self._tick_every = tick
        self._waiting = ""
        self.playing = False
        self._wanted = 0  # counts what was begun, so that what comes late is not played
        self._at = 0  # the number of the stretch
        self._began = 0.0
        self._first = self._lasts = 0.0  # where it began, as seconds of the stretch, and for how long it plays

    @property
    def seconds(self) -> float:
        return self._line.seconds

    def show(self, line: Timeline, audio: DialogueAudio) -> None:
        """Another conversation."""
        self.stop()
        self._line, self._audio = line, audio

    def play_from(self, moment: float) -> None:
        """Play from a moment to the end of the conversation."""
        self.stop()
        stretches = self._line.stretches
        if not stretches:
            return
        self._at = next((at for at, each in enumerate(stretches) if moment < each.end), len(stretches) - 1)
        self.playing = True
        self._begin(stretches[self._at].at(moment))
        self._wait()

    def stop(self) -> None:
        """Be quiet at once; the playhead stays where it was."""
        if not self.playing:
            return
        self.playing = False
        if self._waiting:
            self._widget.after_cancel(self._waiting)
            self._waiting = ""
        self._silence()
        self._on_stop()

    def file_of(self, stretch: Stretch) -> Path | None:
        """What is to be heard of a stretch; None where nothing is."""
        if stretch.part is Part.CITIZEN:
            return _at(self._audio.citizen, stretch.turn)
        return _at(self._audio.replies, stretch.turn) if stretch.part is Part.SPOKEN else None

    def _begin(self, second: float) -> None:
        stretch = self._line.stretches[self._at]
        path = self.file_of(stretch)
        left = max(0.0, stretch.seconds - second)
        self._first, self._began = second, self._now()
        if path is not None:
            self._lasts = left + _TAIL
            self._sound(path, stretch.offset + second)
        else:
            self._silence()
            most = _PASSED_IN if stretch.part in (Part.THINKING, Part.SILENCE) else _READ_IN
            self._lasts = min(most, left)
        self._on_move(self._moment(0.0), stretch)

    def _sound(self, path: Path, second: float) -> None:
        self._wanted += 1
        wanted = self._wanted

        def work(_progress: Progress) -> None:
            if wanted == self._wanted:  # else something else was pressed meanwhile
                self._play(path, second, None)

        def heard(_none: None) -> None:
            if not self.playing:  # stopped while the file was being read
                self._quiet()

        def failed(problem: Exception) -> None:
            self.stop()
            self._on_trouble(problem)

        self._start(work, heard, failed)

    def _silence(self) -> None:
        self._wanted += 1
        self._quiet()

    def _moment(self, passed: float) -> float:
        stretch = self._line.stretches[self._at]
        drawn = stretch.end - stretch.start
        before = self._first / stretch.seconds if stretch.seconds else 0.0
        share = before + (1 - before) * min(1.0, passed / self._lasts if self._lasts else 1.0)
        return stretch.start + drawn * share

    def _wait(self) -> None:
        if self.playing:  # what was begun may have failed at once
            self._waiting = self._widget.after(self._tick_every, self._tick)

    def _tick(self) -> None:
        self._waiting = ""
        passed = self._now() - self._began
        stretches = self._line.stretches
        if passed < self._lasts:
            self._on_move(self._moment(passed), stretches[self._at])
        elif self._at + 1 < len(stretches):
            self._at += 1
            self._begin(0.0)
        else:
            self._on_move(self._line.seconds, stretches[self._at])
            self.playing = False
            self._on_stop()
        self._wait()


def _at(files: tuple[Path | None, ...], turn: int) -> Path | None:
    return files[turn] if turn < len(files) else None
