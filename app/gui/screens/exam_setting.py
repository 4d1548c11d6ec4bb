"""Set an exam: a blueprint, a seed, the version, the time; what the bank lacks is said before anything is kept."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.domain.paper import LARGEST_SEED, Version
from app.domain.rubric import TENTHS
from app.gui.screens.screen import Screen, Start
from app.gui.theme import BODY, HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.picker import Picker
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.blueprint import Blueprint, Lack
    from app.domain.exam import Exam
    from app.domain.people import Person
    from app.gui.services import ExamsService


class ExamSetting(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        trainer: "Person",
        exams: "Callable[[], ExamsService]",
        start: Start,
        on_done: "Callable[[Exam], None]",
        on_back: Callable[[], None],
        on_trouble: Callable[[Exception], None],
    ) -> None:
        super().__init__(parent, theme)
        self._trainer = trainer
        self._exams = exams
        self._start = start
        self._on_done = on_done
        self._on_back = on_back
        self._on_trouble = on_trouble
        self._blueprints: dict[str, Blueprint] = {}
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        Paragraph(body, theme, "安排一场考试", TITLE, bold=True).grid(row=0, sticky="ew", pady=(0, theme.px(16)))
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=1, sticky="ew")
        self._form = self._make_form()
        self._view = self._make_view()
        row = Flow(body, theme, theme.colours.background)
        row.grid(row=2, sticky="ew", pady=(theme.px(20), 0))
        self._button = Button(
            row, theme, "安排考试", self.primary, icon="tick", emphasis=Emphasis.PRIMARY, height=54, width=180
        )
        row.add(self._button, Button(row, theme, "返回", on_back, icon="back", emphasis=Emphasis.QUIET, height=54))
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(780)))
        self._arrange(True)

    def enter(self) -> None:
        self.ready = False

        def show(found: "tuple[Sequence[Blueprint], Sequence[Exception], int]") -> None:
            usable, problems, seed = found
            self._blueprints = {each.id: each for each in usable}
            options = [(each.id, each.title) for each in usable]
            known = self._picker.value in self._blueprints
            first = "contest" if "contest" in self._blueprints else options[0][0] if options else ""
            self._picker.offer(options, self._picker.value if known else first)
            self._seed.text = str(seed)
            self._chosen()
            self.ready = True
            self._picker.focus_set()
            for problem in problems[:1]:
                self._on_trouble(problem)

        def work(_progress: object) -> "tuple[Sequence[Blueprint], Sequence[Exception], int]":
            found = self._exams().blueprints()
            return found.usable, found.problems, self._exams().fresh_seed()

        self._start(work, show)

    def primary(self) -> bool:
        blueprint = self._blueprints.get(self._picker.value)
        if blueprint is None:
            raise UserError(
                "还没有可用的试卷蓝图。", "请把蓝图文件放进 question_bank/blueprints/，写法见 docs/formats.md。"
            )
        seed = _whole(self._seed.text, "抽题号", 0, LARGEST_SEED)
        minutes = _whole(self._minutes.text, "考试时间", 1, 600)
        version, title = self._version.value, self._title.text
        self._start(
            lambda _progress: self._exams().set_exam(self._trainer, blueprint, seed, version, title, minutes),
            self._on_done,
            title="正在抽题",
        )
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _make_form(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        pad, gap = theme.px(24), theme.px(16)
        words(box, theme, "试卷蓝图", SMALL, colour=colours.muted).grid(sticky="w", padx=pad, pady=(theme.px(20), 0))
        self._picker: Picker[str] = Picker(box, theme, [], "", lambda _id: self._chosen(), width=260)
        self._picker.grid(sticky="w", padx=pad, pady=(theme.px(4), gap))
        self._title = Field(box, theme, "考试名称")
        self._title.grid(sticky="ew", padx=pad, pady=(0, gap))
        pair = tkinter.Frame(box, bg=colours.surface)
        pair.grid(sticky="ew", padx=pad, pady=(0, gap))
        pair.columnconfigure((0, 1), weight=1, uniform="pair")
        self._minutes = Field(pair, theme, "时间（分钟）")
        self._minutes.grid(row=0, column=0, sticky="ew", padx=(0, gap))
        self._seed = Field(pair, theme, "抽题号")
        self._seed.grid(row=0, column=1, sticky="ew")
        words(box, theme, "卷别", SMALL, colour=colours.muted).grid(sticky="w", padx=pad)
        self._version: Choice[Version] = Choice(box, theme, [(each, f"{each.value} 卷") for each in Version], Version.A)
        self._version.grid(sticky="ew", padx=pad, pady=(theme.px(4), theme.px(6)))
        Paragraph(
            box,
            theme,
            "同一个抽题号的 A 卷和 B 卷题目尽量不同，邻座各发一份。少考过的题先出。",
            SMALL,
            colour=colours.muted,
        ).grid(sticky="ew", padx=pad, pady=(0, theme.px(22)))
        return box

    def _make_view(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(24)
        self._name = Paragraph(box, theme, "", HEADING, bold=True)
        self._name.grid(sticky="ew", padx=pad, pady=(theme.px(20), theme.px(4)))
        self._about = Paragraph(box, theme, "", BODY)
        self._about.grid(sticky="ew", padx=pad)
        self._parts = Paragraph(box, theme, "", BODY)
        self._parts.grid(sticky="ew", padx=pad, pady=(theme.px(12), 0))
        self._rules = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._rules.grid(sticky="ew", padx=pad, pady=(theme.px(12), 0))
        self._missing = Paragraph(box, theme, "", BODY, bold=True, colour=colours.forbidden)
        self._missing.grid(sticky="ew", padx=pad, pady=(theme.px(12), theme.px(20)))
        return box

    def _chosen(self) -> None:
        blueprint = self._blueprints.get(self._picker.value)
        self._button.enable(blueprint is not None)
        if blueprint is None:
            self._about.say("还没有试卷蓝图。请把蓝图文件放进 question_bank/blueprints/，写法见 docs/formats.md。")
            return
        self._title.text = blueprint.title
        self._minutes.text = str(blueprint.minutes)
        self._name.say(blueprint.title)
        self._about.say(blueprint.about)
        self._parts.say(
            "\n".join(
                f"{section.title}　{section.count} 题 × {section.points / TENTHS:g} 分　（{section.wanted}）"
                for section in blueprint.sections
            )
        )
        partial = f"多选{blueprint.partial.label}；" if blueprint.partial else ""
        self._rules.say(
            f"共 {blueprint.count} 题，满分 {blueprint.full / TENTHS:g} 分，{blueprint.pass_mark / TENTHS:g} 分合格；"
            f"{partial}{blueprint.full_screen.label}；中断合计 {blueprint.interruption} 分钟以内不计时。"
        )
        self._missing.say("")
        self._start(lambda _progress: self._exams().missing(blueprint), self._say_missing)

    def _say_missing(self, lacks: "Sequence[Lack]") -> None:
        self._missing.say("题库不够：" + "；".join(map(str, lacks)) + "。请补充题目，或换一个蓝图。" if lacks else "")
        self._button.enable(not lacks)

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(20)
        self._form.grid_forget()
        self._view.grid_forget()
        self._columns.columnconfigure(0, weight=1, uniform="half" if wide else "")
        self._columns.columnconfigure(1, weight=1 if wide else 0, uniform="half" if wide else "")
        if wide:
            self._form.grid(row=0, column=0, sticky="new", padx=(0, gap))
            self._view.grid(row=0, column=1, sticky="new")
        else:
            self._form.grid(row=0, column=0, sticky="ew", pady=(0, gap))
            self._view.grid(row=1, column=0, sticky="ew")


def _whole(text: str, what: str, least: int, most: int) -> int:
    try:
        number = int(text.strip())
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise UserError(f"{what}应当是 {least} 到 {most} 的整数。", f"请改正{what}。")
    return number
