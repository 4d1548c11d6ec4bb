"""The forms of the scenario editor: for the moment or ending that is chosen, for the whole, and what is to mend."""

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.role_play.draft_checking import Finding
from app.domain.scenario import Scenario, Voice
from app.gui.screens.editor_citizen import CitizenForm
from app.gui.screens.editor_ending import EndingForm
from app.gui.screens.editor_form import Edit, EditorForm
from app.gui.screens.editor_matter import MatterForm
from app.gui.screens.editor_next import NextForm
from app.gui.screens.editor_node import NodeForm
from app.gui.screens.editor_papers import PapersForm
from app.gui.screens.editor_points import PointsForm
from app.gui.screens.editor_problems import ProblemList
from app.gui.screens.editor_reply import ReplyForm
from app.gui.screens.editor_spots import OF_NODE, OF_WHOLE, Spot, Tab
from app.gui.screens.screen import Start
from app.gui.theme import HEADING, Theme
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.services.scenario_writing import ScenarioWritingDesk


@dataclass(frozen=True, slots=True)
class PanelCalls:
    """What the forms ask of the editor. `on_place_name` and `on_point_name` give back the name that holds."""

    edit: Edit
    on_place_name: Callable[[str, str], str]
    on_point_name: Callable[[str, str], str]
    on_copy: Callable[[str], None]
    on_listen: Callable[[str, Voice], None]
    on_go: Callable[[Spot], None]


class EditorPanel(tkinter.Frame):
    """One form at a time, made when first shown."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        desk: "Callable[[], ScenarioWritingDesk]",
        start: Start,
        calls: PanelCalls,
    ) -> None:
        super().__init__(parent, bg=theme.colours.background)
        self._theme = theme
        self._desk = desk
        self._start = start
        self._calls = calls
        self._forms: dict[Tab, EditorForm] = {}
        self._scenario: Scenario | None = None
        self.spot = Spot("", Tab.MATTER)
        self._node_tab, self._whole_tab = Tab.LINES, Tab.MATTER
        self._number_locked = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.page = Page(self, theme, padding=2)
        self.page.grid(sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        box = card(body, theme)
        box.grid(sticky="new")
        box.columnconfigure(0, weight=1)
        pad = theme.px(20)
        self._title = Paragraph(box, theme, "", HEADING, bold=True)
        self._title.grid(row=0, sticky="ew", padx=pad, pady=(theme.px(16), theme.px(10)))
        self._tabs_of_node = self._tabs(box, OF_NODE)
        self._tabs_of_whole = self._tabs(box, OF_WHOLE)
        self._place = tkinter.Frame(box, bg=theme.colours.surface)
        self._place.columnconfigure(0, weight=1)
        self._place.grid(row=2, sticky="ew", padx=pad, pady=(theme.px(16), theme.px(12)))
        self.problems = ProblemList(self._place, theme, calls.on_go)
        self._shown: tkinter.Widget | None = None

    def lock_number(self, on: bool) -> None:
        self._number_locked = on
        form = self._forms.get(Tab.MATTER)
        if isinstance(form, MatterForm):
            form.lock_number(on)

    def show_place(self, scenario: Scenario, id: str, tab: Tab | None = None, row: int = -1) -> None:
        """The form of a moment, an ending, or ("") the whole; the same tab as before unless another is meant."""
        if scenario.ending(id) is not None:
            tab = Tab.ENDING
        elif scenario.node(id) is not None:
            tab = self._node_tab = tab if tab in OF_NODE else self._node_tab
        else:
            id, tab = "", tab if tab in OF_WHOLE else self._whole_tab
            self._whole_tab = tab
        before = self.spot
        self._scenario, self.spot = scenario, Spot(id, tab, row=row)
        self._put(self._form(tab))
        self._forms[tab].show(scenario, id, row)
        self._title.say(_heading(scenario, id))
        for tabs, those in ((self._tabs_of_node, OF_NODE), (self._tabs_of_whole, OF_WHOLE)):
            if tab in those:
                tabs.show(tab)
                tabs.grid()
            else:
                tabs.grid_remove()
        if (before.id, before.tab) != (id, tab):
            self.page.to_top()

    def show_problems(self, scenario: Scenario, findings: Sequence[Finding], why: str = "") -> None:
        """`why` says, above the list, what they stand in the way of."""
        self._scenario = scenario
        self._put(self.problems)
        self._title.say(why or ("还要改的" if findings else "都好了"))
        self._tabs_of_node.grid_remove()
        self._tabs_of_whole.grid_remove()
        self.problems.show(scenario, findings)

    def follow(self, scenario: Scenario) -> None:
        """The scenario has changed: what is shown says so."""
        self._scenario = scenario
        if self._shown is not self.problems:
            self.show_place(scenario, self.spot.id, self.spot.tab)

    def focus_on(self, field: str) -> None:
        if self._shown is self.problems:
            self.problems.table.focus_set()
        else:
            self._forms[self.spot.tab].focus_on(field)

    @property
    def heading(self) -> str:
        return self._title.text

    def take(self) -> None:
        """Take over what stands in the fields now, a name that is being typed too."""
        if self._shown is not self.problems and self.spot.tab in self._forms:
            self._forms[self.spot.tab].take()

    def form(self, tab: Tab) -> EditorForm:
        return self._form(tab)

    def _tabs(self, parent: tkinter.Misc, those: Sequence[Tab]) -> Choice[Tab]:
        tabs: Choice[Tab] = Choice(parent, self._theme, [(tab, tab.label) for tab in those], those[0], self._turn_to)
        tabs.grid(row=1, sticky="ew", padx=self._theme.px(20))
        tabs.grid_remove()
        return tabs

    def _turn_to(self, tab: Tab) -> None:
        if self._scenario is not None:
            self.show_place(self._scenario, self.spot.id, tab)

    def _put(self, widget: tkinter.Widget) -> None:
        if self._shown is not widget:
            if self._shown is not None:
                self._shown.grid_remove()
            widget.grid(row=0, column=0, sticky="ew")
            self._shown = widget

    def _form(self, tab: Tab) -> EditorForm:
        if tab not in self._forms:
            look, calls = (self._place, self._theme, self._calls.edit), self._calls
            made: EditorForm
            if tab is Tab.LINES:
                made = NodeForm(*look, calls.on_place_name, calls.on_copy)
            elif tab is Tab.POINTS:
                made = PointsForm(*look, calls.on_point_name, self._desk, self._start)
            elif tab in (Tab.NEXT, Tab.ANYWHERE):
                made = NextForm(*look)
            elif tab is Tab.REPLY:
                made = ReplyForm(*look)
            elif tab is Tab.ENDING:
                made = EndingForm(*look, calls.on_place_name)
            elif tab is Tab.CITIZEN:
                made = CitizenForm(*look, calls.on_listen)
            elif tab is Tab.PAPERS:
                made = PapersForm(*look)
            else:
                made = MatterForm(*look)
                made.lock_number(self._number_locked)
            self._forms[tab] = made
        return self._forms[tab]


def _heading(scenario: Scenario, id: str) -> str:
    if scenario.ending(id) is not None:
        return f"结局：{id}"
    return f"轮次：{id}" if scenario.node(id) is not None else "整个情景"
