"""The lexicon as an Excel workbook: one row a phrase, under Chinese headings, text that stays text."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app.domain.lexicon import Category, Kind, Severity
from app.domain.lexicon_layers import FIELD_NAMES, LISTED_FIELDS, RULES_OF_CONTEXT, LexiconEntry

SHEET, HELP_SHEET, LIST_SHEET = "用语", "填写说明", "选项表"
ON, OFF = "启用", "停用"
YES, NO = "是", "否"
ID, STATE = "编号", "状态"
_SPARE_ROWS = 2000  # below the last phrase, with drop-downs for new ones


@dataclass(frozen=True, slots=True)
class Heading:
    """A column. `field` is the phrase's, "" for what is no field of it; `choices` are offered as a drop-down."""

    name: str
    field: str
    width: int
    choices: tuple[str, ...] = ()

    @property
    def listed(self) -> bool:
        return self.field in LISTED_FIELDS


def _of(field: str, width: int, choices: tuple[str, ...] = ()) -> Heading:
    return Heading(FIELD_NAMES[field], field, width, choices)


HEADINGS = (
    Heading(ID, "", 26),
    _of("category", 14, tuple(category.label for category in Category)),
    _of("say", 34),
    _of("variants", 44),
    _of("instead", 44),
    _of("severity", 12, tuple(severity.label for severity in Severity)),
    Heading(STATE, "", 9, (ON, OFF)),
    _of("strict_you", 13, (YES, NO)),
    *(_of(rule, 26) for rule in RULES_OF_CONTEXT),
    _of("note", 30),
    Heading("来自", "", 12),
)
_HELP = (
    "一行一条用语。改好、存盘后，在“用语库”画面点“导入表格”，先看到会改动什么，再决定要不要导入。",
    "编号：已有的用语请不要改编号；新加的用语留空，程序会给一个。",
    "类别、严重程度、状态：从下拉列表里选。严重程度只对禁语有用：一票否决的，说了一处总分就是 0。",
    "其他说法和四列“就不算”：一格里可以写几种，每种一行（Alt+回车换行）。",
    "应当改说：禁语必须填写。",
    "表里没有的用语不受影响；要停用一条，把状态改成“停用”，不要删行。",
    "不用的列可以删掉，删掉的列保持原样。“来自”一列只供查看。",
    "导入的改动只写进本单位的用语（question_bank/phrases/overlays/本单位.yaml），随程序的文件不会改变。",
    "说法的写法：(甲|乙) 任选一种，[甲] 可有可无，{材料} 是空位，，表示可以停顿，^ 和 $ 是一小句的开头和结尾。",
)


def write_workbook(entries: Iterable[LexiconEntry]) -> bytes:
    """All phrases, off or on, as a workbook. Every cell is text: nothing in it is ever calculated."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for place, heading in enumerate(HEADINGS, 1):
        cell = _text(sheet.cell(1, place), heading.name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="2F5D8A")
        cell.alignment = Alignment(vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = heading.width
    rows = 1
    wrapped = Alignment(wrap_text=True, vertical="top")
    for rows, entry in enumerate(entries, 2):
        for place, heading in enumerate(HEADINGS, 1):
            _text(sheet.cell(rows, place), _cell(entry, heading)).alignment = wrapped
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADINGS))}{max(rows, 2)}"
    _offer_choices(book, sheet, rows + _SPARE_ROWS)
    guide = book.create_sheet(HELP_SHEET)
    guide.column_dimensions["A"].width = 110
    for number, line in enumerate(_HELP, 1):
        _text(guide.cell(number, 1), line).alignment = wrapped
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(entry: LexiconEntry, heading: Heading) -> str:
    if heading.name == ID:
        return entry.phrase.id
    if heading.name == STATE:
        return ON if entry.on else OFF
    if not heading.field:
        return f"{entry.level.value} {entry.origin}".strip() if not entry.own else "本单位"
    if heading.field == "severity" and entry.phrase.kind is Kind.POLITE:
        return ""
    value: Any = getattr(entry.phrase, heading.field)
    if heading.listed:
        return "\n".join(value)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Category | Severity):
        return value.label
    return str(value)


def _text(cell: Any, value: str) -> Any:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if value:
        cell._value = value  # set past openpyxl, which would take "=…" for a formula
        cell.data_type = "s"
        cell.quotePrefix = value[0] in "=+-@\t"  # so that the table program leaves it text when it is edited
    cell.number_format = "@"
    return cell


def _offer_choices(book: Any, sheet: Any, last_row: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = book.create_sheet(LIST_SHEET)
    lists.sheet_state = "hidden"
    offer: Callable[[Any], None] = sheet.add_data_validation
    for place, heading in enumerate(HEADINGS, 1):
        if not heading.choices:
            continue
        for row, choice in enumerate(heading.choices, 1):
            _text(lists.cell(row, place), choice)
        letter = get_column_letter(place)
        rule = DataValidation(
            type="list", formula1=f"{LIST_SHEET}!${letter}$1:${letter}${len(heading.choices)}", allow_blank=True
        )
        rule.error, rule.errorTitle = "请从下拉列表中选择。", "不在列表中"
        offer(rule)
        rule.add(f"{letter}2:{letter}{last_row}")
