"""The page around a report: margins, running head and foot with page x of y, and the document's properties."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from types import SimpleNamespace

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from app.reports.fonts import Face, printable
from app.reports.palette import RULE, SOFT

SIDE = 56.0
TOP = 58.0
BOTTOM = 50.0
TEXT_WIDTH = A4[0] - 2 * SIDE
_SMALL = 8.5


@dataclass(frozen=True, slots=True)
class Running:
    """What every page says at its head and foot, and the document's properties. `at` is
    ISO 8601; without it the properties name no real time."""

    title: str
    subject: str
    author: str
    at: str
    head_left: str
    head_right: str
    foot_left: str


def portrait_pdf(running: Running, story: Sequence[Flowable]) -> bytes:
    """The story on A4 portrait pages, fonts registered. The same arguments give the same bytes."""

    class Pages(Canvas):
        """Keeps finished pages back until their number is known."""

        def __init__(self, *arguments, **settings) -> None:
            super().__init__(*arguments, **settings)
            if running.at:
                self._doc._timeStamp = _moment(running.at)
            self._kept: list[dict] = []

        def showPage(self) -> None:
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._kept, start=1):
                self.__dict__.update(page)
                _head_and_foot(self, running, number, len(self._kept))
                super().showPage()
            super().save()

    file = io.BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=A4,
        invariant=1,
        lang="zh-CN",
        title=running.title,
        author=running.author,
        subject=running.subject,
        creator="窗口练兵",
        producer="窗口练兵",
        displayDocTitle=True,
        initialFontName=Face.TEXT.value,  # else every page names Helvetica, which is not embedded
    )
    frame = Frame(SIDE, BOTTOM, TEXT_WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame]))
    document.build(list(story), canvasmaker=Pages)
    return file.getvalue()


def _head_and_foot(canvas: Canvas, running: Running, number: int, pages: int) -> None:
    left, right, top = SIDE, A4[0] - SIDE, A4[1] - 36
    canvas.saveState()
    canvas.setFillColor(HexColor(SOFT))
    canvas.setFont(Face.TEXT.value, _SMALL)
    canvas.drawRightString(right, top, printable(running.head_right))
    room = right - left - stringWidth(running.head_right, Face.TEXT.value, _SMALL) - 20
    canvas.drawString(left, top, _shortened(printable(running.head_left), room))
    canvas.drawString(left, 26, printable(running.foot_left))
    canvas.drawRightString(right, 26, f"第 {number} 页，共 {pages} 页")
    canvas.setStrokeColor(HexColor(RULE))
    canvas.setLineWidth(0.5)
    canvas.line(left, top - 8, right, top - 8)
    canvas.line(left, 39, right, 39)
    canvas.restoreState()


def _shortened(text: str, room: float) -> str:
    if stringWidth(text, Face.TEXT.value, _SMALL) <= room:
        return text
    while text and stringWidth(text + "…", Face.TEXT.value, _SMALL) > room:
        text = text[:-1]
    return text + "…"


def _moment(at: str) -> SimpleNamespace:
    """ReportLab's time stamp, taken from what is printed and not from the clock."""
    moment = datetime.fromisoformat(at).astimezone(timezone.utc)
    return SimpleNamespace(YMDhms=tuple(moment.timetuple())[:6], dhh=0, dmm=0)
