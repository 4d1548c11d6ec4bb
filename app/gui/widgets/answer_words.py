"""Words to answer with: gaps to fill, or a reply to write."""

import tkinter
from collections.abc import Callable
from typing import Any

from app.domain.answers import Answer, Filled, Written
from app.domain.gap_marking import accepts
from app.domain.question_body_reading import GAPS
from app.domain.questions import Blank, Gap, Part
from app.gui.theme import BODY, Theme
from app.gui.widgets.field import Field
from app.gui.widgets.words import Paragraph


class AnswerGaps(tkinter.Frame):
    """A line for each gap of a fill-in question. The lines are made once and kept for the next question."""

    def __init__(self, parent: Any, theme: Theme, on_change: Callable[[], None]) -> None:
        super().__init__(parent, bg=theme.colours.surface)
        self.theme = theme
        self._on_change = on_change
        self._fields: list[Field] = []
        self._said: list[Paragraph] = []
        self._part: Part | None = None
        self.columnconfigure(0, weight=1)

    def ask(self, part: Part, _order: tuple[int, ...], answer: Answer | None) -> None:
        assert isinstance(part.body, Blank)
        self._part = part
        count = len(part.body.gaps)
        while len(self._fields) < count:
            self._add()
        texts = answer.texts if isinstance(answer, Filled) else ("",) * count
        for at, (field, said) in enumerate(zip(self._fields, self._said, strict=True)):
            said.grid_remove()
            if at < count:
                field.grid()
                field.lock(False)
                field.text = texts[at]
            else:
                field.grid_remove()

    @property
    def answer(self) -> Answer | None:
        texts = tuple(field.text.strip() for field in self._shown())
        return Filled(texts) if any(texts) else None

    def reveal(self) -> None:
        """Say of each gap whether it is right, and what is accepted."""
        assert self._part is not None and isinstance(self._part.body, Blank)
        around = [*GAPS.split(self._part.stem), *[""] * len(self._part.body.gaps)]
        colours = self.theme.colours
        for at, (gap, field) in enumerate(zip(self._part.body.gaps, self._shown(), strict=True)):
            right = accepts(gap, field.text, around[at], around[at + 1])
            field.lock(True)
            said = self._said[at]
            said.configure(fg=colours.polite if right else colours.forbidden)
            said.say(f"✓ {accepted(gap)}" if right else f"× 应填：{accepted(gap)}")
            said.grid()

    def draw(self) -> None:
        """Nothing to draw: the lines draw themselves."""

    def key(self, _keysym: str) -> bool:
        return False

    def focus_set(self) -> None:
        shown = self._shown()
        if shown:
            next((field for field in shown if not field.text), shown[0]).focus_set()

    focus = focus_set

    def _shown(self) -> list[Field]:
        count = len(self._part.body.gaps) if self._part and isinstance(self._part.body, Blank) else 0
        return self._fields[:count]

    def _add(self) -> None:
        at = len(self._fields)
        field = Field(self, self.theme, f"第 {at + 1} 空")
        field.on_key(self._on_change)
        field.grid(row=2 * at, sticky="ew", pady=(0 if at == 0 else self.theme.px(12), 0))
        said = Paragraph(self, self.theme, "", bold=True)
        said.grid(row=2 * at + 1, sticky="ew", pady=(self.theme.px(4), 0))
        said.grid_remove()
        self._fields.append(field)
        self._said.append(said)


class AnswerWriting(tkinter.Frame):
    """A reply to type. Ctrl and Enter calls `on_finish`; Enter alone begins a new line, Tab goes on."""

    def __init__(
        self, parent: Any, theme: Theme, on_change: Callable[[], None], on_finish: Callable[[], object]
    ) -> None:
        super().__init__(parent, bg=theme.colours.surface)
        colours = theme.colours
        self.theme = theme
        self._on_finish = on_finish
        self.columnconfigure(0, weight=1)
        self.text = tkinter.Text(
            self, height=5, width=1, wrap="char", undo=True, bd=0, relief="flat", font=theme.font(BODY),
            bg=colours.sunken, fg=colours.text, insertbackground=colours.text, padx=theme.px(14), pady=theme.px(12),
            spacing2=theme.px(6), highlightthickness=theme.px(2), highlightbackground=colours.border,
            highlightcolor=colours.accent, selectbackground=colours.accent_soft, selectforeground=colours.text,
        )  # fmt: skip
        self.text.grid(sticky="ew")
        self.text.bind("<KeyRelease>", lambda _event: on_change())
        for key in ("<Control-Return>", "<Control-KP_Enter>"):
            self.text.bind(key, self._finish)
        self.text.bind("<Tab>", lambda event: (event.widget.tk_focusNext().focus_set(), "break")[1])
        self.text.bind("<Shift-Tab>", lambda event: (event.widget.tk_focusPrev().focus_set(), "break")[1])

    def ask(self, _part: Part, _order: tuple[int, ...], answer: Answer | None) -> None:
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        if isinstance(answer, Written):
            self.text.insert("1.0", answer.text)
        self.text.edit_reset()

    @property
    def answer(self) -> Answer | None:
        text = self.text.get("1.0", "end").strip()
        return Written(text) if text else None

    def reveal(self) -> None:
        self.text.configure(state="disabled")

    def _finish(self, _event: object) -> str:
        self._on_finish()
        return "break"  # the text would begin a new line

    def draw(self) -> None:
        """Nothing to draw: the text draws itself."""

    def key(self, _keysym: str) -> bool:
        return False

    def focus_set(self) -> None:
        self.text.focus_set()

    focus = focus_set


def accepted(gap: Gap) -> str:
    """What a gap accepts, in words."""
    texts = list(gap.accept)
    if gap.number is not None and not texts:
        number = f"{gap.number.normalize():f}"
        texts.append(f"{number}（允许相差 {gap.tolerance.normalize():f}）" if gap.tolerance else number)
    return " 或 ".join(texts)
