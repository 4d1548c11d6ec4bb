"""The citizen's voice in the room: one line from its beginning to its end, or until it is to stop."""

import threading
import time
from pathlib import Path

import numpy as np

from app.domain.errors import UserError
from app.speech.floor import FLOOR, Floor
from app.speech.portaudio import OPEN_STREAMS, portaudio

# A loudspeaker that was pulled out just stops asking for samples; a line that lasts so much longer is over.
_LOST_AFTER = 4.0
# Silence played before a line and after it, in seconds: a device that wakes up swallows the beginning, and a sound
# server still holds the end when PortAudio says that all was played.
_BEFORE, _AFTER = 0.1, 0.25
# What a device may still hold back when the stream was cut, at most; some claim seconds.
_LONGEST_TAIL = 0.3


class Utterance:
    """One line that is being said, or about to be. `stop` ends it at any time, from any thread, without waiting."""

    def __init__(self) -> None:
        self.stopped = False
        self._over = threading.Event()

    def stop(self) -> None:
        self.stopped = True
        self._over.set()

    def say(self, path: Path, floor: Floor = FLOOR) -> None:
        """Play the file and return when the room is silent again.

        MicrophoneIsOpen if a microphone is open, UserError where there is no loudspeaker or no such file.
        """
        import soundfile

        try:
            samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, OSError) as problem:
            raise UserError(f"群众的声音 {path.name} 不能播放。", "文字照常显示，可以继续对话。") from problem
        with floor.speaking(self.stop):
            if not self.stopped:
                around = ((int(_BEFORE * rate), int(_AFTER * rate)), (0, 0))
                self._play(np.pad(samples[:, :1], around), rate)

    def _play(self, samples: np.ndarray, rate: int) -> None:
        sounddevice = portaudio()
        try:
            stream = self._open(sounddevice, samples, rate)
        except sounddevice.PortAudioError:
            # It may have been plugged in since PortAudio last looked.
            with OPEN_STREAMS.looking_again():
                pass
            try:
                stream = self._open(sounddevice, samples, rate)
            except sounddevice.PortAudioError as problem:
                raise UserError(
                    "没有找到可用的扬声器，群众的话只显示文字。", "请检查扬声器或耳机是否插好。"
                ) from problem
        try:
            self._over.wait(len(samples) / rate + _LOST_AFTER)
            tail = min(_LONGEST_TAIL, stream.latency) if self.stopped else 0.0
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)
            time.sleep(tail)
        finally:
            OPEN_STREAMS.closed()

    def _open(self, sounddevice, samples: np.ndarray, rate: int):
        at = 0

        def give(out: np.ndarray, frames: int, _time: object, _status: object) -> None:
            nonlocal at
            piece = samples[at : at + frames]
            out[: len(piece)] = piece
            out[len(piece) :] = 0
            at += frames
            if at >= len(samples):
                raise sounddevice.CallbackStop

        OPEN_STREAMS.opens()
        try:
            stream = sounddevice.OutputStream(
                samplerate=rate, channels=1, dtype="float32", callback=give, finished_callback=self._over.set
            )
            stream.start()
        except BaseException:
            OPEN_STREAMS.closed()
            raise
        return stream
