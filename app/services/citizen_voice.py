"""The citizen's voice: lines are said aloud while nobody records, and kept for listening again."""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path

from app.domain.errors import Cancelled, UserError
from app.domain.role_play.aloud import read_aloud
from app.domain.scenario import Voice
from app.speech.citizen_voice import MandarinVoices
from app.speech.citizen_voice_process import SystemVoice
from app.speech.floor import FLOOR, MicrophoneIsOpen
from app.speech.loudspeaker import Utterance

_log = logging.getLogger(__name__)

# Lines of 24 role-plays take about 40 MB; what was not heard for longest goes first.
_MOST_BYTES = 120_000_000
_FORM = "1"  # part of each file's name: another way of making them makes them anew


def _always() -> None:
    """A line that is wanted whatever happens."""


class Said(Enum):
    """What became of a line."""

    WHOLE = "whole"
    STOPPED = "stopped"
    REFUSED = "refused"  # a microphone is open
    SILENT = "silent"  # switched off, nothing to be said aloud, or no voice: see `complaint`


class CitizenVoice:
    """Says lines in the system's Mandarin voice. Nothing here disturbs a play: what goes wrong is a silent line
    and one complaint.

    `folder` is a cache and may be removed at any time.
    """

    def __init__(
        self,
        folder: Path,
        on: bool = True,
        voices: MandarinVoices | None = None,
        utterance: Callable[[], Utterance] = Utterance,
    ) -> None:
        self._folder = folder
        self._on = on
        self._voices = voices or MandarinVoices()
        self._utterance = utterance
        self._changing = threading.Lock()
        self._current: Utterance | None = None
        self._found: tuple[SystemVoice, ...] = ()
        self._missing: UserError | None = None
        self._failed = 0
        self._complaint: UserError | None = None
        self._complained = False

    @property
    def on(self) -> bool:
        return self._on

    @on.setter
    def on(self, on: bool) -> None:
        """Switching off is silence at once."""
        self._on = on
        if not on:
            self.stop()

    def warm_up(self) -> None:
        """Get the first line's engine ready, without waiting."""
        if self._on and self._missing is None:
            self._voices.warm_up()

    def available(self) -> bool:
        """Whether the system has a Mandarin voice. The first call asks it, which takes up to some seconds."""
        try:
            return bool(self._known())
        except UserError:
            return False

    def look(self) -> str:
        """Ask the system anew: the names of its Mandarin voices. UserError with the remedy where it has none."""
        self._found, self._missing, self._failed = (), None, 0
        self._voices.forget()
        names = dict.fromkeys(voice.name for voice in self._known())
        return "、".join(list(names)[:3])

    def speak(self, text: str, voice: Voice) -> Said:
        """Say the line and return when it was said or stopped; what stands in brackets is not said.

        Call it on a worker. One line at a time: a new one stops the one before. Raises nothing: see `complaint`.
        """
        if not self._on:
            return Said.SILENT
        try:
            return self.sample(text, voice)
        except UserError as problem:
            self._note(problem)
            return Said.SILENT

    def sample(self, text: str, voice: Voice) -> Said:
        """Say a line even where the voice is switched off. UserError says why it stays silent."""
        aloud = read_aloud(text)
        if not aloud:
            return Said.SILENT
        if FLOOR.taken:
            return Said.REFUSED
        utterance = self._utterance()
        with self._changing:
            before, self._current = self._current, utterance
        if before is not None:
            before.stop()

        def wanted() -> None:
            if utterance.stopped:
                raise Cancelled

        try:
            utterance.say(self._written(aloud, voice, wanted))
        except MicrophoneIsOpen:
            return Said.REFUSED
        except Cancelled:
            return Said.STOPPED
        finally:
            with self._changing:
                if self._current is utterance:
                    self._current = None
        return Said.STOPPED if utterance.stopped else Said.WHOLE

    def stop(self) -> None:
        """Silence at once, whatever is being said or prepared. Any thread; never waits."""
        with self._changing:
            current = self._current
        if current is not None:
            current.stop()

    def spoken(self, text: str, voice: Voice) -> Path | None:
        """The line as a WAV file, to be listened to again; None where there is no voice or nothing to be said."""
        aloud = read_aloud(text)
        try:
            return self._written(aloud, voice) if aloud else None
        except UserError as problem:
            self._note(problem)
            return None

    def complaint(self) -> UserError | None:
        """Why lines are silent although the voice is on: to be shown once, so it is given once."""
        if self._complained or self._complaint is None:
            return None
        self._complained = True
        return self._complaint

    def close(self) -> None:
        self.stop()
        self._voices.close()

    def _note(self, problem: UserError) -> None:
        _log.warning("a line stayed silent: %s", problem)
        self._complaint = problem

    def _known(self, wanted: Callable[[], None] = _always) -> tuple[SystemVoice, ...]:
        """The Mandarin voices, asked for once. UserError where there are none, or the engine failed twice running."""
        if self._missing is not None:
            raise self._missing
        if not self._found:
            try:
                self._found = self._voices.found(wanted)
            except UserError as problem:
                self._missing = problem
                raise
        return self._found

    def _written(self, aloud: str, voice: Voice, wanted: Callable[[], None] = _always) -> Path:
        """The line's file, made if it is not there yet. UserError where it cannot be made."""
        path = self._folder / f"{_name(aloud, voice, self._known(wanted))}.wav"
        if path.is_file():
            path.touch()  # heard now: it stays longest
            return path
        try:
            self._voices.write(aloud, voice, path, wanted)
        except UserError as problem:
            self._failed += 1
            if self._failed > 1:
                self._missing = problem  # nobody waits for every line of a broken engine's
            raise
        self._failed = 0
        self._tidy()
        return path

    def _tidy(self) -> None:
        """Remove what was not heard for longest where the cache has grown too large."""
        files = [(path, path.stat()) for path in self._folder.glob("*.wav")]
        size = sum(stat.st_size for _path, stat in files)
        for path, stat in sorted(files, key=lambda file: file[1].st_mtime):
            if size <= _MOST_BYTES:
                return
            path.unlink(missing_ok=True)
            size -= stat.st_size


def _name(aloud: str, voice: Voice, voices: Iterable[SystemVoice]) -> str:
    """Another voice on the system, another file: whoever installs a better one hears it."""
    persona = (_FORM, voice.sex.value, str(voice.rate), str(voice.pitch), aloud)
    said = "|".join((*persona, *(each.id for each in voices)))
    return hashlib.sha256(said.encode("utf-8")).hexdigest()[:32]
