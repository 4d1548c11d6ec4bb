"""The exemplary reply at one moment, and the hints one may look at while practising."""

import tkinter

from app.domain.role_play import editing
from app.domain.role_play.lines import hint_lines, hints_of
from app.domain.scenario import Scenario
from app.gui.screens.editor_form import Edit, EditorForm
from app.gui.theme import Theme


class ReplyForm(EditorForm):
    def __init__(self, parent: tkinter.Misc, theme: Theme, edit: Edit) -> None:
        super().__init__(parent, theme, edit)
        self._exemplary = self.box(
            "exemplary",
            "示范回答：该说的文明用语、要点都要说到，照着念应当得满分",
            lambda s, text: editing.changed_node(s, self.id, exemplary=text),
            lines=5,
        )
        self._hints = self.box(
            "hints",
            "提示，一行一条，练习时一条一条看。看一条扣 2 分；要扣别的分，在后面写：（扣 3 分）",
            lambda s, text: editing.changed_node(s, self.id, hints=hints_of(text)),
            lines=3,
        )
        self.explain("主线上的每一轮都要有示范回答。它也给“跟读”用，学员先听，再一句一句跟着说。")

    def show(self, scenario: Scenario, id: str, row: int = -1) -> None:
        node = scenario.node(id)
        if node is None:
            return
        other, self.id = id != self.id, id
        self._exemplary.fill(node.exemplary)
        if other or hints_of(self._hints.text) != node.hints:
            self._hints.fill(hint_lines(node.hints))
