"""All formats by name: which reader a file needs, which writer makes one."""

import re
from pathlib import PurePath

from app.content.bank.aiken import read_aiken, write_aiken
from app.content.bank.csv_table import read_csv, write_csv
from app.content.bank.format_names import Format
from app.content.bank.gift import read_gift
from app.content.bank.gift_writing import write_gift
from app.content.bank.imported import Pictures, Reading, Writer
from app.content.bank.moodle_xml import read_moodle_xml
from app.content.bank.moodle_xml_writing import write_moodle_xml
from app.content.bank.qti import read_qti_item, read_qti_package
from app.content.bank.qti_writing import QTI_21, QTI_22, QTI_30, qti_writer
from app.content.bank.text_encoding import decode_text
from app.content.bank.xlsx_table import read_xlsx, write_xlsx
from app.domain.errors import Progress, UserError, no_progress

_XML = re.compile(r"\s*<(?:\?xml|quiz|\w*:?assessmentItem|qti-assessment-item)[\s>]")
_OPTION = re.compile(r"[（(]?[A-Z][)）.．、]")
_ANSWER = re.compile(r"(?:ANSWER|答案|正确答案)\s{0,9}[:：]\s{0,9}[A-Za-z]")
WRITERS: dict[Format, Writer] = {
    Format.XLSX: write_xlsx,
    Format.CSV: write_csv,
    Format.GIFT: write_gift,
    Format.MOODLE_XML: write_moodle_xml,
    Format.AIKEN: write_aiken,
    Format.QTI_21: qti_writer(QTI_21),
    Format.QTI_22: qti_writer(QTI_22),
    Format.QTI_30: qti_writer(QTI_30),
}


def no_pictures(name: str) -> bytes | None:
    return None


def read_any(
    content: bytes, name: str, pictures: Pictures = no_pictures, on_progress: Progress = no_progress
) -> Reading:
    """Read a file of any format, known by its content first and its name's ending second.

    `pictures` finds pictures that lie beside a table. UserError where the file is of no known format.
    """
    ending = PurePath(name).suffix.lower()
    if not content.strip():
        raise UserError(f"{name} 是空的。", "请检查导出是否完成。")
    if content.startswith(b"PK") or ending in (".xlsx", ".xlsm", ".zip"):
        if ending in (".xlsx", ".xlsm") or b"xl/workbook.xml" in content:
            return read_xlsx(content, name, pictures, on_progress)
        return read_qti_package(content, name, on_progress)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return read_xlsx(content, name, pictures, on_progress)
    if ending == ".csv":
        return read_csv(content, name, pictures, on_progress)
    text = decode_text(content[:200_000], name).text if len(content) <= 200_000 else _start(content, name)
    if ending == ".xml" or _XML.match(text):
        if "<quiz" in text[:5000]:
            return read_moodle_xml(content, name, on_progress)
        return read_qti_item(content, name, on_progress)
    if ending == ".tsv":
        return read_csv(content, name, pictures, on_progress)
    if ending in (".txt", ".gift", ".aiken", ""):
        if ending != ".gift" and (ending == ".aiken" or _is_aiken(text)):
            return read_aiken(content, name, on_progress)
        return read_gift(content, name, on_progress)
    raise UserError(
        f"不认识的文件类型：{name}。",
        "可以导入 .xlsx、.csv、.txt（GIFT 或 Aiken）、.xml（Moodle）和 .zip（QTI）。",
    )


def _is_aiken(text: str) -> bool:
    """Whether somewhere a line with the answer follows an option, as in no other text format."""
    option = False
    for line in text.splitlines():
        bare = line.strip()
        if bare:
            if option and _ANSWER.match(bare):
                return True
            option = _OPTION.match(bare) is not None
    return False


def _start(content: bytes, name: str) -> str:
    # Cut at a line end, so that no character is cut in two.
    end = content.rfind(b"\n", 0, 200_000)
    return decode_text(content[: end if end > 0 else 200_000], name).text
