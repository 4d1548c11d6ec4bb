"""The teaching desk: who is there, who spoke how often, call the next by name or by lot, choose what they play."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.domain.role_play.conversation import Mode
from app.domain.training_class import How, TrainingClass
from app.gui.screens.screen import Screen, Start
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.class_head import ClassHead, Step
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.scenario import Scenario
    from app.services.open_class import OpenClass


class ClassDesk(Screen):
    """`on_draw` draws by lot (before the class as well), `on_begin(scenario, mode)` lets whoever was called play;
    `on_go_on` and `on_break_off` are for a turn that was put aside; `on_project` opens or closes the projector.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        scenarios: "Callable[[], Sequence[Scenario]]",
        start: Start,
        on_step: Callable[[Step], None],
        on_draw: Callable[[], None],
        on_called: Callable[[], None],
        on_begin: "Callable[[Scenario, Mode], None]",
        on_go_on: Callable[[], None],
        on_break_off: Callable[[], None],
        on_project: Callable[[], None],
        on_move: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._find = scenarios
        self._start = start
        self._on_step = on_step
        self._on_draw = on_draw
        self._on_called = on_called
        self._on_begin = on_begin
        self._on_go_on = on_go_on
        self._on_break_off = on_break_off
        self._on_back = on_back
        self._lesson: OpenClass | None = None
        self._scenarios: dict[str, Scenario] = {}
        self.drawing = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme, padding=20)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(1, weight=1)
        self._head = ClassHead(body, theme, Step.DESK, on_step)
        self._head.grid(row=0, sticky="ew")
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=1, sticky="nsew")
        self._members = self._make_members(on_project, on_move)
        self._turn = self._make_turn()
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(780)))
        self._arrange(True)

    def show(self, lesson: "OpenClass") -> None:
        self._lesson = lesson
        self.refresh()

        def fill(found: "Sequence[Scenario]") -> None:
            prepared = lesson.now.scenarios
            self._scenarios = {each.id: each for each in found}
            ordered = sorted(found, key=lambda each: prepared.index(each.id) if each.id in prepared else len(prepared))
            self.scenarios.fill(
                Row(each.id, ("★" if each.id in prepared else "", each.title, each.line)) for each in ordered
            )
            if ordered and not self.scenarios.chosen:
                self.scenarios.choose(ordered[0].id)

        self._start(lambda _progress: self._find(), fill)

    def enter(self) -> None:
        self._focus()

    def primary(self) -> bool:
        if not self.drawing:
            self._next()
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def key(self, keysym: str) -> bool:
        if keysym in ("d", "D"):
            self._draw()
            return True
        return False

    def say_project(self, shown: bool) -> None:
        self._project.say("关投影（F8）" if shown else "开投影（F8）")
        self._move.enable(shown)

    def call_chosen(self) -> None:
        """Call who is chosen in the list."""
        assert self._lesson is not None
        if not self.table.chosen:
            raise UserError("还没有选人。", "请在名单里选一位，或者抽签。")
        self._lesson.call(self.table.chosen)
        self.refresh()
        self._on_called()
        self._focus()

    def wait_for_lot(self) -> None:
        """While the lot is drawn nothing else may be pressed."""
        self.drawing = True
        self._who.say("抽签中…")
        self._about.say("")

    def refresh(self) -> None:
        """Show the class as it stands."""
        assert self._lesson is not None
        self.drawing = False
        one = self._lesson.now
        self._head.say(
            one.title, f"{one.day} · 到课 {len(one.here)} 人 · 已发言 {len(one.spoken_turns)} 次 · 每一步都已存盘"
        )
        self.table.fill(
            Row(
                member.id,
                (
                    member.name + ("" if member.person_id else "（待加为人员）"),
                    member.attendance.label,
                    f"{one.spoken(member.id)} 次" if one.spoken(member.id) else "还没有",
                ),
                faint=not member.here,
            )
            for member in one.members
        )
        self._show_turn(one)

    def _show_turn(self, one: TrainingClass) -> None:
        waiting, under_way, colours = one.waiting, one.under_way, self.theme.colours
        self._who.configure(fg=colours.accent if waiting or under_way else colours.text)
        if under_way is not None:
            self._who.say(one.member(under_way.member).name)
            self._about.say(f"“{under_way.scenario_title}”还没有谈完，上次谈到一半停下了。")
            self._main.say("接着谈", "next")
            self._buttons.keep(self._main, self._stop)
        elif waiting is not None:
            how = "抽签抽到" if one.calls[-1].how is How.BY_LOT else "点名叫到"
            new = "" if waiting.person_id else "还不在人员名单里，开始时会先请您确认加为人员。"
            self._who.say(waiting.name)
            self._about.say(f"{how}，第 {one.spoken(waiting.id) + 1} 次发言。{new}在下面选好情景和方式就可以开始。")
            self._main.say("开始对练", "next")
            self._buttons.keep(self._main, self._lot, self._call)
        elif not one.here:
            self._who.say("还没有人到课")
            self._about.say("请先点名，全部到齐一个键就好。")
            self._main.say("去点名", "next")
            self._buttons.keep(self._main)
        else:
            left = sum(not one.spoken(member.id) for member in one.here)
            self._who.say("请下一位")
            self._about.say(
                f"还有 {left} 人没有发言。抽签只在发言最少的人里抽，不会连着抽到同一位。"
                if left
                else "每个人都发过言了，可以再来一轮，或者下课。"
            )
            self._main.say("抽签（D）", "again")
            self._buttons.keep(self._main, self._call)

    def _next(self) -> None:
        assert self._lesson is not None
        one = self._lesson.now
        if one.under_way is not None:
            self._on_go_on()
        elif one.waiting is not None:
            self._begin()
        elif not one.here:
            self._on_step(Step.ROLL)
        else:
            self._draw()

    def _draw(self) -> None:
        if not self.drawing:
            self._on_draw()

    def _begin(self) -> None:
        scenario = self._scenarios.get(self.scenarios.chosen)
        if scenario is None:
            raise UserError("还没有选情景。", "请在情景列表里选一个。")
        self._on_begin(scenario, self.mode.value)

    def _focus(self) -> None:
        self._main.focus_set()

    def _make_members(self, on_project: Callable[[], None], on_move: Callable[[], None]) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = Table(
            box, theme, (Column("姓名", 130, grow=True), Column("出勤", 80, spare=1), Column("发言", 84)),
            on_open=lambda _key: self.call_chosen(), empty="名单还是空的。请回到“备课”加学员。", rows=7,
        )  # fmt: skip
        self.table.grid(sticky="nsew", padx=theme.px(12), pady=(theme.px(8), 0))
        Paragraph(
            box, theme, "双击或回车：点名叫这一位。投影只出现正在发言的人的名字；F9 公布评分。", SMALL, colour=colours.muted
        ).grid(sticky="ew", padx=theme.px(20), pady=(theme.px(4), theme.px(6)))  # fmt: skip
        row = Flow(box, theme, colours.surface)
        row.grid(sticky="ew", padx=theme.px(18), pady=(0, theme.px(14)))
        self._project = Button(row, theme, "开投影（F8）", on_project, icon="play")
        self._move = Button(row, theme, "移到另一块屏", on_move, icon="next", emphasis=Emphasis.QUIET)
        self._move.enable(False)
        row.add(self._project, self._move)
        return box

    def _make_turn(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        side = tkinter.Frame(self._columns, bg=colours.background)
        side.columnconfigure(0, weight=1)
        side.rowconfigure(1, weight=1)
        box = card(side, theme, fill=colours.accent_soft)
        box.grid(row=0, sticky="ew")
        box.columnconfigure(0, weight=1)
        pad = theme.px(22)
        words(box, theme, "下一步", SMALL, bold=True, colour=colours.accent).grid(
            sticky="w", padx=pad, pady=(theme.px(14), 0)
        )
        self._who = Paragraph(box, theme, "", TITLE, bold=True)
        self._who.grid(sticky="ew", padx=pad)
        self._about = Paragraph(box, theme, "", SMALL)
        self._about.grid(sticky="ew", padx=pad, pady=(theme.px(2), theme.px(10)))
        self._buttons = Flow(box, theme, colours.accent_soft)
        self._buttons.grid(sticky="ew", padx=pad, pady=(0, theme.px(16)))
        self._main = Button(self._buttons, theme, "", self.primary, icon="next", emphasis=Emphasis.PRIMARY, height=52)
        self._lot = Button(self._buttons, theme, "重新抽签（D）", self._draw, icon="again", height=52)
        self._call = Button(self._buttons, theme, "叫选中的人", self.call_chosen, icon="person", height=52)
        self._stop = Button(self._buttons, theme, "这一次作废", lambda: self._on_break_off(), icon="cross", height=52)
        self._buttons.add(self._main, self._lot, self._call, self._stop)
        plan = card(side, theme)
        plan.grid(row=1, sticky="nsew", pady=(theme.px(14), 0))
        plan.columnconfigure(0, weight=1)
        plan.rowconfigure(1, weight=1)
        self.mode: Choice[Mode] = Choice(
            plan, theme, ((Mode.PRACTISE, "练习（有提示）"), (Mode.EXAMINE, "考核（限时）")), Mode.PRACTISE
        )  # fmt: skip
        self.mode.grid(row=0, sticky="ew", padx=pad, pady=(theme.px(14), theme.px(6)))
        self.scenarios = Table(
            plan, theme, (Column("", 30), Column("情景", 150, grow=True), Column("业务", 96, spare=1)),
            empty="没有情景文件。", rows=4,
        )  # fmt: skip
        self.scenarios.grid(row=1, sticky="nsew", padx=theme.px(12), pady=(0, theme.px(12)))
        return side

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(20)
        self._members.grid_forget()
        self._turn.grid_forget()
        self._columns.columnconfigure(0, weight=4, uniform="desk" if wide else "")
        self._columns.columnconfigure(1, weight=5 if wide else 0, uniform="desk" if wide else "")
        self._columns.rowconfigure(0, weight=1)
        if wide:
            self._members.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
            self._turn.grid(row=0, column=1, sticky="nsew")
        else:
            self._turn.grid(row=0, column=0, sticky="nsew", pady=(0, gap))
            self._members.grid(row=1, column=0, sticky="nsew")
