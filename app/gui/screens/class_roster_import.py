"""What a workbook would bring into the roster, row by row; nothing is taken before it is confirmed."""

import tkinter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.class_roster import RosterEntry, Standing
from app.domain.errors import UserError
from app.domain.training_class import TrainingClass
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.services.open_class import OpenClass

_SIGNS = {
    Standing.KNOWN: "✓ ",
    Standing.NEW: "＋ ",
    Standing.HERE: "＝ ",
    Standing.TWICE: "＝ ",
    Standing.UNCLEAR: "× ",
}


class ClassRosterImport(Screen):
    def __init__(
        self, parent: tkinter.Misc, theme: Theme, start: Start, tell: Tell, on_done: Callable[[], None]
    ) -> None:
        super().__init__(parent, theme)
        self._start = start
        self._tell = tell
        self._on_done = on_done
        self._lesson: OpenClass | None = None
        self._entries: Sequence[RosterEntry] = ()
        self._add_people = True
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme, padding=24)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        Paragraph(body, theme, "导入名单", TITLE, bold=True).grid(row=0, sticky="ew")
        self._about = Paragraph(body, theme, "", colour=theme.colours.muted)
        self._about.grid(row=1, sticky="ew", pady=(theme.px(2), theme.px(16)))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = Table(
            box, theme,
            (
                Column("结果", 140), Column("姓名", 110), Column("工号", 90, spare=2), Column("位置", 214, spare=3),
                Column("说明", 240, grow=True),
            ),
            on_choose=self._explain, empty="表里一个学员也没有。请填好姓名再导入。", rows=8,
        )  # fmt: skip
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._why = Paragraph(body, theme, "")
        self._why.grid(row=3, sticky="ew", pady=(theme.px(10), 0))
        row = Flow(body, theme, theme.colours.background)
        row.grid(row=4, sticky="ew", pady=(theme.px(12), 0))
        self._take = Button(row, theme, "", self.primary, icon="tick", emphasis=Emphasis.PRIMARY)
        self._people = Button(row, theme, "", self._switch, icon="tick-ring")
        row.add(self._take, self._people, Button(row, theme, "不导入，返回", self.back, icon="back"))
        self._words: dict[str, str] = {}

    def show(
        self, lesson: "OpenClass", path: Path, entries: Sequence[RosterEntry], problems: Sequence[UserError]
    ) -> None:
        self._lesson, self._entries = lesson, entries
        rows = [Row(f"p{at}", ("× 不能导入", "", "", "", problem.message)) for at, problem in enumerate(problems)]
        self._words = {f"p{at}": str(problem) for at, problem in enumerate(problems)}
        for at, entry in enumerate(entries):
            who = entry.row
            why = entry.why or (f"{entry.person.unit}" if entry.person else "人员名单里没有这一位")
            label = _SIGNS[entry.standing] + entry.standing.label
            rows.append(
                Row(f"e{at}", (label, who.name, who.staff_number, who.place, why), faint=not entry.standing.joins)
            )
            self._words[f"e{at}"] = f"{who.place}：{why}"
        self.table.fill(rows)
        joining = sum(entry.standing.joins for entry in entries)
        wrong = len(problems) + sum(entry.standing is Standing.UNCLEAR for entry in entries)
        self._about.say(
            f"{path.name}：可以加入 {joining} 人"
            + (f"，有 {wrong} 行对不上或有错，改好表格可以再导入一次，已经加入的不会重复。" if wrong else "。")
        )
        self._take.say(f"加入 {joining} 人" if joining else "没有可加入的")
        self._take.enable(bool(joining))
        self._add_people = False
        self._switch()
        if rows:
            self.table.choose(rows[0].key)

    def enter(self) -> None:
        self.table.focus_set()

    def primary(self) -> bool:
        lesson = self._lesson
        assert lesson is not None
        before = len(lesson.now.members)
        if not any(entry.standing.joins for entry in self._entries):
            return True

        def done(one: TrainingClass) -> None:
            self._on_done()
            self._tell(Tone.GOOD, f"名单加入了 {len(one.members) - before} 人。")

        entries, add_people = self._entries, self._add_people
        self._start(lambda _progress: lesson.bring_in(entries, add_people), done)
        return True

    def back(self) -> bool:
        self._on_done()
        return True

    def _switch(self) -> None:
        self._add_people = not self._add_people
        if self._add_people:
            self._people.say("新名字也加为人员", "tick-ring")
        else:
            self._people.say("新名字只写在课上", "ring")

    def _explain(self, key: str) -> None:
        self._why.say(self._words.get(key, ""))
