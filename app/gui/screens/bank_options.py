"""The options of a choice to edit: which are right, what each says, what it tells whoever chose it."""

import tkinter
from collections.abc import Callable, Mapping
from tkinter import filedialog
from typing import Any

from app.gui.theme import SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.field import Field
from app.gui.widgets.words import words

MOST = 12
PICTURES = (("图片", "*.png *.jpg *.jpeg *.gif *.webp *.bmp"),)


class _Row(tkinter.Frame):
    """One option: its letter (right or not), its text, its comment, its picture."""

    def __init__(self, parent: tkinter.Misc, theme: Theme, editor: "OptionsEditor") -> None:
        super().__init__(parent, bg=theme.colours.surface)
        self._theme = theme
        self.right = False
        self.picture = ""
        self.columnconfigure(0, minsize=theme.px(118))
        self.columnconfigure(1, weight=5)
        self.columnconfigure(2, weight=4)
        gap = theme.px(8)
        self.mark = Button(self, theme, "A", lambda: editor.mark(self), width=110, icon="ring")
        self.mark.grid(row=0, column=0, padx=(0, gap), sticky="new")
        self.text = Field(self, theme, "", "选项文字")
        self.text.grid(row=0, column=1, sticky="ew", padx=(0, gap))
        self.why = Field(self, theme, "", "说明（可不写）")
        self.why.grid(row=0, column=2, sticky="ew", padx=(0, gap))
        self._picture = Button(self, theme, "图片", lambda: editor.choose_picture(self), emphasis=Emphasis.QUIET)
        self._picture.grid(row=0, column=3)
        self._remove = Button(
            self, theme, "", lambda: editor.remove(self), icon="cross", emphasis=Emphasis.QUIET, width=48
        )
        self._remove.grid(row=0, column=4)

    def show(self, letter: str, option: Mapping[str, Any]) -> None:
        self.right = bool(option.get("right"))
        self.text.text = str(option.get("text", ""))
        self.why.text = str(option.get("why", ""))
        self.show_picture(str(option.get("picture", "")))
        self.draw(letter)

    def show_picture(self, name: str) -> None:
        self.picture = name
        short = name if len(name) <= 8 else name[:7] + "…"
        self._picture.say(short or "图片")

    def draw(self, letter: str) -> None:
        colours = self._theme.colours
        self.mark.say(f"{letter} 正确" if self.right else letter, "tick-ring" if self.right else "ring")
        ink, fill = (colours.polite, colours.polite_soft) if self.right else (colours.muted, colours.surface)
        self.mark.configure(fg_color=fill, text_color=ink)

    def plain(self) -> dict[str, object]:
        found: dict[str, object] = {"text": self.text.text.strip()}
        if self.right:
            found["right"] = True
        if self.why.text.strip():
            found["why"] = self.why.text.strip()
        if self.picture:
            found["picture"] = self.picture
        return found


class OptionsEditor(tkinter.Frame):
    """Rows are made once and kept; of a single choice one is right, of a multiple any number."""

    def __init__(
        self, parent: tkinter.Misc, theme: Theme, take_picture: Callable[[str, Callable[[str], None]], None]
    ) -> None:
        super().__init__(parent, bg=theme.colours.surface)
        self._theme = theme
        self._take_picture = take_picture
        self.single = True
        self._rows: list[_Row] = []
        self._shown = 0
        self.columnconfigure(0, weight=1)
        words(self, theme, "选项（点字母标出正确的）", SMALL, colour=theme.colours.muted).grid(
            sticky="w", pady=(0, theme.px(4))
        )
        self._lines = tkinter.Frame(self, bg=theme.colours.surface)
        self._lines.columnconfigure(0, weight=1)
        self._lines.grid(sticky="ew")
        self._more = Button(self, theme, "添加选项", self._add, icon="plus", emphasis=Emphasis.QUIET, height=40)
        self._more.grid(sticky="w")

    def show(self, options: list[Mapping[str, Any]], single: bool) -> None:
        self.single = single
        self._fill([*options, *({} for _ in range(4 - len(options)))] if len(options) < 2 else list(options))

    def plain(self) -> list[dict[str, object]]:
        """The options that say or show something."""
        found = [row.plain() for row in self._rows[: self._shown]]
        return [option for option in found if option["text"] or "picture" in option]

    def mark(self, row: _Row) -> None:
        if self.single:
            for other in self._rows:
                other.right = other is row
        else:
            row.right = not row.right
        self._draw()

    def remove(self, row: _Row) -> None:
        left = [each.plain() for each in self._rows[: self._shown] if each is not row]
        self._fill(left)

    def choose_picture(self, row: _Row) -> None:
        if row.picture:
            row.show_picture("")
            return
        name = filedialog.askopenfilename(parent=self, title="选择图片", filetypes=PICTURES)
        if name:
            self._take_picture(name, row.show_picture)

    def _add(self) -> None:
        self._fill([*(row.plain() for row in self._rows[: self._shown]), {}])
        self._rows[self._shown - 1].text.focus_set()

    def _fill(self, options: list[Mapping[str, Any]]) -> None:
        options = options[:MOST]
        while len(self._rows) < len(options):
            self._rows.append(_Row(self._lines, self._theme, self))
        self._shown = len(options)
        for at, row in enumerate(self._rows):
            if at < len(options):
                row.show(chr(65 + at), options[at])
                row.grid(row=at, column=0, sticky="ew", pady=(0, self._theme.px(8)))
            else:
                row.grid_remove()
        self._more.enable(self._shown < MOST)

    def _draw(self) -> None:
        for at, row in enumerate(self._rows[: self._shown]):
            row.draw(chr(65 + at))
