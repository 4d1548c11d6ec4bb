"""The icons, as strokes on a grid of 24: drawn four times too large and scaled down, because Tk's own
lines have jagged edges on Windows and X11.
"""

import math
from typing import Any

from PIL import Image, ImageDraw

_OVERSAMPLING = 4
_STROKE = 2.0

Stroke = tuple[Any, ...]

# ("line", x, y, x, y, …), ("ring", cx, cy, r), ("arc", cx, cy, r, from°, to°), ("dot", cx, cy, r), ("area", x, y, …).
# Degrees run clockwise from three o'clock, as in Pillow.
_ICONS: dict[str, tuple[Stroke, ...]] = {
    "home": (("line", 3, 11, 12, 4, 21, 11), ("line", 6, 9.5, 6, 20, 18, 20, 18, 9.5), ("line", 10, 20, 10, 14, 14, 14, 14, 20)),
    "talk": (("line", 4, 5, 20, 5, 20, 16, 11, 16, 7, 20, 7, 16, 4, 16, 4, 5), ("line", 8, 9, 16, 9), ("line", 8, 12.5, 13, 12.5)),
    "records": (("line", 6, 3, 15, 3, 19, 7, 19, 21, 5, 21, 5, 3, 6, 3), ("line", 9, 11, 15, 11), ("line", 9, 15, 15, 15), ("line", 14.5, 3, 14.5, 7.5, 19, 7.5)),
    "book": (("line", 12, 6, 9, 4.5, 3, 4.5, 3, 18.5, 9, 18.5, 12, 20, 15, 18.5, 21, 18.5, 21, 4.5, 15, 4.5, 12, 6, 12, 20),),
    "bank": (("line", 4, 4, 20, 4, 20, 20, 4, 20, 4, 4), ("line", 7.5, 9, 9, 10.5, 11.5, 7.5), ("line", 14, 9, 17, 9), ("line", 7.5, 15, 9, 16.5, 11.5, 13.5), ("line", 14, 15, 17, 15)),
    "settings": (("line", 4, 7, 20, 7), ("line", 4, 12, 20, 12), ("line", 4, 17, 20, 17), ("knob", 9, 7, 2.4), ("knob", 15.5, 12, 2.4), ("knob", 8, 17, 2.4)),
    "mic": (("pill", 9, 2.5, 15, 14), ("arc", 12, 11, 7, 0, 180), ("line", 12, 18, 12, 21.5), ("line", 8.5, 21.5, 15.5, 21.5)),
    "stop": (("area", 7, 7, 17, 7, 17, 17, 7, 17),),
    "play": (("area", 8, 5.5, 19, 12, 8, 18.5),),
    "tick": (("line", 4.5, 12.5, 10, 18, 20, 6.5),),
    "cross": (("line", 6, 6, 18, 18), ("line", 18, 6, 6, 18)),
    "tick-ring": (("ring", 12, 12, 9), ("line", 8, 12.3, 11, 15.3, 16.3, 9)),
    "cross-ring": (("ring", 12, 12, 9), ("line", 9, 9, 15, 15), ("line", 15, 9, 9, 15)),
    "ask-ring": (("ring", 12, 12, 9), ("arc", 12, 10, 2.6, 180, 405), ("line", 13.8, 11.8, 12, 13.6), ("dot", 12, 16.8, 1.3)),
    "ring": (("ring", 12, 12, 9),),
    "info": (("ring", 12, 12, 9), ("line", 12, 11, 12, 16.5), ("dot", 12, 7.8, 1.3)),
    "warn": (("line", 12, 3.5, 21.5, 20, 2.5, 20, 12, 3.5), ("line", 12, 10, 12, 14.5), ("dot", 12, 17.2, 1.2)),
    "plus": (("line", 12, 5, 12, 19), ("line", 5, 12, 19, 12)),
    "search": (("ring", 10.5, 10.5, 6.5), ("line", 15.3, 15.3, 20.5, 20.5)),
    "back": (("line", 19, 12, 5, 12), ("line", 11, 6, 5, 12, 11, 18)),
    "next": (("line", 5, 12, 19, 12), ("line", 13, 6, 19, 12, 13, 18)),
    "down": (("line", 6, 9, 12, 15, 18, 9),),
    "person": (("ring", 12, 8, 4), ("arc", 12, 21, 8, 180, 360)),
    "leave": (("line", 14, 4, 5, 4, 5, 20, 14, 20), ("line", 10, 12, 20.5, 12), ("line", 16.5, 8, 20.5, 12, 16.5, 16)),
    "pencil": (("line", 4, 20, 5, 15.5, 16, 4.5, 19.5, 8, 8.5, 19, 4, 20), ("line", 13.5, 7, 17, 10.5)),
    "class": (("line", 3, 4, 21, 4, 21, 15, 3, 15, 3, 4), ("line", 7, 11.5, 10.5, 8, 13.5, 10.5, 17, 7.5), ("line", 12, 15, 12, 20), ("line", 8, 20.5, 16, 20.5)),
    "exam": (("line", 5, 4.5, 19, 4.5, 19, 21, 5, 21, 5, 4.5), ("line", 9, 3, 15, 3, 15, 6, 9, 6, 9, 3), ("line", 8.5, 13.5, 11, 16, 15.5, 10.5)),
    "flag": (("line", 6, 21, 6, 3.5), ("area", 6, 4.5, 18, 4.5, 15, 8.75, 18, 13, 6, 13)),
    "clock": (("ring", 12, 12, 9), ("line", 12, 7, 12, 12, 15.5, 14)),
    "chart": (("line", 5, 20, 5, 12), ("line", 12, 20, 12, 4.5), ("line", 19, 20, 19, 9)),
    "off": (("arc", 12, 12.5, 8, -55, 235), ("line", 12, 3, 12, 11.5)),
    "export": (("line", 4, 15, 4, 20, 20, 20, 20, 15), ("line", 12, 15, 12, 3.5), ("line", 7.5, 8, 12, 3.5, 16.5, 8)),
    "import": (("line", 4, 15, 4, 20, 20, 20, 20, 15), ("line", 12, 3.5, 12, 15), ("line", 7.5, 10.5, 12, 15, 16.5, 10.5)),
    "again": (("arc", 12, 12, 8, -30, 250), ("line", 19.5, 3.5, 19.3, 8.4, 14.4, 8)),
    "sound": (("area", 3.5, 9.5, 7, 9.5, 12, 5, 12, 19, 7, 14.5, 3.5, 14.5), ("arc", 12.5, 12, 4, -50, 50), ("arc", 12.5, 12, 8, -50, 50)),
    "sound-off": (("area", 3.5, 9.5, 7, 9.5, 12, 5, 12, 19, 7, 14.5, 3.5, 14.5), ("line", 15.5, 9, 21.5, 15), ("line", 21.5, 9, 15.5, 15)),
    "bulb": (("arc", 12, 9.5, 6, 130, 410), ("line", 9, 17, 15, 17), ("line", 10, 20.5, 14, 20.5), ("line", 8.1, 14.1, 9, 17), ("line", 15.9, 14.1, 15, 17)),
    "phone": (("line", 5, 3.5, 9, 3.5, 10.5, 8.5, 8, 10.5, 13.5, 16, 15.5, 13.5, 20.5, 15, 20.5, 19, 18.5, 20.5, 12, 18.5, 5.5, 12, 3.5, 5.5, 5, 3.5),),
    "ticket": (("line", 4, 5, 20, 5, 20, 10, 18, 12, 20, 14, 20, 19, 4, 19, 4, 14, 6, 12, 4, 10, 4, 5), ("line", 9, 9.5, 15, 9.5), ("line", 9, 14.5, 15, 14.5)),
    "keyboard": (("line", 2.5, 6, 21.5, 6, 21.5, 18, 2.5, 18, 2.5, 6), ("line", 8, 14.5, 16, 14.5), ("dot", 7, 10, 1.2), ("dot", 12, 10, 1.2), ("dot", 17, 10, 1.2)),
    "shield": (("line", 12, 3, 20, 6, 20, 12, 17, 17.5, 12, 21, 7, 17.5, 4, 12, 4, 6, 12, 3), ("line", 8.5, 12, 11, 14.5, 15.5, 9.5)),
    "seal": (("ring", 12, 9, 5.5), ("ring", 12, 9, 2), ("line", 8.5, 13.5, 7, 21, 12, 18.5, 17, 21, 15.5, 13.5)),
    "folder": (("line", 3, 6, 9, 6, 11, 8.5, 21, 8.5, 21, 19, 3, 19, 3, 6),),
    "lock": (("line", 6, 11, 18, 11, 18, 20, 6, 20, 6, 11), ("arc", 12, 11, 4.2, 180, 360), ("dot", 12, 15.5, 1.4)),
    "learn": (("line", 2.5, 9, 12, 4.5, 21.5, 9, 12, 13.5, 2.5, 9), ("line", 6.5, 11, 6.5, 16.5, 12, 19, 17.5, 16.5, 17.5, 11), ("line", 21.5, 9, 21.5, 15)),
    "grid": (("line", 4, 4, 20, 4, 20, 20, 4, 20, 4, 4), ("line", 4, 9.3, 20, 9.3), ("line", 4, 14.6, 20, 14.6), ("line", 9.3, 4, 9.3, 20), ("line", 14.6, 4, 14.6, 20)),
    "file": (("line", 6, 3, 14.5, 3, 19, 7.5, 19, 21, 6, 21, 6, 3), ("line", 14.5, 3, 14.5, 7.5, 19, 7.5)),
}  # fmt: skip


