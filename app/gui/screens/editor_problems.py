"""What is still to mend in a role-play: each problem leads to its field."""

import tkinter
from collections.abc import Callable, Sequence

from app.domain.role_play.draft_checking import Finding
from app.domain.scenario import Scenario
from app.gui.screens.editor_spots import Spot, spot_of, where_in_words
from app.gui.theme import Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph


class ProblemList(tkinter.Frame):
    def __init__(self, parent: tkinter.Misc, theme: Theme, on_go: Callable[[Spot], None]) -> None:
        colours = theme.colours
        super().__init__(parent, bg=colours.surface)
        self._on_go = on_go
        self._findings: tuple[Finding, ...] = ()
        self._spots: list[Spot] = []
        self.columnconfigure(0, weight=1)
        self.table = Table(
            self,
            theme,
            (Column("", 40), Column("在哪里", 224), Column("要改什么", 200, grow=True)),
            on_open=lambda key: self._on_go(self._spots[int(key)]),
            on_choose=self._tell,
            empty="没有要改的，可以保存。",
            rows=6,
        )
        self.table.grid(sticky="nsew")
        self._what = Paragraph(self, theme, "", bold=True)
        self._what.grid(sticky="ew", pady=(theme.px(14), theme.px(4)))
        self._remedy = Paragraph(self, theme, "")
        self._remedy.grid(sticky="ew", pady=(0, theme.px(14)))
        self._go = Button(self, theme, "去改这一处", self.go, icon="next", emphasis=Emphasis.PRIMARY)
        self._go.grid(sticky="w")

    def show(self, scenario: Scenario, findings: Sequence[Finding]) -> None:
        self._findings = tuple(findings)
        self._spots = [spot_of(each.path, scenario) for each in findings]
        self.table.fill(
            Row(str(at), ("✕" if each.fault else "？", where_in_words(spot), each.message), not each.fault)
            for at, (each, spot) in enumerate(zip(findings, self._spots, strict=True))
        )
        if findings and not self.table.chosen:
            self.table.choose("0")
        if findings:
            self._tell(self.table.chosen)
            self._go.grid()
        else:
            self._what.say("")
            self._remedy.say("")
            self._go.grid_remove()

    def go(self) -> None:
        if self.table.chosen:
            self._on_go(self._spots[int(self.table.chosen)])

    def _tell(self, key: str) -> None:
        finding = self._findings[int(key)]
        self._what.say(finding.message)
        kind = "不改就不能玩，也存不成情景。" if finding.fault else "不改也能玩，改了更好。"
        self._remedy.say(f"{finding.remedy}{kind}")
