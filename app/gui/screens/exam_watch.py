"""Who is sitting an exam, how far they are, what interrupted them; time can be given back with a reason."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.domain.people import Person
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.domain.sitting import Sitting
    from app.gui.services import Attendance, ExamsService, PeopleService


class ExamWatch(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        trainer: Person,
        exams: "Callable[[], ExamsService]",
        people: "Callable[[], PeopleService]",
        start: Start,
        tell: Tell,
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._trainer = trainer
        self._exams = exams
        self._people = people
        self._start = start
        self._tell = tell
        self._on_back = on_back
        self._exam_id = ""
        self._sittings: dict[str, Sitting] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        colours = theme.colours
        self._title = Paragraph(body, theme, "", TITLE, bold=True)
        self._title.grid(row=0, sticky="ew")
        Paragraph(
            body, theme, "显示的是每个人最近一次存盘时的情形，考试窗口开着时每几秒存一次。", SMALL, colour=colours.muted
        ).grid(row=1, sticky="ew", pady=(theme.px(2), theme.px(16)))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = Table(
            box,
            theme,
            (
                Column("姓名", 110),
                Column("已答", 90),
                Column("剩余", 90),
                Column("中断", 260, grow=True),
                Column("离开画面", 96, spare=1),
            ),
            empty="现在没有人在考这一场。",
            rows=7,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        form = card(body, theme)
        form.grid(row=3, sticky="ew", pady=(theme.px(18), 0))
        form.columnconfigure(1, weight=1)
        pad = theme.px(24)
        self._minutes = Field(form, theme, "补时（分钟）")
        self._minutes.grid(row=0, column=0, padx=(pad, theme.px(16)), pady=(theme.px(18), theme.px(12)))
        self._reason = Field(form, theme, "理由（必填，和成绩一起存档）")
        self._reason.grid(row=0, column=1, sticky="ew", padx=(0, pad), pady=(theme.px(18), theme.px(12)))
        row = tkinter.Frame(form, bg=colours.surface)
        row.grid(row=1, column=0, columnspan=2, sticky="w", padx=pad, pady=(0, theme.px(18)))
        Button(row, theme, "给选中的人补时", self.primary, icon="clock", emphasis=Emphasis.PRIMARY).pack(side="left")
        Button(row, theme, "刷新", self.enter, icon="again").pack(side="left", padx=theme.px(10))
        Button(row, theme, "返回", on_back, icon="back", emphasis=Emphasis.QUIET).pack(side="left")

    def watch(self, exam_id: str, title: str) -> None:
        self._exam_id = exam_id
        self._title.say(f"{title}：正在考的人")

    def enter(self) -> None:
        def work(_progress: object) -> "tuple[Sequence[Attendance], dict[str, str]]":
            names = {person.id: person.name for person in self._people().all()}
            return self._exams().under_way(self._exam_id), names

        def show(found: "tuple[Sequence[Attendance], dict[str, str]]") -> None:
            attendances, names = found
            self._sittings = {each.sitting.id: each.sitting for each in attendances}
            self.table.fill(
                Row(each.sitting.id, _cells(each.sitting, names.get(each.person_id, "？"))) for each in attendances
            )
            if attendances and not self.table.chosen:
                self.table.choose(attendances[0].sitting.id)
            self.table.focus_set()

        self._start(work, show)

    def primary(self) -> bool:
        sitting_id = self.table.chosen
        if not sitting_id:
            raise UserError("还没有选人。", "请在名单里选一个正在考的人。")
        try:
            minutes = float(self._minutes.text.strip())
        except ValueError:
            raise UserError("补时的分钟数还没有填，或者不是数字。", "请填一个数字，例如 5。") from None
        reason = self._reason.text

        def done(_sitting: "Sitting") -> None:
            self._tell(
                Tone.GOOD, f"已补 {minutes:g} 分钟。", "对方的考试窗口几秒内就会更新；已经关闭的，重新打开就有。"
            )
            self._minutes.text = self._reason.text = ""
            self.enter()

        self._start(lambda _progress: self._exams().give_time(sitting_id, minutes, reason, self._trainer), done)
        return True

    def back(self) -> bool:
        self._on_back()
        return True


def _cells(sitting: "Sitting", name: str) -> tuple[str, ...]:
    clock = sitting.clock
    minutes, seconds = divmod(int(clock.left), 60)
    lost = round(clock.lost)
    broken = (
        f"{len(clock.interruptions)} 次，合计 {lost // 60} 分 {lost % 60} 秒"
        + ("，时钟被调过" if any(each.clock_changed for each in clock.interruptions) else "")
        if clock.interruptions
        else "没有"
    )
    given = f"，已补时 {len(clock.grants)} 次" if clock.grants else ""
    done = sitting.count - len(sitting.unfinished)
    return (
        name,
        f"{done} / {sitting.count}",
        f"{minutes}:{seconds:02}",
        broken + given,
        f"{len(sitting.departures)} 次",
    )
