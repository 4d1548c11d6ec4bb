"""A shift at the window: the clock, the queue, whoever is there, and the work."""

import tkinter
from collections.abc import Callable, Hashable
from dataclasses import replace
from tkinter.font import Font
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.domain.role_play.mood import feeling
from app.domain.shift.action import Spoken, call_next, end_shift, say
from app.domain.shift.hearing import spoken
from app.domain.shift.person import TRAITS
from app.domain.shift.state import Happened, Happening
from app.gui.line_breaking import break_lines
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.shift_work import Draft, pressed, rows
from app.gui.theme import BODY, HEADING, SMALL, Theme
from app.gui.timer import Timer
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.desk_panel import DeskPanel
from app.gui.widgets.field import Field
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.shift_queue import ShiftQueue
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.shift.action import Action
    from app.gui.services import HeardReply, RepliesService, Take
    from app.services.shift_plays import Running, ShiftPlays

_TICK = 1000  # milliseconds of a second of the shift, at ordinary speed
_HALL = frozenset(
    {Happened.ARRIVED, Happened.LEFT_QUEUE, Happened.INCIDENT, Happened.FAULT_OVER, Happened.CLOSED, Happened.ENDED}
)


class ShiftPlay(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        plays: "Callable[[], ShiftPlays]",
        replies: "Callable[[], RepliesService]",
        microphone: Callable[[], str],
        start: Start,
        tell: Tell,
        held: Callable[[], bool],
        on_end: "Callable[[Running], None]",
        on_leave: Callable[[], None],
    ) -> None:
        """`held()`: something lies over the screen, and the clock stands still meanwhile."""
        super().__init__(parent, theme)
        self._plays = plays
        self._replies = replies
        self._microphone = microphone
        self._start = start
        self._tell = tell
        self._held = held
        self._on_end = on_end
        self._on_leave = on_leave
        self.run: Running | None = None
        self.draft = Draft()
        self._face = Font(self, family=theme.family, size=-theme.px(BODY))
        self._ticking = Timer(self)
        self._take: Take | None = None
        self._hearing = False
        self._sure = False
        self._stay = object()  # another one for every time somebody sits down here or leaves
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._frame = frame = tkinter.Frame(self, bg=theme.colours.background)
        frame.grid(sticky="nsew", padx=theme.px(20), pady=theme.px(16))
        frame.rowconfigure(0, weight=1)
        self._hall = self._hall_card(frame)
        self._window = self._window_card(frame)
        self._desk = self._desk_card(frame)
        gap = theme.px(14)
        for column, (box, weight, least) in enumerate(
            ((self._hall, 0, 272), (self._window, 5, 300), (self._desk, 6, 330))
        ):
            frame.columnconfigure(column, weight=weight, minsize=min(theme.px(least), 370))  # three fit 1280 at 200 %
            box.grid(row=0, column=column, sticky="nsew", padx=(0, gap if column < 2 else 0))

    # What is where

    def _hall_card(self, frame: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(frame, theme)
        box.columnconfigure(0, weight=1)
        box.rowconfigure(3, weight=1)
        pad = theme.px(16)
        self._clock = words(box, theme, "09:00", 40, bold=True)
        self._clock.grid(sticky="w", padx=pad, pady=(theme.px(12), 0))
        self._count = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._count.grid(sticky="ew", padx=pad)
        self._speed: Choice[int] = Choice(box, theme, [(1, "×1"), (3, "×3")], 1)
        self._speed.grid(sticky="ew", padx=pad, pady=theme.px(8))
        self.queue = ShiftQueue(box, theme)
        self.queue.grid(sticky="nsew", padx=pad)
        self._call = Button(box, theme, "叫下一位", self._call_next, icon="next", emphasis=Emphasis.PRIMARY, height=52)
        self._call.grid(sticky="ew", padx=pad, pady=(theme.px(8), 0))
        row = tkinter.Frame(box, bg=colours.surface)
        row.grid(sticky="ew", padx=theme.px(8), pady=theme.px(8))
        Button(row, theme, "先放着", self.back, icon="back", emphasis=Emphasis.QUIET, height=40).pack(side="left")
        self._stop = Button(row, theme, "收班", self._end, icon="off", emphasis=Emphasis.QUIET, height=40)
        self._stop.pack(side="right")
        return box

    def _window_card(self, frame: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(frame, theme)
        box.columnconfigure(0, weight=1)
        box.rowconfigure(2, weight=1)
        pad = theme.px(18)
        self._who = Paragraph(box, theme, "", HEADING, bold=True)
        self._who.grid(sticky="ew", padx=pad, pady=(theme.px(14), 0))
        self._mood = tkinter.Canvas(box, bg=colours.surface, highlightthickness=0, bd=0, height=theme.px(30), width=2)
        self._mood.grid(sticky="ew", padx=pad, pady=(theme.px(4), theme.px(6)))
        self._mood.bind("<Configure>", lambda _event: self._draw_mood())
        self.log = tkinter.Text(
            box, wrap="char", font=theme.font(BODY), bg=colours.surface, fg=colours.text, bd=0, highlightthickness=0,
            width=1, height=1, padx=theme.px(4), spacing1=theme.px(5), spacing2=theme.px(5), spacing3=theme.px(5),
            cursor="arrow", takefocus=0, insertwidth=0,
        )  # fmt: skip
        self.log.bindtags((str(self.log), str(self.winfo_toplevel()), "all"))
        for name, ink, soft in (
            ("citizen", colours.text, colours.sunken), ("teller", colours.accent, colours.accent_soft),
            ("hall", colours.muted, colours.surface), ("warn", colours.forbidden, colours.forbidden_soft),
            ("good", colours.polite, colours.surface),
        ):  # fmt: skip
            indent = theme.px(48) if name == "teller" else theme.px(4)
            self.log.tag_configure(
                name, foreground=ink, background=soft, lmargin1=indent, lmargin2=indent,
                rmargin=theme.px(4 if name == "teller" else 40),
            )  # fmt: skip
        self.log.grid(sticky="nsew", padx=theme.px(14))
        row = tkinter.Frame(box, bg=colours.surface)
        row.columnconfigure(0, weight=1)
        row.grid(sticky="ew", padx=pad, pady=theme.px(12))
        self.say = Field(row, theme, "", "说点什么，按回车")
        self.say.grid(row=0, column=0, sticky="ew")
        self.say.on_press("<Return>", self._say_typed)
        self._mic = Button(row, theme, "", self._speak, icon="mic", width=52)
        self._mic.grid(row=0, column=1, padx=(theme.px(8), 0))
        return box

    def _desk_card(self, frame: tkinter.Misc) -> tkinter.Widget:
        theme = self.theme
        box = card(frame, theme)
        box.columnconfigure(0, weight=1)
        box.rowconfigure(1, weight=1)
        self._search = Field(box, theme, "", "查找业务")
        self._search.on_key(self._seek)
        self._search.grid(sticky="ew", padx=theme.px(16), pady=(theme.px(12), theme.px(4)))
        self.page = Page(box, theme, padding=0, ground=theme.colours.surface)
        self.page.grid(sticky="nsew", padx=theme.px(14), pady=(0, theme.px(12)))
        self.page.body.columnconfigure(0, weight=1)
        self.panel = DeskPanel(self.page.body, theme, self._pressed)
        self.panel.grid(sticky="ew")
        return box

    # Showing

    def play(self, run: "Running") -> None:
        """Begin, or go on with, a shift; the clock runs from now on."""
        self.run = run
        self.draft = Draft()
        self._sure = False
        self._stay = object()
        self.log.delete("1.0", "end")
        if run.state.case is not None:
            self._write([each for entry in run.state.case.entries for each in entry.happened])
        else:
            self._note("大厅开门了。有人取号以后，点“叫下一位”或按空格。", "hall")
        self._show()
        self._call.focus_set()
        self._schedule()

    def _show(self) -> None:
        assert self.run is not None
        state = self.run.state
        plan = state.shift.plan
        self._clock.configure(text=plan.time_of_day(state.now))
        left = max(0, state.closes - state.now)
        self._count.say(
            f"已办 {len(state.cases)} · 等候 {len(state.queue)} · "
            + (f"还有 {-(-left // 60)} 分下班" if not state.closed else "已下班，办完再走")
        )
        self.queue.show(state)
        here = state.case is not None
        if here:
            self._call.grid_remove()
        else:
            self._call.grid()
            self._call.enable(bool(state.queue))
            self._call.say("叫下一位" if state.queue else "等人取号")
        self._search.lock(not here)
        visitor = state.visitor
        if visitor is None:
            self._who.say("窗口前没有人")
        else:
            self._who.say(f"{visitor.number} {visitor.name}，{visitor.age} 岁，{TRAITS[visitor.kind].label}")
        self._draw_mood()
        self.panel.show(rows(state, self.draft))

    def _draw_mood(self) -> None:
        theme, px, colours = self.theme, self.theme.px, self.theme.colours
        self._mood.delete("all")
        case = self.run.state.case if self.run else None
        width = self._mood.winfo_width()
        if case is None or width <= 2:
            return
        ink = colours.polite if case.mood >= 50 else colours.caution if case.mood >= 25 else colours.forbidden
        middle, end = px(15), width - px(84)
        self._mood.create_line(px(5), middle, end, middle, fill=colours.sunken, width=px(10), capstyle="round")
        self._mood.create_line(
            px(5), middle, px(5) + int((end - px(5)) * case.mood / 100), middle, fill=ink, width=px(10),
            capstyle="round",
        )  # fmt: skip
        self._mood.create_text(
            width - px(4),
            middle,
            text=feeling(case.mood).label,
            anchor="e",
            font=theme.font(SMALL, bold=True),
            fill=ink,
        )

    def _write(self, happened: "list[Happening] | tuple[Happening, ...]") -> None:
        for each in happened:
            if each.kind is Happened.ARRIVED:
                continue  # the queue shows it
            tag = (
                "warn" if each.kind in (Happened.INCIDENT, Happened.LEFT_QUEUE, Happened.LEFT_WINDOW)
                else "hall" if each.kind in _HALL or each.kind in (Happened.SEEN, Happened.CALLED, Happened.NOTED, Happened.CASE_ENDED)
                else "citizen"
            )  # fmt: skip
            if each.kind is Happened.MOOD:
                tag = "good" if each.by > 0 else "warn"
                self._note(f"心情 {each.by:+d}：{each.text}", tag)
            else:
                self._note(each.text, tag)

    def _note(self, text: str, tag: str) -> None:
        theme = self.theme
        taken = theme.px(12 + {"teller": 52}.get(tag, 44))
        room = max(theme.px(160), self.log.winfo_width() - taken)
        self.log.insert("end", break_lines(text, room, self._face.measure) + "\n", tag)
        self.log.see("end")

    # Doing

    def _do(self, action: "Action", heard: Spoken | None = None) -> bool:
        """Whether it was possible; where it is not, the window says why and nothing has happened. `heard` was said."""
        assert self.run is not None
        before = self.run.state.case
        try:
            self.run, happened = self._plays().act(self.run, action, self.run.state.now)
        except UserError as problem:
            self._tell(Tone.PROBLEM, problem.message, problem.remedy)
            return False
        self._sure = False
        if heard is not None:
            self._note(heard.text or "（没有声音）", "teller")
            for offence in heard.offences:
                self._note(f"禁语：“{offence.heard}”", "warn")
        self._write(happened)
        if self.run.state.case is None or before is None:
            self.draft = Draft()
            self._search.text = ""
        self._show()
        if self.run.state.ended:
            self._finished()
        elif self.run.state.case is None:
            self._call.focus_set()
        return True

    def _pressed(self, key: Hashable) -> None:
        self.draft, action = pressed(key, self.draft)
        if action is None:
            self._show()
        elif self._do(action) and key == ("inform",):
            self.draft = Draft(decision=self.draft.decision, limit=self.draft.limit)
            self._show()

    def _call_next(self) -> None:
        if self.run is not None and self.run.state.case is None:
            self.log.delete("1.0", "end")
            if self._do(call_next()):
                self.page.to_top()
                self.say.focus_set()

    def _say_typed(self) -> None:
        text = self.say.text.strip()
        if not text or self._hearing:
            return
        self._hearing = True
        stay = self._stay

        def said(heard: Spoken) -> None:
            if stay is not self._stay:
                return  # the shift was put aside meanwhile
            self._hearing = False
            if self._do(say(heard), heard):
                self.say.text = ""

        self._start(lambda _progress: self._plays().hear(text), said, on_error=self._unheard)

    def _unheard(self, problem: Exception) -> None:
        self._hearing = False
        if isinstance(problem, UserError):
            self._tell(Tone.PROBLEM, problem.message, problem.remedy)
        else:
            raise problem

    def _speak(self) -> None:
        """Begin to record, or end and be heard."""
        if self._hearing:
            return
        stay = self._stay
        if self._take is None:
            self._hearing = True

            def opened(take: "Take") -> None:
                if stay is not self._stay:
                    take.abandon()  # nobody is there any more: no microphone stays open
                    return
                self._hearing, self._take = False, take
                self._mic.say("", "stop")

            self._start(
                lambda _progress: self._replies().start_take(self._microphone() or None), opened, on_error=self._unheard
            )
            return
        take, self._take = self._take, None
        self._mic.say("", "mic")
        take.stop()
        self._hearing = True

        def heard(reply: "HeardReply") -> None:
            if stay is not self._stay:
                return
            self._hearing = False
            said = spoken(reply.transcript.text, tuple(reply.hits))
            self._do(say(said), said)

        self._start(
            lambda progress: self._replies().score_take(take, on_progress=progress), heard, on_error=self._unheard,
            on_cancel=lambda: self._unheard(UserError("这一句没有听写。", "请再说一遍，或改用打字。")), title="正在听写",
        )  # fmt: skip

    def _seek(self) -> None:
        self.draft = replace(self.draft, sought=self._search.text.strip())
        self._show()

    def _end(self) -> None:
        """Once to ask, twice to do: closing a window on people who hold a ticket is not undone."""
        assert self.run is not None
        waiting = len(self.run.state.queue) + (self.run.state.case is not None)
        if (waiting or not self.run.state.closed) and not self._sure:
            self._sure = True
            self._tell(
                Tone.PROBLEM,
                f"现在收班，还有 {waiting} 位取了号的人没有办。" if waiting else "还没有到下班时间。",
                "要收班，请再点一次“收班”；不收就接着办。",
            )
            return
        self._do(end_shift())

    def _finished(self) -> None:
        self._ticking.stop()
        assert self.run is not None
        self._on_end(self.run)

    # Time

    def _schedule(self) -> None:
        self._ticking.after(_TICK // self._speed.value, self._tick)

    def _tick(self) -> None:
        if self.run is None or not self.winfo_exists():
            return
        # Nobody is kept waiting by the machine: while it opens a microphone or hears, the clock stands still.
        if not self._held() and not self._hearing:
            try:
                self.run, happened = self._plays().advance(self.run, self.run.state.now + 1)
            except UserError as problem:  # a full disk: what was done is kept, time will be stored again
                self._tell(Tone.PROBLEM, problem.message, problem.remedy)
                happened = ()
            self._write(happened)
            if happened or self.run.state.now % 5 == 0:
                self._show()
            else:
                self._clock.configure(text=self.run.state.shift.plan.time_of_day(self.run.state.now))
            if self.run.state.ended:
                self._finished()
                return
        self._schedule()

    def leave(self) -> None:
        self._ticking.stop()
        self._stay = object()
        self._hearing = False
        if self._take is not None:
            self._take.abandon()
            self._take = None
            self._mic.say("", "mic")

    # Keys

    def space(self) -> bool:
        if self.run is not None and self.run.state.case is None and self.run.state.queue:
            self._call_next()
            return True
        return False

    def primary(self) -> bool:
        return self.space()

    def back(self) -> bool:
        """Put it aside: it is on disk, and goes on where it stands."""
        self._on_leave()
        return True

    def destroy(self) -> None:
        self._ticking.stop()
        super().destroy()
