"""The questions of a case, to edit: a list of them, and below it the one that is chosen."""

import tkinter
from collections.abc import Mapping
from typing import Any

from app.domain.questions import QuestionType
from app.gui.screens.bank_body import BodyEditor, TakePicture
from app.gui.theme import Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.flow import Flow
from app.gui.widgets.picker import Picker
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.text_box import TextBox

_TYPES = [each for each in QuestionType if each is not QuestionType.CASE]


class PartsEditor(tkinter.Frame):
    """What is typed goes into its part as soon as another part is chosen, or the whole is asked for."""

    def __init__(self, parent: tkinter.Misc, theme: Theme, take_picture: TakePicture) -> None:
        super().__init__(parent, bg=theme.colours.surface)
        self._theme = theme
        self.columnconfigure(0, weight=1)
        self._parts: list[dict[str, Any]] = []
        self._at = -1
        gap = theme.px(12)
        self.table = Table(
            self, theme, (Column("小题", 64), Column("题型", 90), Column("题干", 200, grow=True)),
            on_choose=self._choose, empty="还没有小题，请点“添加小题”。", rows=3,
        )  # fmt: skip
        self.table.grid(sticky="ew")
        row = Flow(self, theme, theme.colours.surface)
        row.grid(sticky="ew", pady=(theme.px(6), gap))
        self._type: Picker[QuestionType] = Picker(
            row, theme, [(each, each.label) for each in _TYPES], QuestionType.SINGLE, self._change_type, height=40
        )
        self._add = Button(row, theme, "添加小题", self.add_part, icon="plus", height=40)
        self._remove = Button(
            row, theme, "删除这一小题", self._remove_part, icon="cross", emphasis=Emphasis.QUIET, height=40
        )
        row.add(self._add, self._type, self._remove)
        self._stem = TextBox(self, theme, "小题题干", lines=1)
        self._body = BodyEditor(self, theme, take_picture)
        self._explanation = TextBox(self, theme, "小题解析", lines=1)
        self._pieces = (self._stem, self._body, self._explanation)

    def show(self, parts: list[Mapping[str, Any]]) -> None:
        self._parts = [dict(part) for part in parts]
        self._at = -1
        self._fill(0)

    def plain(self) -> list[dict[str, Any]]:
        """UserError for a line of a part that cannot be understood."""
        self._keep()
        return [dict(part) for part in self._parts]

    def add_part(self) -> None:
        self._keep()
        self._parts.append({"type": QuestionType.SINGLE.value})
        self._fill(len(self._parts) - 1)
        self._stem.focus_set()

    def _remove_part(self) -> None:
        if 0 <= self._at < len(self._parts):
            del self._parts[self._at]
            at, self._at = self._at, -1
            self._fill(min(at, len(self._parts) - 1))

    def _fill(self, choose: int) -> None:
        self.table.fill(
            Row(str(at), (f"{at + 1}", QuestionType(part["type"]).label, " ".join(str(part.get("stem", "")).split())))
            for at, part in enumerate(self._parts)
        )
        self._remove.enable(bool(self._parts))
        self._type.enable(bool(self._parts))
        if self._parts:
            self._open(max(0, choose))
            self.table.choose(str(max(0, choose)))
        else:
            for piece in self._pieces:
                piece.grid_remove()

    def _choose(self, key: str) -> None:
        if int(key) != self._at:
            self._keep()
            self._open(int(key))

    def _open(self, at: int) -> None:
        self._at = at
        part = self._parts[at]
        type = QuestionType(part["type"])
        self._type.show(type)
        self._stem.text = str(part.get("stem", ""))
        self._body.show(type, part)
        self._explanation.text = str(part.get("explanation", ""))
        for place, piece in enumerate(self._pieces):
            piece.grid(row=3 + place, sticky="ew", pady=(0, self._theme.px(12)))

    def _change_type(self, type: QuestionType) -> None:
        self._body.show_type(type)

    def _keep(self) -> None:
        if not 0 <= self._at < len(self._parts):
            return
        part: dict[str, Any] = {"type": self._type.value.value}
        for key, value in (("stem", self._stem.text.strip()), ("explanation", self._explanation.text.strip())):
            if value:
                part[key] = value
        if picture := self._parts[self._at].get("picture"):
            part["picture"] = picture
        self._parts[self._at] = {**part, **self._body.plain()}
