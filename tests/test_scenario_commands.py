"""`python -m app scenario …` as a trainer runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pymupdf
from openpyxl import load_workbook
from PIL import Image

from app.system.places import Workspace
from tests.command_line import Command

ROOT = Path(__file__).resolve().parents[1]


def test_a_sound_scenario_has_no_problems(command: Command):
    done = command("scenario", "check", "system-down")
    assert done.returncode == 0, done.stderr
    assert "1 个情景，没有问题" in done.stdout


def test_a_problem_is_named_with_file_line_and_remedy(command: Command, workspace: Workspace):
    path = workspace.scenarios / "system-down.yaml"
    text = path.read_text(encoding="utf-8").replace("to: cannot-wait}", "to: cannot-weit}", 1)
    path.write_text(text, encoding="utf-8")
    line = 1 + text[: text.index("cannot-weit")].count("\n")
    done = command("scenario", "check", "system-down")
    assert done.returncode == 1
    assert f"system-down.yaml 第 {line} 行：没有叫“cannot-weit”的一轮或结局。" in done.stdout
    assert "可以写的有" in done.stdout
    unknown = command("scenario", "check", "no-such")
    assert unknown.returncode == 1 and "no-such" in unknown.stderr


def test_a_broken_file_costs_only_itself(command: Command, workspace: Workspace, tmp_path: Path):
    (workspace.scenarios / "angry-citizen.yaml").write_text("id: [", encoding="utf-8")
    assert command("scenario", "graph", "system-down", tmp_path / "g.svg").returncode == 0
    broken = command("scenario", "graph", "angry-citizen", tmp_path / "h.svg")
    assert broken.returncode == 1 and "文件“angry-citizen.yaml”第" in broken.stderr
    unknown = command("scenario", "graph", "no-such", tmp_path / "h.svg")
    assert unknown.returncode == 1 and "no-such" in unknown.stderr and "system-down" in unknown.stderr


def test_what_the_exemplary_dialogue_fails_to_earn_is_named(command: Command, workspace: Workspace):
    path = workspace.scenarios / "system-down.yaml"
    text = path.read_text(encoding="utf-8").replace("您别着急，我一定想办法，不让您白来。", "")
    path.write_text(text, encoding="utf-8")
    done = command("scenario", "check", str(path))
    assert "没有听到安抚的文明用语" in done.stdout


def test_the_picture_is_drawn_in_the_format_of_its_name(command: Command, tmp_path: Path):
    for name in ("g.png", "g.svg", "g.pdf"):
        done = command("scenario", "graph", "pension-qualification", tmp_path / name)
        assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "g.png") as picture:
        assert picture.width > 1500 and picture.height > 1000
        assert len(set(picture.convert("RGB").resize((200, 200)).getdata())) > 20
    assert "<svg" in (tmp_path / "g.svg").read_text(encoding="utf-8")
    with pymupdf.open(tmp_path / "g.pdf") as pages:
        assert pages.page_count == 1
    refused = command("scenario", "graph", "pension-qualification", tmp_path / "g.bmp")
    assert refused.returncode == 1 and ".png" in refused.stderr


def play(workspace: Workspace, text: str, *options: str) -> "subprocess.CompletedProcess[str]":
    environment = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
    return subprocess.run(
        [sys.executable, "-m", "app", "--workspace", str(workspace.root), "scenario", "play", "system-down", *options],
        cwd=ROOT, env=environment, input=text, capture_output=True, encoding="utf-8", timeout=180,
    )  # fmt: skip


def test_a_conversation_on_the_terminal(workspace: Workspace):
    done = play(workspace, "?\n嗯，这个。\n!\n实在对不起，系统故障，正在抢修，大约半小时。\n你有病吧\n")
    assert done.returncode == 0, done.stderr
    assert "陈先生" in done.stdout
    assert "提示：先道歉" in done.stdout
    assert "想问的事一样也没有听到" in done.stdout
    assert "说到了：★说明是系统故障，正在抢修" in done.stdout
    assert "结局（坏）：打了投诉电话" in done.stdout
    assert "得分：0 / 100（一票否决，不合格）" in done.stdout
    assert "重答过 1 次" in done.stdout


def test_an_examination_on_the_terminal_has_no_hints_and_may_be_left(workspace: Workspace):
    done = play(workspace, "?\n", "--exam")
    assert "没有提示" in done.stdout
    assert "中途放弃" in done.stdout


def test_a_template_is_filled_in_and_becomes_a_role_play(command: Command, workspace: Workspace, tmp_path: Path):
    path = tmp_path / "我的情景.xlsx"
    assert command("scenario", "template", path, "--from", "system-down").returncode == 0
    assert command("scenario", "template", path).returncode == 1  # never over a file
    taken = command("scenario", "import", path)
    assert taken.returncode == 1 and "没有覆盖" in taken.stderr
    book = load_workbook(path)
    book["基本情况"]["B2"] = "our-own"
    book.save(path)
    tried = command("scenario", "import", path, "--dry-run")
    assert tried.returncode == 0 and "没有写入" in tried.stdout
    assert not (workspace.scenarios / "our-own.yaml").exists()
    done = command("scenario", "import", path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert command("scenario", "check", "our-own").returncode == 0
    book["结局"]["B2"] = "不好"
    book.save(path)
    wrong = command("scenario", "import", path, "--replace")
    assert wrong.returncode == 1 and "表“结局”第 2 行" in wrong.stdout
