"""The microphone: which there are, and a reply captured to disk as it is spoken."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from speech_recognition import AudioSource

from app.domain.errors import UserError
from app.speech.floor import FLOOR
from app.speech.portaudio import OPEN_STREAMS, portaudio
from app.speech.wav_file import SAMPLE_RATE, RecordingWriter

log = logging.getLogger(__name__)

# 0.1 s: the level meter moves smoothly, and a killed process loses no more than this in memory.
CHUNK_SECONDS = 0.1
# A microphone that is pulled out often just falls silent: PortAudio stops calling without a word.
LOST_AFTER_SECONDS = 2.0
_REMEDY = "请检查麦克风是否插好、是否被其他程序占用，再试一次；也可以打字作答。"


@dataclass(frozen=True, slots=True)
class MicrophoneInfo:
    """One input device: `name` as PortAudio gives it, and whether the system would choose it."""

    name: str
    is_default: bool


def list_microphones() -> tuple[MicrophoneInfo, ...]:
    """The input devices there are now, the default first. UserError where PortAudio is missing.

    While sound is recorded or played these are the devices there were before.
    """
    with OPEN_STREAMS.looking_again() as sounddevice:
        default = sounddevice.default.device[0]
        found = [
            MicrophoneInfo(device["name"], number == default)
            for number, device in enumerate(sounddevice.query_devices())
            if device["max_input_channels"] > 0
        ]
    return tuple(sorted(found, key=lambda microphone: not microphone.is_default))


class _NotOpened(Exception):
    """PortAudio has no such device, or cannot open it."""


class MicrophoneSource(AudioSource):
    """A SpeechRecognition audio source over sounddevice: 16-bit mono, at 16 kHz wherever the device can.

    Opened by `with`, which silences the room first; while it is open nothing is played. Its `stream.read(n)`
    gives up to n samples' bytes and raises UserError when the microphone is lost.
    """

    def __init__(self, microphone: str | None = None) -> None:
        self.SAMPLE_WIDTH = 2
        self.SAMPLE_RATE = SAMPLE_RATE
        self.CHUNK = int(SAMPLE_RATE * CHUNK_SECONDS)
        self.stream: _Stream | None = None
        self._microphone = microphone or None

    def __enter__(self) -> "MicrophoneSource":
        sounddevice = portaudio()
        FLOOR.take()
        try:
            sounddevice.stop()  # a recording that is listened to again; see Player
            self._open_or_look_again(sounddevice)
        except BaseException:
            FLOOR.leave()
            raise
        return self

    def _open_or_look_again(self, sounddevice) -> None:
        try:
            self._open(sounddevice)
        except _NotOpened:
            # It may have been plugged in since PortAudio last looked.
            with OPEN_STREAMS.looking_again():
                pass
            try:
                self._open(sounddevice)
            except _NotOpened as problem:
                named = f"“{self._microphone}”" if self._microphone else ""
                raise UserError(f"没有找到可用的麦克风{named}。", _REMEDY) from problem

    def _open(self, sounddevice) -> None:
        OPEN_STREAMS.opens()
        try:
            device = sounddevice.query_devices(self._microphone, "input")
            self.SAMPLE_RATE = self._rate(sounddevice, device)
            self.CHUNK = int(self.SAMPLE_RATE * CHUNK_SECONDS)
            self.stream = _Stream(sounddevice, device["index"], self.SAMPLE_RATE, self.CHUNK)
        except BaseException as problem:
            OPEN_STREAMS.closed()
            if isinstance(problem, sounddevice.PortAudioError | ValueError):
                raise _NotOpened(str(problem)) from problem
            raise

    def __exit__(self, *_: object) -> None:
        if self.stream is not None:
            self.stream.close()
            self.stream = None
            OPEN_STREAMS.closed()
            FLOOR.leave()

    @staticmethod
    def _rate(sounddevice, device: dict) -> int:
        try:
            sounddevice.check_input_settings(device["index"], channels=1, dtype="int16", samplerate=SAMPLE_RATE)
        except sounddevice.PortAudioError:
            return int(device["default_samplerate"])
        return SAMPLE_RATE


class _Stream:
    """Blocks from PortAudio's own thread, read by ours."""

    def __init__(self, sounddevice, index: int, rate: int, chunk: int) -> None:
        self._blocks: queue.Queue[bytes | None] = queue.Queue()
        self._raw = sounddevice.RawInputStream(
            device=index,
            samplerate=rate,
            blocksize=chunk,
            channels=1,
            dtype="int16",
            callback=lambda data, *_: self._blocks.put(bytes(data)),
            finished_callback=lambda: self._blocks.put(None),
        )
        self._raw.start()

    def read(self, _samples: int) -> bytes:
        """The next block; b"" once the stream was closed. UserError when the microphone is lost."""
        try:
            block = self._blocks.get(timeout=LOST_AFTER_SECONDS)
        except queue.Empty:
            block = None
        if block is None:
            raise UserError("录音中断：麦克风没有声音传来，可能被拔出了。已经录下的部分已保留。", _REMEDY)
        return block

    def rest(self) -> bytes:
        """What came in but was not read yet."""
        blocks = []
        while not self._blocks.empty():
            blocks.append(self._blocks.get_nowait() or b"")
        return b"".join(blocks)

    def close(self) -> None:
        self._raw.abort(ignore_errors=True)
        self._raw.close(ignore_errors=True)


