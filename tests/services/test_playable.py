"""What there is to play on a real workspace: a broken file costs only itself, scoring stays strict; the time of typing."""

import pytest

from app.domain.errors import UserError
from app.domain.people import Role
from app.domain.role_play.conversation import Mode
from app.main import Application
from app.system.places import Workspace

BROKEN = "id: broken\ntitle: 坏了的\nnodes: [\n"


@pytest.fixture
def application(workspace: Workspace):
    real = Application(workspace)
    yield real
    real.close()


def test_a_broken_file_is_named_with_its_line_and_the_others_stay(application: Application):
    whole = application.role_plays.playable()
    assert len(whole.scenarios) >= 24 and whole.problems == ()
    path = application.content.scenarios / "zz-broken.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    beside = application.role_plays.playable()
    assert beside.scenarios == whole.scenarios
    assert {problem.file for problem in beside.problems} == {"zz-broken.yaml"}
    assert beside.problems[0].line >= 3 and beside.problems[0].remedy
    application.role_plays.warm_up()
    assert application.rules.scenario("wrong-office") in whole.scenarios
    with pytest.raises(UserError, match=r"zz-broken\.yaml.*第 \d+ 行"):
        application.rules.scenarios()
    path.unlink()
    assert application.role_plays.playable().problems == (), "the file is gone and still complained of"


def test_two_files_of_one_id_cost_only_the_second(application: Application):
    folder = application.content.scenarios
    (folder / "zz-copy.yaml").write_bytes((folder / "wrong-office.yaml").read_bytes())
    found = application.role_plays.playable()
    assert [scenario.id for scenario in found.scenarios].count("wrong-office") == 1
    assert [(problem.file, "wrong-office.yaml" in problem.message) for problem in found.problems] == [
        ("zz-copy.yaml", True)
    ]


def test_unfinished_ones_and_results_are_ones_own(application: Application):
    desk = application.role_plays
    mine, other = application.people.add("王晓琳", Role.TRAINEE), application.people.add("欧阳喆", Role.TRAINEE)
    scenario = application.rules.scenario("wrong-office")
    talk = desk.begin(scenario, Mode.PRACTISE, mine)
    kept = desk.begin(scenario, Mode.EXAMINE, mine)
    while not kept.ended:
        kept = desk.answer_typed(kept, kept.node.exemplary, 2.0)
    desk.keep(kept)
    found = desk.playable(mine)
    assert [each.id for each in found.unfinished] == [talk.id]
    assert found.standing["wrong-office"].tries == 1 and found.standing["wrong-office"].passed
    assert desk.playable(other).unfinished == () and desk.playable(other).standing == {}


def test_in_an_exam_typing_takes_its_time(application: Application):
    desk = application.role_plays
    scenario = application.rules.scenario("wrong-office")
    talk = desk.begin(scenario, Mode.EXAMINE)
    talk = desk.answer_typed(talk, scenario.nodes[0].exemplary, 10.0, 50.0)
    assert talk.seconds_left == scenario.minutes * 60 - 60
    talk = desk.answer_typed(talk, "您好。", 1.0, scenario.minutes * 60)
    assert talk.dialogue.times_up and talk.ended
