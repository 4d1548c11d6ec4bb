"""The chart of a procedure: rounded boxes in rows, arrows between them, conditions on the arrows."""

import tkinter

from app.domain.modules.flow_layout import laid_out
from app.domain.modules.lesson import FlowChart
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.rich_text import Piece, RichText
from app.gui.widgets.rounded import rounded

_WIDEST, _GAP = 240, 20  # pixels at 100 %: a box, and between two in a row
_BETWEEN, _LABELLED = 40, 66  # between rows, and where conditions stand between them


def draw_chart(
    canvas: tkinter.Canvas, theme: Theme, rich: RichText, chart: FlowChart, left: int, y: int, width: int
) -> int:
    """Draw it within `width` from (left, y); returns the y below."""
    px, colours = theme.px, theme.colours
    layout = laid_out(chart)
    box = min(px(_WIDEST), width // layout.widest - px(_GAP))
    inner = box - 2 * px(10)
    high = {step: rich.height((Piece(step),), inner, BODY) + 2 * px(9) for step in chart.steps}
    tops = _tops(layout, high, theme, y)
    rows = [
        max((high[step] for step, (_, at) in layout.places.items() if at == row), default=0)
        for row in range(layout.rows)
    ]

    def across(x: float) -> int:
        return left + round(x * width)

    for route in layout.routes:
        (first_x, first), (last_x, last) = route.points[0], route.points[-1]
        if route.back:
            _back(
                canvas,
                theme,
                across(first_x),
                across(last_x),
                tops[first] + rows[first] // 2,
                tops[last] + rows[last] // 2,
                box,
                left + width,
            )
            continue
        way = [across(first_x), tops[first] + (rows[first] + high[route.arrow.start]) // 2]
        for x, row in route.points[1:-1]:
            way += [across(x), tops[row], across(x), tops[row] + rows[row]]
        way += [across(last_x), tops[last] + (rows[last] - high[route.arrow.end]) // 2]
        canvas.create_line(
            *way, fill=colours.muted, width=px(2), arrow="last", arrowshape=(px(11), px(13), px(5)), joinstyle="round"
        )
        if route.arrow.when:
            # In the first gap, nearer to the end than to the beginning, where arrows have parted.
            x = round(way[0] + (way[2] - way[0]) * 0.55)
            middle = round(way[1] + (way[3] - way[1]) * 0.5)
            _label(canvas, theme, rich, route.arrow.when, x, middle, min(box, px(170)))
    for step, (x, row) in layout.places.items():
        top = tops[row] + (rows[row] - high[step]) // 2
        _box(canvas, theme, across(x) - box // 2, top, across(x) + box // 2, top + high[step], step in chart.starts)
        rich.draw((Piece(step),), across(x) - inner // 2, top + px(9), inner, BODY, colours.text, centred=True)
    return tops[-1] + rows[-1]


def _tops(layout, high: dict[str, int], theme: Theme, y: int) -> list[int]:
    """The y of each row's upper edge: rows with conditions above them stand further apart."""
    tops = []
    for row in range(layout.rows):
        tops.append(y)
        steps = [step for step, (_, at) in layout.places.items() if at == row]
        conditions = any(route.arrow.when and not route.back and route.points[0][1] == row for route in layout.routes)
        y += max((high[step] for step in steps), default=0) + theme.px(_LABELLED if conditions else _BETWEEN)
    return tops


def _box(canvas: tkinter.Canvas, theme: Theme, x0: int, y0: int, x1: int, y1: int, begins: bool) -> None:
    colours = theme.colours
    canvas.create_polygon(
        rounded(x0, y0, x1, y1, theme.px(10)), smooth=True, fill=colours.accent_soft if begins else colours.sunken,
        outline=colours.accent if begins else colours.border, width=theme.px(2 if begins else 1.5),
    )  # fmt: skip


def _label(canvas: tkinter.Canvas, theme: Theme, rich: RichText, words: str, x: int, middle: int, width: int) -> None:
    pieces = (Piece(words),)
    wide = min(width, rich.width(pieces, SMALL) + theme.px(4))
    high = rich.height(pieces, wide, SMALL)
    pad = theme.px(3)
    canvas.create_rectangle(
        x - wide // 2 - pad, middle - high // 2, x + wide // 2 + pad, middle + high // 2,
        fill=theme.colours.surface, width=0,
    )  # fmt: skip
    rich.draw(pieces, x - wide // 2, middle - high // 2, wide, SMALL, theme.colours.accent, centred=True)


def _back(
    canvas: tkinter.Canvas, theme: Theme, from_x: int, to_x: int, from_y: int, to_y: int, box: int, right: int
) -> None:
    """An arrow back to an earlier row, round the right side."""
    edge = min(right - theme.px(4), max(from_x, to_x) + box // 2 + theme.px(28))
    canvas.create_line(
        from_x + box // 2, from_y, edge, from_y, edge, to_y, to_x + box // 2, to_y,
        fill=theme.colours.muted, width=theme.px(2), arrow="last", dash=(6, 4),
        arrowshape=(theme.px(11), theme.px(13), theme.px(5)),
    )  # fmt: skip
