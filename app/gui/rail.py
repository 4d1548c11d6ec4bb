"""The rail at the left: where one is and where one can go. It shows only what works."""

import tkinter
from collections.abc import Callable, Sequence
from typing import Any

from app.gui.stops import Place, Stop
from app.gui.theme import BODY, HEADING, SMALL, Theme

_WIDE, _NARROW, _ROW = 208, 96, 56
_LABELLED_ROW = 34  # a lower row has room for its icon only


class Rail(tkinter.Canvas):
    """One canvas. Tab stops once; ↑ ↓ move, Enter goes. Narrow, with icons only, where the window is small."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        on_go: Callable[[Place], None],
        on_leave: Callable[[], None],
        name: str,
        role: str,
    ) -> None:
        super().__init__(parent, bg=theme.colours.surface, highlightthickness=0, bd=0, takefocus=1)
        self._theme = theme
        self._on_go = on_go
        self._on_leave = on_leave
        self._person_name, self._role = name, role
        self._stops: tuple[Stop, ...] = ()
        self._here = Place.HOME
        self._cursor = 0
        self._hover = -1
        colours = theme.colours
        self._tip = tkinter.Label(
            parent, bg=colours.text, fg=colours.surface, font=theme.font(SMALL), padx=theme.px(10), pady=theme.px(4)
        )
        self.bind("<Destroy>", lambda _event: self._tip.destroy())
        self.bind("<Configure>", lambda _event: self._draw())
        self.bind("<FocusIn>", self._focused)
        self.bind("<FocusOut>", self._left)
        self.bind("<Up>", lambda _event: self._move(-1))
        self.bind("<Down>", lambda _event: self._move(1))
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(key, lambda _event: self._go(self._cursor))
        self.bind("<ButtonRelease-1>", lambda event: self._go(self._row_at(event.y)))
        self.bind("<Motion>", lambda event: self._point(self._row_at(event.y)))
        self.bind("<Leave>", lambda _event: self._point(-1))
        self.fit(parent.winfo_width())

    def offer(self, stops: Sequence[Stop]) -> None:
        self._stops = tuple(stops)
        self._draw()

    def here(self, place: Place) -> None:
        self._here = place
        self._cursor = next((at for at, stop in enumerate(self._stops) if stop.place is place), 0)
        self._draw()

    def fit(self, width: int) -> None:
        """Be wide or narrow in a window of `width` pixels."""
        wide = width >= self._theme.px(1080)
        wanted = self._theme.px(_WIDE if wide else _NARROW)
        if int(self.cget("width")) != wanted:
            self.configure(width=wanted)

    @property
    def _wide(self) -> bool:
        return self.winfo_width() > self._theme.px((_WIDE + _NARROW) / 2)

    def _top(self) -> int:
        return self._theme.px(88 if self.winfo_height() > self._theme.px(480) else 16)

    def _row_height(self) -> int:
        room = self.winfo_height() - self._top() - self._theme.px(16)
        return max(1, min(self._theme.px(_ROW), room // (len(self._stops) + 1)))

    def _row_at(self, y: int) -> int:
        """Which row: the stops from 0, then len(stops) for the person at the foot; -1 for none."""
        high = self._row_height()
        row = (y - self._top()) // high if y >= self._top() else -1
        if 0 <= row < len(self._stops):
            return row
        return len(self._stops) if y >= self.winfo_height() - high - self._theme.px(12) else -1

    def _move(self, by: int) -> None:
        self._cursor = min(max(0, self._cursor + by), len(self._stops))
        self._say(self._cursor)
        self._draw()

    def _point(self, row: int) -> None:
        if row != self._hover:
            self._hover = row
            self._say(row)
            self.configure(cursor="hand2" if row >= 0 else "")
            self._draw()

    def _go(self, row: int) -> str:
        self._tip.place_forget()
        if 0 <= row < len(self._stops):
            self._on_go(self._stops[row].place)
        elif row == len(self._stops):
            self._on_leave()
        return "break"

    def _focused(self, _event: object) -> None:
        self._cursor = next((at for at, stop in enumerate(self._stops) if stop.place is self._here), 0)
        self._draw()

    def _left(self, _event: object) -> None:
        self._tip.place_forget()
        self._draw()

    def _draw(self) -> None:
        theme, colours = self._theme, self._theme.colours
        self.delete("all")
        width, height = self.winfo_width(), self.winfo_height()
        self.create_line(width - 1, 0, width - 1, height, fill=colours.border)
        if self._top() > theme.px(16):
            self._draw_name(width)
        high = self._row_height()
        for at, stop in enumerate(self._stops):
            self._draw_row(at, self._top() + at * high, high, stop.icon, stop.label, stop.place is self._here)
        self._draw_row(
            len(self._stops), height - high - theme.px(12), high, "leave", f"{self._person_name}", False, "退出"
        )

    def _draw_name(self, width: int) -> None:
        theme, colours = self._theme, self._theme.colours
        if self._wide:
            self.create_text(
                theme.px(28),
                theme.px(44),
                text="窗口练兵",
                anchor="w",
                font=theme.font(HEADING, True),
                fill=colours.accent,
            )
        else:
            self.create_image(width // 2, theme.px(44), image=theme.icon("talk", 32, colours.accent))

    def _draw_row(self, at: int, y: int, high: int, icon: str, label: str, here: bool, under: str = "") -> None:
        theme, colours = self._theme, self._theme.colours
        width = self.winfo_width()
        left, right = theme.px(12), width - theme.px(12)
        focused = self.focus_get() is self and self._cursor == at
        if here or focused or self._hover == at:
            self.create_rectangle(
                left, y + theme.px(2), right, y + high - theme.px(2),
                fill=colours.accent_soft if here else colours.sunken if self._hover == at else colours.surface,
                outline=colours.focus if focused else "", width=theme.px(2),
            )  # fmt: skip
        ink = colours.accent if here else colours.muted if under else colours.text
        middle = y + high // 2
        if here:
            self.create_rectangle(
                left, y + theme.px(10), left + theme.px(4), y + high - theme.px(10), fill=colours.accent, width=0
            )
        if not self._wide:
            self._draw_narrow(middle, high, icon, under or label[:4], ink)
            return
        self.create_image(left + theme.px(28), middle, image=theme.icon(icon, 24, ink))
        text_left = left + theme.px(52)
        if under:
            short = label if len(label) <= 6 else label[:5] + "…"
            self.create_text(
                text_left, middle - theme.px(10), text=short, anchor="w", font=theme.font(BODY), fill=colours.text
            )
            self.create_text(
                text_left,
                middle + theme.px(12),
                text=f"{self._role} · {under}",
                anchor="w",
                font=theme.font(SMALL),
                fill=colours.muted,
            )
        else:
            self.create_text(text_left, middle, text=label, anchor="w", font=theme.font(BODY, here), fill=ink)

    def _draw_narrow(self, middle: int, high: int, icon: str, label: str, ink: str) -> None:
        """Icon over label; smaller where many rows share a low window, and the icon alone where that is not enough."""
        theme, centre = self._theme, self.winfo_width() // 2
        if high >= theme.px(_LABELLED_ROW):
            roomy = high >= theme.px(50)
            icon_size, up, down = (24, 9, 14) if roomy else (18, 8, 10)
            self.create_image(centre, middle - theme.px(up), image=theme.icon(icon, icon_size, ink))
            self.create_text(centre, middle + theme.px(down), text=label, font=theme.font(13), fill=ink)
        else:
            size = max(16, min(26, round(high / theme.scale) - 4))
            self.create_image(centre, middle, image=theme.icon(icon, size, ink))

    def _say(self, row: int) -> None:
        """What an icon without a label means, beside it, while it is pointed at."""
        self._tip.place_forget()
        high = self._row_height()
        if self._wide or row < 0 or high >= self._theme.px(_LABELLED_ROW):
            return
        label = self._stops[row].label if row < len(self._stops) else f"{self._person_name}，退出"
        y = self._top() + row * high if row < len(self._stops) else self.winfo_height() - high - self._theme.px(12)
        self._tip.configure(text=label)
        self._tip.place(x=self.winfo_width() - self._theme.px(8), y=y + high // 2, anchor="w")
        self._tip.lift()
