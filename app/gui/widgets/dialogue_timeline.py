"""A conversation as a line of time: the citizen above, the trainee below, marks under them; a click plays from there."""

import tkinter
from collections.abc import Callable
from tkinter.font import Font
from typing import Any

from app.domain.role_play.timeline import Part, Sign, Stretch, Timeline, TimeMark
from app.domain.role_play.timeline_layout import Layout, Measures, Piece, lay_out
from app.gui.theme import SMALL, Theme
from app.gui.widgets.rounded import rounded

Stop = Stretch | TimeMark
Box = tuple[float, float, float, float]

# Each sign's icon and the colours it is drawn in, by their names in the theme.
_SIGNS = {
    Sign.POLITE: ("tick-ring", "polite"),
    Sign.DOUBTFUL: ("ask-ring", "caution"),
    Sign.FORBIDDEN: ("cross-ring", "forbidden"),
    Sign.POINT: ("flag", "accent"),
    Sign.SILENCE: ("clock", "forbidden"),
    Sign.HINT: ("info", "caution"),
    Sign.MISHEARD: ("again", "caution"),
    Sign.RETRIED: ("pencil", "caution"),
}
_LEAST, _MOST = 18, 44  # pixels for a second at 100 %
_LANE, _MARK, _GAP, _ROW_GAP = 40, 22, 6, 22


def sign_icon(sign: Sign, theme: Theme, size: int = 20) -> Any:
    """The picture of a sign in its colour."""
    icon, ink = _SIGNS[sign]
    return theme.icon(icon, size, getattr(theme.colours, ink))


