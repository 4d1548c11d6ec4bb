"""Hear a good conversation first, then say it line by line and see what was left out; nothing is kept."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.domain.scenario import Scenario
from app.gui.pictures import pill
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.shadow_flow import ShadowFlow, ShadowStage
from app.gui.theme import HEADING, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.recorder import Recorder
from app.gui.widgets.text_box import TextBox
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.gui.services import RepliesService, VoiceService

_NEAR = 0.9  # said as good as whole
_HALF = 0.6
_LINE = 24


class PlayShadow(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        replies: "Callable[[], RepliesService]",
        voice: "Callable[[], VoiceService]",
        start: Start,
        tell: Tell,
        microphone: Callable[[], str],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._tell = tell
        self._on_back = on_back
        self.on_practise: Callable[[], None] = lambda: None
        self.typing = False
        self._no_microphone: UserError | None = None
        self.flow = ShadowFlow(
            self, replies, voice, start, microphone, self._changed, self._follow, self._problem
        )  # fmt: skip
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        pad = theme.px(24)
        self._head().grid(row=0, sticky="ew", padx=pad, pady=(theme.px(12), 0))
        self.page = Page(self, theme, padding=16)
        self.page.grid(row=1, sticky="nsew", padx=theme.px(8))
        self._lines(self.page.body)
        self._card = self._make_card()
        self._card.grid(row=2, sticky="ew", padx=pad, pady=(theme.px(8), pad))

    def begin(self, scenario: Scenario) -> None:
        """Listen to the exemplary dialogue of `scenario`; call when the screen is shown."""
        self._title.say(scenario.title)
        self._who.configure(text=scenario.citizen.name)
        self._no_microphone = None
        self._text.text = ""
        self.flow.begin(scenario)
        self.typing = not self.flow.may_speak
        self._changed()

    def leave(self) -> None:
        self.flow.close()

    def primary(self) -> bool:
        stage = self.flow.stage
        if not self.flow.shadowing:
            self.flow.shadow()
        elif stage is ShadowStage.DONE:
            self.on_practise()
        elif stage is ShadowStage.COMPARED:
            self.flow.go_on()
        elif self.typing:
            self._submit()
        else:
            self.flow.press()
        return True

    def space(self) -> bool:
        if self.flow.shadowing and self.flow.stage is not ShadowStage.DONE:
            self.flow.press()
        elif not self.flow.shadowing:
            self._halt_or_listen()
        return True

    def back(self) -> bool:
        if self.flow.stage is ShadowStage.RECORDING:
            self.flow.throw_away()
        else:
            self._on_back()
        return True

    def turn(self, by: int) -> bool:
        if self.flow.stage is not ShadowStage.DONE:
            self.flow.turn(by)
        return True

    def key(self, keysym: str) -> bool:
        if keysym == "F6":
            self._switch()
        return keysym == "F6"

    # What is where

    def _head(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        head = tkinter.Frame(self, bg=colours.background)
        head.columnconfigure(1, weight=1)
        Button(head, theme, "返回", self._on_back, icon="back", emphasis=Emphasis.QUIET).grid(row=0, column=0)
        self._title = Paragraph(head, theme, "", HEADING, bold=True)
        self._title.grid(row=0, column=1, sticky="ew", padx=theme.px(12))
        self._where = words(head, theme, "", SMALL, bold=True, colour=colours.accent, ground=colours.accent_soft)
        self._where.configure(padx=theme.px(12), pady=theme.px(5))
        self._where.grid(row=0, column=2)
        return head

    def _lines(self, body: tkinter.Misc) -> None:
        theme, colours = self.theme, self.theme.colours
        body.columnconfigure(0, weight=1)
        pad = theme.px(24)
        self._citizen = card(body, theme, fill=colours.accent_soft)
        self._citizen.columnconfigure(0, weight=1)
        self._citizen.grid(row=0, sticky="ew")
        self._who = words(self._citizen, theme, "", SMALL, bold=True, colour=colours.accent)
        self._who.grid(sticky="w", padx=pad, pady=(theme.px(14), 0))
        self._says = Paragraph(self._citizen, theme, "", _LINE)
        self._says.grid(sticky="ew", padx=pad, pady=(theme.px(2), theme.px(16)))
        self._colleague = card(body, theme)
        self._colleague.columnconfigure(0, weight=1)
        self._colleague.grid(row=1, sticky="ew", pady=(theme.px(14), 0))
        self._model_head = Paragraph(self._colleague, theme, "", SMALL, bold=True, colour=colours.muted)
        self._model_head.grid(sticky="ew", padx=pad, pady=(theme.px(14), 0))
        self._model = FlowText(self._colleague, theme, _LINE, spacing=10)
        self._model.grid(sticky="ew", padx=theme.px(20), pady=(0, theme.px(8)))
        self._model.view.tag_configure("left out", foreground=colours.forbidden, background=colours.forbidden_soft)
        self._model.view.tag_configure("left out", underline=True)
        self._model.view.tag_configure("said", foreground=colours.polite)
        self._near = tkinter.Label(self._colleague, bg=colours.surface, bd=0)
        self._said = Paragraph(self._colleague, theme, "", SMALL, colour=colours.muted)
        self._said.grid(row=3, sticky="ew", padx=pad, pady=(0, theme.px(16)))

    def _make_card(self) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(self, theme)
        box.columnconfigure(0, weight=1)
        pad = theme.px(20)
        self._what = Paragraph(box, theme, "", HEADING, bold=True)
        self._what.grid(row=0, sticky="ew", padx=pad, pady=(theme.px(14), 0))
        self._why = Paragraph(box, theme, "", SMALL, colour=colours.caution)
        self._recorder = Recorder(box, theme, self.flow.press, colours.surface, 96, done="说完后按空格键")
        self._text = TextBox(box, theme, "", lines=2, most=3)
        self._text.view.bind("<Return>", lambda _event: (self._submit(), "break")[1])
        self._buttons = Flow(box, theme, colours.surface)
        self._buttons.grid(row=4, sticky="ew", padx=pad, pady=(theme.px(8), theme.px(16)))

        def button(text: str, do: Callable[[], object], icon: str, primary: bool = False) -> Button:
            emphasis = Emphasis.PRIMARY if primary else Emphasis.SECONDARY
            return Button(self._buttons, theme, text, do, icon=icon, emphasis=emphasis)

        self._shadow = button("我跟着说", self.flow.shadow, "mic", True)
        self._halt = button("", self._halt_or_listen, "stop")
        self._before = button("上一句", lambda: self.flow.turn(-1), "back")
        self._after = button("下一句", lambda: self.flow.turn(1), "next")
        self._submit_button = button("比一比", self._submit, "next", True)
        self._go_on = button("下一句", self.flow.go_on, "next", True)
        self._again = button("这句再说一遍", self._say_again, "again")
        self._skip = button("跳过这句", self.flow.go_on, "next")
        self._switch_button = button("", self._switch, "keyboard")
        self._practise = button("去练习", lambda: self.on_practise(), "talk", True)
        self._once_more = button("再跟读一遍", self.flow.shadow, "again")
        self._listen = button("再听一遍", lambda: self.flow.listen(), "play")
        self._buttons.add(
            self._shadow, self._halt, self._before, self._after, self._submit_button, self._go_on, self._again,
            self._skip, self._switch_button, self._practise, self._once_more, self._listen,
        )  # fmt: skip
        return box

    # What happens

    def _halt_or_listen(self) -> None:
        if self.flow.stage is ShadowStage.HALTED:
            self.flow.listen(self.flow.at)
        else:
            self.flow.halt()

    def _say_again(self) -> None:
        if self.typing:
            self._text.text = ""
            self.flow.turn(0)
        else:
            self.flow.press()

    def _submit(self) -> None:
        self.flow.submit(self._text.text)

    def _switch(self) -> None:
        if self.flow.may_speak and self.flow.stage is not ShadowStage.RECORDING:
            self.typing, self._no_microphone = not self.typing, None
            self._changed()

    def _problem(self, why: UserError) -> None:
        if self.flow.shadowing and self.flow.stage is ShadowStage.WAITING and not self.typing:
            self.typing, self._no_microphone = True, why
            self._changed()
        else:
            self._tell(Tone.PROBLEM, why.message, why.remedy)

    def _follow(self) -> None:
        self._recorder.follow(self.flow.level, self.flow.seconds)

    # What is shown

    def _changed(self) -> None:
        flow = self.flow
        if not flow.lines:
            return
        if flow.stage is ShadowStage.DONE:
            self._show_summary()
        else:
            self._show_line()
        self._show_card()

    def _show_line(self) -> None:
        flow, colours = self.flow, self.theme.colours
        self._citizen.grid()
        self._says.say(flow.line.citizen)
        self._where.configure(text=f"{'跟读' if flow.shadowing else '示范'} 第 {flow.at + 1} / {len(flow.lines)} 句")
        heard = flow.said.get(flow.at) if flow.shadowing else None
        self._model_head.say("示范回答" if heard is None else "示范回答：绿色说到了，红色下划线没有说到")
        self._model.clear()
        speaking = flow.stage is ShadowStage.CITIZEN
        if heard is None or flow.stage is not ShadowStage.COMPARED:
            self._model.add(flow.line.colleague)
            self._near.grid_forget()
            self._said.say("正在听群众说…" if speaking else "")
        else:
            text, shadowed = heard
            for piece, was in shadowed.pieces:
                self._model.add(piece, "said" if was else "left out")
            ink = self._ink(shadowed.likeness)
            self._bar = pill(self, self.theme.px(240), self.theme.px(12), shadowed.likeness, ink, colours.sunken)
            self._near.configure(image=self._bar)
            self._near.grid(row=2, sticky="w", padx=self.theme.px(24), pady=(0, self.theme.px(6)))
            self._said.say(f"和示范有 {shadowed.likeness:.0%} 一样。听到的是：{text or '（没有听到说话）'}")
        self._model.finish()

    def _show_summary(self) -> None:
        """Every line with how near one came, and what was left out of it."""
        flow = self.flow
        self._citizen.grid_remove()
        self._near.grid_forget()
        self._where.configure(text="跟读 完成")
        said = len(flow.said)
        self._model_head.say(
            f"说了 {said} / {len(flow.lines)} 句，平均和示范有 {flow.likeness:.0%} 一样。" if said else ""
        )
        self._model.clear()
        for at, line in enumerate(flow.lines):
            heard = flow.said.get(at)
            self._model.add(f"{at + 1}. " if heard is not None else f"{at + 1}.（跳过）")
            if heard is None:
                self._model.add(line.colleague)
            else:
                for piece, was in heard[1].pieces:
                    self._model.add(piece, *(() if was else ("left out",)))
                self._model.add(f"  {heard[1].likeness:.0%}", "said" if heard[1].likeness >= _NEAR else "")
            self._model.add("\n" if at + 1 < len(flow.lines) else "")
        self._model.finish()
        self._said.say("红色下划线是没有说到的话。跟读不评分，也不存档。")
        self.page.to_top()

    def _show_card(self) -> None:
        flow, theme = self.flow, self.theme
        stage = flow.stage
        for part in (self._why, self._recorder, self._text):
            part.grid_forget()
        pad = theme.px(20)
        own_turn = flow.shadowing and stage not in (ShadowStage.DONE, ShadowStage.COMPARED)
        if own_turn and self.typing:
            if self._no_microphone is not None:
                self._why.say(f"{self._no_microphone.message}先打字；{self._no_microphone.remedy}再按 F6 改用说话。")
                self._why.grid(row=1, sticky="ew", padx=pad, pady=(theme.px(10), 0))
            self._text.grid(row=2, sticky="ew", padx=pad, pady=(theme.px(10), 0))
        elif own_turn:
            if stage is not ShadowStage.RECORDING:
                self._recorder.ready(enabled=stage is not ShadowStage.HEARING)
                self._recorder.invite("按空格键，跟着说", "看着上面的示范回答，一句说完")
            self._recorder.grid(row=2, sticky="ew", padx=pad, pady=(theme.px(12), 0))
        else:
            if stage is ShadowStage.COMPARED:
                self._text.text = ""
        self._say_what()
        self._keep_buttons(own_turn)
        self._focus(own_turn)

    def _say_what(self) -> None:
        flow, stage = self.flow, self.flow.stage
        said = ""
        if not flow.shadowing:
            last = flow.at + 1 == len(flow.lines)
            said = {ShadowStage.CITIZEN: "听：群众怎么说", ShadowStage.COLLEAGUE: "听：好的回答怎么说"}.get(
                stage, "示范听完了，跟着说一遍" if last else "停在这一句"
            )
        elif stage is ShadowStage.DONE:
            said = "都跟读过了，可以去练习"
        elif stage is ShadowStage.COMPARED:
            said = self._praise(flow.said[flow.at][1].likeness)
        if said:
            self._what.say(said)
            self._what.grid()
        else:
            self._what.grid_remove()

    def _keep_buttons(self, own_turn: bool) -> None:
        flow, stage = self.flow, self.flow.stage
        shown: list[Button] = []
        if not flow.shadowing:
            self._halt.say(
                "接着听" if stage is ShadowStage.HALTED else "停一停", "play" if stage is ShadowStage.HALTED else "stop"
            )
            self._before.enable(flow.at > 0)
            self._after.enable(flow.at + 1 < len(flow.lines))
            shown = [self._shadow, self._halt, self._before, self._after]
        elif stage is ShadowStage.DONE:
            shown = [self._practise, self._once_more, self._listen]
        elif stage is ShadowStage.COMPARED:
            self._go_on.say("下一句" if flow.at + 1 < len(flow.lines) else "看总结")
            shown = [self._go_on, self._again]
        elif own_turn:
            if self.typing:
                shown.append(self._submit_button)
            if stage not in (ShadowStage.RECORDING, ShadowStage.HEARING):
                shown.append(self._skip)
                if flow.may_speak:
                    self._switch_button.say(
                        "改用说话 F6" if self.typing else "改用打字 F6", "mic" if self.typing else "keyboard"
                    )
                    shown.append(self._switch_button)
        self._buttons.keep(*shown)

    def _focus(self, own_turn: bool) -> None:
        stage = self.flow.stage
        if own_turn:
            (self._text if self.typing else self._recorder).focus_set()
        elif not self.flow.shadowing:
            if self.focus_get() is None or not self._within():
                self._shadow.focus_set()
        else:
            (self._practise if stage is ShadowStage.DONE else self._go_on).focus_set()

    def _within(self) -> bool:
        """Whether the focus is on one of the buttons that are shown: it stays there from line to line."""
        focus = self.focus_get()
        return focus is not None and str(focus).startswith(str(self._buttons)) and bool(focus.winfo_ismapped())

    def _praise(self, likeness: float) -> str:
        if likeness >= _NEAR:
            return "说全了"
        return "说到了大半，看看红色的地方" if likeness >= _HALF else "差得还多，看着示范再说一遍"

    def _ink(self, likeness: float) -> str:
        colours = self.theme.colours
        if likeness >= _NEAR:
            return colours.polite
        return colours.caution if likeness >= _HALF else colours.forbidden
