"""A block of Chinese text on a PDF page: broken by the rules of 禁则, set flush, with marks that read in grey.

ReportLab's own paragraph breaks Chinese by a crude rule, tears numbers apart and reads markup in what people
said; this flowable takes plain text and leaves every character as it is.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from enum import Enum
from math import pi, sin

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from app.reports.fonts import Face, invisible, printable
from app.reports.line_breaking import break_lines, squeezed


@dataclass(frozen=True, slots=True)
class Ink:
    """How a run of text looks: size in points, colour as #RRGGBB."""

    face: Face
    size: float
    colour: str


class Stroke(Enum):
    """The line under a mark; its shape says the kind where colour is lost."""

    STRAIGHT = "straight"
    WAVE = "wave"
    DOTS = "dots"


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `first` to `last` (half-open) of a block, underlined; `label` stands small above the first."""

    first: int
    last: int
    stroke: Stroke
    colour: str
    label: str
    bold: bool = False


_INDENT = 13.0


@dataclass(frozen=True, slots=True)
class _Line:
    first: int
    last: int
    spread: float  # extra room after each character but the last, which makes the line flush


class ChineseText(Flowable):
    """Runs of `(text, ink)` in lines `leading` points apart. `flush` spreads full lines to the right edge;
    `align_right` sets every line against it; `bar` is the colour of a rule at the left, the text indented."""

    def __init__(
        self,
        runs: Sequence[tuple[str, Ink]],
        leading: float,
        marks: Sequence[Mark] = (),
        flush: bool = False,
        align_right: bool = False,
        bar: str = "",
    ) -> None:
        super().__init__()
        raw = "".join(text for text, _ in runs)
        self._text = printable(raw.replace("\r", "\n").replace("\t", " "))
        self._inks = [ink for text, ink in runs for _ in text]
        for mark in marks:
            for place in range(mark.first, mark.last):
                face = Face.BOLD if mark.bold else self._inks[place].face
                self._inks[place] = replace(self._inks[place], colour=mark.colour, face=face)
        self.leading, self._marks, self._flush, self._align_right = leading, tuple(marks), flush, align_right
        self._bar, self._indent = bar, _INDENT if bar else 0.0
        self._widths = [
            0.0 if invisible(c) or c == "\n" else stringWidth(c, ink.face.value, ink.size)
            for c, ink in zip(self._text, self._inks, strict=True)
        ]
        self._tight = frozenset(place for place in squeezed(self._text) if self._is_square(place))
        for place in self._tight:
            self._widths[place] /= 2
        self._lines: list[_Line] | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        if self._lines is None or self.width != available_width:
            self.width = available_width
            ranges = break_lines(self._text, self._widths, available_width - self._indent)
            self._lines = [_Line(first, last, self._spread(first, last)) for first, last in ranges]
        self.height = self.leading * len(self._lines)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        self.wrap(available_width, available_height)
        fits = int(available_height / self.leading + 1e-6)
        if fits >= len(self._lines):
            return [self]
        # One line alone at the foot or the head of a page is hard to read.
        if len(self._lines) - fits < 2:
            fits -= 1
        if fits < 2:
            return []
        return [self._part(self._lines[:fits]), self._part(self._lines[fits:])]

    def _part(self, lines: list[_Line]) -> "ChineseText":
        part = copy(self)
        part.__dict__.pop("_postponed", None)  # ReportLab's note about the whole, not about its parts
        part._lines = lines
        part.height = self.leading * len(lines)
        return part

    def _spread(self, first: int, last: int) -> float:
        ends_paragraph = last >= len(self._text) or self._text[last] == "\n"
        gaps = last - first - 1
        if not self._flush or ends_paragraph or gaps < 1:
            return 0.0
        room = self.width - self._indent - sum(self._widths[first:last])
        # A line that had to break early (a long number follows) stays ragged rather than being torn wide.
        return room / gaps if room < 3 * self._inks[first].size else 0.0

    def _is_square(self, place: int) -> bool:
        """Whether the mark fills a square in its face: Kai's quotation marks are narrow already."""
        return self._widths[place] > 0.9 * self._inks[place].size

    def draw(self) -> None:
        if self._bar:
            self.canv.setStrokeColor(HexColor(self._bar))
            self.canv.setLineWidth(2)
            self.canv.line(1, 0, 1, self.height)
        for number, line in enumerate(self._lines):
            baseline = self.height - number * self.leading - self.leading * 0.5 - self._tallest(line) * 0.38
            self._draw_line(line, baseline)
        for number, line in enumerate(self._lines):
            baseline = self.height - number * self.leading - self.leading * 0.5 - self._tallest(line) * 0.38
            for mark in self._marks:
                self._draw_mark(mark, line, baseline)

    def _tallest(self, line: _Line) -> float:
        return max((ink.size for ink in self._inks[line.first : line.last]), default=0.0)

    def _left(self, line: _Line) -> float:
        return self.width - sum(self._widths[line.first : line.last]) if self._align_right else self._indent

    def _x(self, line: _Line, place: int) -> float:
        """Where the character at `place` begins."""
        return self._left(line) + sum(self._widths[line.first : place]) + line.spread * (place - line.first)

    def _draw_line(self, line: _Line, baseline: float) -> None:
        pen = self.canv.beginText(self._left(line), baseline)
        pen.setCharSpace(line.spread)
        place = line.first
        while place < line.last:
            end = place
            while end < line.last and self._inks[end] == self._inks[place]:
                end += 1
                if end - 1 in self._tight:
                    break
            ink = self._inks[place]
            pen.setTextOrigin(self._x(line, place), baseline)
            pen.setFont(ink.face.value, ink.size)
            pen.setFillColor(HexColor(ink.colour))
            pen.textOut("".join(c for c in self._text[place:end] if not invisible(c)))
            place = end
        pen.setCharSpace(0)
        self.canv.drawText(pen)

    def _draw_mark(self, mark: Mark, line: _Line, baseline: float) -> None:
        first, last = max(mark.first, line.first), min(mark.last, line.last)
        if first >= last:
            return
        size = self._inks[first].size
        left, right = self._x(line, first), self._x(line, last) - line.spread
        canvas, y = self.canv, baseline - size * 0.27
        canvas.saveState()
        canvas.setStrokeColor(HexColor(mark.colour))
        canvas.setFillColor(HexColor(mark.colour))
        canvas.setLineWidth(0.9)
        if mark.stroke is Stroke.WAVE:
            canvas.drawPath(_wave(canvas.beginPath(), left, right, y))
        else:
            if mark.stroke is Stroke.DOTS:
                canvas.setLineCap(1)
                canvas.setDash(0.1, 2.2)
            canvas.line(left, y, right, y)
        if mark.label and first == mark.first:
            canvas.setFont(Face.BOLD.value, size * 0.58)
            canvas.drawString(left, baseline + size * 0.98, mark.label)
        canvas.restoreState()


def _wave(path, left: float, right: float, y: float):
    """A wave of 4 points a period, as the wavy line under a word in a corrected text."""
    step, x = 0.5, left
    path.moveTo(left, y)
    while x < right:
        x = min(x + step, right)
        path.lineTo(x, y - 1.0 * sin((x - left) * pi / 2))
    return path
