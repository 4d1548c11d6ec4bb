"""Modules as tiles on one canvas: how far each has come, and why it is not open yet."""

import tkinter
from collections.abc import Callable, Sequence
from typing import Any

from app.domain.modules.path import ModuleState, Standing
from app.gui.line_breaking import break_lines
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.rich_text import RichText
from app.gui.widgets.rounded import rounded

_WIDE, _HIGH, _GAP = 260, 104, 14  # pixels at 100 %


class ModuleTiles(tkinter.Canvas):
    """Tab stops once; the arrow keys walk, Enter or a click opens a tile."""

    def __init__(self, parent: Any, theme: Theme, on_open: Callable[[str], None]) -> None:
        super().__init__(
            parent, bg=theme.colours.background, highlightthickness=0, bd=0, height=2, width=2, takefocus=1
        )
        self.theme = theme
        self._on_open = on_open
        self._rich = RichText(self, theme)
        self.states: tuple[ModuleState, ...] = ()
        self.cursor = 0
        self._hover = -1
        self._waiting = False
        self.bind("<Configure>", lambda _event: self._draw_soon())
        self.bind("<FocusIn>", lambda _event: self._draw_soon())
        self.bind("<FocusOut>", lambda _event: self._draw_soon())
        self.bind("<ButtonRelease-1>", lambda event: self._open(self._at(event.x, event.y)))
        self.bind("<Motion>", lambda event: self._point(self._at(event.x, event.y)))
        self.bind("<Leave>", lambda _event: self._point(-1))
        for key, by in (("<Left>", -1), ("<Right>", 1)):
            self.bind(key, lambda _event, by=by: self._move(by))
        self.bind("<Up>", lambda _event: self._move(-self._columns))
        self.bind("<Down>", lambda _event: self._move(self._columns))
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(key, lambda _event: self._open(self.cursor))

    def show(self, states: Sequence[ModuleState]) -> None:
        self.states = tuple(states)
        self.cursor = min(self.cursor, max(0, len(self.states) - 1))
        self._draw_soon()

    @property
    def _columns(self) -> int:
        px = self.theme.px
        return max(1, (self.winfo_width() + px(_GAP)) // (px(_WIDE) + px(_GAP)))

    def _size(self) -> tuple[int, int]:
        """Width and height of a tile: tiles share the row."""
        px, columns = self.theme.px, self._columns
        return (self.winfo_width() - (columns - 1) * px(_GAP)) // columns, px(_HIGH)

    def _corner(self, at: int) -> tuple[int, int]:
        wide, high = self._size()
        gap = self.theme.px(_GAP)
        return at % self._columns * (wide + gap), at // self._columns * (high + gap)

    def _at(self, x: int, y: int) -> int:
        wide, high = self._size()
        for at in range(len(self.states)):
            left, top = self._corner(at)
            if left <= x < left + wide and top <= y < top + high:
                return at
        return -1

    def _draw_soon(self) -> None:
        if not self._waiting:
            self._waiting = True
            self.after_idle(self._draw)

    def _draw(self) -> None:
        self._waiting = False
        if not self.winfo_exists() or self.winfo_width() <= 2:
            return
        self.delete("all")
        for at, state in enumerate(self.states):
            self._tile(at, state)
        rows = -(-len(self.states) // self._columns)
        wanted = max(2, rows * (self._size()[1] + self.theme.px(_GAP)))
        if self.winfo_reqheight() != wanted:
            self.configure(height=wanted)

    def _tile(self, at: int, state: ModuleState) -> None:
        px, colours, theme = self.theme.px, self.theme.colours, self.theme
        (left, top), (wide, high) = self._corner(at), self._size()
        focused = at == self.cursor and self.focus_get() is self
        locked = state.standing is Standing.LOCKED
        edge = px(2)
        shape = rounded(left + edge, top + edge, left + wide - edge, top + high - edge, px(12))
        fill = colours.accent_soft if at == self._hover else colours.sunken if locked else colours.surface
        self.create_polygon(
            shape, smooth=True, fill=fill, outline=colours.focus if focused else colours.border,
            width=px(2) if focused else px(1),
        )  # fmt: skip
        middle = (top + top + high) // 2
        self._sign(left + px(36), middle, state)
        x, room = left + px(68), wide - px(68) - px(14)
        title, said, ink = (
            break_lines(state.module.title, room, self._rich.face(BODY, True).measure),
            *look(state, theme),
        )
        lines = break_lines(said, room, self._rich.face(SMALL).measure).split("\n")[:2]
        high_title, high_said = px(BODY * 1.35), px(SMALL * 1.35)
        y = middle - ((title.count("\n") + 1) * high_title + len(lines) * high_said) // 2
        self.create_text(
            x,
            y,
            text=title,
            anchor="nw",
            font=theme.font(BODY, bold=True),
            fill=colours.muted if locked else colours.text,
        )
        y += (title.count("\n") + 1) * high_title
        self.create_text(x, y + px(2), text="\n".join(lines), anchor="nw", font=theme.font(SMALL), fill=ink)

    def _sign(self, x: int, y: int, state: ModuleState) -> None:
        """A ring that fills, or the sign of what has come of it."""
        theme, px, colours = self.theme, self.theme.px, self.theme.colours
        icons = {
            Standing.LOCKED: ("lock", colours.muted), Standing.PASSED: ("tick", colours.polite),
            Standing.EXPIRING: ("clock", colours.caution), Standing.EXPIRED: ("warn", colours.forbidden),
        }  # fmt: skip
        if state.standing in icons:
            icon, ink = icons[state.standing]
            soft = {
                Standing.PASSED: colours.polite_soft, Standing.EXPIRING: colours.caution_soft,
                Standing.EXPIRED: colours.forbidden_soft,
            }.get(state.standing, colours.background)  # fmt: skip
            half = px(20)
            self.create_oval(x - half, y - half, x + half, y + half, fill=soft, width=0)
            self.create_image(x, y, image=theme.icon(icon, 24, ink))
            return
        half = px(19)
        self.create_oval(x - half, y - half, x + half, y + half, outline=colours.border, width=px(5))
        if state.share > 0:
            self.create_arc(
                x - half, y - half, x + half, y + half, start=90, extent=-359.9 * state.share, style="arc",
                outline=colours.accent, width=px(5),
            )  # fmt: skip
        self.create_text(x, y, text=f"{round(state.share * 100)}", font=theme.font(14, bold=True), fill=colours.text)

    def _move(self, by: int) -> str:
        if 0 <= self.cursor + by < len(self.states):
            self.cursor += by
            self._draw_soon()
        return "break"

    def _point(self, at: int) -> None:
        if at != self._hover:
            self._hover = at
            self.configure(cursor="hand2" if at >= 0 else "")
            self._draw_soon()

    def _open(self, at: int) -> str:
        if 0 <= at < len(self.states):
            self.cursor = at
            self._on_open(self.states[at].module.id)
        return "break"


def look(state: ModuleState, theme: Theme) -> tuple[str, str]:
    """How a module stands, in a few words, and their colour."""
    colours, until = theme.colours, state.until
    match state.standing:
        case Standing.LOCKED:
            return state.locked, colours.muted
        case Standing.OPEN:
            return f"可以开始 · {len(state.module.lessons)} 课，约 {state.module.minutes} 分钟", colours.accent
        case Standing.BEGUN:
            return f"进行中 · {sum(step.done for step in state.steps)}/{len(state.steps)} 步", colours.accent
        case Standing.PASSED:
            return f"已通过 · 有效至 {until}" if until else "已通过 · 长期有效", colours.polite
        case Standing.EXPIRING:
            return f"快到期 · 有效至 {until}", colours.caution
    return f"已过期 · {until}", colours.forbidden
