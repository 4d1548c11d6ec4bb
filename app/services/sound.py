"""The microphones and the loudspeaker of this PC, for trying them out and for listening again."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.speech.player import Player

if TYPE_CHECKING:
    from app.speech.microphone import Meter, MicrophoneInfo


class SoundDesk:
    """Sound in and out. PortAudio is loaded when it is first needed."""

    def __init__(self) -> None:
        self._player = Player()

    def microphones(self) -> "Sequence[MicrophoneInfo]":
        """The microphones there are now, the system's choice first. UserError where PortAudio is missing."""
        from app.speech.microphone import list_microphones

        return list_microphones()

    def listen(self, microphone: str | None = None) -> "Meter":
        """Listen without keeping anything, for a level test; the caller stops it. UserError if there is none."""
        from app.speech.microphone import Meter

        return Meter(microphone)

    def play(self, path: Path, start: float = 0.0, end: float | None = None) -> None:
        self._player.play(path, start, end)

    def stop_playing(self) -> None:
        self._player.stop()
