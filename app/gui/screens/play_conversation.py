"""A conversation with a role-played citizen: they speak, one answers, their mood moves, until it ends."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.domain.errors import UserError
from app.domain.role_play.conversation import Mode
from app.gui.play_flow import PlayFlow
from app.gui.play_state import PlayStage, PlayState
from app.gui.screens.play_answer import PlayAnswer
from app.gui.screens.play_dialogue import bubbles_of
from app.gui.screens.play_scene import PlayScene
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import HEADING, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.citizen_face import CitizenFace
from app.gui.widgets.exam_timer import ExamTimer
from app.gui.widgets.page import Page
from app.gui.widgets.talk_bubbles import TalkBubbles
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.gui.services import VoiceService
    from app.services.role_play import Conversation, RolePlays

_WIDE, _HIGH = 760, 560  # below these the citizen stands small above, and the papers begin the conversation
_BAR = 26  # what the page keeps to itself: the scroll bar, whether it is there or not, and the padding
_AT_REST = 60  # milliseconds until a layout that was changed has come to rest


class PlayConversation(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        desk: "Callable[[], RolePlays]",
        voice: "Callable[[], VoiceService]",
        microphones: Callable[[], Sequence[object]],
        start: Start,
        tell: Tell,
        microphone: Callable[[], str],
        held: Callable[[], bool],
        on_voice: Callable[[bool], None],
        on_microphone: Callable[[], None],
        on_gone: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._desk = desk
        self._voice = voice
        self._microphones = microphones
        self._start = start
        self._on_voice = on_voice
        self._on_state: Callable[[PlayState], None] = lambda _state: None
        self._on_end: Callable[[Conversation], None] = lambda _talk: None
        self._on_leave: Callable[[], None] = lambda: None
        self._on_gone = on_gone
        self._down: str | None = None
        self._stage = PlayStage.ENDED
        self.flow = PlayFlow(
            self, desk, voice, start, tell, microphone, held, lambda: self.answer.text, self._changed, self._ticked
        )
        self.columnconfigure(1, weight=1)
        self.rowconfigure(2, weight=1)
        pad = self._pad = theme.px(24)
        self._head().grid(row=0, column=0, columnspan=2, sticky="ew", padx=pad, pady=(theme.px(12), theme.px(12)))
        self.scene = PlayScene(self, theme)
        self.page = Page(self, theme, padding=4)
        self.page.body.columnconfigure(0, weight=1)
        self.page.body.rowconfigure(0, weight=1)
        self.talk = TalkBubbles(self.page.body, theme)
        self.talk.grid(sticky="nsew")
        self.talk.bind("<Configure>", lambda _event: self._to_the_end(), add="+")
        self.page.bind("<Configure>", lambda event: self.talk.fit(event.width - theme.px(_BAR)))
        self.answer = PlayAnswer(
            self, theme, self.flow, self._end, on_microphone, self._put_aside, self._give_up
        )  # fmt: skip
        self._wide: bool | None = None
        self.bind("<Configure>", self._resized)
        self._arrange(True)

    def play(
        self,
        talk: "Conversation",
        on_state: Callable[[PlayState], None],
        on_end: "Callable[[Conversation], None]",
        on_leave: Callable[[], None],
    ) -> None:
        """Begin, or go on with, a conversation; call when the screen is shown."""
        self._on_state, self._on_end, self._on_leave = on_state, on_end, on_leave
        self._title.say(talk.scenario.title)
        self._mode.configure(text=talk.dialogue.mode.label if talk.person is not None else "试谈")
        self._show_timer(talk)
        for face in self._faces:
            face.show(talk.scenario, talk.dialogue.mood)
        self.answer.typing = False
        self.flow.talk = talk
        self.answer.begin()
        self._show_voice()
        if self.flow.may_speak:
            self._start(lambda _progress: tuple(self._microphones()), self._found_microphones)
        self._stage = PlayStage.ENDED
        self.flow.begin(talk)

    def enter(self) -> None:
        self.answer.focus()

    def leave(self) -> None:
        self.flow.close()
        for face in self._faces:
            face.stop()
        if self._down is not None:
            self.after_cancel(self._down)
            self._down = None
        self._on_gone()

    # Keys

    def primary(self) -> bool:
        if self.answer.leaving:
            self.answer.ask_nothing()
        elif self.flow.stage is PlayStage.ANSWERED:
            self.flow.go_on()
        elif self.flow.stage is PlayStage.ENDED:
            self._end()
        elif not self.answer.typing:
            self.flow.press()
        return True

    def space(self) -> bool:
        return self.primary()

    def finish(self) -> bool:
        if self.answer.typing:
            self.flow.submit()
        return True

    def back(self) -> bool:
        if self.answer.leaving:
            self.answer.ask_nothing()
        elif self.flow.stage is PlayStage.RECORDING:
            self.flow.throw_away()
        elif self.flow.stage is PlayStage.ENDED:
            self._end()
        elif self.flow.stage is not PlayStage.HEARING:
            self.answer.ask_whether_to_leave()
        return True

    def key(self, keysym: str) -> bool:
        keys = {
            "F2": self._switch_voice, "F3": self.flow.hint, "F4": self.flow.misheard, "F5": self.flow.retry,
            "F6": self.answer.switch,
        }  # fmt: skip
        if keysym not in keys:
            return False
        if not self.answer.leaving:
            keys[keysym]()
        return True

    # What is where

    def _head(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        head = tkinter.Frame(self, bg=colours.background)
        head.columnconfigure(1, weight=1)
        Button(head, theme, "离开", self.back, icon="back", emphasis=Emphasis.QUIET).grid(row=0, column=0)
        self._title = Paragraph(head, theme, "", HEADING, bold=True)
        self._small_face = CitizenFace(head, theme, colours.background, 52, wide=False)
        self._mode = words(head, theme, "", SMALL, bold=True, colour=colours.accent, ground=colours.accent_soft)
        self._mode.configure(padx=theme.px(12), pady=theme.px(5))
        self._mode.grid(row=0, column=2)
        self._timer = ExamTimer(head, theme)
        self._sound = Button(head, theme, "", self._switch_voice, icon="sound", emphasis=Emphasis.QUIET)
        self._sound.grid(row=0, column=4, padx=(theme.px(8), 0))
        return head

    @property
    def _faces(self) -> tuple[CitizenFace, CitizenFace]:
        return self.scene.face, self._small_face

    def _resized(self, event: "tkinter.Event[Any]") -> None:
        if event.widget is self and event.width > 1:
            self._arrange(event.width >= self.theme.px(_WIDE) and event.height >= self.theme.px(_HIGH))

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        pad, gap = self._pad, self.theme.px(16)
        for part in (self.scene.box, self._title, self._small_face, self.page, self.answer.box):
            part.grid_forget()
        beside = self._title if wide else self._small_face
        beside.grid(row=0, column=1, sticky="ew", padx=self.theme.px(12))
        column = 1 if wide else 0
        span = 1 if wide else 2
        if wide:
            self.scene.box.grid(row=1, column=0, rowspan=3, sticky="nsew", padx=(pad, 0), pady=(0, pad))
        left = gap if wide else pad
        self.page.grid(row=2, column=column, columnspan=span, sticky="nsew", padx=(left, pad), pady=(0, gap))
        self.answer.box.grid(row=3, column=column, columnspan=span, sticky="ew", padx=(left, pad), pady=(0, pad))
        if self.flow.talk is not None:
            self._show_bubbles(self.flow.talk)
            self._show_voice()

    # What is shown

    def _changed(self, state: PlayState) -> None:
        talk, stage = state.talk, state.stage
        new = stage is not self._stage
        self._stage = stage
        for face in self._faces:
            face.move_to(talk.dialogue.mood)
            face.speak(stage is PlayStage.SPEAKING and bool(self.flow.may_speak))
        self.scene.show(talk)
        self._show_bubbles(talk)
        self._show_time()
        new = self.answer.show() or new
        if new and not self.answer.leaving:
            self.answer.focus()
        self._on_state(state)

    def _ticked(self, state: PlayState) -> None:
        self.answer.tick()
        self._show_time()
        self._on_state(state)

    def _show_bubbles(self, talk: "Conversation") -> None:
        self.talk.show(bubbles_of(talk, self.flow.stage, with_scene=not self._wide))
        self._to_the_end()

    def _to_the_end(self) -> None:
        """The newest words are in sight; once more when the layout has come to rest."""
        if self._down is not None:
            self.after_cancel(self._down)
        self._down = self.after(_AT_REST, self._down_now)

    def _down_now(self) -> None:
        self._down = None
        self.page.to_end()

    def _show_timer(self, talk: "Conversation") -> None:
        if talk.seconds_left is None:
            self._timer.grid_forget()
        else:
            self._timer.grid(row=0, column=3, padx=(self.theme.px(12), 0))

    def _show_time(self) -> None:
        left, talk = self.flow.seconds_left, self.flow.talk
        if left is not None and talk is not None:
            self._timer.show(max(0.0, left), talk.scenario.minutes * 60)

    def _show_voice(self) -> None:
        on = self._voice().on
        if self.flow.may_speak:
            state = "开" if on else "关"
            self._sound.say(f"声音 {state} F2" if self._wide else f"{state} F2", "sound" if on else "sound-off")
            self._sound.grid()
        else:
            self._sound.grid_remove()

    # What happens

    def _switch_voice(self) -> None:
        if self.flow.may_speak:
            self._on_voice(not self._voice().on)  # switched off, it is silent at once
            self._show_voice()

    def _found_microphones(self, found: Sequence[object]) -> None:
        if not found and self.flow.stage in (PlayStage.SPEAKING, PlayStage.WAITING):
            self.flow.no_microphone = UserError("没有找到麦克风。", "插好麦克风后，")
            self.answer.show()
            self.answer.focus()

    def _end(self) -> None:
        talk = self.flow.talk
        if talk is not None and self.flow.stage is PlayStage.ENDED and not self.flow.busy:
            self._on_end(talk)

    def _put_aside(self) -> None:
        self._on_leave()

    def _give_up(self) -> None:
        self.answer.leaving = False
        talk = self.flow.talk
        exam = talk is not None and talk.dialogue.mode is Mode.EXAMINE
        if talk is not None and not talk.dialogue.exchanges and not exam:
            # Nothing was said yet: there is nothing to review. An exam that was begun counts.
            self.flow.close()
            self._start(lambda _progress: self._desk().drop(talk), lambda _done: self._on_leave())
        else:
            self.flow.give_up(self._on_end)
