"""A name in a PDF is found by search in the readers people have, rare characters included."""

import io
import subprocess
from pathlib import Path

import pymupdf
import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from app.reports.fonts import Face, register_with_reportlab
from app.reports.searchable_font import to_unicode

NAMES = ("王喆", "李堃", "张㛃", "陈𬭎", "赵𠅤")


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    """Each name in each face, after enough other characters that the fonts need several subsets."""
    register_with_reportlab()
    path = tmp_path_factory.mktemp("pdf") / "names.pdf"
    canvas = Canvas(str(path))
    for row, face in enumerate(Face):
        canvas.setFont(face.value, 4)
        for line in range(10):
            canvas.drawString(20, 800 - row * 200 - 6 * line, "".join(chr(0x4E00 + 40 * line + n) for n in range(40)))
        canvas.setFont(face.value, 14)
        canvas.drawString(20, 700 - row * 200, "，".join(NAMES))
    canvas.save()
    return path


def by_poppler(path: Path) -> str:
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, encoding="utf-8", check=True).stdout


def by_pypdf(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def by_mupdf(path: Path) -> str:
    with pymupdf.open(path) as document:
        return "".join(page.get_text() for page in document)


@pytest.mark.parametrize("read", [by_poppler, by_pypdf, by_mupdf])
def test_names_are_extracted(page: Path, read):
    text = read(page)
    assert [text.count(name) for name in NAMES] == [len(Face)] * len(NAMES)


def test_names_are_found_by_search(page: Path):
    with pymupdf.open(page) as document:
        assert [len(document[0].search_for(name)) for name in NAMES] == [len(Face)] * len(NAMES)


def test_fonts_are_embedded_as_subsets(page: Path):
    for font in PdfReader(page).pages[0]["/Resources"]["/Font"].values():
        if font["/Subtype"] == "/TrueType":
            assert "+" in font["/BaseFont"]
            assert len(font["/FontDescriptor"]["/FontFile2"].get_data()) < 300_000


def test_supplementary_characters_are_surrogate_pairs_in_blocks_of_100():
    written = to_unicode("X", [0x2CB4E, 0x4E00, *range(0x5000, 0x5000 + 150)])
    assert "<00> <D872DF4E>" in written
    assert "<01> <4E00>" in written
    assert written.count("beginbfchar") == 2
    assert "100 beginbfchar" in written and "52 beginbfchar" in written


def test_two_documents_at_once_do_not_mix():
    register_with_reportlab()
    files = [io.BytesIO(), io.BytesIO()]
    canvases = [Canvas(file) for file in files]
    for canvas, name in zip(canvases, ("陈𬭎", "赵𠅤"), strict=True):
        canvas.setFont(Face.TEXT.value, 14)
        canvas.drawString(20, 700, name)
    for canvas in canvases:
        canvas.save()
    assert [PdfReader(file).pages[0].extract_text().strip() for file in files] == ["陈𬭎", "赵𠅤"]
