"""The scenario editor: the dialogue as a picture on the left, the form of what is chosen on the right.

The scenario is a value on a stack: every edit puts another on it. At each pause it is checked and its draft
is written; nothing that was typed is lost, whatever happens to the window.
"""

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.domain.role_play import editing
from app.domain.role_play.draft_checking import Finding
from app.domain.role_play.edit_history import EditHistory
from app.domain.scenario import Scenario, Voice
from app.gui.screens.editor_checking import Checking, Pauses
from app.gui.screens.editor_head import EditorHead, EditorTools, View
from app.gui.screens.editor_panel import EditorPanel, PanelCalls
from app.gui.screens.editor_spots import Spot, Tab, spot_of
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import Theme
from app.gui.widgets.dialogue_graph import Chosen, DialogueGraph
from app.gui.widgets.graph_drawing import Mark
from app.gui.widgets.notice import Tone

if TYPE_CHECKING:
    from app.content.scenario_drafts import Draft
    from app.services.scenario_writing import Flaw, Saved, ScenarioWritingDesk

_DRAW, _KEEP = 120, 700  # milliseconds after the last edit
_SIDE_BY_SIDE = 860


class EditorDesk(Screen):
    """`on_try` plays a scenario and comes back; `on_listen` says a line in a voice."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        desk: "Callable[[], ScenarioWritingDesk]",
        start: Start,
        tell: Tell,
        on_try: Callable[[Scenario], None],
        on_listen: Callable[[str, Voice], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._desk = desk
        self._start = start
        self._tell = tell
        self._on_try = on_try
        self._on_back = on_back
        self._draft: Draft | None = None
        self._history = EditHistory(editing.blank(""))
        self._chosen: Chosen | None = None
        self._unkept = False
        self._pauses = Pauses(self, start)
        self._checking = Checking(self._pauses, desk, self._now_draft, self._show_findings)
        self._wide = True
        self._arranged: tuple[bool, bool] | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        calls = PanelCalls(self.edit, self._name_place, self._name_point, self._copy, on_listen, self.go)
        edge = theme.px(20)
        self._head = EditorHead(self, theme, self.back, self.undo, self.redo, self.try_out, self.save)
        self._head.grid(row=0, sticky="ew", padx=edge, pady=(theme.px(16), theme.px(8)))
        self._tools = EditorTools(
            self,
            theme,
            self._look,
            self.add_node,
            self.add_ending,
            self.delete_chosen,
            on_zoom=lambda by: self.graph.step_zoom(by),
            on_all=lambda: self.graph.show_all(),
        )
        self._tools.grid(row=1, sticky="ew", padx=edge, pady=(0, theme.px(10)))
        self.view = self._tools.view
        self._body = tkinter.Frame(self, bg=theme.colours.background)
        self._body.grid(row=2, sticky="nsew", padx=edge, pady=(0, theme.px(16)))
        self._body.rowconfigure(0, weight=1)
        self.graph = DialogueGraph(self._body, theme, self._choose, self._open)
        self.panel = EditorPanel(self._body, theme, desk, start, calls)
        self._body.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(_SIDE_BY_SIDE)))
        self._bind_shortcuts()
        self._arrange(True)

    def _bind_shortcuts(self) -> None:
        root = self.winfo_toplevel()

        def bound(action: Callable[[], None]) -> Callable[[object], None]:
            def act(_event: object) -> None:
                if self.winfo_exists() and self.winfo_ismapped():
                    action()

            return act

        for key, action in (("<<Undo>>", self.undo), ("<<Redo>>", self.redo), ("<Control-s>", self.save)):
            root.bind(key, bound(action), add="+")
        root.bind("<F5>", bound(self.try_out), add="+")

    # What the window calls

    def open(self, draft: "Draft") -> None:
        """A draft to go on with."""
        self._pauses.forget()
        self._draft = draft
        self._history = EditHistory(draft.scenario)
        self._checking.begin_anew()
        self._tools.count(0)
        self._chosen = None
        self._unkept = draft.touched and not draft.kept
        self.graph.show_afresh()
        self.panel.lock_number(bool(draft.file))
        first = draft.scenario.nodes[0].id if draft.scenario.nodes else ""
        self.view.show(View.PLACE if first and draft.scenario.title else View.WHOLE)
        self._chosen = Chosen(first) if first and draft.scenario.title else None
        self._arrange(self._wide)
        self._show_panel()
        self._draw()
        self._say_state()
        self._checking.soon()
        if self._unkept:
            self._pauses.soon(_KEEP, self._keep)

    def tell_flaws(self, flaws: "Sequence[Flaw]") -> None:
        """What could not be read of the draft's file, or will not be kept of it."""
        if flaws:
            more = f"（还有 {len(flaws) - 1} 处）" if len(flaws) > 1 else ""
            self._tell(Tone.PROBLEM, f"{flaws[0].place}：{flaws[0].message}{more}", flaws[0].remedy)

    def enter(self) -> None:
        self.panel.focus_on("") if self.view.value is not View.GRAPH else self.graph.focus_set()

    def leave(self) -> None:
        """Whatever the reason: the draft is on disk first."""
        self._pauses.forget()
        if self._unkept and self._draft is not None:
            try:
                self._kept(self._desk().keep(self._now_draft()), self._history.now)
            except UserError as problem:
                self._tell(Tone.PROBLEM, problem.message, problem.remedy)

    def back(self) -> bool:
        self.panel.take()
        self._on_back()
        return True

    def again(self) -> None:
        """Back from trying it out: everything is as it was."""
        self._checking.soon()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self._checking.findings

    @property
    def scenario(self) -> Scenario:
        return self._history.now

    # Editing

    def edit(self, change: Callable[[Scenario], Scenario], what: str = "") -> None:
        before = self._history
        self._history = before.done(change(before.now), what)
        if self._history is not before:
            self._changed()

    def undo(self) -> None:
        self._step(self._history.undone())

    def redo(self) -> None:
        self._step(self._history.redone())

    def _step(self, history: EditHistory) -> None:
        if history is not self._history:
            self._history = history
            self._changed()

    def _changed(self) -> None:
        self._unkept = True
        names = editing.place_names(self.scenario)
        if self._chosen is not None and self._chosen.id not in names:
            self._chosen = None
            if self.view.value is View.PLACE:
                self.view.show(View.WHOLE)
        if self.view.value is View.PROBLEMS:
            self.panel.show_problems(self.scenario, self.findings)
        else:
            self.panel.follow(self.scenario)
        self._say_state()
        self._pauses.soon(_DRAW, self._draw)
        self._checking.soon()
        self._pauses.soon(_KEEP, self._keep)

    def add_node(self) -> None:
        """Behind the moment that is chosen, on the way on; at the end where none is."""
        at = self._chosen.id if self._chosen else ""
        made, name = (
            editing.inserted_node(self.scenario, at) if self.scenario.node(at) else editing.added_node(self.scenario)
        )
        self.edit(lambda _s: made)
        self.go(Spot(name, Tab.LINES, "says"))

    def add_ending(self) -> None:
        made, name = editing.added_ending(self.scenario)
        self.edit(lambda _s: made)
        self.go(Spot(name, Tab.ENDING, "title"))

    def delete_chosen(self) -> None:
        """The box or the arrows that are chosen; undo brings them back."""
        chosen = self._chosen
        if chosen is None:
            self._tell(Tone.PROBLEM, "还没有选中哪一处。", "请先在图上点一轮、一个结局或一条线，再点“删除”。")
            return
        scenario = self.scenario
        if chosen.to:
            rows = editing.transitions_at(scenario, chosen.id)
            for at in reversed([i for i, row in enumerate(rows) if row.to == chosen.to]):
                scenario = editing.deleted_transition(scenario, chosen.id, at)
            self._chosen = Chosen(chosen.id)
        elif scenario.ending(chosen.id):
            scenario = editing.deleted_ending(scenario, chosen.id)
        else:
            scenario = editing.deleted_node(scenario, chosen.id)
        self.edit(lambda _s: scenario)
        self._tell(Tone.GOOD, "已删除。", "删错了，可以撤销。", ("撤销", self.undo))

    def _copy(self, id: str) -> None:
        made, name = editing.copied_node(self.scenario, id)
        self.edit(lambda _s: made)
        self.go(Spot(name, Tab.LINES, "says"))

    def _name_place(self, old: str, new: str) -> str:
        named = editing.renamed(self.scenario, old, new)
        if named is self.scenario:
            self._tell(Tone.PROBLEM, f"不能叫“{new}”。", "名字不能空着，也不能和别的轮次、结局相同。")
            return old
        if self._chosen is not None:
            to = new if self._chosen.to == old else self._chosen.to
            self._chosen = Chosen(new if self._chosen.id == old else self._chosen.id, to)
        self.panel.spot = replace(self.panel.spot, id=new if self.panel.spot.id == old else self.panel.spot.id)
        self.edit(lambda _s: named)
        return new

    def _name_point(self, old: str, new: str) -> str:
        named = editing.renamed_point(self.scenario, old, new)
        if named is self.scenario:
            self._tell(Tone.PROBLEM, f"要点不能叫“{new}”。", "名字不能空着，也不能和别的要点相同。")
            return old
        form = self.panel.form(Tab.POINTS)
        form._point = new  # type: ignore[attr-defined]
        self.edit(lambda _s: named)
        return new

    # Looking

    def go(self, spot: Spot) -> None:
        """Choose a place, open its form and put the focus into the field."""
        self._chosen = Chosen(spot.id) if spot.id else None
        self.view.show(View.PLACE if spot.id else View.WHOLE)
        self._arrange(self._wide)
        self.panel.show_place(self.scenario, spot.id, spot.tab, spot.row)
        self._draw()
        if spot.id:
            self.graph.reveal(spot.id)
        self.after_idle(lambda: self.panel.focus_on(spot.field))

    def _choose(self, chosen: Chosen) -> None:
        """In the picture: its form is shown, the focus stays in the picture."""
        self._history = self._history.rested()
        self._chosen = chosen
        if self.view.value in (View.WHOLE, View.PROBLEMS):
            self.view.show(View.PLACE)
            self._arrange(self._wide)
        self._show_panel()
        self._draw()

    def _open(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self.view.show(View.PLACE)
        self._arrange(self._wide)
        self._show_panel()
        self.after_idle(lambda: self.panel.focus_on("to" if chosen.to else ""))

    def _look(self, view: View) -> None:
        if view is View.PLACE and self._chosen is None and self.scenario.nodes:
            self._chosen = Chosen(self.scenario.nodes[0].id)
        self._arrange(self._wide)
        self._show_panel()
        self._draw()

    def _show_panel(self) -> None:
        if self.view.value is View.PROBLEMS:
            self.panel.show_problems(self.scenario, self.findings)
            return
        chosen = self._chosen if self.view.value is not View.WHOLE else None
        if chosen is not None and chosen.to:
            rows = editing.transitions_at(self.scenario, chosen.id)
            at = next((i for i, row in enumerate(rows) if row.to == chosen.to), 0)
            self.panel.show_place(self.scenario, chosen.id, Tab.NEXT, at)
        else:
            self.panel.show_place(self.scenario, chosen.id if chosen else "")

    def _draw(self) -> None:
        marks: dict[str, Mark] = {}
        for finding in self.findings:
            id = spot_of(finding.path, self.scenario).id
            marks[id] = Mark.FAULT if finding.fault or marks.get(id) is Mark.FAULT else Mark.DOUBT
        self.graph.show(self.scenario, marks, self._chosen)

    def _arrange(self, wide: bool) -> None:
        self._wide = wide
        alone = self.view.value is View.GRAPH
        if (wide, alone) == self._arranged:
            return
        self._arranged = (wide, alone)
        gap = self.theme.px(12)
        self.graph.grid_remove()
        self.panel.grid_remove()
        both = wide and not alone
        self._body.columnconfigure(0, weight=9 if both else 1, uniform="half" if both else "")
        self._body.columnconfigure(1, weight=10 if both else 0, uniform="half" if both else "")
        if both or alone:
            self.graph.grid(row=0, column=0, sticky="nsew", padx=(0, gap if both else 0))
        self._tools.offer_zoom(both or alone)
        if not alone:
            self.panel.grid(row=0, column=1 if both else 0, sticky="nsew")

    # At each pause

    def _now_draft(self) -> "Draft":
        assert self._draft is not None, "the editor is shown with a draft only"
        return replace(self._draft, scenario=self._history.now)

    def _show_findings(self) -> None:
        self._tools.count(len(self.findings))
        if self.view.value is View.PROBLEMS:
            self.panel.show_problems(self.scenario, self.findings)
        self._draw()
        self._say_state()

    def _keep(self) -> None:
        scenario = self.scenario
        draft = self._now_draft()
        self._start(lambda _progress: self._desk().keep(draft), lambda kept: self._kept(kept, scenario))

    def _kept(self, draft: "Draft", scenario: Scenario) -> None:
        if self._draft is not None and draft.key == self._draft.key:
            self._draft = replace(self._draft, kept=draft.kept, touched=True)
            self._unkept = self._unkept and scenario is not self.scenario
            self._say_state()

    def _say_state(self) -> None:
        draft = self._draft
        if draft is None:
            return
        if self._unkept:
            said = "正在改……"
        elif draft.kept and draft.touched:
            said = f"草稿已自动保存（{draft.kept[11:16]}），还没有存成情景"
        else:
            said = f"和文件 {draft.file} 一样" if draft.file else "新的情景"
        faults = self._checking.faults
        state = f"{said} · {faults} 处不改不能玩" if faults else said
        history = self._history
        self._head.say(self.scenario.title or "（还没有标题）", state, bool(history.past), bool(history.future))

    # Out of the editor

    def try_out(self) -> None:
        """Play it as it stands, and come back."""
        self.panel.take()
        if not self._stands_in_the_way("试谈"):
            self._on_try(self.scenario)

    def save(self, over: bool = False) -> None:
        """Into scenarios/. What cannot be played stays a draft."""
        self.panel.take()
        draft = self._now_draft()

        def failed(problem: Exception) -> None:
            from app.services.scenario_writing import ChangedMeanwhile

            if isinstance(problem, ChangedMeanwhile):
                again = ("用我的", lambda: self.save(over=True))
                self._tell(Tone.PROBLEM, problem.message, problem.remedy, again)
            elif isinstance(problem, UserError):
                self._checking.soon()
                if not self._stands_in_the_way("保存成情景"):
                    self._tell(Tone.PROBLEM, problem.message, f"{problem.remedy}您写的都在草稿里。")
            else:
                raise problem

        work = lambda _progress: self._desk().save(draft, over)  # noqa: E731
        self._start(work, lambda saved: self._saved(saved, draft.scenario), failed, title="正在保存情景")

    def _saved(self, saved: "Saved", scenario: Scenario) -> None:
        self._draft = saved.draft
        if scenario is self.scenario:
            self._history = replace(self._history, now=saved.draft.scenario)
            self._unkept = False
            self._pauses.not_yet(_KEEP)
        self.panel.lock_number(True)
        self.panel.follow(self.scenario)
        self._say_state()
        self._checking.soon()
        goes_on = f"有 {saved.unfinished} 场没谈完的对话，仍按原来的内容谈完。" if saved.unfinished else ""
        self._tell(Tone.GOOD, f"已保存到 {saved.path.name}，马上就能玩。", goes_on, ("返回列表", self.back))

    def _stands_in_the_way(self, of: str) -> bool:
        """Whether there are faults; they are shown."""
        faults = self._checking.faults
        if not faults:
            return False
        self.view.show(View.PROBLEMS)
        self._look(View.PROBLEMS)
        # Above the list and not in a notice, which would lie over the button that leads on.
        why = f"还有 {faults} 处不改，不能{of}。您写的都存在草稿里，不会丢。"
        self.panel.show_problems(self.scenario, self.findings, why)
        self.panel.focus_on("")
        return True
