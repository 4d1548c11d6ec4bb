"""Choose whom to speak with: the role-plays on the left, the chosen citizen on the right."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.scenario import Scenario
from app.gui.pictures import citizen_figure
from app.gui.screens.screen import Screen, Start
from app.gui.theme import HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.gui.services import RepliesService


class ScenarioList(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        replies: "Callable[[], RepliesService]",
        start: Start,
        on_begin: Callable[[Scenario], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._replies = replies
        self._start = start
        self._on_begin = on_begin
        self._on_back = on_back
        self._scenarios: dict[str, Scenario] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(1, weight=1)
        head = tkinter.Frame(body, bg=theme.colours.background)
        head.grid(row=0, sticky="ew", pady=(0, theme.px(20)))
        head.columnconfigure(0, weight=1)
        Paragraph(head, theme, "选一位群众，开始对练", TITLE, bold=True).grid(row=0, column=0, sticky="ew")
        self._search = Field(head, theme, "", "查找情景", ground=theme.colours.background)
        self._search.grid(row=0, column=1, sticky="e")
        self._search.on_key(self._fill)
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=1, sticky="nsew")
        self._columns.rowconfigure(0, weight=1)
        self._list_card = card(self._columns, theme)
        self._list_card.columnconfigure(0, weight=1)
        self._list_card.rowconfigure(0, weight=1)
        self._table = Table(
            self._list_card,
            theme,
            (Column("情景", 180, grow=True), Column("业务", 176, spare=1), Column("轮次", 64, spare=2)),
            on_open=lambda key: self._on_begin(self._scenarios[key]),
            on_choose=self._preview,
            empty="没有找到情景。",
            rows=8,
        )
        self._table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._preview_card = self._make_preview()
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(620)))
        self._arrange(True)

    def enter(self) -> None:
        self._start(lambda _progress: tuple(self._replies().scenarios()), self._show)

    def primary(self) -> bool:
        if self._table.chosen:
            self._on_begin(self._scenarios[self._table.chosen])
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _show(self, scenarios: tuple[Scenario, ...]) -> None:
        self._scenarios = {scenario.id: scenario for scenario in scenarios}
        self._fill()
        self._table.focus_set()
        # While the person reads whom they will meet, so that the first reply waits for nothing.
        self._start(lambda _progress: self._replies().warm_up(), lambda _done: None)

    def _fill(self) -> None:
        wanted = self._search.text.strip()
        found = [s for s in self._scenarios.values() if wanted in s.title or wanted in s.line or wanted in s.situation]
        self._table.fill(Row(s.id, (s.title, s.line, f"{len(s.turns)}")) for s in found)
        if found and not self._table.chosen:
            self._table.choose(found[0].id)
        self._begin.enable(bool(found))

    def _make_preview(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self._columns, theme)
        box.columnconfigure(1, weight=1)
        pad = theme.px(24)
        self._figure = tkinter.Label(box, bg=colours.surface, bd=0)
        self._figure.grid(row=0, column=0, rowspan=2, padx=(pad, theme.px(16)), pady=(pad, theme.px(12)))
        self._citizen_name = words(box, theme, "", HEADING, bold=True)
        self._citizen_name.grid(row=0, column=1, sticky="sw", pady=(pad, 0))
        self._mood = words(box, theme, "", SMALL, colour=colours.muted)
        self._mood.grid(row=1, column=1, sticky="nw", pady=(theme.px(4), 0))
        self._situation = Paragraph(box, theme, "")
        self._situation.grid(row=2, column=0, columnspan=2, sticky="ew", padx=pad, pady=(0, theme.px(20)))
        self._begin = Button(box, theme, "开始对练", self.primary, icon="mic", emphasis=Emphasis.PRIMARY, height=56)
        self._begin.grid(row=3, column=0, columnspan=2, sticky="ew", padx=pad, pady=(0, pad))
        return box

    def _preview(self, key: str) -> None:
        scenario = self._scenarios[key]
        citizen = scenario.citizen
        self._picture = citizen_figure(self, citizen, self.theme.px(112), self.theme.colours.accent_soft)
        self._figure.configure(image=self._picture)
        self._citizen_name.configure(text=citizen.name)
        self._mood.configure(text=f"{citizen.age} 岁 · {citizen.mood}")
        self._situation.say(scenario.situation)

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(24)
        self._list_card.grid_forget()
        self._preview_card.grid_forget()
        self._columns.columnconfigure(0, weight=3)
        self._columns.columnconfigure(1, weight=2 if wide else 0, minsize=self.theme.px(280) if wide else 0)
        if wide:
            self._list_card.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
            self._preview_card.grid(row=0, column=1, sticky="new")
        else:
            self._preview_card.grid(row=0, column=0, sticky="ew", pady=(0, gap))
            self._list_card.grid(row=1, column=0, sticky="nsew")
