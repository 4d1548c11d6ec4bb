"""How one person gets on: modules, lines, role-plays as charts; what is weak, what comes next, what holds them up."""

import tkinter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from app.domain.modules.progress import LearnerProgress, Share, held_up
from app.gui.pictures import ring
from app.gui.screens.screen import Screen, Start
from app.gui.theme import HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.charts import ShareBar, ShareBars
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.services.learning import LearningDesk

_RING = 148
_WEAK = 0.8


class LearnProgress(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        learning: "Callable[[], LearningDesk]",
        start: Start,
        on_back: Callable[[], None],
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent, theme)
        self._learning = learning
        self._start = start
        self._on_back = on_back
        self._today = today
        self._person: Person | None = None
        self.progress: LearnerProgress | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.page = Page(self, theme)
        self.page.grid(sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(20)
        self._up = Button(body, theme, "返回", on_back, icon="back", emphasis=Emphasis.QUIET)
        self._up.grid(row=0, sticky="w")
        self._title = Paragraph(body, theme, "", TITLE, bold=True)
        self._title.grid(row=1, sticky="ew", pady=(theme.px(6), gap))
        self._head(body).grid(row=2, sticky="ew")
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=3, sticky="ew", pady=(gap, 0))
        self._lines_card, self.lines, self._lines_said = self._bars("各条业务线的练习")
        self._plays_card, self.plays, self._plays_said = self._bars("情景对练，最近一次")
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(820)))
        self._arrange(True)

    def show(self, person: "Person", own: bool) -> None:
        self._person = person
        self._title.say("我的进展" if own else f"{person.name}的进展")

    def enter(self) -> None:
        self.progress = None
        self._up.focus_set()
        person = self._person
        assert person is not None
        self._start(lambda _progress: self._learning().progress(person), self._draw, title="正在汇总")

    def back(self) -> bool:
        self._on_back()
        return True

    def _head(self, body: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        box = card(body, theme)
        box.columnconfigure(1, weight=1)
        size = theme.px(_RING)
        self._ring = tkinter.Canvas(box, width=size, height=size, bg=theme.colours.surface, highlightthickness=0, bd=0)
        self._ring.grid(row=0, column=0, rowspan=3, padx=theme.px(28), pady=theme.px(24))
        self._far = Paragraph(box, theme, "", HEADING, bold=True)
        self._far.grid(row=0, column=1, sticky="sew", padx=(0, theme.px(24)), pady=(theme.px(22), 0))
        self._next = Paragraph(box, theme, "")
        self._next.grid(row=1, column=1, sticky="ew", padx=(0, theme.px(24)), pady=(theme.px(4), 0))
        self._held = Paragraph(box, theme, "", colour=theme.colours.forbidden)
        self._held.grid(row=2, column=1, sticky="new", padx=(0, theme.px(24)), pady=(theme.px(4), theme.px(22)))
        return box

    def _bars(self, title: str) -> tuple[tkinter.Widget, ShareBars, Paragraph]:
        theme = self.theme
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(24)
        words(box, theme, title, HEADING, bold=True).grid(sticky="w", padx=pad, pady=(theme.px(20), 0))
        said = Paragraph(box, theme, "", SMALL, colour=theme.colours.muted)
        said.grid(sticky="ew", padx=pad, pady=(theme.px(2), theme.px(8)))
        bars = ShareBars(box, theme)
        bars.grid(sticky="ew", padx=theme.px(16), pady=(0, theme.px(20)))
        return box, bars, said

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(20)
        for at, box in enumerate((self._lines_card, self._plays_card)):
            box.grid_forget()
            box.grid(
                row=0 if wide else at, column=at if wide else 0, sticky="new",
                padx=(0, gap) if wide and at == 0 else 0, pady=(0, gap) if not wide and at == 0 else 0,
            )  # fmt: skip
        for column in (0, 1):
            self._columns.columnconfigure(
                column, weight=1 if wide or column == 0 else 0, uniform="columns" if wide else ""
            )

    def _draw(self, progress: LearnerProgress) -> None:
        self.progress = progress
        theme, colours = self.theme, self.theme.colours
        total = len(progress.states)
        size = theme.px(_RING)
        self._image = ring(self, size, progress.passed / total if total else 0.0, colours.accent, colours.sunken)
        self._ring.delete("all")
        self._ring.create_image(size // 2, size // 2, image=self._image)
        self._ring.create_text(
            size // 2, size // 2, text=f"{progress.passed}/{total}", font=theme.font(30, bold=True), fill=colours.text
        )
        active = f"最近学习 {progress.active}" if progress.active else "还没有开始学"
        self._far.say(f"通过 {progress.passed} 个模块，读课文 {progress.minutes} 分钟，{active}。")
        following = progress.next
        self._next.say(f"下一步：{following.module.title}。" if following else "没有要做的了。")
        held = held_up(progress, self._today())
        self._held.say(f"要留意：{'；'.join(held)}。" if held else "")
        weak = "、".join(f"{line.label} {line.words}" for line in progress.weakest)
        practised = any(line.share is not None for line in progress.lines)
        self._lines_said.say(
            f"最弱的：{weak}。" if weak else "都在八成以上。" if practised else "还没有练习过，去“练习”做今天的十题。"
        )
        self.lines.show([_bar(line) for line in progress.lines])
        self._plays_said.say(
            f"谈过 {len(progress.role_plays)} 个情景。" if progress.role_plays else "还没有谈过，去“情景对练”谈一场。"
        )
        self.plays.show([_bar(each) for each in sorted(progress.role_plays, key=lambda each: each.share or 0)[:11]])


def _bar(share: Share) -> ShareBar:
    weak = share.share is not None and share.share < _WEAK
    return ShareBar(share.key, share.label, share.share, share.words, weak)
