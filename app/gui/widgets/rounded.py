"""Rectangles with round corners on a canvas."""


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> list[float]:
    """A polygon that Tk smooths into one (`smooth=True`): each corner's neighbours twice, so that sides stay straight.

    The radius is at most half of the shorter side.
    """
    r = max(0.0, min(radius, (right - left) / 2, (bottom - top) / 2))
    return [
        left + r, top, left + r, top, right - r, top, right - r, top, right, top, right, top + r, right, top + r,
        right, bottom - r, right, bottom - r, right, bottom, right - r, bottom, right - r, bottom,
        left + r, bottom, left + r, bottom, left, bottom, left, bottom - r, left, bottom - r,
        left, top + r, left, top + r, left, top,
    ]  # fmt: skip
