"""Say what is there and what is missing: one line a thing, with the remedy."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.speech.models import ModelStore
from app.storage.records import Records
from app.system.missing_pieces import Piece, how_to_get

if TYPE_CHECKING:
    from app.services.bank import BankDesk
    from app.services.citizen_voice import CitizenVoice

# A day of a busy class is about 1 GB of recordings; below this a person must be told before they lose one.
ENOUGH_DISK = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """`fine` or not; `essential` findings stop the main job when they are not fine."""

    subject: str
    fine: bool
    words: str
    remedy: str = ""
    essential: bool = True


def finding(subject: str, look: Callable[[], str], essential: bool = True) -> Finding:
    """Run one look. It returns what it found, or raises a UserError that says what is wrong."""
    try:
        return Finding(subject, True, look(), essential=essential)
    except UserError as problem:
        return Finding(subject, False, problem.message, problem.remedy, essential)


def look_at_disk(folder: Path) -> str:
    free = shutil.disk_usage(folder).free
    size = f"{free / 1e9:.1f} GB"
    if free < ENOUGH_DISK:
        raise UserError(f"{folder} 所在磁盘只剩 {size}。", "请清理磁盘，或用 --workspace 换一个位置。")
    return f"可用 {size}"


def look_at_folder(folder: Path) -> str:
    """That files can be made in the workspace; nothing is left behind."""
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as problem:
        raise UserError(
            f"工作区 {folder} 不能写入（{problem.strerror}）。", "请检查文件夹权限，或用 --workspace 换一个位置。"
        ) from problem
    return str(folder)


def look_at_bank(bank: "BankDesk") -> str:
    """Every file of the question bank read; its first mistake is the finding, the others keep their turn."""
    problems = bank.check()
    if problems:
        more = f"（共 {len(problems)} 处）" if len(problems) > 1 else ""
        raise UserError(f"{problems[0].file} 第 {problems[0].line} 行：{problems[0].message}{more}", problems[0].remedy)
    return f"{len(bank.cards())} 题"


def look_at_window() -> str:
    """That a window could open, without opening one and without importing the toolkit into this process."""
    from importlib.util import find_spec

    if find_spec("_tkinter") is None:
        raise UserError("缺少 tkinter，窗口无法打开。", how_to_get(Piece.TKINTER))
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        raise UserError("没有检测到显示器（DISPLAY 未设置）。", "在桌面环境中启动即可；没有窗口也能用命令行评分。")
    return "可以打开"


def examine(looks: Iterable[tuple[str, Callable[[], str], bool]]) -> tuple[Finding, ...]:
    """All findings in order: (subject, look, essential)."""
    return tuple(finding(subject, look, essential) for subject, look, essential in looks)


def look_at_model(models: ModelStore) -> str:
    """The model that would be used, every byte verified."""
    model = models.default()
    models.verify(model)
    return f"{model.name}（{model.engine.value}，{model.size / 1e6:.0f} MB，校验通过）"


def look_at_records(records: Records) -> str:
    result = records.verify()
    if not result.intact:
        raise UserError(result.what, "请保留现状，与备份核对。")
    return f"{result.rows} 条记录，全部完好"


def look_at_fonts() -> str:
    from app.reports.fonts import missing_characters

    missing = missing_characters("窗口练兵文明用语")
    if missing:
        raise UserError(f"程序自带字体缺少字符：{missing}。", "请重新安装本程序。")
    return "程序自带中文字体，可显示和打印"


def look_at_microphones() -> str:
    from app.speech.microphone import list_microphones

    microphones = list_microphones()
    if not microphones:
        raise UserError("没有找到麦克风。", "请插上麦克风后重试；没有麦克风时可以打字作答。")
    return "、".join(microphone.name for microphone in microphones)


def look_at_voice(voice: "CitizenVoice") -> str:
    """Which voice of the system's speaks for the citizens."""
    return f"{voice.look()}（普通话）"
