"""The citizen's voice and the microphone take turns: never is one heard while the other is open."""

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import soundfile
from test_microphone import needs_pulseaudio, wait_for
from virtual_microphone import virtual_microphone

from app.domain.errors import UserError
from app.domain.scenario import Voice
from app.services.citizen_voice import CitizenVoice, Said
from app.speech import floor as floor_module
from app.speech.floor import Floor, MicrophoneIsOpen
from app.speech.microphone import Capture, Meter
from app.speech.player import Player
from tests.speech.voices import Room, install_engine

LONG = "我等了一个多小时了。" * 20
SHORT = "您好。"


def test_a_microphone_opens_only_when_the_voice_has_fallen_silent() -> None:
    floor, silent, seen = Floor(), threading.Event(), []

    def speak() -> None:
        with floor.speaking(silent.set):
            speaking.set()
            silent.wait(30)
            seen.append("silent")

    speaking = threading.Event()
    with ThreadPoolExecutor() as threads:
        talk = threads.submit(speak)
        assert speaking.wait(30)
        floor.take()
        seen.append("open")
        talk.result()
    assert seen == ["silent", "open"]


def test_while_a_microphone_is_open_nobody_begins_to_speak() -> None:
    floor = Floor()
    floor.take()
    floor.take()
    floor.leave()
    with pytest.raises(MicrophoneIsOpen), floor.speaking(lambda: None):
        pytest.fail("it was heard")
    floor.leave()
    with floor.speaking(lambda: None):
        assert not floor.taken


def test_there_is_no_other_way_to_the_microphone_and_the_loudspeaker() -> None:
    """What passes the floor by is caught here: the guarantee holds in one place."""
    ways = re.compile(
        r"(Input|Output|\b)Stream\(|sounddevice\.(play|rec|playrec)\(|\.Microphone\(|winsound|runAndWait\("
    )
    app = Path(floor_module.__file__).parents[1]
    found = {path.name for path in app.rglob("*.py") if ways.search(path.read_text(encoding="utf-8"))}
    assert found == {"microphone.py", "player.py", "loudspeaker.py", "citizen_voice_process.py"}
    process = (app / "speech" / "citizen_voice_process.py").read_text(encoding="utf-8")
    assert ".say(" not in process, "pyttsx3 only writes files: what it says itself nobody could silence"


def test_a_microphone_stays_closed_when_the_voice_does_not_stop() -> None:
    floor = Floor(silent_within=0.05)
    with floor.speaking(lambda: None):
        with pytest.raises(UserError, match="麦克风没有打开"):
            floor.take()
        assert not floor.taken
    floor.take()
    assert floor.taken


def test_a_newer_line_waits_until_the_older_one_is_silent() -> None:
    floor, silent, seen = Floor(), threading.Event(), []
    speaking = threading.Event()

    def speak() -> None:
        with floor.speaking(silent.set):
            speaking.set()
            silent.wait(30)
            seen.append("older")

    with ThreadPoolExecutor() as threads:
        older = threads.submit(speak)
        assert speaking.wait(30)
        with floor.speaking(lambda: None):
            seen.append("newer")
        older.result()
    assert seen == ["older", "newer"]


def test_however_they_come_they_are_never_heard_together() -> None:
    floor = Floor()
    counting = threading.Lock()
    microphones = voices = 0
    together: list[str] = []

    def listen() -> None:
        nonlocal microphones
        for _ in range(20):
            floor.take()
            with counting:
                microphones += 1
                together.extend(["opened while one spoke"] * (voices > 0))
            with counting:
                microphones -= 1
            floor.leave()

    def speak() -> None:
        nonlocal voices
        spoken = 0
        while spoken < 20:
            hushed = threading.Event()
            with contextlib.suppress(MicrophoneIsOpen), floor.speaking(hushed.set):
                with counting:
                    voices += 1
                    together.extend(["spoke while one was open"] * (microphones > 0))
                    together.extend(["two spoke"] * (voices > 1))
                hushed.wait(0.002)
                spoken += 1
                with counting:
                    voices -= 1

    with ThreadPoolExecutor(8) as threads:
        for each in [threads.submit(work) for work in (listen, speak) * 4]:
            each.result()
    assert not together


@pytest.fixture
def voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CitizenVoice]:
    """On an engine that hums, so that any system can try it."""
    install_engine(tmp_path / "engine", monkeypatch)
    spoken = CitizenVoice(tmp_path / "lines")
    yield spoken
    spoken.close()


@pytest.fixture(scope="module")
def devices() -> Iterator[None]:
    with virtual_microphone():
        yield


@pytest.fixture
def room(devices: None) -> Iterator[Room]:
    heard = Room()
    yield heard
    heard.close()


def loudest(path: Path) -> float:
    samples, _rate = soundfile.read(path)
    return float(np.abs(samples).max())


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


