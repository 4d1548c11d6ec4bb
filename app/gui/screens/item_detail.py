"""One item of an analysis: what is said about it, its figures, how its options were chosen."""

import tkinter
from typing import TYPE_CHECKING, Any

import customtkinter

from app.domain.item_advice import Weight
from app.gui.theme import BODY, HEADING, SMALL, Theme
from app.gui.widgets.option_bars import OptionBars
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.domain.item_advice import Advice
    from app.domain.item_analysis import ItemStatistics
    from app.services.item_analysis import Analysed


class ItemDetail(customtkinter.CTkFrame):
    """A card that is filled anew for each item."""

    def __init__(self, parent: Any, theme: Theme) -> None:
        colours = theme.colours
        super().__init__(
            parent, width=0, height=0, corner_radius=theme.px(16), border_width=theme.px(1),
            fg_color=colours.surface, border_color=colours.border,
        )  # fmt: skip
        self.theme = theme
        self.columnconfigure(0, weight=1)
        pad = theme.px(24)
        self.title = Paragraph(self, theme, "", HEADING, bold=True)
        self.title.grid(sticky="ew", padx=pad, pady=(theme.px(18), 0))
        self.stem = Paragraph(self, theme, "", BODY)
        self.stem.grid(sticky="ew", padx=pad, pady=(theme.px(6), 0))
        self.advice = tkinter.Frame(self, bg=colours.surface)
        self.advice.columnconfigure(1, weight=1)
        self.advice.grid(sticky="ew", padx=pad, pady=(theme.px(8), 0))
        self._signs: list[tuple[tkinter.Label, Paragraph]] = []
        self.figures = Paragraph(self, theme, "", SMALL, colour=colours.muted)
        self.figures.grid(sticky="ew", padx=pad, pady=(theme.px(8), theme.px(12)))
        self.bars = OptionBars(self, theme)
        self.bars.grid(sticky="ew", padx=pad, pady=(0, theme.px(12)))
        self._bars_said = Paragraph(self, theme, "", SMALL, colour=colours.muted)
        self._bars_said.grid(sticky="ew", padx=pad, pady=(0, theme.px(18)))

    def show(self, found: "Analysed", item: "ItemStatistics", advice: "tuple[Advice, ...]") -> None:
        self.title.say(item.id)
        self.stem.say(item.title)
        _hide(self.stem, not item.title)
        colours = self.theme.colours
        signs = {
            Weight.PROBLEM: ("cross-ring", colours.forbidden),
            Weight.LOOK: ("warn", colours.caution),
            Weight.NOTE: ("info", colours.muted),
        }
        said = [(f"{one.remark.label}　{one.words}", *signs[one.remark.weight]) for one in advice]
        self._advise(said or [("这道题没有问题。", "tick-ring", colours.polite)])
        self.figures.say(_figures(item))
        self.bars.show(item.options, item.group)
        _hide(self.bars, not item.options)
        self._bars_said.say(_under_bars(found, item))

    def _advise(self, said: list[tuple[str, str, str]]) -> None:
        """A sign and a paragraph for each remark; the pairs are kept for the next item."""
        theme = self.theme
        while len(self._signs) < len(said):
            sign = tkinter.Label(self.advice, bg=theme.colours.surface, bd=0)
            self._signs.append((sign, Paragraph(self.advice, theme, "")))
        for at, (sign, paragraph) in enumerate(self._signs):
            if at < len(said):
                words, icon, ink = said[at]
                sign.configure(image=theme.icon(icon, 22, ink))
                paragraph.say(words)
                sign.grid(row=at, column=0, sticky="n", padx=(0, theme.px(8)), pady=theme.px(4))
                paragraph.grid(row=at, column=1, sticky="ew", pady=theme.px(4))
            else:
                sign.grid_forget()
                paragraph.grid_forget()
        _hide(self.advice, not said)

    def say(self, text: str) -> None:
        """A few words where there is no item."""
        self.title.say("")
        self.stem.say(text)
        _hide(self.stem, False)
        self._advise([])
        self.figures.say("")
        self.bars.show((), 0)
        self._bars_said.say("")


def _hide(widget: tkinter.Misc, away: bool) -> None:
    if away:
        widget.grid_remove()  # type: ignore[attr-defined]
    else:
        widget.grid()  # type: ignore[attr-defined]


def _figures(item: "ItemStatistics") -> str:
    said = [f"{item.attempts} 人次", f"满分 {item.possible:g}"]
    for name, value, form in (
        ("得分率", item.facility, ".0%"),
        ("标准差", item.deviation, ".2f"),
        ("区分度", item.discrimination, ".2f"),
        ("区分效率", item.efficiency, ".0%"),
        ("应占权重", item.intended_weight, ".1%"),
        ("实占权重", item.effective_weight, ".1%"),
        ("瞎猜得分率", item.guess, ".0%"),
    ):
        if value is not None:
            said.append(f"{name} {value:{form}}")
    if item.omitted:
        said.append(f"未作答 {item.omitted} 人")
    return "　".join(said)


def _under_bars(found: "Analysed", item: "ItemStatistics") -> str:
    if item.options:
        return f"高分组、低分组是总分最高和最低的各 {item.group} 人（27%）。"
    answers = found.answers_in_words(item)
    if not answers:
        return ""
    return "常见的作答：" + "；".join(f"“{text}” {count} 人" for text, count in answers)
