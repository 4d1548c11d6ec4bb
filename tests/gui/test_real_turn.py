"""The whole turn on what is really there: a microphone, Whisper, the rules, the database and the printed record."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from app.domain.people import Role
from app.gui.screens.role_play import Stage
from app.gui.stops import Place
from app.main import Application
from app.system.places import Workspace
from tests.gui.conftest import Show, Shown
from tests.virtual_microphone import VirtualMicrophone, missing, virtual_microphone

CLIPS = Path(__file__).parents[1] / "speech" / "clips"


@pytest.fixture
def microphone() -> Iterator[VirtualMicrophone]:
    if missing():
        pytest.skip(f"no virtual microphone: {', '.join(missing())} not installed")
    with virtual_microphone() as ready:
        yield ready


@pytest.fixture
def services(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    real = Application(workspace)
    monkeypatch.setattr(Application, "save_settings", lambda self, settings: None)  # not into this person's own
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


def at_role_play(shown: Shown) -> None:
    """A new person's way to the first citizen, by the keyboard alone."""
    shown.write("欧阳喆")
    shown.key("Return")
    shown.on("Home")
    shown.key("Return")
    shown.on("ScenarioList")
    shown.key("Return")
    shown.on("RolePlay")


def speak(shown: Shown, microphone: VirtualMicrophone, clip: str) -> float:
    """Start recording, say the clip to its end; returns the highest level that the meter showed."""
    shown.key("space")
    shown.until(lambda: shown.screen.stage is Stage.RECORDING and shown.screen._take.seconds > 0)
    spoken = microphone.play(CLIPS / clip)
    highest = 0.0

    def said() -> bool:
        nonlocal highest
        highest = max(highest, *shown.screen._recorder._levels)
        return spoken.poll() is not None

    shown.until(said, "the clip was not played")
    return highest


def press(shown: Shown, label: str) -> None:
    """Press the score sheet's button of that name."""
    {button.cget("text"): button for button in shown.screen._buttons}[label].invoke()


def test_a_spoken_reply_becomes_a_printed_record(show: Show, services: Any, microphone: VirtualMicrophone) -> None:
    shown = show(services)
    at_role_play(shown)
    ticks = Ticks(shown)
    assert speak(shown, microphone, "042.flac") > 0.3, "the meter did not move"
    assert shown.screen._recorder.time != "0:00"
    assert ticks.count > 100, "the window stood still while recording"
    before = ticks.count
    shown.key("space")
    shown.until(lambda: type(shown.screen).__name__ == "ScoreSheetScreen", "no score sheet", patience=120)
    assert ticks.count > before + 3, "the window stood still while scoring"

    # What was heard, marked, and playable from its time
    sheet = shown.screen
    text = sheet._view.transcript.text
    marked = sheet._text.marked()
    assert "请" in text and marked and all(words == text[hit.first : hit.last] for hit, words in marked)
    meter = services.sound.listen()
    sheet._text.view.focus_set()
    shown.key("Right")
    shown.key("Return")
    shown.until(lambda: meter.level > 0.3, "the mark was not played")
    meter.stop()

    # The rubric's lines, each with its points and reason
    lines = sheet._lines.view.get("1.0", "end")
    for line in sheet._view.sheet.lines:
        assert line.title in lines and line.reason in lines

    # Again, and what was said before is not kept
    press(shown, "再试一次")
    shown.on("RolePlay")
    assert shown.screen.stage is Stage.READY
    speak(shown, microphone, "009.flac")
    shown.key("space")
    shown.until(lambda: type(shown.screen).__name__ == "ScoreSheetScreen", "no second score sheet", patience=120)
    text = shown.screen._view.transcript.text
    assert "别着急" in text

    # Kept and printed
    press(shown, "存为记录（PDF）")
    shown.until(lambda: "评定记录已保存" in shown.application.window.notice.message, "not printed", patience=60)
    (printed,) = services.workspace.reports.glob("*.pdf")
    page = pymupdf.open(printed)[0].get_text().replace("\n", "")
    assert "欧阳喆" in page and "别着急" in page and shown.screen._view.title.split("，")[0] in page

    # On to the next, or back to the list after the last
    next(action for action in shown.screen._actions if action.icon == "next").do()
    shown.until(lambda: type(shown.screen).__name__ in ("RolePlay", "ScenarioList"))

    # And it can be opened again from the records
    shown.application.go(Place.RECORDS)
    shown.settle()
    assert len(shown.screen.table.tree.get_children()) == 1
    shown.key("Return")
    shown.on("ScoreSheetScreen")
    assert shown.screen._view.audio.is_file() and shown.screen._view.transcript.text == text
    assert services.records.verify().intact


def test_a_microphone_pulled_out_while_recording_costs_nothing_that_was_said(
    show: Show, services: Any, microphone: VirtualMicrophone
) -> None:
    shown = show(services)
    at_role_play(shown)
    speak(shown, microphone, "009.flac")
    microphone.unplug()
    notice = shown.application.window.notice
    shown.until(lambda: "可能被拔出" in notice.message, "nobody was told")
    assert "已经录下的部分已保留" in notice.message
    recordings = [path for path in services.workspace.recordings.rglob("*.wav")]
    assert len(recordings) == 1
    press_notice(shown, "给已录的部分评分")
    shown.until(lambda: type(shown.screen).__name__ == "ScoreSheetScreen", "no score sheet", patience=120)
    assert "别着急" in shown.screen._view.transcript.text


def test_without_a_microphone_one_is_told_and_types(
    show: Show, services: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
        monkeypatch.setenv(name, str(tmp_path / "nobody"))
    if services.sound.microphones():
        pytest.skip("this machine has a microphone of its own")
    shown = show(services)
    at_role_play(shown)
    shown.key("space")
    notice = shown.application.window.notice
    shown.until(lambda: "没有找到可用的麦克风" in notice.message, "nobody was told")
    assert not [path for path in services.workspace.recordings.rglob("*.wav")]
    shown.key("Escape")
    shown.screen._switch.invoke()
    shown.write("您好，请您稍等，我来帮您看一看。")
    shown.key("Control-Return")
    shown.on("ScoreSheetScreen")
    assert [words for _hit, words in shown.screen._text.marked()][:1] == ["您好"]
    assert shown.screen._view.audio is None


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
