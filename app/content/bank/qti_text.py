"""The text of a QTI item's body, with its gaps, its pictures, and the places where something is answered."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.content.bank.qti_names import attribute, kind
from app.content.bank.rich_text import RichText
from app.domain.question_body_reading import PLACE, with_gaps

_BREAKS = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"}
)
_LOST = {
    "table": "表格排版",
    "math": "数学公式",
    "audio": "声音",
    "video": "影像",
    "svg": "矢量图",
    "printedvariable": "变量",
}
_INLINE = frozenset({"textentryinteraction", "inlinechoiceinteraction", "gap"})
_FEEDBACK = frozenset({"feedbackinline", "feedbackblock", "modalfeedback"})
_SPACE = re.compile(r"[\s\u00a0]+")
_BREAK = re.compile(" *\x00[ \x00]*")


@dataclass
class QtiText(RichText):
    """`gaps` are the inline elements that stand for ____ in the text, `blocks` the other interactions.

    `feedback` are (identifier, text) of what is said back.
    """

    gaps: list[Element] = field(default_factory=list)
    blocks: list[Element] = field(default_factory=list)
    feedback: list[tuple[str, str]] = field(default_factory=list)


def text_of(element: Element) -> QtiText:
    """Everything below an element as plain text, a line for every paragraph and break."""
    found = QtiText("")
    parts: list[str] = []
    _walk(element, found, parts)
    text = _SPACE.sub(" ", "".join(parts))
    found.text = with_gaps(_BREAK.sub("\n", text).strip("\n ").strip())
    return found


def _walk(element: Element, found: QtiText, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        name = kind(child)
        if name in _LOST and _LOST[name] not in found.lost:
            found.lost.append(_LOST[name])
        if name in _INLINE:
            parts.append(PLACE)
            found.gaps.append(child)
        elif name.endswith("interaction"):
            found.blocks.append(child)
            parts.append("\x00")
        elif name in _FEEDBACK:
            said = text_of(child)
            found.feedback.append((attribute(child, "identifier"), said.text))
            found.pictures += said.pictures
        elif name in ("img", "object") and _is_picture(child):
            found.pictures.append(attribute(child, "src") or attribute(child, "data"))
        elif name == "object":
            found.lost.append("嵌入的对象")
        elif name == "rubricblock" and "candidate" not in attribute(child, "view"):
            pass  # for examiners and authors, not for the person who answers
        elif name in (
            "stylesheet",
            "templateblock",
            "templateinline",
            "catalog",
            "cataloginfo",
            "companionmaterialsinfo",
        ):
            pass
        elif name:
            mark = "\x00" if name in _BREAKS else ""
            parts.append(mark)
            _walk(child, found, parts)
            parts.append(mark if name != "br" else "")
        parts.append(child.tail or "")


def _is_picture(element: Element) -> bool:
    return kind(element) == "img" or attribute(element, "type").startswith("image/")
