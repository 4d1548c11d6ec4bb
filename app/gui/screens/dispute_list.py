"""The disputes: those that wait for a trainer, or one's own with their answers."""

import tkinter
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.dispute import Dispute
from app.domain.errors import Progress
from app.domain.people import Person, Role
from app.gui.screens.records import short_time
from app.gui.screens.screen import Screen, Start
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.gui.services import PeopleService
    from app.services.disputes import DisputeDesk


class _Which(Enum):
    WAITING = "待处理"
    ANSWERED = "已有结果"


class DisputeList(Screen):
    """A trainer sees everybody's but their own; anybody else their own."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: Person,
        disputes: "Callable[[], DisputeDesk]",
        people: "Callable[[], PeopleService]",
        start: Start,
        on_open: Callable[[str], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._person = person
        self._disputes = disputes
        self._people = people
        self._start = start
        self._on_open = on_open
        self._on_back = on_back
        self._judges = person.role is Role.TRAINER
        self._all: Sequence[Dispute] = ()
        self._unseen: frozenset[str] = frozenset()
        self._names: Mapping[str, str] = {}
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        head = tkinter.Frame(body, bg=theme.colours.background)
        head.grid(row=0, sticky="ew")
        head.columnconfigure(0, weight=1)
        title = "学员的异议" if self._judges else "我的异议"
        Paragraph(head, theme, title, TITLE, bold=True).grid(row=0, column=0, sticky="ew")
        self._which: Choice[_Which] = Choice(
            head, theme, [(each, each.value) for each in _Which], _Which.WAITING, lambda _which: self._fill(),
            ground=theme.colours.background,
        )  # fmt: skip
        if self._judges:
            self._which.configure(width=theme.px(178))
            self._which.grid(row=0, column=1, sticky="e")
        self._state = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._state.grid(row=1, sticky="ew", pady=(theme.px(4), theme.px(16)))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        columns = [Column("提出时间", 160, spare=2)]
        if self._judges:
            columns.append(Column("姓名", 100))
        columns += [
            Column("情景或考试", 160, grow=True, spare=1),
            Column("评分项", 180, grow=True),
            Column("说的是", 150, spare=3),
            Column("结果", 206),
        ]
        empty = (
            "没有待处理的异议。学员对哪一条评分有不同意见，会出现在这里。"
            if self._judges
            else "您还没有提过异议。打开一条记录，点“有异议”，就能请老师再听一遍。"
        )
        self.table = Table(box, theme, columns, on_open=on_open, empty=empty, rows=8)
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._row = row = Flow(body, theme, theme.colours.background)
        row.grid(row=3, sticky="ew", pady=(theme.px(20), 0))
        label = "打开并听录音" if self._judges else "打开"
        self._open = Button(row, theme, label, self.primary, icon="next", emphasis=Emphasis.PRIMARY)
        self._leave = Button(row, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET)
        row.add(self._open, self._leave)

    def enter(self) -> None:
        def work(_progress: Progress) -> tuple[Sequence[Dispute], frozenset[str], Mapping[str, str]]:
            desk, person = self._disputes(), self._person
            if self._judges:
                names = {each.id: each.name for each in self._people().all()}
                return [each for each in desk.all() if each.person_id != person.id], frozenset(), names
            return desk.own(person), frozenset(each.id for each in desk.unseen(person)), {}

        self._start(work, lambda found: self._show(*found))

    def primary(self) -> bool:
        if self.table.chosen:
            self._on_open(self.table.chosen)
        return bool(self.table.chosen)

    def back(self) -> bool:
        self._on_back()
        return True

    def _show(self, found: Sequence[Dispute], unseen: frozenset[str], names: Mapping[str, str]) -> None:
        self._all, self._unseen, self._names = found, unseen, names
        self._fill()
        self.table.focus_set()
        self.ready = True

    def _fill(self) -> None:
        waits = self._which.value is _Which.WAITING
        shown = [each for each in self._all if not self._judges or each.open is waits]
        if not (self._judges and waits):
            shown = shown[::-1]  # the oldest has waited longest; what is done is looked up from the newest
        self.table.fill(Row(each.id, self._cells(each), faint=not each.open and not self._judges) for each in shown)
        if shown and not self.table.chosen:
            self.table.choose(shown[0].id)
        self._row.keep(*((self._open, self._leave) if shown else (self._leave,)))
        self._state.say(self._words(len(shown)))

    def _words(self, count: int) -> str:
        if not count:
            return ""
        if self._judges:
            waits = self._which.value is _Which.WAITING
            return f"{count} 条在等答复，最早的在前。" if waits else f"{count} 条已有结果，最近的在前。"
        new = len(self._unseen)
        return f"共 {count} 条。" + (f"{new} 条有了新答复。" if new else "")

    def _cells(self, dispute: Dispute) -> tuple[str, ...]:
        claim = dispute.claim
        name = (self._names.get(dispute.person_id, ""),) if self._judges else ()
        new = "新 · " if dispute.id in self._unseen else ""
        points = ""
        if dispute.closing is not None and dispute.closing.decisions and dispute.closing.points is not None:
            points = f"，{claim.points:g} → {dispute.closing.points:g}"
        standing = "等待答复" if dispute.open else dispute.standing
        return (short_time(dispute.at), *name, claim.about, claim.title, claim.ground.label, new + standing + points)
