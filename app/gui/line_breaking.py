"""Where a Chinese line may end: Tk breaks anywhere, and a line must not begin with a comma or end with a bracket."""

import re
from collections.abc import Callable

_NOT_FIRST = frozenset("，。、；：？！…”’）》】」』〉·%％,.;:?!)")
_NOT_LAST = frozenset("“‘（《【「『〈(")
# Words and numbers of other scripts stay whole; every other character may stand alone.
_PIECES = re.compile(r"[A-Za-z0-9_.:/\\@#+\-]+|\s|.", re.DOTALL)


def break_lines(text: str, width: int, measure: Callable[[str], int]) -> str:
    """`text` with line breaks so that no line is wider than `width`; `measure` gives a string's width.

    A piece that is wider than the line (a long path) is cut where it must be.
    """
    return "\n".join(_broken(line, width, measure) for line in text.split("\n"))


def _broken(line: str, width: int, measure: Callable[[str], int]) -> str:
    if measure(line) <= width:  # most do, and measuring piece by piece is what takes long
        return line
    lines: list[list[str]] = [[]]
    for piece in _pieces(line, width, measure):
        # The whole line is measured: the widths of its pieces are rounded and do not add up.
        if lines[-1] and measure("".join(lines[-1]) + piece) > width:
            lines.append([] if piece == " " else _taken_along(lines[-1], piece))
            if piece == " ":
                continue
        lines[-1].append(piece)
    return "\n".join("".join(pieces) for pieces in lines)


def _pieces(line: str, width: int, measure: Callable[[str], int]) -> list[str]:
    pieces: list[str] = []
    for piece in _PIECES.findall(line):
        pieces.extend([piece] if measure(piece) <= width else piece)
    return pieces


def _taken_along(pieces: list[str], next_piece: str) -> list[str]:
    """Take from the end of a full line what must not be parted from `next_piece`, at most three pieces."""
    moved: list[str] = []
    while len(pieces) > 1 and len(moved) < 3 and (next_piece[0] in _NOT_FIRST or pieces[-1][-1] in _NOT_LAST):
        next_piece = pieces.pop()
        moved.insert(0, next_piece)
    return moved
