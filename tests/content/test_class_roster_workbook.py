"""A roster from a table program: read row by row, every bad row named with sheet and row."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from app.content.class_roster import HEADINGS, read_roster, roster_template
from app.domain.class_roster import RosterRow
from app.domain.errors import UserError


def book(tmp_path: Path, *rows, title: str = "名单") -> Path:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    path = tmp_path / "名单.xlsx"
    made.save(path)
    return path


def test_the_template_is_filled_in_and_read(tmp_path: Path):
    path = tmp_path / "模板.xlsx"
    path.write_bytes(roster_template())
    assert read_roster(path) == ((), ())  # nothing filled in yet is no mistake
    made = load_workbook(path)
    sheet = made["名单"]
    assert [cell.value for cell in sheet[1]] == list(HEADINGS) and sheet.freeze_panes == "A2"
    assert sheet["B2"].number_format == "@"
    sheet["A2"], sheet["B2"], sheet["C2"] = "周𬭎", "0012", "城东大厅"
    made.save(path)
    assert read_roster(path) == ((RosterRow("工作表“名单”第 2 行", "周𬭎", "0012", "城东大厅"),), ())


def test_bad_rows_are_named_and_the_good_ones_come_in(tmp_path: Path):
    path = book(
        tmp_path, ("单位", "姓名", "备注", "员工号"), ("甲", "王 晓琳", "x", 1024), (None, None, None, None), ("甲", None, "", "9"),
        ("乙", "=A1", "", ""), ("乙", "赵敏" * 30, "", ""), ("乙", 12.5, "", ""), ("", "孙伟", "", 7.0), ("", "钱红", "", True),
    )  # fmt: skip
    rows, problems = read_roster(path)
    assert [(row.place, row.name, row.staff_number, row.unit) for row in rows] == [
        ("工作表“名单”第 2 行", "王 晓琳", "1024", "甲"),
        ("工作表“名单”第 8 行", "孙伟", "7", ""),
    ]
    said = [str(problem) for problem in problems]
    for words, problem in zip(
        ("第 4 行：没有填姓名", "第 5 行：姓名是一个公式", "第 6 行：姓名有 60 个字", "第 7 行：姓名填的是数字", "第 9 行：工号填的是“是”"),
        said, strict=True,
    ):  # fmt: skip
        assert words in problem and "工作表“名单”" in problem


@pytest.mark.parametrize(
    "rows, words",
    [
        ((), "是空的，没有名单"),
        ((("甲", "乙"), ("王", "1")), "表头里没有“姓名”这一列"),
        ((("姓名", "名字"), ("王", "1")), "表头“姓名”有两列"),
    ],
)
def test_what_is_no_roster_is_said(tmp_path: Path, rows, words: str):
    with pytest.raises(UserError, match=words):
        read_roster(book(tmp_path, *rows))


@pytest.mark.parametrize(
    "content, words",
    [(b"\xd0\xcf\x11\xe0rest", "旧版 Excel"), (b"name,number", "不是 Excel 工作簿"), (b"", "不是 Excel 工作簿")],
)
def test_other_files_are_told_apart(tmp_path: Path, content: bytes, words: str):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        read_roster(path)
    with pytest.raises(UserError, match="找不到文件"):
        read_roster(tmp_path / "没有.xlsx")
