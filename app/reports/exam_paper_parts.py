"""The building blocks of an exam on paper: labelled text, options side by side, boxes and lines to write on."""

import io
from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Image, KeepTogether, Spacer

from app.domain.arrangement import letter
from app.reports.chinese_text import ChineseText
from app.reports.fonts import Face
from app.reports.page_frame import TEXT_WIDTH
from app.reports.palette import RULE, SOFT, TEXT
from app.reports.typography import BODY, NOTE, columns

LEADING = 17.0
INDENT = 24.0
_OPTION = 19.0  # what an option's letter takes
_TALLEST = 180.0  # of a picture
_CHINESE = "零一二三四五六七八九十"


class Labelled(Flowable):
    """A number or letter hanging to the left of a text that breaks over lines and pages."""

    def __init__(self, label: str, body: ChineseText, width: float = INDENT, left: float = 0.0) -> None:
        super().__init__()
        self._label, self._body, self._hang, self._left = label, body, width, left

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        _, self.height = self._body.wrap(available_width - self._left - self._hang, available_height)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        parts = self._body.split(available_width - self._left - self._hang, available_height)
        labels = [self._label, *[""] * len(parts)]
        return [Labelled(label, part, self._hang, self._left) for label, part in zip(labels, parts, strict=False)]

    def draw(self) -> None:
        if self._label:  # first: text is read and copied in the order it is drawn
            label = ChineseText([(self._label, BODY)], self._body.leading)
            _, tall = label.wrap(self._hang, 0)
            label.drawOn(self.canv, self._left, self.height - tall)
        self._body.drawOn(self.canv, self._left + self._hang, 0)


class WritingLines(Flowable):
    """Lines to write on by hand."""

    def __init__(self, count: int, left: float = INDENT, gap: float = 25.0) -> None:
        super().__init__()
        self._count, self._left, self._gap = count, left, gap

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, self._count * self._gap + 4
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        fits = int((available_height - 4) / self._gap)
        if fits < 1 or fits >= self._count:
            return []
        return [WritingLines(fits, self._left, self._gap), WritingLines(self._count - fits, self._left, self._gap)]

    def draw(self) -> None:
        self.canv.setStrokeColor(HexColor(SOFT))
        self.canv.setLineWidth(0.4)
        for at in range(1, self._count + 1):
            y = self.height - at * self._gap
            self.canv.line(self._left, y, self.width, y)


class Boxes(Flowable):
    """A row of boxes with a small heading in each: (heading, content, width as a share of the whole)."""

    def __init__(self, rows: Sequence[Sequence[tuple[str, str, float]]], height: float = 30.0) -> None:
        super().__init__()
        self._rows, self._high = rows, height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, self._high * len(self._rows)
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(HexColor(SOFT))
        canvas.setLineWidth(0.6)
        top = self.height
        for row in self._rows:
            whole = sum(share for _heading, _text, share in row)
            left = 0.0
            for heading, text, share in row:
                wide = self.width * share / whole
                canvas.rect(left, top - self._high, wide, self._high)
                canvas.setFillColor(HexColor(SOFT))
                canvas.setFont(Face.TEXT.value, NOTE.size)
                canvas.drawString(left + 5, top - 12, heading)
                canvas.setFillColor(HexColor(TEXT))
                canvas.setFont(Face.TEXT.value, BODY.size)
                canvas.drawString(left + 5, top - self._high + 6, text)
                left += wide
            top -= self._high
        canvas.setStrokeColor(HexColor(RULE))


def options(texts: Sequence[str], pictures: Sequence[Flowable | None], left: float = INDENT) -> list[Flowable]:
    """Lettered options: four in a row where they are short, two, or one below the other."""
    room = TEXT_WIDTH - left
    longest = max((stringWidth(text, Face.TEXT.value, BODY.size) for text in texts), default=0.0) + _OPTION + 8
    across = next((n for n in (4, 2) if longest <= room / n and len(texts) >= n), 1)
    if any(pictures) or across == 1:
        found: list[Flowable] = []
        for at, (text, picture) in enumerate(zip(texts, pictures, strict=True)):
            found.append(Labelled(f"{letter(at)}.", ChineseText([(text, BODY)], LEADING), _OPTION, left))
            if picture is not None:
                found.append(picture)
        return found
    cells = [Labelled(f"{letter(at)}.", ChineseText([(text, BODY)], LEADING), _OPTION) for at, text in enumerate(texts)]
    rows = [cells[at : at + across] for at in range(0, len(cells), across)]
    rows[-1] += [Spacer(0, 0)] * (across - len(rows[-1]))
    return [columns([[Spacer(0, 0), *row] for row in rows], [left, *[room / across] * across])]


def picture(content: bytes | None, left: float = INDENT) -> Flowable | None:
    """A picture as large as it fits; None where there is none or nobody can read it."""
    if content is None:
        return None
    try:
        shown = Image(io.BytesIO(content))
        share = min(1.0, (TEXT_WIDTH - left) / shown.imageWidth, _TALLEST / shown.imageHeight)
        shown.drawWidth, shown.drawHeight = shown.imageWidth * share, shown.imageHeight * share
    except Exception:  # a damaged picture must not keep the paper from being printed
        return None
    return columns([[Spacer(0, 0), [shown]]], [left, TEXT_WIDTH - left])


def kept_together(parts: Sequence[Flowable], after: float = 7.0) -> list[Flowable]:
    return [KeepTogether(list(parts)), Spacer(0, after)]


def ordinal(number: int) -> str:
    """一、二、… for the sections of a paper; more than ten are 十一 and so on."""
    return _CHINESE[number] if number <= 10 else f"十{_CHINESE[number - 10]}"
