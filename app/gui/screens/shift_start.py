"""Before a shift: go on with one, or choose the level and its number; how earlier ones went."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.rubric import TENTHS
from app.domain.shift.plan import BUSYNESS, Plan, plan_of
from app.domain.teller_level import TellerLevel
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import BODY, HEADING, LARGE, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.domain.records import Record
    from app.domain.shift.kept import ShiftOutline
    from app.services.shift_plays import Running, ShiftPlays


class ShiftStart(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: "Person",
        plays: "Callable[[], ShiftPlays]",
        seed: Callable[[], int],
        start: Start,
        tell: Tell,
        on_begin: Callable[[Plan], None],
        on_go_on: "Callable[[Running], None]",
        on_kept: "Callable[[Record], None]",
        on_back: Callable[[], None],
    ) -> None:
        """`seed()` gives a number that nobody chose."""
        super().__init__(parent, theme)
        self._person = person
        self._plays = plays
        self._seed = seed
        self._start = start
        self._tell = tell
        self._on_begin = on_begin
        self._on_go_on = on_go_on
        self._on_kept = on_kept
        self._on_back = on_back
        self._unfinished: Running | None = None
        self._kept: dict[str, Record] = {}
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.page = Page(self, theme)
        self.page.grid(sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(20)
        self._up = Button(body, theme, "返回", on_back, icon="back", emphasis=Emphasis.QUIET)
        self._up.grid(row=0, sticky="w")
        Paragraph(body, theme, "岗位演练", TITLE, bold=True).grid(row=1, sticky="ew", pady=(theme.px(6), 0))
        Paragraph(
            body, theme,
            "一个窗口，一班岗：有人取号、有人着急、系统会出故障。叫号、问清、核对材料、一次说全、按规定办，时钟一直在走。",
            colour=theme.colours.muted,
        ).grid(row=2, sticky="ew", pady=(theme.px(2), gap))  # fmt: skip
        self._step_card(body).grid(row=3, sticky="ew")
        self._past_card(body).grid(row=4, sticky="ew", pady=(gap, 0))

    def enter(self) -> None:
        self.ready = False
        self._button.focus_set()
        plays, person = self._plays, self._person
        self._start(lambda _progress: (plays().unfinished(person), plays().outlines(person)), self._show)

    def propose(self, level: TellerLevel) -> None:
        """The level that a module asks for."""
        self._level.show(level)
        self._explain(level)

    def primary(self) -> bool:
        if self._unfinished is not None:
            self._on_go_on(self._unfinished)
        else:
            self._begin()
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _step_card(self, body: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme, fill=colours.accent_soft)
        box.columnconfigure(0, weight=1)
        pad = theme.px(28)
        self._headline = Paragraph(box, theme, "选一个级别，上一班岗", 24, bold=True)
        self._headline.grid(sticky="ew", padx=pad, pady=(theme.px(22), theme.px(8)))
        self._level: Choice[TellerLevel] = Choice(
            box, theme, [(level, level.label) for level in TellerLevel], TellerLevel.SHADOWING, self._explain,
            ground=colours.accent_soft,
        )  # fmt: skip
        self._level.grid(sticky="ew", padx=pad)
        self._said = Paragraph(box, theme, "", BODY)
        self._said.grid(sticky="ew", padx=pad, pady=(theme.px(8), 0))
        row = Flow(box, theme, colours.accent_soft)
        row.grid(sticky="ew", padx=pad, pady=(theme.px(14), theme.px(22)))
        self._button = Button(
            row, theme, "开门", self.primary, icon="next", emphasis=Emphasis.PRIMARY, size=LARGE, height=54, width=160
        )
        self._number = Field(row, theme, "", "班次号（可不填）", ground=colours.accent_soft)
        self._fresh = Button(row, theme, "不接了，重新上一班", self._drop, emphasis=Emphasis.QUIET, height=54)
        row.add(self._button, self._number)
        self._row = row
        self._explain(TellerLevel.SHADOWING)
        return box

    def _past_card(self, body: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        box = card(body, theme)
        box.columnconfigure(0, weight=1)
        words(box, theme, "以前的班次", HEADING, bold=True).grid(sticky="w", padx=theme.px(22), pady=(theme.px(16), 0))
        self.table = Table(
            box, theme,
            (Column("日期", 170), Column("级别", 130), Column("班次号", 110, spare=1), Column("办对", 90), Column("得分", 80), Column("结果", 150, grow=True)),
            on_open=lambda key: self._on_kept(self._kept[key]), empty="还没有上过岗。上完一班，成绩会在这里。", rows=5,
        )  # fmt: skip
        self.table.grid(sticky="ew", padx=theme.px(14), pady=theme.px(10))
        return box

    def _explain(self, level: TellerLevel) -> None:
        busy = BUSYNESS[level]
        events = "、".join(dict.fromkeys(each.label for each in busy.incidents))
        self._said.say(f"{busy.minutes} 分钟，业务到“{level.label}”为止；会遇到：{events}。同一个班次号，来的人一样。")

    def _show(self, found: "tuple[Sequence[Running], Sequence[tuple[Record, ShiftOutline]]]") -> None:
        unfinished, kept = found
        self.ready = True
        self._unfinished = unfinished[0] if unfinished else None
        if self._unfinished is not None:
            state = self._unfinished.state
            plan = state.shift.plan
            self._headline.say(f"“{plan.level.label}”的一班岗上到 {plan.time_of_day(state.now)}，接着上")
            self._button.say("接着上", "next")
            self._row.keep(self._button, self._fresh)
            self._level.grid_remove()
            self._said.say(f"已经办了 {len(state.cases)} 位，还有 {len(state.queue)} 位在等。放下的时候时钟不走。")
        else:
            self._headline.say("选一个级别，上一班岗")
            self._button.say("开门", "next")
            self._row.keep(self._button, self._number)
            self._level.grid()
            self._explain(self._level.value)
        self._kept = {record.id: record for record, _ in kept}
        self.table.fill(
            Row(
                record.id,
                (
                    shift.started[:16].replace("T", " "),
                    shift.plan.level.label,
                    str(shift.plan.seed),
                    f"{shift.figures.resolved}/{shift.figures.came}",
                    f"{shift.total / TENTHS:g}",
                    "合格" if shift.passed else "一票否决" if shift.vetoed else "不合格",
                ),
                not shift.passed,
            )
            for record, shift in reversed(list(kept))
        )

    def _begin(self) -> None:
        number = self._number.text.strip()
        if number and not number.isdecimal():
            self._tell(Tone.PROBLEM, "班次号应当是数字。", "请填带教老师给的数字，或者不填。")
            return
        self._on_begin(plan_of(int(number) if number else self._seed(), self._level.value))

    def _drop(self) -> None:
        run = self._unfinished
        if run is not None:
            self._start(lambda _progress: self._plays().drop(run), lambda _done: self.enter())
