"""The roster of a class as an Excel workbook: name, staff number, unit; every bad row named with sheet and row."""

import io
from pathlib import Path
from typing import Any

from app.content.filled_workbook import filled_sheets
from app.domain.class_roster import RosterRow
from app.domain.errors import UserError
from app.domain.training_class_roster import MOST_MEMBERS

NAME, NUMBER, UNIT = "姓名", "工号", "单位"
HEADINGS = (NAME, NUMBER, UNIT)
_OTHER_NAMES = {
    "名字": NAME,
    "学员": NAME,
    "学员姓名": NAME,
    "编号": NUMBER,
    "员工号": NUMBER,
    "部门": UNIT,
    "科室": UNIT,
}
_SHEET, _HELP_SHEET = "名单", "填写说明"
_HELP = (
    "一行一位学员。姓名必填；工号、单位可以不填。",
    "填了工号的，按工号对应到人员名单里的人；没有填的，按姓名对应，同名的请填工号。",
    "列的次序可以改，多余的列不读。填好后存盘，在“上课”的备课画面点“从 Excel 导入”，先看结果再决定。",
)
_WIDTHS = (18, 16, 34)
_MOST_ROWS = 2000
_MOST_BYTES = 50 * 1024 * 1024  # unpacked
_LONGEST = {NAME: 40, NUMBER: 30, UNIT: 60}


def roster_template() -> bytes:
    """An empty workbook to fill in. Every cell is text, so that 0012 stays 0012."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = _SHEET
    for place, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True), 1):
        cell = sheet.cell(1, place, heading)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="2F5D8A")
        sheet.column_dimensions[get_column_letter(place)].width = width
        for row in range(2, MOST_MEMBERS + 2):
            sheet.cell(row, place).number_format = "@"
    sheet.freeze_panes = "A2"
    guide = book.create_sheet(_HELP_SHEET)
    guide.column_dimensions["A"].width = 100
    for number, line in enumerate(_HELP, 1):
        guide.cell(number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_roster(path: Path) -> tuple[tuple[RosterRow, ...], tuple[UserError, ...]]:
    """The rows that can be understood, and what is wrong with the others. UserError where it is no roster."""
    rows: list[RosterRow] = []
    problems: list[UserError] = []
    found = False
    for sheet in filled_sheets(path, "名单", (_HELP_SHEET,), _MOST_BYTES):
        columns: dict[str, int] | None = None
        for number, cells in enumerate(
            sheet.iter_rows(max_row=min(sheet.max_row or 0, _MOST_ROWS), values_only=True), 1
        ):
            if all(_empty(value) for value in cells):
                continue
            place = f"工作表“{sheet.title}”第 {number} 行"
            try:
                if columns is None:
                    columns = _columns(cells, place)
                    found = True
                else:
                    rows.append(_row(cells, columns, place))
            except UserError as problem:
                problems.append(problem)
                if columns is None:
                    break
        if (sheet.max_row or 0) > _MOST_ROWS:
            problems.append(UserError(f"工作表“{sheet.title}”超过 {_MOST_ROWS} 行，后面的没有读。", "请分成几个文件。"))
    if not found and problems:
        raise problems[0]
    if not found:
        raise UserError(f"“{path.name}”是空的，没有名单。", "请先下载模板，填好姓名再导入。")
    return tuple(rows), tuple(problems)


def _columns(cells: tuple[Any, ...], place: str) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, value in enumerate(cells):
        name = "".join(str(value or "").split())
        name = _OTHER_NAMES.get(name, name)
        if name in HEADINGS:
            if name in columns:
                raise UserError(f"{place}：表头“{name}”有两列。", "请删去一列。")
            columns[name] = at
    if NAME not in columns:
        raise UserError(f"{place}：表头里没有“{NAME}”这一列。", "第一行请写表头：姓名、工号、单位；可以下载模板来填。")
    return columns


def _row(cells: tuple[Any, ...], columns: dict[str, int], place: str) -> RosterRow:
    texts = {name: _text(cells[at], name, place) if at < len(cells) else "" for name, at in columns.items()}
    if not texts[NAME]:
        raise UserError(f"{place}：没有填姓名。", "请补上姓名，或删去这一行。")
    for name, text in texts.items():
        if len(text) > _LONGEST[name]:
            raise UserError(f"{place}：{name}有 {len(text)} 个字，太长了。", "请检查是不是把几位写进了一格。")
    return RosterRow(place, texts[NAME], texts.get(NUMBER, ""), texts.get(UNIT, ""))


def _text(value: Any, name: str, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        raise UserError(f"{place}：{name}填的是“{'是' if value else '否'}”，看不懂。", f"请填写{name}的文字。")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and name == NUMBER:
        return str(value)
    if not isinstance(value, str):
        raise UserError(f"{place}：{name}填的是数字或日期“{value}”。", f"请把这一格改成文字，写上{name}。")
    text = " ".join(value.split())
    if text.startswith("#") and text.endswith(("!", "?", "A")):
        raise UserError(f"{place}：{name}是表格软件的出错值“{text}”。", f"请直接填写{name}，不要用公式。")
    if text.startswith("="):
        raise UserError(f"{place}：{name}是一个公式。", f"请直接填写{name}。")
    return text


def _empty(value: Any) -> bool:
    return value is None or isinstance(value, str) and not value.strip()
