"""The report of a class as a workbook: typed columns under frozen heads, text that is never taken for a formula."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from app.domain.class_summary import ClassSummary
from app.domain.score_sheet import Dimension
from app.domain.training_class import Attendance
from app.reports.class_report import ClassReportContent

_DIMENSIONS = (Dimension.LANGUAGE, Dimension.POINTS, Dimension.FORBIDDEN, Dimension.DELIVERY)
_DAY, _TIME, _PERCENT, _POINTS = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "0%", "0.0"


def class_workbook(content: ClassReportContent) -> bytes:
    """The bytes of an .xlsx file with the sheets 总体, 出勤, 发言, 要点, 禁语 and 点赞."""
    from openpyxl import Workbook

    book = Workbook()
    found = content.found
    _overview(book.active, content)
    _attendance(book.create_sheet("出勤"), found)
    _turns(book.create_sheet("发言"), found)
    _sheet(
        book.create_sheet("要点"), ("情景", "要点", "漏说次数", "应说次数", "漏说比例"), (26, 60, 10, 10, 10),
        [(each.scenario, each.text, each.missed, each.asked, (each.missed / each.asked, _PERCENT)) for each in found.hard],
    )  # fmt: skip
    _sheet(
        book.create_sheet("禁语"), ("禁语", "类别", "次数", "应当改说"), (30, 14, 8, 60),
        [(each.phrase, each.category, each.times, each.instead) for each in found.phrases],
    )  # fmt: skip
    _thumbs(book.create_sheet("点赞"), found)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _overview(sheet: Any, content: ClassReportContent) -> None:
    from openpyxl.styles import Alignment, Font

    found = content.found
    one = found.training_class
    sheet.title = "总体"
    _write(sheet, 1, 1, one.title)
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    rows: list[tuple[str, Any]] = [
        ("上课日期", (date.fromisoformat(one.day), _DAY)),
        ("带教老师", one.trainer),
        ("单位", content.unit),
        ("开课", (_local(one.opened), _TIME)),
        ("下课", (_local(one.closed), _TIME) if one.closed else "尚未下课"),
        ("名单人数", len(one.members)),
        ("到课（含迟到）", len(one.here)),
        ("迟到", found.count(Attendance.LATE)),
        ("缺席", found.count(Attendance.ABSENT)),
        ("发言次数", len(found.results)),
        ("到课没有发言", len(found.silent)),
        ("平均分", (found.average, _POINTS)),
        ("合格次数", found.passed),
        *((f"全班平均 {each.dimension.label}", (each.share, _PERCENT)) for each in found.dimensions),
        ("带教老师的话", one.notes),
        ("课堂编号", one.id),
        ("抽签种子", one.seed),
        ("记录校验码", content.record.hash if content.record else ""),
    ]
    for row, (name, value) in enumerate(rows, 3):
        _write(sheet, row, 1, name)
        _write(sheet, row, 2, value)
        sheet.cell(row, 2).alignment = Alignment(horizontal="left", vertical="top", wrap_text=name == "带教老师的话")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 70
    sheet.freeze_panes = "B2"


def _attendance(sheet: Any, found: ClassSummary) -> None:
    one = found.training_class
    rows = [
        (
            member.name, member.staff_number, member.unit, member.attendance.label, member.reason,
            one.spoken(member.id), "是" if member.person_id else "否",
        )
        for member in one.members
    ]  # fmt: skip
    heads = ("姓名", "工号", "单位", "出勤", "原因", "发言次数", "在人员名单里")
    _sheet(sheet, heads, (14, 14, 30, 10, 30, 10, 14), rows)


def _turns(sheet: Any, found: ClassSummary) -> None:
    one = found.training_class
    rows = []
    for result in found.results:
        shares = {each.dimension: each.share for each in result.dimensions}
        whole = result.sheet
        ending = result.played.ending.title if result.played and result.played.ending else ""
        rows.append(
            (
                result.turn.number, result.member.name, result.member.staff_number, result.turn.scenario_title,
                result.turn.mode.label, one.calls[result.turn.call].how.label, (_local(result.turn.started), _TIME),
                whole.total if whole else None, ("合格" if whole.passed else "不合格") if whole else "不评分", ending,
                *((shares.get(each), _PERCENT) for each in _DIMENSIONS),
                result.thumbs_up, result.thumbs_down, result.turn.record,
            )
        )  # fmt: skip
    heads = (
        "序号", "姓名", "工号", "情景", "方式", "怎样叫到", "开始", "总分", "结果", "结局",
        *(each.label for each in _DIMENSIONS), "赞", "待改进", "记录编号",
    )  # fmt: skip
    widths = (8, 14, 14, 28, 8, 10, 18, 8, 10, 18, *(10,) * len(_DIMENSIONS), 6, 6, 36)
    _sheet(sheet, heads, widths, rows)


def _thumbs(sheet: Any, found: ClassSummary) -> None:
    one = found.training_class
    texts = {point.id: point.text for point in one.points}
    rows = [
        (turn.number, one.member(turn.member).name, texts[each.point], each.up, each.down)
        for turn in one.spoken_turns
        for each in turn.thumbs
    ]
    _sheet(sheet, ("发言序号", "姓名", "观察要点", "赞", "待改进"), (10, 14, 50, 8, 8), rows)


def _sheet(sheet: Any, heads: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[Any]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for column, (head, width) in enumerate(zip(heads, widths, strict=True), 1):
        _write(sheet, 1, column, head)
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            _write(sheet, row, column, value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(2, len(rows) + 1)}"


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    """A value, or one with its number format."""
    value, form = value if isinstance(value, tuple) else (value, None)
    if value is None or value == "":
        return
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell._value, cell.data_type = text, "s"  # past openpyxl, which would take "=…" for a formula
        cell.number_format = "@"
        cell.quotePrefix = text[:1] in "=+-@\t\r"  # so that the table program leaves it text when it is edited
        return
    cell.value = value
    if form:
        cell.number_format = form


def _local(at: str) -> datetime:
    """The time of day as it was noted: table programs know no offsets."""
    return datetime.fromisoformat(at).replace(tzinfo=None)
