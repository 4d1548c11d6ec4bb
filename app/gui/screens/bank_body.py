"""The part of a question that differs by type, to edit: options, answers, steps, pairs, phrases."""

import tkinter
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.lexicon import Category, Kind
from app.domain.questions import Partial, QuestionType
from app.gui.screens.bank_options import OptionsEditor
from app.gui.theme import SMALL, Theme
from app.gui.widgets.choice import Choice
from app.gui.widgets.text_box import TextBox
from app.gui.widgets.toggles import Toggles
from app.gui.widgets.words import words

TakePicture = Callable[[str, Callable[[str], None]], None]
_POINTS = "要点，一行一个：编号: 要点 = 说法一 | 说法二（必说的在最前面加 ★）"
_NAMES = {
    "blanks": "答案：一空一行；同一空的几种写法用 | 隔开；数值写成 #15±0.5",
    "steps": "步骤：按正确的顺序，一行一步",
    "pairs": "配对：一行一对，中间用 => 隔开，例如：用人单位 => 30日",
    "extra": "多余的右项（可不写）：一行一个",
    "forbidden": "要改写的禁语",
    "model_answer": "参考说法",
    "says": "群众说的话",
    "exemplary": "示范回答",
    "points": _POINTS,
}
_BOXES = {
    QuestionType.BLANK: ("blanks",),
    QuestionType.ORDER: ("steps",),
    QuestionType.MATCH: ("pairs", "extra"),
    QuestionType.REWRITE: ("forbidden", "model_answer", "points"),
    QuestionType.SPOKEN: ("says", "exemplary", "points"),
}
_POLITE_KEY = {QuestionType.REWRITE: "needs", QuestionType.SPOKEN: "stages"}
_AS_TEXT = ("forbidden", "model_answer", "says", "exemplary")


class BodyEditor(tkinter.Frame):
    """Shows what the type at hand needs; what it was given for another type stays until it is shown again."""

    def __init__(self, parent: tkinter.Misc, theme: Theme, take_picture: TakePicture) -> None:
        super().__init__(parent, bg=theme.colours.surface)
        self._theme = theme
        self._take_picture = take_picture
        self.columnconfigure(0, weight=1)
        self.type = QuestionType.SINGLE
        self._boxes: dict[str, TextBox] = {}
        self._choices: OptionsEditor | None = None
        self._partial: Choice[Partial] | None = None
        self._judge: Choice[bool | None] | None = None
        self._polite: Toggles[Category] | None = None

    def show(self, type: QuestionType, plain: Mapping[str, Any]) -> None:
        """The body of a plain question (or part), as one of this type."""
        from app.services.question_draft import lines_of

        self.show_type(type)
        if self._choices is not None and type in (QuestionType.SINGLE, QuestionType.MULTIPLE):
            self._choices.show(plain.get("options") or [], type is QuestionType.SINGLE)
        if self._partial is not None and type is QuestionType.MULTIPLE:
            self._partial.show(Partial(plain.get("partial") or Partial.NONE.value))
        if self._judge is not None and type is QuestionType.JUDGE:
            self._judge.show(plain.get("answer"))
        for key in _BOXES.get(type, ()):
            self._boxes[key].text = str(plain.get(key) or "") if key in _AS_TEXT else lines_of(key, plain)
        if self._polite is not None and type in _POLITE_KEY:
            self._polite.show(Category(each) for each in plain.get(_POLITE_KEY[type]) or ())

    def show_type(self, type: QuestionType) -> None:
        """Another type: what its fields hold so far is kept."""
        self.type = type
        for child in self.winfo_children():
            child.grid_remove()
        gap = self._theme.px(12)
        if type in (QuestionType.SINGLE, QuestionType.MULTIPLE):
            if self._choices is None:
                self._choices = OptionsEditor(self, self._theme, self._take_picture)
                self._choices.show([], True)
            self._choices.single = type is QuestionType.SINGLE
            self._choices.grid(row=0, sticky="ew")
            if type is QuestionType.MULTIPLE:
                if self._partial is None:
                    self._partial = Choice(self, self._theme, [(each, each.label) for each in Partial], Partial.NONE)
                self._partial.grid(row=1, sticky="ew", pady=(gap, 0))
        elif type is QuestionType.JUDGE:
            if self._judge is None:
                self._judge = Choice(self, self._theme, [(True, "✓ 对"), (False, "× 错")], None)
            self._judge.grid(row=0, sticky="ew")
        for at, key in enumerate(_BOXES.get(type, ())):
            if key not in self._boxes:
                self._boxes[key] = TextBox(
                    self, self._theme, _NAMES[key], lines=1 if key == "forbidden" else 2, most=10
                )
            self._boxes[key].grid(row=at, sticky="ew", pady=(gap if at else 0, 0))
        if type in _POLITE_KEY:
            self._show_polite(gap)

    def plain(self) -> dict[str, object]:
        """The fields of the body. UserError for a line that cannot be understood."""
        from app.services.question_draft import list_of

        found: dict[str, object] = {}
        if self._choices is not None and self.type in (QuestionType.SINGLE, QuestionType.MULTIPLE):
            found["options"] = self._choices.plain()
        if self._partial is not None and self.type is QuestionType.MULTIPLE:
            found["partial"] = self._partial.value.value
        if self._judge is not None and self.type is QuestionType.JUDGE and self._judge.value is not None:
            found["answer"] = self._judge.value
        for key in _BOXES.get(self.type, ()):
            text = self._boxes[key].text
            value: object = text.strip() if key in _AS_TEXT else list_of(key, text)
            if value:
                found[key] = value
        if self._polite is not None and self.type in _POLITE_KEY and self._polite.values:
            found[_POLITE_KEY[self.type]] = [each.value for each in self._polite.values]
        return found

    def _show_polite(self, gap: int) -> None:
        if self._polite is None:
            self._polite_name = words(self, self._theme, "该有的文明用语", SMALL, colour=self._theme.colours.muted)
            polite = [(each, each.label) for each in Category if each.kind is Kind.POLITE]
            self._polite = Toggles(self, self._theme, polite)
        self._polite_name.grid(row=8, sticky="w", pady=(gap, self._theme.px(4)))
        self._polite.grid(row=9, sticky="ew")
