"""The place where one part of a question is answered, whatever its type: the one widget that screens put down."""

import tkinter
from collections.abc import Callable
from typing import Any

from app.domain.answers import Answer
from app.domain.arrangement import letter
from app.domain.questions import Multiple, Part, QuestionType, Single
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.answer_choices import AnswerChoices
from app.gui.widgets.answer_match import AnswerMatch
from app.gui.widgets.answer_order import AnswerOrder
from app.gui.widgets.answer_words import AnswerGaps, AnswerWriting
from app.gui.widgets.words import Paragraph

_CHOICES = (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.JUDGE)


class AnswerPart(tkinter.Frame):
    """Shows one part at a time. A widget for each type is made when first needed and kept.

    `on_change` is called after every change of the answer; `picture` gives the Tk image of a bank picture;
    `hints` says below how it is answered with the keys, `on_finish` is called for Ctrl and Enter in a reply.
    """

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        on_change: Callable[[], None] = lambda: None,
        picture: Callable[[str], Any] = lambda _name: None,
        hints: bool = True,
        on_finish: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent, bg=theme.colours.surface)
        self.theme = theme
        self._on_change = on_change
        self._picture = picture
        self._made: dict[str, Any] = {}
        self.shown: Any = None
        self._size = BODY
        self._hints = hints
        self._on_finish = on_finish
        self.columnconfigure(0, weight=1)
        self._hint = Paragraph(self, theme, "", SMALL, colour=theme.colours.muted)
        self._hint.grid(row=1, column=0, sticky="ew", pady=(theme.px(10), 0))
        self._hint.grid_remove()

    def ask(self, part: Part, order: tuple[int, ...], answer: Answer | None = None) -> None:
        """Ask `part` with its options, steps or rights in `order`; `answer` is what was answered before."""
        kind = "choices" if part.type in _CHOICES else part.type.value
        if kind in (QuestionType.REWRITE.value, QuestionType.SPOKEN.value):
            kind = "writing"
        if kind not in self._made:
            self._made[kind] = self._make(kind)
        widget = self._made[kind]
        if self.shown is not widget:
            if self.shown is not None:
                self.shown.grid_forget()
            widget.grid(row=0, column=0, sticky="ew")
            self.shown = widget
        widget.size = self._size
        widget.ask(part, order, answer)
        if self._hints:
            self._hint.say(_hint(part))
            self._hint.grid()

    @property
    def answer(self) -> Answer | None:
        return self.shown.answer if self.shown is not None else None  # type: ignore[no-any-return]

    def keep(self) -> None:
        """The answer is handed in: an order that nobody moved counts as it stands."""
        if isinstance(self.shown, AnswerOrder):
            self.shown.keep()

    def reveal(self) -> None:
        """Show what is right and what is wrong; nothing can be changed any more."""
        self.shown.reveal()
        self._hint.grid_remove()

    def key(self, keysym: str) -> bool:
        """A letter or digit pressed anywhere on the screen; whether it meant something here."""
        return self.shown is not None and bool(self.shown.key(keysym))

    def resize(self, size: int) -> None:
        """Another size of type, at 100 %."""
        self._size = size
        if self.shown is not None:
            self.shown.size = size
            self.shown.draw()

    def focus_set(self) -> None:
        if self.shown is not None:
            self.shown.focus_set()

    focus = focus_set

    def _make(self, kind: str) -> Any:
        if kind == "choices":
            return AnswerChoices(self, self.theme, self._on_change, self._picture)
        if kind == QuestionType.ORDER.value:
            return AnswerOrder(self, self.theme, self._on_change)
        if kind == QuestionType.MATCH.value:
            return AnswerMatch(self, self.theme, self._on_change)
        if kind == QuestionType.BLANK.value:
            return AnswerGaps(self, self.theme, self._on_change)
        return AnswerWriting(self, self.theme, self._on_change, self._on_finish)


def _hint(part: Part) -> str:
    """How a part is answered with the keys."""
    if isinstance(part.body, Single | Multiple):
        last = letter(len(part.body.options) - 1)
        return (
            f"按 A–{last} 选择，Enter 提交。"
            if isinstance(part.body, Single)
            else f"按 A–{last} 选择或取消，Enter 提交。"
        )
    return {
        QuestionType.JUDGE: "按 1 选对，按 2 选错，Enter 提交。",
        QuestionType.BLANK: "Tab 到下一空，Enter 提交。",
        QuestionType.ORDER: "拖动；或用 ↑ ↓ 选中一步，按 Alt + ↑ ↓ 移动，按数字直接送到那个位置。",
        QuestionType.MATCH: "选左边一项，再按右边的字母；按数字换到左边另一项，退格键取消。",
    }.get(part.type, "像对群众说话那样写，写完按 Ctrl + Enter。")
