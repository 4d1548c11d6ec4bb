"""After a turn: the thumbs of the others, the score once it is revealed, the review, and on to the next."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.domain.training_class import ClassTurn, Thumbs
from app.domain.training_class_turns import judged
from app.gui.screens.screen import Screen
from app.gui.theme import DISPLAY, HEADING, LARGE, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.role_play.played import PlayedDialogue
    from app.services.open_class import OpenClass


class ClassTurnEnd(Screen):
    """`on_reveal` shows the score to all; `on_review` opens the conversation's review; `on_again` lets the same
    speaker play once more, `on_next` leads back to the desk.
    """

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        on_reveal: Callable[[], None],
        on_review: Callable[[], None],
        on_again: Callable[[], None],
        on_next: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._on_reveal = on_reveal
        self._on_review = on_review
        self._on_again = on_again
        self._on_next = on_next
        self._lesson: OpenClass | None = None
        self._turn: ClassTurn | None = None
        self._played: PlayedDialogue | None = None
        self.counters: dict[str, tuple[_Counter, _Counter]] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = Page(self, theme, padding=24)
        self._page.grid(sticky="nsew")
        body = self._page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        self._title = Paragraph(body, theme, "", TITLE, bold=True)
        self._title.grid(row=0, sticky="ew")
        self._about = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._about.grid(row=1, sticky="ew", pady=(theme.px(2), theme.px(16)))
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.grid(row=2, sticky="nsew")
        self._thumbs = self._make_thumbs()
        self._score = self._make_score()
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(760)))
        self._arrange(True)

    def show(self, lesson: "OpenClass", turn: ClassTurn, played: "PlayedDialogue | None", revealed: bool) -> None:
        self._lesson, self._turn, self._played = lesson, turn, played
        one = lesson.now
        speaker = one.member(turn.member)
        self._title.say(f"{speaker.name}说完了")
        self._about.say(f"“{turn.scenario_title}” · {turn.mode.label} · 已存到{speaker.name}的名下")
        self._show_points(turn)
        self.show_score(revealed)
        self._page.to_top()

    def show_score(self, revealed: bool) -> None:
        """What stays hidden until the trainer reveals it: this screen may be the one that is projected."""
        colours = self.theme.colours
        sheet = self._played.score.whole if self._played else None
        if sheet is None:
            self._total.configure(text="—", fg=colours.muted)
            self._verdict.say("这一次不评分。")
        elif not revealed:
            self._total.configure(text="？", fg=colours.muted)
            self._verdict.say("评分还没有公布。先请大家评一评，再公布。")
        else:
            self._total.configure(text=f"{sheet.total:g}", fg=colours.polite if sheet.passed else colours.forbidden)
            self._verdict.say("✓ 合格，投影上已经公布。" if sheet.passed else "× 还要再练，投影上已经公布。")
        self._reveal.enable(sheet is not None)
        self._reveal.say("收起评分（F9）" if revealed else "公布评分（F9）")

    def enter(self) -> None:
        first = next(iter(self.counters.values()), None)
        (first[0] if first else self._next).focus_set()

    def primary(self) -> bool:
        self.store()
        self._on_next()
        return True

    def back(self) -> bool:
        return self.primary()

    def leave(self) -> None:
        """Whatever leads away, what was entered is on the disk."""
        if self._lesson is not None and not self._lesson.now.closed:
            try:
                self.store()
            except UserError:
                return  # said when the button was pressed; a screen that goes away has nobody to tell

    def store(self) -> None:
        """The thumbs go to the disk. UserError for more than there are observers."""
        lesson, turn = self._lesson, self._turn
        assert lesson is not None and turn is not None
        thumbs = [Thumbs(point, up.value, down.value) for point, (up, down) in self.counters.items()]
        lesson.do(lambda one: judged(one, turn.number, thumbs))

    def _make_thumbs(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self._columns, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(22)
        words(box, theme, "大家评一评", HEADING, bold=True).grid(sticky="w", padx=pad, pady=(theme.px(18), 0))
        self._hint = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._hint.grid(sticky="ew", padx=pad, pady=(theme.px(2), theme.px(8)))
        self._rows = tkinter.Frame(box, bg=colours.surface)
        self._rows.grid(sticky="ew", padx=pad, pady=(0, theme.px(18)))
        self._rows.columnconfigure(0, weight=1)
        return box

    def _make_score(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self._columns, theme, fill=colours.accent_soft)
        box.columnconfigure(0, weight=1)
        pad = theme.px(22)
        words(box, theme, "下一步", SMALL, bold=True, colour=colours.accent).grid(
            sticky="w", padx=pad, pady=(theme.px(18), 0)
        )
        self._total = words(box, theme, "？", DISPLAY, bold=True)
        self._total.grid(sticky="w", padx=pad)
        self._verdict = Paragraph(box, theme, "", LARGE)
        self._verdict.grid(sticky="ew", padx=pad, pady=(0, theme.px(14)))
        self._reveal = Button(box, theme, "公布评分（F9）", self._reveal_pressed, icon="chart", height=50)
        self._reveal.grid(sticky="ew", padx=pad)
        row = Flow(box, theme, colours.accent_soft)
        row.grid(sticky="ew", padx=pad, pady=(theme.px(10), theme.px(10)))
        row.add(
            Button(row, theme, "一起看回顾", self._review_pressed, icon="talk"),
            Button(row, theme, "同一位再来一次", self._again_pressed, icon="again", emphasis=Emphasis.QUIET),
        )
        self._next = Button(box, theme, "请下一位", self.primary, icon="next", emphasis=Emphasis.PRIMARY, height=54)
        self._next.grid(sticky="ew", padx=pad, pady=(0, theme.px(20)))
        return box

    def _reveal_pressed(self) -> None:
        self.store()
        self._on_reveal()

    def _review_pressed(self) -> None:
        self.store()
        self._on_review()

    def _again_pressed(self) -> None:
        self.store()
        self._on_again()

    def _show_points(self, turn: ClassTurn) -> None:
        assert self._lesson is not None
        one, theme = self._lesson.now, self.theme
        for child in self._rows.winfo_children():
            child.destroy()  # the points are few and differ from class to class
        self.counters = {}
        observers = len(one.here) - one.member(turn.member).here
        self._hint.say(
            f"请观察的 {observers} 人举手，填人数。用鼠标点 ＋ －，或按 Tab 走、↑ ↓ 加减、直接输数字。"
            if one.points
            else "这堂课没有写观察要点。要用的话，回到“备课”写几条。"
        )
        entered = {each.point: each for each in turn.thumbs}
        for at, point in enumerate(one.points):
            before = entered.get(point.id)
            Paragraph(self._rows, theme, point.text).grid(row=at, column=0, sticky="ew", pady=theme.px(6))
            up = _Counter(self._rows, theme, "赞", theme.colours.polite, before.up if before else 0, observers)
            down = _Counter(self._rows, theme, "待改进", theme.colours.caution, before.down if before else 0, observers)
            up.grid(row=at, column=1, padx=(theme.px(12), theme.px(10)), pady=theme.px(6))
            down.grid(row=at, column=2, pady=theme.px(6))
            self.counters[point.id] = (up, down)

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(20)
        self._thumbs.grid_forget()
        self._score.grid_forget()
        self._columns.columnconfigure(0, weight=1)
        self._columns.columnconfigure(1, weight=0, minsize=self.theme.px(340) if wide else 0)
        if wide:
            self._thumbs.grid(row=0, column=0, sticky="new")
            self._score.grid(row=0, column=1, sticky="new", padx=(gap, 0))
        else:
            self._score.grid(row=0, column=0, sticky="ew", pady=(0, gap))
            self._thumbs.grid(row=1, column=0, sticky="ew")


class _Counter(tkinter.Canvas):
    """A number between its − and +: by mouse, by ↑ ↓, or typed."""

    def __init__(self, parent: tkinter.Misc, theme: Theme, name: str, ink: str, value: int, most: int) -> None:
        super().__init__(
            parent, bg=theme.colours.surface, bd=0, width=theme.px(150), height=theme.px(48), takefocus=1,
            highlightthickness=theme.px(2), highlightbackground=theme.colours.border, highlightcolor=theme.colours.focus,
        )  # fmt: skip
        self._theme, self._name, self._ink, self._most = theme, name, ink, most
        self.value = value
        self.bind("<Up>", lambda _event: self._by(1))
        self.bind("<Down>", lambda _event: self._by(-1))
        self.bind("<BackSpace>", lambda _event: self._set(self.value // 10))
        self.bind("<Key>", self._typed)
        self.bind("<Button-1>", self._pressed)
        self.bind("<FocusIn>", lambda _event: self._begin())
        self._fresh = True
        self._draw()

    def _begin(self) -> None:
        self._fresh = True

    def _by(self, step: int) -> str:
        return self._set(self.value + step)

    def _set(self, value: int) -> str:
        self.value = min(max(0, value), self._most)
        self._draw()
        return "break"

    def _typed(self, event: "tkinter.Event[tkinter.Canvas]") -> str | None:
        if not event.char.isdigit():
            return None
        number = int(event.char) if self._fresh else self.value * 10 + int(event.char)
        self._fresh = False
        return self._set(number)

    def _pressed(self, event: "tkinter.Event[tkinter.Canvas]") -> None:
        self.focus_set()
        third = self.winfo_width() / 4
        if event.x < third:
            self._by(-1)
        elif event.x > 3 * third:
            self._by(1)

    def _draw(self) -> None:
        theme, colours = self._theme, self._theme.colours
        self.delete("all")
        wide, high = theme.px(150), theme.px(48)
        for at, sign in ((0.12, "－"), (0.88, "＋")):
            self.create_text(wide * at, high // 2, text=sign, font=theme.font(LARGE, True), fill=colours.muted)
        self.create_text(
            wide // 2, high // 2, text=f"{self._name} {self.value}", font=theme.font(SMALL, bool(self.value)),
            fill=self._ink if self.value else colours.muted,
        )  # fmt: skip
