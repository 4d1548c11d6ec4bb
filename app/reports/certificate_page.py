"""The page of a certificate: A4 landscape, to be framed."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from app.domain.certificates.certificate import Certificate
from app.reports import certificate_ornament as ornament
from app.reports.certificate_fonts import Piece, font_name, pieces, prepare
from app.reports.certificate_ornament import BAND, HEIGHT, OUTER, WIDTH
from app.reports.fonts import Face
from app.reports.qr_code import make_qr

TITLE = "培训合格证"
NOT_NATIONAL = (
    "本证由发证单位自行颁发，只证明持证人通过了本单位的内部培训考核；"
    "它不是国家职业资格证书、职业技能等级证书或专业技术资格证书，也不能代替它们。"
)
_STATES = "经培训考核，成绩合格，特发此证。"
_SCAN = ("扫描二维码，", "在“窗口练兵”中核验。", "签名随文件，改动即失效。")
_SEAL = ("发证单位", "（盖章）")
_SIGNED = "电子签名"
_LABELS = ("证书编号", "工　　号", "培训项目", "岗位等级", "考试成绩", "发证日期", "有效期至")
_FIXED = "同志： 年月日分长期0123456789.-—ABCDEF" + "".join((TITLE, _STATES, *_SEAL, *_LABELS))
_SMALL_FIXED = "".join((NOT_NATIONAL, *_SCAN, _SIGNED, *_LABELS))

_RED = HexColor("#9E2A2B")
_GOLD = HexColor("#B08D4C")
_PALE_GOLD = HexColor("#EFE6D2")
_INK = HexColor("#26221C")
_SOFT = HexColor("#6F675A")
_PAPER = HexColor("#FFFDF8")

# Where the signature is seen: left, bottom, right, top in points from the lower left corner of the paper.
SIGNATURE_BOX = (626, 84, 738, 112)
_QR = (92.0, 86.0, 100.0)  # left, bottom, side
_LEFT, _RIGHT = 94.0, WIDTH - 94.0


def prepare_fonts(certificates: Iterable[Certificate]) -> None:
    """Cut the fonts for a run; call it before `certificate_page`, once for all of them."""
    shown = list(certificates)
    kai = [_FIXED]
    for each in shown:
        kai += (each.name, each.unit, each.module, each.level.label, each.staff_number, each.serial)
    prepare(kai, [_SMALL_FIXED])


def certificate_page(certificate: Certificate, statement: str) -> bytes:
    """The certificate as a PDF that nobody has signed yet; `statement` is its QR code's text. The same arguments
    give the same bytes.
    """
    with _binary_streams():
        return _drawn(certificate, statement)


@contextmanager
def _binary_streams() -> Iterator[None]:
    """ReportLab writes streams as ASCII85 unless told otherwise: a quarter larger, and slow in plain Python."""
    before, rl_config.useA85 = rl_config.useA85, 0
    try:
        yield
    finally:
        rl_config.useA85 = before


def _drawn(certificate: Certificate, statement: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=1, lang="zh-CN", initialFontName=font_name(Face.TEXT))
    canvas.setTitle(f"{TITLE} {certificate.serial}")
    canvas.setSubject(f"{certificate.name} {certificate.module}")
    canvas.setAuthor(certificate.unit)
    canvas.setCreator("窗口练兵")
    canvas.setProducer("窗口练兵")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    _ground(canvas)
    _words(canvas, certificate)
    _qr(canvas, statement)
    _seal(canvas, certificate)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _ground(canvas: Canvas) -> None:
    canvas.beginForm("ground", 0, 0, WIDTH, HEIGHT)
    canvas.setFillColor(_PAPER)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    canvas.setLineWidth(0.45)
    canvas.setStrokeColor(_PALE_GOLD)
    canvas.drawPath(ornament.rosette())
    canvas.setStrokeColor(_GOLD)
    canvas.setLineWidth(0.55)
    canvas.drawPath(ornament.band())
    canvas.setLineWidth(1.6)
    canvas.rect(OUTER, OUTER, WIDTH - 2 * OUTER, HEIGHT - 2 * OUTER)
    inner = OUTER + BAND
    canvas.setLineWidth(0.8)
    canvas.rect(inner, inner, WIDTH - 2 * inner, HEIGHT - 2 * inner)
    canvas.setLineWidth(0.4)
    canvas.rect(inner + 4, inner + 4, WIDTH - 2 * inner - 8, HEIGHT - 2 * inner - 8)
    canvas.setFillColor(_GOLD)
    canvas.drawPath(ornament.corners(), stroke=1, fill=0)
    canvas.endForm()
    canvas.doForm("ground")


def _words(canvas: Canvas, certificate: Certificate) -> None:
    _centred(canvas, certificate.unit, _fit(certificate.unit, 19, _RIGHT - _LEFT), HEIGHT - 104, _SOFT)
    _spaced(canvas, TITLE, 50, HEIGHT - 166, 16, _RED)
    canvas.setStrokeColor(_GOLD)
    canvas.setLineWidth(0.8)
    for side in (-1, 1):
        canvas.line(WIDTH / 2 + side * 8, HEIGHT - 187, WIDTH / 2 + side * 120, HEIGHT - 187)
    canvas.setFillColor(_GOLD)
    canvas.circle(WIDTH / 2, HEIGHT - 187, 2.2, stroke=0, fill=1)

    name_size = _fit(certificate.name, 36, 400)
    _centred(canvas, certificate.name, name_size, HEIGHT - 238, _INK)
    half = max(96.0, _width(certificate.name, name_size) / 2 + 24)
    canvas.setStrokeColor(_SOFT)
    canvas.setLineWidth(0.5)
    canvas.line(WIDTH / 2 - half, HEIGHT - 250, WIDTH / 2 + half, HEIGHT - 250)
    _centred(canvas, _STATES, 17, HEIGHT - 282, _INK)

    until = _day(certificate.until) if certificate.until else "长期"
    left = (("培训项目", certificate.module), ("岗位等级", certificate.level.label),
            ("考试成绩", f"{certificate.score:g} 分"))  # fmt: skip
    right = (("证书编号", certificate.serial), ("发证日期", _day(certificate.issued)), ("有效期至", until))
    if certificate.staff_number:
        left = (("工　　号", certificate.staff_number), *left)
    for entries, x, room in ((left, 190.0, 190.0), (right, 462.0, 190.0)):
        for number, (label, value) in enumerate(entries):
            y = HEIGHT - 322 - 22 * number
            _at(canvas, label, 11, x, y, _SOFT)
            _at(canvas, value, _fit(value, 14.5, room), x + 62, y, _INK)
    canvas.setFillColor(_SOFT)
    canvas.setFont(font_name(Face.TEXT), 7.5)
    canvas.drawCentredString(WIDTH / 2, OUTER + BAND + 18, NOT_NATIONAL)


def _qr(canvas: Canvas, statement: str) -> None:
    left, bottom, side = _QR
    code = make_qr(statement)
    canvas.beginForm("statement", 0, 0, WIDTH, HEIGHT)
    path = PDFPathObject()
    for row, first, length in code.runs:
        path.rect(first, code.modules - row - 1, length, 1)
    canvas.setFillColor(_INK)
    canvas.translate(left, bottom)
    canvas.scale(side / code.modules, side / code.modules)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.endForm()
    canvas.doForm("statement")
    canvas.setFillColor(_SOFT)
    canvas.setFont(font_name(Face.TEXT), 8.5)
    for number, line in enumerate(_SCAN):
        canvas.drawString(left + side + 12, bottom + 30 - number * 14, line)


def _seal(canvas: Canvas, certificate: Certificate) -> None:
    """Where the unit puts its stamp, and beneath it where the signature is shown."""
    x, y, radius = 682.0, 172.0, 50.0
    canvas.setStrokeColor(_PALE_GOLD)
    canvas.setLineWidth(1)
    canvas.setDash(3, 3)
    canvas.circle(x, y, radius)
    canvas.setDash()
    for number, line in enumerate(_SEAL):
        _centred(canvas, line, 12, y + 4 - 17 * number, _GOLD, x)
    canvas.setFillColor(_SOFT)
    canvas.setFont(font_name(Face.TEXT), 8.5)
    canvas.drawString(SIGNATURE_BOX[0] + 34, SIGNATURE_BOX[1] + 11, _SIGNED)


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _width(text: str, size: float) -> float:
    return sum(stringWidth(piece.text, piece.font, size) for piece in pieces(text))


def _fit(text: str, size: float, room: float) -> float:
    """The size at which the text fits into the room, as wished where it does."""
    return min(size, size * room / max(1.0, _width(text, size)))


def _at(canvas: Canvas, text: str, size: float, x: float, y: float, ink: HexColor) -> None:
    canvas.setFillColor(ink)
    for piece in pieces(text):
        canvas.setFont(piece.font, size)
        canvas.drawString(x, y, piece.text)
        x += stringWidth(piece.text, piece.font, size)


def _centred(canvas: Canvas, text: str, size: float, y: float, ink: HexColor, x: float = WIDTH / 2) -> None:
    _at(canvas, text, size, x - _width(text, size) / 2, y, ink)


def _spaced(canvas: Canvas, text: str, size: float, y: float, gap: float, ink: HexColor) -> None:
    """Centred, with `gap` between the characters; one string, so that it is found by search."""
    whole = _width(text, size) + gap * (len(text) - 1)
    piece: Piece = pieces(text)[0]
    words = canvas.beginText(WIDTH / 2 - whole / 2, y)
    words.setFont(piece.font, size)
    words.setFillColor(ink)
    words.setCharSpace(gap)
    words.textOut(piece.text)
    words.setCharSpace(0)
    canvas.drawText(words)
