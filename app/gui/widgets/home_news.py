"""A strip on the home screen that says what is new, with the one button that leads there."""

from collections.abc import Callable
from typing import Any

import customtkinter

from app.gui.theme import SMALL, Theme
from app.gui.widgets.button import Button
from app.gui.widgets.words import Paragraph, words


class HomeNews(customtkinter.CTkFrame):
    """Shown only while there is something new. Lay it out with grid."""

    def __init__(self, parent: Any, theme: Theme) -> None:
        colours = theme.colours
        super().__init__(
            parent, width=0, height=0, corner_radius=theme.px(16), border_width=theme.px(1),
            fg_color=colours.caution_soft, border_color=colours.caution_soft,
        )  # fmt: skip
        self.columnconfigure(1, weight=1)
        pad = theme.px(20)
        sign = words(self, theme, "", ground=colours.caution_soft)
        sign.configure(image=theme.icon("ask-ring", 28, colours.caution))
        sign.grid(row=0, column=0, rowspan=2, padx=(pad, theme.px(14)), pady=theme.px(12))
        self.headline = Paragraph(self, theme, "", bold=True)
        self.headline.grid(row=0, column=1, sticky="sew", pady=(theme.px(12), 0))
        self._about = Paragraph(self, theme, "", SMALL)
        self._about.grid(row=1, column=1, sticky="new", pady=(theme.px(2), theme.px(12)))
        self._do: Callable[[], None] = lambda: None
        self.button = Button(self, theme, "", lambda: self._do(), icon="next")
        self.button.grid(row=0, column=2, rowspan=2, padx=pad, pady=theme.px(12))

    def show(self, headline: str, about: str, label: str, do: Callable[[], None]) -> None:
        self.headline.say(headline)
        self._about.say(about)
        self.button.say(label)
        self._do = do
        self.grid()

    def hide(self) -> None:
        self.grid_remove()
