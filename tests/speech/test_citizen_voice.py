"""The citizen's voice in real sound files, and what becomes of a line when the engine is missing, hangs or dies."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from ctypes.util import find_library
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile

from app.domain.errors import Cancelled, UserError
from app.domain.scenario import Sex, Voice
from app.speech.citizen_voice import MandarinVoices
from tests.speech.voices import install_engine, pitch_of

LINE = "您好，我想问一下我妈妈的养老金什么时候能到账？"
needs_espeak = pytest.mark.skipif(not find_library("espeak-ng"), reason="not installed: espeak-ng")


@pytest.fixture
def make() -> Iterator[Callable[..., MandarinVoices]]:
    made: list[MandarinVoices] = []

    def voices(**options: float) -> MandarinVoices:
        made.append(MandarinVoices(**options))
        return made[-1]

    yield voices
    for each in made:
        each.close()
    mine = [child.name() for child in psutil.Process().children() if "citizen" in " ".join(child.cmdline())]
    assert not mine, "a process was left behind"


def seconds(path: Path) -> float:
    return soundfile.info(path).duration


@needs_espeak
def test_a_line_is_spoken_as_fast_and_as_high_as_the_persona(
    make: Callable[..., MandarinVoices], tmp_path: Path
) -> None:
    voices = make()

    def spoken(sex: Sex, rate: int, pitch: int) -> Path:
        path = tmp_path / "群众" / f"{sex.value}-{rate}-{pitch}.wav"
        voices.write(LINE, Voice(sex, rate, pitch), path)
        return path

    plain = spoken(Sex.MALE, 100, 100)
    samples, rate = soundfile.read(plain)
    assert rate == 22050 and samples.ndim == 1
    assert np.sqrt(np.mean(samples**2)) > 0.02, "one hears it"
    characters = sum(character.isalnum() for character in LINE)
    assert 3 < characters / seconds(plain) < 6, "as fast as people speak"

    assert seconds(spoken(Sex.MALE, 80, 100)) > 1.15 * seconds(plain) > 1.3 * seconds(spoken(Sex.MALE, 130, 100))
    high = spoken(Sex.MALE, 100, 115)
    assert pitch_of(high) == pytest.approx(1.15 * pitch_of(plain), rel=0.04)
    assert seconds(high) == pytest.approx(seconds(plain), rel=0.1), "higher is not faster"
    assert pitch_of(spoken(Sex.FEMALE, 100, 100)) > 1.5 * pitch_of(plain)
    assert sorted(tmp_path.rglob("*.*")) == sorted(tmp_path.rglob("*.wav")), "nothing is left beside the lines"


@needs_espeak
def test_it_is_mandarin_that_espeak_reads(make: Callable[..., MandarinVoices], tmp_path: Path) -> None:
    """Read by an English voice, each character would be spelt: “Chinese letter” five times over."""
    names = [voice.name for voice in make().found()]
    assert names == ["espeak-ng 普通话（男声）", "espeak-ng 普通话（女声）"]
    make().write("养老保险", Voice(), tmp_path / "one.wav")
    assert 0.5 < seconds(tmp_path / "one.wav") < 2.0


@needs_espeak
@pytest.mark.parametrize("asked_before", [False, True])
def test_a_process_killed_while_it_waits_is_replaced(
    make: Callable[..., MandarinVoices], tmp_path: Path, asked_before: bool
) -> None:
    voices = make()
    if asked_before:
        voices.found()
    else:
        voices.warm_up()
    waiting = voices.process_id
    assert waiting is not None
    os.kill(waiting, signal.SIGKILL)
    voices.write(LINE, Voice(), tmp_path / "one.wav")
    assert seconds(tmp_path / "one.wav") > 2
    assert voices.process_id not in (None, waiting), "the next line's process stands ready"


def test_without_an_engine_one_is_told_what_to_install(
    make: Callable[..., MandarinVoices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As pyttsx3's espeak driver does where the library is missing, or its SAPI driver on a stripped Windows
    install_engine(tmp_path / "engine", monkeypatch, "def init():\n    raise RuntimeError('no eSpeak installed!')")
    for ask in (make().found, lambda: make().write(LINE, Voice(), tmp_path / "one.wav")):
        with pytest.raises(UserError, match="没有可用的语音合成组件") as refused:
            ask()
        assert "espeak-ng" in refused.value.remedy
    assert not (tmp_path / "one.wav").exists()


@pytest.mark.parametrize("languages", [["en-US"], ["zh-HK"], ["yue"], ["cmn-latn-pinyin"], []])
def test_chinese_is_never_read_by_a_voice_of_another_language(
    make: Callable[..., MandarinVoices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: list[str]
) -> None:
    install_engine(tmp_path / "engine", monkeypatch, f"Engine.voices = [Voice('a', '中文', {languages!r}, None)]")
    with pytest.raises(UserError, match="没有中文（普通话）语音"):
        make().write(LINE, Voice(), tmp_path / "one.wav")
    assert not (tmp_path / "one.wav").exists()


def test_a_voice_that_cannot_be_chosen_reads_nothing(
    make: Callable[..., MandarinVoices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pyttsx3 only notes it, and goes on with the voice before: an English one."""
    changed = """
    speak = Engine.runAndWait
    def runAndWait(self):
        self.told["error"](name=None, exception=ValueError("unknown voice"))
        speak(self)
    Engine.runAndWait = runAndWait
    """
    install_engine(tmp_path / "engine", monkeypatch, changed)
    with pytest.raises(UserError, match="出错"):
        make().write(LINE, Voice(), tmp_path / "one.wav")
    assert not (tmp_path / "one.wav").exists()


