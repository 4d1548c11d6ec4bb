"""The conversation so far as bubbles: the citizen on the left, the trainee on the right, what came of it between."""

import tkinter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from tkinter.font import Font
from typing import Any, Literal

from app.domain.hits import Hit
from app.domain.lexicon import Kind
from app.gui.line_breaking import break_lines
from app.gui.pictures import disc
from app.gui.theme import BODY, SMALL, Theme

LINE = 24  # the size of the line that waits for an answer
_RADIUS = 14
_SIGN = "\ue000"


class Side(Enum):
    CITIZEN = "citizen"
    TRAINEE = "trainee"
    NOTE = "note"  # between the two: the mood and why, points told, a hint


class Tone(Enum):
    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    CAUTION = "caution"


@dataclass(frozen=True, slots=True)
class Bubble:
    """`marks` are hits by their places in `text`, in order and without overlap; `large` is the line that waits for an answer; `above` a small
    word over the text, such as who speaks.
    """

    side: Side
    text: str
    marks: tuple[Hit, ...] = ()
    large: bool = False
    above: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(slots=True)
class _Type:
    """A font with what measuring needs."""

    face: Font
    font: Any
    high: int = field(init=False)

    def __post_init__(self) -> None:
        self.high = round(self.face.metrics("linespace") * 1.25)


