"""The skill matrix: who can do what until when, who could stand in, and what is missing for the next level."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.business import BusinessLine
from app.domain.modules.skills import SkillsOf, missing_for, next_level, stand_ins, thin_lines
from app.domain.people import Person, Role
from app.gui.screens.screen import Screen, Start
from app.gui.theme import HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.page import Page
from app.gui.widgets.skill_grid import SkillGrid
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.modules.path import ModuleState
    from app.gui.services import PeopleService
    from app.services.learning import LearningDesk

_LINES = tuple(line for line in BusinessLine if line not in (BusinessLine.TELLER, BusinessLine.OPINION))
Found = tuple[tuple[Person, ...], tuple[SkillsOf, ...], "dict[str, tuple[ModuleState, ...]]"]


class LearnMatrix(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: Person,
        people: "Callable[[], PeopleService]",
        learning: "Callable[[], LearningDesk]",
        start: Start,
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._person = person
        self._people = people
        self._learning = learning
        self._start = start
        self._on_back = on_back
        self._shown: Found = ((), (), {})
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.page = Page(self, theme)
        self.page.grid(sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(18)
        head = tkinter.Frame(body, bg=theme.colours.background)
        head.columnconfigure(0, weight=1)
        head.grid(row=0, sticky="ew")
        Button(head, theme, "学习", on_back, icon="back", emphasis=Emphasis.QUIET).grid(row=0, column=0, sticky="w")
        self._switch = Button(head, theme, "看表格", self._toggle, icon="records")
        self._switch.grid(row=0, column=1, sticky="e")
        Paragraph(body, theme, "技能矩阵", TITLE, bold=True).grid(row=1, sticky="ew", pady=(theme.px(6), 0))
        self._summary = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._summary.grid(row=2, sticky="ew", pady=(theme.px(2), gap))
        self._picture = card(body, theme)
        self._picture.columnconfigure(0, weight=1)
        self._picture.grid(row=3, sticky="ew")
        self.grid_view = SkillGrid(self._picture, theme, self._look)
        self.grid_view.grid(sticky="ew", padx=theme.px(16), pady=(theme.px(12), 0))
        self._legend = Paragraph(
            self._picture, theme,
            "跟、单、初、中、高：到哪一级；带 ! 的 60 天内到期，带 × 的已经过期；圆点：还没有学过。", SMALL,
            colour=theme.colours.muted,
        )  # fmt: skip
        self._legend.grid(sticky="ew", padx=theme.px(16), pady=theme.px(12))
        self._list = card(body, theme)
        self._list.columnconfigure(0, weight=1)
        self._list.grid(row=3, sticky="ew")
        self.table = Table(
            self._list, theme,
            (Column("姓名", 120), Column("业务", 170, grow=True), Column("级别", 130), Column("有效至", 120), Column("状态", 90, spare=1)),
            empty="还没有人通过结业考试。", rows=11,
        )  # fmt: skip
        self.table.grid(sticky="ew", padx=theme.px(14), pady=theme.px(12))
        self._list.grid_remove()
        self._detail = card(body, theme)
        self._detail.columnconfigure(0, weight=1)
        self._detail.grid(row=4, sticky="ew", pady=(gap, 0))
        self._who = words(self._detail, theme, "", HEADING, bold=True)
        self._who.grid(sticky="w", padx=theme.px(24), pady=(theme.px(18), theme.px(4)))
        self._said = Paragraph(self._detail, theme, "")
        self._said.grid(sticky="ew", padx=theme.px(24), pady=(0, theme.px(20)))

    def enter(self) -> None:
        self.ready = False
        self.grid_view.focus_set()

        def look(_progress: object) -> Found:
            own = self._person.role is Role.TRAINEE
            people = (self._person,) if own else tuple(p for p in self._people().all() if p.role is Role.TRAINEE)
            desk = self._learning()
            return people, desk.skills(people), {person.id: desk.path(person) for person in people}

        self._start(look, self._show, title="正在汇总")

    def back(self) -> bool:
        self._on_back()
        return True

    def _show(self, found: Found) -> None:
        self._shown = found
        self.ready = True
        people, rows, _ = found
        self.grid_view.show([person.name for person in people], rows, _LINES)
        self.table.fill(_rows(people, rows))
        if not people:
            self._summary.say("还没有学员。请先在登录页添加学员，他们学完模块、通过结业考试后会出现在这里。")
            self._who.configure(text="还没有学员")
            self._said.say("")
            return
        expiring = sum(len(row.expiring) for row in rows)
        thin = thin_lines(rows, [line for line in _LINES if not line.general])
        alone = (
            f"；只有一人或没有人会的业务：{'、'.join(line.label for line in thin)}" if len(people) > 1 and thin else ""
        )
        self._summary.say(f"{len(people)} 人，快到期或已过期 {expiring} 项{alone}。")
        self._look(*self.grid_view.at)

    def _look(self, row: int, column: int) -> None:
        people, rows, paths = self._shown
        person, skills, line = people[row], rows[row], _LINES[column]
        self._who.configure(text=f"{person.name} · {line.label}")
        names = {each.id: each.name for each in people}
        skill = skills.skills.get(line)
        said = [
            f"{line.label}：{skill.level.label}，{skill.standing.label}"
            + (f"，有效至 {skill.until}" if skill.until else "")
            if skill
            else f"{line.label}：还没有通过结业考试。"
        ]
        if len(people) > 1:
            able = [names[id] for id in stand_ins(line, rows, person.id)]
            said.append(
                f"可以顶岗（AB 岗）：{'、'.join(able)}。" if able else "可以顶岗（AB 岗）：没有别人会这项业务。"
            )
        level = next_level(skills.teller)
        if level is None:
            said.append("综合柜员：已到最高一级。")
        else:
            missing = missing_for(level, paths[person.id])
            said.append(f"到“{level.label}”还差 {len(missing)} 个模块：{'、'.join(m.title for m in missing)}。")
        self._said.say("\n".join(said))

    def _toggle(self) -> None:
        picture = bool(self._picture.winfo_manager())
        (self._picture if picture else self._list).grid_remove()
        (self._list if picture else self._picture).grid()
        self._switch.say("看图" if picture else "看表格", "grid" if picture else "records")
        (self.table if picture else self.grid_view).focus_set()


def _rows(people: Sequence[Person], rows: Sequence[SkillsOf]) -> list[Row]:
    found = []
    for person, row in zip(people, rows, strict=True):
        for line, skill in sorted(row.skills.items(), key=lambda item: item[0].label):
            cells = (person.name, line.label, skill.level.label, str(skill.until or "长期"), skill.standing.label)
            found.append(Row(f"{person.id}:{line.value}", cells, not skill.standing.holds))
    return found
