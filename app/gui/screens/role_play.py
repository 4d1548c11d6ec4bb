"""One turn of a role-play: the citizen speaks, the trainee answers aloud (or types), and it is scored."""

import tkinter
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.errors import Progress
from app.domain.scenario import Scenario
from app.gui.pictures import citizen_figure
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import BODY, HEADING, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.recorder import Recorder
from app.gui.widgets.words import Paragraph, words
from app.gui.work import Job

if TYPE_CHECKING:
    from app.gui.services import RepliesService, ScoredReply, Take

_METER_EVERY = 60  # milliseconds


class Stage(Enum):
    READY = "ready"
    OPENING = "opening"
    RECORDING = "recording"
    SCORING = "scoring"


class RolePlay(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        replies: "Callable[[], RepliesService]",
        start: Start,
        tell: Tell,
        microphone: Callable[[], str],
        on_scored: "Callable[[ScoredReply], None]",
        on_back: Callable[[], None],
        on_microphone: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._replies = replies
        self._start = start
        self._tell = tell
        self._microphone = microphone
        self._on_scored = on_scored
        self._on_back = on_back
        self._on_microphone = on_microphone
        self._scenario: Scenario | None = None
        self._turn = 0
        self._take: Take | None = None
        self._job: Job[ScoredReply] | None = None
        self._typing = False
        self.stage = Stage.READY
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = Page(self, theme)
        self._page.grid(sticky="nsew")
        self._build(self._page.body)

    def begin(self, scenario: Scenario, turn: int) -> None:
        """Set the scene for `scenario.turns[turn]`; call before the screen is shown."""
        self._scenario, self._turn = scenario, turn
        citizen = scenario.citizen
        self._picture = citizen_figure(self, citizen, self.theme.px(160), self.theme.colours.accent_soft)
        self._figure.configure(image=self._picture)
        self._citizen_name.configure(text=citizen.name)
        self._mood.configure(text=f"{citizen.age} 岁 · {citizen.mood}")
        self._situation.say(scenario.situation)
        self._title.say(scenario.title)
        self._round.configure(text=f"第 {turn + 1} 轮，共 {len(scenario.turns)} 轮" if len(scenario.turns) > 1 else "")
        self._line.say(f"“{scenario.turns[turn].says}”")
        self._typed.delete("1.0", "end")
        self._page.to_top()

    def enter(self) -> None:
        self._become_ready()

    def leave(self) -> None:
        self._abandon()
        if self._job is not None:
            self._job.stop()
            self._job = None

    def primary(self) -> bool:
        self._press()
        return True

    def space(self) -> bool:
        if not self._typing:
            self._press()
        return not self._typing

    def back(self) -> bool:
        if self.stage is Stage.RECORDING:
            self._abandon()
            self._become_ready()
        elif self._typing:
            self._type(False)
        else:
            self._on_back()
        return True

    # What is where

    def _build(self, body: tkinter.Misc) -> None:
        theme, colours = self.theme, self.theme.colours
        body.columnconfigure(0, weight=1)
        body.rowconfigure(1, weight=1)
        head = tkinter.Frame(body, bg=colours.background)
        head.grid(row=0, sticky="ew", pady=(0, theme.px(20)))
        head.columnconfigure(1, weight=1)
        Button(head, theme, "返回", self._on_back, icon="back", emphasis=Emphasis.QUIET).grid(row=0, column=0)
        self._title = Paragraph(head, theme, "", HEADING, bold=True)
        self._title.grid(row=0, column=1, sticky="ew", padx=theme.px(12))
        self._round = words(head, theme, "", SMALL, colour=colours.muted)
        self._round.grid(row=0, column=2)
        self._columns = tkinter.Frame(body, bg=colours.background)
        self._columns.grid(row=1, sticky="nsew")
        self._person_card = self._make_person(self._columns)
        self._scene = tkinter.Frame(self._columns, bg=colours.background)
        self._scene.columnconfigure(0, weight=1)
        self._make_bubble(self._scene).grid(row=0, sticky="ew")
        self._answer_card = self._make_answer(self._scene)
        self._answer_card.grid(row=1, sticky="ew", pady=(theme.px(24), 0))
        self._wide: bool | None = None
        self._columns.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(620)))
        self._arrange(True)

    def _make_person(self, parent: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(parent, theme)
        box.columnconfigure(0, weight=1, minsize=theme.px(180))
        pad = theme.px(24)
        self._figure = tkinter.Label(box, bg=colours.surface, bd=0)
        self._citizen_name = words(box, theme, "", HEADING, bold=True)
        self._mood = words(box, theme, "", BODY, colour=colours.muted)
        self._situation = Paragraph(box, theme, "", SMALL)
        self._person_parts = (self._figure, self._citizen_name, self._mood, self._situation)
        self._pad = pad
        return box

    def _make_bubble(self, parent: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(parent, theme, fill=colours.accent_soft)
        box.columnconfigure(0, weight=1)
        words(box, theme, "群众说", SMALL, bold=True, colour=colours.accent).grid(
            sticky="w", padx=theme.px(28), pady=(theme.px(20), 0)
        )
        self._line = Paragraph(box, theme, "", 28)
        self._line.grid(sticky="ew", padx=theme.px(28), pady=(theme.px(4), theme.px(24)))
        return box

    def _make_answer(self, parent: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(parent, theme)
        box.columnconfigure(0, weight=1)
        self._recorder = Recorder(box, theme, self._press, colours.surface)
        self._recorder.grid(row=0, sticky="ew", padx=theme.px(20), pady=(theme.px(16), 0))
        self._writing = tkinter.Frame(box, bg=colours.surface)
        self._writing.columnconfigure(0, weight=1)
        words(self._writing, theme, "把您要说的话打在这里", SMALL, colour=colours.muted).grid(sticky="w")
        self._typed = tkinter.Text(
            self._writing,
            height=4,
            width=20,
            wrap="char",
            font=theme.font(BODY),
            bg=colours.sunken,
            fg=colours.text,
            insertbackground=colours.text,
            bd=0,
            padx=theme.px(12),
            pady=theme.px(10),
            highlightthickness=theme.px(2),
            highlightbackground=colours.border,
            highlightcolor=colours.accent,
        )
        self._typed.grid(sticky="ew", pady=theme.px(8))
        # In this text Tab leaves and Ctrl+Enter submits; plain Enter is a new line, as everywhere.
        self._typed.bind("<Tab>", lambda event: (event.widget.tk_focusNext().focus_set(), "break")[1])
        self._typed.bind("<Control-Return>", lambda _event: (self._press(), "break")[1])
        self._submit = Button(self._writing, theme, "提交评分", self._press, icon="next", emphasis=Emphasis.PRIMARY)
        self._submit.grid(sticky="w")
        row = tkinter.Frame(box, bg=colours.surface)
        row.grid(row=2, sticky="ew", padx=theme.px(16), pady=(theme.px(4), theme.px(16)))
        self._switch = Button(
            row, theme, "改用打字", lambda: self._type(not self._typing), icon="keyboard", emphasis=Emphasis.QUIET
        )
        self._switch.pack(side="left")
        self._mic = Button(row, theme, "换麦克风", self._on_microphone, icon="mic", emphasis=Emphasis.QUIET)
        self._mic.pack(side="left", padx=theme.px(8))
        self._drop = Button(row, theme, "不要这段", self.back, icon="cross", emphasis=Emphasis.QUIET)
        return box

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        theme, pad = self.theme, self._pad
        figure, name, mood, situation = self._person_parts
        for part in (*self._person_parts, self._person_card, self._scene):
            part.grid_forget()
        self._columns.columnconfigure(0, weight=0 if wide else 1)
        self._columns.columnconfigure(1, weight=1 if wide else 0)
        self._person_card.columnconfigure(0, weight=1 if wide else 0, minsize=theme.px(180) if wide else 0)
        self._person_card.columnconfigure(1, weight=0 if wide else 1)
        if wide:
            self._person_card.grid(row=0, column=0, sticky="new", padx=(0, theme.px(24)))
            self._scene.grid(row=0, column=1, sticky="nsew")
            figure.grid(row=0, column=0, padx=pad, pady=(pad, theme.px(12)))
            name.grid(row=1, column=0, padx=pad)
            mood.grid(row=2, column=0, padx=pad)
            situation.grid(row=3, column=0, sticky="ew", padx=pad, pady=(theme.px(16), pad))
        else:
            self._person_card.grid(row=0, column=0, sticky="ew", pady=(0, theme.px(24)))
            self._scene.grid(row=1, column=0, sticky="ew")
            figure.grid(row=0, column=0, rowspan=3, padx=theme.px(16), pady=theme.px(12))
            name.grid(row=0, column=1, sticky="sw", pady=(theme.px(12), 0))
            mood.grid(row=1, column=1, sticky="w")
            situation.grid(row=2, column=1, sticky="new", padx=(0, pad), pady=(theme.px(4), theme.px(12)))

    # What happens

    def _press(self) -> None:
        """The one button: record, stop, or submit what was typed."""
        if self.stage is Stage.RECORDING:
            self._stop_and_score()
        elif self.stage is Stage.READY and self._typing:
            self._score_typed()
        elif self.stage is Stage.READY:
            self.stage = Stage.OPENING
            name = self._microphone() or None
            self._start(lambda _progress: self._replies().start_take(name), self._recording, self._cannot_record)

    def _recording(self, take: "Take") -> None:
        if self.stage is not Stage.OPENING:  # the person went away while the microphone opened
            self._start(lambda _progress: take.abandon(), lambda _done: None)
            return
        self._take = take
        self.stage = Stage.RECORDING
        self._switch.pack_forget()
        self._mic.pack_forget()
        self._drop.pack(side="left")
        self._follow()

    def _cannot_record(self, problem: Exception) -> None:
        self._become_ready()
        raise problem  # the window shows it, with its remedy

    def _follow(self) -> None:
        take = self._take
        if take is None or self.stage is not Stage.RECORDING:
            return
        self._recorder.follow(take.level, take.seconds)
        if take.error is not None:
            self._lost(take)
        else:
            self.after(_METER_EVERY, self._follow)

    def _lost(self, take: "Take") -> None:
        problem = take.error
        assert problem is not None
        self._become_ready(keep_take=True)
        self._tell(Tone.PROBLEM, problem.message, problem.remedy, ("给已录的部分评分", lambda: self._score(take)))

    def _stop_and_score(self) -> None:
        take, self._take = self._take, None
        if take is not None:
            self._score(take)

    def _score(self, take: "Take") -> None:
        scenario, turn = self._scenario, self._turn
        assert scenario is not None

        def work(progress: Progress) -> "ScoredReply":
            take.stop()
            return self._replies().score_take(take, scenario, turn, progress)

        self._busy()
        self._job = self._start(work, self._scored, self._failed, on_cancel=self._become_ready, title="正在听写和评分")

    def _score_typed(self) -> None:
        scenario, turn, text = self._scenario, self._turn, self._typed.get("1.0", "end").strip()
        assert scenario is not None
        self._busy()
        self._job = self._start(
            lambda _progress: self._replies().score_typed(text, scenario, turn),
            self._scored,
            self._failed,
            on_cancel=self._become_ready,
            title="正在评分",
        )

    def _scored(self, reply: "ScoredReply") -> None:
        self._job = None
        self._on_scored(reply)

    def _failed(self, problem: Exception) -> None:
        self._become_ready()
        raise problem

    def _busy(self) -> None:
        self.stage = Stage.SCORING
        self._recorder.ready(enabled=False)
        self._submit.enable(False)

    def _become_ready(self, keep_take: bool = False) -> None:
        self.stage = Stage.READY
        if not keep_take:
            self._take = None
        self._recorder.ready()
        self._submit.enable(True)
        self._drop.pack_forget()
        self._mic.pack_forget()
        self._switch.pack(side="left")
        if not self._typing:
            self._mic.pack(side="left", padx=self.theme.px(8))
        (self._typed if self._typing else self._recorder).focus_set()

    def _abandon(self) -> None:
        take, self._take = self._take, None
        if self.stage in (Stage.RECORDING, Stage.OPENING):
            self.stage = Stage.READY
        if take is not None:
            self._start(lambda _progress: take.abandon(), lambda _done: None)

    def _type(self, typing: bool) -> None:
        self._typing = typing
        if typing:
            self._recorder.grid_remove()
            self._writing.grid(row=1, sticky="ew", padx=self.theme.px(28), pady=(self.theme.px(20), 0))
        else:
            self._writing.grid_remove()
            self._recorder.grid()
        self._switch.say("改用说话" if typing else "改用打字", "mic" if typing else "keyboard")
        self._become_ready()
