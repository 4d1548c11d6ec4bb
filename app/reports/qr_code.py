"""QR codes: made as dark runs to be drawn as vectors, and read out of a picture."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UserError

PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff")
_LARGEST = 60_000_000  # pixels; a phone's picture has 50 million at most


@dataclass(frozen=True, slots=True)
class QrCode:
    """`modules` a side; `runs` are (row from the top, first column, length) of dark modules."""

    modules: int
    runs: tuple[tuple[int, int, int], ...]


def make_qr(text: str) -> QrCode:
    """The code with a quarter of it to spare for dirt and folds (level Q would make the modules too small: M)."""
    import numpy
    import zxingcpp

    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dark = numpy.array(zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)) < 128
    runs = []
    for row, line in enumerate(dark):
        edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], line.astype(numpy.int8), [0]))))
        runs += [(row, int(first), int(last - first)) for first, last in zip(edges[::2], edges[1::2], strict=True)]
    return QrCode(len(dark), tuple(runs))


def read_qr(path: Path) -> list[str]:
    """The texts of all QR codes in a picture. UserError where it cannot be read; an empty list where there is none."""
    import zxingcpp
    from PIL import Image

    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > _LARGEST:
                raise UserError(f"图片 {path.name} 太大了。", "请拍近一点，只拍二维码。")
            grey = picture.convert("L")
    except (OSError, Image.DecompressionBombError, SyntaxError):
        raise UserError(f"图片 {path.name} 打不开。", "请换一张 PNG 或 JPEG 图片。") from None
    found = zxingcpp.read_barcodes(grey, zxingcpp.BarcodeFormat.QRCode)
    return [each.text for each in found if each.valid]
