"""A line as the system spoke it, made into the WAV file that is played: higher or lower, without silence around."""

from pathlib import Path

import numpy as np

from app.domain.errors import UserError

RATE = 22050  # what espeak and SAPI speak at
_SILENCE = 0.003  # of full scale, −50 dB
_MARGIN = 0.05  # seconds of silence left before and after


def change_pitch(spoken: Path, pitch: float, path: Path) -> None:
    """Write `spoken` to `path`, its pitch times `pitch`, and as much faster: as a tape that runs faster.

    UserError where there is no sound in it: some engines write an empty file and say that all is well.
    """
    import av
    import soundfile

    try:
        samples, rate = soundfile.read(spoken, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as problem:
        raise UserError(
            "系统的语音合成组件没有发出声音，这句话没有读出来。", "文字照常显示，可以继续对话。"
        ) from problem
    samples = _trimmed(samples[:, 0], rate)
    if not len(samples):
        raise UserError("系统的语音合成组件没有发出声音，这句话没有读出来。", "文字照常显示，可以继续对话。")
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples)[None], format="flt", layout="mono")
    frame.sample_rate = round(rate * pitch)
    pieces = [piece.to_ndarray()[0] for given in (frame, None) for piece in resampler.resample(given)]
    try:
        soundfile.write(path, np.concatenate(pieces), RATE, subtype="PCM_16", format="WAV")
    except soundfile.LibsndfileError as problem:
        raise UserError(
            f"群众的声音不能存入 {path.parent}。", "请检查磁盘空间；文字照常显示，可以继续对话。"
        ) from problem


def _trimmed(samples: np.ndarray, rate: int) -> np.ndarray:
    heard = np.flatnonzero(np.abs(samples) > _SILENCE)
    if not len(heard):
        return samples[:0]
    margin = int(_MARGIN * rate)
    return samples[max(0, heard[0] - margin) : heard[-1] + margin]
