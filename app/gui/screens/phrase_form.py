"""One phrase of the lexicon, to read and to change."""

import dataclasses
import tkinter
from collections.abc import Callable

import customtkinter

from app.domain.lexicon import Category, Kind, Phrase, Severity
from app.gui.theme import BODY, HEADING, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.picker import Picker
from app.gui.widgets.words import Paragraph, words


class PhraseForm(customtkinter.CTkFrame):
    """A card. What the form does not show (rules of context) stays as it is in the phrase."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        on_save: Callable[[Phrase], None],
        on_switch: Callable[[Phrase, bool], None],
    ) -> None:
        colours = theme.colours
        super().__init__(
            parent,
            width=0,
            height=0,
            corner_radius=theme.px(16),
            border_width=theme.px(1),
            fg_color=colours.surface,
            border_color=colours.border,
        )
        self._on_save = on_save
        self._on_switch = on_switch
        self._phrase: Phrase | None = None
        self._on = True
        self.columnconfigure(0, weight=1)
        pad, gap = theme.px(24), theme.px(12)
        self._title = Paragraph(self, theme, "选一条用语，在这里查看和修改", HEADING, bold=True)
        self._title.grid(sticky="ew", padx=pad, pady=(theme.px(20), gap))
        categories = [(category, f"{category.kind.label} · {category.label}") for category in Category]
        self._category: Picker[Category] = Picker(
            self, theme, categories, Category.GREETING, lambda _category: self._show_what_applies()
        )
        self._category.grid(sticky="w", padx=pad)
        self._say = Field(self, theme, "标准说法")
        self._say.grid(sticky="ew", padx=pad, pady=(gap, 0))
        words(self, theme, "其他说法，一行一种", SMALL, colour=colours.muted).grid(
            sticky="w", padx=pad, pady=(gap, theme.px(4))
        )
        self._variants = tkinter.Text(
            self,
            height=3,
            width=20,
            wrap="char",
            font=theme.font(BODY),
            bg=colours.sunken,
            fg=colours.text,
            insertbackground=colours.text,
            bd=0,
            padx=theme.px(10),
            pady=theme.px(8),
            highlightthickness=theme.px(2),
            highlightbackground=colours.border,
            highlightcolor=colours.accent,
            takefocus=1,
        )
        self._variants.grid(sticky="ew", padx=pad)
        self._variants.bind("<Tab>", lambda event: (event.widget.tk_focusNext().focus_set(), "break")[1])
        self._instead = Field(self, theme, "应当改说（禁语必填）")
        self._instead.grid(sticky="ew", padx=pad, pady=(gap, 0))
        self._severity: Choice[Severity] = Choice(
            self, theme, [(Severity.DEDUCT, "扣分"), (Severity.VETO, "一票否决")], Severity.DEDUCT
        )
        self._severity.grid(sticky="ew", padx=pad, pady=(gap, 0))
        row = Flow(self, theme, colours.surface)
        row.grid(sticky="ew", padx=pad, pady=(theme.px(20), pad))
        self._save = Button(row, theme, "保存", self._saved, icon="tick", emphasis=Emphasis.PRIMARY)
        self._switch = Button(row, theme, "停用", self._switched, icon="off")
        row.add(self._save, self._switch)
        self._save.enable(False)
        self._switch.enable(False)

    def show(self, phrase: Phrase, on: bool) -> None:
        """Show a phrase; one without id is new."""
        self._phrase, self._on = phrase, on
        self._title.say("修改用语" if phrase.id else "添加用语")
        self._category.show(phrase.category)
        self._say.text = phrase.say
        self._variants.delete("1.0", "end")
        self._variants.insert("1.0", "\n".join(phrase.variants))
        self._instead.text = phrase.instead
        self._severity.show(phrase.severity)
        self._save.enable(True)
        self._switch.enable(bool(phrase.id))
        self._switch.say("停用" if on else "启用")
        self._show_what_applies()

    def focus_set(self) -> None:
        self._say.focus_set()

    focus = focus_set

    def _show_what_applies(self) -> None:
        for part in (self._instead, self._severity):
            if self._category.value.kind is Kind.FORBIDDEN:
                part.grid()
            else:
                part.grid_remove()

    def _saved(self) -> None:
        assert self._phrase is not None
        category = self._category.value
        forbidden = category.kind is Kind.FORBIDDEN
        lines = self._variants.get("1.0", "end").splitlines()
        self._on_save(
            dataclasses.replace(
                self._phrase,
                category=category,
                say=self._say.text.strip(),
                variants=tuple(line.strip() for line in lines if line.strip()),
                instead=self._instead.text.strip() if forbidden else "",
                severity=self._severity.value if forbidden else Severity.DEDUCT,
            )
        )

    def _switched(self) -> None:
        assert self._phrase is not None
        self._on_switch(self._phrase, not self._on)
