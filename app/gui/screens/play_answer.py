"""Where the trainee answers: by voice or typing, and what there is to do between two answers."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.domain.attempt import Manner
from app.domain.role_play.conversation import Mode
from app.domain.scenario import EndingKind
from app.gui.play_flow import PlayFlow
from app.gui.play_state import PlayStage
from app.gui.theme import HEADING, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.recorder import Recorder
from app.gui.widgets.text_box import TextBox
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.services.role_play import Conversation

_HIGH = 96


class PlayAnswer:
    """The card at the foot of a conversation. `box` is laid out by the screen; the flow says what is shown."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        flow: PlayFlow,
        on_end: Callable[[], None],
        on_microphone: Callable[[], None],
        on_put_aside: Callable[[], None],
        on_give_up: Callable[[], None],
    ) -> None:
        self._theme = theme
        self._flow = flow
        self._on_end = on_end
        self.typing = False
        self.leaving = False
        self._shown: tkinter.Widget | None = None
        self.box = card(parent, theme)
        self.box.columnconfigure(0, weight=1)
        pad = theme.px(20)
        self._panels = tkinter.Frame(self.box, bg=theme.colours.surface)
        self._panels.grid(row=0, column=0, columnspan=2, sticky="ew", padx=pad, pady=(theme.px(14), 0))
        self._panels.columnconfigure(0, weight=1)
        self._recorder = Recorder(
            self._panels, theme, flow.press, theme.colours.surface, _HIGH, done="说完后按空格键，就听写这一段"
        )
        self._writing = self._make_writing()
        self._aside = _Message(self._panels, theme)
        self._answered = _Message(self._panels, theme)
        self._ended = _Message(self._panels, theme)
        self._leaving = _Message(self._panels, theme, below=True)
        self.go_on = self._button(self._answered, "听对方接着说", flow.go_on, "next")
        self.end = self._button(self._ended, "看复盘", on_end, "chart")
        self._hear = self._button(self._aside, "听写刚才的录音", flow.hear_aside, "again")
        self._anew = Button(self._aside.row, theme, "重新回答", flow.press, icon="mic", height=52)
        self.stay = self._button(self._leaving, "接着谈", self.ask_nothing, "talk")
        self._put_aside = Button(self._leaving.row, theme, "先放一放，以后接着谈", on_put_aside, icon="clock")
        self._give_up = Button(self._leaving.row, theme, "不谈了", on_give_up, icon="stop")
        self._tools = Flow(self.box, theme, theme.colours.surface, gap=4)
        self._tools.grid(row=1, column=0, sticky="ew", padx=(theme.px(12), 0), pady=(theme.px(4), theme.px(10)))
        self._make_tools(on_microphone)
        self._clock = words(self.box, theme, "", SMALL, colour=theme.colours.muted)
        self._clock.grid(row=1, column=1, sticky="e", padx=pad, pady=(theme.px(4), theme.px(10)))

    def begin(self) -> None:
        """Before a conversation: nothing is typed, nothing asked."""
        self._text.text = ""
        self.leaving = False
        if not self._flow.may_speak:
            self.typing = True

    # What is where

    def _make_writing(self) -> tkinter.Frame:
        theme, colours = self._theme, self._theme.colours
        frame = tkinter.Frame(self._panels, bg=colours.surface)
        frame.columnconfigure(0, weight=1)
        self._why = Paragraph(frame, theme, "", SMALL, colour=colours.caution)
        self._text = TextBox(frame, theme, "", lines=2, most=3)
        self._text.grid(row=1, column=0, sticky="ew")
        # As in any chat Enter sends; Shift and Enter begins a new line.
        self._text.view.bind("<Return>", lambda event: self._send(event))
        self._text.view.bind("<KP_Enter>", lambda event: self._send(event))
        self._text.view.bind("<<Modified>>", lambda _event: self._typed_something(), add="+")
        self._submit = Button(frame, theme, "说出去", self.submit, icon="next", emphasis=Emphasis.PRIMARY)
        self._submit.grid(row=1, column=1, sticky="s", padx=(theme.px(12), 0))
        return frame

    def _button(self, message: "_Message", text: str, do: Callable[[], Any], icon: str) -> Button:
        button = Button(message.row, self._theme, text, do, icon=icon, emphasis=Emphasis.PRIMARY, height=52)
        message.keep(button)
        return button

    def _make_tools(self, on_microphone: Callable[[], None]) -> None:
        def tool(text: str, do: Callable[[], Any], icon: str) -> Button:
            return Button(self._tools, self._theme, text, do, icon=icon, emphasis=Emphasis.QUIET, height=44)

        flow = self._flow
        self._switch = tool("", self.switch, "keyboard")
        self.hint = tool("提示 F3", flow.hint, "bulb")
        self.misheard = tool("我被听错了 F4", flow.misheard, "warn")
        self.retry = tool("重答 F5", flow.retry, "again")
        self._mic = tool("换麦克风", on_microphone, "mic")
        self._drop = tool("不要这段 Esc", flow.throw_away, "cross")
        self._tools.add(self._switch, self.hint, self.misheard, self.retry, self._mic, self._drop)

    # What is done

    @property
    def text(self) -> str:
        return self._text.text if self.typing else ""

    def switch(self) -> None:
        """From speaking to typing or back."""
        if self._flow.stage is PlayStage.RECORDING or not self._flow.may_speak:
            return
        self.typing = not self.typing
        self._flow.no_microphone = None
        self.show()
        self.focus()

    def submit(self) -> None:
        self._flow.submit()

    def ask_whether_to_leave(self) -> None:
        self.leaving = True
        self.show()
        self.stay.focus_set()

    def ask_nothing(self) -> None:
        self.leaving = False
        self.show()
        self.focus()

    def _send(self, event: "tkinter.Event[Any]") -> str | None:
        if int(event.state) & 1:
            return None  # Shift: a new line
        self.submit()
        return "break"

    def _typed_something(self) -> None:
        if self._text.text:
            self._flow.begin_typing()

    # What is shown

    def show(self) -> bool:
        """As the conversation stands now; whether the next key belongs elsewhere than before."""
        flow = self._flow
        talk, stage = flow.talk, flow.stage
        if talk is None:
            return False
        exam = talk.dialogue.mode is Mode.EXAMINE
        if flow.no_microphone is not None:
            self.typing = True
            self._why.say(f"{flow.no_microphone.message}先打字作答；{flow.no_microphone.remedy}再按 F6 改用说话。")
        panel = self._panel(stage)
        if stage is PlayStage.ANSWERED and self._text.text:
            self._text.text = ""
        for each in (
            self._recorder, self._writing, self._aside.frame, self._answered.frame, self._ended.frame,
            self._leaving.frame,
        ):  # fmt: skip
            if each is not panel:
                each.grid_forget()
        panel.grid(row=0, column=0, sticky="ew")
        if flow.no_microphone is not None and panel is self._writing:
            self._why.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, self._theme.px(6)))
        else:
            self._why.grid_forget()
        self._say_what(exam)
        self._keep_tools(exam)
        self.tick()
        before, self._shown = self._shown, panel
        return panel is not before

    def _panel(self, stage: PlayStage) -> tkinter.Widget:
        flow = self._flow
        if self.leaving:
            return self._leaving.frame
        if stage is PlayStage.ENDED:
            return self._ended.frame
        if stage is PlayStage.ANSWERED:
            return self._answered.frame
        typing_anew = self.typing and flow.may_answer_anew
        if flow.aside is not None and stage is PlayStage.WAITING and not typing_anew:
            return self._aside.frame
        return self._writing if self.typing else self._recorder

    def _say_what(self, exam: bool) -> None:
        flow, talk, stage = self._flow, self._flow.talk, self._flow.stage
        assert talk is not None
        written = not flow.may_speak
        self._recorder.ready(enabled=stage in (PlayStage.SPEAKING, PlayStage.WAITING) and not talk.ended)
        if stage is PlayStage.SPEAKING:
            self._recorder.invite("对方正在说…", "听完再答；等不及，按空格键就可以说")
        elif stage is PlayStage.HEARING:
            self._recorder.invite("正在听写您的回答…", "稍等一下，马上就好")
        elif flow.busy:
            self._recorder.invite("正在打开麦克风…", "")
        else:
            self._recorder.invite("按空格键开始回答", "像面对真人一样，把话完整说出来")
        self._submit.say("写给对方看" if written else "说出去")
        self._submit.enable(stage in (PlayStage.SPEAKING, PlayStage.WAITING) and not talk.ended)
        self._say_answered(talk)
        self.go_on.say("听对方接着说" if flow.may_speak else "看对方怎样写")
        if flow.aside is not None:
            self._aside.say(
                "刚才的录音还在，没有听写完。",
                "请听写这段录音；考核每轮只录一次。" if not flow.may_answer_anew
                else "可以把这段录音听写完，也可以重新回答，或者改用打字。",
            )  # fmt: skip
            self._aside.keep(self._hear, *((self._anew,) if flow.may_answer_anew else ()))
        if stage is PlayStage.ENDED:
            self._say_ending()
        self._say_leaving(exam)

    def _say_answered(self, talk: "Conversation") -> None:
        reply = talk.last.reply if talk.last is not None else None
        if reply is None or reply.manner is Manner.TYPED:
            self._answered.say("您的回答对方看到了。" if not self._flow.may_speak else "您的回答对方听到了。", "")
        elif reply.silent:
            self._answered.say("没有听到您说话。", "请离麦克风近一点，或在设置里换一个麦克风试一试。")
        else:
            again = "听错了可以再说一次，每轮一次，会记下来。" if talk.may_say_again else ""
            self._answered.say("听到的就是上面这段话。", again)

    def _say_ending(self) -> None:
        talk, colours = self._flow.talk, self._theme.colours
        assert talk is not None
        ending = talk.ending
        if ending is None:
            self._ended.say("对话没有谈完。", "")
            return
        ink = {EndingKind.GOOD: colours.polite, EndingKind.PARTIAL: colours.caution, EndingKind.BAD: colours.forbidden}
        why = f"时间到。{ending.explains}" if talk.dialogue.times_up else ending.explains
        self._ended.say(f"结局：{ending.title}", why, ink[ending.kind])

    def _say_leaving(self, exam: bool) -> None:
        talk = self._flow.talk
        assert talk is not None
        kept = talk.person is not None
        if exam:
            self._leaving.say("现在结束考核吗？", "结束后按没有谈完评分，不能再接着谈。")
            self._give_up.say("结束考核")
        elif not kept:
            self._leaving.say("现在离开吗？", "这是试谈，离开后不保留。")
            self._give_up.say("结束试谈")
        else:
            self._leaving.say("这场对话还没有谈完。", "放一放，下次从这一轮接着谈；不谈了，就按没有谈完评分。")
            self._give_up.say("不谈了，看复盘" if talk.dialogue.exchanges else "不谈了")
        self.stay.say("接着考" if exam else "接着谈")
        self._leaving.keep(self.stay, *(() if exam or not kept else (self._put_aside,)), self._give_up)

    def _keep_tools(self, exam: bool) -> None:
        flow, talk, stage = self._flow, self._flow.talk, self._flow.stage
        assert talk is not None
        shown = []
        answering = stage in (PlayStage.SPEAKING, PlayStage.WAITING) and not talk.ended and not self.leaving
        if answering and flow.may_speak and flow.may_answer_anew:
            self._switch.say("改用说话 F6" if self.typing else "改用打字 F6", "mic" if self.typing else "keyboard")
            shown.append(self._switch)
        if answering and talk.next_hint is not None:
            self.hint.say(f"提示 F3（扣 {talk.next_hint.cost:g} 分）")
            shown.append(self.hint)
        between = answering or (stage in (PlayStage.ANSWERED, PlayStage.ENDED) and not self.leaving)
        if between and talk.may_say_again:
            shown.append(self.misheard)
        if between and talk.may_retry:
            self.retry.say("重答这一轮 F5" if stage is PlayStage.ANSWERED else "重答上一轮 F5")
            shown.append(self.retry)
        if answering and not self.typing and not exam:
            shown.append(self._mic)
        if stage is PlayStage.RECORDING and not exam:
            shown.append(self._drop)
        self._tools.keep(*shown)

    def tick(self) -> None:
        """The clock and the level, many times a second."""
        flow = self._flow
        if flow.stage is PlayStage.RECORDING:
            self._recorder.follow(flow.state.level, flow.seconds_spoken)
        shown = ""
        if flow.stage is PlayStage.WAITING and flow.aside is None and not self.leaving:
            shown = f"想了 {int(flow.waited)} 秒"
        if self._clock.cget("text") != shown:
            self._clock.configure(text=shown)
        patience = flow.talk.scenario.citizen.patience if flow.talk is not None else 0
        near = flow.waited >= patience * 0.7
        self._clock.configure(fg=self._theme.colours.caution if near else self._theme.colours.muted)

    def focus(self) -> None:
        """Where the next key belongs."""
        flow = self._flow
        panel = self._panel(flow.stage)
        if panel is self._recorder:
            self._recorder.focus_set()
        elif panel is self._writing:
            self._text.focus_set()
        elif panel is self._answered.frame:
            self.go_on.focus_set()
        elif panel is self._ended.frame:
            self.end.focus_set()
        elif panel is self._aside.frame:
            self._hear.focus_set()
        else:
            self.stay.focus_set()


