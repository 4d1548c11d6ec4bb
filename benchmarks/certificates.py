"""A thousand certificates, against ReportLab drawing the same page bare.

    python benchmarks/certificates.py [CERTIFICATES] [FOR_THE_PEERS]

Ours makes each certificate's signed statement, draws its page with the run's fonts and its QR code, and writes the file;
then the same with the PAdES signature, and last through the service, with records and every file on disk. The
peers draw the same page with plain ReportLab, its own QR widget and whole fonts registered once, and sign
nothing: one file each, and all pages in one document, which no HR wants but which embeds every font only once.
ReportLab's widget works its code out in plain Python, so files are also drawn with our codes.
Processor seconds of this process, ratios per certificate. Goal: at most 1.5 without the signature.
"""

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from reportlab.graphics import renderPDF  # noqa: E402
from reportlab.graphics.barcode.qr import QrCodeWidget  # noqa: E402
from reportlab.graphics.shapes import Drawing  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from app.domain.certificates.certificate import Certificate, serial_of  # noqa: E402
from app.domain.certificates.keys import OpenedKeys  # noqa: E402
from app.domain.certificates.statement import state  # noqa: E402
from app.domain.teller_level import TellerLevel  # noqa: E402
from app.reports import certificate_fonts, certificate_page  # noqa: E402
from app.reports.certificate_ornament import HEIGHT, WIDTH  # noqa: E402
from app.reports.certificate_signing import CertificateSigner  # noqa: E402
from app.reports.fonts import Face  # noqa: E402
from app.reports.whole_file import write_whole  # noqa: E402
from app.storage.unit_keys import UnitKeys  # noqa: E402
from tests.certificate_samples import PASSPHRASE, UNIT, Unit  # noqa: E402

SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗", "晓琳建国喆敏雨欣悦强明华丽娟涛鹏飞洁宇轩"


def main() -> None:
    ours = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    peers = int(sys.argv[2]) if len(sys.argv) > 2 else max(1, ours // 5)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keys = UnitKeys(folder / "keys")
        keys.make(UNIT, PASSPHRASE, datetime.now(timezone.utc))
        opened = keys.open(PASSPHRASE)
        run = [certificate(opened, number) for number in range(1, ours + 1)]
        few = run[:peers]
        texts = [state(each, opened.key_id, opened.sign) for each in few]

        # Both sides may have read the whole fonts before; the cutting to a run's characters is ours to pay.
        certificate_fonts.prepare(["字"], ["字"])
        certificate_fonts._prepared.clear()
        cutting = seconds(lambda: certificate_page.prepare_fonts(run))
        plain = cutting + seconds(lambda: unsigned(run, opened, folder / "plain"))
        certified = cutting + seconds(lambda: with_signature(run, opened, folder / "signed"))
        sizes = [path.stat().st_size for path in (folder / "signed").glob("*.pdf")]

        whole_fonts()
        apart = seconds(lambda: bare_files(few, texts, folder / "bare"))
        together = seconds(lambda: bare_document(few, texts))
        own_code = seconds(lambda: bare_files(few, texts, folder / "bare own", own_code=True))
        certificate_fonts._prepared.clear()
        service, wall = through_the_service(ours, folder / "unit", folder / "keys" / "own.json")

    print(f"{ours} certificates; {peers} by the peers; fonts cut in {cutting:.2f} s")
    plain, certified = plain / ours, certified / ours
    print(f"ours without signature {plain * 1e3:.1f} ms, with signature {certified * 1e3:.1f} ms")
    for what, spent in (
        ("a file each", apart / peers),
        ("a file each, our codes", own_code / peers),
        ("one document", together / peers),
    ):
        print(f"bare, {what}: {spent * 1e3:.1f} ms; ours {plain / spent:.2f} ×, signed {certified / spent:.2f} ×")
    spent, passed = service / ours, wall / ours
    print(f"through the service {spent * 1e3:.1f} ms of processor, {passed * 1e3:.1f} ms by the clock")
    print(f"a signed file {statistics.median(sizes) / 1e3:.0f} kB")


def certificate(opened: OpenedKeys, number: int) -> Certificate:
    name = SURNAMES[number % len(SURNAMES)] + GIVEN[number % 19] + GIVEN[number * 7 % 19]
    serial = serial_of(opened.key_id, 2026, number)
    issued = date(2026, 11, 25)
    return Certificate(
        serial, name, f"{number:04}", "养老保险业务", TellerLevel.SINGLE, 60 + number % 41, issued,
        date(2028, 11, 24), UNIT, f"{number:032x}",
    )  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def unsigned(run: Sequence[Certificate], opened: OpenedKeys, folder: Path) -> None:
    for each in run:
        page = certificate_page.certificate_page(each, state(each, opened.key_id, opened.sign))
        write_whole(folder / f"{each.serial}.pdf", page)


def with_signature(run: Sequence[Certificate], opened: OpenedKeys, folder: Path) -> None:
    signer = CertificateSigner(opened)
    for each in run:
        text = state(each, opened.key_id, opened.sign)
        page = certificate_page.certificate_page(each, text)
        write_whole(folder / f"{each.serial}.pdf", signer.sign(page, text, each.serial))


def whole_fonts() -> None:
    """What a plain program registers: the font files as they are."""
    for face in (Face.KAI, Face.TEXT):
        pdfmetrics.registerFont(TTFont(certificate_fonts.font_name(face), str(face.path)))


def bare_files(run: Sequence[Certificate], texts: Sequence[str], folder: Path, own_code: bool = False) -> None:
    folder.mkdir()
    for each, text in zip(run, texts, strict=True):
        canvas = Canvas(str(folder / f"{each.serial}.pdf"), pagesize=(WIDTH, HEIGHT))
        certificate_page._ground(canvas)
        bare_page(canvas, each, text, own_code)
        canvas.save()


def bare_document(run: Sequence[Certificate], texts: Sequence[str]) -> None:
    canvas = Canvas(io.BytesIO(), pagesize=(WIDTH, HEIGHT))
    certificate_page._ground(canvas)
    for number, (each, text) in enumerate(zip(run, texts, strict=True)):
        if number:
            canvas.doForm("ground")
        bare_page(canvas, each, text)
    canvas.save()


def bare_page(canvas: Canvas, each: Certificate, text: str, own_code: bool = False) -> None:
    certificate_page._words(canvas, each)
    certificate_page._seal(canvas, each)
    if own_code:
        certificate_page._qr(canvas, text)
    else:
        left, bottom, side = certificate_page._QR
        drawing = Drawing(side, side)
        drawing.add(QrCodeWidget(text, barLevel="M", barWidth=side, barHeight=side, barBorder=0))
        renderPDF.draw(drawing, canvas, left, bottom)
    canvas.showPage()


def through_the_service(count: int, folder: Path, key_file: Path) -> tuple[float, float]:
    """Processor and clock seconds of issuing to `count` people, records and files on disk included."""
    folder.mkdir()
    unit = Unit(folder, keys=key_file)
    for number in range(count):
        unit.passes(f"{SURNAMES[number % 20]}{GIVEN[number % 19]}{GIVEN[number * 7 % 19]}", f"C{number:04}")
    wanted = unit.desk.waiting(unit.hr)
    begun, clock = time.process_time(), time.perf_counter()
    files = unit.desk.issue(unit.hr, wanted, PASSPHRASE, unit.reports)
    spent = time.process_time() - begun, time.perf_counter() - clock
    assert len(files) == count and unit.records.verify().intact
    unit.database.close()
    return spent


if __name__ == "__main__":
    main()
