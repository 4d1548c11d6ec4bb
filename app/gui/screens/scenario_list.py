"""Choose whom to speak with: unfinished conversations first, then the role-plays; the chosen citizen beside them."""

import tkinter
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.role_play.standing import Standing, next_to_play
from app.domain.scenario import Channel, Scenario
from app.gui.pictures import citizen_figure, telephone
from app.gui.screens.screen import Screen, Start
from app.gui.theme import HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.picker import Picker
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.services.role_play import Conversation, Playable, RolePlays

_AT_REST = 80  # milliseconds until a layout has come to rest
_TALK = "talk:"  # before the id of an unfinished conversation in the list


class Which(Enum):
    """Which role-plays are listed."""

    ALL = "all"
    UNTRIED = "untried"
    UNPASSED = "unpassed"


class ScenarioList(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: "Person",
        desk: "Callable[[], RolePlays]",
        start: Start,
        on_open: "Callable[[Scenario, Standing | None], None]",
        on_go_on: "Callable[[Conversation], None]",
        on_back: Callable[[], None],
        on_write: Callable[[], None] | None = None,
    ) -> None:
        """`on_write`, for a trainer, leads to where role-plays are written."""
        super().__init__(parent, theme)
        self._on_write = on_write
        self._person = person
        self._desk = desk
        self._start = start
        self._on_open = on_open
        self._on_go_on = on_go_on
        self._on_back = on_back
        self._scenarios: dict[str, Scenario] = {}
        self._talks: dict[str, Conversation] = {}
        self._standing: dict[str, Standing] = {}
        self._sure = False
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = page = Page(self, theme)
        self._to_top: str | None = None
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(4, weight=1)
        Paragraph(body, theme, "选一位群众，开始对练", TITLE, bold=True).grid(row=0, sticky="ew")
        self._next_step = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._next_step.grid(row=1, sticky="ew", pady=(theme.px(2), theme.px(12)))
        self._wrong = card(body, theme, fill=theme.colours.caution_soft, edge=theme.colours.caution)
        self._wrong.columnconfigure(0, weight=1)
        self._wrong_words = Paragraph(self._wrong, theme, "", SMALL)
        self._wrong_words.grid(sticky="ew", padx=theme.px(16), pady=theme.px(12))
        self._make_filter(body).grid(row=3, sticky="ew", pady=(0, theme.px(12)))
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=4, sticky="nsew")
        self._columns.rowconfigure(0, weight=1)
        self._list_card = self._make_list()
        self._preview_card = self._make_preview()
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(620)))
        self._arrange(True)

    def enter(self) -> None:
        self.ready = False
        self._start(lambda _progress: self._desk().playable(self._person), self._show)

    def primary(self) -> bool:
        self._open(self._table.chosen)
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    # What is listed

    def _show(self, found: "Playable") -> None:
        self.ready = True
        self._scenarios = {scenario.id: scenario for scenario in found.scenarios}
        self._talks = {_TALK + talk.id: talk for talk in found.unfinished}
        self._standing = dict(found.standing)
        if found.problems:
            more = f"（还有 {len(found.problems) - 1} 处）" if len(found.problems) > 1 else ""
            self._wrong_words.say(f"有的情景文件没有读进来，其余的照常可用。{found.problems[0]}{more}")
            self._wrong.grid(row=2, sticky="ew", pady=(0, self.theme.px(12)))
        else:
            self._wrong.grid_forget()
        lines = list(dict.fromkeys(scenario.line for scenario in found.scenarios))
        chosen = self._line.value if self._line.value in lines else ""
        self._line.offer([("", "全部业务"), *((line, line) for line in lines)], chosen)
        self._fill()
        self._table.focus_set()
        # The focus has scrolled to the list; one reads from the top.
        self.leave()
        self._to_top = self.after(_AT_REST, self._page.to_top)

    def leave(self) -> None:
        if self._to_top is not None:
            self.after_cancel(self._to_top)
            self._to_top = None

    def _fill(self) -> None:
        wanted, line, which = self._search.text.strip(), self._line.value, self._which.value
        rows = []
        if which is Which.ALL:
            rows = [
                Row(key, (f"接着谈 · {talk.scenario.title}", talk.scenario.line, "", ""))
                for key, talk in self._talks.items()
                if _holds(talk.scenario, wanted, line)
            ]
        listed = [
            scenario
            for scenario in self._scenarios.values()
            if _holds(scenario, wanted, line) and self._is(scenario, which)
        ]
        rows += [Row(scenario.id, (scenario.title, scenario.line, *self._results(scenario))) for scenario in listed]
        self._table.fill(rows)
        keys = [row.key for row in rows]
        if keys and self._table.chosen not in keys:
            proposed = next_to_play(listed, self._standing)
            self._table.choose(
                next(iter(key for key in keys if key in self._talks), proposed.id if proposed else keys[0])
            )
        self._begin.enable(bool(keys))
        self._say_next_step()

    def _is(self, scenario: Scenario, which: Which) -> bool:
        standing = self._standing.get(scenario.id)
        if which is Which.UNTRIED:
            return standing is None
        return which is Which.ALL or (standing is not None and not standing.passed)

    def _results(self, scenario: Scenario) -> tuple[str, str]:
        standing = self._standing.get(scenario.id)
        if standing is None:
            return "", ""
        return f"{standing.best:g}{' ✓' if standing.passed else ''}", f"{standing.last:g}"

    def _say_next_step(self) -> None:
        done = sum(standing.passed for id, standing in self._standing.items() if id in self._scenarios)
        proposed = next_to_play(tuple(self._scenarios.values()), self._standing)
        if self._talks:
            step = "有没谈完的对话，接着谈最省事。"
        elif proposed is None:
            step = ""
        elif proposed.id not in self._standing:
            step = f"下一步：{proposed.title}，还没有谈过。"
        elif not self._standing[proposed.id].passed:
            step = f"下一步：{proposed.title}，再谈一次，争取通过。"
        else:
            step = f"都通过了。{proposed.title}还可以谈得更好。"
        passed = f"通过了 {done} / {len(self._scenarios)} 个。" if self._scenarios else ""
        self._next_step.say(passed + step)

    def _open(self, key: str) -> None:
        if key in self._talks:
            self._on_go_on(self._talks[key])
        elif key in self._scenarios:
            self._on_open(self._scenarios[key], self._standing.get(key))

    def _drop(self) -> None:
        """Forget the unfinished conversation, at the second press."""
        talk = self._talks.get(self._table.chosen)
        if talk is None:
            return
        if not self._sure:
            self._sure = True
            self._forget.say("确定不要了？再按一次")
            return
        self._start(lambda _progress: self._desk().drop(talk), lambda _done: self.enter())

    # What is where

    def _make_filter(self, body: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        row = Flow(body, theme, theme.colours.background)
        self._search = Field(row, theme, "", "查找情景", ground=theme.colours.background)
        self._search.on_key(self._fill)
        self._line: Picker[str] = Picker(row, theme, [("", "全部业务")], "", lambda _line: self._fill())
        self._which: Picker[Which] = Picker(
            row, theme, [(Which.ALL, "练过没练过都看"), (Which.UNTRIED, "没练过的"), (Which.UNPASSED, "没通过的")],
            Which.ALL, lambda _which: self._fill(),
        )  # fmt: skip
        row.add(self._search, self._line, self._which)
        if self._on_write is not None:
            row.add(Button(row, theme, "编写情景", self._on_write, icon="pencil"))
        return row

    def _make_list(self) -> tkinter.Widget:
        theme = self.theme
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self._table = Table(
            box, theme,
            (
                Column("情景", 224, grow=True), Column("业务", 164, spare=3), Column("最好", 74, spare=1),
                Column("最近", 56, spare=2),
            ),
            on_open=self._open, on_choose=self._preview, empty="没有找到情景。换个词，或者看全部业务。", rows=6,
        )  # fmt: skip
        self._table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        return box

    def _make_preview(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self._columns, theme)
        box.columnconfigure(1, weight=1)
        pad = theme.px(24)
        self._figure = tkinter.Label(box, bg=colours.surface, bd=0)
        self._figure.grid(row=0, column=0, rowspan=2, padx=(pad, theme.px(16)), pady=(pad, theme.px(12)))
        self._citizen_name = words(box, theme, "", HEADING, bold=True)
        self._citizen_name.grid(row=0, column=1, sticky="sw", pady=(pad, 0))
        self._mood = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._mood.grid(row=1, column=1, sticky="new", padx=(0, pad), pady=(theme.px(4), 0))
        self._situation = Paragraph(box, theme, "")
        self._situation.grid(row=2, column=0, columnspan=2, sticky="ew", padx=pad)
        self._trains = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._trains.grid(row=3, column=0, columnspan=2, sticky="ew", padx=pad, pady=(theme.px(10), theme.px(16)))
        self._begin = Button(box, theme, "", self.primary, icon="next", emphasis=Emphasis.PRIMARY, height=56)
        self._begin.grid(row=4, column=0, columnspan=2, sticky="ew", padx=pad)
        self._forget = Button(box, theme, "", self._drop, icon="cross", emphasis=Emphasis.QUIET, height=44)
        self._foot = tkinter.Frame(box, bg=colours.surface, height=pad)
        self._foot.grid(row=6, column=0)
        return box

    def _preview(self, key: str) -> None:
        talk = self._talks.get(key)
        scenario = talk.scenario if talk is not None else self._scenarios[key]
        citizen, size, colours = scenario.citizen, self.theme.px(104), self.theme.colours
        if scenario.channel is Channel.PHONE:
            self._picture = telephone(self, size, colours.accent_soft, colours.accent)
        else:
            mood = talk.mood if talk is not None else None
            self._picture = citizen_figure(self, citizen, size, colours.accent_soft, mood)
        self._figure.configure(image=self._picture)
        self._citizen_name.configure(text=citizen.name)
        where = f" · {scenario.channel.label}" if scenario.channel is not Channel.WINDOW else ""
        self._mood.say(f"{citizen.age} 岁 · {citizen.mood}{where}")
        self._situation.say(scenario.situation)
        self._sure = False
        if talk is not None:
            day = f"{talk.started[5:7].lstrip('0')} 月 {talk.started[8:10].lstrip('0')} 日 {talk.started[11:16]}"
            over = "已经谈完，还没有看复盘" if talk.ended else f"谈到第 {talk.dialogue.turn} 轮"
            self._trains.say(f"{talk.dialogue.mode.label} · {day} 开始 · {over}。")
            self._begin.say("看复盘" if talk.ended else "接着谈", "chart" if talk.ended else "talk")
            self._forget.say("这场不要了")
            self._forget.grid(row=5, column=0, columnspan=2, pady=(self.theme.px(4), 0))
        else:
            self._trains.say(f"练什么：{scenario.trains}" if scenario.trains else "")
            self._begin.say("看看情况，选方式", "next")
            self._forget.grid_forget()

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(24)
        self._list_card.grid_forget()
        self._preview_card.grid_forget()
        # Uniform: what is written about a citizen does not make their column wider.
        self._columns.columnconfigure(0, weight=3, uniform="columns" if wide else "")
        self._columns.columnconfigure(
            1, weight=2 if wide else 0, uniform="columns" if wide else "", minsize=self.theme.px(280) if wide else 0
        )
        if wide:
            self._list_card.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
            self._preview_card.grid(row=0, column=1, sticky="new")
        else:
            self._preview_card.grid(row=0, column=0, sticky="ew", pady=(0, gap))
            self._list_card.grid(row=1, column=0, sticky="nsew")


def _holds(scenario: Scenario, wanted: str, line: str) -> bool:
    """Whether it is of the business line, and the word wanted stands in what one reads of it."""
    texts = (scenario.title, scenario.line, scenario.situation, scenario.trains, scenario.citizen.name)
    return (not line or scenario.line == line) and any(wanted in text for text in texts)
