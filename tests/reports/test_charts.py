"""The chart tells the sheet's figures, as vectors, in the page's own font."""

import io

import pymupdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from app.domain.score_sheet import Dimension, Effect, ScoreLine, ScoreSheet, judge
from app.reports.charts import by_dimension, points_by_dimension
from app.reports.figure_on_page import FigureOnPage
from app.reports.fonts import register_with_reportlab


def sheet(*lines: ScoreLine) -> ScoreSheet:
    return judge(ScoreSheet(lines, 0, 100, False, "", (), "r", "l"))


def line(dimension: Dimension, points: float, possible: float) -> ScoreLine:
    effect = Effect.DEDUCTION if points < 0 else Effect.POINTS
    return ScoreLine(f"{dimension.value}.{points}.{possible}", dimension, "规则", points, possible, "理由", (), effect)


SHEET = sheet(
    line(Dimension.LANGUAGE, 15, 30),
    line(Dimension.POINTS, 10, 20),
    line(Dimension.POINTS, 0, 20),
    line(Dimension.FORBIDDEN, 20, 20),
    line(Dimension.FORBIDDEN, -5, 0),
)


@pytest.fixture
def page() -> pymupdf.Page:
    register_with_reportlab()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 200))
    FigureOnPage(points_by_dimension(SHEET, 300, 90)).drawOn(canvas, 50, 50)
    canvas.save()
    return pymupdf.open(stream=file.getvalue())[0]


def test_lines_are_summed_by_dimension_and_absent_ones_left_out():
    assert [(row.dimension, row.words) for row in by_dimension(SHEET)] == [
        (Dimension.LANGUAGE, "15 / 30"),
        (Dimension.POINTS, "10 / 40"),
        (Dimension.FORBIDDEN, "15 / 20"),
    ]


def test_deductions_alone_are_told_as_such():
    assert by_dimension(sheet(line(Dimension.FORBIDDEN, -5, 0)))[0].words == "−5 分"
    assert by_dimension(sheet(line(Dimension.FORBIDDEN, 0, 0)))[0].words == "未扣分"


def test_the_chart_is_vectors_with_text_that_can_be_searched(page: pymupdf.Page):
    assert not page.get_images()
    assert all(page.search_for(words) for words in ("文明用语", "应答要点", "服务禁语", "10 / 40", "15 / 20"))
    assert {font[3].split("+")[1] for font in page.get_fonts() if "+" in font[3]} == {
        "NotoSansSC-Regular",
        "NotoSansSC-Bold",
    }


def test_bars_are_as_long_as_the_share_earned(page: pymupdf.Page):
    accent = (0x0F / 255, 0x5F / 255, 0xA8 / 255)
    bars = [d["rect"] for d in page.get_drawings() if d.get("fill") and d["fill"] == pytest.approx(accent, abs=0.01)]
    tops = sorted(bars, key=lambda bar: bar.y0)
    assert [bar.width / tops[0].width for bar in tops] == pytest.approx([1, 0.25 / 0.5, 0.75 / 0.5], abs=0.02)
    assert all(bar.x0 >= 50 and bar.x1 <= 350 for bar in bars)


def test_an_empty_sheet_still_draws():
    points_by_dimension(sheet(), 300, 90)
