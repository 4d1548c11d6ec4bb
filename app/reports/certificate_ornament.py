"""The ornament of a certificate: a woven band around the page and a faint rosette behind the text.

Worked out once per process as paths, which any canvas can draw.
"""

import math
from functools import lru_cache

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.pathobject import PDFPathObject

WIDTH, HEIGHT = landscape(A4)
OUTER = 24.0  # from the paper's edge to the outer line
BAND = 20.0
_PERIOD = 13.0


@lru_cache(maxsize=1)
def band() -> PDFPathObject:
    """Three strands that weave through each other along all four sides."""
    path = PDFPathObject()
    middle = OUTER + BAND / 2
    across, along = WIDTH - 2 * OUTER - 4, HEIGHT - 2 * OUTER - 4
    start = OUTER + 2
    for strand in range(3):
        shift = 2 * math.pi * strand / 3
        for length, place in (
            (across, lambda t, s: (start + t, HEIGHT - middle + s)),
            (across, lambda t, s: (start + t, middle + s)),
            (along, lambda t, s: (middle + s, start + t)),
            (along, lambda t, s: (WIDTH - middle + s, start + t)),
        ):
            _wave(path, length, shift, place)
    return path


def _wave(path: PDFPathObject, length: float, shift: float, place) -> None:
    """A sine from one end to the other, a quarter of a period to each cubic (Hermite to Bézier)."""
    periods = round(length / _PERIOD)
    steps, swing = periods * 4, BAND / 2 - 3.2
    omega, step = 2 * math.pi * periods / length, length / steps

    def at(t: float) -> tuple[float, float]:
        return swing * math.sin(omega * t + shift), swing * omega * math.cos(omega * t + shift)

    y, slope = at(0)
    path.moveTo(*place(0, y))
    for number in range(1, steps + 1):
        t = number * step
        y2, slope2 = at(t)
        first, second = place(t - step * 2 / 3, y + slope * step / 3), place(t - step / 3, y2 - slope2 * step / 3)
        path.curveTo(*first, *second, *place(t, y2))
        y, slope = y2, slope2


@lru_cache(maxsize=1)
def rosette() -> PDFPathObject:
    """Strands around a circle, as on a banknote, in the middle of the page."""
    path = PDFPathObject()
    centre = (WIDTH / 2, HEIGHT / 2 - 8)
    for strand in range(6):
        shift = 2 * math.pi * strand / 6
        points = 240
        for number in range(points + 1):
            angle = 2 * math.pi * number / points
            radius = 118 + 46 * math.sin(8 * angle + shift) * math.cos(3 * angle)
            x, y = centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)
            (path.lineTo if number else path.moveTo)(x, y)
        path.close()
    return path


@lru_cache(maxsize=1)
def corners() -> PDFPathObject:
    """A quarter ring with a bead in each inner corner."""
    path = PDFPathObject()
    inset, reach = OUTER + BAND + 8, 26.0
    for x, y, dx, dy in (
        (inset, inset, 1, 1),
        (WIDTH - inset, inset, -1, 1),
        (inset, HEIGHT - inset, 1, -1),
        (WIDTH - inset, HEIGHT - inset, -1, -1),
    ):
        for far in (reach, reach - 5):
            bend = far * 0.5523
            path.moveTo(x + dx * far, y)
            path.curveTo(x + dx * far, y + dy * bend, x + dx * bend, y + dy * far, x, y + dy * far)
        path.circle(x + dx * 8, y + dy * 8, 2.2)
    return path
