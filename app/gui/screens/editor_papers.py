"""What the trainee has before them, and what the role-play rests on: papers, laws, the day they were checked."""

import tkinter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.domain.role_play.lines import basis_lines, basis_of, paper_lines, papers_of
from app.domain.scenario import Scenario
from app.gui.screens.editor_form import Edit, EditorForm
from app.gui.theme import Theme
from app.gui.widgets.button import Button


class PapersForm(EditorForm):
    def __init__(self, parent: tkinter.Misc, theme: Theme, edit: Edit, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent, theme, edit)
        self._papers = self.box(
            "papers",
            "学员面前的东西，一行一样，例如：号票：A017，等了 12 分钟（可以不写）",
            lambda s, text: replace(s, papers=papers_of(text)),
            lines=3,
        )
        self._basis = self.box(
            "basis",
            "依据，一行一条，例如：《社会保险经办条例》第七条",
            lambda s, text: replace(s, basis=basis_of(text)),
            lines=3,
        )
        row = tkinter.Frame(self, bg=theme.colours.surface)
        self._checked = self.line(
            "checked", "核对日期：哪一天对照过依据（年-月-日）", lambda s, text: replace(s, checked=text), row
        )
        self._checked.grid(row=0, column=0, sticky="w", padx=(0, theme.px(12)))

        def now() -> None:
            self.edit(lambda s: replace(s, checked=today().isoformat()))

        Button(row, theme, "今天核对过", now).grid(row=0, column=1, sticky="s")
        self.put(row)
        self.explain("时限、材料、金额都要对照原文；拿不准的，不要写进要点。")

    def show(self, scenario: Scenario, id: str, row: int = -1) -> None:
        if papers_of(self._papers.text) != scenario.papers:
            self._papers.fill(paper_lines(scenario.papers))
        if basis_of(self._basis.text) != scenario.basis:
            self._basis.fill(basis_lines(scenario.basis))
        self._checked.fill(scenario.checked)
