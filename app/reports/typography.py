"""The inks and the few building blocks of a report's page."""

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table

from app.reports.chinese_text import ChineseText, Ink
from app.reports.fonts import Face
from app.reports.page_frame import TEXT_WIDTH
from app.reports.palette import ACCENT, FORBIDDEN, SOFT, TEXT

BODY = Ink(Face.TEXT, 10.5, TEXT)
STRONG = Ink(Face.BOLD, 10.5, TEXT)
QUIET = Ink(Face.TEXT, 10.5, SOFT)
ALARM = Ink(Face.BOLD, 10.5, FORBIDDEN)
NOTE = Ink(Face.TEXT, 9, SOFT)
SPOKEN = Ink(Face.TEXT, 12, TEXT)
SECTION = Ink(Face.BOLD, 11.5, ACCENT)


def section(title: str, aside: ChineseText | None = None) -> list[Flowable]:
    """A section's title, never alone at the foot of a page, with `aside` at its right."""
    heading = ChineseText([(title, SECTION)], 22)
    line = heading if aside is None else columns([[heading, aside]], [140, TEXT_WIDTH - 140])
    return [CondPageBreak(80), line]


def columns(rows: list[list], widths: list[float]) -> Flowable:
    """Flowables side by side without lines; a cell is a flowable or a list of them."""
    style = [
        ("FONTNAME", (0, 0), (-1, -1), Face.TEXT.value),  # a cell sets its font even where it holds no string
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    return Table(rows, colWidths=widths, style=style)


class SigningLine(Flowable):
    """The line that is signed on."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self.width, self.height = width, 1

    def draw(self) -> None:
        self.canv.setStrokeColor(HexColor(TEXT))
        self.canv.setLineWidth(0.6)
        self.canv.line(0, 0, self.width, 0)


def signatures() -> list[Flowable]:
    """Where the trainee, the trainer and HR sign."""
    gap, parties = 24.0, ("学员", "带教老师", "人事")
    width = (TEXT_WIDTH - 2 * gap) / 3
    cells: list[list[Flowable] | Flowable] = []
    for party in parties:
        dated = ChineseText([("日期　　　　年　　月　　日", NOTE)], 16)
        cells += [[ChineseText([(party, QUIET)], 16), Spacer(0, 24), SigningLine(width), dated], Spacer(0, 0)]
    return [columns([cells[:-1]], [width, gap, width, gap, width]), Spacer(0, 9)]
