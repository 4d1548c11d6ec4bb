"""A table of text on a PDF page that flows over pages: its head is repeated, and a long row goes on.

ReportLab's Table either refuses a row taller than a page or, told to split it, draws past the foot.
"""

from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from app.reports.chinese_text import ChineseText
from app.reports.palette import RULE

Row = Sequence[ChineseText]
_AIR = 1.6  # above and below the text of a row
_GUTTER = 12.0


class Rows(Flowable):
    """`rows` of one text a column under `head` (None: no head), a hairline below each; `widths` in points."""

    def __init__(self, head: Row | None, rows: Sequence[Row], widths: Sequence[float]) -> None:
        super().__init__()
        self._head, self._rows, self._widths = head, list(rows), tuple(widths)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = sum(self._widths), sum(self._height(row) for row in self._all())
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        room = available_height - (self._height(self._head) if self._head else 0.0)
        for number, row in enumerate(self._rows):
            height = self._height(row)
            if height <= room + 1e-6:
                room -= height
                continue
            # A row that fits on a page of its own is not torn, unless it is all there is.
            above, below = self._torn(row, room - 2 * _AIR) if number == 0 or height > 400 else (None, row)
            first = [*self._rows[:number], *([above] if above else [])]
            return [self._part(first), self._part([below, *self._rows[number + 1 :]])] if first else []
        return [self]

    def draw(self) -> None:
        top = self.height
        self.canv.setStrokeColor(HexColor(RULE))
        self.canv.setLineWidth(0.5)
        for row in self._all():
            left = 0.0
            for cell, width in zip(row, self._widths, strict=True):
                _, tall = cell.wrap(self._room(left, width), 0)
                cell.drawOn(self.canv, left, top - _AIR - tall)
                left += width
            top -= self._height(row)
            self.canv.line(0, top, self.width, top)

    def _all(self) -> list[Row]:
        return [*([self._head] if self._head else []), *self._rows]

    def _part(self, rows: Sequence[Row]) -> "Rows":
        return Rows(self._head, rows, self._widths)

    def _room(self, left: float, width: float) -> float:
        """The width of a cell's text; the last column reaches the edge."""
        last = left + width >= sum(self._widths) - 1e-6
        return width if last else width - _GUTTER

    def _height(self, row: Row) -> float:
        left, tallest = 0.0, 0.0
        for cell, width in zip(row, self._widths, strict=True):
            tallest = max(tallest, cell.wrap(self._room(left, width), 0)[1])
            left += width
        return tallest + 2 * _AIR

    def _torn(self, row: Row, room: float) -> tuple[Row | None, Row]:
        """The part of a row that fits in `room` (None: nothing of it) and the rest."""
        above, below, left = [], [], 0.0
        for cell, width in zip(row, self._widths, strict=True):
            parts = cell.split(self._room(left, width), room)
            if not parts:
                return None, row
            above.append(parts[0])
            below.append(parts[1] if len(parts) > 1 else ChineseText([], cell.leading))
            left += width
        return above, below