@needs_pulseaudio
def test_a_recording_begins_in_a_silent_room(
    voice: CitizenVoice, room: Room, threads: ThreadPoolExecutor, tmp_path: Path
) -> None:
    talk = threads.submit(voice.speak, LONG, Voice())
    room.wait_for_sound()
    capture = Capture(tmp_path / "one.wav")
    capture.start()  # what the loudspeaker plays, this microphone hears
    wait_for(lambda: capture.seconds > 0.3)
    assert talk.result() is Said.STOPPED
    assert voice.speak(SHORT, Voice()) is Said.REFUSED
    until = capture.seconds
    wait_for(lambda: capture.seconds > until + 0.3)
    assert loudest(capture.stop()) < 0.001
    assert voice.speak(SHORT, Voice()) is Said.WHOLE
    assert voice.complaint() is None


@needs_pulseaudio
def test_a_line_that_is_ready_while_one_records_is_not_said(
    voice: CitizenVoice, room: Room, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The microphone opened while the engine was still at work on the line."""
    opened = threading.Event()
    written = voice._voices.write

    def slow(*arguments: object) -> None:
        written(*arguments)  # type: ignore[arg-type]
        assert opened.wait(30)

    monkeypatch.setattr(voice._voices, "write", slow)
    capture = Capture(tmp_path / "one.wav")
    talk = threads.submit(voice.speak, LONG, Voice())
    wait_for(lambda: list((tmp_path / "lines").glob("*.wav")))
    capture.start()
    opened.set()
    assert talk.result() is Said.REFUSED
    wait_for(lambda: capture.seconds > 0.3)
    assert loudest(capture.stop()) < 0.001


@needs_pulseaudio
def test_every_use_of_the_microphone_has_the_same_silence(
    voice: CitizenVoice, room: Room, threads: ThreadPoolExecutor
) -> None:
    """A level test in the settings too."""
    talk = threads.submit(voice.speak, LONG, Voice())
    room.wait_for_sound()
    heard: list[float] = []
    meter = Meter(on_samples=lambda samples: heard.append(float(np.abs(samples).max())))
    wait_for(lambda: len(heard) > 3)
    assert voice.sample(SHORT, Voice()) is Said.REFUSED
    meter.stop()
    assert talk.result() is Said.STOPPED and max(heard) < 0.001


@needs_pulseaudio
def test_a_line_is_heard_from_its_beginning_to_its_end(voice: CitizenVoice, devices: None) -> None:
    file = voice.spoken(SHORT, Voice())
    assert file is not None
    samples, rate = soundfile.read(file)
    energy = np.square(samples).sum() / rate
    shares = []
    for _ in range(3):  # a busy machine may tear a hole into it, but not every time
        room = Room()
        assert voice.speak(SHORT, Voice()) is Said.WHOLE
        shares.append(np.square(room.utterance()).sum() / 16000 / energy)
        room.close()
        if shares[-1] == pytest.approx(1, abs=0.03):
            return
    pytest.fail(f"heard of it: {shares}")


@needs_pulseaudio
def test_it_falls_silent_when_told(voice: CitizenVoice, room: Room, threads: ThreadPoolExecutor) -> None:
    ways: list[Callable[[], object]] = [
        voice.stop,
        lambda: voice.speak(SHORT, Voice()),
        lambda: setattr(voice, "on", False),
    ]
    for tell in ways:
        fresh = Room()  # it has heard nothing yet
        talk = threads.submit(voice.speak, LONG, Voice())
        fresh.wait_for_sound()
        fresh.close()
        tell()
        assert talk.result() is Said.STOPPED
    assert voice.speak(SHORT, Voice()) is Said.SILENT, "it is switched off"


@needs_pulseaudio
def test_what_one_listens_to_again_ends_where_a_recording_begins(room: Room, tmp_path: Path) -> None:
    player = Player()
    hum = np.sin(np.arange(16000 * 20) * 2 * np.pi * 200 / 16000) * 0.3
    soundfile.write(tmp_path / "before.wav", hum, 16000)
    player.play(tmp_path / "before.wav")
    room.wait_for_sound()
    capture = Capture(tmp_path / "one.wav")
    capture.start()
    with pytest.raises(UserError, match="正在录音"):
        player.play(tmp_path / "before.wav")
    wait_for(lambda: capture.seconds > 0.3)
    assert loudest(capture.stop()) < 0.001


def test_without_a_microphone_the_floor_is_free_again(
    voice: CitizenVoice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.speech.floor import FLOOR

    for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
        monkeypatch.setenv(name, str(tmp_path / "nobody"))
    with pytest.raises(UserError):
        Capture(tmp_path / "one.wav", microphone="没有这个设备").start()
    assert not FLOOR.taken
