"""One moment of a dialogue: what it is called, what the citizen says, and which polite words belong to it."""

import tkinter
from collections.abc import Callable

from app.domain.lexicon import Category, Kind
from app.domain.role_play import editing
from app.domain.scenario import Scenario
from app.gui.screens.editor_form import Edit, EditorForm, NameField
from app.gui.theme import Theme
from app.gui.widgets.button import Button
from app.gui.widgets.flow import Flow
from app.gui.widgets.toggles import Toggles

_POLITE = [(each, each.label) for each in Category if each.kind is Kind.POLITE]


class NodeForm(EditorForm):
    """`on_name` renames (old, new) and says which name holds, `on_copy` makes another moment like this one."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        edit: Edit,
        on_name: Callable[[str, str], str],
        on_copy: Callable[[str], None],
    ) -> None:
        super().__init__(parent, theme, edit)
        self._says = self._line("says", "群众的话", 3)
        self._upset = self._line("upset", "心情不好时改说（可以不写）")
        self._again = self._line("again", "又回到这一轮时说（可以不写）")
        self.say("这一轮该说的文明用语")
        self._stages: Toggles[Category] = Toggles(self, theme, _POLITE, on_switch=self._switch)
        self.fields["stages"] = self._stages
        self.put(self._stages, 20)
        self._called = NameField(self, theme, "这一轮的名字（在图上用）", on_name)
        self.fields["id"] = self._called
        self.put(self._called)
        row = Flow(self, theme, theme.colours.surface)
        row.add(
            Button(row, theme, "照样再来一轮", lambda: on_copy(self.id), icon="plus"),
            Button(row, theme, "设为开头", lambda: self.edit(lambda s: editing.moved_node(s, self.id, -len(s.nodes)))),
        )
        self.put(row)

    def show(self, scenario: Scenario, id: str, row: int = -1) -> None:
        node = scenario.node(id)
        if node is None:
            return
        self.id = id
        self._called.fill(id)
        self._says.fill(node.says)
        self._upset.fill(node.upset)
        self._again.fill(node.again)
        if list(node.stages) != self._stages.values:
            self._stages.show(node.stages)

    def _line(self, key: str, name: str, lines: int = 1):
        return self.box(key, name, lambda s, text: editing.changed_node(s, self.id, **{key: text}), lines)

    def _switch(self) -> None:
        values = tuple(self._stages.values)
        self.edit(lambda s: editing.changed_node(s, self.id, stages=values))
