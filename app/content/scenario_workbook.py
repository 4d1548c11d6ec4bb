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

    Its version is "": it has one when it is a file. `places` knows sheet and row of each item. `draft` is what
    could be read, playable or not, for an editor to go on with.
    """

    scenario: Scenario | None
    faults: tuple[SheetProblem, ...]
    doubts: tuple[SheetProblem, ...]
    places: Mapping[PlainPath, tuple[str, int]]
    draft: Scenario

    def placed(self, problem: Problem) -> SheetProblem:
        return _placed(problem, self.places)


def read_scenario_workbook(content: bytes, name: str) -> ScenarioWorkbook:
    """What a filled-in workbook holds, with everything that is wrong with it. UserError where it is no workbook."""
    layout = _Layout(_open(content, name))
    plain = layout.plain()
    scenario, problems = read_scenario(plain)
    faults = [*layout.faults, *(_placed(each, layout.places) for each in problems)]
    if not faults:
        faults = [_placed(each, layout.places) for each in faults_of(scenario)]
    if faults:
        order = {sheet: at for at, sheet in enumerate((GENERAL_TITLE, *(sheet.title for sheet in SHEETS)))}
        faults.sort(key=lambda each: (order.get(each.sheet, len(order)), each.row))
        return ScenarioWorkbook(None, tuple(dict.fromkeys(faults)), (), layout.places, scenario)
    doubts = tuple(_placed(each, layout.places) for each in doubts_of(scenario))
    return ScenarioWorkbook(scenario, (), doubts, layout.places, scenario)


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


class _Layout:
    """The sheets as plain values, with the place of each list item and each general field noted in `places`,
    and what is wrong with the sheets themselves in `faults`.
    """

    def __init__(self, sheets: Mapping[str, list[tuple[Any, ...]]]) -> None:
        self._sheets = sheets
        self.places: dict[PlainPath, tuple[str, int]] = {}
        self.faults: list[SheetProblem] = []

    def plain(self) -> dict[str, Any]:
        for title in (GENERAL_TITLE, NODES.title, NEXT.title, ENDINGS.title):
            if title not in self._sheets:
                self._blame(title, 1, "工作簿里没有这张表。", "请用 scenario template 生成模板，按模板填写。")
        plain = self._general(self._sheets.get(GENERAL_TITLE, []))
        tables = {sheet.title: self._table(self._sheets.get(sheet.title, []), sheet) for sheet in SHEETS}
        self._moments(plain, tables)
        for sheet, key in ((ENDINGS, "endings"), (PAPERS, "papers"), (BASIS, "basis")):
            plain[key] = [fields for _, fields in tables[sheet.title]]
            self.places.update({(key, i): (sheet.title, row) for i, (row, _) in enumerate(tables[sheet.title])})
        return plain

    def _blame(self, sheet: str, row: int, message: str, remedy: str) -> None:
        self.faults.append(SheetProblem(sheet, row, message, remedy))

    def _moments(self, plain: dict[str, Any], tables: Mapping[str, list[tuple[int, dict[str, Any]]]]) -> None:
        """The rounds with their points and ways on, which stand in sheets of their own."""
        nodes: dict[str, dict[str, Any]] = {}
        plain["nodes"], plain["always"] = [], []
        for row, fields in tables[NODES.title]:
            self.places["nodes", len(plain["nodes"])] = NODES.title, row
            node = {**fields, "hints": [_hint(hint) for hint in fields.get("hints", ())], "points": [], "next": []}
            nodes.setdefault(str(fields.get("id", "")), node)
            plain["nodes"].append(node)
        at = {id(node): i for i, node in enumerate(plain["nodes"])}
        for sheet, key in ((POINTS, "points"), (NEXT, "next")):
            for row, fields in tables[sheet.title]:
                where = str(fields.pop("node", "")).strip()
                if sheet is NEXT and where == ANYWHERE:
                    self.places["always", len(plain["always"])] = sheet.title, row
                    plain["always"].append(fields)
                elif where not in nodes or not where:
                    said = f"没有叫“{where}”的轮次。" if where else "没有写是哪一轮。"
                    known = (
                        f"可以写的有：{'、'.join(name for name in nodes if name)}。" if nodes else "请先填“轮次”表。"
                    )
                    self._blame(sheet.title, row, said, known)
                else:
                    items = nodes[where][key]
                    self.places["nodes", at[id(nodes[where])], key, len(items)] = sheet.title, row
                    again = sheet is POINTS and set(fields) == {"id"}
                    items.append(fields["id"] if again else fields)

    def _general(self, rows: list[tuple[Any, ...]]) -> dict[str, Any]:
        paths = {label: path for label, path, _ in GENERAL}
        plain: dict[str, Any] = {"citizen": {}}
        self.places["citizen",] = GENERAL_TITLE, 1
        for number, row in enumerate(rows, 1):
            path = paths.get(_text(row[0]) if row else "")
            value = _text(row[1]) if len(row) > 1 else ""
            if path is None:
                if number > 1 and value:
                    said = f"不认识的项目“{_text(row[0])}”。" if _text(row[0]) else "有内容，没有写是哪一项。"
                    self._blame(GENERAL_TITLE, number, said, f"可以写的有：{'、'.join(paths)}。")
                continue
            self.places[path] = GENERAL_TITLE, number
            if value:
                holder = plain
                for key in path[:-1]:
                    holder = holder.setdefault(key, {})
                holder[path[-1]] = value
        return plain

    def _table(self, rows: list[tuple[Any, ...]], sheet: Sheet) -> list[tuple[int, dict[str, Any]]]:
        """Each row that says something, with its number and its fields by name."""
        headings = [_text(cell) for cell in rows[0]] if rows else []
        for heading in headings:
            if heading and heading not in sheet.columns:
                known = f"可以用的表头：{'、'.join(sheet.columns)}。"
                self._blame(sheet.title, 1, f"不认识的表头“{heading}”，这一列没有读。", known)
        found = []
        for number, row in enumerate(rows[1:], 2):
            fields = {}
            for heading, cell in zip(headings, row, strict=False):
                if heading in sheet.columns and (text := _text(cell)):
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
