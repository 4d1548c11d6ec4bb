"""Certificates: who has earned one and has none yet, and every number that was issued."""

import tkinter
from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.errors import Progress
from app.domain.people import Person, Role
from app.gui.screens.screen import Screen, Start
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.tick_table import TickTable
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.domain.certificates.issuing import Entitled
    from app.services.certificates import CertificateDesk, Issued


class _Which(Enum):
    WAITING = "待签发"
    ISSUED = "已签发"


class CertDesk(Screen):
    """HR ticks and issues, prints again, revokes; a trainer looks on."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: Person,
        desk: "Callable[[], CertificateDesk]",
        start: Start,
        on_issue: "Callable[[Sequence[Entitled]], None]",
        on_reprint: "Callable[[Issued], None]",
        on_revoke: "Callable[[Issued], None]",
        on_verify: Callable[[], None],
        on_keys: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._person = person
        self._desk = desk
        self._start = start
        self._on_issue = on_issue
        self._on_reprint = on_reprint
        self._on_revoke = on_revoke
        self._on_back = on_back
        self._hr = person.role is Role.HR
        self._waiting: dict[str, Entitled] = {}
        self._issued: dict[str, Issued] = {}
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        ground = theme.colours.background
        head = tkinter.Frame(body, bg=ground)
        head.grid(row=0, sticky="ew")
        head.columnconfigure(0, weight=1)
        Paragraph(head, theme, "合格证", TITLE, bold=True).grid(row=0, column=0, sticky="ew")
        self._which: Choice[_Which] = Choice(
            head, theme, [(each, each.value) for each in _Which], _Which.WAITING, lambda _which: self._fill(),
            ground=ground,
        )  # fmt: skip
        self._which.configure(width=theme.px(178))
        self._which.grid(row=0, column=1, sticky="e")
        self._state = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._state.grid(row=1, sticky="ew", pady=(theme.px(4), theme.px(16)))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.waiting_table = TickTable(
            box,
            theme,
            [
                Column("姓名", 150), Column("工号", 90, spare=3), Column("培训项目", 200, grow=True),
                Column("等级", 130, spare=2), Column("成绩", 80), Column("通过日期", 120), Column("有效期至", 120, spare=1),
            ],
            on_tick=self._told,
            empty="现在没有要发的合格证。学员通过一个模块的结业考试后，会出现在这里。",
            rows=4,
        )  # fmt: skip
        self.issued_table = Table(
            box,
            theme,
            [
                Column("证书编号", 200), Column("姓名", 150), Column("培训项目", 180, grow=True),
                Column("成绩", 80, spare=2), Column("发证日期", 120, spare=1), Column("有效期至", 120, spare=3),
                Column("状态", 170),
            ],
            on_choose=lambda _key: self._offer(),
            empty="还没有签发过合格证。",
            rows=4,
        )  # fmt: skip
        self._row = row = Flow(body, theme, ground)
        row.grid(row=3, sticky="ew", pady=(theme.px(20), 0))
        self._issue_button = Button(row, theme, "签发", self.primary, icon="seal", emphasis=Emphasis.PRIMARY, width=150)
        self._all = Button(row, theme, "全选", self._tick_all, icon="tick")
        self._reprint = Button(row, theme, "补打", lambda: self._on_reprint(self._chosen()), icon="file")
        self._revoke = Button(row, theme, "撤销", lambda: self._on_revoke(self._chosen()), icon="cross-ring")
        self._verify = Button(row, theme, "核验一张证", on_verify, icon="shield")
        self._keys = Button(row, theme, "密钥与名单", on_keys, icon="lock")
        row.add(self._issue_button, self._all, self._reprint, self._revoke, self._verify, self._keys)

    def enter(self) -> None:
        def work(progress: Progress) -> "tuple[Sequence[Entitled], Sequence[Issued]]":
            desk = self._desk()
            return desk.waiting(self._person, progress), desk.issued()

        self._start(work, lambda found: self._show(*found), title="正在查看谁通过了结业考试")

    def primary(self) -> bool:
        wanted = [self._waiting[key] for key in self.waiting_table.ticked]
        if self._hr and wanted and self._which.value is _Which.WAITING:
            self._on_issue(wanted)
            return True
        return False

    def back(self) -> bool:
        self._on_back()
        return True

    def show_issued(self, on: bool = True) -> None:
        self._which.show(_Which.ISSUED if on else _Which.WAITING)
        self._fill()

    def _show(self, waiting: "Sequence[Entitled]", issued: "Sequence[Issued]") -> None:
        self._waiting = {each.key: each for each in waiting}
        self._issued = {each.certificate.serial: each for each in issued}
        self.waiting_table.offer(
            [
                Row(each.key, (
                    each.person.name, each.person.staff_number, each.module, each.level.label, f"{each.score:g}",
                    each.passed.isoformat(), each.until.isoformat() if each.until else "长期",
                ))
                for each in waiting
            ],
            [each.key for each in waiting] if self._hr else [],
        )  # fmt: skip
        self.issued_table.fill(
            Row(
                each.certificate.serial,
                (
                    each.certificate.serial, each.certificate.name, each.certificate.module,
                    f"{each.certificate.score:g}", each.certificate.issued.isoformat(),
                    each.certificate.until.isoformat() if each.certificate.until else "长期", _standing(each),
                ),
                faint=each.revoked is not None,
            )
            for each in issued
        )  # fmt: skip
        self._fill()
        self.ready = True

    def _fill(self) -> None:
        waits = self._which.value is _Which.WAITING
        shown, other = (self.waiting_table, self.issued_table) if waits else (self.issued_table, self.waiting_table)
        other.grid_remove()
        shown.grid(row=0, column=0, sticky="nsew", padx=self.theme.px(14), pady=self.theme.px(10))
        if not waits and self._issued and not self.issued_table.chosen:
            self.issued_table.choose(next(iter(self._issued)))
        shown.focus_set()
        self._offer()

    def _offer(self) -> None:
        """The buttons that can do something now."""
        always = (self._verify, *((self._keys,) if self._hr else ()))
        if self._which.value is _Which.WAITING:
            first = (self._issue_button, self._all) if self._hr and self._waiting else ()
        else:
            holds = bool(self.issued_table.chosen) and self._chosen().revoked is None
            first = (self._reprint, self._revoke) if self._hr and holds else ()
        self._row.keep(*first, *always)
        self._told()

    def _told(self) -> None:
        ticked = len(self.waiting_table.ticked)
        self._issue_button.say(f"签发 {ticked} 张" if ticked else "先在表里勾选")
        self._issue_button.enable(bool(ticked))
        self._all.say("全不选" if ticked == len(self._waiting) else "全选")
        self._state.say(self._words())

    def _words(self) -> str:
        if self._which.value is _Which.WAITING:
            if not self._waiting:
                return ""
            who = "勾选后签发，密钥口令由人事保管。" if self._hr else "由人事签发。"
            return f"{len(self._waiting)} 人次通过了结业考试，还没有合格证。{who}"
        chosen = self._issued.get(self.issued_table.chosen)
        if chosen is not None and chosen.revoked is not None:
            return f"{chosen.certificate.serial} 已于 {chosen.revoked.on} 撤销，原因：{chosen.revoked.reason}"
        gone = sum(each.revoked is not None for each in self._issued.values())
        kept = f"共签发 {len(self._issued)} 张" if self._issued else ""
        return kept + (f"，其中 {gone} 张已撤销。" if gone else "。" if kept else "")

    def _tick_all(self) -> None:
        every = len(self.waiting_table.ticked) == len(self._waiting)
        self.waiting_table.tick([] if every else self._waiting)

    def _chosen(self) -> "Issued":
        return self._issued[self.issued_table.chosen]


def _standing(each: "Issued") -> str:
    if each.revoked is not None:
        return "× 已撤销"
    return f"✓ 有效（补打 {each.reprints} 次）" if each.reprints else "✓ 有效"
