"""A matplotlib figure drawn straight on a PDF page: vectors, in the page's own embedded fonts.

matplotlib's renderer interface needs only paths and text here, and ReportLab's canvas has both. So a chart's
text is the same subset font as the page's, can be selected and searched (rare characters too), and the bytes
stay the same for the same figure; going by SVG or by a merged PDF page would bring further libraries and a
second copy of the font.
"""

from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.path import Path
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from app.reports.fonts import Face, printable


class FigureOnPage(Flowable):
    """`figure` at its own size (inches of 72 points)."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        figure.set_dpi(72)  # a pixel is a point
        self._figure = figure
        self.width, self.height = (float(inches) * 72 for inches in figure.get_size_inches())

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self._figure.draw(CanvasRenderer(self.canv, self.width, self.height))


class CanvasRenderer(RendererBase):
    """Draws paths and text on a ReportLab canvas; pictures (imshow) are refused by the base class."""

    def __init__(self, canvas: Canvas, width: float, height: float) -> None:
        super().__init__()
        self._canvas, self._size = canvas, (width, height)

    def flipy(self) -> bool:
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size

    def points_to_pixels(self, points: float) -> float:
        return points

    def draw_path(self, gc, path, transform, rgbFace=None) -> None:
        canvas = self._canvas
        canvas.saveState()
        self._clip(gc)
        alpha = gc.get_alpha() if gc.get_forced_alpha() else 1.0
        fills = rgbFace is not None and (len(rgbFace) < 4 or rgbFace[3] > 0)
        strokes = gc.get_linewidth() > 0
        if fills:
            canvas.setFillColorRGB(*rgbFace[:3])
            _set_alpha(canvas.setFillAlpha, alpha * (rgbFace[3] if len(rgbFace) == 4 and alpha == 1.0 else 1.0))
        if strokes:
            red, green, blue, opacity = gc.get_rgb()
            canvas.setStrokeColorRGB(red, green, blue)
            _set_alpha(canvas.setStrokeAlpha, alpha if gc.get_forced_alpha() else opacity)
            canvas.setLineWidth(gc.get_linewidth())
            canvas.setLineJoin({"miter": 0, "round": 1, "bevel": 2}[gc.get_joinstyle()])
            canvas.setLineCap({"butt": 0, "round": 1, "projecting": 2}[gc.get_capstyle()])
            offset, dashes = gc.get_dashes()
            if dashes is not None:
                canvas.setDash([float(length) for length in dashes], float(offset or 0))
        if fills or strokes:
            canvas.drawPath(self._outline(path, transform), stroke=int(strokes), fill=int(fills))
        canvas.restoreState()

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None) -> None:
        canvas = self._canvas
        canvas.saveState()
        self._clip(gc)
        canvas.setFillColorRGB(*gc.get_rgb()[:3])
        canvas.translate(x, y)
        canvas.rotate(angle)
        canvas.setFont(_face(prop).value, prop.get_size_in_points())
        canvas.drawString(0, 0, printable(s))
        canvas.restoreState()

    def get_text_width_height_descent(self, s, prop, ismath) -> tuple[float, float, float]:
        size = prop.get_size_in_points()
        # Height and descent of a Chinese character's square, so that labels are centred on what is seen.
        return stringWidth(printable(s), _face(prop).value, size), size * 0.98, size * 0.12

    def _clip(self, gc) -> None:
        rectangle = gc.get_clip_rectangle()
        if rectangle is not None:
            outline = self._canvas.beginPath()
            outline.rect(rectangle.x0, rectangle.y0, rectangle.width, rectangle.height)
            self._canvas.clipPath(outline, stroke=0, fill=0)
        path, transform = gc.get_clip_path()
        if path is not None:
            self._canvas.clipPath(self._outline(path, transform), stroke=0, fill=0)

    def _outline(self, path, transform):
        outline = self._canvas.beginPath()
        last = (0.0, 0.0)
        for numbers, code in path.iter_segments(transform, simplify=False, curves=True):
            points = [float(number) for number in numbers]
            if code == Path.MOVETO:
                outline.moveTo(*points)
            elif code == Path.LINETO:
                outline.lineTo(*points)
            elif code == Path.CURVE3:
                outline.curveTo(*_cubic(last, points))
            elif code == Path.CURVE4:
                outline.curveTo(*points)
            elif code == Path.CLOSEPOLY:
                outline.close()
                continue
            last = (points[-2], points[-1])
        return outline


def _cubic(start: tuple[float, float], quadratic: list[float]) -> list[float]:
    """The cubic Bézier curve equal to a quadratic one (degree elevation)."""
    control, end = quadratic[:2], quadratic[2:]
    first = [s + 2 / 3 * (c - s) for s, c in zip(start, control, strict=True)]
    second = [e + 2 / 3 * (c - e) for e, c in zip(end, control, strict=True)]
    return [*first, *second, *end]


def _face(prop) -> Face:
    weight = prop.get_weight()
    return Face.BOLD if weight == "bold" or isinstance(weight, int) and weight >= 600 else Face.TEXT


def _set_alpha(setter, alpha: float) -> None:
    if alpha < 1.0:  # an opaque page needs no graphics state
        setter(alpha)
