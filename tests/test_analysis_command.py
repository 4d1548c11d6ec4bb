"""`python -m app bank analyse` as a person runs it: words, JSON, a workbook, and what it says of broken files."""

import json
import random
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.command_line import Command


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Forty people: q1 sound, q2 with a wrong key (the best choose C), q3 that everybody knows."""
    random.seed(7)
    lines = ["人员,题目,作答,得分,满分"]
    for person in range(40):
        good = person < 20
        lines.append(f"考生{person},q1,{'A' if good else random.choice('BC')},{int(good) * 2},2")
        lines.append(f"考生{person},q2,{'C' if good else 'A'},{0 if good else 2},2")
        lines.append(f"考生{person},q3,A,2,2")
        for more in range(4, 9):
            score = 2 * (random.random() < (0.9 if good else 0.2))
            lines.append(f"考生{person},q{more},,{score},2")
    path = tmp_path / "期末.csv"
    path.write_bytes("\n".join([*lines, "考生99,q1,A,很好,2"]).encode("gb18030"))
    return path


def test_words_json_and_workbook(command: Command, table: Path, tmp_path: Path) -> None:
    said = command("bank", "analyse", table)
    assert said.returncode == 0, said.stderr
    assert "第 322 行：得分“很好”不是数字。" in said.stdout
    assert "核对答案" in said.stdout

    book = tmp_path / "分析.xlsx"
    found = json.loads(command("bank", "analyse", table, "--json", "--xlsx", book).stdout)
    assert found["attempts"] == 40 and found["same_paper"]
    assert found["items"][0]["id"] == "q2" and found["items"][0]["discrimination"] < 0
    assert [one["remark"] for one in found["items"][0]["advice"]] == ["negative"]
    by_id = {item["id"]: item for item in found["items"]}
    assert by_id["q3"]["facility"] == 1.0 and by_id["q3"]["discrimination"] is None
    assert by_id["q1"]["options"][0] == {
        "key": "A", "text": "", "right": None, "everybody": 20, "upper": 11, "lower": 0,
    }  # fmt: skip
    assert found["rejected"][0]["place"] == "第 322 行"

    sheets = load_workbook(book)
    assert sheets.sheetnames == ["总体", "试题", "选项"]
    assert sheets["试题"]["A2"].value == "q2"
    assert sheets["试题"]["G2"].value == pytest.approx(found["items"][0]["discrimination"])
    assert len(sheets["试题"]._charts) == 1


def test_a_file_that_is_no_table_is_refused_and_nothing_written(command: Command, tmp_path: Path) -> None:
    path, book = tmp_path / "图.csv", tmp_path / "分析.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    done = command("bank", "analyse", path, "--xlsx", book)
    assert done.returncode == 1 and "图.csv" in done.stderr and "Traceback" not in done.stderr
    assert not book.exists()
    assert "读不出来" in command("bank", "analyse", tmp_path / "没有.csv").stderr
