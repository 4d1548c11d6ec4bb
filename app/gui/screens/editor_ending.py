"""One ending: whether it is a good one, what the citizen says last, and why it came to that."""

import tkinter
from collections.abc import Callable

from app.domain.role_play import editing
from app.domain.scenario import EndingKind, Scenario
from app.gui.screens.editor_form import Edit, EditorForm, NameField
from app.gui.theme import Theme
from app.gui.widgets.choice import Choice

_KINDS = [
    (EndingKind.GOOD, "✓ 好：办成了"),
    (EndingKind.PARTIAL, "△ 一般：办了一半"),
    (EndingKind.BAD, "✕ 坏：没办成"),
]


class EndingForm(EditorForm):
    def __init__(self, parent: tkinter.Misc, theme: Theme, edit: Edit, on_name: Callable[[str, str], str]) -> None:
        super().__init__(parent, theme, edit)
        self.say("这个结局是")
        self._kind: Choice[EndingKind] = Choice(self, theme, _KINDS, EndingKind.GOOD, self._choose)
        self.put(self._kind)
        self._title = self.line("title", "标题，例如：放心地走了", self._changing("title"))
        self._says = self.box("says", "群众最后的话", self._changing("says"))
        self._explains = self.box("explains", "给学员的说明：为什么会走到这里", self._changing("explains"))
        self._called = NameField(self, theme, "结局的名字（在图上用）", on_name)
        self.put(self._called)
        self.fields |= {"kind": self._kind, "id": self._called}

    def show(self, scenario: Scenario, id: str, row: int = -1) -> None:
        ending = scenario.ending(id)
        if ending is None:
            return
        self.id = id
        self._kind.show(ending.kind)
        self._title.fill(ending.title)
        self._says.fill(ending.says)
        self._explains.fill(ending.explains)
        self._called.fill(id)

    def _changing(self, key: str) -> Callable[[Scenario, str], Scenario]:
        return lambda scenario, text: editing.changed_ending(scenario, self.id, **{key: text})

    def _choose(self, kind: EndingKind) -> None:
        self.edit(lambda s: editing.changed_ending(s, self.id, kind=kind))
