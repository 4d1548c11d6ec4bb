"""A lesson to read, the ones before and after it, and a search in it."""

import time
import tkinter
from collections.abc import Callable
from pathlib import Path

from app.domain.modules.lesson import Lesson
from app.domain.modules.path import ModuleState
from app.gui.screens.screen import Screen
from app.gui.theme import LARGE, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.lesson_view import LessonView
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph, words


class LearnLesson(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        pictures: Callable[[str], Path],
        on_read: Callable[[str], None],
        on_spent: Callable[[str, float], None],
        on_turn: Callable[[str], None],
        on_back: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`on_read(lesson)`: read to its end; `on_spent(lesson, seconds)`; `on_turn(lesson)` shows another one."""
        super().__init__(parent, theme)
        self._on_read = on_read
        self._on_spent = on_spent
        self._on_turn = on_turn
        self._on_back = on_back
        self._clock = clock
        self._since: float | None = None
        self.state: ModuleState | None = None
        self.lesson: Lesson | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.page = Page(self, theme)
        self.page.grid(sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        head = tkinter.Frame(body, bg=theme.colours.background)
        head.columnconfigure(1, weight=1)
        head.grid(row=0, sticky="ew")
        self._up = Button(head, theme, "", on_back, icon="back", emphasis=Emphasis.QUIET)
        self._up.grid(row=0, column=0, sticky="w")
        self._search = Field(head, theme, "", "在这一课里查找", ground=theme.colours.background)
        self._search.on_key(self._seek)
        self._search.grid(row=0, column=2, sticky="e")
        self._found = words(head, theme, "", SMALL, colour=theme.colours.muted)
        self._found.grid(row=0, column=1, sticky="e", padx=theme.px(12))
        self._number = words(body, theme, "", SMALL, bold=True, colour=theme.colours.accent)
        self._number.grid(row=1, sticky="w", pady=(theme.px(14), 0))
        self._title = Paragraph(body, theme, "", TITLE, bold=True)
        self._title.grid(row=2, sticky="ew", pady=(0, theme.px(16)))
        box = card(body, theme)
        box.columnconfigure(0, weight=1)
        box.grid(row=3, sticky="ew")
        self.view = LessonView(box, theme, pictures, self._reveal)
        self.view.grid(sticky="ew", padx=theme.px(28), pady=theme.px(24))
        row = tkinter.Frame(body, bg=theme.colours.background)
        row.columnconfigure(1, weight=1)
        row.grid(row=4, sticky="ew", pady=(theme.px(20), 0))
        self._before = Button(row, theme, "上一课", self._go_before, icon="back", height=54)
        self._before.grid(row=0, column=0, sticky="w")
        self._done = Button(
            row, theme, "读完了", self.primary, icon="next", emphasis=Emphasis.PRIMARY, size=LARGE, height=54, width=200
        )
        self._done.grid(row=0, column=2, sticky="e")

    def show(self, state: ModuleState, lesson: Lesson, sought: str = "") -> None:
        self._stop_counting()
        self.state, self.lesson = state, lesson
        lessons = state.module.lessons
        at = lessons.index(lesson)
        self._up.say(state.module.title)
        self._number.configure(text=f"第 {at + 1} 课，共 {len(lessons)} 课")
        self._title.say(lesson.title)
        self._before.enable(at > 0)
        self._done.say("读完了，下一课" if at + 1 < len(lessons) else "读完了，回到模块")
        self._search.text = sought
        self.view.show(lesson, sought)
        self._tell_found()
        self.page.to_top()
        self._since = self._clock()

    def enter(self) -> None:
        self.focus_set()  # on the button at the foot it would scroll there; reading begins at the head

    def leave(self) -> None:
        self._stop_counting()

    def primary(self) -> bool:
        assert self.state is not None and self.lesson is not None
        self._on_read(self.lesson.title)
        at = self.state.module.lessons.index(self.lesson)
        if at + 1 < len(self.state.module.lessons):
            self._on_turn(self.state.module.lessons[at + 1].title)
        else:
            self._on_back()
        return True

    def space(self) -> bool:
        self.page.scroll_pages(1)
        return True

    def back(self) -> bool:
        if self._search.text:
            self._search.text = ""
            self._seek()
        else:
            self._on_back()
        return True

    def _go_before(self) -> None:
        assert self.state is not None and self.lesson is not None
        at = self.state.module.lessons.index(self.lesson)
        if at > 0:
            self._on_turn(self.state.module.lessons[at - 1].title)

    def _seek(self) -> None:
        if self.lesson is not None:
            self.view.show(self.lesson, self._search.text.strip())
            self._tell_found()

    def _tell_found(self) -> None:
        sought = self._search.text.strip()
        self._found.configure(text=f"找到 {self.view.found} 处" if sought else "")

    def _reveal(self, y: int) -> None:
        self._tell_found()
        self.page.reveal(self.view, y, y + self.theme.px(60))

    def _stop_counting(self) -> None:
        if self._since is not None and self.lesson is not None:
            self._on_spent(self.lesson.title, self._clock() - self._since)
        self._since = None
