"""PortAudio, or the sentence that says how to get it; and the one place where it is started anew."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from app.domain.errors import UserError
from app.system.missing_pieces import Piece, how_to_get


def portaudio() -> ModuleType:
    """The sounddevice module. UserError where the PortAudio library is not installed."""
    try:
        import sounddevice
    except OSError as problem:  # sounddevice raises it when it finds no library to bind to
        raise UserError("缺少 PortAudio，不能录音和播放。", how_to_get(Piece.PORTAUDIO)) from problem
    return sounddevice


class OpenStreams:
    """How many microphones are open. PortAudio sees what was plugged in only when it is started anew, and that
    would end, or crash, whatever runs: so it happens in one thread at a time and never under an open stream.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._count = 0

    def opens(self) -> None:
        """Call before a stream is opened, and `closed` when it is closed or could not be opened."""
        with self._turn:
            self._count += 1

    def closed(self) -> None:
        with self._turn:
            self._count -= 1

    @contextmanager
    def looking_again(self) -> Iterator[ModuleType]:
        """PortAudio as it sees what is plugged in now; as it saw it before, while sound is recorded or played."""
        sounddevice = portaudio()
        with self._turn:
            if self._count == 0 and not _playing(sounddevice):
                sounddevice.stop()  # a stretch that has been played is still open
                sounddevice._terminate()
                sounddevice._initialize()
            yield sounddevice


OPEN_STREAMS = OpenStreams()  # PortAudio has one state for the whole process


def _playing(sounddevice: ModuleType) -> bool:
    try:
        return bool(sounddevice.get_stream().active)
    except (RuntimeError, sounddevice.PortAudioError):  # nothing was played yet, or it was closed
        return False
