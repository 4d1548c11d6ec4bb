"""Sitting an exam: one question at a time, the overview above, the time that is left, everything by keyboard."""

import tkinter
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.domain.answers import Answer, Said, Written, parts_of
from app.domain.arrangement import letter
from app.domain.errors import UserError
from app.domain.questions import Blank, Case, Judge, Match, Multiple, Order, Part, Rewrite, Single, Spoken
from app.domain.rubric import TENTHS
from app.gui.screens.practice_question import asked_in_words
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import BODY, HEADING, LARGE, SMALL, Theme
from app.gui.widgets.answer_part import AnswerPart
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.exam_reply import ExamReply
from app.gui.widgets.exam_strip import ExamStrip, StripBox
from app.gui.widgets.exam_timer import ExamTimer
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.gui.services import OpenSitting, RepliesService

_SIZES = (BODY, LARGE, HEADING + 4, 32)  # pixels at 100 %
_AT_REST = 200  # milliseconds
_TYPED_AFTER = 500  # milliseconds of rest after which typed words are stored


class ExamQuestion(Screen):
    """`on_hand_in` asks whether to hand in. The timer is moved from outside, by `show_time`."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        replies: "Callable[[], RepliesService]",
        microphone: Callable[[], str],
        start: Start,
        tell: Tell,
        picture: Callable[[str], Any],
        on_hand_in: Callable[[], None],
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(parent, theme)
        self._tell = tell
        self._picture = picture
        self._on_hand_in = on_hand_in
        self._now = now
        self._open: OpenSitting | None = None
        self._part = 0
        self._waiting: str | None = None  # the timer that will store what is being typed
        self._settling: str | None = None
        self._size = 0
        self.locked = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        head = self._head()
        head.grid(row=0, sticky="ew", pady=(theme.px(16), theme.px(10)))
        self.strip = ExamStrip(self, theme, self.go_to)
        self.strip.grid(row=1, sticky="ew")
        self.page = Page(self, theme, padding=24)
        self.page.grid(row=2, sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        self._question_card(body, replies, microphone, start).grid(row=0, sticky="ew")
        foot = self._foot()
        foot.grid(row=3, sticky="ew", pady=(theme.px(6), theme.px(16)))
        self._framing = (head, self.strip, foot)
        self.bind("<Configure>", lambda event: self._align(event.width))

    def sit(self, sitting: "OpenSitting") -> None:
        """Take up a sitting at the question where it stands."""
        self._open, self.locked = sitting, False
        self._title.say(sitting.sitting.exam.title)
        self._say_saved("")
        self._part = self._first_open_part()
        self._ask()

    def enter(self) -> None:
        if self._open is not None:
            self._draw_strip()
            self.answer.focus_set()

    def leave(self) -> None:
        self._stop_settling()
        self.flush()
        self.reply.leave()

    def show_time(self, left: float, whole: float) -> None:
        self.timer.show(left, whole)

    def lock(self) -> None:
        """The time is over: what is in hand is stored, nothing more is taken."""
        self.flush()
        self.reply.leave()
        self.locked = True

    @property
    def settled(self) -> bool:
        """Whether everything that was answered is stored."""
        return self._waiting is None and not self.reply.saving and not self.reply.recording

    def primary(self) -> bool:
        """Enter: on to the next question, after the last one to handing in."""
        if not self._step(1):
            self._on_hand_in()
        return True

    def turn(self, by: int) -> bool:
        self._step(by)
        return True

    def finish(self) -> bool:
        self.flush()
        self._on_hand_in()
        return True

    def key(self, keysym: str) -> bool:
        if self.locked or self._open is None:
            return True
        self._stop_settling()
        if keysym in ("f", "F") and not self._has_an_f():
            self.flag()
            return True
        return self.answer.key(keysym)

    def flag(self) -> None:
        """Flag the question for later, or take the flag off."""
        if self._open is not None and not self.locked:
            self._store(lambda sitting: sitting.flag(sitting.sitting.current))
            self._show_flag()

    def go_to(self, task: int) -> None:
        if self._open is None or self.locked or not 0 <= task < self._open.sitting.count:
            return
        self.flush()
        self._store(lambda sitting: sitting.turn_to(task))
        self._part = 0
        self._ask()

    # What is where

    def _align(self, width: int) -> None:
        """Head, strip and foot are as wide as the page's content."""
        side = max(self.theme.px(24 if width >= self.theme.px(820) else 20), (width - self.theme.px(1200)) // 2)
        for widget in self._framing:
            widget.grid_configure(padx=side)

    def _head(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        head = tkinter.Frame(self, bg=colours.background)
        head.columnconfigure(0, weight=1)
        self._title = Paragraph(head, theme, "", HEADING, bold=True)
        self._title.grid(row=0, column=0, sticky="ew")
        self._saved = words(head, theme, "", SMALL, colour=colours.muted)
        self._saved.grid(row=1, column=0, sticky="w")
        self.timer = ExamTimer(head, theme)
        self.timer.grid(row=0, column=1, rowspan=2, padx=theme.px(12))
        Button(head, theme, "字号", self._resize, emphasis=Emphasis.QUIET).grid(row=0, column=2, rowspan=2)
        Button(head, theme, "交卷", self.finish, icon="tick").grid(row=0, column=3, rowspan=2, padx=(theme.px(8), 0))
        return head

    def _question_card(
        self,
        body: tkinter.Misc,
        replies: "Callable[[], RepliesService]",
        microphone: Callable[[], str],
        start: Start,
    ) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(26)
        self._facts = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._facts.grid(row=0, sticky="ew", padx=pad, pady=(theme.px(18), 0))
        self._texts: list[tuple[Paragraph, ...]] = []
        self._story = tkinter.Frame(box, bg=colours.surface)
        self._stem = tkinter.Frame(box, bg=colours.surface)
        for at, frame in enumerate((self._story, self._stem), 1):
            frame.columnconfigure(0, weight=1)
            frame.grid(row=at, sticky="ew", padx=pad, pady=(theme.px(8), 0))
            # One label for each size of type: a label cannot change its own.
            self._texts.append(tuple(Paragraph(frame, theme, "", size, bold=at == 2) for size in _SIZES))
        self._image = tkinter.Label(box, bg=colours.surface, bd=0)
        self._image.grid(row=3, sticky="w", padx=pad, pady=(theme.px(10), 0))
        self.reply = ExamReply(box, theme, replies, microphone, start, self._said)
        self.reply.grid(row=4, sticky="ew", padx=pad, pady=(theme.px(12), 0))
        self.answer = AnswerPart(box, theme, self._changed, self._picture, hints=False, on_finish=self.finish)
        self.answer.grid(row=5, sticky="ew", padx=pad, pady=(theme.px(14), 0))
        self._hint = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._hint.grid(row=6, sticky="ew", padx=pad, pady=(theme.px(8), theme.px(18)))
        return box

    def _foot(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        foot = Flow(self, theme, colours.background)
        self._before = Button(foot, theme, "上一题", lambda: self._step(-1), icon="back", height=52)
        self._next = Button(
            foot, theme, "下一题", self.primary, icon="next", emphasis=Emphasis.PRIMARY, height=52, width=160
        )
        self._flag = Button(foot, theme, "标记", self.flag, icon="flag", height=52)
        self._clear = Button(foot, theme, "清除本题答案", self._take_back, emphasis=Emphasis.QUIET, height=52)
        foot.add(self._before, self._next, self._flag, self._clear)
        return foot

    # Questions

    def _ask(self) -> None:
        """Show the part that is to be answered."""
        sitting = self._sitting
        task = sitting.exam.tasks[sitting.current]
        question = task.question
        parts = parts_of(question)
        part = parts[self._part]
        points = f"{task.points / TENTHS:g} 分"
        section = sitting.exam.blueprint.sections[task.section].title
        step = f" · 第 {self._part + 1} / {len(parts)} 小题" if len(parts) > 1 else ""
        many = "（可选多项）" if isinstance(part.body, Multiple) else ""
        self._facts.say(
            f"第 {sitting.current + 1} / {sitting.count} 题 · {section} · {part.type.label}{many} · {points}{step}"
        )
        self._say(self._texts[0], question.stem if isinstance(question.body, Case) else "")
        self._say(self._texts[1], asked_in_words(part))
        name = part.picture or (question.picture if self._part == 0 else "")
        image = self._picture(name) if name else None
        if image is not None:
            self._image.configure(image=image)
            self._image.grid()
        else:
            self._image.grid_remove()
        given = sitting.answers[sitting.current][self._part]
        if isinstance(part.body, Spoken):
            self.reply.grid()
            self.reply.show((sitting.current, self._part), given)
        else:
            self.reply.leave()
            self.reply.grid_remove()
        self.answer.ask(part, task.orders[self._part], None if isinstance(given, Said) else given)
        self.answer.resize(_SIZES[self._size])
        self._hint.say(_hint(part))
        last = sitting.current + 1 == sitting.count and self._part + 1 == len(parts)
        self._next.say("检查并交卷" if last else "下一小题" if self._part + 1 < len(parts) else "下一题")
        self._before.enable(bool(sitting.current or self._part))
        self._show_flag()
        self._draw_strip()
        self.answer.focus_set()
        self._read_from_the_top()

    def _read_from_the_top(self) -> None:
        """Once more when the layout has come to rest: until then the focus may have scrolled to where it was."""
        self.page.to_top()
        self._stop_settling()
        self._settling = self.after(_AT_REST, self.page.to_top)

    def _stop_settling(self) -> None:
        if self._settling is not None:
            self.after_cancel(self._settling)
            self._settling = None

    def _say(self, texts: tuple[Paragraph, ...], text: str) -> None:
        for at, each in enumerate(texts):
            each.say(text)
            if text and at == self._size:
                each.grid(sticky="ew")
            else:
                each.grid_forget()
        frame = texts[0].master
        frame.grid() if text else frame.grid_remove()  # type: ignore[attr-defined,func-returns-value]

    def _resize(self) -> None:
        self._size = (self._size + 1) % len(_SIZES)
        if self._open is not None:
            self.flush()
            self._ask()

    def _step(self, by: int) -> bool:
        """To the next part or question; False where there is none."""
        if self._open is None or self.locked:
            return True
        sitting = self._sitting
        count = len(sitting.answers[sitting.current])
        if 0 <= self._part + by < count:
            self.flush()
            self._part += by
            self._ask()
            return True
        to = sitting.current + by
        if not 0 <= to < sitting.count:
            return False
        self.go_to(to)
        if by < 0:
            self._part = len(self._sitting.answers[to]) - 1
            self._ask()
        return True

    def _first_open_part(self) -> int:
        own = self._sitting.answers[self._sitting.current]
        return next((at for at, each in enumerate(own) if each is None), 0)

    def _has_an_f(self) -> bool:
        body = parts_of(self._sitting.exam.tasks[self._sitting.current].question)[self._part].body
        return isinstance(body, Single | Multiple) and len(body.options) >= 6

    @property
    def _sitting(self) -> Any:
        assert self._open is not None
        return self._open.sitting

    # Storing

    def _changed(self) -> None:
        """An answer was touched: what is chosen is stored at once, what is typed when the keys rest."""
        if self.locked:
            return
        body = parts_of(self._sitting.exam.tasks[self._sitting.current].question)[self._part].body
        if not isinstance(body, Blank | Rewrite | Spoken):
            self._keep()
            return
        self._say_saved("正在保存…")
        if self._waiting is not None:
            self.after_cancel(self._waiting)
        self._waiting = self.after(_TYPED_AFTER, self._keep)

    def flush(self) -> None:
        """Store what is being typed now."""
        if self._waiting is not None:
            self._keep()

    def _keep(self) -> None:
        if self._waiting is not None:
            self.after_cancel(self._waiting)
            self._waiting = None
        sitting = self._sitting
        task, part, answer = sitting.current, self._part, self.answer.answer
        before = sitting.answers[task][part]
        if answer is None and isinstance(before, Said):
            return  # the line to type in is empty because the reply was spoken
        self._put(task, part, answer)

    def _put(self, task: int, part: int, answer: Answer | None) -> None:
        self._store(lambda sitting: sitting.answer(task, part, answer))
        self._draw_strip()

    def _said(self, place: object, answer: Said) -> None:
        if self._open is None:
            return
        task, part = place  # type: ignore[misc]
        if isinstance(self._sitting.answers[task][part], Written) and answer.transcript is not None:
            return  # typed meanwhile: the later answer counts
        self._put(task, part, answer)

    def _take_back(self) -> None:
        if self._open is None or self.locked:
            return
        if self._waiting is not None:
            self.after_cancel(self._waiting)
            self._waiting = None
        self._put(self._sitting.current, self._part, None)
        self._ask()

    def _store(self, change: "Callable[[OpenSitting], None]") -> None:
        assert self._open is not None
        try:
            change(self._open)
        except UserError as problem:
            self._say_saved("没有保存")
            self._tell(Tone.PROBLEM, problem.message, problem.remedy)
        else:
            self._say_saved(f"✓ 已保存 {self._now():%H:%M:%S}")

    def _say_saved(self, text: str) -> None:
        self._saved.configure(text=text)

    def _show_flag(self) -> None:
        self._flag.say("取消标记" if self._sitting.current in self._sitting.flags else "标记")
        self._draw_strip()

    def _draw_strip(self) -> None:
        sitting = self._sitting
        self.strip.show(
            [StripBox(sitting.progress(task), task in sitting.flags) for task in range(sitting.count)],
            sitting.current,
        )


def _hint(part: Part) -> str:
    """How this type is answered with the keys."""
    match part.body:
        case Single(options):
            return f"按 A–{letter(len(options) - 1)} 选择，回车到下一题。"
        case Multiple(options):
            return f"按 A–{letter(len(options) - 1)} 选择或取消，可以选几个；回车到下一题。"
        case Judge():
            return "按 1 选对，按 2 选错，回车到下一题。"
        case Order():
            return "按 ↑ ↓ 找到一步，按数字把它移到那个位置，或按 Alt + ↑ ↓ 移动；也可以用鼠标拖。"
        case Match():
            return "按数字或 ↑ ↓ 选左边一项，再按右边的字母；退格键取消。也可以用鼠标点。"
        case Blank():
            return "填好一空按 Tab 到下一空，回车到下一题。"
        case Spoken():
            return "对着麦克风说，或者打字。打字作答会注明。"
        case Rewrite():
            return "像对群众说话那样写。按 Tab 离开文字框。"
    return ""
