"""One module: what it teaches, its steps in order, and the next one."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.modules.path import ModuleState, Standing, Step, StepKind
from app.gui.screens.screen import Screen, Tell
from app.gui.theme import LARGE, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.module_tiles import look
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.step_rows import StepRow, StepRows
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping


class LearnModule(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        tell: Tell,
        on_step: Callable[[ModuleState, Step], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._tell = tell
        self._on_step = on_step
        self._on_back = on_back
        self.state: ModuleState | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.page = Page(self, theme)
        self.page.grid(sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        Button(body, theme, "学习", on_back, icon="back", emphasis=Emphasis.QUIET).grid(row=0, sticky="w")
        self._title = Paragraph(body, theme, "", TITLE, bold=True)
        self._title.grid(row=1, sticky="ew", pady=(theme.px(8), 0))
        self._about = Paragraph(body, theme, "")
        self._about.grid(row=2, sticky="ew", pady=(theme.px(4), 0))
        self._stands = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._stands.grid(row=3, sticky="ew", pady=(theme.px(6), theme.px(16)))
        self._button = Button(
            body, theme, "", self.primary, icon="next", emphasis=Emphasis.PRIMARY, size=LARGE, height=54, width=200
        )
        self._button.grid(row=4, sticky="w", pady=(0, theme.px(20)))
        box = card(body, theme)
        box.columnconfigure(0, weight=1)
        box.grid(row=5, sticky="ew")
        self.rows = StepRows(box, theme, self._open)
        self.rows.grid(sticky="ew", padx=theme.px(18), pady=theme.px(16))

    def show(self, state: ModuleState, titles: "Mapping[str, str]") -> None:
        """`titles` gives the titles of role-plays by their ids."""
        self.state = state
        module, following = state.module, state.next_step
        self._title.say(module.title)
        self._about.say(module.about)
        minutes = round(state.done.seconds / 60)
        spent = f" · 已读 {minutes} 分钟" if minutes else ""
        holds = f"有效 {module.months} 个月" if module.months else "长期有效"
        self._stands.say(
            f"{module.kind.label} · {module.level.label} · 结业考试 {module.pass_mark}% 通过，{holds}{spent} · "
            f"{look(state, self.theme)[0]}"
        )
        self.rows.show([_row(state, step, step is following, titles) for step in state.steps])
        self._button.enable(following is not None)
        if following is not None:
            self._button.say(_ACTIONS[following.kind], "next")
        elif state.standing is Standing.LOCKED:
            self._button.say("还没有开放", "lock")
        else:
            self._button.say("已学完", "tick")

    def enter(self) -> None:
        self.page.to_top()
        self._button.focus_set()

    def primary(self) -> bool:
        if self.state is not None and self.state.next_step is not None:
            self._on_step(self.state, self.state.next_step)
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _open(self, at: int) -> None:
        assert self.state is not None
        step = self.state.steps[at]
        if step.locked:
            self._tell(Tone.PROBLEM, f"“{self.state.module.title}”的{step.kind.label}还没有开放。", step.locked)
        else:
            self._on_step(self.state, step)


_ACTIONS = {
    StepKind.LESSON: "读下一课",
    StepKind.PRACTICE: "开始练习",
    StepKind.ROLE_PLAY: "开始对练",
    StepKind.SHIFT: "开始演练",
    StepKind.EXAM: "参加结业考试",
}


def _row(state: ModuleState, step: Step, following: bool, titles: "Mapping[str, str]") -> StepRow:
    module = state.module
    if step.kind is StepKind.LESSON:
        lesson = module.lesson(step.name)
        minutes = max(1, round(lesson.characters / 300)) if lesson else 1
        return StepRow(step.name, step.locked or f"课程 · 约 {minutes} 分钟", step.done, bool(step.locked), following)
    said = {
        StepKind.PRACTICE: f"练习 · {module.practice.count if module.practice else 0} 题，已做 {state.done.practised} 题",
        StepKind.ROLE_PLAY: "情景对练 · 谈完一场并存档",
        StepKind.SHIFT: "综合柜员岗位演练 · 上完一班",
        StepKind.EXAM: f"结业考试 · 得到 {module.pass_mark}% 通过"
        + (f"，上次 {state.done.passed.percent:.0f}%" if state.done.passed else ""),
    }[step.kind]
    title = {
        StepKind.PRACTICE: "做一组练习", StepKind.ROLE_PLAY: titles.get(step.name, step.name), StepKind.SHIFT: "岗位演练",
        StepKind.EXAM: "结业考试",
    }[step.kind]  # fmt: skip
    return StepRow(title, step.locked or said, step.done, bool(step.locked), following)
