"""The command that brings a missing piece of the system: named for the system at hand, run by its owner.

start.py uses this before anything is installed, so only the standard library may be imported here.
"""

import shutil
import sys
from enum import Enum
from pathlib import Path


class Piece(Enum):
    """What pip cannot bring, by the name of its package: Debian's and Ubuntu's, then Fedora's and openEuler's."""

    TKINTER = ("python3-tk", "python3-tkinter")
    PORTAUDIO = ("libportaudio2", "portaudio")
    VENV = ("python3-venv", "python3-virtualenv")
    MANDARIN = ("espeak-ng", "espeak-ng")


def how_to_get(piece: Piece) -> str:
    """One sentence with the command or the step that brings the piece to the Python that runs this."""
    if sys.platform == "win32":
        if piece is Piece.TKINTER:
            return "请重新运行 Python 安装程序，选 Modify，勾选 “tcl/tk and IDLE”。"
        if piece is Piece.MANDARIN:
            return "请打开 Windows 的“设置 → 时间和语言 → 语音”，添加“中文（简体，中国）”语音，再重新打开本程序。"
        return "请重新运行 start.py，它会重新安装所需的库。"
    if sys.platform == "darwin":
        if piece is Piece.MANDARIN:
            return "请打开“系统设置 → 辅助功能 → 朗读内容 → 系统声音”，下载一个中文（普通话）声音。"
        formula = {
            Piece.TKINTER: f"python-tk@{sys.version_info[0]}.{sys.version_info[1]}",
            Piece.PORTAUDIO: "portaudio",
            Piece.VENV: "python",
        }[piece]
        return f"请运行：brew install {formula}"
    debian, fedora = piece.value
    if piece in (Piece.TKINTER, Piece.VENV) and Path(sys.base_prefix) != Path("/usr"):
        # A Python built by hand or by pyenv takes no module from the distribution.
        return f"请改用系统自带的 Python（先安装 {debian}），或装好 Tcl/Tk 的开发包后重新编译这个 Python。"
    if shutil.which("apt-get"):
        return f"请运行：sudo apt-get install {debian}"
    for manager in ("dnf", "yum"):
        if shutil.which(manager):
            return f"请运行：sudo {manager} install {fedora}"
    return f"请用系统的软件管理器安装 {debian}（有的系统叫 {fedora}）。"
