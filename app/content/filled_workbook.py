"""An Excel workbook that a person has filled in: opened with care, for it may be anything."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.domain.errors import UserError


def filled_sheets(path: Path, expected: str, not_filled: tuple[str, ...], most_bytes: int) -> Iterator[Any]:
    """The sheets that can be seen, but those named in `not_filled`, as openpyxl's worksheets with styles and types.

    `expected` says what it should be (“名单”). UserError where it is no workbook, is locked, or has more than
    `most_bytes` when unpacked.
    """
    from openpyxl import load_workbook

    broken = UserError(f"“{path.name}”不是 Excel 工作簿（.xlsx），或者已经损坏。", "请用表格软件另存为 .xlsx 再导入。")
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(f"找不到文件“{path}”。", "请检查文件是否被移走或改名。") from error
    except OSError as error:
        raise UserError(f"文件“{path}”读不出来（{error.strerror}）。", "请检查是否有权限读取这个文件。") from error
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError(
            f"“{path.name}”是旧版 Excel（.xls）或加了密码的文件。", "请用表格软件另存为不加密的 .xlsx 再导入。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
    except zipfile.BadZipFile as error:
        raise broken from error
    if unpacked > most_bytes:
        raise UserError(f"“{path.name}”展开后太大，不像是{expected}。", "请检查是不是选错了文件。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which nobody reads here
            book = load_workbook(io.BytesIO(data), keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parts raise on damaged workbooks
        raise broken from error
    return (sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and sheet.title not in not_filled)
