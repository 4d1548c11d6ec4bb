"""Who the citizen is: age, mood, manner, patience, and how they sound, to be listened to on the spot."""

import tkinter
from collections.abc import Callable
from dataclasses import replace

from app.domain.role_play.mood import feeling
from app.domain.scenario import Citizen, Scenario, Sex, Voice
from app.gui.screens.editor_form import Edit, EditorForm
from app.gui.theme import Theme
from app.gui.widgets.button import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.flow import Flow

_SAMPLE = "您好，我想问一下，这个业务该怎么办？"


class CitizenForm(EditorForm):
    """`on_listen` is given a line and the voice it is to be said in."""

    def __init__(self, parent: tkinter.Misc, theme: Theme, edit: Edit, on_listen: Callable[[str, Voice], None]) -> None:
        super().__init__(parent, theme, edit)
        self._citizen: Citizen | None = None
        self._sample = _SAMPLE
        self._on_listen = on_listen
        surface = theme.colours.surface
        pair = tkinter.Frame(self, bg=surface)
        pair.columnconfigure((0, 1), weight=1, uniform="pair")
        self._called = self.line("name", "称呼，例如：郑女士", _setting("name"), pair)
        self._called.grid(row=0, column=0, sticky="ew", padx=(0, theme.px(16)))
        self._mood = self.line("mood", "心情，一两个词，例如：慌张", _setting("mood"), pair)
        self._mood.grid(row=0, column=1, sticky="ew")
        self.put(pair)
        self._manner = self.box("manner", "说话的样子，例如：越急越说不清（可以不写）", _setting("manner"), lines=1)
        first = Flow(self, theme, surface, gap=24)
        self._age = self.number(first, "age", "年龄", _setting("age"), 1, 120, unit="岁")
        self._feeling = self.number(first, "feeling", "开始时的心情值", _setting("feeling"), 0, 100, 5)
        self._patience = self.number(first, "patience", "等几秒没人答就再问", _setting("patience"), 5, 120, unit="秒")
        first.add(self._age, self._feeling, self._patience)
        self.put(first)
        self.say("嗓音")
        voice = Flow(self, theme, surface, gap=24)
        self._sex: Choice[Sex] = Choice(
            self, theme, [(Sex.FEMALE, "女声"), (Sex.MALE, "男声")], Sex.FEMALE, self._choose_sex
        )
        self.put(self._sex, 8)
        self._rate = self.number(voice, "rate", "语速", _voice("rate"), 50, 200, 5, unit="％，平常是 100")
        self._pitch = self.number(voice, "pitch", "音高", _voice("pitch"), 50, 200, 5, unit="％，平常是 100")
        self.listen = Button(voice, theme, "试听", self._listen, icon="play")
        voice.add(self._rate, self._pitch, self.listen)
        self.put(voice)
        self._unheard = self.line("unheard", "没有人答话时说", _setting("unheard"))
        self.fields |= {"sex": self._sex, "voice": self._sex}

    def show(self, scenario: Scenario, id: str, row: int = -1) -> None:
        citizen = self._citizen = scenario.citizen
        self._sample = next((node.says for node in scenario.nodes if node.says), _SAMPLE)
        self._called.fill(citizen.name)
        self._mood.fill(citizen.mood)
        self._manner.fill(citizen.manner)
        self._age.fill(citizen.age)
        self._feeling.fill(citizen.feeling)
        self._feeling.say(f"{feeling(citizen.feeling).label}（0–100）")
        self._patience.fill(citizen.patience)
        self._sex.show(citizen.voice.sex)
        self._rate.fill(citizen.voice.rate)
        self._pitch.fill(citizen.voice.pitch)
        self._unheard.fill(citizen.unheard)

    def _choose_sex(self, sex: Sex) -> None:
        self.edit(lambda s: _voice("sex")(s, sex))

    def _listen(self) -> None:
        if self._citizen is not None:
            self._on_listen(self._sample, self._citizen.voice)


def _setting(key: str) -> Callable[[Scenario, object], Scenario]:
    def change(scenario: Scenario, value: object) -> Scenario:
        return replace(scenario, citizen=replace(scenario.citizen, **{key: value}))  # type: ignore[arg-type]

    return change


def _voice(key: str) -> Callable[[Scenario, object], Scenario]:
    def change(scenario: Scenario, value: object) -> Scenario:
        voice = replace(scenario.citizen.voice, **{key: value})  # type: ignore[arg-type]
        return replace(scenario, citizen=replace(scenario.citizen, voice=voice))

    return change
