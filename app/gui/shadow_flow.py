"""Listening to an exemplary dialogue and saying it line by line: what is said aloud, recorded, compared."""

import tkinter
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

from app.domain.errors import Progress, UserError
from app.domain.role_play.shadowing import ExemplaryLine, Shadowed, compare, exemplary_dialogue
from app.domain.scenario import Channel, Scenario, Sex, Voice
from app.domain.transcript import Transcript, typed_transcript
from app.gui.line_aloud import LineAloud
from app.gui.screens.screen import Start
from app.gui.take_under_way import TakeUnderWay
from app.gui.timer import Timer
from app.gui.work import Job

if TYPE_CHECKING:
    from app.gui.services import RepliesService, Take, VoiceService

_PAUSE = 500  # milliseconds between two lines


class ShadowStage(Enum):
    CITIZEN = "citizen"  # the citizen's line is said
    COLLEAGUE = "colleague"  # the exemplary reply is said
    HALTED = "halted"  # listening was halted, or has come to its end
    WAITING = "waiting"  # one's own turn
    RECORDING = "recording"
    HEARING = "hearing"
    COMPARED = "compared"
    DONE = "done"  # every line was said, or passed over


class ShadowFlow:
    """`at` is the line under way. First `listen`, then `shadow`; nothing of it is kept."""

    def __init__(
        self,
        root: tkinter.Misc,
        replies: "Callable[[], RepliesService]",
        voice: "Callable[[], VoiceService]",
        start: Start,
        microphone: Callable[[], str],
        on_change: Callable[[], None],
        on_level: Callable[[], None],
        on_problem: Callable[[UserError], None],
    ) -> None:
        self._replies = replies
        self._start = start
        self._microphone = microphone
        self._on_change = on_change
        self._on_problem = on_problem
        self.lines: tuple[ExemplaryLine, ...] = ()
        self.at = 0
        self.stage = ShadowStage.HALTED
        self.shadowing = False
        self.said: dict[int, tuple[str, Shadowed]] = {}  # what was heard of each line, and how near it came
        self._scenario: Scenario | None = None
        self._job: Job[Any] | None = None
        self._timer = Timer(root)
        self._line = LineAloud(root, voice, start, on_problem)
        self._take = TakeUnderWay(root, start, on_level, self._lost)

    @property
    def level(self) -> float:
        return self._take.level

    @property
    def seconds(self) -> float:
        return self._take.seconds

    @property
    def may_speak(self) -> bool:
        return self._scenario is not None and self._scenario.channel is not Channel.WRITING

    @property
    def line(self) -> ExemplaryLine:
        return self.lines[self.at]

    @property
    def likeness(self) -> float:
        """Over the lines that were said, 0 to 1."""
        return sum(each.likeness for _text, each in self.said.values()) / len(self.said) if self.said else 0.0

    def begin(self, scenario: Scenario) -> None:
        self.close()
        self._scenario = scenario
        self.lines = exemplary_dialogue(scenario)
        self.listen()

    def close(self) -> None:
        """Silence, no timer, no open microphone."""
        self._timer.stop()
        self._line.hush()
        self._take.close()
        if self._job is not None:
            self._job.stop()
            self._job = None

    # Listening

    def listen(self, at: int = 0) -> None:
        """Hear the dialogue from the line `at` on."""
        self.close()
        self.shadowing, self.at = False, at
        self._say_citizen()

    def halt(self) -> None:
        if self.stage in (ShadowStage.CITIZEN, ShadowStage.COLLEAGUE):
            self.close()
            self._become(ShadowStage.HALTED)

    def turn(self, by: int) -> None:
        """To the line before or after."""
        if not 0 <= self.at + by < len(self.lines) or self.stage in (ShadowStage.RECORDING, ShadowStage.HEARING):
            return
        if self.shadowing:
            self._to_line(self.at + by)
        else:
            self.listen(self.at + by)

    def _say_citizen(self) -> None:
        self._become(ShadowStage.CITIZEN)
        assert self._scenario is not None
        self._say(self.line.citizen, self._scenario.citizen.voice, self._say_colleague)

    def _say_colleague(self) -> None:
        self._become(ShadowStage.COLLEAGUE)
        self._say(self.line.colleague, self._colleague(), self._colleague_done)

    def _colleague_done(self) -> None:
        if self.shadowing:
            self._become(ShadowStage.WAITING)
        elif self.at + 1 < len(self.lines):
            self._timer.after(_PAUSE, lambda: self.listen(self.at + 1))
        else:
            self._become(ShadowStage.HALTED)

    def _colleague(self) -> Voice:
        """Another voice than the citizen's, calm and clear."""
        assert self._scenario is not None
        return Voice(Sex.MALE if self._scenario.citizen.voice.sex is Sex.FEMALE else Sex.FEMALE)

    def _say(self, text: str, how: Voice, then: Callable[[], None]) -> None:
        self._line.say(text, how if self.may_speak else None, then)

    # Saying it oneself

    def shadow(self) -> None:
        """From the first line: hear it, say it, see how near one came."""
        self.close()
        self.shadowing = True
        self.said.clear()
        self._to_line(0)

    def _to_line(self, at: int) -> None:
        self.close()
        self.at = at
        self._say_citizen()

    def press(self) -> None:
        """The microphone's button: begin to speak, or have spoken."""
        if self.stage is ShadowStage.RECORDING:
            self._have_spoken()
            return
        busy = self._job is not None or self._take.opening
        idle = (ShadowStage.CITIZEN, ShadowStage.COLLEAGUE, ShadowStage.WAITING, ShadowStage.COMPARED)
        if self.shadowing and self.may_speak and not busy and self.stage in idle:
            self._open_microphone()

    def _open_microphone(self) -> None:
        self._timer.stop()
        self._line.hush()
        self._become(ShadowStage.WAITING)
        name = self._microphone() or None
        self._take.open(
            lambda: self._replies().start_take(name), lambda: self._become(ShadowStage.RECORDING), self._on_problem
        )

    def _lost(self, take: "Take", why: UserError) -> None:
        self._start(lambda _progress: take.abandon(), lambda _done: None)
        self._become(ShadowStage.WAITING)
        self._on_problem(why)

    def throw_away(self) -> None:
        if self.stage is ShadowStage.RECORDING:
            self.close()
            self._become(ShadowStage.WAITING)

    def _have_spoken(self) -> None:
        take = self._take.stop()
        self._become(ShadowStage.HEARING)

        def work(progress: Progress) -> Transcript:
            try:
                take.stop()
                return self._replies().score_take(take, on_progress=progress).transcript
            finally:
                take.abandon()  # shadowing leaves no recording behind

        def failed(why: Exception) -> None:
            self._job = None
            self._become(ShadowStage.WAITING)
            raise why

        def cancelled() -> None:
            self._job = None
            self._become(ShadowStage.WAITING)

        self._job = self._start(work, self._heard, failed, on_cancel=cancelled, title="正在听写")

    def submit(self, text: str) -> None:
        """What was typed instead of said."""
        if self.shadowing and text.strip() and self.stage not in (ShadowStage.HEARING, ShadowStage.DONE):
            self._timer.stop()
            self._line.hush()
            self._heard(typed_transcript(text))

    def _heard(self, transcript: Transcript) -> None:
        self._job = None
        self.said[self.at] = transcript.text, compare(self.line.colleague, transcript)
        self._become(ShadowStage.COMPARED)

    def go_on(self) -> None:
        """The next line, or the end."""
        if self.stage in (ShadowStage.RECORDING, ShadowStage.HEARING) or not self.shadowing:
            return
        if self.at + 1 < len(self.lines):
            self._to_line(self.at + 1)
        else:
            self.close()
            self._become(ShadowStage.DONE)

    # What all of it rests on

    def _become(self, stage: ShadowStage) -> None:
        self.stage = stage
        self._on_change()
