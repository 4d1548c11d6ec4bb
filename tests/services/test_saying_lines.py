"""The citizen's voice as the play sees it: lines are kept, problems are told once and never disturb."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.domain.scenario import Sex, Voice
from app.services import citizen_voice
from app.services.citizen_voice import CitizenVoice, Said
from app.services.doctor import finding, look_at_voice
from app.speech.floor import MicrophoneIsOpen
from app.speech.loudspeaker import Utterance
from tests.speech.voices import install_engine

LINE = "您好，我想问一下养老金。"


class Loudspeaker:
    """Notes which files are played. `begun` is set when one begins; it lasts until it is stopped while `holding`."""

    def __init__(self) -> None:
        self.played: list[Path] = []
        self.begun = threading.Event()
        self.holding = False
        self.problem: Exception | None = None

    def __call__(self) -> Utterance:
        speaker = self

        class Played(Utterance):
            def say(self, path: Path) -> None:  # type: ignore[override]
                if speaker.problem is not None:
                    raise speaker.problem
                speaker.played.append(path)
                speaker.begun.set()
                if speaker.holding:
                    assert self._over.wait(30)

        return Played()


@pytest.fixture
def speaker() -> Loudspeaker:
    return Loudspeaker()


@pytest.fixture
def voice(tmp_path: Path, speaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch) -> Iterator[CitizenVoice]:
    install_engine(tmp_path / "engine", monkeypatch)
    made = CitizenVoice(tmp_path / "lines", utterance=speaker)
    yield made
    made.close()


def test_a_line_is_made_once_and_heard_again_in_the_review(voice: CitizenVoice, speaker: Loudspeaker) -> None:
    assert voice.speak(f"（叹气）{LINE}", Voice()) is Said.WHOLE
    (path,) = speaker.played
    first = path.stat().st_ino
    assert voice.spoken(LINE, Voice()) == path and path.stat().st_ino == first
    assert voice.speak(LINE, Voice()) is Said.WHOLE and speaker.played == [path, path]
    others = {voice.spoken(LINE, other) for other in (Voice(Sex.MALE), Voice(rate=120), Voice(pitch=90))}
    assert len(others | {path}) == 4
    assert voice.complaint() is None


def test_nothing_is_said_where_nothing_is_to_be_said(voice: CitizenVoice, speaker: Loudspeaker) -> None:
    assert voice.speak("（她低下头，眼泪掉了下来）", Voice()) is Said.SILENT
    assert voice.spoken("（挂断）", Voice()) is None
    voice.on = False
    assert voice.speak(LINE, Voice()) is Said.SILENT
    assert speaker.played == [] and voice.complaint() is None
    assert voice.sample(LINE, Voice()) is Said.WHOLE, "one may listen to it before switching it on"


def test_stopping_ends_the_line_and_only_that(voice: CitizenVoice, speaker: Loudspeaker) -> None:
    voice.stop()  # nobody speaks
    speaker.holding = True
    with ThreadPoolExecutor() as threads:
        talk = threads.submit(voice.speak, LINE, Voice())
        assert speaker.begun.wait(30)
        voice.stop()
        assert talk.result() is Said.STOPPED
    speaker.holding = False
    assert voice.speak(LINE, Voice()) is Said.WHOLE


def test_stopping_ends_a_line_that_is_still_being_made(
    tmp_path: Path, speaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    os.mkfifo(started)  # its opening waits for the other side: neither polls
    hang = f"def runAndWait(self):\n    open({str(started)!r}, 'w').close()\n    time.sleep(600)\n"
    install_engine(tmp_path / "engine", monkeypatch, hang + "Engine.runAndWait = runAndWait")
    voice = CitizenVoice(tmp_path / "lines", utterance=speaker)
    with ThreadPoolExecutor() as threads:
        talk = threads.submit(voice.speak, LINE, Voice())
        started.open().close()
        voice.stop()
        assert talk.result() is Said.STOPPED
    assert speaker.played == [] and voice.complaint() is None
    voice.close()


def test_a_system_without_mandarin_is_told_once_and_asked_once(
    tmp_path: Path, speaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asked"
    count = f"def init():\n    open({str(asked)!r}, 'a').write('.')\n    return Engine()\n"
    install_engine(tmp_path / "engine", monkeypatch, "Engine.voices = [ZIRA]\n" + count)
    voice = CitizenVoice(tmp_path / "lines", utterance=speaker)
    assert voice.complaint() is None, "nobody was to be heard yet"
    assert [voice.speak(LINE, Voice()) for _ in range(3)] == [Said.SILENT] * 3
    complaint = voice.complaint()
    assert complaint is not None and "没有中文（普通话）语音" in complaint.message and complaint.remedy
    assert voice.complaint() is None
    assert not voice.available() and voice.spoken(LINE, Voice()) is None
    assert asked.read_text() == ".", "no line waits for a system that has no voice"

    # One is installed, and the settings look again
    install_engine(tmp_path / "engine", monkeypatch)
    assert voice.look() == "Microsoft Huihui Desktop"
    assert voice.available() and voice.speak(LINE, Voice()) is Said.WHOLE
    voice.close()


def test_an_engine_that_fails_again_and_again_is_left_alone(
    tmp_path: Path, speaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = "def runAndWait(self):\n    raise OSError('COM')\nEngine.runAndWait = runAndWait\n"
    install_engine(tmp_path / "engine", monkeypatch, failing)
    voice = CitizenVoice(tmp_path / "lines", utterance=speaker)
    assert voice.speak(LINE, Voice()) is Said.SILENT
    assert voice.available(), "once may have been chance"
    assert voice.speak(LINE, Voice()) is Said.SILENT
    assert not voice.available()
    complaint = voice.complaint()
    assert complaint is not None and "出错" in complaint.message
    voice.close()


def test_without_a_loudspeaker_the_play_goes_on(voice: CitizenVoice, speaker: Loudspeaker) -> None:
    speaker.problem = UserError("没有找到可用的扬声器，群众的话只显示文字。", "请检查扬声器或耳机是否插好。")
    assert voice.speak(LINE, Voice()) is Said.SILENT
    assert voice.complaint() is speaker.problem
    speaker.problem = MicrophoneIsOpen()
    assert voice.speak(LINE, Voice()) is Said.REFUSED
    speaker.problem = None
    assert voice.speak(LINE, Voice()) is Said.WHOLE, "it was plugged in"


def test_lines_that_cannot_be_kept_are_a_complaint(voice: CitizenVoice, tmp_path: Path) -> None:
    (tmp_path / "lines").write_text("a file stands where the folder should be")
    assert voice.speak(LINE, Voice()) is Said.SILENT
    complaint = voice.complaint()
    assert complaint is not None and "不能存入" in complaint.message


def test_the_cache_forgets_what_was_not_heard_for_longest(voice: CitizenVoice, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["第一句话。", "第二句话。", "第三句话。"]
    paths = [voice.spoken(line, Voice()) for line in lines[:2]]
    assert paths[0] is not None and paths[1] is not None
    for at, path in enumerate(paths):
        os.utime(path, (at, at))
    assert voice.spoken(lines[0], Voice()) == paths[0], "heard again: it stays"
    monkeypatch.setattr(citizen_voice, "_MOST_BYTES", 2 * paths[0].stat().st_size + 10)
    third = voice.spoken(lines[2], Voice())
    assert third is not None and paths[0].is_file() and third.is_file() and not paths[1].exists()


def test_the_doctor_names_the_voice_or_what_to_do(
    voice: CitizenVoice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert finding("群众的声音", lambda: look_at_voice(voice), essential=False).words.startswith("Microsoft Huihui")
    voice.close()
    install_engine(tmp_path / "engine", monkeypatch, "def init():\n    raise RuntimeError('no eSpeak')")
    found = finding("群众的声音", lambda: look_at_voice(voice), essential=False)
    assert not found.fine and found.remedy
