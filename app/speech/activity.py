"""Where in a recording somebody speaks, found the same way while they speak as afterwards."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.domain.transcript import Span
from app.speech.wav_file import SAMPLE_RATE

# silero-vad looks at 32 ms with the 4 ms before them; speech from this probability on, and until it
# falls below the lower one. Low, since over a telephone's narrow band the detector gives real speech 0.4,
# and fans, keys, chimes and breath 0.25 at most; what is faint must convince Whisper too (evidence.py).
_FRAME = 512
_CONTEXT = 64
_FRAME_SECONDS = _FRAME / SAMPLE_RATE
_SPEECH = 0.35
_STILL_SPEECH = 0.2
# Frames are judged in batches of this size, live and afterwards: another batch size changes the last
# digits of the probabilities, and the same recording must give the same score.
_BATCH = 16

# A span holds one moment at least that is no less speech than this.
_SOME = 0.4

_MIN_PAUSE = 0.25
_MIN_SPEECH = 0.2


class ActivityDetector:
    """Follows a recording as it arrives. `probabilities` has one value a frame of 32 ms heard so far."""

    def __init__(self) -> None:
        self._session = _silero()
        self._state = np.zeros((1, 1, 128), np.float32), np.zeros((1, 1, 128), np.float32)
        self._pending = np.zeros(0, np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)
        self.probabilities: list[float] = []
        self.loudness: list[float] = []

    def feed(self, samples: np.ndarray) -> None:
        """Any number of float32 samples at 16 kHz; judged once a batch of frames is full."""
        self._pending = np.concatenate([self._pending, samples])
        while len(self._pending) >= _BATCH * _FRAME:
            self._judge(self._pending[: _BATCH * _FRAME])
            self._pending = self._pending[_BATCH * _FRAME :]

    def finish(self) -> None:
        """Judge what is left, filled up with silence to a whole frame."""
        if len(self._pending):
            self._judge(np.pad(self._pending, (0, -len(self._pending) % _FRAME)))
            self._pending = np.zeros(0, np.float32)

    def spans(self) -> tuple[Span, ...]:
        """Where somebody spoke so far; the last span may still grow."""
        return spans_of(self.probabilities, self.loudness)

    def surest(self, start: float, end: float) -> float:
        """The highest probability of speech from `start` to `end` (seconds), 0 where nothing has been judged."""
        frames = self.probabilities[round(start / _FRAME_SECONDS) : round(end / _FRAME_SECONDS)]
        return max(frames, default=0.0)

    @property
    def seconds(self) -> float:
        """How much of the recording has been judged."""
        return len(self.probabilities) * _FRAME_SECONDS

    def _judge(self, samples: np.ndarray) -> None:
        joined = np.concatenate([self._context, samples])
        frames = len(samples) // _FRAME
        windows = np.lib.stride_tricks.sliding_window_view(joined, _CONTEXT + _FRAME)[::_FRAME][:frames]
        h, c = self._state
        output, h, c = self._session.run(None, {"input": np.ascontiguousarray(windows), "h": h, "c": c})
        self._state = h, c
        self._context = samples[-_CONTEXT:].copy()
        self.probabilities += [float(p) for p in output.ravel()]
        self.loudness += [float(v) for v in np.sqrt(np.square(samples.reshape(frames, _FRAME)).mean(axis=1))]


def find_activity(samples: np.ndarray) -> tuple[Span, ...]:
    """Where somebody speaks in 16 kHz float32 samples; nothing for silence, noise, hum, keys and chimes."""
    detector = ActivityDetector()
    detector.feed(samples)
    detector.finish()
    return tuple(Span(span.start, min(span.end, len(samples) / SAMPLE_RATE)) for span in detector.spans())


def spans_of(probabilities: Sequence[float], loudness: Sequence[float]) -> tuple[Span, ...]:
    """Frames judged as speech joined into spans over pauses below 0.25 s; what is too short to be a word is left out.

    Only frames up to a span's end decide about it, so that a span found while recording stays as it is.
    """
    raw: list[list[int]] = []
    speaking = False
    for number, probability in enumerate(probabilities):
        speaking = probability >= (_STILL_SPEECH if speaking else _SPEECH)
        if speaking:
            if raw and (number - raw[-1][1]) * _FRAME_SECONDS < _MIN_PAUSE:
                raw[-1][1] = number + 1
            else:
                raw.append([number, number + 1])
    kept = [(a, b) for a, b in raw if _is_speech(probabilities[a:b], loudness[a:b])]
    return tuple(Span(round(a * _FRAME_SECONDS, 3), round(b * _FRAME_SECONDS, 3)) for a, b in kept)


def _is_speech(probabilities: Sequence[float], loudness: Sequence[float]) -> bool:
    sure = sum(p >= _SPEECH for p in probabilities) * _FRAME_SECONDS
    return sure >= _MIN_SPEECH and max(probabilities) >= _SOME and max(loudness) >= 0.0005


def _silero():
    """The silero-vad model that ships inside faster-whisper, on one thread: it takes 2 ms a second."""
    import faster_whisper
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    path = next((Path(faster_whisper.__file__).parent / "assets").glob("silero_vad*.onnx"))
    # As bytes: a path with Chinese characters fails in native loaders on Windows.
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
