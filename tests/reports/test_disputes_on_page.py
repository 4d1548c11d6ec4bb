"""Disputes as they are printed: both sides, with the names and the moments, and nothing where there are none."""

from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from app.domain.dispute import Claim, Closing, Dispute, Ground, Outcome
from app.reports.attempt_record import AttemptRecordContent, write_attempt_record
from app.reports.exam_record import ExamRecordContent, write_exam_record
from tests.reports.test_exam_paper import sat  # noqa: F401

AT = "2026-11-24T14:05:00+08:00"
CLAIM = Claim("r", "language.apology", "致歉", 0.0, 10.0, Ground.MISSED, "我说了“让您久等了”，声音小。", None, "情景")
OPEN = Dispute("d1", "p", AT, CLAIM)
UPHELD = replace(
    OPEN, closing=Closing("d1", Outcome.UPHELD, "再听一遍，确实说了。", ("o1",), 10.0), by="钱堃", by_id="q",
    closed_at="2026-11-25T09:30:00+08:00", closing_id="c",
)  # fmt: skip
WITHDRAWN = replace(UPHELD, closing=Closing("d1", Outcome.WITHDRAWN, ""), by="林𬭎")


def text_of(path: Path) -> str:
    with pymupdf.open(path) as pages:
        return "".join(page.get_text() for page in pages).replace("\n", "")


def test_both_sides_of_an_answered_dispute_are_printed(tmp_path: Path, ordinary: AttemptRecordContent):
    path = write_attempt_record(replace(ordinary, disputes=(UPHELD, WITHDRAWN, OPEN)), tmp_path / "记录.pdf")
    text = text_of(path)
    for words in (
        "我说了“让您久等了”，声音小。", "说了，没有认出来", "异议成立，改为 10 分：再听一遍，确实说了。", "钱堃",
        "2026 年 11 月 25 日　09:30", "已撤回", "等待带教老师答复",
    ):  # fmt: skip
        assert words in text
    with pymupdf.open(path) as pages:
        missing = [
            chr(code)
            for page in pages
            for span in page.get_texttrace()
            for code, glyph, *_ in span["chars"]
            if not glyph
        ]
    assert missing == []


def test_without_disputes_there_is_no_section(tmp_path: Path, ordinary: AttemptRecordContent):
    assert "异议" not in text_of(write_attempt_record(ordinary, tmp_path / "记录.pdf"))


def test_a_character_the_font_lacks_is_named(tmp_path: Path, ordinary: AttemptRecordContent):
    strange = replace(OPEN, claim=replace(CLAIM, reason="我说了\U00031350。"))
    text = text_of(write_attempt_record(replace(ordinary, disputes=(strange,)), tmp_path / "记录.pdf"))
    assert "异议：U+31350" in text


@pytest.mark.parametrize("dispute", [OPEN, UPHELD])
def test_an_exam_prints_them_too(tmp_path: Path, sat: ExamRecordContent, dispute: Dispute):  # noqa: F811
    text = text_of(write_exam_record(replace(sat, disputes=(dispute,)), tmp_path / "成绩.pdf"))
    assert "我说了“让您久等了”，声音小。" in text and dispute.standing in text
