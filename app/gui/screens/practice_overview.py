"""Practice: today's ten as the next step, other things to practise, how the lines stand and what comes when."""

import tkinter
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.domain.business import BusinessLine
from app.domain.practice import WEAK_SHARE, Kind
from app.gui.screens.practice_aim import AimForm
from app.gui.screens.screen import Screen, Start
from app.gui.theme import BODY, HEADING, LARGE, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.charts import DayBars, ShareBar, ShareBars
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.gui.services import PracticeService
    from app.services.practice import Overview


class PracticeOverview(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: "Person",
        practice: "Callable[[], PracticeService]",
        start: Start,
        on_begin: Callable[[Kind, BusinessLine | None], None],
        on_back: Callable[[], None],
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent, theme)
        self._person = person
        self._practice = practice
        self._start = start
        self._on_begin = on_begin
        self._on_back = on_back
        self._today = today
        self._next: Kind | None = Kind.DAILY
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.page = Page(self, theme)
        self.page.grid(sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(20)
        Paragraph(body, theme, "练习", TITLE, bold=True).grid(row=0, sticky="ew")
        self._week = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._week.grid(row=1, sticky="ew", pady=(theme.px(2), gap))
        self._step_card(body).grid(row=2, sticky="ew")
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=3, sticky="ew", pady=(gap, 0))
        self._lines = self._lines_card()
        self._side = tkinter.Frame(self._columns, bg=theme.colours.background)
        self._side.columnconfigure(0, weight=1)
        self._coming_card(self._side).grid(row=0, sticky="ew")
        self._aim_card(self._side).grid(row=1, sticky="ew", pady=(gap, 0))
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(820)))
        self._arrange(True)

    def enter(self) -> None:
        self.ready = False
        self._button.focus_set()
        self._start(lambda _progress: self._practice().overview(self._person), self._show)

    def primary(self) -> bool:
        if self._next is not None and self.ready:
            self._on_begin(self._next, None)
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _step_card(self, body: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme, fill=colours.accent_soft)
        box.columnconfigure(0, weight=1)
        pad = theme.px(28)
        words(box, theme, "下一步", SMALL, bold=True, colour=colours.accent).grid(
            sticky="w", padx=pad, pady=(theme.px(24), 0)
        )
        self._headline = Paragraph(box, theme, "今天的十题", 26, bold=True)
        self._headline.grid(sticky="ew", padx=pad, pady=(theme.px(2), 0))
        self._explained = Paragraph(box, theme, "", BODY)
        self._explained.grid(sticky="ew", padx=pad, pady=(theme.px(2), 0))
        row = Flow(box, theme, colours.accent_soft)
        row.grid(sticky="ew", padx=pad, pady=(theme.px(16), theme.px(24)))
        self._button = Button(
            row, theme, "开始", self.primary, icon="next", emphasis=Emphasis.PRIMARY, size=LARGE, height=54, width=160
        )
        self._due = Button(row, theme, "到期复习", lambda: self._on_begin(Kind.DUE, None), icon="again", height=54)
        self._weekly = Button(
            row, theme, "周周练", lambda: self._on_begin(Kind.WEEKLY, None), icon="records", height=54
        )
        self._weak = Button(row, theme, "薄弱处", lambda: self._on_begin(Kind.WEAK, None), icon="warn", height=54)
        self._missed = Button(
            row, theme, "错题", lambda: self._on_begin(Kind.MISSED, None), icon="cross-ring", height=54
        )
        row.add(self._button, self._due, self._weekly, self._weak, self._missed)
        return box

    def _lines_card(self) -> tkinter.Widget:
        theme = self.theme
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(24)
        words(box, theme, "各条业务线", HEADING, bold=True).grid(sticky="w", padx=pad, pady=(theme.px(20), 0))
        self._lines_said = Paragraph(box, theme, "", SMALL, colour=theme.colours.muted)
        self._lines_said.grid(sticky="ew", padx=pad, pady=(theme.px(2), theme.px(8)))
        self.lines = ShareBars(box, theme, lambda line: self._on_begin(Kind.LINE, line))
        self.lines.grid(sticky="ew", padx=theme.px(16), pady=(0, theme.px(20)))
        return box

    def _coming_card(self, side: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        box = card(side, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(24)
        words(box, theme, "什么时候复习", HEADING, bold=True).grid(sticky="w", padx=pad, pady=(theme.px(20), 0))
        self._coming_said = Paragraph(box, theme, "", SMALL, colour=theme.colours.muted)
        self._coming_said.grid(sticky="ew", padx=pad, pady=(theme.px(2), theme.px(8)))
        self.coming = DayBars(box, theme)
        self.coming.grid(sticky="ew", padx=pad, pady=(0, theme.px(18)))
        return box

    def _aim_card(self, side: tkinter.Misc) -> tkinter.Widget:
        self.aim = AimForm(side, self.theme, self._set_exam_day)
        return self.aim

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(20)
        for widget in (self._lines, self._side):
            widget.grid_forget()
        self._columns.columnconfigure(0, weight=6 if wide else 1, uniform="columns" if wide else "")
        self._columns.columnconfigure(1, weight=5 if wide else 0, uniform="columns" if wide else "")
        if wide:
            self._lines.grid(row=0, column=0, sticky="new", padx=(0, gap))
            self._side.grid(row=0, column=1, sticky="new")
        else:
            self._side.grid(row=0, column=0, sticky="ew", pady=(0, gap))
            self._lines.grid(row=1, column=0, sticky="ew")

    def _set_exam_day(self, day: date | None) -> None:
        def work(_progress: object) -> Any:
            self._practice().set_exam_day(self._person, day)
            return self._practice().overview(self._person)

        self._start(work, self._show, title="正在重新安排复习")

    def _show(self, found: "Overview") -> None:
        self.ready = True
        self.page.to_top()
        practised = sum(count > 0 for count in found.week)
        today = found.week[-1]
        self._week.say(
            f"最近 7 天练了 {practised} 天，共 {sum(found.week)} 题；今天 {today} 题。"
            if sum(found.week)
            else "每天十题，十分钟左右。答完马上看到解析和依据，答错的过几天会再问。"
        )
        self._show_step(found)
        self._due.say(f"到期复习 · {found.due}")
        self._due.enable(found.due > 0)
        self._weekly.say(f"周周练 · {found.weekly.left}" if found.weekly.left else "周周练 · 已完成")
        self._weekly.enable(found.weekly.left > 0)
        self._weak.say(f"薄弱处 · {found.weak[0].label}" if found.weak else "薄弱处 · 暂无")
        self._weak.enable(bool(found.weak))
        self._missed.say(f"错题 · {found.missed}")
        self._missed.enable(found.missed > 0)
        self._show_lines(found)
        self._show_coming(found)
        self.aim.show(found.aim, found.outlook, self._today())

    def _show_step(self, found: "Overview") -> None:
        today = found.daily
        if not today.total:
            self._next = None
            self._headline.say("题库里还没有可以练的题目")
            self._explained.say("请带教老师先导入题目。过期的和待复核的题目不会出现在练习里。")
            self._button.enable(False)
            return
        self._button.enable(True)
        if today.left:
            self._next = Kind.DAILY
            begun = today.left < today.total
            self._headline.say(f"今天的{'十' if today.total == 10 else f' {today.total} '}题，还剩 {today.left} 题")
            self._explained.say(
                f"有到期要复习的，有薄弱处的，也有没做过的。{f'今天该复习 {found.due} 题。' if found.due else ''}"
                if not begun
                else f"已经做了 {today.total - today.left} 题，答对 {today.right} 题，接着做。"
            )
            self._button.say("继续" if begun else "开始")
            return
        done = f"今天的十题做完了，答对 {today.right} 题"
        self._headline.say(done)
        if found.due:
            self._next = Kind.DUE
            self._explained.say(f"还有 {found.due} 道题今天该复习，趁没有忘再过一遍，记得最牢。")
            self._button.say("复习到期的题")
        elif found.weekly.left:
            self._next = Kind.WEEKLY
            self._explained.say(f"还想练的话，这一周的二十题还剩 {found.weekly.left} 题。")
            self._button.say("做周周练")
        elif found.missed:
            self._next = Kind.MISSED
            self._explained.say(f"还想练的话，有 {found.missed} 道题上次没有答对。")
            self._button.say("练错题")
        else:
            self._next = None
            self._explained.say("明天再来，或者在下面选一条业务线接着练。")
            self._button.say("今天做完了", "tick")
            self._button.enable(False)

    def _show_lines(self, found: "Overview") -> None:
        weak = "、".join(each.words for each in found.weak)
        kept = f"另有 {found.kept_back} 题过期或待复核，不出现。" if found.kept_back else ""
        self._lines_said.say(f"{f'薄弱处：{weak}。' if weak else ''}点一条线就练它的十题。{kept}")
        self.lines.show(
            [
                ShareBar(
                    each.line,
                    each.line.label,
                    each.share,
                    f"做过 {each.seen}/{each.total}"
                    if each.share is None
                    else f"{each.share:.0%}　做过 {each.seen}/{each.total}",
                    each.share is not None and each.share < WEAK_SHARE,
                )
                for each in found.lines
            ]
        )

    def _show_coming(self, found: "Overview") -> None:
        soon = sum(found.forecast)
        self._coming_said.say(
            f"往后 {len(found.forecast)} 天要复习 {soon} 题，今天 {found.forecast[0]} 题。"
            if soon
            else "答过的题会按记得多牢排好复习的日子，这里就有柱子。"
        )
        days = [self._today() + timedelta(days=at) for at in range(len(found.forecast))]
        self.coming.show(found.forecast, ["今天", *(f"{day.month}/{day.day}" for day in days[1:])])
