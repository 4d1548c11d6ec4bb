"""A lesson set on one canvas: text, tables, charts of procedures, check lists of papers, what to say and what not."""

import tkinter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.domain.modules.lesson import (
    FlowChart,
    Heading,
    Items,
    Lesson,
    Materials,
    Need,
    Paragraph,
    Picture,
    Quotation,
    Sayings,
    TableOf,
    Words,
)
from app.gui.theme import BODY, HEADING, SMALL, Theme
from app.gui.widgets.procedure_chart import draw_chart
from app.gui.widgets.rich_text import Piece, RichText, pieces_of

_READING = 19  # pixels at 100 %
_DEEPEST = 30_000  # pixels of the screen: beyond 32767 the display ends the whole program
_WIDEST = 820  # longer lines are hard to read


class LessonView(tkinter.Canvas):
    """As high as its lesson. `pictures` gives the file of a picture's name."""

    def __init__(
        self, parent: Any, theme: Theme, pictures: Callable[[str], Path], on_found: Callable[[int], None] | None = None
    ) -> None:
        """`on_found(y)` is told where the first place of what is sought stands."""
        # Alone in a frame that asks for a width of 1 a canvas would never be given the height it asks for.
        super().__init__(parent, bg=theme.colours.surface, highlightthickness=0, bd=0, height=2, width=2)
        self.theme = theme
        self._pictures = pictures
        self._on_found = on_found
        self._rich = RichText(self, theme)
        self._lesson: Lesson | None = None
        self._numbers: dict[str, int] = {}
        self._images: list[Any] = []
        self._room = 0
        self.bind("<Configure>", self._resized)

    def show(self, lesson: Lesson, sought: str = "") -> None:
        """`sought` is marked wherever it stands."""
        self._lesson = lesson
        self._numbers = {note.label: at for at, note in enumerate(lesson.notes, 1)}
        self._rich.sought = sought
        if self._room > 1:
            self._draw()

    @property
    def found(self) -> int:
        """How many times what is sought stands in the lesson."""
        return len(self._rich.found)

    def _resized(self, event: "tkinter.Event[Any]") -> None:
        if event.width != self._room:
            self._room = event.width
            self.after_idle(self._draw)

    def _draw(self) -> None:
        if self._lesson is None or not self.winfo_exists():
            return
        self.delete("all")
        self._images = []
        self._rich.found = []
        px = self.theme.px
        self._width = min(px(_WIDEST), self._room - 2 * px(4))
        self._left = (self._room - self._width) // 2
        y = px(4)
        for block in self._lesson.blocks:
            y = self._block(block, y) + px(18)
        y = self._bases(y)
        for number in self._numbers.values():
            self.tag_bind(f"note{number}", "<Enter>", lambda _event: self.configure(cursor="hand2"))
            self.tag_bind(f"note{number}", "<Leave>", lambda _event: self.configure(cursor=""))
        if y > _DEEPEST:
            y = _DEEPEST
            self._say_cut(y)
        if self.winfo_reqheight() != y:
            self.configure(height=y)
        if self._rich.found and self._on_found is not None:
            self.after_idle(lambda: self._on_found(self._rich.found[0][0]))  # type: ignore[misc]

    def _say_cut(self, y: int) -> None:
        """What lies deeper is not shown: it is told, with what to do."""
        px, colours = self.theme.px, self.theme.colours
        pieces = (Piece("这一课太长，后面的在这个字号下显示不下。请带教老师把它分成几课，或在“设置”里把字调小。"),)
        top = y - self._rich.height(pieces, self._width - 2 * px(18), BODY) - 2 * px(12)
        self.create_rectangle(self._left, top, self._left + self._width, y, fill=colours.caution_soft, width=0)
        self._rich.draw(pieces, self._left + px(18), top + px(12), self._width - 2 * px(18), BODY, colours.text)

    def _block(self, block: object, y: int) -> int:
        match block:
            case Heading(words):
                return self._words(words, y + self.theme.px(8), HEADING, bold=True)
            case Paragraph(words):
                return self._words(words, y, _READING)
            case Quotation(words):
                return self._quotation(words, y)
            case Items(items, ordered):
                return self._items(items, ordered, y)
            case TableOf():
                return self._table(block, y)
            case FlowChart():
                return draw_chart(self, self.theme, self._rich, block, self._left, y, self._width)
            case Materials():
                return self._materials(block, y)
            case Sayings():
                return self._sayings(block, y)
            case Picture():
                return self._picture(block, y)
        return y

    def _pieces(self, words: Words) -> tuple[Piece, ...]:
        return pieces_of(words, self._numbers)

    def _words(self, words: Words, y: int, size: int, bold: bool = False) -> int:
        return self._rich.draw(self._pieces(words), self._left, y, self._width, size, self.theme.colours.text, bold)

    def _quotation(self, words: Words, y: int) -> int:
        px, colours = self.theme.px, self.theme.colours
        pad, bar = px(18), px(5)
        width = self._width - 2 * pad - bar
        high = self._rich.height(self._pieces(words), width, BODY) + 2 * px(12)
        self.create_rectangle(self._left, y, self._left + self._width, y + high, fill=colours.accent_soft, width=0)
        self.create_rectangle(self._left, y, self._left + bar, y + high, fill=colours.accent, width=0)
        self._rich.draw(self._pieces(words), self._left + bar + pad, y + px(12), width, BODY, colours.text)
        return y + high

    def _items(self, items: Sequence[Words], ordered: bool, y: int) -> int:
        px, colours = self.theme.px, self.theme.colours
        indent = px(38)
        for number, words in enumerate(items, 1):
            middle = y + px(_READING * 0.8)
            if ordered:
                half = px(13)
                x = self._left + half
                self.create_oval(x - half, middle - half, x + half, middle + half, fill=colours.accent_soft, width=0)
                self.create_text(
                    x, middle, text=str(number), font=self.theme.font(SMALL, bold=True), fill=colours.accent
                )
            else:
                half, x = px(3.5), self._left + px(14)
                self.create_oval(x - half, middle - half, x + half, middle + half, fill=colours.accent, width=0)
            y = self._rich.draw(
                self._pieces(words), self._left + indent, y, self._width - indent, _READING, colours.text
            ) + px(6)
        return y - px(6)

    def _table(self, table: TableOf, y: int) -> int:
        px, colours = self.theme.px, self.theme.colours
        pad = px(14)
        rows = [[self._pieces(cell) for cell in row] for row in (table.head, *table.rows)]
        widths = self._columns(rows, pad)
        right = self._left + sum(widths)
        for number, row in enumerate(rows):
            head = number == 0
            inner = [
                self._rich.height(cell, width - 2 * pad, BODY, head) for cell, width in zip(row, widths, strict=True)
            ]
            high = max(inner) + 2 * px(9)
            if head:
                self.create_rectangle(self._left, y, right, y + high, fill=colours.sunken, width=0)
            x = self._left
            for cell, width in zip(row, widths, strict=True):
                ink = colours.muted if head else colours.text
                self._rich.draw(cell, x + pad, y + px(9), width - 2 * pad, BODY, ink, head)
                x += width
            y += high
            self.create_line(self._left, y, right, y, fill=colours.border, width=px(1))
        return y

    def _columns(self, rows: Sequence[Sequence[Sequence[Piece]]], pad: int) -> list[int]:
        """Columns as wide as their content where there is room, else sharing it so that no column starves."""
        wanted = [
            max(self._rich.width(row[column], BODY, number == 0) for number, row in enumerate(rows)) + 2 * pad + 2
            for column in range(len(rows[0]))
        ]
        if sum(wanted) <= self._width:
            spare = self._width - sum(wanted)
            return [width + spare // len(wanted) for width in wanted]
        least = self._width // (2 * len(wanted))
        widths = [min(width, least) for width in wanted]
        left = self._width - sum(widths)
        lack = [width - have for width, have in zip(wanted, widths, strict=True)]
        return [have + left * more // max(1, sum(lack)) for have, more in zip(widths, lack, strict=True)]

    def _materials(self, block: Materials, y: int) -> int:
        px, colours = self.theme.px, self.theme.colours
        looks = {
            Need.MUST: ("tick-ring", colours.accent, colours.accent_soft),
            Need.IF: ("ask-ring", colours.caution, colours.caution_soft),
            Need.LOOKED_UP: ("search", colours.polite, colours.polite_soft),
            Need.NEVER: ("cross-ring", colours.forbidden, colours.forbidden_soft),
        }
        chip = px(124)
        for each in block.materials:
            icon, ink, soft = looks[each.need]
            pieces = self._pieces(each.words)
            width = self._width - chip - 2 * px(14)
            high = max(px(44), self._rich.height(pieces, width, BODY) + 2 * px(8))
            self.create_rectangle(self._left, y, self._left + chip, y + high, fill=soft, width=0)
            self.create_image(self._left + px(22), y + high // 2, image=self.theme.icon(icon, 20, ink))
            self.create_text(
                self._left + px(40), y + high // 2, text=each.need.label, anchor="w", fill=ink,
                font=self.theme.font(SMALL, bold=True),
            )  # fmt: skip
            top = y + (high - self._rich.height(pieces, width, BODY)) // 2
            self._rich.draw(pieces, self._left + chip + px(14), top, width, BODY, colours.text)
            y += high
            self.create_line(self._left, y, self._left + self._width, y, fill=colours.border, width=px(1))
        return y

    def _sayings(self, block: Sayings, y: int) -> int:
        px, colours = self.theme.px, self.theme.colours
        for said, icon, ink, soft in (
            (block.say, "tick-ring", colours.polite, colours.polite_soft),
            (block.never, "cross-ring", colours.forbidden, colours.forbidden_soft),
        ):
            for sentence in said:
                pieces = (Piece(f"“{sentence}”"),)
                width = self._width - px(52) - px(16)
                high = self._rich.height(pieces, width, BODY) + 2 * px(9)
                self.create_rectangle(self._left, y, self._left + self._width, y + high, fill=soft, width=0)
                self.create_image(self._left + px(26), y + high // 2, image=self.theme.icon(icon, 22, ink))
                self._rich.draw(pieces, self._left + px(52), y + px(9), width, BODY, colours.text)
                y += high + px(6)
        return y - px(6)

    def _picture(self, block: Picture, y: int) -> int:
        from PIL import Image, ImageTk

        px, colours = self.theme.px, self.theme.colours
        try:
            with Image.open(self._pictures(block.file)) as opened:
                opened.thumbnail((self._width, self._width))
                image = ImageTk.PhotoImage(opened.convert("RGBA"), master=self)
        except Exception:  # gone or spoilt since it was checked; what it shows can still be read
            pieces = (Piece(f"（图片“{block.file}”现在打不开）{block.about}"),)
            return self._rich.draw(pieces, self._left, y, self._width, BODY, colours.muted)
        self._images.append(image)
        self.create_image(self._left + self._width // 2, y, image=image, anchor="n")
        y += image.height() + px(6)
        return self._rich.draw((Piece(block.about),), self._left, y, self._width, SMALL, colours.muted, centred=True)

    def _bases(self, y: int) -> int:
        """What the statements rest on, by their numbers."""
        assert self._lesson is not None
        if not self._lesson.notes:
            return y
        px, colours = self.theme.px, self.theme.colours
        self.create_line(self._left, y, self._left + px(96), y, fill=colours.border, width=px(2))
        y = self._rich.draw((Piece("依据"),), self._left, y + px(8), self._width, SMALL, colours.muted, bold=True)
        for number, note in enumerate(self._lesson.notes, 1):
            pieces = (Piece(f"{number}　{note.basis}"),)
            y = self._rich.draw(pieces, self._left, y, self._width, SMALL, colours.muted)
        return y
