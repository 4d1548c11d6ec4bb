"""The lexicon as a workbook: comes back as it went, calculates nothing, and every mistake names sheet, row and remedy."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from app.content.lexicon_workbook import HEADINGS, write_workbook
from app.content.lexicon_workbook_reading import PhraseRow, read_workbook
from app.content.phrases import read_lexicon
from app.domain.errors import UserError
from app.domain.lexicon import Category, Kind, Phrase, Severity
from app.domain.lexicon_layers import FIELDS, Level, LexiconEntry

SHIPPED = Path(__file__).resolve().parents[2] / "question_bank" / "phrases"
ENTRIES = read_lexicon(SHIPPED, with_overlays=False).entries
NAMES = [heading.name for heading in HEADINGS]


def entry(phrase: Phrase, on: bool = True) -> LexiconEntry:
    return LexiconEntry(phrase, on, Level.SHIPPED, "", phrase, on)


def back(path: Path) -> tuple[PhraseRow, ...]:
    rows, problems = read_workbook(path)
    assert problems == ()
    return rows


def stands(row: PhraseRow, known: LexiconEntry) -> bool:
    """The row says of the phrase what it is already."""
    phrase = replace(known.phrase, **row.given)
    return row.id == phrase.id and row.on is known.on and phrase == known.phrase


def test_all_shipped_phrases_come_back_as_they_went(tmp_path: Path):
    path = tmp_path / "用语.xlsx"
    path.write_bytes(write_workbook(ENTRIES))
    rows = back(path)
    assert len(rows) == len(ENTRIES)
    assert all(stands(row, known) for row, known in zip(rows, ENTRIES, strict=True))


line = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).map(str.strip)
lines = st.lists(line.filter(bool), max_size=3).map(tuple)
some = st.builds(
    Phrase,
    st.uuids().map(str),
    st.sampled_from([category for category in Category if category.kind is Kind.FORBIDDEN]),
    st.one_of(line, st.sampled_from(["=1+1", "+86", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "12333", "1/2", "TRUE"])),
    lines,
    line,
    st.sampled_from(Severity),
    line,
    strict_you=st.booleans(),
    unless_before=lines,
    unless_after=lines,
    unless_near=lines,
    only_near=lines,
)


@given(st.lists(st.tuples(some, st.booleans()), max_size=4))
def test_whatever_a_phrase_holds_comes_back(tmp_path_factory, phrases):
    path = tmp_path_factory.mktemp("book") / "x.xlsx"
    entries = [entry(phrase, on) for phrase, on in phrases]
    path.write_bytes(write_workbook(entries))
    if not entries:
        assert read_workbook(path) == ((), ())
        return
    rows = back(path)
    assert all(stands(row, known) for row, known in zip(rows, entries, strict=True))


def test_no_cell_is_ever_calculated(tmp_path: Path):
    """=HYPERLINK(…) in a phrase from elsewhere must stay words, also after a person has clicked into the cell."""
    evil = Phrase("=1+1", Category.RUDE, '=HYPERLINK("http://x","y")', ("+1", "-1", "@A1"), "\t=2", note="=3")
    path = tmp_path / "x.xlsx"
    path.write_bytes(write_workbook([entry(evil)]))
    with zipfile.ZipFile(path) as package:
        assert all(b"<f>" not in package.read(name) for name in package.namelist() if "worksheets" in name)
    sheet = load_workbook(path)["用语"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value)[0] in "=+-@")
    assert all(cell.number_format == "@" for cell in cells)


def test_categories_severity_and_state_are_chosen_from_a_list(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(write_workbook(ENTRIES))
    book = load_workbook(path)
    sheet = book["用语"]
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        name, _, cells = rule.formula1.partition("!")
        listed = [cell.value for (cell,) in book[name][cells.replace("$", "")]]
        first = str(rule.sqref).split(":")[0]
        assert first.endswith("2") and int(str(rule.sqref).split(":")[1].lstrip("ABCDEFGHIJKLMN")) > len(ENTRIES) + 1000
        offered[sheet[first[:-1] + "1"].value] = listed
    assert offered["类别"] == [category.label for category in Category]
    assert offered["严重程度"] == ["扣分", "一票否决"]
    assert offered["状态"] == ["启用", "停用"]
    assert sheet.freeze_panes == "D2"
    assert "Alt+回车" in "".join(str(cell.value) for (cell,) in book["填写说明"]["A1:A9"])


# What people hand in


def filled(path: Path, *rows: dict[str, Any], headings: tuple[str, ...] = tuple(NAMES), sheet: str = "用语") -> Path:
    book = Workbook()
    book.active.title = sheet
    book.active.append(headings)
    for row in rows:
        book.active.append([row.get(name) for name in headings])
    book.save(path)
    return path


GOOD = {"编号": "", "类别": "推诿", "标准说法": "不归我管", "应当改说": "我带您过去。"}


def test_columns_may_be_moved_and_left_out_and_rows_be_empty(tmp_path: Path):
    path = filled(
        tmp_path / "x.xlsx",
        {"标准说法": "您好", "编号": "hello"},
        {},
        {"编号": "new", "类别": "送别", "标准说法": "您慢走", "其他说法": "慢走\n\n 请慢走 "},
        headings=("标准说法", "编号", "类别", "其他说法"),
    )
    first, second = back(path)
    assert (first.id, first.given, first.on) == ("hello", {"say": "您好", "variants": ()}, None)
    assert second.given == {"say": "您慢走", "variants": ("慢走", "请慢走"), "category": Category.FAREWELL}
    assert second.place == "工作表“用语”第 4 行"


def test_numbers_and_ticks_are_taken_as_a_person_means_them(tmp_path: Path):
    (row,) = back(filled(tmp_path / "x.xlsx", {**GOOD, "编号": 7, "标准说法": 12333, "必须说“您”": True}))
    assert (row.id, row.given["say"], row.given["strict_you"]) == ("7", "12333", True)


@pytest.mark.parametrize(
    ("change", "says", "remedy"),
    [
        ({"类别": "推脱"}, "第 3 行“类别”：“推脱”不在可选的范围里", "推诿"),
        ({"严重程度": "严重"}, "第 3 行“严重程度”：“严重”不在可选的范围里", "一票否决"),
        ({"状态": "关"}, "第 3 行“状态”：“关”不在可选的范围里", "停用"),
        ({"必须说“您”": "可能"}, "第 3 行“必须说“您””：“可能”不在可选的范围里", "是"),
        ({"标准说法": "=A1"}, "第 3 行“标准说法”：这一格是公式", "文字"),
        ({"标准说法": "您好\n您早"}, "第 3 行“标准说法”：一格里只能写一句", "其他说法"),
        ({"编号": "first"}, "第 3 行：编号“first”在工作表“用语”第 2 行已经用过", "留空"),
    ],
)
def test_a_wrong_row_is_named_and_the_others_are_read(tmp_path: Path, change, says, remedy):
    first = {**GOOD, "编号": "first"}
    path = filled(tmp_path / "x.xlsx", first, {**GOOD, "编号": "second", **change}, {**GOOD, "编号": "third"})
    rows, (problem,) = read_workbook(path)
    assert [row.id for row in rows] == ["first", "third"]
    assert problem.message.startswith("工作表“用语”") and says in problem.message and remedy in problem.remedy


def test_a_cell_that_became_a_date_or_an_error_is_named(tmp_path: Path):
    from datetime import date

    path = filled(tmp_path / "x.xlsx", {**GOOD, "标准说法": date(2026, 1, 2)}, {**GOOD, "备注": "#REF!"})
    _, problems = read_workbook(path)
    assert ["被当成了日期" in problems[0].message, "错误值" in problems[1].message] == [True, True]


@pytest.mark.parametrize(
    ("headings", "says"),
    [
        (("编号", "标准说法", "类型"), "第 1 行：不认识表头“类型”"),
        (("编号", "类别"), "第 1 行：表头里缺少“标准说法”"),
        (("编号", "标准说法", "标准说法"), "第 1 行：表头“标准说法”有两列"),
    ],
)
def test_wrong_headings_are_named(tmp_path: Path, headings, says):
    rows, (problem,) = read_workbook(filled(tmp_path / "x.xlsx", GOOD, headings=headings))
    assert rows == () and says in problem.message and problem.remedy


def test_what_is_no_workbook_is_said(tmp_path: Path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(write_workbook(ENTRIES))
    whole = path.read_bytes()
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("x", "y")
    for data, says in (
        (b"", "不是 Excel"),
        ("编号,标准说法".encode(), "不是 Excel"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版 Excel"),
        (whole[: len(whole) // 2], "不是 Excel"),
        (other.getvalue(), "不是 Excel"),
    ):
        path.write_bytes(data)
        with pytest.raises(UserError, match=says):
            read_workbook(path)
    with pytest.raises(UserError, match="找不到文件"):
        read_workbook(tmp_path / "nowhere.xlsx")
    Workbook().save(path)
    with pytest.raises(UserError, match="没有用语"):
        read_workbook(path)


def test_every_field_has_a_column():
    assert {heading.field for heading in HEADINGS} - {""} == set(FIELDS)
