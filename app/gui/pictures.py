"""Pictures with smooth edges: the score's ring, the citizen at the window, the bars of past results.

Each is drawn four times too large with Pillow and scaled down; Tk's canvas has no smooth lines.
"""

import math
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw

from app.domain.scenario import Citizen, Sex

_OVERSAMPLING = 4

# Clothes and background for the citizens; which one is theirs follows from the name.
_CLOTHES = ("#3E6C8F", "#7A5C8E", "#4F7F6B", "#A0654A", "#5B6FA8", "#8A7440")
_SKIN, _HAIR, _GREY, _INK = "#F1CDAF", "#2E2A2B", "#A9ADB3", "#3A2B26"
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


def pill(master: Any, width: int, height: int, share: float, colour: str, track: str) -> Any:
    """A lying bar with round ends, filled from the left to `share` (0 to 1)."""
    picture, pen = _canvas(width, height)
    wide, high = picture.width - 1, picture.height - 1
    pen.rounded_rectangle((0, 0, wide, high), high / 2, fill=track)
    filled = max(high, round(wide * max(0.0, min(1.0, share))))
    pen.rounded_rectangle((0, 0, filled, high), high / 2, fill=colour)
    return _finish(master, picture)


def telephone(master: Any, size: int, ground: str, ink: str) -> Any:
    """Instead of a face, where the two speak on the telephone."""
    from app.gui.icons import icon_image

    picture, pen = _canvas(size, size)
    pen.ellipse((0, 0, picture.width - 1, picture.height - 1), fill=ground)
    icon = icon_image("phone", round(picture.width * 0.5), ink)
    at = (picture.width - icon.width) // 2
    picture.alpha_composite(icon, (at, at))
    return _finish(master, picture)


def citizen_figure(
    master: Any, citizen: Citizen, size: int, ground: str, feeling: float | None = None, speaking: bool = False
) -> Any:
    """A friendly figure in a circle: grey hair and glasses with age, brows and mouth by how they feel (0 to 100,
    as at the beginning where it is not given); with the mouth open where they are `speaking`.
    """
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
    if citizen.voice.sex is Sex.FEMALE:  # longer hair behind the head
        pen.rounded_rectangle((27 * u, 22 * u, 73 * u, 66 * u), 22 * u, fill=hair)
    pen.ellipse(box(50, 44, 20, 23), fill=_SKIN)
    pen.chord(box(50, 42, 22, 24), 199, 341, fill=hair)
    for x in (42, 58):
        pen.ellipse(box(x, 46, 2.2, 2.6), fill=_INK)
    worried = any(word in citizen.mood for word in _WORRIED)
    _face(pen, line, box, citizen.feeling if feeling is None else feeling, worried, speaking, u)
    if old:
        for x in (42, 58):
            pen.ellipse(box(x, 46, 7, 6.4), outline="#5B6470", width=round(1.6 * u))
        line(49, 46, 51, 46, width=1.6, colour="#5B6470")
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).ellipse(box(50, 50, 50, 50), fill=255)
    picture.putalpha(mask)
    return _finish(master, picture)


def _face(
    pen: ImageDraw.ImageDraw, line: Any, box: Any, feeling: float, worried: bool, speaking: bool, u: float
) -> None:
    """From furious at 0 to content at 100, without a step between, so that a mood can be seen to move."""
    tension = max(0.0, 1 - feeling / 65)  # 0 calm … 1 furious
    # The brows of one who worries go up in the middle, of one who is angry down.
    inner = -2.4 * tension if worried else 3.2 * tension
    line(37.5, 38.6 - inner * 0.6, 46, 38.2 + inner)
    line(62.5, 38.6 - inner * 0.6, 54, 38.2 + inner)
    if speaking:
        pen.ellipse(box(50, 57.5, 4.4 + 1.6 * tension, 3.4 + tension), fill=_INK)
        return
    # The mouth is a stretch of a parabola: bent down, straight, bent up.
    bend = (feeling - 45) / 55 * 4.6
    points: list[float] = []
    for at in range(-6, 7):
        points += [50 + at * 1.1, 57.6 + bend * (0.5 - (at / 6) ** 2)]
    line(*points)
