"""Write questions of the bank as a file for another system, and the empty template that a trainer fills in."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.content.bank.format_names import Format
from app.content.bank.formats import WRITERS
from app.content.bank.imported import LeftOut
from app.content.bank.xlsx_template import xlsx_template
from app.domain.errors import Progress, UserError, no_progress
from app.services.bank import BankDesk, pictures_of


@dataclass(frozen=True, slots=True)
class Exported:
    """`left_out` names what the format could not hold, question by question."""

    path: Path
    count: int
    left_out: tuple[LeftOut, ...]


def export(
    bank: BankDesk,
    path: Path,
    format: Format,
    ids: Sequence[str] | None = None,
    on_progress: Progress = no_progress,
) -> Exported:
    """Write questions (all without `ids`) as one file.

    UserError where nothing fits the format or the file cannot be written.
    """
    on_progress(None, "正在导出")
    questions = bank.questions(bank.index.ids() if ids is None else ids)
    written = WRITERS[format](questions, bank.picture_content)
    if not written.count:
        reason = f"（{written.left_out[0].reason}）" if written.left_out else ""
        raise UserError(f"没有可以导出为{format.label}的题目{reason}。", "请换一种格式，或选择其他题目。")
    files: dict[str, bytes] = {path.name: written.content}
    if format in (Format.XLSX, Format.CSV):  # tables only name their pictures
        for name in {name for question in questions for name in pictures_of(question)}:
            content = bank.picture_content(name)
            if content is not None:
                files[f"{path.stem}_图片/{name}"] = content
    on_progress(None, "正在写入文件")  # the last moment to cancel
    _write(path, files)
    return Exported(path, written.count, written.left_out)


def write_template(path: Path) -> None:
    """The Excel template with its drop-downs and an example of every type. UserError where it cannot be written."""
    _write(path, {path.name: xlsx_template()})


def _write(path: Path, files: Mapping[str, bytes]) -> None:
    """Each file by a temporary one and a rename, the main one last."""
    try:
        for name, content in sorted(files.items(), key=lambda each: each[0] == path.name):
            target = path.parent / name
            target.parent.mkdir(parents=True, exist_ok=True)
            new = target.with_name(f".{target.name}.new")
            new.write_bytes(content)
            os.replace(new, target)
    except OSError as problem:
        raise UserError(
            f"{path} 写不进去（{problem.strerror or problem}）。",
            "请关闭正在打开它的程序，检查权限和磁盘空间，或换一个位置。",
        ) from problem
