"""The microphone path as a trainee uses it: sound goes into a real device and comes out as a file on disk."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from virtual_microphone import VirtualMicrophone, missing, virtual_microphone

from app.domain.errors import UserError
from app.speech.microphone import Capture, list_microphones, loudness
from app.speech.recording import load

CLIP = Path(__file__).parent / "clips" / "009.flac"
needs_pulseaudio = pytest.mark.skipif(bool(missing()), reason=f"not installed: {' '.join(missing())}")


@pytest.fixture
def microphone() -> Iterator[VirtualMicrophone]:
    with virtual_microphone() as device:
        yield device


def wait_for(condition: Callable[[], object], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@needs_pulseaudio
def test_what_is_spoken_is_on_disk_and_was_passed_on(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    chunks: list[np.ndarray] = []
    levels: list[float] = []
    capture = Capture(tmp_path / "回答" / "one.wav", on_chunk=chunks.append)
    capture.start()
    wait_for(lambda: capture.seconds > 0)
    speaking = microphone.play(CLIP)
    while speaking.poll() is None:
        levels.append(capture.level)
        time.sleep(0.05)
    heard_until = capture.seconds
    wait_for(lambda: capture.seconds > heard_until + 0.5)
    recording = load(capture.stop())
    assert capture.error is None
    assert max(levels) > 0.3
    assert np.array_equal(np.concatenate(chunks), recording.samples)
    assert alike(recording.samples, load(CLIP).samples) > 0.95


def alike(heard: np.ndarray, played: np.ndarray) -> float:
    """The greatest normalised correlation of what was played with any stretch of what was heard."""
    size = 1 << (len(heard) + len(played)).bit_length()
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size)), size)
    energy = (
        np.convolve(np.square(heard, dtype=np.float64), np.ones(len(played)), "valid")
        if len(heard) >= len(played)
        else [0.0]
    )
    return float(product.max() / np.sqrt(max(energy) * np.square(played, dtype=np.float64).sum()))


@needs_pulseaudio
def test_a_microphone_that_is_pulled_out_is_named_and_costs_nothing(
    microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    capture = Capture(tmp_path / "one.wav")
    capture.start()
    wait_for(lambda: capture.seconds > 1)
    microphone.unplug()
    wait_for(lambda: capture.error is not None)
    capture.stop()
    assert "可能被拔出" in str(capture.error)
    assert load(capture.stop()).seconds > 1


@needs_pulseaudio
def test_someone_listening_along_who_fails_does_not_end_the_recording(
    microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    def fail(_: np.ndarray) -> None:
        raise RuntimeError("listener")

    capture = Capture(tmp_path / "one.wav", on_chunk=fail)
    capture.start()
    wait_for(lambda: capture.seconds > 0.5)
    assert load(capture.stop()).seconds > 0.5
    assert capture.error is None


@needs_pulseaudio
def test_the_default_microphone_is_listed_first(microphone: VirtualMicrophone) -> None:
    names = [each.name for each in list_microphones()]
    assert names and list_microphones()[0].is_default


@needs_pulseaudio
def test_looking_for_microphones_disturbs_no_recording_and_may_be_done_by_many_at_once(
    microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    capture = Capture(tmp_path / "one.wav")
    capture.start()
    wait_for(lambda: capture.seconds > 0.3)
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: list_microphones(), range(8)))
    before = capture.seconds
    wait_for(lambda: capture.seconds > before + 0.5)
    capture.stop()
    assert capture.error is None
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: list_microphones(), range(8))), "and when nothing is recorded"


@needs_pulseaudio
def test_a_microphone_plugged_in_after_the_start_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
        monkeypatch.setenv(name, str(tmp_path / "nobody"))
    if list_microphones():
        pytest.skip("this machine has a microphone of its own")
    with pytest.raises(UserError, match="没有找到可用的麦克风"):
        Capture(tmp_path / "none.wav").start()
    with virtual_microphone():
        capture = Capture(tmp_path / "one.wav")
        capture.start()
        wait_for(lambda: capture.seconds > 0.2)
        capture.abandon()


@needs_pulseaudio
def test_abandoning_leaves_no_file(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    capture = Capture(tmp_path / "one.wav")
    capture.start()
    wait_for(lambda: capture.seconds > 0)
    capture.abandon()
    assert list(tmp_path.iterdir()) == []


@needs_pulseaudio
def test_a_killed_process_loses_at_most_the_last_second(microphone: VirtualMicrophone, tmp_path: Path) -> None:
    path = tmp_path / "one.wav"
    code = f"""
import time
from pathlib import Path
from app.speech.microphone import Capture
capture = Capture(Path({str(path)!r}))
capture.start()
while True:
    print(capture.seconds, flush=True)
    time.sleep(0.05)
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    assert process.stdout
    recorded = 0.0
    while recorded < 2:
        recorded = float(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert load(path).seconds > recorded - 1


def test_no_microphone_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有找到可用的麦克风“没有这个设备”") as problem:
        Capture(tmp_path / "one.wav", microphone="没有这个设备").start()
    assert "打字" in problem.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_the_meter_is_still_in_silence_and_full_in_a_shout() -> None:
    assert loudness(np.zeros(1600, np.float32)) == 0
    assert loudness(np.full(1600, 0.9, np.float32)) == 1
    assert 0.2 < loudness(np.full(1600, 0.02, np.float32)) < 0.8
