"""The mood of a conversation as a smooth curve for the projector."""

from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw

_OVERSAMPLING = 3


def mood_curve(
    master: Any, width: int, height: int, moods: Sequence[int], ink: str, last: str, grid: str, thick: int
) -> Any:
    """`moods` from 0 (at the foot) to 100, from left to right, as an image; the last one is a dot in its own ink."""
    from PIL import ImageTk

    wide, high, pen_width = width * _OVERSAMPLING, height * _OVERSAMPLING, thick * _OVERSAMPLING
    picture = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    margin = pen_width * 2
    for share in (0.0, 0.5, 1.0):
        y = margin + (high - 2 * margin) * share
        pen.line((0, y, wide, y), fill=grid, width=max(1, pen_width // 4))
    step = (wide - 2 * margin) / max(1, len(moods) - 1)
    points = [(margin + at * step, margin + (high - 2 * margin) * (1 - mood / 100)) for at, mood in enumerate(moods)]
    if len(points) > 1:
        pen.line(points, fill=ink, width=pen_width, joint="curve")
    for at, (x, y) in enumerate(points):
        radius = pen_width * (1.6 if at == len(points) - 1 else 1.0)
        fill = last if at == len(points) - 1 else ink
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
    return ImageTk.PhotoImage(picture.resize((width, height), Image.Resampling.BOX), master=master)