class DialogueTimeline(tkinter.Canvas):
    """`on_play(moment)` is asked to play from there, `on_point(stop)` told what is pointed at (None: nothing).

    By keyboard ← → walk through the stretches and marks, Home and End go to the ends, Enter plays from there.
    """

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        on_play: Callable[[float], None],
        on_point: Callable[[Stop | None], None],
    ) -> None:
        colours = theme.colours
        super().__init__(
            parent, bg=colours.surface, height=1, width=1, takefocus=1, bd=0, highlightthickness=theme.px(2),
            highlightbackground=colours.surface, highlightcolor=colours.focus, cursor="hand2",
        )  # fmt: skip
        self.theme = theme
        self._on_play = on_play
        self._on_point = on_point
        self._line = Timeline((), ())
        self.layout: Layout | None = None
        self.stops: tuple[Stop, ...] = ()
        self._cursor = 0
        self._head: float | None = None
        self._room = 0
        self._boxes: list[tuple[Stop, Box]] = []
        self._face = Font(self, family=theme.family, size=-theme.px(SMALL))
        self.bind("<Configure>", self._resized)
        self.bind("<Button-1>", self._pressed)
        self.bind("<Motion>", lambda event: self._on_point(self._stop_at(event.x, event.y)))
        self.bind("<Leave>", lambda _event: self._on_point(self._current() if self._focused() else None))
        for key, by in (("<Left>", -1), ("<Right>", 1), ("<Up>", -1), ("<Down>", 1)):
            self.bind(key, lambda _event, by=by: self._walk(self._cursor + by))
        self.bind("<Home>", lambda _event: self._walk(0))
        self.bind("<End>", lambda _event: self._walk(len(self.stops) - 1))
        for key in ("<Return>", "<KP_Enter>"):
            self.bind(key, lambda _event: self._play_current())
        self.bind("<FocusIn>", lambda _event: self._walk(self._cursor))
        self.bind("<FocusOut>", lambda _event: (self._ring(), self._on_point(None)))

    def show(self, line: Timeline) -> None:
        self._line = line
        moments = [(_moment_of(stop), isinstance(stop, TimeMark), stop) for stop in (*line.stretches, *line.marks)]
        self.stops = tuple(stop for *_, stop in sorted(moments, key=lambda each: each[:2]))
        self._cursor, self._head = 0, None
        self._draw()

    def move_head(self, moment: float | None) -> None:
        """Put the playhead at a moment; None takes it away."""
        self._head = moment
        self._draw_head()

    @property
    def head(self) -> float | None:
        return self._head

    def _resized(self, event: "tkinter.Event[Any]") -> None:
        if event.width != self._room:
            self._room = event.width
            self._draw()

    @property
    def _edge(self) -> int:
        """The space around the drawing: the focus is shown in it."""
        return self.theme.px(8)

    def _draw(self) -> None:
        self.delete("all")
        px, room = self.theme.px, self._room - 2 * self._edge
        if room <= 1 or not self._line.stretches:
            return
        measures = Measures(room, px(_LEAST), px(_MOST), px(_LANE), px(_MARK), px(_GAP), px(_ROW_GAP))
        self.layout = layout = lay_out(self._line, measures)
        high = round(layout.height) + 2 * self._edge
        if self.winfo_reqheight() != high + 2 * px(2):
            self.configure(height=high)
        self._boxes = self._find_boxes(layout)
        for piece in layout.pieces:
            self._draw_piece(layout, piece)
        for placed in layout.marks:
            mark = self._line.marks[placed.mark]
            x, y = placed.x + self._edge, placed.y + self._edge
            self.create_image(x, y, image=sign_icon(mark.sign, self.theme, _MARK))
        self._draw_head()
        self._ring()

    def _draw_piece(self, layout: Layout, piece: Piece) -> None:
        theme, colours = self.theme, self.theme.colours
        stretch = self._line.stretches[piece.stretch]
        lane = theme.px(_LANE)
        top = self._lane_top(layout, stretch.part, piece.row)
        left, right = round(piece.left) + self._edge, max(round(piece.left) + 2, round(piece.right)) + self._edge
        if stretch.part in (Part.THINKING, Part.SILENCE):
            ink = colours.forbidden if stretch.part is Part.SILENCE else colours.muted
            middle = top + lane // 2
            dash = (theme.px(2), theme.px(5))
            self.create_line(left + theme.px(3), middle, right - theme.px(2), middle, fill=ink, dash=dash, width=2)
            if piece.opens:
                self._label(left, right, top + lane // 2, f"{stretch.seconds:.1f} 秒", ink, colours.surface)
            return
        fill, ink = {
            Part.CITIZEN: (colours.sunken, colours.text),
            Part.SPOKEN: (colours.accent_soft, colours.text),
            Part.TYPED: (colours.surface, colours.text),
        }[stretch.part]
        edge = colours.border if stretch.part is Part.TYPED else fill
        self._box(left + 1, top, right - 1, top + lane, fill, edge)
        if piece.opens:
            left, right = left + theme.px(8), right - theme.px(6)
            number = str(stretch.turn + 1) if stretch.part is Part.CITIZEN else ""
            shown = self._cut(f"{number}  {stretch.text}".strip(), right - left) or number
            if shown and self._face.measure(shown) <= right - left + theme.px(4):
                self.create_text(left, top + lane // 2, text=shown, anchor="w", font=theme.font(SMALL), fill=ink)

    def _box(self, left: int, top: float, right: int, bottom: float, fill: str, edge: str) -> None:
        """A rectangle with round corners as far as it is wide enough."""
        corners = rounded(left, top, right, bottom, self.theme.px(8))
        self.create_polygon(corners, smooth=True, fill=fill, outline=edge, width=self.theme.px(1.5))

    def _label(self, left: int, right: int, middle: float, text: str, ink: str, ground: str) -> None:
        """A word on its own ground in the middle of a line, where there is room for it."""
        wide = self._face.measure(text) + self.theme.px(8)
        if wide < right - left - self.theme.px(8):
            x, half = (left + right) // 2, self.theme.px(11)
            self.create_rectangle(x - wide // 2, middle - half, x + wide // 2, middle + half, fill=ground, outline="")
            self.create_text(x, middle, text=text, font=self.theme.font(SMALL), fill=ink)

    def _cut(self, text: str, room: int) -> str:
        """As much of the text as there is room for; nothing where that is next to nothing."""
        text = text.replace("\n", " ")
        if self._face.measure(text) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._face.measure(text[:middle] + "…") <= room else (low, middle - 1)
        return text[:low] + "…" if low > 1 else ""

    def _lane_top(self, layout: Layout, part: Part, row: int) -> float:
        top = layout.citizen_top(row) if part is Part.CITIZEN else layout.trainee_top(row)
        return round(top) + self._edge

    def _draw_head(self) -> None:
        self.delete("head")
        if self._head is None or self.layout is None:
            return
        row, x = self.layout.place(self._head)
        top = round(self.layout.citizen_top(row)) + self._edge
        bottom = round(self.layout.marks_top(row)) + self._edge - self.theme.px(_GAP)
        x, ink = round(x) + self._edge, self.theme.colours.accent
        self.create_line(x, top - self.theme.px(4), x, bottom, fill=ink, width=self.theme.px(3), tags="head")
        size = self.theme.px(5)
        self.create_oval(x - size, top - 2 * size, x + size, top, fill=ink, outline="", tags="head")

    # Pointing

    def _focused(self) -> bool:
        return self.focus_get() is self

    def _current(self) -> Stop | None:
        return self.stops[self._cursor] if self.stops else None

    def _walk(self, to: int) -> str:
        if self.stops:
            self._cursor = min(max(0, to), len(self.stops) - 1)
            self._ring()
            self._on_point(self._current())
        return "break"

    def _play_current(self) -> str:
        stop = self._current()
        if stop is not None:
            self._on_play(_moment_of(stop))
        return "break"

    def _ring(self) -> None:
        """Show where the keyboard is."""
        self.delete("ring")
        stop = self._current()
        if stop is None or self.layout is None or not self._focused():
            return
        left, top, right, bottom = self._bounds(stop)
        pad = self.theme.px(2)
        self.create_rectangle(
            left - pad, top - pad, right + pad, bottom + pad, outline=self.theme.colours.focus,
            width=self.theme.px(2), tags="ring",
        )  # fmt: skip

    def _find_boxes(self, layout: Layout) -> list[tuple[Stop, Box]]:
        """Where everything is drawn, marks before what they lie beside; a stretch has a box in each of its rows."""
        half, lane, edge = self.theme.px(_MARK) / 2, self.theme.px(_LANE), self._edge
        boxes: list[tuple[Stop, Box]] = []
        for placed in layout.marks:
            x, y = placed.x + edge, placed.y + edge
            boxes.append((self._line.marks[placed.mark], (x - half, y - half, x + half, y + half)))
        for piece in layout.pieces:
            stretch = self._line.stretches[piece.stretch]
            top = self._lane_top(layout, stretch.part, piece.row)
            boxes.append((stretch, (piece.left + edge, top, piece.right + edge, top + lane)))
        return boxes

    def _bounds(self, stop: Stop) -> Box:
        """Where a stop is drawn, or begins to be: left, top, right, bottom."""
        return next((box for each, box in self._boxes if each is stop), (0.0, 0.0, 0.0, 0.0))

    def _stop_at(self, x: float, y: float) -> Stop | None:
        return next((stop for stop, box in self._boxes if _holds(box, x, y)), None)

    def _pressed(self, event: "tkinter.Event[Any]") -> str:
        self.focus_set()
        if self.layout is None:
            return "break"
        stop = self._stop_at(event.x, event.y)
        if stop is not None:
            self._walk(next(at for at, each in enumerate(self.stops) if each is stop))
        moment = _moment_of(stop) if isinstance(stop, TimeMark) else None
        place = self.layout.moment(event.x - self._edge, event.y - self._edge)
        self._on_play(place if moment is None else moment)
        return "break"


def _moment_of(stop: Stop) -> float:
    return stop.at if isinstance(stop, TimeMark) else stop.start


def _holds(bounds: Box, x: float, y: float) -> bool:
    left, top, right, bottom = bounds
    return left <= x <= right and top <= y <= bottom
