"""The record button, the live level and the running time: one canvas, worked by mouse, space and Enter."""

import tkinter
from collections import deque
from collections.abc import Callable
from typing import Any

from app.gui.pictures import disc
from app.gui.theme import HEADING, SMALL, Theme

_BARS = 60
_HEIGHT = 128


class Recorder(tkinter.Canvas):
    """A round button that says what a press does next. It shows; what recording means is the screen's."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        on_press: Callable[[], None],
        ground: str,
        height: int = _HEIGHT,
        done: str = "说完后按空格键停止并评分",
    ) -> None:
        super().__init__(
            parent, bg=ground, height=theme.px(height), width=theme.px(320), bd=0, highlightthickness=0, takefocus=1
        )
        self._high = theme.px(height)
        self._invitation = ("按空格键开始录音", "像面对真人一样，把话完整说出来")
        self._done = done
        self._theme = theme
        self._on_press = on_press
        self._levels: deque[float] = deque([0.0] * _BARS, maxlen=_BARS)
        self._recording = False
        self._enabled = True
        self._time = ""
        colours = theme.colours
        size = theme.px(88)
        self._discs = {
            (recording, focused): (
                disc(self, size, colours.focus if focused else ground),
                disc(self, size - theme.px(10), fill),
            )
            for recording, fill in ((False, colours.primary), (True, colours.recording))
            for focused in (False, True)
        }
        for event in ("<FocusIn>", "<FocusOut>", "<Configure>"):
            self.bind(event, lambda _event: self._draw())
        for key in ("<space>", "<Return>", "<KP_Enter>"):
            self.bind(key, self._pressed)
        self.tag_bind("button", "<ButtonRelease-1>", self._pressed)
        self.tag_bind("button", "<Enter>", lambda _event: self.configure(cursor="hand2"))
        self.tag_bind("button", "<Leave>", lambda _event: self.configure(cursor=""))

    def invite(self, what: str, how: str) -> None:
        """Other words beside the button before a recording."""
        if self._invitation != (what, how):
            self._invitation = (what, how)
            self._draw()

    def ready(self, enabled: bool = True) -> None:
        """Before a recording: nothing runs."""
        self._recording, self._enabled, self._time = False, enabled, ""
        self._levels.extend([0.0] * _BARS)
        self._draw()

    def follow(self, level: float, seconds: float) -> None:
        """While recording: the newest level (0 to 1) and the time so far."""
        self._recording, self._enabled = True, True
        self._levels.append(max(0.0, min(1.0, level)))
        self._time = f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
        self._draw()

    @property
    def time(self) -> str:
        return self._time

    def _pressed(self, _event: object) -> str:
        if self._enabled:
            self.focus_set()
            self._on_press()
        return "break"

    def _draw(self) -> None:
        theme, colours = self._theme, self._theme.colours
        self.delete("all")
        middle, y = theme.px(52), self._high // 2
        outer, inner = self._discs[(self._recording, self.focus_get() is self)]
        self.create_image(middle, y, image=outer, tags="button")
        self.create_image(middle, y, image=inner, tags="button")
        icon = theme.icon("stop" if self._recording else "mic", 36, colours.on_primary)
        self.create_image(middle, y, image=icon, tags="button")
        left = middle + theme.px(72)
        if self._recording:
            self.create_text(
                left,
                y - round(self._high * 0.27),
                text=f"正在录音  {self._time}",
                anchor="w",
                font=theme.font(HEADING, True),
                fill=colours.forbidden,
            )
            self._draw_levels(left, y + round(self._high * 0.05))
            self.create_text(
                left,
                y + round(self._high * 0.37),
                text=self._done,
                anchor="w",
                font=theme.font(SMALL),
                fill=colours.muted,
            )
        else:
            self.create_text(
                left,
                y - theme.px(14),
                text=self._invitation[0],
                anchor="w",
                font=theme.font(HEADING, True),
                fill=colours.text,
                tags="button",
            )
            self.create_text(
                left,
                y + theme.px(18),
                text=self._invitation[1],
                anchor="w",
                font=theme.font(SMALL),
                fill=colours.muted,
            )

    def _draw_levels(self, left: int, y: int) -> None:
        theme = self._theme
        step, thick = theme.px(6), theme.px(3)
        room = max(1, (self.winfo_width() - left - theme.px(16)) // step)
        for at, level in enumerate(list(self._levels)[-room:]):
            half = max(theme.px(1.5), round(level * theme.px(22)))
            x = left + at * step
            self.create_rectangle(x, y - half, x + thick, y + half, fill=theme.colours.accent, width=0)
