"""Where a conversation goes from one moment (or from any): readable rows, asked from the top, the first that holds."""

import tkinter
from dataclasses import replace

from app.domain.role_play import editing
from app.domain.role_play.conditions import BACK, Condition, Transition
from app.domain.role_play.editing import ANYWHERE
from app.domain.role_play.wording import in_words
from app.domain.scenario import Scenario
from app.gui.screens.editor_condition import ConditionRows
from app.gui.screens.editor_form import Edit, EditorForm
from app.gui.theme import Theme
from app.gui.widgets.button import Button
from app.gui.widgets.flow import Flow
from app.gui.widgets.picker import Picker
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import words

_BACK_WORDS = "回到刚才那一轮"


class NextForm(EditorForm):
    def __init__(self, parent: tkinter.Misc, theme: Theme, edit: Edit) -> None:
        super().__init__(parent, theme, edit)
        self._scenario: Scenario | None = None
        self._at = 0
        self._places: list[tuple[str, str]] = []
        self.explain("学员答完以后，从上到下看，第一条成立的就走。最后一条应当是“其他情况”。")
        self.table = Table(
            self,
            theme,
            (Column("", 40), Column("什么情况", 200, grow=True), Column("去哪里", 150)),
            on_open=lambda _key: self.to.focus_set(),
            on_choose=self._choose,
            empty="还没有写。请加一条。",
            rows=5,
        )
        self.put(self.table, 8)
        row = Flow(self, theme, theme.colours.surface, gap=8)
        row.add(
            Button(row, theme, "加一条", self._add, icon="plus", height=44),
            Button(row, theme, "上移", lambda: self._move(-1), height=44),
            Button(row, theme, "下移", lambda: self._move(1), height=44),
            Button(row, theme, "删去", self._remove, icon="cross", height=44),
        )
        self.put(row, 20)
        self._detail = _Detail(self, theme, edit)
        self.put(self._detail)
        detail = self._detail
        head = tkinter.Frame(detail, bg=theme.colours.surface)
        words(head, theme, "去").grid(row=0, column=0, padx=(0, theme.px(12)))
        self.to: Picker[str] = Picker(head, theme, [], "", self._go_to, height=44)
        self.to.grid(row=0, column=1)
        detail.put(head)
        detail.say("什么情况下（几样都要成立）")
        self.conditions = ConditionRows(detail, theme, self._ask)
        detail.put(self.conditions)
        self._because = detail.box("because", "给学员看的原因（可以不写）", self._give_reason, lines=1)
        self.fields = {"to": self.to, "because": self._because, "next": self.table}

    def show(self, scenario: Scenario, id: str, row: int = -1) -> None:
        rows = editing.transitions_at(scenario, id)
        if id != self.id or row >= 0:
            self.conditions.new()
            self._at = max(0, row)
        self.id, self._scenario = id, scenario
        self._at = min(self._at, max(0, len(rows) - 1))
        self.table.fill(
            Row(str(i), (f"{i + 1}", in_words(each.when, scenario), self._place(scenario, each.to)), each.when.always)
            for i, each in enumerate(rows)
        )
        if rows and self.table.chosen != str(self._at):
            self.table.choose(str(self._at))
        self._show_row(scenario)

    def focus_on(self, field: str) -> None:
        if field in ("to", "because", "next"):
            super().focus_on(field)
        else:
            self.conditions.focus_on(field)

    def _show_row(self, scenario: Scenario) -> None:
        rows = editing.transitions_at(scenario, self.id)
        if not rows:
            self._detail.grid_remove()
            return
        self._detail.grid()
        row = rows[self._at]
        self._detail.id = f"{self.id}/next {self._at}"
        places = [(each.id, f"轮次：{each.id}") for each in scenario.nodes]
        places += [(each.id, f"结局（{each.kind.label}）：{each.title or each.id}") for each in scenario.endings]
        if places != self._places:
            self._places = places
            self.to.offer([*places, (BACK, _BACK_WORDS)], row.to)
        self.to.show(row.to)
        node = scenario.node(self.id)
        self.conditions.show(scenario, row.when, tuple(p.id for p in node.points) if node else ())
        self._because.fill(row.because)

    def _place(self, scenario: Scenario, to: str) -> str:
        if to == BACK:
            return _BACK_WORDS
        if to == self.id:
            return "再问一遍"
        ending = scenario.ending(to)
        return (ending.title or ending.id) if ending else to

    def _choose(self, key: str) -> None:
        if self._scenario is not None and key != str(self._at):
            self._at = int(key)
            self.conditions.new()
            self._show_row(self._scenario)

    def _row(self) -> Transition | None:
        rows = editing.transitions_at(self._scenario, self.id) if self._scenario else ()
        return rows[self._at] if self._at < len(rows) else None

    def _change(self, what: str = "", **values: object) -> None:
        row = self._row()
        if row is not None:
            self.edit(
                lambda s: editing.changed_transition(s, self.id, self._at, replace(row, **values)),  # type: ignore[arg-type]
                what,
            )

    def _go_to(self, to: str) -> None:
        self._change(to=to)

    def _ask(self, condition: Condition) -> None:
        self._change(f"{self._detail.id} when", when=condition)

    def _give_reason(self, scenario: Scenario, text: str) -> Scenario:
        row = editing.transitions_at(scenario, self.id)[self._at]
        return editing.changed_transition(scenario, self.id, self._at, replace(row, because=text))

    def _add(self) -> None:
        scenario = self._scenario
        if scenario is None:
            return
        added, at = editing.added_transition(scenario, self.id, first_row(scenario, self.id))
        if at >= 0:
            self.conditions.new()
            self._at = at
            self.edit(lambda _s: added)
            self.to.focus_set()

    def _move(self, by: int) -> None:
        at, rows = self._at, editing.transitions_at(self._scenario, self.id) if self._scenario else ()
        if 0 <= at + by < len(rows):
            self._at = at + by
            self.edit(lambda s: editing.moved_transition(s, self.id, at, by))

    def _remove(self) -> None:
        self.conditions.new()
        self.edit(lambda s: editing.deleted_transition(s, self.id, self._at))


def first_row(scenario: Scenario, where: str) -> Transition:
    """What a new row is for, as far as one can guess: the points told, then too many tries, then everything else."""
    rows = editing.transitions_at(scenario, where)
    node = scenario.node(where)
    ids = [each.id for each in scenario.nodes]
    following = ids[ids.index(where) + 1] if where in ids[:-1] else scenario.leaves or where
    if where == ANYWHERE:
        return Transition(scenario.leaves or (ids[0] if ids else BACK), Condition(veto=True))
    if node is not None and node.points and not any(row.when.points for row in rows):
        must = tuple(point.id for point in node.points if point.must) or tuple(point.id for point in node.points)
        return Transition(following, Condition(points=must))
    if rows and not rows[-1].when.always:
        return Transition(where)
    if not any(row.when.attempts for row in rows):
        return Transition(scenario.leaves or where, Condition(attempts=3))
    return Transition(scenario.leaves or where, Condition(forbidden=(), too_long=True))


class _Detail(EditorForm):
    def show(self, scenario: Scenario, id: str, row: int = -1) -> None:
        """Filled by the form it is part of."""
