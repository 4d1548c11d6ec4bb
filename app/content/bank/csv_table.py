"""Question tables as CSV: commas, semicolons or tabs, UTF-8 or GB18030."""

import csv
import io

from app.content.bank.imported import MOST_BYTES, Pictures, Reading, Written
from app.content.bank.table_rows import read_rows
from app.content.bank.table_writing import table_of
from app.content.bank.text_encoding import decode_text
from app.domain.errors import Progress, UserError, no_progress
from app.domain.questions import Question

# A table program takes a cell that begins like this for a formula; an apostrophe says it is text.
_FORMULA = ("=", "+", "-", "@", "\t", "'")


def read_csv(content: bytes, name: str, pictures: Pictures, on_progress: Progress = no_progress) -> Reading:
    """UserError where the file is no table of questions; each row is a draft or a rejection."""
    if len(content) > MOST_BYTES:
        raise UserError(f"{name} 超过了上限 {MOST_BYTES // 10**6} MB。", "请拆成几个文件再导入。")
    text = decode_text(content, name).text.replace("\x00", "")
    head = text[:2000].split("\n")[0]
    mark = max(",;\t，", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        reading = read_rows((tuple(_shown(cell) for cell in row) for row in rows), "", pictures, on_progress)
    except csv.Error as problem:
        raise UserError(
            f"{name} 不是完整的 CSV 表格（第 {rows.line_num} 行附近）。", "请用表格软件重新另存为 CSV。"
        ) from problem
    if reading is None:
        raise UserError(
            f"{name} 的前 20 行里没有找到表头（题干、答案……）。", "请用 bank template 生成模板，按模板的表头填写。"
        )
    return reading


def _shown(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:2] in _FORMULA else cell


def write_csv(questions: tuple[Question, ...], pictures: Pictures) -> Written:
    """With a byte order mark, so that Excel on a Chinese Windows reads it as UTF-8."""
    table, count, left_out = table_of(questions)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in table:
        writer.writerow("'" + str(cell) if str(cell).startswith(_FORMULA) else cell for cell in row)
    return Written(out.getvalue().encode("utf-8-sig"), count, tuple(left_out))
