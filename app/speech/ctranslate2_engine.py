"""Whisper through CTranslate2 in int8: one encoding of just the frames a phrase needs serves every question about it."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.domain.transcript import Alternative
from app.speech.chinese_model import cut_down
from app.speech.chinese_text import tidy
from app.speech.doubt import better, doubtful
from app.speech.engine import Reading
from app.speech.tokens import split_tokens, words_of
from app.speech.wav_file import SAMPLE_RATE

_FRAMES_A_SECOND = 100
_ALL_FRAMES = 3000
# Whisper was trained on 30 s; with less silence than this behind the speech it fails to stop.
_MARGIN = 4.0
_BEAM = 5
_TOKENS = 200
_MOST_THREADS = 4
# Encodings of 30 s take 3 MB each.
_KEPT_ENCODINGS = 8


class CTranslate2Engine:
    """A `SpeechEngine` on a CTranslate2 model given as bytes, by file name."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        import faster_whisper
        import tokenizers
        from ctranslate2 import StorageView
        from ctranslate2.models import Whisper
        from faster_whisper.feature_extractor import FeatureExtractor
        from faster_whisper.tokenizer import Tokenizer

        self.name = f"faster-whisper {faster_whisper.__version__}"
        model = cut_down(files)
        cores = min(_MOST_THREADS, os.cpu_count() or 1)
        self._encoder = Whisper("encoder", compute_type="int8", intra_threads=cores, files=model.encoder)
        self._decoder = Whisper("decoder", compute_type="int8", intra_threads=1, files=model.decoder)
        self._full = model.kept
        self._small = {full: small for small, full in enumerate(model.kept)}
        self._tokenizer = Tokenizer(
            tokenizers.Tokenizer.from_buffer(files["tokenizer.json"]), True, task="transcribe", language="zh"
        )
        self._prompt = [self._small[token] for token in self._tokenizer.sot_sequence]
        self._features = FeatureExtractor(feature_size=self._encoder.n_mels)
        self._to_storage = StorageView.from_array
        self._encoded: dict[bytes, tuple[Any, int]] = {}

    def read(self, samples: np.ndarray) -> Reading:
        reading = self._read(samples, _MARGIN)
        if doubtful(reading, len(samples) / SAMPLE_RATE):
            reading = better(reading, self._read(samples, None), len(samples) / SAMPLE_RATE)
        return reading

    def weigh(self, samples: np.ndarray, texts: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        encoded, frames = self._encode(samples, _MARGIN)
        return tuple(self._weigh(encoded, frames, text) for text in texts)

    def _weigh(self, encoded: Any, frames: int, text: str) -> tuple[float, ...]:
        tokens = self._known(text)
        if not tokens:
            return ()
        result = self._decoder.align(encoded, self._prompt, [[self._small[t] for t in tokens]], [frames])[0]
        logs = np.log(np.maximum(result.text_token_probs, 1e-10))
        shares: list[float] = []
        first = 0
        for written, group in split_tokens(tokens, self._tokenizer.decode):
            total = float(sum(logs[first : first + len(group)]))
            shares += [total / max(len(written), 1)] * len(written)
            first += len(group)
        return tuple(shares)

    def _known(self, text: str) -> list[int]:
        """The text's tokens; what the smaller vocabulary lacks is written letter by letter."""
        tokens = []
        for token in self._tokenizer.encode(text):
            if token in self._small:
                tokens.append(token)
            else:
                pieces = [p for letter in self._tokenizer.decode([token]) for p in self._tokenizer.encode(letter)]
                tokens += [piece for piece in pieces if piece in self._small]
        return tokens

    def _read(self, samples: np.ndarray, margin: float | None) -> Reading:
        encoded, frames = self._encode(samples, margin)
        result = self._decoder.generate(
            encoded,
            [self._prompt],
            beam_size=_BEAM,
            num_hypotheses=_BEAM,
            max_length=_TOKENS,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        seconds = len(samples) / SAMPLE_RATE
        hypotheses = [self._text_tokens(tokens) for tokens in result.sequences_ids]
        best = hypotheses[0]
        if not best:
            return Reading((), result.scores[0], result.no_speech_prob)
        aligned = self._decoder.align(encoded, self._prompt, [[self._small[t] for t in best]], [frames])[0]
        starts, ends = _token_times(aligned.alignments, len(best), seconds)
        words = words_of(split_tokens(best, self._tokenizer.decode), starts, ends, aligned.text_token_probs)
        others, seen = [], {"".join(word.text for word in words)}
        for tokens, score in zip(hypotheses[1:], result.scores[1:], strict=True):
            text = tidy(self._tokenizer.decode(tokens)).strip()
            if text and text not in seen:
                seen.add(text)
                others.append(Alternative(text, 0.0, seconds, max(0.0, result.scores[0] - score)))
        return Reading(words, result.scores[0], result.no_speech_prob, tuple(others))

    def _text_tokens(self, tokens: Sequence[int]) -> list[int]:
        return [full for full in (self._full[token] for token in tokens) if full < self._tokenizer.eot]

    def _encode(self, samples: np.ndarray, margin: float | None) -> tuple[Any, int]:
        """The encoder's output and the number of frames that are not padding. The last few are kept for `weigh`."""
        used = -(-len(samples) * _FRAMES_A_SECOND // SAMPLE_RATE)
        frames = _ALL_FRAMES if margin is None else min(_ALL_FRAMES, int((used + margin * _FRAMES_A_SECOND) // 2 * 2))
        key = hashlib.sha256(samples.tobytes() + frames.to_bytes(4, "little")).digest()
        if key not in self._encoded:
            while len(self._encoded) >= _KEPT_ENCODINGS:
                del self._encoded[next(iter(self._encoded))]
            padded = np.zeros(frames * SAMPLE_RATE // _FRAMES_A_SECOND, np.float32)
            padded[: len(samples)] = samples[: len(padded)]
            features = np.ascontiguousarray(self._features(padded, padding=0)[None, :, :frames])
            self._encoded[key] = self._encoder.encode(self._to_storage(features)), min(used, frames)
        return self._encoded[key]


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
