"""`python -m app exam …` as a person runs it."""

import json
from pathlib import Path

from app.system.places import Workspace
from tests.command_line import Command


def test_the_blueprints_are_listed_with_what_the_bank_lacks(command: Command, workspace: Workspace):
    found = json.loads(command("exam", "blueprints", "--json").stdout)
    contest = next(each for each in found if each["id"] == "contest")
    assert contest == {
        "id": "contest", "version": contest["version"], "title": "比武赛制 50 题", "questions": 50, "points": 100.0,
        "pass_mark": 60.0, "minutes": 10, "missing": [],
    }  # fmt: skip
    assert all(each["missing"] == [] for each in found)
    big = workspace.blueprints / "big.yaml"
    big.write_text(
        "title: 太大\nminutes: 5\npass_mark: 1\nsections:\n  - {title: 排序, types: [排序], count: 99, points: 1}\n",
        encoding="utf-8",
    )
    broken = workspace.blueprints / "broken.yaml"
    broken.write_text("title: 坏\nminuets: 5\n", encoding="utf-8")
    listed = command("exam", "blueprints")
    assert "✗ 第 1 部分“排序”（排序）要 99 题，缺" in listed.stdout
    assert listed.returncode == 1
    assert "文件“broken.yaml”第 2 行：不认识“minuets”" in listed.stderr
    drawn = command("exam", "draw", "big")
    assert (drawn.returncode, drawn.stdout) == (1, "")
    assert "题库不够组成试卷“太大”" in drawn.stderr and "请补充题目" in drawn.stderr
    assert "第 2 行" in command("exam", "draw", "broken").stderr


def test_a_seed_gives_the_same_paper_again_and_its_pdfs(command: Command, tmp_path: Path):
    folder = tmp_path / "卷"
    first = json.loads(command("exam", "draw", "contest", "--seed", 7, "--json", "--pdf", folder).stdout)
    again = json.loads(command("exam", "draw", "contest", "--seed", 7, "--json").stdout)
    assert first["questions"] == again["questions"]
    assert [each["number"] for each in first["questions"]] == list(range(1, 51))
    assert (first["seed"], first["version"], first["points"], first["minutes"]) == (7, "A", 100.0, 10)
    for file in ("paper", "key"):
        assert Path(first[file]).read_bytes().startswith(b"%PDF-")
    other = json.loads(command("exam", "draw", "contest", "--seed", 7, "--version", "B", "--json").stdout)
    assert not {q["id"] for q in first["questions"]} & {q["id"] for q in other["questions"]}
    assert command("exam", "draw", "contest", "--seed", 8, "--json").stdout != json.dumps(again)


def test_without_a_seed_one_is_drawn_and_told(command: Command):
    lines = command("exam", "draw", "weekly").stdout.splitlines()
    seed = lines[0].rpartition("抽题号 ")[2]
    assert command("exam", "draw", "weekly", "--seed", seed).stdout.splitlines() == lines
    refused = command("exam", "draw", "weekly", "--seed", -1)
    assert refused.returncode == 1 and "0 到 999999999" in refused.stderr
