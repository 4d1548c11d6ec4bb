"""Learn: what to do next, every module as it stands, and a search through all lessons."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.modules.module import ModuleKind
from app.domain.modules.path import ModuleState, Standing, StepKind, next_module
from app.domain.people import Role
from app.gui.screens.screen import Screen, Start
from app.gui.theme import BODY, HEADING, LARGE, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.module_tiles import ModuleTiles
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.services.learning import LearningDesk, Place

_GROUPS = ("人人要学", "业务条线", "综合柜员")
_FOUND = 60  # rows of the search; more help nobody
_AROUND = 14  # characters shown on either side of what was sought


class LearnPath(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: "Person",
        learning: "Callable[[], LearningDesk]",
        start: Start,
        on_module: Callable[[str], None],
        on_lesson: Callable[[str, str, str], None],
        on_shift: Callable[[], None],
        on_matrix: Callable[[], None],
        on_progress: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        """`on_lesson(module, lesson, sought)` opens a lesson with `sought` marked in it."""
        super().__init__(parent, theme)
        self._person = person
        self._learning = learning
        self._start = start
        self._on_module = on_module
        self._on_lesson = on_lesson
        self._on_back = on_back
        self._next: str | None = None
        self._states: tuple[ModuleState, ...] = ()
        self._hits: dict[str, tuple[str, str]] = {}
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.page = Page(self, theme)
        self.page.grid(sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(20)
        Paragraph(body, theme, "学习", TITLE, bold=True).grid(row=0, sticky="ew")
        self._far = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._far.grid(row=1, sticky="ew", pady=(theme.px(2), gap))
        self._step_card(body).grid(row=2, sticky="ew")
        row = Flow(body, theme, theme.colours.background)
        row.grid(row=3, sticky="ew", pady=(gap, 0))
        self._search = Field(row, theme, "", "在全部课文里查找", ground=theme.colours.background)
        self._search.on_key(self._seek)
        row.add(
            self._search,
            Button(row, theme, "我的进展" if person.role is Role.TRAINEE else "学员进展", on_progress, icon="chart"),
            Button(row, theme, "技能矩阵", on_matrix, icon="grid"),
            Button(row, theme, "岗位演练", on_shift, icon="ticket"),
        )
        self._tiles: list[ModuleTiles] = []
        self._modules = tkinter.Frame(body, bg=theme.colours.background)
        self._modules.columnconfigure(0, weight=1)
        self._modules.grid(row=4, sticky="ew")
        for at, name in enumerate(_GROUPS):
            words(self._modules, theme, name, HEADING, bold=True).grid(
                row=2 * at, sticky="w", pady=(theme.px(24), theme.px(10))
            )
            tiles = ModuleTiles(self._modules, theme, on_module)
            tiles.grid(row=2 * at + 1, sticky="ew")
            self._tiles.append(tiles)
        self._results = card(body, theme)
        self._results.columnconfigure(0, weight=1)
        self.table = Table(
            self._results, theme, (Column("模块", 190, spare=1), Column("课", 250), Column("原文", 320, grow=True)),
            on_open=self._open_hit, empty="没有找到，换一个词试试。", rows=9,
        )  # fmt: skip
        self.table.grid(sticky="ew", padx=theme.px(14), pady=theme.px(12))
        self._results.grid(row=5, sticky="ew", pady=(gap, 0))
        self._results.grid_remove()

    def enter(self) -> None:
        self.ready = False
        self._button.focus_set()
        desk = self._learning
        self._start(
            lambda _progress: (desk().path(self._person), desk().problems(), desk().last_place(self._person)),
            self._show,
        )

    def primary(self) -> bool:
        if self._next is not None and self.ready:
            self._on_module(self._next)
        return True

    def back(self) -> bool:
        if self._search.text:
            self._search.text = ""
            self._seek()
        else:
            self._on_back()
        return True

    def _step_card(self, body: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme, fill=colours.accent_soft)
        box.columnconfigure(0, weight=1)
        pad = theme.px(28)
        words(box, theme, "下一步", SMALL, bold=True, colour=colours.accent).grid(
            sticky="w", padx=pad, pady=(theme.px(24), 0)
        )
        self._headline = Paragraph(box, theme, "", 26, bold=True)
        self._headline.grid(sticky="ew", padx=pad, pady=(theme.px(2), 0))
        self._explained = Paragraph(box, theme, "", BODY)
        self._explained.grid(sticky="ew", padx=pad, pady=(theme.px(2), 0))
        row = Flow(box, theme, colours.accent_soft)
        row.grid(sticky="ew", padx=pad, pady=(theme.px(16), theme.px(24)))
        self._button = Button(
            row, theme, "开始", self.primary, icon="next", emphasis=Emphasis.PRIMARY, size=LARGE, height=54, width=160
        )
        row.add(self._button)
        return box

    def _show(self, found: "tuple[tuple[ModuleState, ...], Sequence[object], Place | None]") -> None:
        states, problems, place = found
        self._states = states
        self.ready = True
        self.page.to_top()
        passed = sum(state.standing.holds for state in states)
        minutes = round(sum(state.done.seconds for state in states) / 60)
        wrong = f" 有 {len(problems)} 处模块文件写错，没有显示：{problems[0]}" if problems else ""
        self._far.say(f"{len(states)} 个模块，已通过 {passed} 个；读课文 {minutes} 分钟。{wrong}")
        for tiles, group in zip(self._tiles, _grouped(states), strict=True):
            tiles.show(group)
        here = next((s for s in states if place and s.module.id == place.module and s.standing is Standing.BEGUN), None)
        self._show_step(here if here is not None and here.next_step is not None else next_module(states))

    def _show_step(self, state: ModuleState | None) -> None:
        step = state.next_step if state is not None else None
        self._button.enable(step is not None)
        if state is None or step is None:
            self._next = None
            self._headline.say("全部学完了" if self._states else "还没有培训模块")
            self._explained.say(
                "快到期的会在这里提醒。想温习，打开任何一个模块都可以。"
                if self._states
                else "请带教老师把模块文件放进 question_bank/modules 文件夹。"
            )
            self._button.say("学完了", "tick")
            return
        self._next = state.module.id
        self._headline.say(state.module.title)
        what = {
            StepKind.LESSON: f"第 {_number(state, step.name)} 课：{step.name}",
            StepKind.PRACTICE: "课文读完了，做一组练习",
            StepKind.ROLE_PLAY: "到情景里说一遍",
            StepKind.SHIFT: "上一班岗，演练一次",
            StepKind.EXAM: "都准备好了，参加结业考试",
        }[step.kind]
        lapsed = {
            Standing.EXPIRED: f"{state.until} 已经到期，重新考一次就恢复。",
            Standing.EXPIRING: f"{state.until} 到期，请提前重新考一次。",
        }
        self._explained.say(lapsed.get(state.standing, f"{what}。"))
        self._button.say("接着学" if state.done.begun else "开始学", "next")

    def _seek(self) -> None:
        sought = self._search.text.strip()
        if not sought:
            self._results.grid_remove()
            self._modules.grid()
            return
        self._modules.grid_remove()
        self._results.grid()
        self._hits = {}
        rows = []
        for state in self._states:
            for lesson in state.module.lessons:
                text = lesson.title + "\n" + lesson.text
                at = text.find(sought)
                if at >= 0 and len(rows) < _FOUND:
                    key = str(len(rows))
                    self._hits[key] = (state.module.id, lesson.title)
                    rows.append(
                        Row(key, (state.module.title, lesson.title, _around(text, at, len(sought))), bool(state.locked))
                    )
        self.table.fill(rows)

    def _open_hit(self, key: str) -> None:
        module, lesson = self._hits[key]
        self._on_lesson(module, lesson, self._search.text.strip())


def _grouped(states: Sequence[ModuleState]) -> tuple[list[ModuleState], ...]:
    general = [s for s in states if s.module.kind is ModuleKind.MULTI_SKILL and s.module.line.general]
    lines = [s for s in states if s.module.kind is ModuleKind.MULTI_SKILL and not s.module.line.general]
    return general, lines, [s for s in states if s.module.kind is ModuleKind.INTEGRATED]


def _number(state: ModuleState, lesson: str) -> int:
    return [each.title for each in state.module.lessons].index(lesson) + 1


def _around(text: str, at: int, length: int) -> str:
    first, last = max(0, at - _AROUND), at + length + _AROUND
    return ("…" if first else "") + text[first:last].replace("\n", " ") + ("…" if last < len(text) else "")
