"""HTML of other systems to plain text and back: what the bank cannot show is named, never dropped in silence."""

import base64
import binascii
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

_BREAKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre"})
_SILENT = frozenset({"script", "style", "head", "title"})
_LOST = {
    "table": "表格排版",
    "math": "数学公式",
    "m:math": "数学公式",
    "svg": "矢量图",
    "audio": "声音",
    "video": "影像",
    "object": "嵌入的对象",
    "iframe": "嵌入的网页",
}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\u00a0\u200b]+")
_LINES = re.compile(r" ?\n[ \n]*")
_DATA = re.compile(r"data:image/(png|jpe?g|gif|webp|bmp);base64,", re.IGNORECASE)
_MOST_LOOSE = 50
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp")


@dataclass
class RichText:
    """`pictures` are the sources of its images in order; `lost` names what plain text cannot say."""

    text: str
    pictures: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def clean(text: str) -> str:
    """Without unprintable characters, line ends as line feeds, no spaces around lines."""
    if text.isprintable():  # one line without anything to remove, which most texts are
        return text.strip()
    text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _LINES.sub("\n", text.replace("\t", " ")).strip()


def from_html(source: str) -> RichText:
    """The text of a piece of HTML, with a line for every paragraph, break, list item and table row."""
    if "<" not in source and "&" not in source:
        return RichText(_tidy(source))
    if source.count("<") > source.count(">") + _MOST_LOOSE or source.count("<!--") > source.count("-->") + _MOST_LOOSE:
        # Tags that never end make the parser look through the rest of the text again and again.
        return RichText(_tidy(html.unescape(source.replace("<", " "))), lost=["损坏的排版"])
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return RichText(_tidy("".join(reader.text)), reader.pictures, reader.lost)


def to_html(text: str) -> str:
    """Plain text as XHTML, a line break for every line feed."""
    return html.escape(text, quote=False).replace("\n", "<br/>")


def _tidy(text: str) -> str:
    return _LINES.sub("\n", _SPACES.sub(" ", _UNPRINTABLE.sub("", text.replace("\r", "\n")))).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.pictures: list[str] = []
        self.lost: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self.text.append("\n")
        elif tag == "img":
            source = dict(attrs).get("src") or ""
            if source:
                self.pictures.append(source)
        elif tag in ("td", "th"):
            self.text.append(" ")
        if tag in _LOST and _LOST[tag] not in self.lost:
            self.lost.append(_LOST[tag])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _SILENT:
            self._silent -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS and tag != "br":
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # A line end in HTML source is a space; breaks come from tags.
            self.text.append(data.replace("\n", " "))


def picture_name(source: str) -> str:
    """The bare, safe file name of a picture's source; "" where it is none we can keep."""
    name = unquote(source).replace("\\", "/").rsplit("/", 1)[-1].split("?")[0]
    name = re.sub(r'[:*?"<>|\x00-\x1f]', "", name).lstrip(".").strip()
    return name[-100:] if name.lower().endswith(PICTURE_ENDINGS) and len(name) > 4 else ""


def embedded_picture(source: str) -> tuple[str, bytes] | None:
    """(file name ending, content) of a data: picture."""
    match = _DATA.match(source)
    if not match:
        return None
    try:
        return "." + match[1].lower(), base64.b64decode(source[match.end() :], validate=False)
    except (binascii.Error, ValueError):
        return None


def looks_like_picture(content: bytes) -> bool:
    """Whether the bytes begin as PNG, JPEG, GIF, BMP or WebP do: an ending alone proves nothing."""
    return (
        content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM"))
        or content[:4] == b"RIFF"
        and content[8:12] == b"WEBP"
    )


def take_picture(
    rich: RichText, find: Mapping[str, bytes], pictures: dict[str, bytes], notes: list[str], where: str
) -> str:
    """The name under which the first picture of a text is kept, its content put into `pictures`.

    `find` has the contents that came with the file by bare name. Everything that cannot be kept is noted.
    """
    kept = ""
    notes += [f"{where}里的{what}没有导入" for what in rich.lost]
    for source in rich.pictures:
        embedded = embedded_picture(source)
        if embedded is not None:
            content: bytes | None = embedded[1]
            name = f"{abs(hash_of(embedded[1])):x}"[:16] + embedded[0]
        else:
            name = picture_name(source)
            content = find.get(name)
        if kept:
            notes.append(f"{where}有多张图片，只导入了第一张（{kept}）")
            break
        if not name or content is None or not looks_like_picture(content):
            notes.append(f"{where}的图片 {name or source[:60]} 没有随文件提供或不是图片，没有导入")
            continue
        kept = name
        pictures[name] = content
    return kept


def hash_of(content: bytes) -> int:
    import hashlib

    return int.from_bytes(hashlib.sha256(content).digest()[:8], "big")
