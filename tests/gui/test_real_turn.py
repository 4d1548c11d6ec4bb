"""The whole turn on what is really there: a microphone, Whisper, the rules, the database and the printed record."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.gui.screens.role_play import Stage
from app.gui.stops import Place
from app.main import Application
from app.system.places import Workspace
from tests.gui.conftest import Show
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


def test_a_spoken_reply_becomes_a_printed_record(show: Show, services: Any, microphone: VirtualMicrophone) -> None:
    shown = show(services)
    shown.write("欧阳喆")
    shown.key("Return")
    shown.on("Home")
    shown.key("Return")
    shown.on("ScenarioList")
    shown.key("Return")
    shown.on("RolePlay")
    shown.key("space")
    shown.until(lambda: shown.screen.stage is Stage.RECORDING)
    spoken = microphone.play(CLIPS / "042.flac")
    shown.until(lambda: spoken.poll() is not None, "the clip was not played")
    assert shown.screen._recorder.time != "0:00"
    shown.key("space")
    shown.until(lambda: type(shown.screen).__name__ == "ScoreSheetScreen", "no score sheet", patience=120)
    text = shown.screen._view.transcript.text
    assert len(text) > 4
    marked = shown.screen._text.marked()
    assert marked and all(words == text[hit.first : hit.last] for hit, words in marked)
    shown.screen._actions[[action.label for action in shown.screen._actions].index("存为记录（PDF）")].do()
    shown.until(lambda: "评定记录已保存" in shown.application.window.notice.message, "not printed", patience=60)
    printed = list(services.workspace.reports.glob("*.pdf"))
    assert len(printed) == 1 and printed[0].read_bytes().startswith(b"%PDF")
    shown.application.go(Place.RECORDS)
    shown.settle()
    assert len(shown.screen.table.tree.get_children()) == 1
    shown.key("Return")
    shown.on("ScoreSheetScreen")
    assert shown.screen._view.audio.is_file()
    assert services.records.verify().intact
