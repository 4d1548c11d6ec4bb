"""The report of a class, opened and read back: as PDF with vector charts, as a workbook with typed columns."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pymupdf
import pytest
from openpyxl import load_workbook

from app.domain.class_summary import summary
from app.domain.errors import UserError
from app.domain.records import Record, RecordKind
from app.reports.class_report import ClassReportContent, write_class_report, write_class_workbook
from tests.domain.class_sample import TRAINER, held

PRINTED = "2026-11-25T10:00:00+08:00"


def content(turns: int = 5, over: bool = True, record: Record | None = None) -> ClassReportContent:
    return ClassReportContent(summary(*held(turns, over)), "城南人社服务大厅", PRINTED, record)


RECORD = Record(
    41, "5d0e7a9c41b24f3c8e6a90d2b7c1f845", RecordKind.CLASS, TRAINER.id, TRAINER.id, PRINTED, {}, "ab" * 32, "cd" * 32
)


def text_of(path: Path) -> str:
    with pymupdf.open(path) as document:
        return "\n".join(page.get_text() for page in document)


def test_the_report_holds_who_was_there_who_spoke_and_what_was_hard(tmp_path: Path):
    path = write_class_report(content(record=RECORD), tmp_path / "报告.pdf")
    text = text_of(path)
    for words in (
        "材料不齐，一次说清", "李建国", "7 / 8 人到课", "其中迟到 1 人，缺席 1 人", "发言 5 次", "合格 1 / 5 次", "周𬭎",
        "窗口顶岗", "★二十个工作日", "漏 3 / 5 次", "“不耐烦”", "2 次", "“您请说”", "赞 15　待改进 10", "先问好，站起来或点头",
        "下次练电话。", "带教老师", "部门负责人", "第 41 号", "cd" * 8, "=HYPERLINK(1)",
    ):  # fmt: skip
        assert words in text.replace("\n", "") or words in text, words
    with pymupdf.open(path) as document:
        assert not any(page.get_images() for page in document)  # charts are vectors
        assert len(document) <= 3
        assert document.metadata["title"] == "课堂报告　材料不齐，一次说清"
        pixmaps = [page.get_pixmap(dpi=50) for page in document]
    assert all(len(set(pixmap.samples)) > 20 for pixmap in pixmaps)
    again = write_class_report(content(record=RECORD), tmp_path / "again.pdf")
    assert again.read_bytes() == path.read_bytes()


def test_a_class_still_going_on_or_without_a_turn_says_so(tmp_path: Path):
    text = text_of(write_class_report(content(0, over=False), tmp_path / "报告.pdf"))
    assert "尚未下课" in text and "这堂课没有人发言" in text and "没有评分的发言" in text
    assert "最容易漏说" not in text


def test_many_turns_go_on_over_pages(tmp_path: Path):
    path = write_class_report(content(60), tmp_path / "报告.pdf")
    with pymupdf.open(path) as document:
        assert len(document) > 3
        assert "第 1 页，共" in document[0].get_text()
    assert text_of(path).count("√ 合格") == 12


def test_the_workbook_has_typed_columns_frozen_heads_and_no_formula(tmp_path: Path):
    path = write_class_workbook(content(record=RECORD), tmp_path / "报告.xlsx")
    book = load_workbook(path)
    assert book.sheetnames == ["总体", "出勤", "发言", "要点", "禁语", "点赞"]
    for sheet in book.worksheets:
        assert sheet.freeze_panes in ("A2", "B2")
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    attendance = book["出勤"]
    assert [cell.value for cell in attendance[9]] == [
        "=HYPERLINK(1)", "1031", "城南人社服务大厅", "到课", None, attendance["F9"].value, "是",
    ]  # fmt: skip
    assert attendance["A9"].quotePrefix and isinstance(attendance["F9"].value, int)
    turns = book["发言"]
    heads = [cell.value for cell in turns[1]]
    first = dict(zip(heads, turns[2], strict=True))
    assert (
        first["总分"].value == 100
        and first["结果"].value == "合格"
        and first["开始"].value == datetime(2026, 11, 25, 9, 10)
    )
    assert first["应答要点"].value == 1 and first["应答要点"].number_format == "0%"
    assert turns.max_row == 6
    hard = book["要点"]
    assert [cell.value for cell in hard[2]][2:] == [3, 5, 0.6]
    assert [cell.value for cell in book["禁语"][2]] == ["不耐烦", "不耐烦", 2, "您请说"]
    assert book["点赞"].max_row == 1 + 15
    overview = {row[0].value: row[1] for row in book["总体"].iter_rows(min_row=3)}
    assert overview["上课日期"].value == datetime(2026, 11, 25) and overview["到课（含迟到）"].value == 7


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path):
    (tmp_path / "报告.pdf").mkdir()
    with pytest.raises(UserError, match="写不进去"):
        write_class_report(content(), tmp_path / "报告.pdf")


def test_a_topic_may_hold_anything(tmp_path: Path):
    one = content()
    found = replace(one.found, training_class=replace(one.found.training_class, title="<b>&=1+1</b>𠅤" * 4))
    text = text_of(write_class_report(replace(one, found=found), tmp_path / "报告.pdf"))
    assert "<b>&=1+1</b>𠅤" in text.replace("\n", "")
