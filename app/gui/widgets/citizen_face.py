"""The citizen's face and mood: a picture that speaks, and a bar that moves gently with how one treats them."""

import tkinter
from typing import Any

from app.domain.role_play.mood import Feeling, feeling
from app.domain.scenario import Channel, Scenario
from app.gui.pictures import citizen_figure, pill, telephone
from app.gui.theme import BODY, HEADING, SMALL, Theme

_STEPS, _STEP = 14, 35  # a mood moves in half a second
_MOUTH = 160  # milliseconds between mouth open and mouth shut
_GRAIN = 2  # pictures are kept for every second point of the mood


class CitizenFace(tkinter.Canvas):
    """Picture, name, and the mood in a word and a bar. On the telephone there is no face.

    Lying (`wide` False) the picture is small and stands beside the words.
    """

    def __init__(self, parent: Any, theme: Theme, ground: str, size: int, wide: bool = True) -> None:
        super().__init__(parent, bg=ground, bd=0, highlightthickness=0)
        self._theme = theme
        self._size = theme.px(size)
        self._wide = wide
        self._pictures: dict[tuple[int, bool], Any] = {}
        self._bars: dict[tuple[int, int], Any] = {}
        self._scenario: Scenario | None = None
        self._mood = self._aim = 50.0
        self._mouth = False
        self._speaking = False
        self._moving: str | None = None
        self._talking: str | None = None
        self.configure(
            height=self._size + theme.px(112) if wide else self._size + theme.px(12),
            width=max(self._size, theme.px(200 if wide else 160)),
        )
        self.bind("<Configure>", lambda _event: self._draw())

    def show(self, scenario: Scenario, mood: int) -> None:
        """Another citizen, or the same one at once in this mood."""
        self.stop()
        if scenario is not self._scenario:
            self._pictures.clear()
        self._scenario = scenario
        self._mood = self._aim = float(mood)
        self._draw()

    def move_to(self, mood: int) -> None:
        """Let the mood go there, slowly enough to be seen."""
        if float(mood) != self._aim:
            self._aim = float(mood)
            if self._moving is not None:
                self.after_cancel(self._moving)
            self._move(self._mood, 1)

    def speak(self, on: bool) -> None:
        """The mouth moves while the citizen speaks."""
        if on == self._speaking:
            return
        self._speaking = on
        if on:
            self._talk()
        else:
            self._stop_talking()
            self._draw()

    def stop(self) -> None:
        """Nothing moves any more; the mood is where it was going to."""
        if self._moving is not None:
            self.after_cancel(self._moving)
            self._moving = None
        self._speaking = False
        self._stop_talking()
        self._mood = self._aim

    @property
    def mood(self) -> float:
        """Where the bar stands now, 0 to 100."""
        return self._mood

    def _stop_talking(self) -> None:
        self._mouth = False
        if self._talking is not None:
            self.after_cancel(self._talking)
            self._talking = None

    def _move(self, begun: float, step: int) -> None:
        self._moving = None
        way = 1 - (1 - step / _STEPS) ** 2  # quick at first, then slower
        self._mood = begun + (self._aim - begun) * way
        self._draw()
        if step < _STEPS:
            self._moving = self.after(_STEP, lambda: self._move(begun, step + 1))

    def _talk(self) -> None:
        self._mouth = not self._mouth
        self._draw()
        self._talking = self.after(_MOUTH, self._talk)

    def _draw(self) -> None:
        scenario = self._scenario
        if scenario is None:
            return
        theme, colours = self._theme, self._theme.colours
        self.delete("all")
        citizen, width, size = scenario.citizen, self.winfo_width(), self._size
        felt = feeling(round(self._mood))
        facts = (
            f"{citizen.age} 岁"
            if scenario.channel is Channel.WINDOW
            else f"{citizen.age} 岁 · {_WHERE[scenario.channel]}"
        )
        if self._wide:
            middle = width // 2
            self.create_image(middle, size // 2, image=self._picture(scenario))
            self.create_text(
                middle, size + theme.px(22), text=citizen.name, font=theme.font(HEADING, True), fill=colours.text
            )
            self.create_text(middle, size + theme.px(48), text=facts, font=theme.font(SMALL), fill=colours.muted)
            self._mood_bar(theme.px(4), size + theme.px(76), width - theme.px(8), felt)
        else:
            self.create_image(size // 2, size // 2 + theme.px(4), image=self._picture(scenario))
            left = size + theme.px(12)
            self.create_text(
                left, theme.px(12), anchor="w", font=theme.font(BODY, True), fill=colours.text,
                text=citizen.name if scenario.channel is Channel.WINDOW else f"{citizen.name} · {_WHERE[scenario.channel]}",
            )  # fmt: skip
            self._mood_bar(left, theme.px(36), width - left - theme.px(4), felt)

    @property
    def _what(self) -> str:
        """On the telephone a mood is only heard."""
        return "语气" if self._scenario is not None and self._scenario.channel is Channel.PHONE else "心情"

    def _mood_bar(self, left: int, top: int, room: int, felt: Feeling) -> None:
        """The mood in a word, and under it the bar, in the colour of the mood."""
        theme, colours = self._theme, self._theme.colours
        ink = {
            Feeling.CONTENT: colours.polite, Feeling.CALM: colours.polite, Feeling.UNEASY: colours.caution,
            Feeling.UPSET: colours.forbidden, Feeling.FURIOUS: colours.forbidden,
        }[felt]  # fmt: skip
        self.create_text(left, top, anchor="w", text=self._what, font=theme.font(SMALL), fill=colours.muted)
        self.create_text(left + room, top, anchor="e", text=felt.label, font=theme.font(SMALL, True), fill=ink)
        if room <= theme.px(20):
            return
        key = (round(self._mood), room)
        if key not in self._bars:
            if len(self._bars) > 60:
                self._bars.clear()
            self._bars[key] = pill(self, room, theme.px(10), self._mood / 100, ink, colours.sunken)
        self.create_image(left, top + theme.px(16), anchor="nw", image=self._bars[key])

    def _picture(self, scenario: Scenario) -> Any:
        grain = round(self._mood / _GRAIN) * _GRAIN
        key = (grain, self._mouth)
        if key not in self._pictures:
            colours = self._theme.colours
            if scenario.channel is Channel.PHONE:
                self._pictures[key] = telephone(
                    self, self._size, colours.accent_soft, colours.muted if self._mouth else colours.accent
                )
            else:
                mouth = self._mouth and scenario.channel is not Channel.WRITING
                self._pictures[key] = citizen_figure(
                    self, scenario.citizen, self._size, colours.accent_soft, grain, mouth
                )
        return self._pictures[key]


_WHERE = {Channel.PHONE: "12333 电话", Channel.WRITING: "手写板"}
