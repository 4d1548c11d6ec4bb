"""`python -m app bank …` as a person runs it: real processes, a real workspace, whatever the file is like."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.system.places import Workspace
from tests.command_line import ROOT, Command

HEAD = ("编号", "题型", "业务条线", "题干", "选项A", "选项B", "选项C", "答案")
ROWS = (
    ("x-1", "单选", "工伤保险", "电梯维修工在检修时受伤，单位应当先做什么？", "送医救治", "等待通知", "让其回家", "A"),
    ("x-2", "判断", "社会保障卡", "窗口可以替群众设置社保卡密码。", None, None, None, "错"),
    ("x-3", "单选", "工伤保险", "答案写错列的题目。", "甲", "乙", None, "D"),
    ("x-4", "简答", "工伤保险", "谈谈体会。", None, None, None, "略"),
    ("x-5", "单选", "工伤保险", "电梯维修工在检修时受了伤，单位应当先做什么？", "送医救治", "等待通知", "让其回家", "A"),
)  # fmt: skip


def sheet(path: Path, *rows: tuple[Any, ...]) -> Path:
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    book.save(path)
    return path


def bank_files(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.question_bank
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}


def test_importing_prints_counts_and_each_refusal_with_its_place(
    command: Command, workspace: Workspace, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "题.xlsx", *ROWS)
    before = bank_files(workspace)
    tried = command("bank", "import", path, "--dry-run", "--json")
    assert tried.returncode == 0, tried.stderr
    said = json.loads(tried.stdout)
    counts = {key: said[key] for key in ("new", "changed", "same", "duplicate", "written", "files")}
    assert counts == {"new": 2, "changed": 0, "same": 0, "duplicate": 1, "written": False, "files": []}
    assert [(each["place"], each["reason"][:2]) for each in said["rejected"]] == [
        ("工作表“Sheet”第 4 行", "答案"),
        ("工作表“Sheet”第 5 行", "“简"),
    ]
    assert said["duplicates"][0]["place"].endswith("第 6 行") and said["duplicates"][0]["similarity"] > 0.9
    assert bank_files(workspace) == before
    written = json.loads(command("bank", "import", path, "--json").stdout)
    assert written["written"] and len(written["files"]) == 2
    again = json.loads(command("bank", "import", path, "--json").stdout)
    assert (again["new"], again["same"], again["files"]) == (0, 2, [])
    sheet(path, ("x-2", "判断", "社会保障卡", "窗口可以替群众设置密码。", None, None, None, "错"))
    assert "有改动 1" in command("bank", "import", path).stdout
    checked = command("bank", "check")
    assert checked.returncode == 0 and "没有错误" in checked.stdout


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.csv", b""),
        ("坏.xlsx", b"PK\x03\x04" + b"\x00" * 40),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("实体.xml", b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>'),
        ("图.png", b"\x89PNG\r\n\x1a\n"),
        ("乱码.gift", bytes(range(128, 256)) * 4),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_costs_nothing(
    command: Command, workspace: Workspace, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    before = bank_files(workspace)
    done = command("bank", "import", tmp_path / name, "--json")
    assert done.returncode == 1 and name in done.stderr and "Traceback" not in done.stderr
    said = json.loads(done.stdout)
    assert said["error"] and said["remedy"] and said["written"] is False
    assert bank_files(workspace) == before


def test_a_missing_file_and_a_folder_are_named(command: Command, tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xlsx", tmp_path):
        done = command("bank", "import", path)
        assert done.returncode != 0 and path.name in done.stderr and "Traceback" not in done.stderr


def test_exporting_and_reimporting_changes_nothing(command: Command, workspace: Workspace, tmp_path: Path) -> None:
    for name, ending in (("xlsx", "xlsx"), ("qti2.1", "zip")):
        path = tmp_path / f"全部.{ending}"
        done = command("bank", "export", path, "--format", name, "--json")
        assert done.returncode == 0, done.stderr
        exported = json.loads(done.stdout)
        left_out = [each for each in exported["left_out"] if each["whole"]]
        assert exported["count"] >= 370 and all(each["id"] and each["reason"] for each in left_out)
        assert (name == "xlsx") == (not left_out)
        back = json.loads(command("bank", "import", path, "--json").stdout)
        assert back["same"] == exported["count"] and back["rejected"] == [] and back["files"] == []
        assert (back["new"], back["changed"], back["duplicate"]) == (0, 0, 0)
    refused = command("bank", "export", tmp_path / "没有的文件夹.xlsx" / "x.xlsx", "--format", "xlsx")
    assert refused.returncode == 0  # a folder that is missing is made


def test_checking_names_file_line_and_remedy(command: Command, workspace: Workspace) -> None:
    path = workspace.question_bank / "questions" / "card.yaml"
    text = path.read_text(encoding="utf-8")
    broken = text.replace("type: single", "type: sngle", 1)
    path.write_text(broken, encoding="utf-8")
    line = next(i for i, each in enumerate(broken.splitlines(), 1) if "sngle" in each)
    done = command("bank", "check")
    assert done.returncode == 1 and f"card.yaml 第 {line} 行" in done.stdout and "可用的值" in done.stdout
    path.write_text(text, encoding="utf-8")
    assert command("bank", "check").returncode == 0


def test_a_changed_law_is_found_and_marked(command: Command, workspace: Workspace) -> None:
    found = command("bank", "cites", "工伤保险条例", "17")
    assert found.returncode == 0 and "第" not in found.stdout.splitlines()[0].split("\t")[0]
    marked = command("bank", "cites", "工伤保险条例", "第十七条", "--mark", "条例有修改")
    assert "新标为待复核" in marked.stdout
    texts = b"".join(bank_files(workspace).values()).decode()
    assert texts.count("review: 条例有修改") == len(found.stdout.strip().splitlines()) - 1
    nothing = command("bank", "cites", "民法典", "第一条")
    assert nothing.returncode == 1 and "题库引用的法规" in nothing.stderr


def test_the_template_is_made_once(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    assert command("bank", "template", path).returncode == 0
    assert load_workbook(path)["题目"].data_validations.dataValidation
    again = command("bank", "template", path)
    assert again.returncode == 1 and "没有覆盖" in again.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_killed_in_mid_import_the_bank_is_whole(command: Command, workspace: Workspace, tmp_path: Path) -> None:
    """Killed at moments spread over the whole import: before or after the decision, never between."""
    subjects = ("用人单位", "职工本人", "近亲属", "工会", "社区", "代办人", "参保人", "街道")
    rows = (
        (f"k-{i}", "判断", "工伤保险", f"{subjects[i % 8]}在第{i}号情形下应当先登记再受理。", None, None, None, "对")
        for i in range(600)
    )
    path = sheet(tmp_path / "多.xlsx", *rows)
    whole = json.loads(command("bank", "import", path, "--dry-run", "--json").stdout)["new"]
    assert whole == 600
    before = bank_files(workspace)
    questions = workspace.question_bank / "questions"
    for moment in ("reading", "staging", "decided"):
        child = subprocess.Popen(
            [sys.executable, "-m", "app", "--workspace", str(workspace.root), "bank", "import", str(path)],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < end:
            staging = any(workspace.question_bank.glob(".writing-*"))
            decided = (workspace.question_bank / ".writing.json").exists() or len(list(questions.glob("*"))) > len(
                before
            )
            if moment == "reading" or (moment == "staging" and staging) or (moment == "decided" and decided):
                break
            time.sleep(0.002)
        child.send_signal(signal.SIGKILL)
        child.wait()
        checked = command("bank", "check")
        assert checked.returncode == 0, checked.stdout
        assert not list(workspace.question_bank.glob(".writing-*"))
        now = bank_files(workspace)
        assert now == before or sum(content.count(b"- id: k-") for content in now.values()) == whole, moment
        assert {name: content for name, content in now.items() if name in before} == before
        if now != before:
            break
