"""The fonts that come with the application: where they are, how PDFs and charts get them, what they lack.

Each file is read once per process: ReportLab's and matplotlib's own registries keep what was read.
"""

import hashlib
import unicodedata
from enum import Enum
from pathlib import Path

from app.domain.errors import UserError
from app.system.places import fonts_folder


class Face(Enum):
    """A font file of app/reports/fonts; the value is its file name and its name in ReportLab."""

    TEXT = "NotoSansSC-Regular"
    BOLD = "NotoSansSC-Bold"
    KAI = "LXGWWenKai-Regular"

    @property
    def path(self) -> Path:
        return fonts_folder() / f"{self.value}.ttf"


# SHA-256 as in fonts/README.md: a font cut short parses well and fails only in the middle of a page.
_DIGESTS = {
    Face.TEXT: "26305be85f5378dc7d53f3dfa6c852a7e46621b226423400c1821aca9fc01c41",
    Face.BOLD: "8c347cbab488be9cda57350887e4d0d6d0f4ffd533aa5d6a3bfdae249b5da880",
    Face.KAI: "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
}

FAMILY = "Noto Sans SC"  # what matplotlib and fontconfig call TEXT and BOLD

# 〓 (geta) is the compositor's sign for a character that is not in the case.
GETA = "〓"


def register_with_reportlab() -> None:
    """Make the faces known to ReportLab under `Face.value`. UserError if a file is missing or damaged."""
    for face in Face:
        _font(face)


def register_with_matplotlib() -> None:
    """Make the family `FAMILY` known to matplotlib without scanning the system's fonts anew."""
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for face in (Face.TEXT, Face.BOLD):
        if str(face.path) not in known:
            _check(face)
            font_manager.fontManager.addfont(face.path)


def lacks(face: Face, text: str) -> str:
    """The distinct characters of `text` that `face` cannot draw, in order of appearance.

    Line breaks and tabs are layout, and characters that are invisible by nature (joiners, variation
    selectors) leave nothing out when they are not drawn: neither counts.
    """
    glyphs = _font(face).face.charToGlyph
    return "".join(dict.fromkeys(c for c in text if ord(c) not in glyphs and c not in "\n\t\r" and not invisible(c)))


def missing_characters(text: str) -> str:
    """The distinct characters of `text` that no text face can draw; a report prints `GETA` and names them."""
    return lacks(Face.TEXT, text)


def heading_face(text: str) -> Face:
    """KAI where it holds every character, else TEXT for all of them: two faces in one name look broken."""
    return Face.TEXT if lacks(Face.KAI, text) else Face.KAI


def printable(text: str) -> str:
    """`text` with `GETA` for each missing character; as long as `text`, so that positions in it stay true."""
    missing = missing_characters(text)
    return "".join(GETA if c in missing else c for c in text)


def invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0100"


def describe(character: str) -> str:
    """A character that cannot be printed, named so that a person can find it: U+31350（汉字）."""
    code = ord(character)
    if 0x20000 <= code <= 0x3FFFF:  # the planes of ideographs, also those newer than Python's tables
        name = "汉字"
    elif 0xE000 <= code <= 0xF8FF or code >= 0xF0000:
        name = "自造字"
    elif unicodedata.category(character) == "Cc":
        name = "控制字符"
    else:
        name = unicodedata.name(character, "未命名字符")
    return f"U+{code:04X}（{name}）"


def _font(face: Face):
    from reportlab.pdfbase import pdfmetrics

    from app.reports.searchable_font import SearchableFont

    if face.value not in pdfmetrics.getRegisteredFontNames():
        _check(face)
        pdfmetrics.registerFont(SearchableFont(face.value, str(face.path)))
    return pdfmetrics.getFont(face.value)


def _check(face: Face) -> None:
    try:
        whole = hashlib.sha256(face.path.read_bytes()).hexdigest() == _DIGESTS[face]
    except OSError:
        whole = False
    if not whole:
        raise UserError(
            f"随程序附带的字体文件 {face.path} 不见了或已损坏。", "请重新安装本程序，或从安装包恢复该文件。"
        )
