"""The charts of a class report: drawn as vectors on the page, readable without colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from app.reports.fonts import Face, printable
from app.reports.palette import ACCENT, FORBIDDEN, SOFT, TEXT, TRACK
from app.reports.typography import NOTE


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` and `second` lie in 0 to 1; the second is drawn after the first, hatched. `words` stand at the right."""

    label: str
    share: float
    words: str
    second: float = 0.0


class LyingBars(Flowable):
    """A bar a row between its name and its figure."""

    def __init__(
        self, bars: Sequence[Bar], label: float, figure: float, ink: str = ACCENT, second: str = FORBIDDEN
    ) -> None:
        super().__init__()
        self._bars, self._label, self._figure = list(bars), label, figure
        self._ink, self._second = ink, second
        self._step = 18.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, self._step * len(self._bars)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        fits = int(available_height // self._step)
        if fits < 1:
            return []
        parts = []
        for bars in (self._bars[:fits], self._bars[fits:]):
            part = LyingBars(bars, self._label, self._figure, self._ink, self._second)
            parts.append(part)
        return [part for part in parts if part._bars]

    def draw(self) -> None:
        canvas, size, thick = self.canv, NOTE.size, 8.0
        room = self.width - self._label - self._figure
        for at, bar in enumerate(self._bars):
            y = self.height - (at + 1) * self._step + 6
            canvas.setFont(Face.TEXT.value, size)
            canvas.setFillColor(HexColor(TEXT))
            canvas.drawString(0, y, fitting(printable(bar.label), self._label - 8, size))
            canvas.setFillColor(HexColor(TRACK))
            canvas.rect(self._label, y - 1, room, thick, stroke=0, fill=1)
            first = room * min(1.0, max(0.0, bar.share))
            if first:
                canvas.setFillColor(HexColor(self._ink))
                canvas.rect(self._label, y - 1, first, thick, stroke=0, fill=1)
            if bar.second:
                # Hollow, so that the two differ in grey as well.
                canvas.setStrokeColor(HexColor(self._second))
                canvas.setLineWidth(1.1)
                wide = room * min(1.0, bar.second)
                canvas.rect(self._label + first + 0.6, y - 0.4, max(0.5, wide - 1.2), thick - 1.2, stroke=1, fill=0)
            canvas.setFillColor(HexColor(SOFT))
            canvas.drawRightString(self.width, y, printable(bar.words))


def fitting(text: str, room: float, size: float) -> str:
    """The text, cut with … where it is wider than `room` points."""
    if stringWidth(text, Face.TEXT.value, size) <= room:
        return text
    while text and stringWidth(text + "…", Face.TEXT.value, size) > room:
        text = text[:-1]
    return text + "…"
