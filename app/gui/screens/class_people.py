"""Choose members of a class from the list of people."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.domain.people import Person
from app.domain.training_class import TrainingClass
from app.domain.training_class_roster import with_person
from app.gui.screens.screen import Screen, Start
from app.gui.theme import TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row
from app.gui.widgets.tick_table import TickTable
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.gui.services import PeopleService
    from app.services.open_class import OpenClass


class ClassPeople(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        people: "Callable[[], PeopleService]",
        start: Start,
        on_done: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._people = people
        self._start = start
        self._on_done = on_done
        self._lesson: OpenClass | None = None
        self._found: dict[str, Person] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme, padding=24)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        Paragraph(body, theme, "从人员名单选学员", TITLE, bold=True).grid(row=0, sticky="ew")
        Paragraph(
            body, theme, "↑ ↓ 走到一位，空格打勾；双击也可以。已经在课上的不再列出。", colour=theme.colours.muted
        ).grid(row=1, sticky="ew", pady=(theme.px(2), theme.px(16)))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = TickTable(
            box, theme,
            (Column("姓名", 140), Column("工号", 110), Column("单位", 160, grow=True), Column("身份", 100, spare=1)),
            self._say, empty="人员名单里的人都在课上了。还可以直接输入姓名，或从 Excel 导入。", rows=8,
        )  # fmt: skip
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        row = Flow(body, theme, theme.colours.background)
        row.grid(row=3, sticky="ew", pady=(theme.px(16), 0))
        self._join = Button(row, theme, "", self.primary, icon="plus", emphasis=Emphasis.PRIMARY)
        row.add(
            self._join,
            Button(row, theme, "全部选上", lambda: self.table.tick(self._found), icon="tick"),
            Button(row, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET),
        )
        self._say()

    def show(self, lesson: "OpenClass") -> None:
        self._lesson = lesson

        def fill(people: Sequence[Person]) -> None:
            there = {member.person_id for member in lesson.now.members}
            self._found = {person.id: person for person in people if person.id not in there}
            self.table.offer(
                Row(person.id, (person.name, person.staff_number, person.unit, person.role.label))
                for person in self._found.values()
            )
            self._say()
            self.table.focus_set()

        self._start(lambda _progress: self._people().all(), fill)

    def enter(self) -> None:
        self.table.focus_set()

    def primary(self) -> bool:
        assert self._lesson is not None
        chosen = [self._found[key] for key in self.table.ticked]
        if not chosen:
            raise UserError("还没有选人。", "走到一位按空格打勾，再点“加入”。")

        def step(one: TrainingClass) -> TrainingClass:
            for person in chosen:
                one = with_person(one, person)
            return one

        self._lesson.do(step)
        self._on_done()
        return True

    def back(self) -> bool:
        self._on_done()
        return True

    def _say(self) -> None:
        number = len(self.table.ticked)
        self._join.say(f"加入选中的 {number} 人" if number else "加入选中的人")
