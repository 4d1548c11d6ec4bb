"""The citizen's mood as a curve: pointing at a moment, or walking there by keyboard, tells what moved it."""

import io
import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.gui.screens.screen import Start
from app.gui.theme import Theme

if TYPE_CHECKING:
    from app.domain.role_play.played import PlayedDialogue
    from app.reports.dialogue_charts import MoodSpot


class MoodChart(tkinter.Canvas):
    """Drawn by matplotlib in a worker, because loading it takes half a second. `on_point(words)` is told what to
    say about the moment pointed at, "" for none; ← → walk, Enter or a click asks `on_turn(turn)` to show that reply.
    """

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        start: Start,
        on_point: Callable[[str], None],
        on_turn: Callable[[int], None],
    ) -> None:
        colours = theme.colours
        super().__init__(
            parent, bg=colours.surface, bd=0, width=1, height=theme.px(250), takefocus=1,
            highlightthickness=theme.px(2), highlightbackground=colours.surface, highlightcolor=colours.focus,
        )  # fmt: skip
        self.theme = theme
        self._start = start
        self._on_point = on_point
        self._on_turn = on_turn
        self._played: PlayedDialogue | None = None
        self.spots: tuple[MoodSpot, ...] = ()
        self._at = 0
        self._drawn = (0, 0)
        self._image: Any = None
        self.bind("<Configure>", lambda _event: self._render())
        self.bind("<Motion>", lambda event: self._point(self._nearest(event.x)))
        self.bind("<Leave>", lambda _event: None if self._focused() else self._point(None))
        self.bind("<Button-1>", self._clicked)
        for key, by in (("<Left>", -1), ("<Right>", 1)):
            self.bind(key, lambda _event, by=by: self._walk(by))
        for key in ("<Return>", "<KP_Enter>"):
            self.bind(key, lambda _event: self._turn())
        self.bind("<FocusIn>", lambda _event: self._point(self._at))
        self.bind("<FocusOut>", lambda _event: self._point(None))

    def show(self, played: "PlayedDialogue") -> None:
        self._played, self._drawn, self._at, self.spots = played, (0, 0), 0, ()
        self._render()

    def _focused(self) -> bool:
        return self.focus_get() is self

    def _render(self) -> None:
        size = self.winfo_width(), self.winfo_height()
        played = self._played
        if played is None or min(size) <= self.theme.px(120) or size == self._drawn:
            return
        self._drawn = size
        theme, colours = self.theme, self.theme.colours

        def work(_progress: object) -> "tuple[bytes, tuple[MoodSpot, ...]]":
            from matplotlib.backends.backend_agg import FigureCanvasAgg

            from app.reports.dialogue_charts import MoodInks, mood_curve

            inks = MoodInks(
                colours.text, colours.muted, colours.border, colours.sunken, colours.accent, colours.polite,
                colours.forbidden,
            )  # fmt: skip
            figure, spots = mood_curve(played, *size, theme.scale, inks)
            out = io.BytesIO()
            FigureCanvasAgg(figure).print_png(out)
            return out.getvalue(), spots

        def show(found: "tuple[bytes, tuple[MoodSpot, ...]]") -> None:
            if size != self._drawn or played is not self._played:
                return  # another one is on its way
            picture, self.spots = found
            self._image = tkinter.PhotoImage(master=self, data=picture, format="png")
            self.delete("all")
            self.create_image(0, 0, image=self._image, anchor="nw")
            if self._focused():
                self._point(self._at)

        self._start(work, show)

    def _nearest(self, x: float) -> int | None:
        return min(range(len(self.spots)), key=lambda at: abs(self.spots[at].x - x), default=None)

    def _point(self, at: int | None) -> None:
        self.delete("ring")
        if at is None or at >= len(self.spots):
            self._on_point("")
            return
        self._at = at
        spot, radius = self.spots[at], self.theme.px(12)
        self.create_oval(
            spot.x - radius, spot.y - radius, spot.x + radius, spot.y + radius, tags="ring",
            outline=self.theme.colours.text, width=self.theme.px(2),
        )  # fmt: skip
        self._on_point(spot.words)

    def _walk(self, by: int) -> str:
        self._point(min(max(0, self._at + by), max(0, len(self.spots) - 1)))
        return "break"

    def _clicked(self, event: "tkinter.Event[Any]") -> None:
        self.focus_set()
        self._point(self._nearest(event.x))
        self._turn()

    def _turn(self) -> str:
        if self.spots and self._at:
            self._on_turn(self._at - 1)
        return "break"
