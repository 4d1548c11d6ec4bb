"""Chinese characters that show everywhere: the application's own fonts, made known before Tk starts."""

import logging
import os
import sys
from pathlib import Path

from app.system.places import fonts_folder, settings_file

log = logging.getLogger(__name__)

FAMILY = "Noto Sans SC"
_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def provide_fonts() -> str:
    """Make the application's fonts usable in this process and return the family the window should use.

    Must run before the first Tk root: fontconfig reads its configuration once. Windows and macOS have
    their own good Chinese faces; there ours is only what rare characters fall back to.
    """
    if sys.platform == "win32":
        _add_to_windows()
        return "Microsoft YaHei UI" if _windows_has("msyh.ttc") else FAMILY
    if sys.platform == "darwin":
        return "PingFang SC"
    _add_to_fontconfig(settings_file().with_name("fonts.conf"))
    return FAMILY


def _windows_has(name: str) -> bool:
    return (Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts" / name).is_file()


def _add_to_windows() -> None:
    from customtkinter import FontManager

    for name in _FILES:
        FontManager.load_font(str(fonts_folder() / name))  # AddFontResourceExW, private to this process


def _add_to_fontconfig(path: Path) -> None:
    """Point fontconfig at a private file that includes the system's (or the one already set) and our folder."""
    system = os.environ.get("FONTCONFIG_FILE") or "/etc/fonts/fonts.conf"
    if system == str(path):
        return
    wanted = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f'  <include ignore_missing="yes">{_escaped(system)}</include>\n'
        f"  <dir>{_escaped(str(fonts_folder()))}</dir>\n</fontconfig>\n"
    )
    try:
        if not path.is_file() or path.read_text(encoding="utf-8") != wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_name(path.name + ".new")
            new.write_text(wanted, encoding="utf-8")
            os.replace(new, path)
    except OSError:
        log.warning("the application's fonts could not be made known to fontconfig", exc_info=True)
        return
    os.environ["FONTCONFIG_FILE"] = str(path)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
