"""Hears a recording phrase by phrase, while it is spoken or afterwards, with the same result."""

from collections.abc import Sequence

import numpy as np

from app.domain.errors import Progress, no_progress
from app.domain.transcript import Transcript
from app.speech.activity import ActivityDetector
from app.speech.chinese_text import PUNCTUATION, as_whisper_writes, letters
from app.speech.engine import Reading, SpeechEngine
from app.speech.evidence import supported
from app.speech.phrases import Phrase, pending, phrases
from app.speech.wav_file import SAMPLE_RATE


class Listener:
    """One recording on its way to a transcript. `model` is the start of the SHA-256 of the weights."""

    def __init__(self, engine: SpeechEngine, model: str) -> None:
        self._engine = engine
        self._model = model
        self._detector = ActivityDetector()
        self._chunks: list[np.ndarray] = []
        self._readings: dict[tuple[float, float], Reading] = {}

    def feed(self, samples: np.ndarray) -> None:
        """More of the recording; only looks for speech, which takes 2 ms a second."""
        self._chunks.append(samples)
        self._detector.feed(samples)

    def read_ahead(self) -> bool:
        """Transcribe one phrase that has ended, or probably has; False if there is nothing to do."""
        spans, heard = self._detector.spans(), self._detector.seconds
        ready = list(phrases(spans, heard, final=False))
        last = pending(spans, heard)
        for phrase in ready + ([last] if last else []):
            if (phrase.start, phrase.end) not in self._readings:
                self._read(phrase)
                return True
        return False

    def finish(self, on_progress: Progress = no_progress) -> Transcript:
        """The transcript of everything fed; phrases read ahead are not read again."""
        self._detector.finish()
        samples = self.samples()
        seconds = len(samples) / SAMPLE_RATE
        found = phrases(self._detector.spans(), seconds, final=True)
        words, activity, alternatives = [], [], []
        for phrase in found:
            on_progress(phrase.start / max(seconds, 0.1), "正在识别语音")
            reading = self._readings.get((phrase.start, phrase.end)) or self._read(phrase)
            words += reading.words
            alternatives += reading.others
            activity += phrase.activity
        on_progress(1.0, "正在识别语音")
        return Transcript(
            tuple(words), round(seconds, 3), tuple(activity), tuple(alternatives), self._engine.name, self._model
        )

    def weigh(self, start: float, end: float, texts: Sequence[str]) -> tuple[float, ...]:
        """Mean log probability per character of each text, were it said from `start` to `end`.

        The rest of the phrase around it stays as it was read; what the change makes of the rest counts
        towards the text, so that a text that fits nowhere is not saved by being short.
        """
        self.finish()
        middle = (start + end) / 2
        for (first, last), reading in self._readings.items():
            if first <= middle <= last and reading.words:
                before = "".join(w.text for w in reading.words if (w.start + w.end) / 2 < start)
                after = "".join(w.text for w in reading.words if (w.start + w.end) / 2 > end)
                whole = [as_whisper_writes(before + text + after) for text in texts]
                logs = self._engine.weigh(self._cut(first, last), whole)
                totals = [
                    sum(log for letter, log in zip(text, found, strict=False) if letter not in PUNCTUATION)
                    for text, found in zip(whole, logs, strict=True)
                ]
                best = max(range(len(texts)), key=totals.__getitem__)
                own = logs[best][len(before) : len(before) + len(texts[best])]
                level = sum(own) / max(len(own), 1)
                longest = max(max(len(letters(text)) for text in texts), 1)
                return tuple(level - (totals[best] - total) / longest for total in totals)
        return tuple(float("-inf") for _ in texts)

    def _read(self, phrase: Phrase) -> Reading:
        reading = self._engine.read(self._cut(phrase.start, phrase.end)).later(phrase.start)
        reading = supported(reading, phrase.activity, self._detector.surest(phrase.start, phrase.end))
        self._readings[phrase.start, phrase.end] = reading
        return reading

    def _cut(self, start: float, end: float) -> np.ndarray:
        return self.samples()[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]

    def samples(self) -> np.ndarray:
        if len(self._chunks) != 1:
            self._chunks = [np.concatenate([np.zeros(0, np.float32), *self._chunks])]
        return self._chunks[0]
