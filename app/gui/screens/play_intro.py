"""Before a conversation: who comes, what lies on the desk, and whether to practise, be examined or listen first."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.role_play.conversation import Mode
from app.domain.role_play.standing import Standing
from app.domain.scenario import Channel, Scenario
from app.gui.pictures import citizen_figure, telephone
from app.gui.screens.screen import Screen, Start
from app.gui.theme import HEADING, LARGE, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.explained_choice import ExplainedChoice
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.gui.services import VoiceService
    from app.services.role_play import RolePlays

_PAPERS = 4  # as many stand on the desk at most


class PlayIntro(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        desk: "Callable[[], RolePlays]",
        voice: "Callable[[], VoiceService]",
        start: Start,
        on_begin: Callable[[Scenario, Mode], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._desk = desk
        self._voice = voice
        self._start = start
        self._on_begin = on_begin
        self._on_back = on_back
        self._scenario: Scenario | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.page = Page(self, theme)
        self.page.grid(sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        head = tkinter.Frame(body, bg=theme.colours.background)
        head.grid(row=0, sticky="ew", pady=(0, theme.px(16)))
        head.columnconfigure(1, weight=1)
        Button(head, theme, "返回", on_back, icon="back", emphasis=Emphasis.QUIET).grid(row=0, column=0)
        self._title = Paragraph(head, theme, "", HEADING, bold=True)
        self._title.grid(row=0, column=1, sticky="ew", padx=theme.px(12))
        self._line = words(head, theme, "", SMALL, colour=theme.colours.muted)
        self._line.grid(row=0, column=2)
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=1, sticky="nsew")
        self._person = self._make_person()
        self._side = self._make_side()
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(720)))
        self._arrange(True)

    def show(self, scenario: Scenario, standing: Standing | None) -> None:
        """Introduce a role-play; `standing` is how one did before."""
        theme, colours = self.theme, self.theme.colours
        self._scenario = scenario
        citizen, written = scenario.citizen, scenario.channel is Channel.WRITING
        size = theme.px(112)
        self._picture = (
            telephone(self, size, colours.accent_soft, colours.accent)
            if scenario.channel is Channel.PHONE
            else citizen_figure(self, citizen, size, colours.accent_soft)
        )
        self._figure.configure(image=self._picture)
        self._title.say(scenario.title)
        self._line.configure(text=scenario.line)
        self._name.configure(text=citizen.name)
        where = {Channel.PHONE: " · 打 12333 来，看不见脸", Channel.WRITING: " · 写字交流"}.get(scenario.channel, "")
        self._facts.say(f"{citizen.age} 岁 · {citizen.mood}{where}")
        self._manner.say(citizen.manner)
        self._situation.say(scenario.situation)
        for at, (title, shows) in enumerate(self._papers):
            paper = scenario.papers[at] if at < len(scenario.papers) else None
            title.configure(text=paper.title if paper else "")
            shows.say(paper.shows if paper else "")
            for part in (title, shows):
                part.grid() if paper else part.grid_remove()
        self._papers_head.grid() if scenario.papers else self._papers_head.grid_remove()
        self._trains.say(f"练什么：{scenario.trains}" if scenario.trains else "")
        self._explain(scenario, written)
        self.choice.show(Mode.EXAMINE if standing is not None and standing.passed else Mode.PRACTISE)
        self._before.say(
            f"谈过 {standing.tries} 次，最好 {standing.best:g} 分，最近 {standing.last:g} 分"
            f"（{'通过' if standing.last_passed else '没有通过'}）。"
            if standing is not None
            else "还没有谈过。第一次谈，建议先练习。"
        )
        self._say_begin(self.choice.value)

    def enter(self) -> None:
        self.page.to_top()
        self._begin.focus_set()
        # While the person reads whom they will meet, so that the first reply waits for nothing.
        self._start(lambda _progress: self._desk().warm_up(), lambda _done: None)
        self._start(lambda _progress: self._voice().warm_up(), lambda _done: None)

    def primary(self) -> bool:
        if self._scenario is not None:
            self._on_begin(self._scenario, self.choice.value)
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _explain(self, scenario: Scenario, written: bool) -> None:
        saying, heard = ("写", "写了什么") if written else ("说", "听到什么")
        self.choice.explain(
            Mode.PRACTISE,
            f"有提示，{saying}得不好可以重来；{heard}、说到几条要点、群众的心情为什么变，当场看得见。不限时。",
        )
        self.choice.explain(
            Mode.EXAMINE, f"没有提示，每轮只{saying}一次，一共 {scenario.minutes} 分钟（想和{saying}的时间）。"
        )
        self.choice.explain(
            Mode.SHADOW,
            f"先{'看' if written else '听'}一场好的对话，再一句一句跟着{saying}，看看差在哪里。不评分，不存档。",
        )

    # What is where

    def _make_person(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self._columns, theme)
        box.columnconfigure(1, weight=1)
        pad = theme.px(24)
        self._figure = tkinter.Label(box, bg=colours.surface, bd=0)
        self._figure.grid(row=0, column=0, rowspan=3, padx=(pad, theme.px(16)), pady=(pad, theme.px(12)))
        self._name = words(box, theme, "", HEADING, bold=True)
        self._name.grid(row=0, column=1, sticky="sw", pady=(pad, 0))
        self._facts = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._facts.grid(row=1, column=1, sticky="ew", padx=(0, pad), pady=(theme.px(4), 0))
        self._manner = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._manner.grid(row=2, column=1, sticky="new", padx=(0, pad), pady=(theme.px(2), theme.px(8)))
        self._situation = Paragraph(box, theme, "")
        self._situation.grid(row=3, column=0, columnspan=2, sticky="ew", padx=pad)
        self._papers_head = words(box, theme, "您面前有", SMALL, bold=True, colour=colours.muted)
        self._papers_head.grid(row=4, column=0, columnspan=2, sticky="w", padx=pad, pady=(theme.px(16), 0))
        desk = tkinter.Frame(box, bg=colours.surface)
        desk.grid(row=5, column=0, columnspan=2, sticky="ew", padx=pad, pady=(theme.px(4), pad))
        desk.columnconfigure(1, weight=1)
        self._papers = []
        for at in range(_PAPERS):
            title = words(desk, theme, "", SMALL, bold=True)
            title.grid(row=at, column=0, sticky="nw", pady=theme.px(3))
            shows = Paragraph(desk, theme, "", SMALL)
            shows.grid(row=at, column=1, sticky="ew", padx=(theme.px(12), 0), pady=theme.px(3))
            self._papers.append((title, shows))
        return box

    def _make_side(self) -> tkinter.Frame:
        theme, colours = self.theme, self.theme.colours
        side = tkinter.Frame(self._columns, bg=colours.background)
        side.columnconfigure(0, weight=1)
        self._trains = Paragraph(side, theme, "")
        self._trains.grid(row=0, sticky="ew")
        self._before = Paragraph(side, theme, "", SMALL, colour=colours.muted)
        self._before.grid(row=1, sticky="ew", pady=(theme.px(4), theme.px(14)))
        self.choice: ExplainedChoice[Mode] = ExplainedChoice(
            side, theme,
            ((Mode.PRACTISE, "talk", "练习"), (Mode.EXAMINE, "exam", "考核"), (Mode.SHADOW, "play", "先听示范，再跟读")),
            Mode.PRACTISE, self._say_begin,
        )  # fmt: skip
        self.choice.grid(row=2, sticky="ew")
        self._begin = Button(
            side, theme, "", self.primary, icon="next", emphasis=Emphasis.PRIMARY, size=LARGE, height=56
        )  # fmt: skip
        self._begin.grid(row=3, sticky="ew", pady=(theme.px(16), 0))
        # The focus is here at first: the arrow keys choose from here as well.
        self._begin.bind("<Up>", lambda _event: self.choice.step(-1), add=True)
        self._begin.bind("<Down>", lambda _event: self.choice.step(1), add=True)
        return side

    def _say_begin(self, mode: Mode) -> None:
        self._begin.say({Mode.PRACTISE: "开始练习", Mode.EXAMINE: "开始考核", Mode.SHADOW: "先听示范"}[mode])

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(24)
        self._person.grid_forget()
        self._side.grid_forget()
        self._columns.columnconfigure(0, weight=1, uniform="half" if wide else "")
        self._columns.columnconfigure(1, weight=1 if wide else 0, uniform="half" if wide else "")
        if wide:
            self._person.grid(row=0, column=0, sticky="new", padx=(0, gap))
            self._side.grid(row=0, column=1, sticky="new")
        else:
            self._person.grid(row=0, column=0, sticky="ew", pady=(0, gap))
            self._side.grid(row=1, column=0, sticky="ew")