class TalkBubbles(tkinter.Canvas):
    """One canvas, at least as high as its content; the page it lies on scrolls. Lay it out with sticky="nsew"."""

    def __init__(self, parent: Any, theme: Theme) -> None:
        super().__init__(parent, bg=theme.colours.background, bd=0, highlightthickness=0, height=1, width=1)
        self._theme = theme
        self._bubbles: tuple[Bubble, ...] = ()
        self._room = 0
        self._high = self._top = 0  # of what is drawn
        self._types = {
            size: _Type(self._face(size, bold), theme.font(size, bold))
            for size, bold in ((SMALL, False), (BODY, False), (LINE, False))
        }
        self._small_bold = theme.font(SMALL, True)
        self._discs: dict[str, Any] = {}
        # Breaking a line measures every character of it; what was said does not change any more.
        self._cut: dict[tuple[str, tuple[int, ...], int], list[str]] = {}
        self.bind("<Configure>", lambda event: self._sink(event.height))

    def _face(self, size: int, bold: bool) -> Font:
        weight: Literal["bold", "normal"] = "bold" if bold else "normal"
        return Font(self, family=self._theme.family, size=-self._theme.px(size), weight=weight)

    def show(self, bubbles: Sequence[Bubble]) -> None:
        if tuple(bubbles) != self._bubbles:
            self._bubbles = tuple(bubbles)
            self._draw()

    @property
    def bubbles(self) -> tuple[Bubble, ...]:
        return self._bubbles

    def fit(self, room: int) -> None:
        """Break the lines for `room` pixels.

        Not for the canvas's own width: that changes when the page's scroll bar comes, which makes the content
        higher, or lower, which makes the bar come and go for ever.
        """
        if room > 1 and room != self._room:
            self._room = room
            self._cut.clear()
            self._draw()

    def _draw(self) -> None:
        if not self._room:
            return
        self.delete("all")
        y = 0
        before: Bubble | None = None
        for bubble in self._bubbles:
            near = before is not None and Side.NOTE in (before.side, bubble.side)
            y += self._theme.px(8 if near else 14) if before is not None else 0
            y = self._note(bubble, y) if bubble.side is Side.NOTE else self._bubble(bubble, y)
            before = bubble
        self._high, self._top = y, 0
        if self.winfo_reqheight() != max(1, y):
            self.configure(height=max(1, y))
        self._sink(self.winfo_height())

    def _sink(self, height: int) -> None:
        """A conversation that is shorter than its room stands at the bottom, next to the answer."""
        top = max(0, height - self._high)
        if top != self._top:
            self.move("all", 0, top - self._top)
            self._top = top

    def _note(self, bubble: Bubble, top: int) -> int:
        theme, kind = self._theme, self._types[SMALL]
        room = self._room - theme.px(48)
        lines = self._broken(bubble, room, kind)
        for at, line in enumerate(lines):
            self.create_text(
                self._room // 2,
                top + at * kind.high,
                anchor="n",
                text=line,
                font=kind.font,
                fill=self._ink(bubble.tone),
            )
        return top + len(lines) * kind.high

    def _bubble(self, bubble: Bubble, top: int) -> int:
        theme, colours = self._theme, self._theme.colours
        kind = self._types[LINE if bubble.large else BODY]
        small = self._types[SMALL]
        pad, sign = theme.px(16), theme.px(20)
        most = self._room - theme.px(8) if bubble.large else round(self._room * 0.84)
        lines = self._broken(bubble, most - 2 * pad, kind, sign)
        wide = max(_wide(line, kind.face, sign) for line in lines)
        wide = min(most, max(wide, small.face.measure(bubble.above)) + 2 * pad)
        head = small.high if bubble.above else 0
        high = head + len(lines) * kind.high + 2 * theme.px(10)
        mine = bubble.side is Side.TRAINEE
        left = self._room - wide if mine else 0
        fill = colours.surface if mine else colours.accent_soft
        self._box(left, top, left + wide, top + high, fill)
        y = top + theme.px(10)
        if bubble.above:
            ink = colours.muted if mine else colours.accent
            self.create_text(left + pad, y, anchor="nw", text=bubble.above, font=self._small_bold, fill=ink)
            y += head
        hits = {hit.first: hit for hit in bubble.marks}
        at, marked = 0, None
        for line in lines:
            at, marked = self._line(line, hits, at, marked, left + pad, y, kind, sign)
            y += kind.high
        return top + high

    def _broken(self, bubble: Bubble, room: int, kind: _Type, sign: int = 0) -> list[str]:
        """The text in lines, with a character of its own in the place of each mark's sign, so that it is measured too."""
        key = (bubble.text, tuple(hit.first for hit in bubble.marks), kind.high)
        if key not in self._cut:
            text, done = "", 0
            for hit in bubble.marks:
                text += bubble.text[done : hit.first] + _SIGN
                done = hit.first
            text += bubble.text[done:]
            self._cut[key] = break_lines(text, room, lambda line: _wide(line, kind.face, sign)).split("\n")
        return self._cut[key]

    def _line(
        self, line: str, hits: dict[int, Hit], at: int, hit: Hit | None, x: int, y: int, kind: _Type, sign: int
    ) -> tuple[int, Hit | None]:
        """One line with its marks: a sign, the colour and an underline each, so that no colour stands alone.

        `at` is where in the bubble's text the line begins, `hit` the mark that goes on from the line before; both
        are given back for the next one.
        """
        theme, colours = self._theme, self._theme.colours
        high = kind.face.metrics("linespace")
        piece = ""

        def write() -> None:
            nonlocal x, piece
            ink = colours.text if hit is None else _ink_of(hit, theme)
            begun, x = x, self._words(piece, x, y, kind, ink)
            if hit is not None and piece:
                self.create_line(begun, y + high, x, y + high, fill=ink, width=theme.px(1.5))
            piece = ""

        for character in line:
            if hit is not None and at >= hit.last:
                write()
                hit = None
            if character == _SIGN:
                write()
                hit = hits[at]
                icon = theme.icon(_icon_of(hit), 18, _ink_of(hit, theme))
                self.create_image(x, y + high // 2, anchor="w", image=icon)
                x += sign
            else:
                piece += character
                at += 1
        write()
        return at, hit

    def _words(self, text: str, x: int, y: int, kind: _Type, ink: str) -> int:
        if text:
            self.create_text(x, y, anchor="nw", text=text, font=kind.font, fill=ink)
        return x + kind.face.measure(text)

    def _box(self, left: int, top: int, right: int, bottom: int, fill: str) -> None:
        """A surface with round corners: Tk's own have jagged edges."""
        radius = self._theme.px(_RADIUS)
        if fill not in self._discs:
            self._discs[fill] = disc(self, 2 * radius, fill)
        for x in (left, right - 2 * radius):
            for y in (top, bottom - 2 * radius):
                self.create_image(x, y, anchor="nw", image=self._discs[fill])
        self.create_rectangle(left + radius, top, right - radius, bottom, fill=fill, width=0)
        self.create_rectangle(left, top + radius, right, bottom - radius, fill=fill, width=0)

    def _ink(self, tone: Tone) -> str:
        colours = self._theme.colours
        return {
            Tone.PLAIN: colours.muted, Tone.GOOD: colours.polite, Tone.BAD: colours.forbidden,
            Tone.CAUTION: colours.caution,
        }[tone]  # fmt: skip


def _icon_of(hit: Hit) -> str:
    if not hit.certain:
        return "ask-ring"
    return "tick-ring" if hit.kind is Kind.POLITE else "cross-ring"


def _ink_of(hit: Hit, theme: Theme) -> str:
    if not hit.certain:
        return theme.colours.caution
    return theme.colours.polite if hit.kind is Kind.POLITE else theme.colours.forbidden


def _wide(line: str, face: Font, sign: int) -> int:
    return face.measure(line.replace(_SIGN, "")) + line.count(_SIGN) * sign


def without_overlap(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """In their order; where two hits share words, the first one has them."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last)):
        if not kept or hit.first >= kept[-1].last:
            kept.append(hit)
    return tuple(kept)
