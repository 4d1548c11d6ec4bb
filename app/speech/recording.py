"""A recording in memory: any common audio file becomes 16 kHz mono samples, or a sentence that says why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.domain.errors import Progress, UserError, no_progress
from app.speech.wav_file import SAMPLE_RATE, RecordingWriter, open_sound, repair

if TYPE_CHECKING:
    import av

__all__ = ["MAX_SECONDS", "SAMPLE_RATE", "Recording", "RecordingWriter", "load", "remarks", "repair"]

# A spoken reply lasts seconds, a whole role-play minutes. Half an hour is far beyond both and still fits
# in memory (115 MB) and in a few minutes of transcription on an old PC.
MAX_SECONDS = 30 * 60

_RESAVE = "请换一个完好的录音文件，或用录音软件另存为 WAV 后再试。"


@dataclass(frozen=True)
class Recording:
    """Sound ready for transcription.

    `samples` is float32, mono, 16 kHz, within ±1. `name` is the file's name, for messages. `warnings`
    are plain Chinese sentences about the quality of the sound; none of them stops the scoring.
    """

    samples: np.ndarray
    seconds: float
    name: str
    warnings: tuple[str, ...] = ()


def load(path: Path | str, on_progress: Progress = no_progress) -> Recording:
    """Read WAV, FLAC, AIFF, MP3, M4A, OGG … at any rate and with any number of channels.

    Raises UserError when the file is missing, empty, cut short, no audio, or longer than `MAX_SECONDS`
    (found out before it is decoded, wherever the file states its length).
    """
    path = Path(path)
    _check_file(path)
    with open_sound(path) as source:
        channels = _decode(source, path.name, on_progress)
    samples = _fold(channels)
    return Recording(samples, len(samples) / SAMPLE_RATE, path.name, remarks(samples))


def remarks(samples: np.ndarray) -> tuple[str, ...]:
    """What a listener would say about the sound: silent, very quiet, or clipped; nothing if it is fine."""
    if len(samples) == 0:
        return ("录音里没有声音，请检查麦克风是否静音。",)
    loudness = np.abs(samples)
    peak = float(loudness.max())
    if peak < 0.0005:
        return ("录音里没有声音，请检查麦克风是否静音。",)
    # The loudest twentieth of the recording is speech if there is any; 0.01 of full scale is −40 dB.
    if float(np.quantile(loudness, 0.95)) < 0.004 and peak < 0.05:
        return ("录音的音量很小，识别可能不准，请靠近麦克风或调高输入音量。",)
    at_limit = loudness >= 0.985 * max(peak, 0.9)
    runs = at_limit[:-2] & at_limit[1:-1] & at_limit[2:]
    if float(runs.mean() if len(runs) else 0) > 0.0005:
        return ("录音的音量太大，有些地方破音，识别可能不准，请离麦克风远一点或调低输入音量。",)
    return ()


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise UserError(f"“{path.name}”是文件夹，不是录音文件。", "请选择文件夹里的某个录音文件。")
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise UserError(f"找不到录音文件“{path}”。", "请检查文件名和所在的文件夹。") from None
    except OSError as error:
        raise UserError(f"打不开录音文件“{path}”：{error.strerror}。", "请检查文件名和读取权限。") from None
    if size == 0:
        raise UserError(f"录音文件“{path.name}”是空的（0 字节）。", "请重新录音，或重新拷贝这个文件。")


def _decode(source, name: str, on_progress: Progress) -> list[np.ndarray]:
    """The channels at 16 kHz, undamaged, or a UserError."""
    import av

    not_audio = UserError(f"“{name}”不是能识别的录音文件，或者文件已经损坏。", _RESAVE)
    try:
        with av.open(source, metadata_errors="ignore") as container:
            if not container.streams.audio:
                raise not_audio
            stated = _stated_seconds(container)
            if stated is not None and stated > MAX_SECONDS:
                raise _too_long(name, stated)
            blocks, got = [], 0
            for block in _resampled(container):
                blocks.append(block)
                got += block.shape[1]
                if got > MAX_SECONDS * SAMPLE_RATE:
                    raise _too_long(name, None)
                on_progress(min(got / SAMPLE_RATE / stated, 1.0) if stated else None, "正在读取录音")
    except av.FFmpegError as error:
        if isinstance(error, PermissionError):
            raise UserError(f"没有权限读取录音文件“{name}”。", "请检查文件的读取权限。") from None
        raise not_audio from None
    if not blocks:
        raise UserError(f"录音文件“{name}”里没有声音数据。", _RESAVE)
    channels = np.concatenate(blocks, axis=1)
    # Lossy formats pad their ends by some hundredths of a second; a file cut short misses more.
    if stated is not None and got / SAMPLE_RATE < min(stated - 0.25, stated * 0.98):
        raise UserError(
            f"录音文件“{name}”不完整：应有 {stated:.1f} 秒，只读到 {got / SAMPLE_RATE:.1f} 秒。",
            "请重新拷贝完整的文件，或重新录音。",
        )
    return list(channels)


def _stated_seconds(container: "av.container.InputContainer") -> float | None:
    stream = container.streams.audio[0]
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return container.duration / 1_000_000 if container.duration else None


def _resampled(container: "av.container.InputContainer") -> Iterator[np.ndarray]:
    """Blocks of (channels, samples), float32 at 16 kHz, folded by ourselves afterwards.

    libswresample adds 0.7 of each channel when it folds floats: equal channels would be clipped.
    """
    import av

    layout = container.streams.audio[0].layout.name
    resampler = av.AudioResampler(format="fltp", layout=layout, rate=SAMPLE_RATE)
    for frame in container.decode(audio=0):
        frame.pts = None
        for out in resampler.resample(frame):
            yield out.to_ndarray()
    for out in resampler.resample(None):
        yield out.to_ndarray()


def _fold(channels: list[np.ndarray]) -> np.ndarray:
    """One channel: the mean, or the loudest where the channels cancel each other."""
    stack = np.nan_to_num(np.stack(channels), nan=0.0, posinf=1.0, neginf=-1.0)
    mean = stack.mean(axis=0)
    energies = np.square(stack).mean(axis=1)
    loudest = int(energies.argmax())
    if float(np.square(mean).mean()) < 0.05 * float(energies[loudest]):
        mean = stack[loudest]
    return np.clip(mean, -1.0, 1.0).astype(np.float32)


def _too_long(name: str, seconds: float | None) -> UserError:
    found = f"长 {seconds / 60:.0f} 分钟，" if seconds else ""
    return UserError(
        f"录音文件“{name}”{found}超过了 {MAX_SECONDS // 60} 分钟的上限。", "请截取需要评分的部分，另存为较短的文件。"
    )
