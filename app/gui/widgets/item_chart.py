"""The items of an examination by facility and discrimination, as a picture to point at."""

import io
import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.gui.screens.screen import Start
from app.gui.theme import SMALL, Theme

if TYPE_CHECKING:
    from app.domain.item_advice import Advice
    from app.domain.item_analysis import ItemStatistics
    from app.reports.item_charts import Spot

_NEAR = 24  # pixels at 100 %: a click so near means the spot


class ItemChart(tkinter.Canvas):
    """Drawn by matplotlib in a worker, because loading it takes half a second; the chosen spot is ringed here."""

    def __init__(self, parent: Any, theme: Theme, start: Start, on_choose: Callable[[str], None]) -> None:
        super().__init__(parent, bg=theme.colours.surface, highlightthickness=0, bd=0, width=1, height=theme.px(330))
        self.theme = theme
        self._start = start
        self._on_choose = on_choose
        self._items: Sequence[tuple[ItemStatistics, tuple[Advice, ...]]] = ()
        self.spots: tuple[Spot, ...] = ()
        self._chosen = ""
        self._drawn = (0, 0)
        self._image: Any = None
        self.bind("<Configure>", lambda _event: self._render())
        self.bind("<Button-1>", self._clicked)

    def show(self, items: "Sequence[tuple[ItemStatistics, tuple[Advice, ...]]]") -> None:
        self._items, self._drawn = items, (0, 0)
        self._render()

    def choose(self, id: str) -> None:
        """Ring an item's spot."""
        self._chosen = id
        self.delete("ring")
        radius = self.theme.px(12)
        for spot in self.spots:
            if spot.id == id:
                self.create_oval(
                    spot.x - radius, spot.y - radius, spot.x + radius, spot.y + radius, tags="ring",
                    outline=self.theme.colours.text, width=self.theme.px(2),
                )  # fmt: skip

    def _render(self) -> None:
        size = self.winfo_width(), self.winfo_height()
        if min(size) <= 1 or size == self._drawn:
            return
        self._drawn = size
        items, theme, colours = self._items, self.theme, self.theme.colours

        def work(_progress: object) -> "tuple[bytes, tuple[Spot, ...]]":
            from matplotlib.backends.backend_agg import FigureCanvasAgg

            from app.reports.item_charts import ChartInks, facility_by_discrimination

            inks = ChartInks(
                colours.text, colours.muted, colours.border, colours.polite_soft, colours.accent, colours.caution,
                colours.forbidden,
            )  # fmt: skip
            figure, spots = facility_by_discrimination(items, *size, theme.scale, inks)
            out = io.BytesIO()
            FigureCanvasAgg(figure).print_png(out)
            return out.getvalue(), spots

        def show(found: "tuple[bytes, tuple[Spot, ...]]") -> None:
            picture, spots = found
            if size != self._drawn or items is not self._items:
                return  # another one is on its way
            self._image = tkinter.PhotoImage(master=self, data=picture, format="png")
            self.spots = spots
            self.delete("all")
            self.create_image(0, 0, image=self._image, anchor="nw")
            if not spots:
                self.create_text(
                    size[0] // 2, size[1] // 2, text="还没有可以画的题目", font=theme.font(SMALL), fill=colours.muted
                )
            self.choose(self._chosen)

        self._start(work, show)

    def _clicked(self, event: "tkinter.Event[Any]") -> None:
        def distance(spot: "Spot") -> float:
            return float((spot.x - event.x) ** 2 + (spot.y - event.y) ** 2)

        nearest = min(self.spots, key=distance, default=None)
        if nearest is not None and distance(nearest) <= self.theme.px(_NEAR) ** 2:
            self._on_choose(nearest.id)
