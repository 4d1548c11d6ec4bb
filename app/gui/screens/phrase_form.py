"""One phrase of the lexicon, to read and to change."""

import dataclasses
import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

import customtkinter

from app.domain.lexicon import Category, Kind, Phrase, Severity
from app.domain.lexicon_layers import FIELD_NAMES, RULES_OF_CONTEXT
from app.gui.theme import HEADING, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.picker import Picker
from app.gui.widgets.text_box import TextBox
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.lexicon_layers import LexiconEntry

_HOW_TO_WRITE = "(甲|乙) 任选一种，[甲] 可有可无，{材料} 是空位，逗号处可以停顿，^ 句首，$ 句尾。同音字不必写。"


class PhraseForm(customtkinter.CTkFrame):
    """A card. The rules of context stay folded until they are asked for."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        on_save: Callable[[Phrase], None],
        on_switch: Callable[[Phrase, bool], None],
        on_forget: Callable[[Phrase], None],
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
        self._on_save, self._on_switch, self._on_forget = on_save, on_switch, on_forget
        self._phrase: Phrase | None = None
        self._on = True
        self.columnconfigure(0, weight=1)
        pad, gap = theme.px(24), theme.px(12)
        self._title = Paragraph(self, theme, "选一条用语，在这里查看和修改", HEADING, bold=True)
        self._title.grid(sticky="ew", padx=pad, pady=(theme.px(20), 0))
        self._origin = Paragraph(self, theme, "", SMALL, colour=colours.muted)
        self._origin.grid(sticky="ew", padx=pad, pady=(theme.px(2), gap))
        categories = [(category, f"{category.kind.label} · {category.label}") for category in Category]
        self._category: Picker[Category] = Picker(
            self, theme, categories, Category.GREETING, lambda _category: self._show_what_applies()
        )
        self._category.grid(sticky="w", padx=pad)
        self._say = Field(self, theme, FIELD_NAMES["say"])
        self._say.grid(sticky="ew", padx=pad, pady=(gap, 0))
        self._variants = TextBox(self, theme, "其他说法，一行一种", lines=3, most=5)
        self._variants.grid(sticky="ew", padx=pad, pady=(gap, 0))
        Paragraph(self, theme, _HOW_TO_WRITE, SMALL, colour=colours.muted).grid(
            sticky="ew", padx=pad, pady=(theme.px(4), 0)
        )
        self._instead = TextBox(self, theme, "应当改说（禁语必填）", lines=2)
        self._instead.grid(sticky="ew", padx=pad, pady=(gap, 0))
        self._severity: Choice[Severity] = Choice(
            self, theme, [(severity, severity.label) for severity in Severity], Severity.DEDUCT
        )
        self._severity.grid(sticky="ew", padx=pad, pady=(gap, 0))
        self._rules = self._folded(theme)
        row = Flow(self, theme, colours.surface)
        rows = self.grid_size()[1]  # counted by hand: what is folded away would not be
        self._rules.grid(row=rows, sticky="ew", padx=pad)
        self._rules.grid_remove()
        row.grid(row=rows + 1, sticky="ew", padx=pad, pady=(theme.px(20), pad))
        self._row = row
        self._save = Button(row, theme, "保存", self._saved, icon="tick", emphasis=Emphasis.PRIMARY)
        self._switch = Button(row, theme, "停用", self._switched, icon="off")
        self._more = Button(row, theme, "什么时候不算", self._unfold, icon="down", emphasis=Emphasis.QUIET)
        self._forget = Button(row, theme, "恢复原样", self._forgotten, icon="back", emphasis=Emphasis.QUIET)
        row.add(self._save, self._switch, self._more, self._forget)
        self._save.enable(False)
        self._switch.enable(False)
        row.keep(self._save, self._switch, self._more)

    def _folded(self, theme: Theme) -> tkinter.Frame:
        """The rules of context, which most phrases never need."""
        colours, gap = theme.colours, theme.px(12)
        box = tkinter.Frame(self, bg=colours.surface)
        box.columnconfigure(0, weight=1)
        self._rule_boxes = {
            rule: TextBox(box, theme, f"{FIELD_NAMES[rule]}，一行一种", lines=1) for rule in RULES_OF_CONTEXT
        }
        for part in self._rule_boxes.values():
            part.grid(sticky="ew", pady=(gap, 0))
        words(box, theme, FIELD_NAMES["strict_you"], SMALL, colour=colours.muted).grid(
            sticky="w", pady=(gap, theme.px(4))
        )
        self._strict: Choice[bool] = Choice(box, theme, [(False, "不要求"), (True, "说“你”不算")], False)
        self._strict.grid(sticky="ew")
        return box

    def show(self, entry: "LexiconEntry") -> None:
        """Show a phrase as it stands."""
        self._fill(entry.phrase, entry.on)
        self._title.say("修改用语")
        self._origin.say(_origin(entry))
        if entry.below:
            self._forget.say("恢复原样", "back")
        else:
            self._forget.say("删除", "cross")
        self._row.keep(*[self._save, self._switch, self._more] + ([self._forget] if entry.own else []))

    def show_new(self, phrase: Phrase) -> None:
        """Begin with a phrase that nobody has yet."""
        self._fill(phrase, True)
        self._title.say("添加用语")
        self._origin.say("保存以后马上生效，只在本单位。")
        self._row.keep(self._save, self._more)

    def focus_set(self) -> None:
        self._say.focus_set()

    focus = focus_set

    def _fill(self, phrase: Phrase, on: bool) -> None:
        self._phrase, self._on = phrase, on
        self._category.show(phrase.category)
        self._say.text = phrase.say
        self._variants.text = "\n".join(phrase.variants)
        self._instead.text = phrase.instead
        self._severity.show(phrase.severity)
        for rule, box in self._rule_boxes.items():
            box.text = "\n".join(getattr(phrase, rule))
        self._strict.show(phrase.strict_you)
        self._save.enable(True)
        self._switch.enable(True)
        self._switch.say("停用" if on else "启用")
        self._show_what_applies()

    def _show_what_applies(self) -> None:
        for part in (self._instead, self._severity):
            if self._category.value.kind is Kind.FORBIDDEN:
                part.grid()
            else:
                part.grid_remove()

    def _unfold(self) -> None:
        if self._rules.winfo_ismapped():
            self._rules.grid_remove()
        else:
            self._rules.grid()
            self._rule_boxes[RULES_OF_CONTEXT[0]].focus_set()

    def _saved(self) -> None:
        assert self._phrase is not None
        category = self._category.value
        forbidden = category.kind is Kind.FORBIDDEN
        self._on_save(
            dataclasses.replace(
                self._phrase,
                category=category,
                say=self._say.text.strip(),
                variants=_lines(self._variants),
                instead="".join(self._instead.text.split("\n")).strip() if forbidden else "",
                severity=self._severity.value if forbidden else Severity.DEDUCT,
                strict_you=self._strict.value,
                **{rule: _lines(box) for rule, box in self._rule_boxes.items()},
            )
        )

    def _switched(self) -> None:
        assert self._phrase is not None
        self._on_switch(self._phrase, not self._on)

    def _forgotten(self) -> None:
        assert self._phrase is not None
        self._on_forget(self._phrase)


def _lines(box: TextBox) -> tuple[str, ...]:
    return tuple(line.strip() for line in box.text.splitlines() if line.strip())


def _origin(entry: "LexiconEntry") -> str:
    state = "" if entry.on else "，已停用"
    if entry.own:
        return f"{'本单位改过的用语' if entry.below else '本单位自己的用语'}{state}"
    if entry.origin:
        return f"来自{entry.level.value}级用语“{entry.origin}”{state}；改动只影响本单位"
    return f"随程序的用语{state}；改动只影响本单位"
