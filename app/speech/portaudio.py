"""PortAudio, or the sentence that says how to get it."""

from types import ModuleType

from app.domain.errors import UserError


def portaudio() -> ModuleType:
    """The sounddevice module. UserError where the PortAudio library is not installed."""
    try:
        import sounddevice
    except OSError as problem:  # sounddevice raises it when it finds no library to bind to
        raise UserError("缺少 PortAudio，不能录音和播放。", "请运行：sudo apt-get install libportaudio2") from problem
    return sounddevice
