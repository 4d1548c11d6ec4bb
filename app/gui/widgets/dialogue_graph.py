"""A dialogue as a picture one can walk in: boxes for what the citizen says, arrows for what leads where.

One Canvas. What has not changed is not drawn again, so that 500 boxes follow the typing.
"""

import tkinter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.role_play.conditions import BACK
from app.domain.role_play.layout import Layout, laid_out
from app.domain.role_play.wording import numbered_words, point_numbers
from app.domain.scenario import Ending, EndingKind, Node, Scenario
from app.gui.theme import Theme
from app.gui.widgets.graph_drawing import Box, GraphPen, Mark
from app.gui.widgets.graph_geometry import Arrow, arrows_of, box_of, nearest

_ZOOMS = (0.15, 0.22, 0.32, 0.45, 0.6, 0.75, 0.9, 1.0, 1.2, 1.5, 2.0)
_SIGNS = {EndingKind.GOOD: "✓", EndingKind.PARTIAL: "△", EndingKind.BAD: "✕"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A box by its id; with `to`, the arrow from it to there."""

    id: str
    to: str = ""


class DialogueGraph(tkinter.Frame):
    """Arrow keys go from box to box, space along the arrows that leave one, Enter opens, + − 0 zoom.

    `on_choose` is told what was chosen, `on_open` what was opened (Enter, a double click).
    """

    def __init__(
        self, parent: Any, theme: Theme, on_choose: Callable[[Chosen], None], on_open: Callable[[Chosen], None]
    ) -> None:
        colours = theme.colours
        super().__init__(parent, bg=colours.surface, highlightthickness=theme.px(2))
        self.configure(highlightbackground=colours.border, highlightcolor=colours.focus)
        self._theme = theme
        self._on_choose = on_choose
        self._on_open = on_open
        self.canvas = tkinter.Canvas(
            self, bg=colours.surface, highlightthickness=0, bd=0, takefocus=1, width=1, height=1
        )
        self.canvas.pack(fill="both", expand=True)
        self._pen = GraphPen(self.canvas, theme, 0.9)
        self.layout = Layout({}, (), ())
        self._arrows: dict[Chosen, Arrow] = {}
        self._bounds: dict[Chosen, tuple[float, float, float, float]] = {}
        self._drawn: dict[Chosen, tuple[object, list[int]]] = {}
        self._scenario: Scenario | None = None
        self._numbers: dict[str, str] = {}
        self._marks: dict[str, Mark] = {}
        self._refreshing = False
        self._meant: dict[int, Chosen] = {}
        self.chosen: Chosen | None = None
        self._pressed: tuple[int, int] | None = None
        self._fit_when_sized = True
        self._watch_keys()

    # What is shown

    def show(self, scenario: Scenario, marks: Mapping[str, Mark] | None = None, chosen: Chosen | None = None) -> None:
        """This role-play, with what is wrong and what is chosen."""
        self.chosen, self._marks = chosen, dict(marks or {})
        if scenario is not self._scenario:
            self._scenario = scenario
            self._numbers = point_numbers(scenario)
            self.layout = laid_out(scenario)
            self._arrows = {Chosen(arrow.link.start, arrow.link.end): arrow for arrow in arrows_of(self.layout)}
            self._bounds = {here: _bounds(arrow) for here, arrow in self._arrows.items()}
            self._set_region()
        if self._fit_when_sized and self.canvas.winfo_width() > 1:
            self._first_look()
        self._refresh()

    def show_afresh(self) -> None:
        """Another role-play comes next: it is looked at from its beginning."""
        self._fit_when_sized = True

    def _refresh_soon(self) -> None:
        if not self._refreshing:
            self._refreshing = True
            self.after_idle(self._refresh)

    def _refresh(self) -> None:
        """Draw what is in sight (and a little around it) as it is now, and nothing else."""
        self._refreshing = False
        scenario, canvas = self._scenario, self.canvas
        if scenario is None or not canvas.winfo_exists():
            return
        scale, margin = self.zoom * self._theme.scale, 200.0
        left, top = canvas.canvasx(0) / scale - margin, canvas.canvasy(0) / scale - margin
        right = left + canvas.winfo_width() / scale + 2 * margin
        bottom = top + canvas.winfo_height() / scale + 2 * margin
        wanted: dict[Chosen, tuple[object, Callable[[], list[int]]]] = {}
        for here, (x1, y1, x2, y2) in self._bounds.items():
            if x1 <= right and x2 >= left and y1 <= bottom and y2 >= top:
                on = self.chosen == here
                arrow = self._arrows[here]
                wanted[here] = ((arrow, on), lambda arrow=arrow, on=on: self._pen.arrow(arrow, on))
        first = scenario.nodes[0].id if scenario.nodes else ""
        for id, place in self.layout.places.items():
            x1, y1, x2, y2 = box_of(place)
            if x1 <= right and x2 >= left and y1 <= bottom and y2 >= top:
                box = self._box(scenario, id, first)
                wanted[Chosen(id)] = (box, lambda box=box: self._pen.box(box))
        self._bring(wanted)

    def _box(self, scenario: Scenario, id: str, first: str) -> Box:
        node, ending, place = scenario.node(id), scenario.ending(id), self.layout.places[id]
        kind = ending.kind if ending else None
        words = _node_words(node, self._numbers) if node else _ending_words(ending) if ending else ("", "", "")
        return Box(id, place, words, kind, id == first, place[0] == 0, self._marks.get(id), self.chosen == Chosen(id))

    def _bring(self, wanted: Mapping[Chosen, tuple[object, Callable[[], list[int]]]]) -> None:
        """Draw what is new or looks otherwise, take away what is no more."""
        for key in [key for key, (looks, _) in self._drawn.items() if key not in wanted or wanted[key][0] != looks]:
            items = self._drawn.pop(key)[1]
            for item in items:
                self._meant.pop(item, None)
            self.canvas.delete(*items)
        fresh = False
        for key, (looks, draw) in wanted.items():
            if key not in self._drawn:
                items = draw()
                self._drawn[key] = (looks, items)
                self._meant.update(dict.fromkeys(items, key))
                fresh = True
        if fresh:
            self.canvas.tag_raise("label")
            self.canvas.tag_raise("box")

    def _set_region(self) -> None:
        if not self.layout.places:
            return
        boxes = [box_of(place) for place in self.layout.places.values()]
        left, right = min(box[0] for box in boxes) - 160, max(box[2] for box in boxes) + 160
        bottom = max(box[3] for box in boxes) + 60
        x1, y1, x2, y2 = self._pen.at(left, -50, right, bottom)
        wide, high = self.canvas.winfo_width(), self.canvas.winfo_height()
        spare_x, spare_y = max(0, wide - (x2 - x1)) / 2, max(0, high - (y2 - y1)) / 2
        self.canvas.configure(scrollregion=(x1 - spare_x, y1 - spare_y, x2 + spare_x, y2 + spare_y))

    # Looking around

    @property
    def zoom(self) -> float:
        """1 where everything is as large as the window's text."""
        return self._pen.zoom

    def set_zoom(self, zoom: float) -> None:
        """The same place in the middle, larger or smaller."""
        canvas = self.canvas
        x = canvas.canvasx(canvas.winfo_width() / 2) / self.zoom
        y = canvas.canvasy(canvas.winfo_height() / 2) / self.zoom
        if zoom == self.zoom:
            return
        self._pen.zoom = zoom
        for items in self._drawn.values():
            canvas.delete(*items[1])
        self._drawn.clear()
        self._meant.clear()
        self._set_region()
        self._look_at(x * zoom, y * zoom)
        self._refresh()

    def step_zoom(self, by: int) -> None:
        at = min(range(len(_ZOOMS)), key=lambda i: abs(_ZOOMS[i] - self.zoom))
        self.set_zoom(_ZOOMS[min(max(0, at + by), len(_ZOOMS) - 1)])

    def show_all(self) -> None:
        """As large as the whole fits."""
        if not self.layout.places:
            return
        boxes = [box_of(place) for place in self.layout.places.values()]
        wide = max(box[2] for box in boxes) - min(box[0] for box in boxes) + 240
        high = max(box[3] for box in boxes) + 120
        scale = self._theme.scale
        room = min(self.canvas.winfo_width() / (wide * scale), self.canvas.winfo_height() / (high * scale))
        self.set_zoom(min(max(room, _ZOOMS[0]), 1.0))
        middle = (min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2
        self._look_at(*self._pen.at(middle, high / 2 - 50))

    def reveal(self, id: str) -> None:
        """Move so that a box is in sight; nothing where it is already."""
        if id not in self.layout.places:
            return
        canvas = self.canvas
        left, top, right, bottom = self._pen.at(*box_of(self.layout.places[id]))
        x, y = canvas.canvasx(0), canvas.canvasy(0)
        if not (left >= x and right <= x + canvas.winfo_width() and top >= y and bottom <= y + canvas.winfo_height()):
            self._look_at((left + right) / 2, (top + bottom) / 2)

    def _first_look(self) -> None:
        self._fit_when_sized = False
        if not self.layout.places:
            return
        self._set_region()
        first = next(iter(sorted(self.layout.places, key=lambda id: self.layout.places[id][::-1])))
        if self.chosen is not None and self.chosen.id in self.layout.places:
            first = self.chosen.id
        left, top, right, _bottom = self._pen.at(*box_of(self.layout.places[first]))
        self._look_at((left + right) / 2, top - self._theme.px(36) + self.canvas.winfo_height() / 2)

    def _look_at(self, x: float, y: float) -> None:
        """Put a point of the picture into the middle of what is seen."""
        canvas = self.canvas
        x1, y1, x2, y2 = (float(number) for number in str(canvas.cget("scrollregion")).split() or (0, 0, 1, 1))
        if x2 > x1:
            canvas.xview_moveto((x - canvas.winfo_width() / 2 - x1) / (x2 - x1))
        if y2 > y1:
            canvas.yview_moveto((y - canvas.winfo_height() / 2 - y1) / (y2 - y1))

    # Mouse and keys

    def _watch_keys(self) -> None:
        canvas = self.canvas
        canvas.bind("<Configure>", self._resized)
        canvas.bind("<Button-1>", self._press)
        canvas.bind("<B1-Motion>", lambda event: canvas.scan_dragto(event.x, event.y, gain=1))
        canvas.bind("<ButtonRelease-1>", self._release)
        canvas.bind("<Double-Button-1>", lambda _event: self._open())
        for key, dx, dy in (("Left", -1, 0), ("Right", 1, 0), ("Up", 0, -1), ("Down", 0, 1)):
            canvas.bind(f"<{key}>", lambda _event, dx=dx, dy=dy: self._walk(dx, dy))
            canvas.bind(f"<Shift-{key}>", lambda _event, dx=dx, dy=dy: self._pan(dx, dy))
        for key in ("<Return>", "<KP_Enter>"):
            canvas.bind(key, lambda _event: self._open())
        canvas.bind("<space>", lambda _event: self._next_arrow())
        for keys, by in ((("<plus>", "<equal>", "<KP_Add>"), 1), (("<minus>", "<KP_Subtract>"), -1)):
            for key in keys:
                canvas.bind(key, lambda _event, by=by: self._stop(self.step_zoom(by)))
        canvas.bind("<Key-0>", lambda _event: self._stop(self.show_all()))
        canvas.bind("<FocusIn>", lambda _event: self._show_focus(True))
        canvas.bind("<FocusOut>", lambda _event: self._show_focus(False))
        if self.tk.call("tk", "windowingsystem") == "x11":
            for button, by in (("4", -1), ("5", 1)):
                canvas.bind(f"<Button-{button}>", lambda _event, by=by: self._pan(0, by))
                canvas.bind(f"<Shift-Button-{button}>", lambda _event, by=by: self._pan(by, 0))
                canvas.bind(f"<Control-Button-{button}>", lambda _event, by=by: self._stop(self.step_zoom(-by)))
        else:
            canvas.bind("<MouseWheel>", lambda event: self._pan(0, -1 if event.delta > 0 else 1))
            canvas.bind("<Shift-MouseWheel>", lambda event: self._pan(-1 if event.delta > 0 else 1, 0))
            canvas.bind("<Control-MouseWheel>", lambda event: self._stop(self.step_zoom(1 if event.delta > 0 else -1)))

    def focus_set(self) -> None:
        self.canvas.focus_set()

    focus = focus_set

    def _show_focus(self, on: bool) -> None:
        colours = self._theme.colours
        self.configure(highlightbackground=colours.focus if on else colours.border)

    def _resized(self, _event: object) -> None:
        self._set_region()
        if self._fit_when_sized and self.layout.places:
            self._first_look()
        self._refresh_soon()

    def _press(self, event: "tkinter.Event[Any]") -> None:
        self.canvas.focus_set()
        self.canvas.scan_mark(event.x, event.y)
        self._pressed = (event.x, event.y)

    def _release(self, event: "tkinter.Event[Any]") -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None or abs(event.x - pressed[0]) + abs(event.y - pressed[1]) > self._theme.px(6):
            return
        x, y, near = self.canvas.canvasx(event.x), self.canvas.canvasy(event.y), self._theme.px(5)
        # The topmost is the last; a line is hit a little beside it too.
        under = self.canvas.find_overlapping(x - near, y - near, x + near, y + near)
        found = next((self._meant[item] for item in reversed(under) if item in self._meant), None)
        if found is not None:
            self._choose(found)

    def _choose(self, chosen: Chosen) -> None:
        self.reveal(chosen.to if chosen.to and chosen.to != BACK else chosen.id)
        self._on_choose(chosen)

    def _open(self) -> str:
        if self.chosen is not None:
            self._on_open(self.chosen)
        return "break"

    def _walk(self, dx: int, dy: int) -> str:
        if self.layout.places:
            at = self.chosen.id if self.chosen and self.chosen.id in self.layout.places else ""
            first = min(self.layout.places, key=lambda id: (self.layout.places[id][1], id))
            self._choose(Chosen(nearest(self.layout.places, at, dx, dy) if at else first))
        return "break"

    def _next_arrow(self) -> str:
        if self.chosen is not None:
            ends = [arrow.to for arrow in self._arrows if arrow.id == self.chosen.id]
            if ends:
                at = ends.index(self.chosen.to) + 1 if self.chosen.to in ends else 0
                self._on_choose(Chosen(self.chosen.id, ends[at % len(ends)]))
        return "break"

    def _pan(self, dx: int, dy: int) -> str:
        step = self._theme.px(60)
        self.canvas.configure(xscrollincrement=step, yscrollincrement=step)
        if dx:
            self.canvas.xview_scroll(dx, "units")
        if dy:
            self.canvas.yview_scroll(dy, "units")
        self.canvas.configure(xscrollincrement=0, yscrollincrement=0)
        return "break"

    @staticmethod
    def _stop(_done: object) -> str:
        return "break"


def _bounds(arrow: Arrow) -> tuple[float, float, float, float]:
    """Around an arrow and its label."""
    xs, ys = zip(*arrow.curve, arrow.label, strict=True)
    return min(xs) - 110, min(ys) - 30, max(xs) + 110, max(ys) + 30


def _ending_words(ending: Ending) -> tuple[str, str, str]:
    return f"{_SIGNS[ending.kind]} 结局（{ending.kind.label}）", ending.title or ending.id, ""


def _node_words(node: Node, numbers: Mapping[str, str]) -> tuple[str, str, str]:
    points = " ".join(("★" if point.must else "") + numbers[point.id] for point in node.points[:6])
    back = next((row for row in node.transitions if row.to == BACK), None)
    if back is not None:
        points = f"{points}  ↩ {numbered_words(back.when, numbers)}".strip()
    return node.id, f"“{node.says}”" if node.says else "", points + ("…" if len(node.points) > 6 else "")
