"""A whole conversation on what is really there: loudspeaker and microphone in one room, Whisper, the rules, the
database, the printed record. The citizen is heard, and never in a recording.
"""

import wave
from collections.abc import Iterator
from ctypes.util import find_library
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest

from app.domain.attempt import Manner
from app.domain.people import Role
from app.domain.scenario import EndingKind, Voice
from app.gui.play_state import PlayStage
from app.gui.stops import Place
from app.main import Application
from app.services.citizen_voice import Said
from app.system import places
from app.system.places import Workspace
from tests.gui.conftest import Show, Shown
from tests.speech.voices import Room
from tests.virtual_microphone import VirtualMicrophone, missing, virtual_microphone

CLIPS = Path(__file__).parents[1] / "speech" / "clips"
needs_espeak = pytest.mark.skipif(not find_library("espeak-ng"), reason="not installed: espeak-ng")


@pytest.fixture
def microphone() -> Iterator[VirtualMicrophone]:
    if missing():
        pytest.skip(f"no virtual microphone: {', '.join(missing())} not installed")
    with virtual_microphone() as ready:
        yield ready


@pytest.fixture
def room(microphone: VirtualMicrophone) -> Iterator[Room]:
    heard = Room()
    yield heard
    heard.close()


@pytest.fixture
def services(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    # Nothing goes into this person's own settings and cache.
    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "settings.json")
    monkeypatch.setattr(places, "voice_folder", lambda: tmp_path / "voice")
    real = Application(workspace)
    yield real
    real.close()


class Ticks:
    """Counts what the window gets round to: one that is frozen counts nothing."""

    def __init__(self, shown: Shown) -> None:
        self.count = 0
        self._root = shown.root
        self._tick()

    def _tick(self) -> None:
        self.count += 1
        self._root.after(5, self._tick)


def at_conversation(shown: Shown, scenario: str) -> None:
    """A new person's way to a citizen, by the keyboard."""
    shown.write("欧阳喆")
    shown.key("Return")
    shown.on("Home")
    shown.key("Return")
    shown.on("ScenarioList")
    shown.screen._table.choose(scenario)
    shown.key("Return")
    shown.on("PlayIntro")
    shown.key("Return")
    shown.until(lambda: type(shown.screen).__name__ == "PlayConversation")  # she speaks already


def becomes(shown: Shown, stage: PlayStage, patience: float = 120) -> None:
    flow = shown.screen.flow
    shown.until(lambda: flow.stage is stage, f"{stage} did not come", patience)


def record(shown: Shown) -> None:
    """Open the microphone, and wait until sound comes in."""
    shown.key("space")
    becomes(shown, PlayStage.RECORDING)
    shown.until(lambda: shown.screen.flow.seconds_spoken > 0.4)


def say(shown: Shown, microphone: VirtualMicrophone, clip: str) -> float:
    """Say the clip to its end; returns the highest level that the meter was told."""
    spoken = microphone.play(CLIPS / clip)
    highest = 0.0

    def said() -> bool:
        nonlocal highest
        highest = max(highest, shown.screen.flow.state.level)
        return spoken.poll() is not None

    shown.until(said, "the clip was not played")
    return highest


def heard(shown: Shown) -> str:
    """End the recording; what was heard in it."""
    shown.key("space")
    becomes(shown, PlayStage.ANSWERED)
    return shown.screen.flow.talk.dialogue.exchanges[-1].reply.transcript.text


def beginning(path: Path) -> np.ndarray:
    """The first 0.3 s of a recording, when nobody had said anything into it yet."""
    with wave.open(str(path)) as sound:
        return np.frombuffer(sound.readframes(int(0.3 * sound.getframerate())), "<i2").astype(np.float64) / 32768


