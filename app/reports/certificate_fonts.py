"""The fonts of a run of certificates: one subset of each face that holds all of the run's characters.

ReportLab cuts a subset out of the whole font for every file, and reads a font of 25 MB to do so. For a run the
whole font is cut once, to what the run needs; each file then takes its own few characters out of that.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from app.reports.fonts import Face, describe, invisible, lacks

_PREFIX = "Certificate-"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that are drawn in one face; `font` is its name in ReportLab."""

    text: str
    font: str


def font_name(face: Face) -> str:
    return _PREFIX + face.value


def unprintable(text: str) -> str:
    """The distinct characters that neither the Kai nor the text face can draw, in order of appearance."""
    return "".join(character for character in lacks(Face.KAI, text) if lacks(Face.TEXT, character))


def named(characters: str) -> str:
    """Characters that cannot be printed, as a person finds them again: “𲎯”U+323AF（汉字）."""
    return "、".join(f"“{character}”{describe(character)}" for character in characters)


def pieces(text: str) -> list[Piece]:
    """The text in the Kai face, all of it in the text face where Kai lacks a character (two faces in a name look
    broken), and only where neither has all of them each character in the face that has it.
    """
    text = "".join(character for character in text if not invisible(character))
    if not lacks(Face.KAI, text):
        return [Piece(text, font_name(Face.KAI))]
    if not lacks(Face.TEXT, text):
        return [Piece(text, font_name(Face.TEXT))]
    return [Piece(c, font_name(Face.TEXT if lacks(Face.KAI, c) else Face.KAI)) for c in text]


# What the fonts hold that ReportLab knows now: a run that needs nothing else uses them again.
_prepared: dict[Face, frozenset[str]] = {}


def prepare(kai: Iterable[str], text: Iterable[str]) -> None:
    """Make the run's fonts known to ReportLab: Kai with the characters of `kai`, the text face with those of both."""
    from reportlab.pdfbase import pdfmetrics

    from app.reports.searchable_font import SearchableFont

    heading, rest = "".join(kai), "".join(text)
    unfit = set(lacks(Face.KAI, heading))
    for face, characters in ((Face.KAI, set(heading) - unfit), (Face.TEXT, set(rest) | set(heading))):
        wanted = frozenset(characters) | {" "}
        if wanted <= _prepared.get(face, frozenset()):
            continue
        cut = _subset(face, wanted)
        _prepared[face] = wanted
        pdfmetrics.registerFont(SearchableFont(font_name(face), io.BytesIO(cut)))


def _subset(face: Face, characters: frozenset[str]) -> bytes:
    from fontTools import subset

    lacks(face, "")  # checks the file: a font cut short parses well
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG", "STAT"]
    with subset.load_font(str(face.path), options, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(character) for character in characters])
        cutter.subset(font)
        file = io.BytesIO()
        font.save(file)
    return file.getvalue()
