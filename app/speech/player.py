"""Play a stretch of a recording through the loudspeaker, without making anyone wait."""

from pathlib import Path

from app.domain.errors import UserError
from app.speech.floor import FLOOR, MicrophoneIsOpen
from app.speech.portaudio import portaudio

# A word's time is good to about 0.3 s; a little lead-in lets the ear catch its beginning.
LEAD_IN = 0.2


class Player:
    """One loudspeaker: starting a new stretch ends the one that plays, and so does opening a microphone."""

    def play(self, path: Path, start: float = 0.0, end: float | None = None) -> None:
        """Play `path` from `start` to `end` (seconds; to its end for None) and return at once.

        UserError where the file is gone, there is no loudspeaker, or a microphone is open.
        """
        import soundfile

        sounddevice = portaudio()
        try:
            with soundfile.SoundFile(path) as audio:
                rate = audio.samplerate
                first = min(audio.frames, max(0, int((start - LEAD_IN) * rate)))
                last = audio.frames if end is None else min(audio.frames, int((end + LEAD_IN) * rate))
                audio.seek(first)
                samples = audio.read(max(0, last - first), dtype="float32")
        except (soundfile.LibsndfileError, OSError) as problem:
            raise UserError(f"录音 {path.name} 不能播放。", "文件可能已被移走或损坏，评分和文字不受影响。") from problem
        try:
            with FLOOR.speaking(lambda: None):  # no microphone opens until it plays; then that ends it
                sounddevice.play(samples, rate)
        except MicrophoneIsOpen:
            raise UserError("正在录音，现在不能播放。", "请先结束录音。") from None
        except sounddevice.PortAudioError as problem:
            raise UserError("没有找到可用的扬声器。", "请检查扬声器或耳机是否插好。") from problem

    def stop(self) -> None:
        """Be quiet. Safe to call at any time."""
        try:
            portaudio().stop()
        except UserError:
            return
