"""A conversation's line of time on a PDF page: vectors, and signs that read without colour."""

from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from app.domain.role_play.timeline import Part, Sign, Timeline
from app.domain.role_play.timeline_layout import Layout, Measures, Piece, PlacedMark, lay_out
from app.reports.fonts import Face, printable
from app.reports.page_frame import TEXT_WIDTH
from app.reports.palette import ACCENT, FORBIDDEN, POLITE, RULE, SOFT, TEXT, TRACK

# The character in each sign's circle, and its colour; those that count against one are filled.
SIGNS = {
    Sign.POLITE: ("文", POLITE),
    Sign.DOUBTFUL: ("疑", SOFT),
    Sign.FORBIDDEN: ("禁", FORBIDDEN),
    Sign.POINT: ("点", ACCENT),
    Sign.SILENCE: ("默", FORBIDDEN),
    Sign.HINT: ("示", SOFT),
    Sign.MISHEARD: ("误", SOFT),
    Sign.RETRIED: ("重", SOFT),
}
_FILLED = (Sign.FORBIDDEN, Sign.SILENCE)
MEASURES = Measures(TEXT_WIDTH, least=9.0, most=26.0, lane=15.0, mark=9.5, gap=3.0, row_gap=10.0)
_SIZE = 7.0
_SPOKEN = "#DCE9F6"


class TimelineOnPage(Flowable):
    """The rows from `first` to `last` (half-open) of a line of time; it may be split between rows."""

    def __init__(self, line: Timeline, layout: Layout | None = None, first: int = 0, last: int | None = None) -> None:
        super().__init__()
        self._line = line
        self._layout = layout or lay_out(line, MEASURES)
        self._first, self._last = first, len(self._layout.rows) if last is None else last

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = MEASURES.width, self._bottom(self._last - 1) - self._top
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        fits = [row for row in range(self._first, self._last) if self._bottom(row) - self._top <= available_height]
        if len(fits) == self._last - self._first:
            return [self]
        if not fits:
            return []
        middle = fits[-1] + 1
        return [
            TimelineOnPage(self._line, self._layout, self._first, middle),
            TimelineOnPage(self._line, self._layout, middle, self._last),
        ]

    def draw(self) -> None:
        for piece in self._layout.pieces:
            if self._first <= piece.row < self._last:
                self._piece(piece)
        for placed in self._layout.marks:
            if self._first <= placed.row < self._last:
                self._mark(placed)

    @property
    def _top(self) -> float:
        return self._layout.rows[self._first].top

    def _bottom(self, row: int) -> float:
        rows = self._layout.rows
        return rows[row + 1].top - MEASURES.row_gap if row + 1 < len(rows) else self._layout.height

    def _y(self, y: float) -> float:
        """From the layout's, downwards, to the page's, upwards."""
        return self.height - (y - self._top)

    def _piece(self, piece: Piece) -> None:
        canvas, lane = self.canv, MEASURES.lane
        stretch = self._line.stretches[piece.stretch]
        citizen = stretch.part is Part.CITIZEN
        top = self._layout.citizen_top(piece.row) if citizen else self._layout.trainee_top(piece.row)
        bottom, width = self._y(top) - lane, max(0.6, piece.right - piece.left)
        canvas.saveState()
        if stretch.part in (Part.THINKING, Part.SILENCE):
            canvas.setStrokeColor(HexColor(FORBIDDEN if stretch.part is Part.SILENCE else SOFT))
            canvas.setLineWidth(0.7)
            canvas.setDash(0.8, 2)
            canvas.line(piece.left + 1, bottom + lane / 2, piece.left + width - 1, bottom + lane / 2)
            if piece.opens:
                self._seconds(piece.left, width, bottom, f"{stretch.seconds:.1f} 秒")
        else:
            canvas.setLineWidth(0.6)
            canvas.setStrokeColor(HexColor(RULE))
            canvas.setFillColor(
                HexColor({Part.CITIZEN: TRACK, Part.SPOKEN: _SPOKEN, Part.TYPED: "#FFFFFF"}[stretch.part])
            )
            radius = min(2.5, width / 2)
            canvas.roundRect(piece.left + 0.3, bottom, max(0.3, width - 0.6), lane, radius, stroke=1, fill=1)
            if piece.opens:
                number = f"{stretch.turn + 1}　" if citizen else ""
                text = _cut(printable((number + stretch.text).replace("\n", " ")), width - 5)
                canvas.setFillColor(HexColor(TEXT))
                canvas.setFont(Face.TEXT.value, _SIZE)
                canvas.drawString(piece.left + 3, bottom + lane / 2 - _SIZE * 0.36, text)
        canvas.restoreState()

    def _seconds(self, left: float, width: float, bottom: float, text: str) -> None:
        canvas = self.canv
        wide = stringWidth(text, Face.TEXT.value, _SIZE) + 4
        if wide < width - 4:
            x = left + (width - wide) / 2
            canvas.setFillColor(HexColor("#FFFFFF"))
            canvas.rect(x, bottom + 2, wide, MEASURES.lane - 4, stroke=0, fill=1)
            canvas.setFillColor(HexColor(SOFT))
            canvas.setFont(Face.TEXT.value, _SIZE)
            canvas.drawString(x + 2, bottom + MEASURES.lane / 2 - _SIZE * 0.36, text)

    def _mark(self, placed: PlacedMark) -> None:
        draw_sign(self.canv, self._line.marks[placed.mark].sign, placed.x, self._y(placed.y))


class SignLegend(Flowable):
    """The signs that occur, each with its name."""

    def __init__(self, signs: Sequence[Sign]) -> None:
        super().__init__()
        self._signs = signs
        self.width, self.height = TEXT_WIDTH, 15.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        x = MEASURES.mark / 2
        for sign in self._signs:
            draw_sign(self.canv, sign, x, 8)
            self.canv.setFillColor(HexColor(SOFT))
            self.canv.setFont(Face.TEXT.value, 8)
            self.canv.drawString(x + 7, 5.2, sign.label)
            x += 7 + stringWidth(sign.label, Face.TEXT.value, 8) + 16


def draw_sign(canvas, sign: Sign, x: float, y: float) -> None:
    """A sign around its middle."""
    word, ink = SIGNS[sign]
    filled = sign in _FILLED
    canvas.saveState()
    canvas.setStrokeColor(HexColor(ink))
    canvas.setFillColor(HexColor(ink if filled else "#FFFFFF"))
    canvas.setLineWidth(0.7)
    canvas.circle(x, y, MEASURES.mark / 2 - 0.4, stroke=1, fill=1)
    canvas.setFillColor(HexColor("#FFFFFF" if filled else ink))
    canvas.setFont(Face.BOLD.value, 6)
    canvas.drawCentredString(x, y - 2.2, word)
    canvas.restoreState()


def _cut(text: str, room: float) -> str:
    """As much of the text as there is room for."""
    if stringWidth(text, Face.TEXT.value, _SIZE) <= room:
        return text
    while text and stringWidth(text + "…", Face.TEXT.value, _SIZE) > room:
        text = text[:-1]
    return text + "…" if len(text) > 1 else text if stringWidth(text, Face.TEXT.value, _SIZE) <= room else ""
