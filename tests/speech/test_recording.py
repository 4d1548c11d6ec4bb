"""Every common file becomes the same samples; every bad one a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from speech_clips import CLIPS, clip

from app.domain.errors import UserError
from app.speech.recording import SAMPLE_RATE, RecordingWriter, load, repair


def encode(samples: np.ndarray, path: Path, codec: str, rate: int, layout: str) -> Path:
    """Write samples of 16 kHz mono with ffmpeg's encoders, as phones and recorders do."""
    with av.open(path, "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        frame = av.AudioFrame.from_ndarray(np.tile(samples, (stream.channels, 1)), format="fltp", layout=layout)
        frame.sample_rate = SAMPLE_RATE
        resampler = av.AudioResampler(format=stream.format.name, layout=layout, rate=rate, frame_size=stream.frame_size)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return path


FORMATS = [
    ("a.wav", "pcm_s16le", 44100, "stereo"),
    ("a.flac", "flac", 48000, "stereo"),
    ("a.aiff", "pcm_s16be", 22050, "mono"),
    ("a.mp3", "libmp3lame", 44100, "stereo"),
    ("a.m4a", "aac", 48000, "mono"),
]


@pytest.mark.parametrize(("name", "codec", "rate", "layout"), FORMATS, ids=[each[0] for each in FORMATS])
def test_every_format_and_rate_becomes_the_same_sound(
    name: str, codec: str, rate: int, layout: str, tmp_path: Path
) -> None:
    spoken = clip("009.flac")
    recording = load(encode(spoken, tmp_path / name, codec, rate, layout))
    assert recording.seconds == pytest.approx(len(spoken) / SAMPLE_RATE, abs=0.1)
    assert abs(float(np.abs(recording.samples).max()) / float(np.abs(spoken).max()) - 1) < 0.15
    heard, played = np.abs(np.fft.rfft(recording.samples, 1 << 17)), np.abs(np.fft.rfft(spoken, 1 << 17))
    assert float(np.corrcoef(heard[:30000], played[:30000])[0, 1]) > 0.9


@pytest.mark.parametrize(("name", "codec", "rate", "layout"), FORMATS, ids=[each[0] for each in FORMATS])
def test_a_file_cut_short_is_refused(name: str, codec: str, rate: int, layout: str, tmp_path: Path) -> None:
    path = encode(clip("009.flac"), tmp_path / name, codec, rate, layout)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    with pytest.raises(UserError, match="不完整|损坏") as problem:
        load(path)
    assert name in problem.value.message and problem.value.remedy


def test_channels_that_cancel_each_other_are_not_lost(tmp_path: Path) -> None:
    spoken = clip("009.flac")
    soundfile.write(tmp_path / "a.wav", np.stack([spoken, -spoken], axis=1), SAMPLE_RATE)
    assert np.abs(load(tmp_path / "a.wav").samples).max() > 0.5 * np.abs(spoken).max()


def test_bad_files_are_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "空.wav").touch()
    (tmp_path / "文字.wav").write_text("不是录音\n" * 500, encoding="utf-8")
    (tmp_path / "只有头.wav").write_bytes(RecordingWriter(tmp_path / "b.wav").close().read_bytes())
    for name, words in [
        ("没有.wav", "找不到"),
        ("空.wav", "0 字节"),
        ("文字.wav", "不是能识别的录音"),
        ("只有头.wav", "没有声音数据"),
    ]:
        with pytest.raises(UserError, match=words) as problem:
            load(tmp_path / name)
        assert name in problem.value.message and problem.value.remedy
    with pytest.raises(UserError, match="是文件夹"):
        load(tmp_path)


def test_forty_minutes_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    path = tmp_path / "长.flac"
    soundfile.write(path, np.zeros(40 * 60 * 8000, np.int16), 8000)
    reports: list[object] = []
    with pytest.raises(UserError, match="长 40 分钟，超过了 30 分钟"):
        load(path, lambda share, words: reports.append(share))
    assert reports == []


def test_silent_quiet_and_clipped_recordings_are_remarked_on_and_a_good_one_is_not(tmp_path: Path) -> None:
    spoken = clip("009.flac")
    for samples, words in [
        (np.zeros(16000, np.float32), "没有声音"),
        (spoken * 0.003, "音量很小"),
        (np.clip(spoken * 12, -1, 1), "破音"),
    ]:
        soundfile.write(tmp_path / "a.wav", samples, SAMPLE_RATE)
        assert words in load(tmp_path / "a.wav").warnings[0]
    assert load(CLIPS / "009.flac").warnings == ()


def test_a_header_left_behind_by_a_kill_is_put_right(tmp_path: Path) -> None:
    spoken = clip("009.flac")
    path = tmp_path / "a.wav"
    writer = RecordingWriter(path)
    writer.write(spoken)
    writer.write(spoken[:4000])
    killed = tmp_path / "killed.wav"
    killed.write_bytes(path.read_bytes())  # as it lies on the disk, the last quarter second not yet in the header
    assert soundfile.info(killed).frames == len(spoken)
    assert len(load(killed).samples) == len(spoken) + 4000
    assert repair(killed) and soundfile.info(killed).frames == len(spoken) + 4000
    assert not repair(killed)
    assert np.allclose(load(writer.close()).samples[: len(spoken)], spoken, atol=1e-4)


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the size of a file")
def test_a_full_disk_is_said_and_what_was_written_is_kept(tmp_path: Path) -> None:
    # A limit on the size of files stops the writer in the middle of a block, as a full disk does.
    code = f"""
import resource, signal, sys
import numpy as np
from pathlib import Path
from app.domain.errors import UserError
from app.speech.recording import RecordingWriter
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (70001, resource.RLIM_INFINITY))
writer = RecordingWriter(Path({str(tmp_path / "a.wav")!r}))
try:
    for _ in range(100):
        writer.write(np.full(1600, 0.25, np.float32))
except UserError as error:
    print(error.message)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, encoding="utf-8"
    )
    assert "无法写入录音文件“a.wav”" in run.stdout, run.stderr
    samples = load(tmp_path / "a.wav").samples
    assert len(samples) == (70001 - 44) // 2 and np.allclose(samples, 0.25, atol=1e-3)
