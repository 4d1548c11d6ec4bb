"""`python -m app shift …` as a trainer runs it: once as a process of its own, the rest in this one."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from app.cli_shift import shift
from app.domain.errors import UserError
from app.services.rules import Rules
from app.services.shift_desk import ShiftDesk
from app.system.places import Workspace
from tests.command_line import Command


@dataclass(frozen=True)
class Desks:
    shifts: Callable[[], ShiftDesk]


@pytest.fixture
def run(workspace: Workspace) -> Callable[..., str]:
    """What a command prints; a UserError is raised as the command raises it, with what was printed before."""
    desk = ShiftDesk(Rules(workspace), workspace)

    def invoke(*words: object) -> str:
        done = CliRunner().invoke(shift, [str(word) for word in words], obj=Desks(lambda: desk))
        if isinstance(done.exception, UserError):
            raise UserError(done.output + done.exception.message, done.exception.remedy)
        assert done.exit_code == 0, done.output
        return done.output

    return invoke


def test_a_process_of_its_own_also_in_a_workspace_of_an_earlier_version(command: Command, workspace: Workspace):
    shutil.rmtree(workspace.tickets)
    workspace.shift_rubric.unlink()
    (workspace.question_bank / "rubric.yaml").write_text("# 我改过的\n", encoding="utf-8")
    done = command("shift", "run", "--seed", 11, "--level", "综合柜员中级", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["total"] == 1000
    assert workspace.shift_rubric.is_file() and (workspace.tickets / "card.yaml").is_file()
    assert workspace.rubric.read_text(encoding="utf-8") == "# 我改过的\n"


def test_a_scripted_shift_as_json_is_the_same_every_time(run):
    first = json.loads(run("run", "--json", "--seed", 11, "--level", "综合柜员中级"))
    assert first["total"] == 1000 and first["passed"] and first["vetoes"] == []
    assert first["came"] == first["resolved"] == len(first["cases"]) > 5
    assert {"number", "ticket", "waited", "seconds", "standard", "resolved", "lines", "basis"} <= set(first["cases"][0])
    assert json.loads(run("run", "--json", "--seed", 11, "--level", "middle", "--policy", "ideal")) == first
    careless = json.loads(run("run", "--json", "--seed", 11, "--level", "middle", "--policy", "careless"))
    assert careless["total"] < 1000 and careless["vetoes"] == []
    # The same people with the same matters, as many as were called.
    assert [case["ticket"] for case in careless["cases"]] == [case["ticket"] for case in first["cases"]]


def test_a_rude_shift_in_words(run):
    told = run("run", "--seed", 5, "--level", "单岗", "--policy", "rude", "--minutes", 20)
    assert "班次 5，单岗，20 分钟" in told
    assert "一票否决：\n    A001" in told and "你有病吧" in told
    assert "总分：0 / 100（不合格）" in told and "平均等候" in told


def test_what_cannot_be_meant_is_said(run):
    with pytest.raises(UserError, match="没有“大师”这个级别"):
        run("run", "--seed", 5, "--level", "大师")
    with pytest.raises(UserError, match="5 到 1440 分钟"):
        run("run", "--seed", 5, "--level", "单岗", "--minutes", 5000)
    with pytest.raises(UserError, match="票号文件夹里没有“no.yaml”"):
        run("check", "no.yaml")


def test_the_shipped_tickets_pass_the_check_and_a_mistake_is_named(run, workspace: Workspace):
    assert "没有问题" in run("check")
    path = workspace.tickets / "card.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("rule: 必需", "rule: 必须", 1), encoding="utf-8")
    line = 1 + text[: text.index("rule: 必需")].count("\n")
    with pytest.raises(UserError, match=f"card.yaml 第 {line} 行：.*必需、可选"):
        run("check", "card.yaml")
    # A file with a mistake is not half used: no shift until it is mended.
    with pytest.raises(UserError, match=f"文件“card.yaml”第 {line} 行"):
        run("run", "--seed", 1, "--level", "单岗")
