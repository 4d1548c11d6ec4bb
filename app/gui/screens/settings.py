"""Settings: how the window looks, which microphone, and what state everything is in."""

import dataclasses
import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.domain.errors import Progress
from app.gui.screens.screen import Screen, Start
from app.gui.screens.settings_voice import VoiceSettings
from app.gui.theme import HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.page import Page
from app.gui.widgets.picker import Picker
from app.gui.widgets.words import Paragraph, words
from app.system.settings import SCALES, Appearance, Settings

if TYPE_CHECKING:
    from app.gui.services import Finding, LevelMeter, Microphone, SoundService, VoiceService

_APPEARANCES = ((Appearance.SYSTEM, "跟随系统"), (Appearance.LIGHT, "浅色"), (Appearance.DARK, "深色"))


class SettingsScreen(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        settings: Callable[[], Settings],
        sound: "Callable[[], SoundService]",
        voice: "Callable[[], VoiceService]",
        examine: "Callable[[], Sequence[Finding]]",
        start: Start,
        on_change: Callable[[Settings], None],
        on_back: Callable[[], None],
        about: str,
    ) -> None:
        """`settings` are those that hold now; `on_change` keeps them: another look builds the window again."""
        super().__init__(parent, theme)
        self._settings = settings
        self._sound = sound
        self._voice = voice
        self._examine = examine
        self._start = start
        self._on_change = on_change
        self._on_back = on_back
        self._meter: LevelMeter | None = None
        self._listening = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(20)
        Paragraph(body, theme, "设置", TITLE, bold=True).grid(sticky="ew", pady=(0, gap))
        for make in (self._look, self._microphone, self._citizen, self._unit, self._state):
            make(body).grid(sticky="ew", pady=(0, gap))
        Paragraph(body, theme, about, SMALL, colour=theme.colours.muted).grid(sticky="ew")

    def enter(self) -> None:
        self._appearance.focus_set()
        self._start(lambda _progress: tuple(self._sound().microphones()), self._show_microphones, self._no_microphones)
        self._spoken.enter(self._settings().citizen_voice)
        self._findings.clear()
        self._findings.add("正在检查…")
        self._findings.finish()
        self._start(lambda _progress: tuple(self._examine()), self._show_findings)

    def leave(self) -> None:
        self._keep_unit()
        self._stop_listening()
        self._spoken.leave()

    def back(self) -> bool:
        self._on_back()
        return True

    def _card(self, body: tkinter.Misc, title: str) -> Any:
        box = card(body, self.theme)
        box.columnconfigure(0, weight=1)
        words(box, self.theme, title, HEADING, bold=True).grid(
            sticky="w", padx=self.theme.px(24), pady=(self.theme.px(20), self.theme.px(8))
        )
        return box

    def _label(self, box: Any, text: str) -> None:
        words(box, self.theme, text, SMALL, colour=self.theme.colours.muted).grid(
            sticky="w", padx=self.theme.px(24), pady=(self.theme.px(8), self.theme.px(6))
        )

    def _look(self, body: tkinter.Misc) -> Any:
        theme, pad = self.theme, self.theme.px(24)
        box = self._card(body, "外观")
        self._label(box, "明暗")
        self._appearance: Choice[Appearance] = Choice(
            box, theme, _APPEARANCES, self._settings().appearance, lambda value: self._change(appearance=value)
        )
        self._appearance.grid(sticky="ew", padx=pad, pady=(0, theme.px(8)))
        self._label(box, "文字和按钮的大小")
        scales = [(scale, f"{scale:.0%}") for scale in SCALES]
        Choice(box, theme, scales, self._settings().scale, lambda value: self._change(scale=value)).grid(
            sticky="ew", padx=pad, pady=(0, pad)
        )
        return box

    def _microphone(self, body: tkinter.Misc) -> Any:
        theme, pad = self.theme, self.theme.px(24)
        box = self._card(body, "麦克风")
        row = Flow(box, theme, theme.colours.surface)
        row.grid(sticky="ew", padx=pad)
        self._picker: Picker[str] = Picker(
            row, theme, [("", "系统默认")], self._settings().microphone, lambda name: self._change(microphone=name)
        )
        self._test = Button(row, theme, "试一试", self._listen, icon="mic")
        row.add(self._picker, self._test)
        self._level = tkinter.Canvas(
            box, height=theme.px(16), width=theme.px(200), bg=theme.colours.sunken, highlightthickness=0, bd=0
        )
        self._level.grid(sticky="ew", padx=pad, pady=(theme.px(16), theme.px(4)))
        self._heard = Paragraph(box, theme, "点“试一试”，对着麦克风说话，横条会跟着声音动。", SMALL)
        self._heard.grid(sticky="ew", padx=pad, pady=(0, pad))
        return box

    def _citizen(self, body: tkinter.Misc) -> Any:
        self._spoken = VoiceSettings(
            body,
            self.theme,
            self._voice,
            self._settings().citizen_voice,
            self._start,
            lambda on: self._change(citizen_voice=on),
        )
        return self._spoken.frame

    def _unit(self, body: tkinter.Misc) -> Any:
        box = self._card(body, "单位")
        self._unit_field = Field(box, self.theme, "印在记录上，添加人员时自动填好")
        self._unit_field.text = self._settings().unit
        self._unit_field.grid(sticky="ew", padx=self.theme.px(24), pady=(0, self.theme.px(24)))
        return box

    def _state(self, body: tkinter.Misc) -> Any:
        theme = self.theme
        box = self._card(body, "状态")
        self._findings = FlowText(box, theme, 16, spacing=8)
        self._findings.view.tag_configure("about", foreground=theme.colours.muted, lmargin2=theme.px(34))
        self._findings.grid(sticky="ew", padx=theme.px(18), pady=(0, theme.px(20)))
        return box

    def _change(self, **values: Any) -> None:
        self._on_change(dataclasses.replace(self._settings(), **values))

    def _keep_unit(self) -> None:
        if self._unit_field.text.strip() != self._settings().unit:
            self._change(unit=self._unit_field.text.strip())

    def _show_microphones(self, found: "tuple[Microphone, ...]") -> None:
        options = [("", "系统默认"), *((microphone.name, microphone.name) for microphone in found)]
        self._picker.offer(options, self._settings().microphone)

    def _no_microphones(self, problem: Exception) -> None:
        self._heard.say(f"{problem}")

    def _show_findings(self, findings: "tuple[Finding, ...]") -> None:
        colours, text = self.theme.colours, self._findings
        text.clear()
        for at, finding in enumerate(findings):
            text.add("\n" if at else "")
            icon, ink = ("tick-ring", colours.polite) if finding.fine else ("warn", colours.caution)
            text.add_icon(icon, 20, ink)
            text.add(f" {finding.subject}  ")
            text.add(f"{finding.words}{finding.remedy}", "about")
        text.finish()

    def _listen(self) -> None:
        if self._listening:
            self._stop_listening()
            return
        self._listening = True
        self._test.say("停止", "stop")
        name = self._settings().microphone or None

        def work(_progress: Progress) -> "LevelMeter":
            return self._sound().listen(name)

        self._start(work, self._heard_first, self._cannot_listen)

    def _heard_first(self, meter: "LevelMeter") -> None:
        if not self._listening:
            self._start(lambda _progress: meter.stop(), lambda _done: None)
            return
        self._meter = meter
        self._follow()

    def _cannot_listen(self, problem: Exception) -> None:
        self._stop_listening()
        raise problem

    def _follow(self) -> None:
        meter = self._meter
        if meter is None:
            return
        if meter.error is not None:
            self._cannot_listen(meter.error)
        self._level.delete("all")
        wide = round(self._level.winfo_width() * min(1.0, meter.level))
        self._level.create_rectangle(0, 0, wide, self._level.winfo_height(), fill=self.theme.colours.accent, width=0)
        self.after(60, self._follow)

    def _stop_listening(self) -> None:
        meter, self._meter = self._meter, None
        self._listening = False
        if self._test.winfo_exists():
            self._test.say("试一试", "mic")
            self._level.delete("all")
        if meter is not None:
            self._start(lambda _progress: meter.stop(), lambda _done: None)
