"""One question of practice: answer it, see at once what is right and why, go on."""

import tkinter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.answers import Answer, parts_of
from app.domain.question_body_reading import GAPS
from app.domain.questions import Blank, Case, Part, Rewrite, Spoken
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import BODY, LARGE, SMALL, Theme
from app.gui.widgets.answer_part import AnswerPart
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.explanation import Explanation, when
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.gui.services import PracticeService
    from app.services.practice import Feedback, Round, Shown


class PracticeQuestion(Screen):
    """Goes through a round. `on_end` gets what came of each question when the last one is done."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: "Person",
        practice: "Callable[[], PracticeService]",
        start: Start,
        tell: Tell,
        picture: Callable[[str], Any],
        on_back: Callable[[], None],
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent, theme)
        self._person = person
        self._practice = practice
        self._start = start
        self._tell = tell
        self._picture = picture
        self.on_end: Callable[[Round, list[tuple[Shown, Feedback]]], None] = lambda _round, _results: on_back()
        self._on_back = on_back
        self._today = today
        self._round: Round | None = None
        self._at = -1
        self._part = 0
        self._given: list[Answer | None] = []
        self.shown: Shown | None = None
        self.feedback: Feedback | None = None
        self.busy = False
        self._results: list[tuple[Shown, Feedback]] = []
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._head().grid(row=0, sticky="ew", padx=theme.px(32), pady=(theme.px(20), 0))
        self.page = Page(self, theme)
        self.page.grid(row=1, sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        self._question_card(body).grid(row=0, sticky="ew")
        self._said = card(body, theme)
        self._said.columnconfigure(0, weight=1)
        self.explanation = Explanation(self._said, theme)
        self._said.bind("<Configure>", lambda _event: self.after_idle(lambda: self.page.reveal(self._said)))
        self.explanation.grid(sticky="ew", padx=theme.px(22), pady=theme.px(16))
        self._foot().grid(row=2, sticky="ew", padx=theme.px(32), pady=(theme.px(8), theme.px(20)))

    def begin(self, round: "Round") -> None:
        """Show the first question of a round that is still to do."""
        self._round, self._at, self._results = round, -1, []
        self._title.say(round.title)
        self._next()

    def primary(self) -> bool:
        """Enter: hand in, then go on."""
        if self.busy or self.shown is None:
            return True
        if self.feedback is not None:
            self._next()
        else:
            self._hand_in()
        return True

    def finish(self) -> bool:
        return self.primary()

    def back(self) -> bool:
        self._on_back()
        return True

    def key(self, keysym: str) -> bool:
        return self.feedback is None and not self.busy and self.answer.key(keysym)

    def _head(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        head = tkinter.Frame(self, bg=colours.background)
        head.columnconfigure(1, weight=1)
        self._title = Paragraph(head, theme, "", LARGE, bold=True)
        self._title.grid(row=0, column=0, columnspan=2, sticky="ew")
        self._count = words(head, theme, "", SMALL, colour=colours.muted)
        self._count.grid(row=0, column=2, sticky="e")
        self._track = tkinter.Canvas(
            head, height=theme.px(8), width=1, bg=colours.background, highlightthickness=0, bd=0
        )
        self._track.grid(row=1, column=0, columnspan=3, sticky="ew", pady=(theme.px(8), 0))
        self._track.bind("<Configure>", lambda _event: self._draw_track())
        return head

    def _question_card(self, body: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(26)
        self._facts = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._facts.grid(row=0, sticky="ew", padx=pad, pady=(theme.px(18), 0))
        self._story = Paragraph(box, theme, "", BODY)
        self._story.grid(row=1, sticky="ew", padx=pad, pady=(theme.px(8), 0))
        self._stem = Paragraph(box, theme, "", LARGE, bold=True)
        self._stem.grid(row=2, sticky="ew", padx=pad, pady=(theme.px(8), 0))
        self._image = tkinter.Label(box, bg=colours.surface, bd=0)
        self._image.grid(row=3, sticky="w", padx=pad, pady=(theme.px(10), 0))
        self.answer = AnswerPart(box, theme, picture=self._picture, on_finish=self.finish)
        self.answer.grid(row=4, sticky="ew", padx=pad, pady=(theme.px(18), theme.px(24)))
        return box

    def _foot(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        foot = Flow(self, theme, colours.background)
        self._button = Button(
            foot, theme, "提交", self.primary, icon="tick", emphasis=Emphasis.PRIMARY, size=LARGE, height=54, width=200
        )
        self._unknown = Button(foot, theme, "不会，看解析", self._give_up, height=54)
        self._leave = Button(foot, theme, "先到这里", self.back, emphasis=Emphasis.QUIET, height=54)
        foot.add(self._button, self._unknown, self._leave)
        self._row = foot
        return foot

    # Going through the round

    def _next(self) -> None:
        assert self._round is not None
        self._at += 1
        if self._at >= len(self._round.items):
            self.on_end(self._round, self._results)
            return
        round, chosen = self._round, self._round.items[self._at]
        self.busy = True

        def show(found: "Shown | None") -> None:
            self.busy = False
            if found is None:  # the bank has changed since the round was begun
                self._next()
            else:
                self._show(found)

        self._start(lambda _progress: self._practice().show(self._person, round.part_of, chosen), show, self._failed)

    def _failed(self, problem: Exception) -> None:
        self.busy = False
        raise problem

    def _show(self, shown: "Shown") -> None:
        self.shown, self.feedback = shown, None
        self._part, self._given = 0, []
        self._said.grid_forget()
        question = shown.question
        case = isinstance(question.body, Case)
        self._story.say(question.stem if case else "")
        if case:
            self._story.grid()
        else:
            self._story.grid_remove()
        self._show_part(None)
        self._draw_track()

    def _show_part(self, answer: Answer | None) -> None:
        assert self.shown is not None
        question = self.shown.question
        parts = parts_of(question)
        part = parts[self._part]
        step = f" · 第 {self._part + 1} / {len(parts)} 小题" if len(parts) > 1 else ""
        self._facts.say(
            f"{self.shown.reason.label} · {question.line.label} · {part.type.label}"
            f"{'（可选多项）' if part.type.value == 'multiple' else ''}{step}"
        )
        self._stem.say(asked_in_words(part))
        picture = part.picture or (question.picture if self._part == 0 else "")
        image = self._picture(picture) if picture else None
        if image is not None:
            self._image.configure(image=image)
            self._image.grid()
        else:
            self._image.grid_remove()
        self.answer.ask(part, self.shown.orders[self._part], answer)
        self._button.say("提交" if self._part + 1 == len(parts) else "下一小题", "tick")
        self._row.keep(self._button, self._unknown, self._leave)
        self.page.to_top()
        self.answer.focus_set()

    def _hand_in(self) -> None:
        assert self.shown is not None
        self.answer.keep()
        given = self.answer.answer
        if given is None:
            self._tell(Tone.PROBLEM, "还没有作答。", "选好或写好再提交；不会就按“不会，看解析”。")
            return
        self._take(given)

    def _give_up(self) -> None:
        if self.busy or self.shown is None or self.feedback is not None:
            return
        self._take(None)

    def _take(self, given: Answer | None) -> None:
        assert self.shown is not None and self._round is not None
        self._given.append(given)
        parts = parts_of(self.shown.question)
        if self._part + 1 < len(parts):
            self._part += 1
            self._show_part(None)
            return
        self.busy = True
        shown, answers, part_of = self.shown, tuple(self._given), self._round.part_of
        self._start(
            lambda _progress: self._practice().answer(self._person, part_of, shown.question, answers),
            self._answered,
            self._not_kept,
        )

    def _not_kept(self, problem: Exception) -> None:
        # What was answered stays on the screen, so that it can be handed in again.
        self.busy = False
        self._given.pop()
        raise problem

    def _answered(self, feedback: "Feedback") -> None:
        assert self.shown is not None
        self.busy = False
        self.feedback = feedback
        self._results.append((self.shown, feedback))
        self.answer.reveal()
        self.explanation.show(self.shown.question, feedback.mark, f"这道题{when(feedback.due, self._today())}再问。")
        self._said.grid(row=1, sticky="ew", pady=(self.theme.px(16), 0))
        last = self._round is not None and self._at + 1 >= len(self._round.items)
        self._button.say("看小结" if last else "下一题", "next")
        self._row.keep(self._button, self._leave)
        self._button.focus_set()
        self._draw_track()

    def _draw_track(self) -> None:
        """A piece of the line for each question of the round: done right, done otherwise, at hand, to come."""
        track, theme, colours = self._track, self.theme, self.theme.colours
        track.delete("all")
        room = track.winfo_width()
        if self._round is None or room <= 1:
            return
        total, before = self._round.total, self._round.done
        self._count.configure(text=f"第 {min(before + self._at + 1, total)} / {total} 题")
        gap = theme.px(4)
        wide = (room - gap * (total - 1)) / max(1, total)
        for at in range(total):
            ink = colours.border
            if at < before:
                ink = colours.muted
            elif at - before < len(self._results):
                share = self._results[at - before][1].share
                ink = colours.polite if share == 1 else colours.caution if share else colours.forbidden
            elif at - before == self._at:
                ink = colours.accent
            left = at * (wide + gap)
            track.create_rectangle(left, theme.px(1), left + wide, theme.px(7), fill=ink, width=0)


def asked_in_words(part: Part) -> str:
    """What a part asks, as it stands on the screen: gaps numbered, a citizen's words in quotation marks."""
    body = part.body
    if isinstance(body, Blank) and len(body.gaps) > 1:
        numbers = iter(range(1, len(body.gaps) + 1))
        return GAPS.sub(lambda _found: f"（{next(numbers)}）______", part.stem)
    if isinstance(body, Rewrite):
        return f"{part.stem or '把这句服务禁语换成文明的说法：'}\n“{body.forbidden}”"
    if isinstance(body, Spoken):
        return f"{part.stem or '群众这样说，你怎么回答？'}\n“{body.turn.says}”"
    return part.stem
