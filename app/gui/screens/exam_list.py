"""The exams: what one can sit, go on with or look at again; and a mock exam at any time."""

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.exam import ExamKind
from app.domain.rubric import TENTHS
from app.gui.screens.records import short_time
from app.gui.screens.screen import Screen, Start
from app.gui.theme import BODY, HEADING, LARGE, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.picker import Picker
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.blueprint import Blueprint
    from app.domain.people import Person
    from app.gui.services import ExamsService, Offer


@dataclass(frozen=True, slots=True)
class _Found:
    offers: "Sequence[Offer]"
    blueprints: "Sequence[Blueprint]"
    problems: Sequence[Exception]


class ExamList(Screen):
    """`on_open` begins, goes on or shows the result, whichever an offer is for; `on_mock` begins a mock exam."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: "Person",
        exams: "Callable[[], ExamsService]",
        start: Start,
        on_open: "Callable[[Offer], None]",
        on_mock: "Callable[[Blueprint], None]",
        on_back: Callable[[], None],
        on_trouble: Callable[[Exception], None],
    ) -> None:
        super().__init__(parent, theme)
        self._person = person
        self._exams = exams
        self._start = start
        self._on_open = on_open
        self._on_mock = on_mock
        self._on_back = on_back
        self._on_trouble = on_trouble
        self._offers: dict[str, Offer] = {}
        self._blueprints: dict[str, Blueprint] = {}
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(20)
        Paragraph(body, theme, "考试", TITLE, bold=True).grid(row=0, sticky="ew")
        self._state = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._state.grid(row=1, sticky="ew", pady=(theme.px(2), gap))
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=2, sticky="nsew")
        self._list_card = card(self._columns, theme)
        self._list_card.columnconfigure(0, weight=1)
        self._list_card.rowconfigure(0, weight=1)
        self.table = Table(
            self._list_card,
            theme,
            (
                Column("考试", 180, grow=True),
                Column("性质", 96, spare=2),
                Column("题数", 64, spare=3),
                Column("状态", 104),
            ),
            on_open=lambda key: self._on_open(self._offers[key]),
            on_choose=self._preview,
            empty="还没有安排给您的考试。可以在下面自己先模拟一次。",
            rows=6,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._preview_card = self._make_preview()
        self._mock_card(body).grid(row=3, sticky="ew", pady=(gap, 0))
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(700)))
        self._arrange(True)

    def enter(self) -> None:
        self.ready = False

        def work(_progress: object) -> _Found:
            found = self._exams().blueprints()
            return _Found(self._exams().offers(self._person), found.usable, found.problems)

        self._start(work, self._show)

    def primary(self) -> bool:
        if self.table.chosen:
            self._on_open(self._offers[self.table.chosen])
        elif self.ready:
            self._begin_mock()
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _show(self, found: _Found) -> None:
        self._offers = {offer.exam.id: offer for offer in found.offers}
        self._blueprints = {each.id: each for each in found.blueprints}
        self.table.fill(
            Row(
                offer.exam.id,
                (offer.exam.title, offer.exam.kind.label, f"{offer.exam.questions}", offer.standing.label),
                faint=bool(offer.record_id),
            )
            for offer in found.offers
        )
        if found.offers and not self.table.chosen:
            self.table.choose(found.offers[0].exam.id)
        if not found.offers:
            self._preview_card.grid_remove()
        else:
            self._preview_card.grid()
        waiting = sum(not offer.sitting_id for offer in found.offers)
        begun = sum(bool(offer.sitting_id) and not offer.record_id for offer in found.offers)
        self._state.say(_state_in_words(waiting, begun))
        options = [(each.id, each.title) for each in found.blueprints]
        self._picker.offer(options, self._picker.value if self._picker.value in self._blueprints else _first(options))
        self._tell_blueprint()
        self.ready = True
        (self.table if found.offers else self._mock).focus_set()
        for problem in found.problems[:1]:
            self._on_trouble(problem)

    def _make_preview(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self._columns, theme, fill=colours.accent_soft)
        box.columnconfigure(0, weight=1)
        pad = theme.px(24)
        words(box, theme, "下一步", SMALL, bold=True, colour=colours.accent).grid(
            sticky="w", padx=pad, pady=(theme.px(20), 0)
        )
        self._title = Paragraph(box, theme, "", LARGE, bold=True)
        self._title.grid(sticky="ew", padx=pad, pady=(theme.px(4), 0))
        self._facts = Paragraph(box, theme, "", BODY)
        self._facts.grid(sticky="ew", padx=pad, pady=(theme.px(4), theme.px(16)))
        self._go = Button(box, theme, "", self.primary, icon="next", emphasis=Emphasis.PRIMARY, height=54)
        self._go.grid(sticky="ew", padx=pad, pady=(0, theme.px(22)))
        return box

    def _mock_card(self, body: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(24)
        words(box, theme, "自己模拟一次", HEADING, bold=True).grid(sticky="w", padx=pad, pady=(theme.px(20), 0))
        self._about = Paragraph(box, theme, "", BODY)
        self._about.grid(sticky="ew", padx=pad, pady=(theme.px(6), theme.px(12)))
        row = Flow(box, theme, colours.surface)
        row.grid(sticky="ew", padx=pad, pady=(0, theme.px(20)))
        self._picker: Picker[str] = Picker(row, theme, [], "", lambda _id: self._tell_blueprint(), width=220)
        self._mock = Button(row, theme, "开始模拟考试", self._begin_mock, icon="pencil")
        row.add(self._picker, self._mock)
        return box

    def _tell_blueprint(self) -> None:
        blueprint = self._blueprints.get(self._picker.value)
        self._mock.enable(blueprint is not None)
        if blueprint is None:
            self._about.say("还没有试卷蓝图。请把蓝图文件放进 question_bank/blueprints/，写法见 docs/formats.md。")
            return
        self._about.say(
            f"{blueprint.about or blueprint.in_words}"
            f"{blueprint.count} 题，{blueprint.full / TENTHS:g} 分，{blueprint.minutes} 分钟。每次题目都不同，成绩也存入记录。"
        )

    def _begin_mock(self) -> None:
        blueprint = self._blueprints.get(self._picker.value)
        if blueprint is not None:
            self._on_mock(blueprint)

    def _preview(self, key: str) -> None:
        offer = self._offers[key]
        exam = offer.exam
        self._title.say(exam.title)
        kind = {ExamKind.SET: "带教老师安排的考试", ExamKind.MOCK: "自己的模拟考试"}.get(
            exam.kind, "培训模块的结业考试"
        )
        self._facts.say(f"{kind}，{short_time(exam.made)}。{exam.questions} 题，{exam.minutes} 分钟。")
        self._go.say("看成绩" if offer.record_id else "继续考试" if offer.sitting_id else "参加考试")

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(20)
        parts: tuple[Any, ...] = (self._list_card, self._preview_card)
        for part in parts:
            part.grid_forget()
        self._columns.columnconfigure(0, weight=1)
        self._columns.columnconfigure(1, weight=0, minsize=self.theme.px(320) if wide else 0)
        if wide:
            self._list_card.grid(row=0, column=0, sticky="nsew")
            self._preview_card.grid(row=0, column=1, sticky="new", padx=(gap, 0))
        else:
            self._preview_card.grid(row=0, column=0, sticky="ew", pady=(0, gap))
            self._list_card.grid(row=1, column=0, sticky="nsew")
        if not self._offers:
            self._preview_card.grid_remove()


def _first(options: Sequence[tuple[str, str]]) -> str:
    return "contest" if "contest" in dict(options) else options[0][0] if options else ""


def _state_in_words(waiting: int, begun: int) -> str:
    said = []
    if begun:
        said.append(f"有 {begun} 场考试正在进行，请先继续")
    if waiting:
        said.append(f"有 {waiting} 场考试等您参加")
    return f"{'；'.join(said)}。" if said else "现在没有要参加的考试。"