def test_a_windows_with_one_woman_has_a_man_by_pitch(
    make: Callable[..., MandarinVoices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_engine(tmp_path / "engine", monkeypatch)
    voices = make()
    for sex in Sex:
        voices.write(LINE, Voice(sex), tmp_path / f"{sex.value}.wav")
    woman, man = (tmp_path / f"{sex.value}.wav" for sex in (Sex.FEMALE, Sex.MALE))
    assert pitch_of(woman) == pytest.approx(200, rel=0.02)
    assert pitch_of(man) == pytest.approx(200 * 0.84, rel=0.02)
    assert seconds(man) == pytest.approx(seconds(woman), rel=0.02)


def test_a_sapi_voice_of_two_languages_hides_no_other(
    make: Callable[..., MandarinVoices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pyttsx3 cannot read “804;9”: it then lists no voice at all."""
    changed = """
    class Token:
        Id = "huihui"
        def __init__(self, language): self.language = language
        def GetDescription(self): return "Huihui"
        def GetAttribute(self, name): return self.language if name == "Language" else "Female"
    class Driver:
        class _tts:
            GetVoices = staticmethod(lambda: [Token("unreadable"), Token("804;9")])
        def _toVoice(self, token):
            code = int(token.GetAttribute("Language"), 16)
            return Voice(token.Id, token.GetDescription(), ["zh-CN" if code == 0x804 else "en"], "Female")
    class proxy:
        _driver = Driver()
    Engine.proxy = proxy
    def getProperty(self, name):
        return [self.proxy._driver._toVoice(token) for token in self.proxy._driver._tts.GetVoices()]
    Engine.getProperty = getProperty
    """
    install_engine(tmp_path / "engine", monkeypatch, changed)
    assert [voice.name for voice in make().found()] == ["Huihui"]


@pytest.mark.parametrize(
    "end",
    [
        "os._exit(3)",
        "os.kill(os.getpid(), 9)",
        "time.sleep(600)",
        "open(self.path, 'wb').close()",
        "raise OSError('COM')",
    ],
    ids=["exits", "is killed", "hangs", "writes nothing", "raises"],
)
def test_an_engine_that_fails_costs_one_line(
    make: Callable[..., MandarinVoices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    changed = f"""
    speak = Engine.runAndWait
    def runAndWait(self):
        if "第一句" in self.text:
            {end}
        else:
            speak(self)
    Engine.runAndWait = runAndWait
    """
    install_engine(tmp_path / "engine", monkeypatch, changed)
    voices = make(patience=4.0)
    with pytest.raises(UserError, match="这句话没有读出来"):
        voices.write("第一句", Voice(), tmp_path / "first.wav")
    voices.write("第二句", Voice(), tmp_path / "second.wav")
    assert [path.name for path in tmp_path.glob("*.*")] == ["second.wav"]


def test_a_line_that_is_no_longer_wanted_is_given_up_at_once(
    make: Callable[..., MandarinVoices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    hang = f"def runAndWait(self):\n    open({str(started)!r}, 'w').close()\n    time.sleep(600)\n"
    install_engine(tmp_path / "engine", monkeypatch, hang + "Engine.runAndWait = runAndWait")
    voices = make(patience=600.0)
    asked = threading.Event()

    def wanted() -> None:
        if started.exists():
            asked.set()
            raise Cancelled

    with pytest.raises(Cancelled):
        voices.write(LINE, Voice(), tmp_path / "one.wav", wanted)
    assert asked.is_set()
    assert not list(tmp_path.glob("*.wav"))