class _Message:
    """A sentence, what it means, and buttons: beside it, or `below` where they are many."""

    def __init__(self, parent: tkinter.Misc, theme: Theme, below: bool = False) -> None:
        colours = theme.colours
        self._theme = theme
        self.frame = tkinter.Frame(parent, bg=colours.surface)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(0, weight=1)
        self.frame.rowconfigure(1, weight=1)
        self._ink = colours.text
        self._what = Paragraph(self.frame, theme, "", HEADING, bold=True)
        self._what.grid(row=0, sticky="sew")
        self._more = Paragraph(self.frame, theme, "", SMALL, colour=colours.muted)
        self.row: Flow | tkinter.Frame
        if below:
            self.row = Flow(self.frame, theme, colours.surface)
            self.row.grid(row=2, sticky="ew", pady=(theme.px(10), 0))
        else:
            self.row = tkinter.Frame(self.frame, bg=colours.surface)
            self.row.grid(row=0, column=1, rowspan=2, padx=(theme.px(16), 0), pady=theme.px(8))

    def keep(self, *buttons: Button) -> None:
        """Only these buttons, in this order."""
        if isinstance(self.row, Flow):
            self.row.keep(*buttons)
            return
        for button in self.row.winfo_children():
            button.pack_forget()  # type: ignore[attr-defined]
        for button in buttons:
            button.pack(fill="x", pady=self._theme.px(3))

    def say(self, what: str, more: str, ink: str = "") -> None:
        self._what.say(what)
        self._what.configure(fg=ink or self._ink)
        self._more.say(more)
        if more:
            self._more.grid(row=1, sticky="new", pady=(self._theme.px(2), 0))
        else:
            self._more.grid_forget()
