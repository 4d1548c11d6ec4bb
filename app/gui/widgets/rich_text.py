"""Words of several kinds on a canvas, broken into lines as Chinese is."""

import tkinter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from tkinter.font import Font
from typing import Literal

from app.domain.modules.lesson import Words
from app.gui.line_breaking import break_lines
from app.gui.theme import Theme

LEADING = 1.6  # height of a line, in its type's size: Chinese set closer is hard to read
_RAISED = 0.72  # size of a note's number, in its text's


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one kind. `note` is the number of the basis it calls, 0 for plain words."""

    text: str
    strong: bool = False
    note: int = 0


def pieces_of(words: Words, numbers: dict[str, int]) -> tuple[Piece, ...]:
    """The words with the numbers of their bases; `numbers` gives each label's."""
    found: list[Piece] = []
    for run in words:
        if run.text:
            found.append(Piece(run.text, run.strong))
        if run.note in numbers:
            found.append(Piece(str(numbers[run.note]), False, numbers[run.note]))
    return tuple(found)


class RichText:
    """Draws on `canvas`. Measures are kept, so that one of these serves a whole page."""

    def __init__(self, canvas: tkinter.Canvas, theme: Theme) -> None:
        self._canvas = canvas
        self._theme = theme
        self._faces: dict[tuple[int, bool], Font] = {}
        self.sought = ""
        self.found: list[tuple[int, int]] = []

    def face(self, size: float, bold: bool = False) -> Font:
        key = (self._theme.px(size), bold)
        if key not in self._faces:
            weight: Literal["bold", "normal"] = "bold" if bold else "normal"
            self._faces[key] = Font(self._canvas, family=self._theme.family, size=-key[0], weight=weight)
        return self._faces[key]

    def lines(self, pieces: Sequence[Piece], width: int, size: float, bold: bool = False) -> list[list[Piece]]:
        """The pieces broken into lines no wider than `width` pixels."""
        plain = "".join(piece.text for piece in pieces)
        # Bold Latin letters are wider: measured so, no line is ever too long.
        face = self.face(size, bold or any(piece.strong for piece in pieces))
        broken = break_lines(plain, max(1, width), face.measure).split("\n")
        kinds = [piece for piece in pieces for _ in piece.text]
        return list(_grouped(broken, plain, kinds))

    def height(self, pieces: Sequence[Piece], width: int, size: float, bold: bool = False) -> int:
        return len(self.lines(pieces, width, size, bold)) * self._line(size)

    def width(self, pieces: Sequence[Piece], size: float, bold: bool = False) -> int:
        """How wide the pieces are on one line."""
        face = self.face(size, bold or any(piece.strong for piece in pieces))
        return face.measure("".join(piece.text for piece in pieces))

    def draw(
        self,
        pieces: Sequence[Piece],
        x: int,
        y: int,
        width: int,
        size: float,
        ink: str,
        bold: bool = False,
        centred: bool = False,
    ) -> int:
        """Draw from the point (x, y), the upper left; returns the y below."""
        lines = self.lines(pieces, width, size, bold)
        lefts = [x + (width - self._wide(line, size, bold)) // 2 if centred else x for line in lines]
        self._mark(lines, lefts, y, size, bold)
        for line, across in zip(lines, lefts, strict=True):
            for piece in line:
                face = self._face_of(piece, size, bold)
                middle = y + self._line(size) // 2 - (self._theme.px(size * 0.28) if piece.note else 0)
                self._canvas.create_text(
                    across, middle, text=piece.text, anchor="w", font=face,
                    fill=self._theme.colours.accent if piece.note else ink,
                    tags=(f"note{piece.note}", "note") if piece.note else (),
                )  # fmt: skip
                across += face.measure(piece.text)
            y += self._line(size)
        return y

    def _wide(self, line: Sequence[Piece], size: float, bold: bool) -> int:
        return sum(self._face_of(piece, size, bold).measure(piece.text) for piece in line)

    def _line(self, size: float) -> int:
        return self._theme.px(size * LEADING)

    def _face_of(self, piece: Piece, size: float, bold: bool) -> Font:
        return self.face(size * _RAISED) if piece.note else self.face(size, bold or piece.strong)

    def _mark(self, lines: Sequence[Sequence[Piece]], lefts: Sequence[int], y: int, size: float, bold: bool) -> None:
        """A soft ground behind what is sought, also where a line ends or a note's number stands in it."""
        if not self.sought:
            return
        read = [
            (piece.text[i], row, at, i)
            for row, line in enumerate(lines)
            for at, piece in enumerate(line)
            if not piece.note
            for i in range(len(piece.text))
        ]
        plain = "".join(character for character, *_ in read)
        at = plain.find(self.sought)
        while at >= 0:
            places = read[at : at + len(self.sought)]
            for row in dict.fromkeys(row for _, row, _, _ in places):
                (_, _, first, begin), *_ = here = [place for place in places if place[1] == row]
                _, _, last, end = here[-1]
                edges = [
                    lefts[row]
                    + self._wide(lines[row][:piece], size, bold)
                    + self._face_of(lines[row][piece], size, bold).measure(lines[row][piece].text[:characters])
                    for piece, characters in ((first, begin), (last, end + 1))
                ]
                top = y + row * self._line(size)
                self._canvas.create_rectangle(
                    edges[0], top, edges[1], top + self._line(size), fill=self._theme.colours.caution_soft, width=0
                )
            top = y + places[0][1] * self._line(size)
            self.found.append((top, top + self._line(size)))
            at = plain.find(self.sought, at + 1)


def _grouped(broken: Sequence[str], plain: str, kinds: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Broken lines as pieces: `kinds` says for each character of `plain` which piece it came from."""
    at = 0
    for line in broken:
        while line and at < len(plain) and plain[at] != line[0]:
            at += 1  # a space at the end of a line was dropped
        pieces: list[Piece] = []
        first = at
        for place in range(at, at + len(line) + 1):
            if place == at + len(line) or (place > first and kinds[place] is not kinds[first]):
                if place > first:
                    kind = kinds[first]
                    pieces.append(Piece(plain[first:place], kind.strong, kind.note))
                first = place
        at += len(line)
        yield pieces
