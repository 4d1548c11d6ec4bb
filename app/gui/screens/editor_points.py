"""The points that a good reply tells at one moment: star, text, the ways of saying it, tried on the spot."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.role_play import editing
from app.domain.role_play.lines import ways_of
from app.domain.role_play.wording import point_numbers
from app.domain.scenario import Point, Scenario
from app.gui.screens.editor_form import Edit, EditorForm, NameField
from app.gui.screens.editor_sentence import SentenceTrial
from app.gui.screens.screen import Start
from app.gui.theme import Theme
from app.gui.widgets.button import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.flow import Flow
from app.gui.widgets.picker import Picker
from app.gui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from app.services.scenario_writing import ScenarioWritingDesk

_ELSEWHERE = "用别处的要点"


class PointsForm(EditorForm):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        edit: Edit,
        on_name: Callable[[str, str], str],
        desk: "Callable[[], ScenarioWritingDesk]",
        start: Start,
    ) -> None:
        super().__init__(parent, theme, edit)
        self._scenario: Scenario | None = None
        self._point = ""
        self.table = Table(
            self,
            theme,
            (Column("", 48), Column("要点", 200, grow=True), Column("说法", 72)),
            on_open=lambda _key: self._text.focus_set(),
            on_choose=self._choose,
            empty="还没有要点。这一轮有必须告诉群众的事，请加一个。",
            rows=3,
        )
        self.put(self.table, 8)
        row = Flow(self, theme, theme.colours.surface, gap=8)
        self._other: Picker[str] = Picker(row, theme, [], "", self._share, height=44)
        row.add(
            Button(row, theme, "加一个要点", self._add, icon="plus", height=44),
            self._other,
            Button(row, theme, "上移", lambda: self._move(-1), height=44),
            Button(row, theme, "下移", lambda: self._move(1), height=44),
            Button(row, theme, "去掉", self._remove, icon="cross", height=44),
        )
        self.put(row)
        self._detail = tkinter.Frame(self, bg=theme.colours.surface)
        self._detail.columnconfigure(0, weight=1)
        self.put(self._detail, 0)
        self._make_detail(on_name)
        self.trial = SentenceTrial(self, theme, desk, start)
        self.put(self.trial)

    def _make_detail(self, on_name: Callable[[str, str], str]) -> None:
        theme, form = self.theme, _Detail(self._detail, self.theme, self.edit)
        self._form = form
        form.grid(sticky="ew")
        self._text = form.line("text", "要点：要让群众知道什么", lambda s, text: self._changed(s, text=text))
        form.say("不说到会怎样")
        self._must: Choice[bool] = Choice(
            form, theme, [(True, "★ 必说：缺了不合格"), (False, "说到加分")], False, self._star
        )
        form.put(self._must)
        self._ways = form.box(
            "ways",
            "说法，一行一种，说到任何一种都算；写关键的几个字，例如：(短信|电话)…通知",
            lambda s, text: self._changed(s, ways=ways_of(text)),
            lines=3,
        )
        self._basis = form.line("basis", "这一点的依据（可以不写）", lambda s, text: self._changed(s, basis=text))
        self._called = NameField(form, theme, "要点的名字（条件里用）", on_name)
        form.put(self._called)
        self.fields |= {"text": self._text, "ways": self._ways, "basis": self._basis, "id": self._called}
        self.fields["must"] = self._must

    def show(self, scenario: Scenario, id: str, row: int = -1) -> None:
        node = scenario.node(id)
        if node is None:
            return
        moved = id != self.id
        self.id, self._scenario = id, scenario
        numbers = point_numbers(scenario)
        rows = [
            Row(p.id, (f"{'★' if p.must else ''}{numbers[p.id]}", p.text or "（还没有写）", f"{len(p.ways)} 种"))
            for p in node.points
        ]
        self.table.fill(rows)
        ids = [point.id for point in node.points]
        if 0 <= row < len(ids):
            self._point = ids[row]
        elif self._point not in ids or moved:
            self._point = ids[0] if ids else ""
        if self._point and self.table.chosen != self._point:
            self.table.choose(self._point)
        others = [point for point in scenario.points if point.id not in ids]
        offered = [(point.id, f"{numbers[point.id]} {point.text or point.id}"[:24]) for point in others]
        self._other.offer(offered, _ELSEWHERE)
        self._show_point(scenario)
        self.trial.show(scenario, node.points)

    def _show_point(self, scenario: Scenario) -> None:
        point = self._found(scenario)
        if point is None:
            self._detail.grid_remove()
            return
        self._detail.grid()
        self._form.id = f"point {point.id}"
        self._text.fill(point.text)
        self._must.show(point.must)
        if ways_of(self._ways.text) != point.ways:
            self._ways.fill("\n".join(point.ways))
        self._basis.fill(point.basis)
        self._called.fill(point.id)

    def _found(self, scenario: Scenario) -> Point | None:
        node = scenario.node(self.id)
        return next((each for each in node.points if each.id == self._point), None) if node else None

    def _changed(self, scenario: Scenario, **values: object) -> Scenario:
        return editing.changed_point(scenario, self._point, **values)

    def _choose(self, key: str) -> None:
        if key != self._point and self._scenario is not None:
            self._called.take()
            self._point = key
            self._ways.fill("")  # another point's text must not be taken for this one's
            self._show_point(self._scenario)

    def _star(self, must: bool) -> None:
        self.edit(lambda s: self._changed(s, must=must))

    def _add(self) -> None:
        if self._scenario is not None:
            self._point = editing.added_point(self._scenario, self.id)[1]
            self.edit(lambda s: editing.added_point(s, self.id)[0])
            self._text.focus_set()

    def _share(self, id: str) -> None:
        self._point = id
        self.edit(lambda s: editing.shared_point(s, self.id, id))

    def _move(self, by: int) -> None:
        node = self._scenario.node(self.id) if self._scenario else None
        at = next((i for i, each in enumerate(node.points) if each.id == self._point), -1) if node else -1
        self.edit(lambda s: editing.moved_point(s, self.id, at, by))

    def _remove(self) -> None:
        self.edit(lambda s: editing.deleted_point(s, self.id, self._point))


class _Detail(EditorForm):
    def show(self, scenario: Scenario, id: str, row: int = -1) -> None:
        """Filled by the form it is part of."""
