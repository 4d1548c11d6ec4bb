"""A TrueType font for ReportLab whose text can be found again, names with rare characters included.

ReportLab (5.1 at the time of writing) writes the code point of a character beyond U+FFFF into the font's
ToUnicode map as five hex digits: 𬭎 becomes <2CB4E>, which readers take for other characters. The PDF
reference (ISO 32000-1, 9.10.3) asks for UTF-16BE, thus a surrogate pair <D872DF4E>, and for at most 100
entries a block. This is the one place that mends it.
"""

from reportlab.pdfbase.ttfonts import TTFont

_ENTRIES_A_BLOCK = 100


class SearchableFont(TTFont):
    def addObjects(self, doc) -> None:
        subsets = self.state[doc].subsets
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            font = fonts[name]
            doc.idToObject[font.ToUnicode.name].content = to_unicode(font.BaseFont, subset)


def to_unicode(name: str, subset: list[int]) -> str:
    """The ToUnicode map of a simple font whose code n shows the character with code point `subset[n]`."""
    entries = [f"<{code:02X}> <{_utf16(point)}>" for code, point in enumerate(subset)]
    blocks = [entries[first : first + _ENTRIES_A_BLOCK] for first in range(0, len(entries), _ENTRIES_A_BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def _utf16(point: int) -> str:
    return chr(point).encode("utf-16-be", "surrogatepass").hex().upper()
