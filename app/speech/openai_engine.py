"""Whisper through openai-whisper (PyTorch), for the .pt checkpoints that trainers bring; always encodes the full 30 s."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from app.domain.errors import UserError
from app.speech.doubt import better, doubtful
from app.speech.engine import Reading
from app.speech.tokens import split_tokens, words_of
from app.speech.wav_file import SAMPLE_RATE

# Greedy, as openai-whisper does by itself: a beam takes it three times as long. For what looks wrong, a beam.
_BEAM = 5


class OpenAIEngine:
    """A `SpeechEngine` on the bytes of a checkpoint. It has no other hypotheses: openai-whisper keeps only the best."""

    def __init__(self, checkpoint: bytes) -> None:
        import torch
        import whisper
        from whisper.tokenizer import get_tokenizer

        self.name = f"openai-whisper {whisper.__version__}"
        self._torch = torch
        self._whisper = whisper
        try:
            # weights_only: a checkpoint from a stranger must not run code.
            saved = torch.load(io.BytesIO(checkpoint), map_location="cpu", weights_only=True)
            self._model = whisper.model.Whisper(whisper.model.ModelDimensions(**saved["dims"]))
            self._model.load_state_dict(saved["model_state_dict"])
        except Exception as error:
            raise UserError("这个 .pt 文件不是 openai-whisper 的模型。", "请重新安装一个完好的模型文件。") from error
        self._model.float().eval()
        heads = _alignment_heads(saved, self._model)
        if heads is not None:
            self._model.register_buffer("alignment_heads", heads.to_sparse(), persistent=False)
        languages = self._model.num_languages
        self._tokenizer = get_tokenizer(True, num_languages=languages, language="zh", task="transcribe")

    def read(self, samples: np.ndarray) -> Reading:
        seconds = len(samples) / SAMPLE_RATE
        reading = self._read(samples, None)
        if doubtful(reading, seconds):
            reading = better(reading, self._read(samples, _BEAM), seconds)
        return reading

    def _read(self, samples: np.ndarray, beam: int | None) -> Reading:
        with self._torch.inference_mode():
            mel = self._mel(samples)
            options = self._whisper.DecodingOptions(language="zh", beam_size=beam, temperature=0.0, fp16=False)
            result = self._whisper.decode(self._model, mel, options)
            tokens = [token for token in result.tokens if token < self._tokenizer.eot]
            if not tokens:
                return Reading((), result.avg_logprob, result.no_speech_prob)
            seconds = len(samples) / SAMPLE_RATE
            starts, ends, probabilities = self._align(mel, tokens, seconds)
        words = words_of(split_tokens(tokens, self._tokenizer.decode), starts, ends, probabilities)
        return Reading(words, result.avg_logprob, result.no_speech_prob)

    def weigh(self, samples: np.ndarray, texts: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        torch, tokenizer = self._torch, self._tokenizer
        found = []
        with torch.inference_mode():
            features = self._model.embed_audio(self._mel(samples)[None])
            for text in texts:
                tokens = tokenizer.encode(text)
                start = [*tokenizer.sot_sequence_including_notimestamps]
                logits = self._model.logits(torch.tensor([start + tokens]), features)[0, len(start) - 1 : -1]
                logs = torch.log_softmax(logits.float(), dim=-1)
                own = [float(logs[i, token]) for i, token in enumerate(tokens)]
                shares: list[float] = []
                first = 0
                for written, group in split_tokens(tokens, tokenizer.decode):
                    shares += [sum(own[first : first + len(group)]) / max(len(written), 1)] * len(written)
                    first += len(group)
                found.append(tuple(shares))
        return tuple(found)

    def _mel(self, samples: np.ndarray) -> Any:
        audio = self._whisper.pad_or_trim(self._torch.from_numpy(np.ascontiguousarray(samples, np.float32)))
        return self._whisper.log_mel_spectrogram(audio, self._model.dims.n_mels)

    def _align(self, mel: Any, tokens: Sequence[int], seconds: float) -> tuple[list[float], list[float], list[float]]:
        """Start, end and probability of each token; openai-whisper's own alignment gives them by word."""
        from whisper.timing import find_alignment

        frames = int(seconds * 100)
        starts, ends, probabilities = [], [], []
        for timing in find_alignment(self._model, self._tokenizer, list(tokens), mel, frames):
            count = len(timing.tokens)
            step = (timing.end - timing.start) / max(count, 1)
            starts += [float(timing.start + i * step) for i in range(count)]
            ends += [float(timing.start + (i + 1) * step) for i in range(count)]
            probabilities += [float(timing.probability)] * count
        missing = len(tokens) - len(starts)
        return (
            (starts + [seconds] * missing)[: len(tokens)],
            (ends + [seconds] * missing)[: len(tokens)],
            (probabilities + [0.0] * missing)[: len(tokens)],
        )


def _alignment_heads(saved: dict, model: Any) -> Any:
    """Which attention heads follow the sound: as the checkpoint says, else as openai-whisper knows for this size."""
    import base64
    import gzip

    import torch
    import whisper

    layers, heads = model.dims.n_text_layer, model.dims.n_text_head
    if "alignment_heads" in saved:
        mask = torch.zeros(layers, heads, dtype=torch.bool)
        for layer, head in saved["alignment_heads"]:
            mask[layer, head] = True
        return mask
    sizes = {(4, 6): "tiny", (6, 8): "base", (12, 12): "small", (24, 16): "medium", (4, 20): "turbo"}
    name = sizes.get((layers, heads))
    if name is None and (layers, heads) == (32, 20):
        name = "large-v3" if model.dims.n_mels == 128 else "large-v2"
    if name is None:
        return None
    flags = np.frombuffer(gzip.decompress(base64.b85decode(whisper._ALIGNMENT_HEADS[name])), dtype=bool)
    return torch.from_numpy(flags.copy()).reshape(layers, heads)
