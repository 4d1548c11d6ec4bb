"""What the pages of the projector are drawn on: sizes by the window's own, so that ten metres away it can be read."""

import math
import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter.font import Font
from typing import Any, Literal

from app.gui.line_breaking import break_lines
from app.gui.theme import Palette

WIDE, HIGH = 1280.0, 720.0  # the page is laid out on this grid and grows with the window


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text in one ink; `ground` and `underline` mark it."""

    text: str
    ink: str
    ground: str = ""


class Board(tkinter.Canvas):
    """One canvas. `u` turns a length of the grid into pixels; everything is centred where the window is wider."""

    def __init__(self, parent: Any, colours: Palette, family: str) -> None:
        super().__init__(parent, bg=colours.background, bd=0, highlightthickness=0)
        self.colours = colours
        self._family = family
        self._fonts: dict[tuple[int, bool], Font] = {}
        self._widths: dict[str, dict[str, int]] = {}
        self._images: list[Any] = []

    @property
    def unit(self) -> float:
        return max(0.2, min(self.winfo_width() / WIDE, self.winfo_height() / HIGH))

    def u(self, length: float) -> int:
        return max(1, round(length * self.unit))

    def x(self, at: float) -> int:
        return round((self.winfo_width() - WIDE * self.unit) / 2 + at * self.unit)

    def y(self, at: float) -> int:
        return round((self.winfo_height() - HIGH * self.unit) / 2 + at * self.unit)

    def clear(self) -> None:
        self.delete("all")
        self._images.clear()

    def font(self, size: float, bold: bool = False) -> Font:
        """A face `size` of the grid high."""
        key = (self.u(size), bold)
        if key not in self._fonts:
            weight: Literal["bold", "normal"] = "bold" if bold else "normal"
            self._fonts[key] = Font(self, family=self._family, size=-key[0], weight=weight)
        return self._fonts[key]

    def _measure(self, face: Font) -> Callable[[str], int]:
        """The width of a text as the sum of its characters', each measured once: asking Tk for whole lines takes
        most of a second on a long reply. Kerning is left out, which only ever makes a line narrower.
        """
        widths = self._widths.setdefault(str(face), {})

        def measure(text: str) -> int:
            for character in text:
                if character not in widths:
                    widths[character] = face.measure(character)
            return sum(widths[character] for character in text)

        return measure

    def picture(self, image: Any, at_x: float, at_y: float, anchor: Any = "center") -> None:
        self._images.append(image)  # Tk does not keep it alive
        self.create_image(self.x(at_x), self.y(at_y), image=image, anchor=anchor)

    def line(
        self, text: str, at_x: float, at_y: float, size: float, bold: bool = False, ink: str = "", anchor: Any = "w",
        room: float = 0.0, tags: str = "",
    ) -> None:  # fmt: skip
        """One line; smaller, and then cut with …, where it is wider than `room`."""
        least = size * 0.8
        while room and size > least and self.font(size, bold).measure(text) > self.u(room):
            size -= 1
        face = self.font(size, bold)
        if room and face.measure(text) > self.u(room):
            while text and face.measure(text + "…") > self.u(room):
                text = text[:-1]
            text += "…"
        self.create_text(
            self.x(at_x), self.y(at_y), text=text, font=face, fill=ink or self.colours.text, anchor=anchor, tags=tags
        )

    def block(
        self, text: str, left: float, top: float, room: float, high: float, size: float, least: float = 20,
        bold: bool = False, ink: str = "", tags: str = "",
    ) -> float:  # fmt: skip
        """A text broken to `room`, as large as fits into `high` (from `size` down to `least`). Its height on the grid."""
        return self.runs([Run(text, ink or self.colours.text)], left, top, room, high, size, least, bold, tags)

    def runs(
        self, runs: Sequence[Run], left: float, top: float, room: float, high: float, size: float, least: float = 20,
        bold: bool = False, tags: str = "",
    ) -> float:  # fmt: skip
        """Like `block`, in several inks. What does not fit at `least` is cut with …."""
        text = "".join(run.text for run in runs)
        # A character is about as wide as high: begin near the size that fits, since every try breaks all lines.
        near = math.sqrt(1.3 * room * high / (1.4 * max(1, len(text))))
        size = min(size, max(least, math.ceil(near)))
        while True:
            face = self.font(size, bold)
            lines = break_lines(text, self.u(room), self._measure(face)).split("\n")
            step = size * 1.4
            if len(lines) * step <= high or size <= least:
                break
            size -= 2
        most = max(1, int(high // step))
        inks = [(character, run) for run in runs for character in run.text]
        done = 0
        for number, line in enumerate(lines[:most]):
            if number == most - 1 and len(lines) > most:
                line = line[:-1] + "…"
            # A space at which the line was broken is no longer in it.
            while done < len(inks) and line and inks[done][0] != line[0]:
                done += 1
            self._draw_line(
                line, [run for _c, run in inks[done : done + len(line)]], left, top + number * step, face, step, tags
            )
            done += len(line)
        return min(len(lines), most) * step

    def _draw_line(
        self, line: str, runs: list[Run], left: float, top: float, face: Font, step: float, tags: str
    ) -> None:
        x, y, high = self.x(left), self.y(top), self.u(step)
        begin = 0
        for at in range(1, len(line) + 1):
            last = runs[min(begin, len(runs) - 1)] if runs else None
            if at < len(line) and at < len(runs) and runs[at] is last:
                continue
            piece = line[begin:at]
            end = x + face.measure(line[:at]) - face.measure(line[:begin])
            if last is not None and last.ground:
                self.create_rectangle(x, y + high * 0.08, end, y + high * 0.92, fill=last.ground, width=0, tags=tags)
                self.create_line(x, y + high * 0.9, end, y + high * 0.9, fill=last.ink, width=self.u(3), tags=tags)
            ink = last.ink if last is not None else self.colours.text
            self.create_text(x, y + high // 2, text=piece, font=face, fill=ink, anchor="w", tags=tags)
            x, begin = end, at
