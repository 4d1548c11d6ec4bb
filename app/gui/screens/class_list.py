"""The classes: open one for today, go on with one, or look at what one came to."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.gui.screens.screen import Screen, Start
from app.gui.theme import HEADING, LARGE, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.training_class import TrainingClass
    from app.services.training_class import TrainingClasses


class ClassList(Screen):
    """`on_new(topic, day)` opens a class, `on_open(id)` one that there is, `on_drop(id)` forgets one."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        classes: "Callable[[], TrainingClasses]",
        start: Start,
        on_new: Callable[[str, str], None],
        on_open: Callable[[str], None],
        on_drop: Callable[[str], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._classes = classes
        self._start = start
        self._on_new = on_new
        self._on_open = on_open
        self._on_drop = on_drop
        self._on_back = on_back
        self._shown: dict[str, TrainingClass] = {}
        self.ready = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(3, weight=1)
        Paragraph(body, theme, "上课", TITLE, bold=True).grid(row=0, sticky="ew")
        Paragraph(
            body, theme, "一台电脑、一台投影：点名，叫人上来对练，大家看着投影评一评，下课出报告。",
            SMALL, colour=theme.colours.muted,
        ).grid(row=1, sticky="ew", pady=(theme.px(2), theme.px(18)))  # fmt: skip
        self._new_card(body).grid(row=2, sticky="ew", pady=(0, theme.px(20)))
        self._list_card(body).grid(row=3, sticky="nsew")

    def enter(self) -> None:
        self.ready = False
        self._start(
            lambda _progress: (self._classes().all(), self._classes().today()), lambda found: self._show(*found)
        )

    def primary(self) -> bool:
        self._begin()
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _new_card(self, body: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme, fill=colours.accent_soft)
        box.columnconfigure(0, weight=1)
        pad = theme.px(24)
        words(box, theme, "新开一堂课", HEADING, bold=True).grid(
            row=0, column=0, columnspan=2, sticky="w", padx=pad, pady=(theme.px(18), theme.px(8))
        )
        self.topic = Field(box, theme, "主题", "例如：材料不齐，一次说清", ground=colours.accent_soft)
        self.topic.grid(row=1, column=0, sticky="ew", padx=(pad, theme.px(16)))
        self.day = Field(box, theme, "日期（年-月-日）", ground=colours.accent_soft)
        self.day.grid(row=1, column=1, padx=(0, pad))
        for field in (self.topic, self.day):
            field.on_press("<Return>", self._begin)
        Button(
            box, theme, "开课，去备课", self._begin, icon="plus", emphasis=Emphasis.PRIMARY, size=LARGE, height=52
        ).grid(row=2, column=0, columnspan=2, sticky="w", padx=pad, pady=(theme.px(14), theme.px(20)))
        return box

    def _list_card(self, body: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        box = card(body, theme)
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = Table(
            box,
            theme,
            (
                Column("日期", 120),
                Column("主题", 220, grow=True),
                Column("人数", 72, spare=3),
                Column("发言", 72, spare=2),
                Column("带教老师", 110, spare=4),
                Column("状态", 110),
            ),
            on_open=lambda key: self._on_open(key),
            on_choose=self._chosen,
            empty="还没有开过课。在上面写一个主题，点“开课，去备课”：加学员、写观察要点、选情景，两三分钟就好。",
            rows=5,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=(theme.px(10), 0))
        row = tkinter.Frame(box, bg=theme.colours.surface)
        row.grid(sticky="w", padx=theme.px(18), pady=theme.px(12))
        self._open = Button(row, theme, "继续上课", self._open_chosen, icon="next")
        self._open.pack(side="left")
        self._drop = Button(row, theme, "删除空课", self._drop_chosen, icon="cross", emphasis=Emphasis.QUIET)
        self._drop.pack(side="left", padx=theme.px(10))
        return box

    def _show(self, classes: "Sequence[TrainingClass]", today: str) -> None:
        self._shown = {one.id: one for one in classes}
        self.table.fill(
            Row(
                one.id,
                (one.day, one.title, f"{len(one.members)}", f"{len(one.spoken_turns)}", one.trainer, state_of(one)),
                faint=bool(one.closed),
            )
            for one in classes
        )
        if classes and not self.table.chosen:
            self.table.choose(classes[0].id)
        self._chosen(self.table.chosen)
        self.day.text = today
        self.ready = True
        unfinished = any(not one.closed for one in classes)
        (self.table if unfinished else self.topic).focus_set()

    def _chosen(self, key: str) -> None:
        one = self._shown.get(key)
        self._open.enable(one is not None)
        self._open.say("看报告" if one is not None and one.closed else "继续上课")
        self._drop.enable(one is not None and not one.closed and not one.turns)

    def _begin(self) -> None:
        self._on_new(self.topic.text, self.day.text)

    def _open_chosen(self) -> None:
        if self.table.chosen:
            self._on_open(self.table.chosen)

    def _drop_chosen(self) -> None:
        if self.table.chosen:
            self._on_drop(self.table.chosen)


def state_of(one: "TrainingClass") -> str:
    if one.closed:
        return "已下课"
    return "正在上课" if one.calls else "备课"
