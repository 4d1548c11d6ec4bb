"""Home: a greeting, the one next step, and how the last replies went."""

import tkinter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.errors import Progress, UserError
from app.domain.people import Person, Role
from app.gui.pictures import bars
from app.gui.screens.screen import Screen, Start
from app.gui.theme import BODY, HEADING, LARGE, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.home_news import HomeNews
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.dispute import Dispute
    from app.gui.services import KeptAttempt, KeptDialogue, PracticeService, RecordsService
    from app.services.disputes import DisputeDesk
    from app.services.practice import SetView

    Spoken = KeptAttempt | KeptDialogue

_SHOWN = 12


class Home(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: Person,
        records: "Callable[[], RecordsService]",
        practice: "Callable[[], PracticeService]",
        start: Start,
        on_role_play: Callable[[], None],
        on_practise: Callable[[], None],
        on_records: Callable[[], None],
        disputes: "Callable[[], DisputeDesk]",
        on_disputes: Callable[[], None],
        on_answers: "Callable[[tuple[Dispute, ...]], None]",
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(parent, theme)
        self._person = person
        self._records = records
        self._practice = practice
        self._disputes = disputes
        self._on_disputes, self._on_answers = on_disputes, on_answers
        self._start = start
        self._on_records = on_records
        self._now = now
        self._role_play, self._practise = on_role_play, on_practise
        self._next = on_records if person.role is Role.HR else on_role_play
        self._other = on_practise
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme, padding=40)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        self._greeting = Paragraph(body, theme, "", TITLE, bold=True)
        self._greeting.grid(row=0, sticky="ew")
        self._day = Paragraph(body, theme, "", colour=theme.colours.muted)
        self._day.grid(row=1, sticky="ew", pady=(theme.px(4), theme.px(24)))
        self._news = HomeNews(body, theme)
        self._news.grid(row=2, sticky="ew", pady=(0, theme.px(20)))
        self._news.grid_remove()
        self._step_card(body).grid(row=3, sticky="ew")
        self._results_card(body, on_records).grid(row=4, sticky="ew", pady=(theme.px(24), 0))

    def enter(self) -> None:
        now = self._now()
        self._greeting.say(f"{_greeting(now.hour)}，{self._person.name}")
        self._day.say(f"{now.month} 月 {now.day} 日 · {self._person.role.label}")
        self._button.focus_set()

        def look(_progress: Progress) -> "tuple[Sequence[Spoken], SetView | None]":
            records = self._records()
            spoken = (*records.attempts_of(self._person), *records.dialogues_of(self._person))
            attempts = tuple(sorted(spoken, key=lambda kept: kept.record.number))
            try:
                return attempts, self._practice().today(self._person) if self._person.role is not Role.HR else None
            except UserError:  # the screen of practice says what is the matter
                return attempts, None

        self._start(look, lambda found: self._show(*found))
        self._start(self._look_for_news, lambda news: self._show_news(*news))

    def primary(self) -> bool:
        self._next()
        return True

    def _look_for_news(self, _progress: Progress) -> "tuple[tuple[Dispute, ...], int]":
        """Answers to one's own disputes, and how many of others wait for this trainer."""
        desk = self._disputes()
        return desk.unseen(self._person), len(desk.waiting(self._person))

    def _show_news(self, answered: "tuple[Dispute, ...]", waiting: int) -> None:
        if answered:
            titles = "、".join(dict.fromkeys(f"“{each.claim.title}”" for each in answered))
            count = f"{len(answered)} 条" if len(answered) > 1 else ""
            self._news.show(f"您的异议有{count}答复了", titles, "看答复", lambda: self._on_answers(answered))
        elif waiting:
            said = "学员请您再听一遍录音，听完给一个答复。"
            self._news.show(f"待处理的异议：{waiting} 条", said, "去处理", self._on_disputes)
        else:
            self._news.hide()

    def _step_card(self, body: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme, fill=colours.accent_soft)
        box.columnconfigure(0, weight=1)
        pad = theme.px(32)
        words(box, theme, "下一步", SMALL, bold=True, colour=colours.accent).grid(
            sticky="w", padx=pad, pady=(theme.px(28), 0)
        )
        self._headline = Paragraph(box, theme, "", 26, bold=True)
        self._headline.grid(sticky="ew", padx=pad, pady=(theme.px(4), theme.px(4)))
        self._explained = Paragraph(box, theme, "", BODY)
        self._explained.grid(sticky="ew", padx=pad)
        row = Flow(box, theme, colours.accent_soft)
        row.grid(sticky="ew", padx=pad, pady=(theme.px(20), theme.px(28)))
        self._button = Button(
            row, theme, "开始", self.primary, icon="next", emphasis=Emphasis.PRIMARY, size=LARGE, height=56, width=240
        )
        self._second = Button(row, theme, "今天的十题", lambda: self._other(), icon="pencil", height=56)
        row.add(self._button, self._second)
        self._buttons = row
        return box

    def _results_card(self, body: tkinter.Misc, on_records: Callable[[], None]) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(32)
        words(box, theme, "最近的成绩", HEADING, bold=True).grid(
            row=0, column=0, sticky="w", padx=pad, pady=(theme.px(24), 0)
        )
        Button(box, theme, "全部记录", on_records, icon="records", emphasis=Emphasis.QUIET).grid(
            row=0, column=1, sticky="e", padx=theme.px(16), pady=(theme.px(16), 0)
        )
        self._about = Paragraph(box, theme, "", BODY, colour=colours.muted)
        self._about.grid(row=1, column=0, columnspan=2, sticky="ew", padx=pad, pady=(theme.px(4), 0))
        self._chart = tkinter.Canvas(box, height=1, width=1, bg=colours.surface, highlightthickness=0, bd=0)
        self._chart.grid(row=2, column=0, columnspan=2, sticky="ew", padx=pad, pady=(theme.px(12), theme.px(24)))
        return box

    def _show(self, attempts: "Sequence[Spoken]", ten: "SetView | None") -> None:
        left = ten.left if ten is not None else 0
        self._next, self._other = self._role_play, self._practise
        self._second.say(f"今天的十题 · 还剩 {left}", "pencil")
        if self._person.role is Role.HR:
            self._next = self._on_records
            step = ("查看和校验记录", "每一条记录都能打开、校验，需要时打印成评定记录。", "打开记录")
        elif not attempts:
            step = (
                "开始第一次对练",
                "屏幕上会出现一位来办事的群众。听他说，然后开口回答，马上就能看到哪里好、哪里要改。",
                "开始第一次对练",
            )
        elif ten is not None and ten.left:
            self._next, self._other = self._practise, self._role_play
            self._second.say("情景对练", "talk")
            begun = left < ten.total
            step = (
                f"今天的十题，还剩 {left} 题" if ten.total == 10 else f"今天的 {ten.total} 题，还剩 {left} 题",
                f"已经做了 {ten.total - left} 题，答对 {ten.right} 题，接着做。"
                if begun
                else "十分钟左右。到期要复习的、薄弱的、没做过的各有一些，答完马上看到解析和依据。",
                "继续做题" if begun else "开始做题",
            )
        elif not attempts[-1].sheet.passed:
            step = ("再练一次，把分提上来", f"上次“{_title(attempts[-1])}”还没有通过。", "继续对练")
        else:
            step = ("继续对练", f"上次“{_title(attempts[-1])}”已经通过，换一位群众试试。", "继续对练")
        self._headline.say(step[0])
        self._explained.say(step[1])
        self._button.say(step[2])
        self._buttons.keep(*((self._button, self._second) if left else (self._button,)))
        last = attempts[-_SHOWN:]
        if not last:
            self._about.say("还没有成绩。对练一次，这里就会有第一根柱子。")
            self._chart.configure(height=1)
            self._chart.delete("all")
            return
        passed = sum(kept.sheet.passed for kept in attempts)
        self._about.say(f"共 {len(attempts)} 次，通过 {passed} 次。")
        self._draw_chart([(kept.sheet.total, kept.sheet.possible, kept.sheet.passed) for kept in last])

    def _draw_chart(self, scores: Sequence[tuple[float, float, bool]]) -> None:
        """A bar a reply or conversation with its number above and its verdict's sign below: never by colour alone."""
        theme, colours = self.theme, self.theme.colours
        thick, gap, high = theme.px(28), theme.px(32), theme.px(104)
        shares = [
            (total / possible if possible else 0.0, colours.accent if passed else colours.forbidden)
            for total, possible, passed in scores
        ]
        self._bars = bars(self, (thick + gap) * len(scores), high, shares, gap, thick, colours.sunken)
        top = theme.px(28)
        self._chart.configure(height=top + high + theme.px(32))
        self._chart.delete("all")
        self._chart.create_image(theme.px(8), top, image=self._bars, anchor="nw")
        for at, (total, _possible, passed) in enumerate(scores):
            x = theme.px(8) + at * (thick + gap) + thick // 2
            self._chart.create_text(x, top - theme.px(14), text=f"{total:g}", font=theme.font(SMALL), fill=colours.text)
            icon = theme.icon("tick" if passed else "cross", 18, colours.accent if passed else colours.forbidden)
            self._chart.create_image(x, top + high + theme.px(18), image=icon)


def _title(kept: "Spoken") -> str:
    from app.services.kept_records import KeptDialogue

    return kept.played.scenario_title if isinstance(kept, KeptDialogue) else kept.attempt.scenario_title


def _greeting(hour: int) -> str:
    if hour < 5:
        return "夜深了"
    if hour < 11:
        return "早上好"
    if hour < 13:
        return "中午好"
    return "下午好" if hour < 18 else "晚上好"
