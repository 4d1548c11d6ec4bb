"""Pictures with smooth edges: the score's ring, the citizen at the window, the bars of past results.

Each is drawn four times too large with Pillow and scaled down; Tk's canvas has no smooth lines.
"""

import math
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw

from app.domain.scenario import Citizen

_OVERSAMPLING = 4

# Clothes and background for the citizens; which one is theirs follows from the name.
_CLOTHES = ("#3E6C8F", "#7A5C8E", "#4F7F6B", "#A0654A", "#5B6FA8", "#8A7440")
_SKIN, _HAIR, _GREY, _INK = "#F1CDAF", "#2E2A2B", "#A9ADB3", "#3A2B26"
_TENSE = ("怒", "气", "烦", "躁", "不满", "激动", "火")
_WORRIED = ("急", "焦", "忧", "担心", "愁", "难过", "委屈", "紧张", "不安", "困惑", "迷茫")


def _canvas(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGBA", (width * _OVERSAMPLING, height * _OVERSAMPLING), (0, 0, 0, 0))
    return picture, ImageDraw.Draw(picture)


def _finish(master: Any, picture: Image.Image) -> Any:
    from PIL import ImageTk

    size = (picture.width // _OVERSAMPLING, picture.height // _OVERSAMPLING)
    return ImageTk.PhotoImage(picture.resize(size, Image.Resampling.BOX), master=master)


def ring(master: Any, size: int, share: float, colour: str, track: str) -> Any:
    """A ring of `size` pixels filled clockwise from the top to `share` (0 to 1)."""
    picture, pen = _canvas(size, size)
    large = size * _OVERSAMPLING
    width = round(large * 0.085)
    pen.arc((0, 0, large - 1, large - 1), 0, 360, fill=track, width=width)
    if share > 0:
        last = -90 + 360 * min(1.0, share)
        pen.arc((0, 0, large - 1, large - 1), -90, last, fill=colour, width=width)
        middle, radius = large / 2, (large - width) / 2
        for angle in (math.radians(-90), math.radians(last)):
            x, y = middle + radius * math.cos(angle), middle + radius * math.sin(angle)
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=colour)
    return _finish(master, picture)


def disc(master: Any, size: int, colour: str) -> Any:
    """A filled circle."""
    picture, pen = _canvas(size, size)
    pen.ellipse((0, 0, picture.width - 1, picture.height - 1), fill=colour)
    return _finish(master, picture)


def bars(
    master: Any, width: int, height: int, shares: Sequence[tuple[float, str]], gap: int, thick: int, track: str
) -> Any:
    """Upright bars from the left, each (share of the height, colour), `thick` wide with round tops."""
    picture, pen = _canvas(width, height)
    n = _OVERSAMPLING
    for at, (share, colour) in enumerate(shares):
        left, right = at * (thick + gap) * n, (at * (thick + gap) + thick) * n
        pen.rounded_rectangle((left, 0, right, height * n), thick * n / 2, fill=track)
        top = (1 - max(0.0, min(1.0, share))) * (height - thick) * n
        pen.rounded_rectangle((left, top, right, height * n), thick * n / 2, fill=colour)
    return _finish(master, picture)


def citizen_figure(master: Any, citizen: Citizen, size: int, ground: str) -> Any:
    """A friendly figure in a circle: grey hair and glasses with age, brows and mouth by mood."""
    picture, pen = _canvas(size, size)
    u = size * _OVERSAMPLING / 100  # the figure is drawn on a grid of 100
    number = sum(map(ord, citizen.name))
    clothes = _CLOTHES[number % len(_CLOTHES)]
    old = citizen.age >= 60
    hair = _GREY if old else _HAIR

    def box(x: float, y: float, rx: float, ry: float) -> tuple[float, float, float, float]:
        return ((x - rx) * u, (y - ry) * u, (x + rx) * u, (y + ry) * u)

    def line(*points: float, width: float = 2.2, colour: str = _INK) -> None:
        pairs = [(x * u, y * u) for x, y in zip(points[::2], points[1::2], strict=True)]
        pen.line(pairs, fill=colour, width=round(width * u), joint="curve")

    pen.ellipse(box(50, 50, 50, 50), fill=ground)
    pen.ellipse(box(50, 103, 35, 33), fill=clothes)
    pen.rounded_rectangle((43 * u, 58 * u, 57 * u, 76 * u), 7 * u, fill=_SKIN)
    if number % 2:  # longer hair behind the head
        pen.rounded_rectangle((27 * u, 22 * u, 73 * u, 66 * u), 22 * u, fill=hair)
    pen.ellipse(box(50, 44, 20, 23), fill=_SKIN)
    pen.chord(box(50, 42, 22, 24), 188, 352, fill=hair)
    for x in (42, 58):
        pen.ellipse(box(x, 46, 2.2, 2.6), fill=_INK)
    _face(pen, line, box, citizen.mood, u)
    if old:
        for x in (42, 58):
            pen.ellipse(box(x, 46, 7, 6.4), outline="#5B6470", width=round(1.6 * u))
        line(49, 46, 51, 46, width=1.6, colour="#5B6470")
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).ellipse(box(50, 50, 50, 50), fill=255)
    picture.putalpha(mask)
    return _finish(master, picture)


def _face(pen: ImageDraw.ImageDraw, line: Any, box: Any, mood: str, u: float) -> None:
    width = round(2.2 * u)
    if any(word in mood for word in _TENSE):
        line(38, 38, 46, 39.6)
        line(62, 38, 54, 39.6)
        pen.arc(box(50, 60.5, 6.5, 4.5), 200, 340, fill=_INK, width=width)
    elif any(word in mood for word in _WORRIED):
        line(37, 40, 46, 37.5)
        line(63, 40, 54, 37.5)
        pen.arc(box(50, 59.5, 5, 3), 200, 340, fill=_INK, width=width)
    else:
        line(38, 39, 46, 38.4)
        line(62, 39, 54, 38.4)
        pen.arc(box(50, 54, 7, 5), 25, 155, fill=_INK, width=width)
