"""A shipped role-play on the real services, by typing: from the list to the ending, the review and the record;
and a window that is killed in the middle of it.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.people import Role
from app.domain.records import RecordKind
from app.domain.role_play.main_path import main_path
from app.gui.play_state import PlayStage
from app.gui.stops import Place
from app.main import Application
from app.system.places import Workspace
from tests.gui.conftest import Show, Shown

SCENARIO = "wrong-office"


@pytest.fixture
def services(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    real = Application(workspace)
    monkeypatch.setattr(Application, "save_settings", lambda self, settings: None)  # not into this person's own
    monkeypatch.setattr(type(real.sound), "microphones", lambda self: ())  # typed, whatever this machine has
    monkeypatch.setattr(type(real.replies), "warm_up", lambda self: None)  # nobody speaks: the model is not needed
    real.voice.on = False
    yield real
    real.close()


def at_list(shown: Shown) -> None:
    shown.application.go(Place.ROLE_PLAY)
    shown.on("ScenarioList")
    shown.until(lambda: shown.screen.ready)


def type_in(shown: Shown, text: str) -> None:
    flow = shown.screen.flow
    shown.until(lambda: shown.screen.answer.typing and flow.stage in (PlayStage.SPEAKING, PlayStage.WAITING))
    shown.screen.answer.focus()
    shown.write(text)
    shown.key("Return")
    shown.until(lambda: flow.stage is PlayStage.ANSWERED, "the answer did not arrive")


def test_from_the_list_to_the_good_ending_the_review_and_the_record(show: Show, services: Any) -> None:
    person = services.people.add("欧阳喆", Role.TRAINEE)
    shown = show(services)
    shown.application.sign_in(person)
    shown.on("Home")
    at_list(shown)
    assert len(shown.screen._table.tree.get_children()) >= 24
    shown.screen._table.choose(SCENARIO)
    shown.root.update()
    shown.key("Return")
    shown.on("PlayIntro")
    shown.key("Return")
    shown.on("PlayConversation")
    nodes = main_path(services.rules.scenario(SCENARIO)).nodes
    for node in nodes:
        assert shown.screen.flow.talk.node.id == node.id
        type_in(shown, node.exemplary)
        shown.key("Return")
    flow = shown.screen.flow
    # The last words are read as long as it takes; one key goes on to the review when they are over.
    shown.until(lambda: flow.stage is PlayStage.ENDED, "it did not end")
    assert flow.talk.ending.kind.label == "好"
    shown.key("Return")
    shown.on("Review")
    (record,) = services.stored_records.for_person(person.id, RecordKind.DIALOGUE)
    assert record.body["score"]["whole"]["passed"] is True
    assert services.records.verify().intact
    at_list(shown)
    title = services.rules.scenario(SCENARIO).title
    values = [shown.screen._table.tree.item(key, "values") for key in shown.screen._table.tree.get_children()]
    assert next(row for row in values if row[0] == title)[2].endswith("✓")


KILLED = """
import os, sys
from pathlib import Path
from app.domain.role_play.conversation import Mode
from app.main import Application
from app.system.places import Workspace
application = Application(Workspace(Path(sys.argv[1])))
person = application.people.all()[0]
scenario = application.rules.scenario(sys.argv[2])
talk = application.role_plays.begin(scenario, Mode.PRACTISE, person)
talk = application.role_plays.answer_typed(talk, scenario.nodes[0].exemplary, 3.0)
os._exit(9)  # as a power cut: nothing is closed
"""


def test_a_conversation_that_a_killed_process_left_goes_on_in_the_window(
    show: Show, services: Any, workspace: Workspace
) -> None:
    person = services.people.add("欧阳喆", Role.TRAINEE)
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", KILLED, str(workspace.root), SCENARIO], cwd=root, check=False)
    assert ended.returncode == 9
    shown = show(services)
    shown.application.sign_in(person)
    shown.on("Home")
    at_list(shown)
    shown.key("Return")
    shown.on("PlayConversation")
    scenario = services.rules.scenario(SCENARIO)
    assert [bubble.text for bubble in shown.screen.talk.bubbles if bubble.above == "您（打字）"] == [
        scenario.nodes[0].exemplary
    ]
    second = main_path(scenario).nodes[1]
    assert shown.screen.flow.talk.node.id == second.id
    type_in(shown, second.exemplary)
