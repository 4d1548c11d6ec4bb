"""PortAudio, or the sentence that says how to get it."""

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