@needs_espeak
def test_a_conversation_is_played_by_voice_from_the_greeting_to_the_printed_record(
    show: Show, services: Any, microphone: VirtualMicrophone, room: Room
) -> None:
    shown = show(services)
    at_conversation(shown, "incomplete-papers")
    flow = shown.screen.flow

    # Whoever answers before she has finished cuts her short: her voice is not in the recording
    shown.until(lambda: room.sounding, "the citizen was not heard")
    assert flow.stage is PlayStage.SPEAKING
    ticks = Ticks(shown)
    record(shown)
    assert services.voice.speak(flow.talk.line, Voice()) is Said.REFUSED
    assert not room.sounding
    assert say(shown, microphone, "papers-1.ogg") > 0.3, "the meter did not move"
    assert ticks.count > 100, "the window stood still while recording"
    before = ticks.count
    assert "费用清单" in heard(shown)
    assert ticks.count > before + 3, "the window stood still while hearing"

    # Switched off by one key she is only read, and on again by the same
    shown.key("F2")
    shown.key("Return")
    becomes(shown, PlayStage.SPEAKING)
    assert not services.voice.on
    record(shown)
    say(shown, microphone, "papers-2.ogg")
    assert "重新排队" in heard(shown)
    shown.key("F2")
    shown.key("Return")
    shown.until(lambda: room.sounding, "the citizen was not heard again")
    record(shown)
    say(shown, microphone, "papers-3.ogg")
    assert "工作日" in heard(shown)

    # Her last words are said to their end
    shown.key("Return")
    shown.until(lambda: room.sounding, "her last words were not heard")
    becomes(shown, PlayStage.ENDED)
    assert services.voice.complaint() is None
    dialogue = flow.talk.dialogue
    assert dialogue.at == "done" and flow.talk.scenario.ending("done").kind is EndingKind.GOOD
    told = {found.point for exchange in dialogue.exchanges for found in exchange.reply.told}
    assert {"cost-list", "medical-record", "no-queue", "twenty-days"} <= told

    recordings = [services.workspace.recordings / exchange.reply.recording for exchange in dialogue.exchanges]
    assert len(set(recordings)) == 3
    for path in recordings:
        assert np.abs(beginning(path)).max() < 0.001, "somebody else is in the recording"

    # The review: kept, both voices to be heard again
    shown.key("Return")
    shown.on("Review")
    review = shown.screen
    assert all(review._view.audio.citizen) and all(review._view.audio.replies)
    review._play_reply(0, 0.5, 3.0)
    shown.until(lambda: room.sounding, "the reply was not played")
    review._play_line(0)
    shown.until(lambda: room.sounding, "the citizen was not played")
    next(action for action in review._actions if action.icon == "file").do()
    shown.until(lambda: list(services.workspace.reports.glob("*.pdf")), "not printed", patience=60)
    shown.settle()
    (printed,) = services.workspace.reports.glob("*.pdf")
    text = "".join(page.get_text() for page in pymupdf.open(printed)).replace("\n", "")
    assert "欧阳喆" in text and "费用清单" in text and "跑了两趟的李女士" in text
    assert services.records.verify().rows == 1 and services.records.verify().intact


def test_a_microphone_pulled_out_while_recording_costs_nothing_that_was_said(
    show: Show, services: Any, microphone: VirtualMicrophone
) -> None:
    services.voice.on = False
    shown = show(services)
    at_conversation(shown, "incomplete-papers")
    record(shown)
    say(shown, microphone, "009.flac")
    microphone.unplug()
    notice = shown.application.window.notice
    shown.until(lambda: "可能被拔出" in notice.message, "nobody was told")
    assert "已经录下的部分已保留" in notice.message
    assert len([path for path in services.workspace.recordings.rglob("*.wav")]) == 1
    press_notice(shown, "用已录的部分作答")
    becomes(shown, PlayStage.ANSWERED)
    assert "别着急" in shown.screen.flow.talk.dialogue.exchanges[0].reply.transcript.text


def test_without_a_microphone_one_is_told_and_types(
    show: Show, services: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
        monkeypatch.setenv(name, str(tmp_path / "nobody"))
    if services.sound.microphones():
        pytest.skip("this machine has a microphone of its own")
    services.voice.on = False
    shown = show(services)
    at_conversation(shown, "incomplete-papers")
    shown.until(lambda: shown.screen.flow.no_microphone is not None, "nobody was told")
    assert shown.screen.answer.typing
    shown.write("您好，对不起。您还缺费用清单和病历，我写给您。")
    shown.key("Return")
    becomes(shown, PlayStage.ANSWERED)
    (exchange,) = shown.screen.flow.talk.dialogue.exchanges
    assert exchange.reply.manner is Manner.TYPED and not exchange.reply.recording
    assert not [path for path in services.workspace.recordings.rglob("*.wav")]


def press_notice(shown: Shown, label: str) -> None:
    from app.gui.widgets.button import Button

    waiting = [shown.application.window.notice._box]
    while waiting:
        widget = waiting.pop()
        if isinstance(widget, Button) and widget.cget("text") == label:
            widget.invoke()
            return
        waiting += widget.winfo_children()
    pytest.fail(f"no button {label}")


def test_a_sentence_spoken_to_try_the_lexicon_is_marked_and_not_kept(
    show: Show, services: Any, microphone: VirtualMicrophone
) -> None:
    trainer = services.people.add("李建国", Role.TRAINER, pin="2468")
    shown = show(services)
    shown.application.sign_in(trainer)
    shown.application.go(Place.LEXICON)
    shown.until(lambda: shown.screen._entries, "the phrases were not listed")
    shown.screen.trial._speak.invoke()
    shown.until(lambda: shown.screen.trial._take is not None, "no recording", patience=60)
    spoken = microphone.play(CLIPS / "042.flac")
    shown.until(lambda: spoken.poll() is not None, "the clip was not played")
    shown.screen.trial._speak.invoke()
    shown.until(lambda: shown.screen.trial._text.marked(), "nothing was marked", patience=120)
    assert [path for path in services.workspace.recordings.rglob("*.wav")] == []
    assert services.records.verify().rows == 0
