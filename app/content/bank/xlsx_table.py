"""Question tables as Excel workbooks: read row by row, written with text that stays text."""

import io
import warnings
from typing import Any

from app.content.bank.imported import LeftOut, Pictures, Reading, Rejected, Written
from app.content.bank.package import Package
from app.content.bank.table_rows import read_rows
from app.content.bank.table_writing import table_of
from app.domain.errors import Cancelled, Progress, UserError, no_progress
from app.domain.questions import Question

HELP_SHEET = "填写说明"  # of our template: its examples are no questions
_LONGEST_CELL = 32_767
_MOST_ROWS = 200_000
_MOST_COLUMNS = 400  # a cell somewhere far to the right would make every row as long


def read_xlsx(content: bytes, name: str, pictures: Pictures, on_progress: Progress = no_progress) -> Reading:
    """All sheets that have headings. UserError where it is no workbook or none has; each row is a draft or a rejection."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError(f"{name} 是旧版 Excel（.xls）或加了密码的文件。", "请用表格软件另存为不加密的 .xlsx 再导入。")
    Package(content, name)  # sizes, names and entries first
    drafts, rejected, notes = [], [], []
    found = False
    sheet_name = ""
    try:
        book = _open(content)
        for sheet in book.worksheets:
            sheet_name = sheet.title
            if sheet.sheet_state != "visible" or sheet.title == HELP_SHEET:
                continue
            sheet.reset_dimensions()  # some programs write a wrong one, which would hide rows
            rows = sheet.iter_rows(values_only=True, max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)
            reading = read_rows(rows, sheet.title, pictures, on_progress)
            if reading is not None:
                found = True
                drafts += reading.drafts
                rejected += reading.rejected
                notes += reading.notes
            else:
                notes.append(f"工作表“{sheet.title}”没有表头，没有导入")
    except (UserError, Cancelled, MemoryError):
        raise
    except Exception as problem:  # openpyxl raises whatever its parts raise on damaged workbooks
        if not drafts:
            raise UserError(
                f"{name} 不是完整的 Excel 工作簿，或者已经损坏。", "请用表格软件打开并另存后再试。"
            ) from problem
        rejected.append(Rejected(f"工作表“{sheet_name}”", "文件在这里损坏，以后的内容没有导入"))
    if not found:
        raise UserError(
            f"{name} 的各工作表前 20 行里都没有找到表头（题干、答案……）。",
            "请用 bank template 生成模板，按模板的表头填写。",
        )
    return Reading(tuple(drafts), tuple(rejected), tuple(notes))


def _open(content: bytes) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which nobody reads here
        return load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)


def write_xlsx(questions: tuple[Question, ...], pictures: Pictures) -> Written:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    table, count, left_out = table_of(questions)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("题目")
    sheet.freeze_panes = "A2"
    for row in table:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value="" if isinstance(value, str) else value)
            if isinstance(value, str):
                if len(value) > _LONGEST_CELL:
                    left_out.append(LeftOut(str(row[0]), "文字超过一个单元格的上限 32767 字", whole=False))
                cell._value = value[:_LONGEST_CELL]  # set past openpyxl, which would take "=…" for a formula
                cell.data_type = "s"
            cells.append(cell if value is not None else None)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return Written(out.getvalue(), count, tuple(left_out))
