"""Mark who is there: everybody with one key, one after another with three."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.domain.training_class import Attendance, Member
from app.domain.training_class_roster import marked
from app.gui.screens.screen import Screen
from app.gui.theme import BODY, LARGE, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.class_head import ClassHead, Step
from app.gui.widgets.field import Field
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.services.open_class import OpenClass

_KEYS = {"1": Attendance.PRESENT, "2": Attendance.LATE, "3": Attendance.ABSENT}
_SIGNS = {
    Attendance.NOT_MARKED: "　", Attendance.PRESENT: "✓ ", Attendance.LATE: "△ ", Attendance.ABSENT: "× ",
}  # fmt: skip


class ClassRoll(Screen):
    def __init__(
        self, parent: tkinter.Misc, theme: Theme, on_step: Callable[[Step], None], on_back: Callable[[], None]
    ) -> None:
        super().__init__(parent, theme)
        self._on_step = on_step
        self._on_back = on_back
        self._lesson: OpenClass | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme, padding=24)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(1, weight=1)
        self._head = ClassHead(body, theme, Step.ROLL, on_step)
        self._head.grid(row=0, sticky="ew")
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=1, sticky="nsew")
        self._list = card(self._columns, theme)
        self._list.columnconfigure(0, weight=1)
        self._list.rowconfigure(0, weight=1)
        self.table = Table(
            self._list, theme,
            (
                Column("姓名", 120), Column("工号", 84, spare=2), Column("单位", 110, grow=True, spare=3),
                Column("出勤", 100), Column("原因", 120, grow=True, spare=1),
            ),
            on_choose=self._look, empty="名单还是空的。请回到“备课”加学员。", rows=6,
        )  # fmt: skip
        self.table.grid(sticky="nsew", padx=theme.px(12), pady=(theme.px(10), 0))
        Paragraph(
            self._list, theme, "↑ ↓ 选人　1 到课　2 迟到　3 缺席　A 没点的全部到课　Ctrl+回车 开始上课", SMALL,
            colour=theme.colours.muted,
        ).grid(sticky="ew", padx=theme.px(20), pady=(theme.px(4), theme.px(12)))  # fmt: skip
        self._side = self._make_side()
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(760)))
        self._arrange(True)

    def show(self, lesson: "OpenClass") -> None:
        self._lesson = lesson
        self._fill()
        if lesson.now.members and not self.table.chosen:
            self.table.choose(lesson.now.members[0].id)

    def enter(self) -> None:
        self.table.focus_set()

    def primary(self) -> bool:
        self._on_step(Step.DESK)
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def finish(self) -> bool:
        return self.primary()

    def key(self, keysym: str) -> bool:
        if keysym in ("a", "A"):
            self.mark_all()
            return True
        if keysym in _KEYS:
            self.mark(_KEYS[keysym])
            return True
        return False

    def mark_all(self) -> None:
        assert self._lesson is not None
        self._lesson.mark_all()
        self._fill()

    def mark(self, attendance: Attendance) -> None:
        """Mark the chosen one, and go on to the next who is not marked."""
        lesson, key = self._lesson, self.table.chosen
        assert lesson is not None
        if not key:
            raise UserError("还没有选人。", "请在名单里选一位，再点到课、迟到或缺席。")
        lesson.do(lambda one: marked(one, key, attendance))
        self._fill()
        ids = [member.id for member in lesson.now.members]
        later = ids[ids.index(key) + 1 :]
        unmarked = [m.id for m in lesson.now.members if m.attendance is Attendance.NOT_MARKED]
        following = next((id for id in later if id in unmarked), None)
        if following is not None and attendance is Attendance.PRESENT:
            self.table.choose(following)
        elif attendance is not Attendance.PRESENT:
            self.table.choose(key)  # the reason is written for this one

    def _give_reason(self) -> None:
        lesson, key = self._lesson, self.table.chosen
        assert lesson is not None
        if not key:
            return
        member = lesson.now.member(key)
        if member.attendance not in (Attendance.LATE, Attendance.ABSENT):
            raise UserError(f"{member.name}不是迟到或缺席，不用写原因。", "请先标为迟到（2）或缺席（3）。")
        lesson.do(lambda one: marked(one, key, member.attendance, self._reason.text))
        self._fill()
        self.table.focus_set()

    def _make_side(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self._columns, theme, fill=colours.accent_soft)
        box.columnconfigure(0, weight=1)
        pad = theme.px(22)
        words(box, theme, "下一步", SMALL, bold=True, colour=colours.accent).grid(
            sticky="w", padx=pad, pady=(theme.px(18), 0)
        )
        self._count = Paragraph(box, theme, "", LARGE, bold=True)
        self._count.grid(sticky="ew", padx=pad, pady=(theme.px(2), theme.px(10)))
        self._all = Button(box, theme, "没点的全部到课（A）", self.mark_all, icon="tick", height=50)
        self._all.grid(sticky="ew", padx=pad)
        row = tkinter.Frame(box, bg=colours.accent_soft)
        row.grid(sticky="ew", padx=pad, pady=(theme.px(10), 0))
        for at, (key, attendance) in enumerate(_KEYS.items()):
            row.columnconfigure(at, weight=1, uniform="marks")
            Button(
                row, theme, f"{attendance.label} {key}", lambda attendance=attendance: self.mark(attendance), height=48
            ).grid(row=0, column=at, sticky="ew", padx=(0 if at == 0 else theme.px(6), 0))
        self._reason = Field(box, theme, "选中的人迟到、缺席的原因，写好按回车", ground=colours.accent_soft)
        self._reason.grid(sticky="ew", padx=pad, pady=(theme.px(12), theme.px(14)))
        self._reason.on_press("<Return>", self._give_reason)
        self._go = Button(
            box, theme, "点好了，开始上课", self.primary, icon="next", emphasis=Emphasis.PRIMARY, size=BODY, height=52
        )
        self._go.grid(sticky="ew", padx=pad, pady=(0, theme.px(20)))
        return box

    def _look(self, key: str) -> None:
        assert self._lesson is not None
        self._reason.text = self._lesson.now.member(key).reason

    def _fill(self) -> None:
        assert self._lesson is not None
        one = self._lesson.now
        here, left = len(one.here), one.count(Attendance.NOT_MARKED)
        self._head.say(one.title, f"{one.day} · {one.trainer}")
        self._count.say(f"到课 {here} / {len(one.members)} 人" + (f"，还有 {left} 人没点" if left else "，都点到了"))
        self._all.enable(bool(left))
        self.table.fill(Row(member.id, _cells(member), faint=not member.here) for member in one.members)

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(20)
        self._list.grid_forget()
        self._side.grid_forget()
        self._columns.columnconfigure(0, weight=1)
        self._columns.columnconfigure(1, weight=0, minsize=self.theme.px(350) if wide else 0)
        self._columns.rowconfigure(0, weight=1)
        if wide:
            self._list.grid(row=0, column=0, sticky="nsew")
            self._side.grid(row=0, column=1, sticky="new", padx=(gap, 0))
        else:
            self._list.grid(row=0, column=0, sticky="nsew", pady=(0, gap))
            self._side.grid(row=1, column=0, sticky="ew")


def _cells(member: Member) -> tuple[str, ...]:
    return (
        member.name,
        member.staff_number,
        member.unit,
        _SIGNS[member.attendance] + member.attendance.label,
        member.reason,
    )
