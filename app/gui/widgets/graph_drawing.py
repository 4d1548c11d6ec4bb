"""How the boxes and arrows of a dialogue's picture look on a Canvas, at any zoom."""

import tkinter
from dataclasses import dataclass
from enum import Enum
from tkinter.font import Font

from app.domain.scenario import EndingKind
from app.gui.line_breaking import break_lines
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.graph_geometry import WIDE, Arrow, box_of
from app.gui.widgets.rounded import rounded

_LEGIBLE = 0.55  # below this only the names are written, at a size that can be read
_LONGEST_LABEL = 14


class Mark(Enum):
    """What is wrong at a box."""

    FAULT = "fault"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Box:
    """Everything that a box's looks depend on."""

    id: str
    place: tuple[int, int]
    words: tuple[str, str, str]
    kind: EndingKind | None
    first: bool
    main: bool
    mark: Mark | None
    on: bool


class GraphPen:
    """Draws on one canvas. `zoom` is set by whoever owns the canvas, who then draws everything again."""

    def __init__(self, canvas: tkinter.Canvas, theme: Theme, zoom: float) -> None:
        self._canvas = canvas
        self._theme = theme
        self._fonts = {
            "name": Font(canvas, family=theme.family, weight="bold"),
            "text": Font(canvas, family=theme.family),
            "far": Font(canvas, family=theme.family, size=-theme.px(SMALL)),
        }
        self.zoom = zoom

    @property
    def zoom(self) -> float:
        return self._zoom

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._zoom = zoom
        size = max(1, round(BODY * self._theme.scale * zoom))
        for name in ("name", "text"):
            self._fonts[name].configure(size=-size)

    def at(self, *numbers: float) -> list[float]:
        """Pixels at 100 % as they are on the canvas now."""
        scale = self.zoom * self._theme.scale
        return [number * scale for number in numbers]

    def box(self, box: Box) -> list[int]:
        """Draw a box; the numbers of its items."""
        colours, canvas, theme = self._theme.colours, self._canvas, self._theme
        words, kind, first, main, mark, on = box.words, box.kind, box.first, box.main, box.mark, box.on
        edge, fill = {
            EndingKind.GOOD: (colours.polite, colours.polite_soft),
            EndingKind.PARTIAL: (colours.caution, colours.caution_soft),
            EndingKind.BAD: (colours.forbidden, colours.forbidden_soft),
            None: (colours.accent if main else colours.muted, colours.background),
        }[kind]
        left, top, right, bottom = box_of(box.place)
        items = [
            canvas.create_polygon(
                self.at(*rounded(left, top, right, bottom, 14)), smooth=True, tags=("box",),
                fill=colours.accent_soft if on and kind is None else fill, outline=colours.focus if on else edge,
                width=theme.px(4 if on else 2),
            )
        ]  # fmt: skip
        if first:
            items.append(
                canvas.create_rectangle(self.at(left + 3, top + 14, left + 9, bottom - 14), fill=edge, width=0, tags=("box",))
            )  # fmt: skip
        if self.zoom >= _LEGIBLE:
            name, text, foot = words
            inside = WIDE - 34
            ink = edge if kind else colours.muted
            scale = theme.scale
            texts = (
                (f"开始 · {name}" if first else name, top + 10, "name", ink, 1),
                (text, top + 38, "text", colours.text if text else colours.forbidden, 2),
                (foot, top + 92, "text", colours.accent, 1),
            )
            for said, y, font, colour, lines in texts:
                shown = self._shortened(
                    said or ("（还没有写）" if lines == 2 else ""), font, inside * scale * self.zoom, lines
                )
                if shown:
                    items.append(
                        canvas.create_text(
                            self.at(left + 18, y), text=shown, anchor="nw", font=self._fonts[font], fill=colour, tags=("box",)
                        )
                    )  # fmt: skip
        else:
            room = (WIDE - 16) * theme.scale * self.zoom
            shown = self._shortened(words[0] if kind is None else words[1], "far", room, 1)
            if room >= theme.px(40):
                middle = self.at((left + right) / 2, (top + bottom) / 2)
                items.append(
                    canvas.create_text(middle, text=shown, font=self._fonts["far"], fill=colours.text, tags=("box",))
                )
        if mark is not None:
            ink = colours.forbidden if mark is Mark.FAULT else colours.caution
            size = 34 if self.zoom >= _LEGIBLE else 60
            items.append(
                canvas.create_oval(
                    self.at(right - size * 0.6, top - size * 0.4, right + size * 0.4, top + size * 0.6),
                    fill=ink, outline=colours.surface, width=theme.px(2), tags=("box",),
                )
            )  # fmt: skip
            items.append(
                canvas.create_text(
                    self.at(right - size * 0.1, top + size * 0.1), text="！" if mark is Mark.FAULT else "？",
                    font=self._fonts["name"], fill=colours.surface, tags=("box",),
                )
            )  # fmt: skip
        return items

    def arrow(self, arrow: Arrow, on: bool) -> list[int]:
        """Draw an arrow with its label; the numbers of its items."""
        colours, canvas, theme = self._theme.colours, self._canvas, self._theme
        ink = colours.focus if on else colours.accent if arrow.link.main else colours.muted
        wide = 4 if on else 3 if arrow.link.main else 1.4
        curve = self.at(*(number for point in arrow.curve for number in point))
        head = self.at(13, 15, 6)
        items = [
            canvas.create_line(
                curve, smooth="raw", splinesteps=10, fill=ink, width=theme.px(wide), arrow="last",
                arrowshape=tuple(max(3.0, size) for size in head), tags=("line",),
            )
        ]  # fmt: skip
        if self.zoom >= _LEGIBLE:
            shown = "\n".join(
                label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
                for label in arrow.link.labels[:3]
            ) + ("…" if len(arrow.link.labels) > 3 else "")  # fmt: skip
            text = canvas.create_text(
                self.at(*arrow.label), text=shown, font=self._fonts["text"], justify="center", tags=("label",),
                fill=colours.text if on or arrow.link.main else colours.muted,
            )  # fmt: skip
            around = canvas.bbox(text)
            pad = theme.px(3)
            ground = canvas.create_rectangle(
                around[0] - pad, around[1], around[2] + pad, around[3], tags=("label",),
                fill=colours.accent_soft if on else colours.surface, outline=colours.focus if on else "",
            )  # fmt: skip
            canvas.tag_raise(text, ground)
            items += [ground, text]
        return items

    def _shortened(self, text: str, font: str, width: float, lines: int) -> str:
        """Broken to the box as Chinese is, and cut off with … where that is not enough."""
        measure = self._fonts[font].measure
        text = text.replace("\n", "")
        most = lines * (int(width / max(1, measure("字"))) + 1)
        broken = break_lines(text[:most], int(width), measure).split("\n")
        if len(broken) <= lines and len(text) <= most:
            return "\n".join(broken)
        last = broken[:lines][-1]
        while last and measure(last + "…") > width:
            last = last[:-1]
        return "\n".join([*broken[: lines - 1], last + "…"])