def icon_image(name: str, size: int, colour: str) -> Image.Image:
    """The icon as an RGBA picture of `size` × `size` pixels."""
    large = size * _OVERSAMPLING
    unit = large / 24
    mask = Image.new("L", (large, large), 0)
    pen = ImageDraw.Draw(mask)
    for kind, *numbers in _ICONS[name]:
        _draw(
            pen, kind, [number * unit if kind != "arc" or at < 3 else number for at, number in enumerate(numbers)], unit
        )
    mask = mask.resize((size, size), Image.Resampling.BOX)
    picture = Image.new("RGBA", (size, size), colour)
    picture.putalpha(mask)
    return picture


def draw_icon(master: Any, name: str, size: int, colour: str) -> Any:
    """The icon as an image of the window `master`; the caller keeps the reference that keeps it alive."""
    from PIL import ImageTk

    return ImageTk.PhotoImage(icon_image(name, size, colour), master=master)


def _draw(pen: ImageDraw.ImageDraw, kind: str, n: list[float], unit: float) -> None:
    width = _STROKE * unit
    half = width / 2
    if kind == "line":
        points = list(zip(n[::2], n[1::2], strict=True))
        pen.line(points, fill=255, width=round(width))
        for x, y in points:  # round caps and joints
            pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
    elif kind == "area":
        points = list(zip(n[::2], n[1::2], strict=True))
        pen.polygon(points, fill=255)
        pen.line([*points, points[0]], fill=255, width=round(width))
        for x, y in points:
            pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
    elif kind == "pill":
        radius = (n[2] - n[0]) / 2
        pen.rounded_rectangle((n[0] - half, n[1] - half, n[2] + half, n[3] + half), radius + half, fill=255)
        pen.rounded_rectangle((n[0] + half, n[1] + half, n[2] - half, n[3] - half), radius - half, fill=0)
    elif kind == "arc":
        x, y, r, first, last = n
        outer = r + half
        pen.arc((x - outer, y - outer, x + outer, y + outer), first, last, fill=255, width=round(width))
        for angle in (math.radians(first), math.radians(last)):
            cx, cy = x + r * math.cos(angle), y + r * math.sin(angle)
            pen.ellipse((cx - half, cy - half, cx + half, cy + half), fill=255)
    else:
        x, y, r = n
        if kind == "dot":
            pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
        else:  # ring; a knob is a ring that hides the line behind it
            outer, inner = r + half, r - half
            pen.ellipse((x - outer, y - outer, x + outer, y + outer), fill=255)
            if kind == "knob" or inner > 0:
                saved = 0
                pen.ellipse((x - inner, y - inner, x + inner, y + inner), fill=saved)
