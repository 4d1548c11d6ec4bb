"""A workbook of phrases that a trainer has changed, read row by row; every mistake names sheet, row and remedy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from app.content.filled_workbook import filled_sheets
from app.content.lexicon_workbook import HEADINGS, HELP_SHEET, ID, LIST_SHEET, NO, OFF, ON, STATE, YES, Heading
from app.content.phrase_entries import CATEGORIES
from app.domain.errors import Progress, UserError, no_progress
from app.domain.lexicon import Severity
from app.domain.lexicon_layers import FIELD_NAMES

_BY_NAME = {heading.name: heading for heading in HEADINGS}
_NEEDED = (ID, FIELD_NAMES["say"])
_SEVERITIES = {severity.label: severity for severity in Severity}
_FLAGS = {YES: True, NO: False}
_MOST_ROWS = 100_000
_MOST_BYTES = 200 * 1024 * 1024  # unpacked; a lexicon of ten thousand phrases has about ten


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """One row: `given` holds the phrase's fields whose columns are there; `on` is None where nothing is said."""

    place: str
    id: str
    given: Mapping[str, Any]
    on: bool | None


def read_workbook(
    path: Path, on_progress: Progress = no_progress
) -> tuple[tuple[PhraseRow, ...], tuple[UserError, ...]]:
    """The rows that can be understood, and what is wrong with the others. UserError where it is no such workbook."""
    rows: list[PhraseRow] = []
    problems: list[UserError] = []
    places: dict[str, str] = {}
    found = False
    for sheet in filled_sheets(path, "用语表", (HELP_SHEET, LIST_SHEET), _MOST_BYTES):
        headings = None
        for number, cells in enumerate(sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS)), 1):
            if number % 200 == 0:
                on_progress(None, f"正在读第 {number} 行")
            if all(cell.value is None or not str(cell.value).strip() for cell in cells):
                continue
            place = f"工作表“{sheet.title}”第 {number} 行"
            try:
                if headings is None:
                    headings = _headings(cells, place)
                    found = True
                    continue
                row = _row(cells, headings, place)
                if row.id and row.id in places:
                    raise UserError(
                        f"{place}：编号“{row.id}”在{places[row.id]}已经用过。", "请删去一行，新用语的编号留空。"
                    )
                places[row.id] = place
                rows.append(row)
            except UserError as error:
                problems.append(error)
                if headings is None:
                    break
    if not found and not problems:
        raise UserError(f"“{path.name}”里没有用语。", "请先用“导出表格”得到一份，在上面修改。")
    return tuple(rows), tuple(problems)


def _headings(cells: tuple[Any, ...], place: str) -> dict[int, Heading]:
    headings: dict[int, Heading] = {}
    for at, cell in enumerate(cells):
        name = str(cell.value or "").strip()
        if not name:
            continue
        if name not in _BY_NAME:
            raise UserError(f"{place}：不认识表头“{name}”。", f"可以用的表头：{'、'.join(_BY_NAME)}。")
        if _BY_NAME[name] in headings.values():
            raise UserError(f"{place}：表头“{name}”有两列。", "请删去一列。")
        headings[at] = _BY_NAME[name]
    for name in _NEEDED:
        if _BY_NAME[name] not in headings.values():
            raise UserError(f"{place}：表头里缺少“{name}”。", "请先用“导出表格”得到一份，在上面修改。")
    return headings


def _row(cells: tuple[Any, ...], headings: Mapping[int, Heading], place: str) -> PhraseRow:
    id, on, given = "", None, {}
    for at, heading in headings.items():
        text = _text(cells[at], heading, place) if at < len(cells) else ""
        if heading.name == ID:
            id = text
        elif heading.name == STATE:
            on = _chosen(text, {ON: True, OFF: False}, heading, place) if text else None
        elif heading.field:
            value = _value(text, heading, place)
            if value is not None:
                given[heading.field] = value
    return PhraseRow(place, id, given, on)


def _value(text: str, heading: Heading, place: str) -> Any:
    """The field's value; None where an empty cell leaves it as it is."""
    if heading.listed:
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    if heading.field == "category":
        return _chosen(text, CATEGORIES, heading, place) if text else None
    if heading.field == "severity":
        return _chosen(text, _SEVERITIES, heading, place) if text else None
    if heading.field == "strict_you":
        return _chosen(text, _FLAGS, heading, place) if text else None
    if "\n" in text:
        raise UserError(f"{place}“{heading.name}”：一格里只能写一句，不能换行。", "请删掉换行，或写到“其他说法”里。")
    return text


def _chosen(text: str, options: Mapping[str, Any], heading: Heading, place: str) -> Any:
    if text not in options:
        raise UserError(
            f"{place}“{heading.name}”：“{text}”不在可选的范围里。", f"请从下拉列表里选：{'、'.join(heading.choices)}。"
        )
    return options[text]


def _text(cell: Any, heading: Heading, place: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise UserError(
            f"{place}“{heading.name}”：这一格是公式。", "请改成文字；句首真要写等号，请在前面加一个单引号。"
        )
    if cell.data_type == "e":
        raise UserError(f"{place}“{heading.name}”：这一格是错误值“{value}”。", "请改成文字。")
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime | date | time):
        raise UserError(f"{place}“{heading.name}”：这一格被当成了日期。", "请把单元格格式改为“文本”，再重新填写。")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").strip()
