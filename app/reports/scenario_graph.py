"""A role-play as a picture: what the citizen says, what is asked, and where each answer leads."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.domain.role_play.conditions import BACK
from app.domain.role_play.layout import Layout, Link, laid_out
from app.domain.role_play.wording import point_number, short_words
from app.domain.scenario import Ending, EndingKind, Node, Scenario
from app.reports.fonts import FAMILY, printable, register_with_matplotlib
from app.reports.line_breaking import break_lines
from app.reports.palette import ACCENT, FORBIDDEN, POLITE, RULE, SOFT, TEXT
from app.reports.whole_file import write_whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDE, _STEP_X = 230.0, 320.0  # a box, and from one column to the next, in points
_GAP_Y = 92.0  # between two rows: labels of the links stand there
_LETTER, _SMALL = 10.5, 9.0
_LINE, _SMALL_LINE = 15.0, 13.0
_PAD = 10.0
_ENDINGS = {EndingKind.GOOD: POLITE, EndingKind.PARTIAL: "#9A6B00", EndingKind.BAD: FORBIDDEN}
_SUFFIXES = (".png", ".svg", ".pdf")


def write_scenario_graph(scenario: Scenario, path: Path) -> None:
    """Write PNG, SVG or PDF by the file's ending. UserError for another, or where it cannot be written."""
    if path.suffix.lower() not in _SUFFIXES:
        raise UserError(f"不会写“{path.suffix}”格式的图。", f"文件名请以 {'、'.join(_SUFFIXES)} 结尾。")
    figure = scenario_graph(scenario)
    data = BytesIO()
    figure.savefig(data, format=path.suffix[1:].lower(), dpi=144)
    write_whole(path, data.getvalue())


def scenario_graph(scenario: Scenario) -> Figure:
    """The picture at its own size: as wide and high as the role-play needs."""
    from matplotlib.figure import Figure

    register_with_matplotlib()
    layout = laid_out(scenario)
    drawing = _Drawing(scenario, layout)
    figure = Figure(figsize=(drawing.width / 72, drawing.height / 72), dpi=72, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, drawing.width)
    axes.set_ylim(drawing.height, 0)
    drawing.draw(axes)
    return figure


