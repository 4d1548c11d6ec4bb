"""How everybody gets on, for the trainer: who is held up and by what comes first."""

import tkinter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from app.domain.modules.progress import LearnerProgress, held_up, in_order_of_need
from app.domain.people import Person, Role
from app.gui.screens.screen import Screen, Start
from app.gui.theme import HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.charts import ShareBar, ShareBars
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.gui.services import PeopleService
    from app.services.learning import LearningDesk

Found = tuple[dict[str, Person], tuple[LearnerProgress, ...]]


class LearnClass(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        people: "Callable[[], PeopleService]",
        learning: "Callable[[], LearningDesk]",
        start: Start,
        on_person: Callable[[Person], None],
        on_back: Callable[[], None],
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent, theme)
        self._people = people
        self._learning = learning
        self._start = start
        self._on_person = on_person
        self._on_back = on_back
        self._today = today
        self._known: dict[str, Person] = {}
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.page = Page(self, theme)
        self.page.grid(sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(20)
        Button(body, theme, "学习", on_back, icon="back", emphasis=Emphasis.QUIET).grid(row=0, sticky="w")
        Paragraph(body, theme, "学员进展", TITLE, bold=True).grid(row=1, sticky="ew", pady=(theme.px(6), 0))
        self._said = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._said.grid(row=2, sticky="ew", pady=(theme.px(2), gap))
        box = card(body, theme)
        box.columnconfigure(0, weight=1)
        box.grid(row=3, sticky="ew")
        self.table = Table(
            box, theme,
            (
                Column("姓名", 110),
                Column("通过", 84),
                Column("下一步", 210, spare=2),
                Column("最近学习", 120, spare=1),
                Column("要留意", 280, grow=True),
            ),
            on_open=lambda key: on_person(self._known[key]), empty="还没有学员。请先在登录页添加。", rows=7,
        )  # fmt: skip
        self.table.grid(sticky="ew", padx=theme.px(14), pady=theme.px(12))
        weak = card(body, theme)
        weak.columnconfigure(0, weight=1)
        weak.grid(row=4, sticky="ew", pady=(gap, 0))
        words(weak, theme, "全班的业务线", HEADING, bold=True).grid(
            sticky="w", padx=theme.px(24), pady=(theme.px(20), 0)
        )
        self._weak_said = Paragraph(weak, theme, "", SMALL, colour=theme.colours.muted)
        self._weak_said.grid(sticky="ew", padx=theme.px(24), pady=(theme.px(2), theme.px(8)))
        self.bars = ShareBars(weak, theme)
        self.bars.grid(sticky="ew", padx=theme.px(16), pady=(0, theme.px(20)))

    def enter(self) -> None:
        self.ready = False
        self.table.focus_set()

        def look(progress: Callable[[float | None, str], None]) -> Found:
            people = [person for person in self._people().all() if person.role is Role.TRAINEE]
            found = []
            for at, person in enumerate(people):
                progress(at / len(people), f"正在汇总 {person.name}")
                found.append(self._learning().progress(person))
            return {person.id: person for person in people}, in_order_of_need(found, self._today())

        self._start(look, self._show, on_cancel=self._on_back, title="正在汇总学员进展")

    def primary(self) -> bool:
        if self.table.chosen:
            self._on_person(self._known[self.table.chosen])
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _show(self, found: Found) -> None:
        self._known, all = found
        self.ready = True
        today = self._today()
        held = [held_up(each, today) for each in all]
        self._said.say(f"{len(all)} 名学员，{sum(map(bool, held))} 名需要留意；按回车看一个人的进展。" if all else "")
        self.table.fill(
            Row(
                each.person,
                (
                    self._known[each.person].name,
                    f"{each.passed}/{len(each.states)}",
                    each.next.module.title if each.next else "已学完",
                    str(each.active or "—"),
                    "；".join(reasons) or "顺利",
                ),
                not reasons,
            )
            for each, reasons in zip(all, held, strict=True)
        )
        if all:
            self.table.choose(all[0].person)
        bars = _of_all(all)
        self.bars.show(bars)
        weak = [bar.label for bar in bars if bar.weak][:3]
        self._weak_said.say(
            f"全班最弱：{'、'.join(weak)}，可以上一次课。" if weak else "练过的人每条线都在八成以上，或者还没有人练。"
        )


def _of_all(all: tuple[LearnerProgress, ...]) -> list[ShareBar]:
    """The mean of those who have practised a line, the weakest first."""
    shares: dict[tuple[str, str], list[float]] = {}
    for each in all:
        for line in each.lines:
            if line.share is not None:
                shares.setdefault((line.key, line.label), []).append(line.share)
    means = {key: sum(found) / len(found) for key, found in shares.items()}
    return [
        ShareBar(key, label, mean, f"{mean:.0%} · {len(shares[key, label])} 人", mean < 0.8)
        for (key, label), mean in sorted(means.items(), key=lambda item: item[1])
    ]
