"""Try a sentence on the spot: which points it tells, which phrases are found in it."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.hits import Hit
from app.domain.lexicon import Kind
from app.domain.role_play.wording import point_numbers
from app.domain.scenario import Point, Scenario
from app.gui.screens.screen import Start
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.edited import EditedBox
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.marked_text import MarkedText
from app.gui.widgets.words import words

if TYPE_CHECKING:
    from app.services.scenario_writing import ScenarioWritingDesk, Tried

_PAUSE = 500  # milliseconds without a key until the sentence is heard


class SentenceTrial(tkinter.Frame):
    """What is typed is heard by the rules in force at each pause, and again when the points change."""

    def __init__(
        self, parent: tkinter.Misc, theme: Theme, desk: "Callable[[], ScenarioWritingDesk]", start: Start
    ) -> None:
        colours = theme.colours
        super().__init__(parent, bg=colours.surface)
        self._desk = desk
        self._start = start
        self._scenario: Scenario | None = None
        self._points: tuple[Point, ...] = ()
        self._heard: object = None
        self._waiting = ""
        self.columnconfigure(0, weight=1)
        self.box = EditedBox(self, theme, "试一句：打一句学员可能说的话，看认得出哪几点", lambda _text: self._later())
        self.box.grid(sticky="ew")
        self.marked = MarkedText(self, theme, lambda _hit: None)
        self.told = FlowText(self, theme, BODY, 8)
        self.told.view.tag_configure("told", foreground=colours.polite)
        self.told.view.tag_configure("untold", foreground=colours.muted)
        self.told.view.tag_configure("forbidden", foreground=colours.forbidden)
        self._wait = words(self, theme, "", SMALL, colour=colours.muted)
        self._wait.grid(row=1, sticky="w")

    def show(self, scenario: Scenario, points: tuple[Point, ...]) -> None:
        """Points of which moment; the sentence stays."""
        self._scenario, self._points = scenario, points
        if self.box.text.strip() and (self.box.text, scenario.points, points) != self._heard:
            self._later()

    def _later(self) -> None:
        if self._waiting:
            self.after_cancel(self._waiting)
        self._waiting = self.after(_PAUSE, self._try)

    def _try(self) -> None:
        self._waiting = ""
        scenario, text = self._scenario, self.box.text.strip()
        if scenario is None or not text:
            self.marked.grid_remove()
            self.told.grid_remove()
            return
        heard = (self.box.text, scenario.points, self._points)
        self._wait.configure(text="正在辨认…")

        def show(tried: "Tried") -> None:
            self._wait.configure(text="")
            self._heard = heard
            if self.box.text.strip() == text:
                self._tell(scenario, tried)

        self._start(lambda _progress: self._desk().try_sentence(scenario, text), show)

    def _tell(self, scenario: Scenario, tried: "Tried") -> None:
        gap = int(self.tk.call("tk", "scaling") * 4)
        self.marked.grid(row=2, sticky="ew", pady=(gap, 0))
        self.told.grid(row=3, sticky="ew")
        self.marked.show(tried.transcript.text, tried.hits, "")
        self.told.clear()
        numbers = point_numbers(scenario)
        here = {point.id for point in self._points}
        for point in self._points:
            self._tell_point(point, numbers, tried.told.get(point.id))
        for point in scenario.points:
            if point.id not in here and point.id in tried.told:
                self._tell_point(point, numbers, tried.told[point.id])
        for hit in tried.hits:
            self.told.add(_hit_words(hit), "told" if hit.kind is Kind.POLITE else "forbidden")
        if not self._points and not tried.told and not tried.hits:
            self.told.add("没有认出要点和用语。", "untold")
        self.told.finish()

    def _tell_point(self, point: Point, numbers: dict[str, str], said: str | None) -> None:
        star = "★" if point.must else ""
        name = f"{numbers[point.id]} {star}{point.text or point.id}"
        if said is None:
            self.told.add(f"○ 没有说到　{name}\n", "untold")
        else:
            self.told.add(f"✓ 说到了　　{name}（“{said}”）\n", "told")


def _hit_words(hit: Hit) -> str:
    unsure = "" if hit.certain else "，听不太准"
    if hit.kind is Kind.POLITE:
        return f"✓ 文明用语　{hit.category.label}（“{hit.heard}”{unsure}）\n"
    return f"✕ 服务禁语　{hit.category.label}（“{hit.heard}”{unsure}）\n"
