"""Whisper through CTranslate2 in int8: one encoding of just the frames a phrase needs serves every question about it."""

import json
import os
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from app.domain.transcript import Alternative
from app.speech.chinese_text import tidy
from app.speech.engine import Reading
from app.speech.tokens import split_tokens, words_of

_FRAMES_A_SECOND = 100
_ALL_FRAMES = 3000
# Whisper was trained on 30 s; with less silence than this behind the speech it fails to stop.
_MARGIN = 4.0
_BEAM = 5
_TOKENS = 200


class CTranslate2Engine:
    """A `SpeechEngine` on a CTranslate2 model given as bytes, by file name."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        import ctranslate2
        import faster_whisper
        import tokenizers
        from faster_whisper.feature_extractor import FeatureExtractor
        from faster_whisper.tokenizer import Tokenizer

        self.name = f"faster-whisper {faster_whisper.__version__}"
        self._ct2 = ctranslate2
        self._model = ctranslate2.models.Whisper(
            "verified", device="cpu", compute_type="int8", intra_threads=min(4, os.cpu_count() or 1), files=dict(files)
        )
        self._tokenizer = Tokenizer(
            tokenizers.Tokenizer.from_buffer(files["tokenizer.json"]), True, task="transcribe", language="zh"
        )
        mels = json.loads(files.get("preprocessor_config.json", b"{}")).get("feature_size", self._model.n_mels)
        self._features = FeatureExtractor(feature_size=mels)
        self._last: tuple[bytes, object, int] | None = None

    def read(self, samples: np.ndarray) -> Reading:
        reading = self._read(samples, _MARGIN)
        if _suspicious(reading, len(samples) / 16000):
            reading = max(reading, self._read(samples, None), key=lambda r: _plausibility(r, len(samples) / 16000))
        return reading

    def weigh(self, samples: np.ndarray, texts: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        encoded, frames = self._encode(samples, _MARGIN)
        return tuple(self._weigh(encoded, frames, text) for text in texts)

    def _weigh(self, encoded, frames: int, text: str) -> tuple[float, ...]:
        tokens = self._tokenizer.encode(text)
        result = self._model.align(encoded, self._tokenizer.sot_sequence, [tokens], [frames])[0]
        logs = np.log(np.maximum(result.text_token_probs, 1e-10))
        shares: list[float] = []
        first = 0
        for written, group in split_tokens(tokens, self._tokenizer.decode):
            total = float(sum(logs[first : first + len(group)]))
            shares += [total / max(len(written), 1)] * len(written)
            first += len(group)
        return tuple(shares)

    def _read(self, samples: np.ndarray, margin: float | None) -> Reading:
        encoded, frames = self._encode(samples, margin)
        result = self._model.generate(
            encoded,
            [self._tokenizer.sot_sequence],
            beam_size=_BEAM,
            num_hypotheses=_BEAM,
            max_length=_TOKENS,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        seconds = len(samples) / 16000
        hypotheses = [self._text_tokens(tokens) for tokens in result.sequences_ids]
        best = hypotheses[0]
        if not best:
            return Reading((), result.scores[0], result.no_speech_prob)
        aligned = self._model.align(encoded, self._tokenizer.sot_sequence, [best], [frames])[0]
        starts, ends = _token_times(aligned.alignments, len(best), seconds)
        groups = split_tokens(best, self._tokenizer.decode)
        words = words_of(groups, starts, ends, aligned.text_token_probs)
        others, seen = [], {"".join(word.text for word in words)}
        for tokens, score in zip(hypotheses[1:], result.scores[1:], strict=True):
            text = tidy(self._tokenizer.decode(tokens)).strip()
            if text and text not in seen:
                seen.add(text)
                others.append(Alternative(text, 0.0, seconds, max(0.0, result.scores[0] - score)))
        return Reading(words, result.scores[0], result.no_speech_prob, tuple(others))

    def _text_tokens(self, tokens: Sequence[int]) -> list[int]:
        return [token for token in tokens if token < self._tokenizer.eot]

    def _encode(self, samples: np.ndarray, margin: float | None):
        """The encoder's output for the samples and the number of frames that are not padding; the last is kept."""
        used = -(-len(samples) * _FRAMES_A_SECOND // 16000)
        frames = _ALL_FRAMES if margin is None else min(_ALL_FRAMES, int((used + margin * _FRAMES_A_SECOND) // 2 * 2))
        key = samples.tobytes() + frames.to_bytes(4, "little")
        if self._last and self._last[0] == key:
            return self._last[1:]
        padded = np.zeros(frames * 160, np.float32)
        padded[: len(samples)] = samples[: len(padded)]
        features = np.ascontiguousarray(self._features(padded, padding=0)[None, :, :frames])
        encoded = self._model.encode(self._ct2.StorageView.from_array(features))
        self._last = key, encoded, min(used, frames)
        return encoded, min(used, frames)


def _token_times(alignments: Sequence[tuple[int, int]], count: int, seconds: float) -> tuple[list[float], list[float]]:
    """Start and end of each token from the (token, frame of 20 ms) path of the cross-attention."""
    starts, ends = [seconds] * count, [seconds] * count
    reached = {}
    for token, frame in alignments:
        reached.setdefault(token, frame * 0.02)
    for token in range(count):
        starts[token] = min(reached.get(token, seconds), seconds)
        ends[token] = min(reached.get(token + 1, seconds), seconds)
    return starts, ends


def _suspicious(reading: Reading, seconds: float) -> bool:
    """Whether Whisper went round in circles or is unsure: nobody says twelve characters a second."""
    text = reading.text
    return reading.confidence < -0.9 or len(text) / max(seconds, 0.5) > 12 or _repetition(text) > 2.2


def _plausibility(reading: Reading, seconds: float) -> float:
    loops = _repetition(reading.text) > 2.2 or len(reading.text) / max(seconds, 0.5) > 12
    return reading.confidence - 10 * loops


def _repetition(text: str) -> float:
    """How far the text can be compressed; speech stays below 2."""
    data = text.encode("utf-8")
    return len(data) / len(zlib.compress(data)) if data else 0.0
