"""A role-play out of an Excel workbook, every mistake with its sheet and row."""

import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.content.scenario_columns import (
    ANYWHERE,
    BASIS,
    ENDINGS,
    GENERAL,
    GENERAL_TITLE,
    LISTS,
    NEXT,
    NODES,
    PAPERS,
    POINTS,
    SHEETS,
    Sheet,
)
from app.domain.errors import UserError
from app.domain.question_problems import PlainPath, Problem
from app.domain.role_play.checking import doubts_of, faults_of
from app.domain.role_play.reading import read_scenario
from app.domain.scenario import Scenario

_COST = re.compile(r"[（(]扣\s*([\d.]+)\s*分[）)]\s*$")
_MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """A problem with the place a person finds it at: the sheet and the row, from 1."""

    sheet: str
    row: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"表“{self.sheet}”第 {self.row} 行：{self.message}{self.remedy}"


@dataclass(frozen=True, slots=True)
class ScenarioWorkbook:
    """`scenario` is None where it cannot be played; `faults` then say why. `doubts` are what it plays with.

    Its version is "": it has one when it is a file. `places` knows sheet and row of each item.
    """

    scenario: Scenario | None
    faults: tuple[SheetProblem, ...]
    doubts: tuple[SheetProblem, ...]
    places: Mapping[PlainPath, tuple[str, int]]

    def placed(self, problem: Problem) -> SheetProblem:
        return _placed(problem, self.places)


def read_scenario_workbook(content: bytes, name: str) -> ScenarioWorkbook:
    """What a filled-in workbook holds. UserError where it is no workbook or lacks a sheet."""
    sheets = _open(content, name)
    places: dict[PlainPath, tuple[str, int]] = {}
    plain = _plain_of(sheets, places, name)
    scenario, problems = read_scenario(plain)
    problems = problems or faults_of(scenario)
    if problems:
        return ScenarioWorkbook(None, tuple(_placed(each, places) for each in problems), (), places)
    return ScenarioWorkbook(scenario, (), tuple(_placed(each, places) for each in doubts_of(scenario)), places)


def _placed(problem: Problem, places: Mapping[PlainPath, tuple[str, int]]) -> SheetProblem:
    """The longest beginning of the path that has a place of its own."""
    for length in range(len(problem.path), -1, -1):
        if place := places.get(problem.path[:length]):
            return SheetProblem(*place, problem.message, problem.remedy)
    return SheetProblem(GENERAL_TITLE, 1, problem.message, problem.remedy)


def _open(content: bytes, name: str) -> dict[str, list[tuple[Any, ...]]]:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which nobody reads here
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = {}
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            sheets[sheet.title.strip()] = list(sheet.iter_rows(values_only=True, max_row=_MOST_ROWS))
        return sheets
    except Exception as problem:  # openpyxl raises whatever its parts raise on damaged workbooks
        raise UserError(
            f"{name} 不是完整的 Excel 工作簿（.xlsx），或者已经损坏。", "请用表格软件打开并另存为 .xlsx 后再试。"
        ) from problem


def _plain_of(
    sheets: Mapping[str, list[tuple[Any, ...]]], places: dict[PlainPath, tuple[str, int]], name: str
) -> dict[str, Any]:
    """The plain values, with the place of each list item and each general field noted in `places`."""
    for title in (GENERAL_TITLE, NODES.title, NEXT.title, ENDINGS.title):
        if title not in sheets:
            raise UserError(f"{name} 里没有“{title}”这张表。", "请用 scenario template 生成模板，按模板填写。")
    plain: dict[str, Any] = _general(sheets[GENERAL_TITLE], places)
    tables = {sheet.title: _table(sheets.get(sheet.title, []), sheet, name) for sheet in SHEETS}
    nodes: dict[str, dict[str, Any]] = {}
    plain["nodes"] = []
    for row, fields in tables[NODES.title]:
        places["nodes", len(plain["nodes"])] = NODES.title, row
        node = {**fields, "hints": [_hint(hint) for hint in fields.get("hints", ())], "points": [], "next": []}
        nodes.setdefault(str(fields.get("id", "")), node)
        plain["nodes"].append(node)
    plain["always"] = []
    for sheet, key in ((POINTS, "points"), (NEXT, "next")):
        for row, fields in tables[sheet.title]:
            where = str(fields.pop("node", "")).strip()
            if sheet is NEXT and where == ANYWHERE:
                places["always", len(plain["always"])] = sheet.title, row
                plain["always"].append(fields)
                continue
            if where not in nodes:
                said = f"没有叫“{where}”的轮次" if where else "没有写是哪一轮"
                known = "、".join(nodes)
                raise UserError(f"{name} 的表“{sheet.title}”第 {row} 行：{said}。", f"可以写的有：{known}。")
            items = nodes[where][key]
            places["nodes", plain["nodes"].index(nodes[where]), key, len(items)] = sheet.title, row
            again = sheet is POINTS and set(fields) == {"id"}
            items.append(fields["id"] if again else fields)
    for sheet, key in ((ENDINGS, "endings"), (PAPERS, "papers"), (BASIS, "basis")):
        plain[key] = [fields for _, fields in tables[sheet.title]]
        places.update({(key, i): (sheet.title, row) for i, (row, _) in enumerate(tables[sheet.title])})
    return plain


def _general(rows: list[tuple[Any, ...]], places: dict[PlainPath, tuple[str, int]]) -> dict[str, Any]:
    paths = {label: path for label, path, _ in GENERAL}
    plain: dict[str, Any] = {"citizen": {}}
    places["citizen",] = GENERAL_TITLE, 1
    for number, row in enumerate(rows, 1):
        path = paths.get(_text(row[0]) if row else "")
        value = _text(row[1]) if len(row) > 1 else ""
        if path is None:
            continue
        places[path] = GENERAL_TITLE, number
        if value:
            holder = plain
            for key in path[:-1]:
                holder = holder.setdefault(key, {})
            holder[path[-1]] = value
    return plain


def _table(rows: list[tuple[Any, ...]], sheet: Sheet, name: str) -> list[tuple[int, dict[str, Any]]]:
    """Each row that says something, with its number and its fields by name."""
    if not rows:
        return []
    headings = [_text(cell) for cell in rows[0]]
    if unknown := [heading for heading in headings if heading and heading not in sheet.columns]:
        raise UserError(
            f"{name} 的表“{sheet.title}”第 1 行：不认识的表头“{unknown[0]}”。",
            f"可以用的表头：{'、'.join(sheet.columns)}。",
        )
    found = []
    for number, row in enumerate(rows[1:], 2):
        fields = {}
        for heading, cell in zip(headings, row, strict=False):
            if heading and (text := _text(cell)):
                key = sheet.columns[heading]
                fields[key] = _listed(key, text) if key in LISTS else text
        if "forbidden" in fields:
            words = _listed("forbidden", fields["forbidden"])
            fields["forbidden"] = words[0] if len(words) == 1 else words
        if fields:
            found.append((number, fields))
    return found


def _listed(key: str, text: str) -> list[str]:
    parts = text.splitlines() if key in ("ways", "hints") else re.split(r"[、，,;；\s]+", text)
    return [part.strip() for part in parts if part.strip()]


def _hint(text: str) -> object:
    cost = _COST.search(text)
    return {"text": text[: cost.start()].strip(), "cost": cost[1]} if cost else text


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