class _Drawing:
    def __init__(self, scenario: Scenario, layout: Layout) -> None:
        self._scenario = scenario
        self._layout = layout
        self._numbers = {point.id: point_number(i) for i, point in enumerate(scenario.points)}
        self._texts = {id: self._text(id) for id in layout.places}
        left, right = layout.columns
        self._heights = {id: self._box_height(id) for id in layout.places}
        rows = [0.0] * layout.rows
        for id, (_, row) in layout.places.items():
            rows[row] = max(rows[row], self._heights[id])
        self._tops, top = [], 96.0
        for height in rows:
            self._tops.append(top)
            top += height + _GAP_Y
        self._left = 70 + _WIDE / 2 - left * _STEP_X
        self.width = (right - left) * _STEP_X + _WIDE + 170
        self.height = top - _GAP_Y + 40

    def _text(self, id: str) -> list[tuple[str, float, str, bool]]:
        """The lines of a box: text, size, colour, bold."""
        ending, node = self._scenario.ending(id), self._scenario.node(id)
        if ending is not None:
            return self._ending_text(ending)
        assert node is not None
        return self._node_text(node)

    def _node_text(self, node: Node) -> list[tuple[str, float, str, bool]]:
        lines = [(node.id, _SMALL, SOFT, False)]
        lines += [(line, _LETTER, TEXT, False) for line in _wrapped(f"“{node.says}”", 20)]
        for point in node.points:
            star = "★" if point.must else ""
            lines += [
                (line, _SMALL, ACCENT, False) for line in _wrapped(f"{self._numbers[point.id]} {star}{point.text}", 23)
            ]
        for transition in node.transitions:
            if transition.to == BACK:
                words = f"← {short_words(transition.when, self._scenario)}：回到刚才那一轮"
                lines += [(line, _SMALL, SOFT, False) for line in _wrapped(words, 23)]
        return lines

    def _ending_text(self, ending: Ending) -> list[tuple[str, float, str, bool]]:
        colour = _ENDINGS[ending.kind]
        lines = [(f"结局（{ending.kind.label}）　{ending.id}", _SMALL, colour, False)]
        lines += [(line, _LETTER, colour, True) for line in _wrapped(ending.title, 20)]
        return lines + [(line, _SMALL, TEXT, False) for line in _wrapped(f"“{ending.says}”", 23)]

    def _box_height(self, id: str) -> float:
        return sum(_LINE if size == _LETTER else _SMALL_LINE for _, size, _, _ in self._texts[id]) + 2 * _PAD

    def _middle(self, id: str) -> float:
        return self._left + self._layout.places[id][0] * _STEP_X

    def _top(self, id: str) -> float:
        return self._tops[self._layout.places[id][1]]

    def _bottom(self, id: str) -> float:
        return self._top(id) + self._heights[id]

    def draw(self, axes: Axes) -> None:
        scenario = self._scenario
        _write(axes, 40, 40, scenario.title, 17, TEXT, bold=True)
        citizen = scenario.citizen
        about = f"{scenario.line} · {scenario.channel.label} · {citizen.name}，{citizen.age} 岁，{citizen.mood}"
        _write(axes, 40, 64, about, _LETTER, SOFT)
        if self._layout.anywhere:
            always = "；".join(f"{link.labels[0]} → {self._name(link.end)}" for link in self._layout.anywhere)
            _write(axes, 40, 82, f"任何时候：{always}", _SMALL, SOFT)
        for link in self._layout.links:
            if link.start == link.end:
                self._loop(axes, link)
            elif link.end in self._layout.places:
                self._link(axes, link)
        for id in self._layout.places:
            self._box(axes, id)
        for link in self._layout.links:
            if link.start != link.end and link.end in self._layout.places:
                self._label(axes, link)

    def _name(self, id: str) -> str:
        ending = self._scenario.ending(id)
        return ending.title if ending else id

    def _box(self, axes: Axes, id: str) -> None:
        from matplotlib.patches import FancyBboxPatch

        ending = self._scenario.ending(id)
        edge = _ENDINGS[ending.kind] if ending else ACCENT if self._layout.places[id][0] == 0 else SOFT
        left, top = self._middle(id) - _WIDE / 2, self._top(id)
        axes.add_patch(
            FancyBboxPatch(
                (left, top), _WIDE, self._heights[id], boxstyle="round,pad=0,rounding_size=9",
                facecolor="white", edgecolor=edge, linewidth=1.8 if ending else 1.3, zorder=3,
            )
        )  # fmt: skip
        at = top + _PAD
        for text, size, colour, bold in self._texts[id]:
            step = _LINE if size == _LETTER else _SMALL_LINE
            _write(axes, left + 12, at + step * 0.72, text, size, colour, bold)
            at += step

    def _curve(self, link: Link) -> list[tuple[float, float]]:
        """Four points of a Bézier curve; down and across, or round the side for the way back."""
        (column, row), (target_column, target_row) = self._layout.places[link.start], self._layout.places[link.end]
        order = [other.end for other in self._layout.links if other.start == link.start and other.end != link.start]
        order.sort(key=lambda id: (self._middle(id), self._top(id)))
        share = (order.index(link.end) + 1) / (len(order) + 1)
        x = self._middle(link.start) + (share - 0.5) * _WIDE * 0.85
        y = self._bottom(link.start)
        target_x, target_y = self._middle(link.end), self._top(link.end)
        arriving = [other.start for other in self._layout.links if other.end == link.end and other.start != link.end]
        arriving.sort(key=lambda id: (self._middle(id), self._top(id)))
        spread = (arriving.index(link.start) + 1) / (len(arriving) + 1) - 0.5
        if target_row > row:
            target_x += spread * _WIDE * 0.7
            if target_row - row > 1 and target_column != column:
                # Past the boxes below: out at the side, and down in the gap between the columns.
                side = 1 if target_column > column else -1
                x, y = (
                    self._middle(link.start) + side * _WIDE / 2,
                    self._top(link.start) + self._heights[link.start] * 0.8,
                )
                return [(x, y), (x + side * 110, y), (target_x, target_y - 170), (target_x, target_y)]
            reach = min(120.0, (target_y - y) * 0.55)
            return [(x, y), (x, y + reach), (target_x, target_y - reach), (target_x, target_y)]
        # Back up, or across within a row: from side to side.
        right = self._middle(link.start) >= self._middle(link.end)
        side = -1 if right else 1
        if self._middle(link.start) == self._middle(link.end):
            side = 1
            start = (self._middle(link.start) + _WIDE / 2, self._top(link.start) + self._heights[link.start] * 0.5)
            end = (self._middle(link.end) + _WIDE / 2, self._top(link.end) + self._heights[link.end] * 0.62)
            return [start, (start[0] + 70, start[1]), (end[0] + 70, end[1]), end]
        start = (self._middle(link.start) + side * _WIDE / 2, self._top(link.start) + self._heights[link.start] * 0.4)
        end = (self._middle(link.end) - side * _WIDE / 2, self._top(link.end) + self._heights[link.end] * 0.6)
        return [start, (start[0] + side * 45, start[1]), (end[0] - side * 45, end[1]), end]

    def _link(self, axes: Axes, link: Link) -> None:
        from matplotlib.patches import FancyArrowPatch
        from matplotlib.path import Path as Curve

        codes = [Curve.MOVETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4]
        axes.add_patch(
            FancyArrowPatch(
                path=Curve(self._curve(link), codes), arrowstyle="-|>", mutation_scale=11,
                color=ACCENT if link.main else "#9AA5B1", linewidth=2.0 if link.main else 1.1, zorder=2,
            )
        )  # fmt: skip

    def _label(self, axes: Axes, link: Link) -> None:
        curve = self._curve(link)
        down = curve[0][1] == self._bottom(link.start)
        aside = curve[0][1] < curve[3][1] and not down
        # Labels of one box's links stand one below the other, so that they do not cover each other.
        order = [other.end for other in self._layout.links if other.start == link.start and other.end != link.start]
        order.sort(key=lambda id: (self._middle(id), self._top(id)))
        at = order.index(link.end)
        wanted = curve[0][1] + 16 + (at % 3) * 20 if down else None
        x, y = _along(curve, wanted) if wanted else _point(curve, 0.22 if aside else 0.5)
        axes.text(
            x, y, printable("\n".join(link.labels)), family=FAMILY, size=_SMALL, color=TEXT, ha="center", va="center",
            zorder=4, parse_math=False, linespacing=1.25,
            bbox={"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": RULE, "linewidth": 0.6},
        )  # fmt: skip

    def _loop(self, axes: Axes, link: Link) -> None:
        from matplotlib.patches import FancyArrowPatch
        from matplotlib.path import Path as Curve

        x, y = self._middle(link.start) - _WIDE / 2, self._top(link.start) + 30
        codes = [Curve.MOVETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4]
        points = [(x, y + 12), (x - 38, y + 18), (x - 38, y - 18), (x, y - 12)]
        axes.add_patch(
            FancyArrowPatch(
                path=Curve(points, codes), arrowstyle="-|>", mutation_scale=10, color="#9AA5B1", linewidth=1.1, zorder=2
            )
        )
        axes.text(
            x - 42, y, printable("\n".join(link.labels)), family=FAMILY, size=_SMALL, color=SOFT,
            ha="center", va="center", zorder=4, parse_math=False,
            bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none"},
        )  # fmt: skip


def _point(curve: list[tuple[float, float]], t: float) -> tuple[float, float]:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return tuple(sum(w * point[axis] for w, point in zip(weights, curve, strict=True)) for axis in (0, 1))  # type: ignore[return-value]


def _along(curve: list[tuple[float, float]], y: float) -> tuple[float, float]:
    """The point of the curve nearest to the height `y`, by small steps."""
    return min((_point(curve, step / 40) for step in range(41)), key=lambda point: abs(point[1] - y))


def _wrapped(text: str, most: int) -> list[str]:
    """Lines of at most `most` Chinese characters; others count half."""
    widths = [0.55 if character.isascii() else 1.0 for character in text]
    return [text[first:last] for first, last in break_lines(text, widths, most)]


def _write(axes: Axes, x: float, y: float, text: str, size: float, colour: str, bold: bool = False) -> None:
    axes.text(
        x, y, printable(text), family=FAMILY, size=size, color=colour, va="baseline", zorder=5,
        weight="bold" if bold else "normal", parse_math=False,
    )  # fmt: skip
