"""One conversation under way: whose turn it is, the clocks, the microphone and the hearing. It draws nothing."""

import time
import tkinter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import Progress, UserError
from app.domain.role_play.conversation import Mode
from app.domain.scenario import Channel
from app.gui.line_aloud import LineAloud
from app.gui.play_state import PlayStage, PlayState
from app.gui.screens.screen import Start, Tell
from app.gui.take_under_way import TakeUnderWay
from app.gui.timer import Timer
from app.gui.widgets.notice import Tone
from app.gui.work import Job

if TYPE_CHECKING:
    from app.gui.services import Take, VoiceService
    from app.services.role_play import Conversation, RolePlays

_TICK = 100  # milliseconds between two looks at the clock while one waits


class PlayFlow:
    """What the person does comes in through the methods, what has become of it goes out to `on_change`, and
    between two changes to `on_tick`. Each step is on disk before it is shown; `close` ends everything.

    `held` tells that a message or a progress panel lies over the screen: nobody's thinking is counted then.
    `typed` gives what stands in the line to type in, for the moment an examination's time is up.
    """

    def __init__(
        self,
        root: tkinter.Misc,
        desk: "Callable[[], RolePlays]",
        voice: "Callable[[], VoiceService]",
        start: Start,
        tell: Tell,
        microphone: Callable[[], str],
        held: Callable[[], bool],
        typed: Callable[[], str],
        on_change: Callable[[PlayState], None],
        on_tick: Callable[[PlayState], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._start = start
        self._tell = tell
        self._microphone = microphone
        self._held = held
        self._typed = typed
        self._on_change = on_change
        self._on_tick = on_tick
        self._now = now
        self.talk: Conversation | None = None
        self.stage = PlayStage.ENDED
        self.waited = 0.0  # seconds of thinking …
        self.typing = 0.0  # … and of typing, in this moment
        self.aside: Callable[[], Path] | None = None  # a recording that was not heard to the end
        self.no_microphone: UserError | None = None
        self._begun = False
        self._asked = 0.0  # what of `waited` the citizen has been patient about already
        self._must_hear = False
        self._looked = 0.0
        self._job: Job[Any] | None = None
        self._timer = Timer(root)
        self._line = LineAloud(root, voice, start, lambda why: tell(Tone.PROBLEM, why.message, why.remedy))
        self._take = TakeUnderWay(root, start, self._spoken_on, self._lost)

    @property
    def state(self) -> PlayState:
        waited = self.waited if self.stage is PlayStage.WAITING else 0.0
        return PlayState(self._talk, self.stage, waited, self._take.level)

    @property
    def seconds_left(self) -> float | None:
        """What an examination has left now, below 0 where it is over; None in other modes."""
        left = self._talk.seconds_left
        if left is None:
            return None
        return left - self.waited - self.typing - self._take.seconds

    @property
    def seconds_spoken(self) -> float:
        return self._take.seconds

    @property
    def may_speak(self) -> bool:
        return self._talk.scenario.channel is not Channel.WRITING

    @property
    def busy(self) -> bool:
        """Whether a step is on its way: what is pressed meanwhile does nothing."""
        return self._job is not None or self._take.opening

    @property
    def may_answer_anew(self) -> bool:
        """In an examination a recording whose hearing was cancelled is the one take there is."""
        return not (self._must_hear and self.aside is not None)

    def begin(self, talk: "Conversation") -> None:
        """Take up a conversation where it stands."""
        self.close()
        self.talk, self.no_microphone = talk, None
        self._end() if talk.ended else self._say()

    def close(self) -> None:
        """No timer, no voice, no open microphone any more. What was answered is on disk, the rest is dropped."""
        self._timer.stop()
        self._line.hush()
        self._take.close()
        if self._job is not None:
            self._job.stop()
            self._job = None

    # The citizen speaks

    def _say(self) -> None:
        self._timer.stop()
        self._anew()
        self._become(PlayStage.SPEAKING)
        how = self._talk.scenario.citizen.voice if self.may_speak else None
        self._line.say(self._talk.line, how, self._line_over)

    def _anew(self) -> None:
        self.waited = self.typing = self._asked = 0.0
        self._begun, self.aside, self._must_hear = False, None, False

    def _line_over(self) -> None:
        self._end() if self._talk.ended else self._wait()

    # The trainee answers

    def _wait(self) -> None:
        self._timer.stop()
        self._looked = self._now()
        self._become(PlayStage.WAITING)
        self._timer.after(_TICK, self._tick)

    def _tick(self) -> None:
        now = self._now()
        passed, self._looked = now - self._looked, now
        if not (self._held() or self._take.opening or self.aside):
            if self._begun and not self._typed():
                self._begun = False
            if self._begun:
                self.typing += passed
            else:
                self.waited += passed
            left = self.seconds_left
            if left is not None and left < 0 and self._job is None:
                self._time_is_up()
                self._look_again()
                return
            patience = self._talk.scenario.citizen.patience
            if not self._begun and self._job is None and self.waited - self._asked >= patience:
                self._nothing_said()
                return
        self._on_tick(self.state)
        self._timer.after(_TICK, self._tick)

    def begin_typing(self) -> None:
        """The first key: the thinking is over, and nobody asks again."""
        if self.stage is PlayStage.SPEAKING and not self._talk.ended:
            self._line.hush()
            self._wait()
        if self.stage is PlayStage.WAITING:
            self._begun = True

    def press(self) -> None:
        """The microphone's button: begin to speak, or have spoken."""
        if self.stage is PlayStage.RECORDING:
            self._have_spoken()
        elif not self.may_answer_anew:
            self.hear_aside()
        elif self.stage in (PlayStage.SPEAKING, PlayStage.WAITING) and not self.busy and not self._talk.ended:
            self._open_microphone()

    def _open_microphone(self) -> None:
        if not self.may_speak:
            return
        self._line.hush()
        name = self._microphone() or None
        self._take.open(lambda: self._desk().start_take(name), self._opened, self._not_opened)
        self._wait()

    def _opened(self) -> None:
        self._timer.stop()
        self.no_microphone = self.aside = None
        self._become(PlayStage.RECORDING)

    def _not_opened(self, why: UserError) -> None:
        self.no_microphone = why
        self._wait()

    def _spoken_on(self) -> None:
        left = self.seconds_left
        if left is not None and left < 0:
            self._have_spoken()
        else:
            self._on_tick(self.state)

    def _lost(self, take: "Take", why: UserError) -> None:
        """The microphone was unplugged, or the disk is full: what was said until then can be heard."""
        self.aside = take.stop
        self._wait()
        self._tell(Tone.PROBLEM, why.message, why.remedy, ("用已录的部分作答", self.hear_aside))

    def throw_away(self) -> None:
        """Drop what is being recorded, and answer anew; an examination has one take."""
        if self.stage is PlayStage.RECORDING and self._talk.dialogue.mode is not Mode.EXAMINE:
            self._take.close()
            self._wait()

    def _have_spoken(self) -> None:
        take = self._take.stop()
        kept: list[Path] = []

        def stop() -> Path:
            if not kept:
                kept.append(take.stop())
            return kept[0]

        def hear(talk: "Conversation", thinking: float, progress: Progress) -> "Conversation":
            stop()
            return self._desk().answer(talk, take, thinking, progress)

        self._hear(hear, stop)

    def hear_aside(self) -> None:
        """Hear the recording that was not heard to the end."""
        aside = self.aside
        if aside is not None and self.stage is PlayStage.WAITING and not self.busy:
            self._hear(
                lambda talk, thinking, progress: self._desk().answer_file(talk, aside(), thinking, progress), aside
            )

    def _hear(self, hear: "Callable[[Conversation, float, Progress], Conversation]", aside: Callable[[], Path]) -> None:
        self._timer.stop()
        talk, thinking = self._talk, self.waited
        self._become(PlayStage.HEARING)

        def not_heard(why: Exception) -> None:
            self._must_hear = False
            self._left_unheard(aside)
            if not isinstance(why, UserError):
                raise why
            self._tell(Tone.PROBLEM, why.message, why.remedy, ("再听写一次", self.hear_aside))

        self._job = self._start(
            lambda progress: hear(talk, thinking, progress), self._answered, not_heard,
            on_cancel=lambda: self._cancelled(aside), title="正在听写您的回答",
        )  # fmt: skip

    def _cancelled(self, aside: Callable[[], Path]) -> None:
        self._must_hear = self._talk.dialogue.mode is Mode.EXAMINE
        self._left_unheard(aside)

    def _left_unheard(self, aside: Callable[[], Path]) -> None:
        self._job, self.aside = None, aside
        self._wait()

    def submit(self) -> None:
        """What was typed is the answer."""
        if self.stage is not PlayStage.WAITING or self.busy or not self.may_answer_anew:
            return
        text, talk, thinking, typing = self._typed(), self._talk, self.waited, self.typing
        self._step(lambda: self._desk().answer_typed(talk, text, thinking, typing), self._answered)

    def _answered(self, talk: "Conversation") -> None:
        self._timer.stop()
        self._job, self.aside, self.talk = None, None, talk
        self._become(PlayStage.ANSWERED)

    def _nothing_said(self) -> None:
        talk, waited = self._talk, self.waited + self.typing
        self._asked = self.waited  # where it cannot be stored, the patience begins anew

        def asked_again(talk: "Conversation") -> None:
            self.talk = talk
            self._say()

        self._step(lambda: self._desk().nothing_said(talk, waited), asked_again)
        self._look_again()

    def _look_again(self) -> None:
        """The clock goes on until the step has been stored: where the disk refuses, it is tried again."""
        if self.stage is PlayStage.WAITING:
            self._timer.after(_TICK, self._tick)

    def _time_is_up(self) -> None:
        if self._typed().strip():
            self.submit()
        else:
            self._nothing_said()

    # Between two answers

    def go_on(self) -> None:
        """What was heard has been read: the citizen speaks."""
        if self.stage is PlayStage.ANSWERED and not self.busy:
            self._say()

    def misheard(self) -> None:
        """The last reply was misheard: say it again."""
        self._take_back(lambda talk: talk.may_say_again, lambda talk: self._desk().misheard(talk))

    def retry(self) -> None:
        """Answer the last line again, better; practising only."""
        self._take_back(lambda talk: talk.may_retry, lambda talk: self._desk().retry(talk))

    def _take_back(self, may: "Callable[[Conversation], bool]", back: "Callable[[Conversation], Conversation]") -> None:
        talk = self._talk
        if self.stage in (PlayStage.RECORDING, PlayStage.HEARING) or self.busy or not may(talk):
            return

        def again(talk: "Conversation") -> None:
            self._line.hush()
            self.talk = talk
            self._anew()
            self._wait()

        self._step(lambda: back(talk), again)

    def hint(self) -> None:
        talk = self._talk
        if self.stage not in (PlayStage.SPEAKING, PlayStage.WAITING) or self.busy or talk.next_hint is None:
            return

        def shown(talk: "Conversation") -> None:
            self.talk = talk
            self._on_change(self.state)

        self._step(lambda: self._desk().hint(talk), shown)

    def give_up(self, then: "Callable[[Conversation], None]") -> None:
        """Break off for good."""
        if self.busy or self.stage is PlayStage.HEARING:
            return
        talk = self._talk
        self._line.hush()
        self._take.close()
        self._wait()

        def given_up(talk: "Conversation") -> None:
            self.talk = talk
            self._end()
            then(talk)

        self._step(lambda: self._desk().give_up(talk), given_up)

    def _end(self) -> None:
        self._timer.stop()
        self._become(PlayStage.ENDED)

    # What all of it rests on

    @property
    def _talk(self) -> "Conversation":
        assert self.talk is not None
        return self.talk

    def _step(self, work: "Callable[[], Conversation]", then: "Callable[[Conversation], None]") -> None:
        """One short step on a worker, for it is stored on disk."""

        def done(talk: "Conversation") -> None:
            self._job = None
            then(talk)

        def failed(why: Exception) -> None:
            self._job = None
            raise why

        self._job = self._start(lambda _progress: work(), done, failed)

    def _become(self, stage: PlayStage) -> None:
        self.stage = stage
        self._on_change(self.state)
