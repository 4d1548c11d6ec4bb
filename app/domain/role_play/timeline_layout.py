"""Where a conversation's line of time is drawn: in rows like music, every mark inside its row.

Pure geometry. Lengths are in whatever the place of drawing counts in: pixels of the window, points of a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.role_play.timeline import Timeline

# A row ends where a turn does if that leaves it filled so far at least.
_FILLED = 0.55


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes to draw with: `least` and `most` length of a second, heights of a speaker's lane and of a
    mark, the space between lanes and between rows."""

    width: float
    least: float
    most: float
    lane: float
    mark: float
    gap: float
    row_gap: float


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of time from `first` to `last`, drawn from `top`; `levels` of marks lie one below another."""

    first: float
    last: float
    top: float
    levels: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Stretch number `stretch`, as far as it lies in one row. `opens` and `closes`: it begins, it ends here."""

    stretch: int
    row: int
    left: float
    right: float
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """Mark number `mark` around its middle `x`, `y`; `stem` is where its moment is."""

    mark: int
    row: int
    level: int
    x: float
    y: float
    stem: float


@dataclass(frozen=True, slots=True)
class Layout:
    measures: Measures
    per_second: float
    rows: tuple[Row, ...]
    pieces: tuple[Piece, ...]
    marks: tuple[PlacedMark, ...]

    @property
    def height(self) -> float:
        last = self.rows[-1]
        return last.top + self._row_height(last)

    def citizen_top(self, row: int) -> float:
        return self.rows[row].top

    def trainee_top(self, row: int) -> float:
        return self.rows[row].top + self.measures.lane + self.measures.gap

    def marks_top(self, row: int) -> float:
        return self.trainee_top(row) + self.measures.lane + self.measures.gap

    def place(self, moment: float) -> tuple[int, float]:
        """The row and the x of a moment; before the beginning the first place, after the end the last."""
        moment = min(max(moment, 0.0), self.rows[-1].last)
        at = next((at for at, row in enumerate(self.rows) if moment < row.last), len(self.rows) - 1)
        return at, min(self.measures.width, (moment - self.rows[at].first) * self.per_second)

    def moment(self, x: float, y: float) -> float:
        """What is drawn at a place: the nearest moment of the row there."""
        at = next((at for at, row in enumerate(self.rows) if y < row.top + self._row_height(row)), len(self.rows) - 1)
        row = self.rows[at]
        return min(row.last, row.first + max(0.0, x) / self.per_second)

    def _row_height(self, row: Row) -> float:
        return _height(self.measures, row.levels)


def lay_out(line: Timeline, measures: Measures) -> Layout:
    """Seconds as long as the width allows, between `least` and `most`; the rest goes on in further rows."""
    whole = line.seconds
    per_second = min(measures.most, max(measures.least, measures.width / whole)) if whole else measures.least
    spans = _spans(line, measures.width / per_second)
    positions, levels = _marks(line, spans, per_second, measures)
    rows, top = [], 0.0
    for (first, last), count in zip(spans, levels, strict=True):
        rows.append(Row(first, last, top, count))
        top += _height(measures, count) + measures.row_gap
    step = measures.mark + measures.gap
    below = 2 * (measures.lane + measures.gap) + measures.mark / 2
    marks = tuple(
        PlacedMark(number, row, level, x, rows[row].top + below + level * step, stem)
        for number, row, level, x, stem in positions
    )
    return Layout(measures, per_second, tuple(rows), tuple(_pieces(line, rows, per_second)), marks)


def _height(measures: Measures, levels: int) -> float:
    return 2 * measures.lane + measures.gap + levels * (measures.mark + measures.gap)


def _spans(line: Timeline, room: float) -> list[tuple[float, float]]:
    """The rows' times: each holds `room` seconds at most and ends with a turn where that is not wasteful."""
    spans, first = [], 0.0
    while line.seconds - first > room * (1 + 1e-9):
        ends = [turn for turn in line.turns if first + room * _FILLED <= turn <= first + room]
        last = max(ends, default=first + room)
        spans.append((first, last))
        first = last
    return [*spans, (first, max(first, line.seconds))]


def _row_at(spans: Sequence[tuple[float, float]], moment: float) -> int:
    return next((at for at, (_first, last) in enumerate(spans) if moment < last), len(spans) - 1)


def _marks(
    line: Timeline, spans: Sequence[tuple[float, float]], per_second: float, measures: Measures
) -> tuple[list[tuple[int, int, int, float, float]], list[int]]:
    """Number, row, level, x and stem of each mark; how many levels each row has. Marks of a level never touch."""
    half = min(measures.mark, measures.width) / 2
    taken: list[list[float]] = [[] for _ in spans]  # by row and level: where the last mark ends
    placed = []
    for number, mark in sorted(enumerate(line.marks), key=lambda each: each[1].at):
        row = _row_at(spans, mark.at)
        stem = min(measures.width, max(0.0, (mark.at - spans[row][0]) * per_second))
        x = min(max(stem, half), measures.width - half)
        ends = taken[row]
        level = next((at for at, end in enumerate(ends) if end <= x - half), len(ends))
        ends[level : level + 1] = [x + half]
        placed.append((number, row, level, x, stem))
    return placed, [len(ends) for ends in taken]


def _pieces(line: Timeline, rows: Sequence[Row], per_second: float) -> list[Piece]:
    pieces = []
    for number, stretch in enumerate(line.stretches):
        for at, row in enumerate(rows):
            first, last = max(stretch.start, row.first), min(stretch.end, row.last)
            if first < last:
                left, right = (first - row.first) * per_second, (last - row.first) * per_second
                pieces.append(Piece(number, at, left, right, first == stretch.start, last == stretch.end))
    return pieces