class Meter:
    """Listens to the microphone on a thread of its own: how loud it is, and each block to `on_samples`.

    `on_samples` gets float32 at 16 kHz. A UserError it raises ends the listening as a lost microphone does:
    `error` then says why. UserError from the constructor where there is no microphone.
    """

    def __init__(self, microphone: str | None = None, on_samples: Callable[[np.ndarray], None] | None = None) -> None:
        self.level = 0.0
        self.error: UserError | None = None
        self._source = MicrophoneSource(microphone)
        self._on_samples = on_samples
        self._stopping = threading.Event()
        self._source.__enter__()
        self._thread = threading.Thread(target=self._run, name="microphone", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it; everything that came in until now has been passed on. Calling it again is fine."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        assert self._source.stream is not None
        convert = _converter(self._source.SAMPLE_RATE)
        stream = self._source.stream
        try:
            while not self._stopping.is_set():
                self._take(convert(stream.read(self._source.CHUNK)))
            self._take(convert(stream.rest()))
        except UserError as problem:
            self.error = problem
        finally:
            self.level = 0.0
            self._source.__exit__()

    def _take(self, samples: np.ndarray) -> None:
        if len(samples):
            self.level = loudness(samples)
            if self._on_samples is not None:
                self._on_samples(samples)


class Capture:
    """One reply being captured: to `path` as it arrives, and in step to `on_chunk` (float32, 16 kHz).

    `on_chunk` is called on the microphone's thread and must not block. `error` is set when the capture
    ended by itself (microphone lost, disk full); what was said until then is in the file. `seconds` is
    above 0 only once sound really comes in: some devices take a second to open.
    """

    def __init__(
        self,
        path: Path,
        microphone: str | None = None,
        on_chunk: Callable[[np.ndarray], None] | None = None,
    ) -> None:
        self.path = path
        self._microphone = microphone
        self._on_chunk = on_chunk
        self._meter: Meter | None = None
        self._writer: RecordingWriter | None = None
        self._unwritten: UserError | None = None

    @property
    def seconds(self) -> float:
        return self._writer.seconds if self._writer else 0.0

    @property
    def level(self) -> float:
        return self._meter.level if self._meter else 0.0

    @property
    def error(self) -> UserError | None:
        return (self._meter and self._meter.error) or self._unwritten

    def start(self) -> None:
        """Open the microphone and begin. UserError where there is none or the file cannot be written."""
        self._writer = RecordingWriter(self.path)
        try:
            self._meter = Meter(self._microphone, self._take)
        except UserError:
            self._writer.close()
            self.path.unlink()
            raise

    def stop(self) -> Path:
        """End the capture and return the finished file. Calling it again is fine."""
        if self._meter is not None:
            self._meter.stop()
        if self._writer is not None:
            try:
                self._writer.close()
            except UserError as problem:
                self._unwritten = problem
        return self.path

    def abandon(self) -> None:
        """End the capture and remove its file."""
        self.stop()
        self.path.unlink(missing_ok=True)

    def _take(self, samples: np.ndarray) -> None:
        assert self._writer is not None
        self._writer.write(samples)
        if self._on_chunk is not None:
            try:
                self._on_chunk(samples)
            except Exception:
                # Whoever listens along may fail; the recording itself must go on.
                log.exception("listening along failed")
                self._on_chunk = None


def loudness(samples: np.ndarray) -> float:
    """How far a meter should swing, 0 to 1: −60 dB of full scale and below is 0, −6 dB and above 1."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    decibels = 10 * np.log10(power) if power > 0 else -120.0
    return float(np.clip((decibels + 60) / 54, 0.0, 1.0))


def _converter(rate: int) -> Callable[[bytes], np.ndarray]:
    """Bytes of the device's 16-bit samples to float32 at 16 kHz, keeping what a block leaves over."""

    def samples(data: bytes) -> np.ndarray:
        return np.frombuffer(data, dtype="<i2").astype(np.float32) / 32768

    if rate == SAMPLE_RATE:
        return samples
    import av

    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)

    def resampled(data: bytes) -> np.ndarray:
        if not data:
            return np.zeros(0, np.float32)
        frame = av.AudioFrame.from_ndarray(samples(data)[None], format="flt", layout="mono")
        frame.sample_rate = rate
        blocks = [np.zeros(0, np.float32), *(each.to_ndarray()[0] for each in resampler.resample(frame))]
        # In steps of 16 bits, as the file keeps it: scored live or from the file, the samples are the same.
        return np.clip(np.round(np.concatenate(blocks) * 32768), -32768, 32767) / np.float32(32768)

    return resampled
