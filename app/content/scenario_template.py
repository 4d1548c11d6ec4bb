"""A role-play as an Excel workbook: an example to be changed into another."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from app.content.scenario_columns import (
    ADVICE,
    ANYWHERE,
    BASIS,
    ENDINGS,
    GENERAL,
    GENERAL_TITLE,
    HELP_TITLE,
    NEXT,
    NODES,
    PAPERS,
    POINTS,
    SHEETS,
    Sheet,
)
from app.domain.role_play.writing import scenario_to_plain
from app.domain.scenario import Scenario


def scenario_workbook(example: Scenario) -> bytes:
    """A workbook that holds `example`: to be changed into another role-play, or edited and read back."""
    from openpyxl import Workbook

    plain = scenario_to_plain(example)
    book = Workbook()
    general = book.active
    general.title = GENERAL_TITLE
    _general_sheet(general, plain)
    rows = _rows_of(plain)
    for sheet in SHEETS:
        _table_sheet(book.create_sheet(sheet.title), sheet, rows[sheet.title])
    advice = book.create_sheet(HELP_TITLE)
    for line in ADVICE:
        advice.append([line])
    advice.column_dimensions["A"].width = 110
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _general_sheet(sheet: Any, plain: Mapping[str, Any]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.append(["项目", "内容", "怎样填"])
    for label, path, advice in GENERAL:
        value: Any = plain
        for key in path:
            value = value.get(key, "") if isinstance(value, Mapping) else ""
        sheet.append([label, None, advice])
        _say(sheet.cell(sheet.max_row, 2), value)
    _head(sheet)
    for letter, width in zip("ABC", (16, 70, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        row[0].font = Font(bold=True)
        row[2].font = Font(color="808080")
        row[1].alignment = Alignment(wrap_text=True, vertical="top")


def _table_sheet(sheet: Any, about: Sheet, rows: Iterable[Mapping[str, Any]]) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.append(list(about.columns))
    for row in rows:
        sheet.append([None] * len(about.columns))
        for column, key in enumerate(about.columns.values(), 1):
            _say(sheet.cell(sheet.max_row, column), row.get(key, ""))
            sheet.cell(sheet.max_row, column).alignment = Alignment(wrap_text=True, vertical="top")
    _head(sheet)
    for column, width in enumerate(about.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for heading, options in about.choices:
        letter = get_column_letter(list(about.columns).index(heading) + 1)
        offer = DataValidation(type="list", formula1=f'"{",".join(options)}"', allow_blank=True)
        sheet.add_data_validation(offer)
        offer.add(f"{letter}2:{letter}1000")


def _head(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="2F5D8A")
        cell.alignment = Alignment(horizontal="center", vertical="center")


def _say(cell: Any, value: Any) -> None:
    """Text stays text: a line that begins with = is no formula."""
    if value == "" or value is None:
        return
    if isinstance(value, str):
        cell.value = ""
        cell._value, cell.data_type = value, "s"
    else:
        cell.value = value


def _rows_of(plain: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {sheet.title: [] for sheet in SHEETS}
    for each in plain.get("always", ()):
        rows[NEXT.title].append({"node": ANYWHERE, **_cells(each)})
    for node in plain["nodes"]:
        hints = [
            hint if isinstance(hint, str) else f"{hint['text']}（扣 {hint['cost']:g} 分）"
            for hint in node.get("hints", ())
        ]
        rows[NODES.title].append({**_cells(node), "hints": "\n".join(hints)})
        for point in node.get("points", ()):
            row = {"id": point} if isinstance(point, str) else _cells(point)
            rows[POINTS.title].append({"node": node["id"], **row})
        for each in node.get("next", ()):
            rows[NEXT.title].append({"node": node["id"], **_cells(each)})
    rows[ENDINGS.title] = [_cells(each) for each in plain["endings"]]
    rows[PAPERS.title] = [_cells(each) for each in plain.get("papers", ())]
    rows[BASIS.title] = [_cells(each) for each in plain.get("basis", ())]
    return rows


def _cells(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _cell(key, value) for key, value in plain.items()}


def _cell(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return ("\n" if key in ("ways", "hints") else "、").join(str(each) for each in value)
    return {True: "是", False: ""}.get(value, value) if isinstance(value, bool) else value
