"""When a transition holds, in readable rows: what must be so, one row each, picked and not written."""

import tkinter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from app.domain.lexicon import Category, Kind
from app.domain.role_play.conditions import FORBIDDEN, Condition
from app.domain.role_play.wording import point_numbers
from app.domain.scenario import Scenario
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.edited import EditedNumber
from app.gui.widgets.picker import Picker
from app.gui.widgets.several import Several
from app.gui.widgets.words import words

_POLITE = [(each, each.label) for each in Category if each.kind is Kind.POLITE]
_OFFENCES = [(each, each.label) for each in FORBIDDEN]
_MORE = "加一个条件"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One thing a condition can ask: the field, its words, what it begins with, the range of a number."""

    key: str
    label: str
    begin: object
    limits: tuple[int, int] = (0, 0)
    unit: str = ""


_POINT_KEYS = ("points", "any_points", "missing")
_KINDS = (
    _Kind("points", "说到了（都要）", ()),
    _Kind("any_points", "至少说到一样", ()),
    _Kind("missing", "还没有说全", ()),
    _Kind("forbidden", "说了服务禁语", FORBIDDEN),
    _Kind("veto", "说了一票否决的话", True),
    _Kind("polite", "有文明用语（都要）", ()),
    _Kind("without", "没有文明用语", ()),
    _Kind("silent", "没有回答", True),
    _Kind("too_long", "说得太长", True),
    _Kind("attempts", "在这一轮已经答了", 3, (1, 20), "次"),
    _Kind("mood_below", "心情低于", 20, (0, 100), "0 愤怒，100 满意"),
    _Kind("mood_above", "心情高于", 60, (0, 100), "0 愤怒，100 满意"),
)
_NOTHING = Condition()


class ConditionRows(tkinter.Frame):
    """Rows for what is asked, and a button for one more. `on_change` is given the new condition."""

    def __init__(self, parent: tkinter.Misc, theme: Theme, on_change: Callable[[Condition], None]) -> None:
        super().__init__(parent, bg=theme.colours.surface)
        self._theme = theme
        self._on_change = on_change
        self._condition = _NOTHING
        self._points: list[tuple[str, str]] = []
        self._open: set[str] = set()
        self._rows: dict[str, tuple[tkinter.Frame, Any]] = {}
        self.columnconfigure(0, weight=1)
        self._always = words(self, theme, "没有条件：其他情况都走这一条。", BODY, colour=theme.colours.muted)
        self._always.grid(row=0, sticky="w", pady=(0, theme.px(8)))
        self.more: Picker[_Kind | str] = Picker(self, theme, [], _MORE, self._add, icon="plus", height=44)
        self.more.grid(row=len(_KINDS) + 1, sticky="w")

    def show(self, scenario: Scenario, condition: Condition, prefer: tuple[str, ...]) -> None:
        """`prefer`: the points that are offered first, those of the moment itself."""
        if condition != self._condition:
            self._open = {kind.key for kind in _KINDS if getattr(condition, kind.key) != getattr(_NOTHING, kind.key)}
        self._condition = condition
        numbers = point_numbers(scenario)
        points = sorted(scenario.points, key=lambda point: point.id not in prefer)
        self._points = [(p.id, f"{numbers[p.id]} {p.text or p.id}"[:26]) for p in points]
        self._lay_out()

    def new(self) -> None:
        """Another transition is shown next: no row stays open because of this one."""
        self._open = set()
        self._condition = _NOTHING

    def focus_on(self, key: str) -> None:
        if key in self._rows and key in self._open:
            self._rows[key][1].focus_set()
        else:
            self.more.focus_set()

    def _lay_out(self) -> None:
        theme = self._theme
        shown = [kind for kind in _KINDS if kind.key in self._open]
        for at, kind in enumerate(_KINDS, 1):
            if kind in shown:
                frame, value = self._row(kind)
                self._fill(kind, value)
                frame.grid(row=at, sticky="ew", pady=(0, theme.px(8)))
            elif kind.key in self._rows:
                self._rows[kind.key][0].grid_remove()
        if shown:
            self._always.grid_remove()
        else:
            self._always.grid()
        left = [(kind, kind.label) for kind in _KINDS if kind not in shown]
        self.more.offer(left, _MORE)

    def _row(self, kind: _Kind) -> tuple[tkinter.Frame, Any]:
        """Made when first needed."""
        if kind.key not in self._rows:
            theme = self._theme
            frame = tkinter.Frame(self, bg=theme.colours.surface)
            frame.columnconfigure(1, weight=1)
            words(frame, theme, kind.label, BODY).grid(row=0, column=0, sticky="w", padx=(0, theme.px(12)))
            value: Any = Button(frame, theme, "去掉", lambda: self._remove(kind), emphasis=Emphasis.QUIET, height=40)
            value.grid(row=0, column=2, sticky="e")
            if kind.limits != (0, 0):
                value = EditedNumber(
                    frame, theme, "", lambda number: self._set(kind, number), *kind.limits, unit=kind.unit
                )
                value.grid(row=0, column=1, sticky="w")
            elif kind.begin is not True:
                value = Several(
                    frame, theme, lambda chosen: self._set(kind, chosen),
                    "任何一类" if kind.key == "forbidden" else "请选择", size=SMALL + 1, height=44,
                )  # fmt: skip
                value.grid(row=0, column=1, sticky="w")
            self._rows[kind.key] = (frame, value)
        return self._rows[kind.key]

    def _fill(self, kind: _Kind, value: Any) -> None:
        now = getattr(self._condition, kind.key)
        if isinstance(value, EditedNumber):
            value.fill(int(now or 0))
        elif isinstance(value, Several):
            if kind.key in _POINT_KEYS:
                value.offer(self._points, now)
            elif kind.key == "forbidden":
                value.offer(_OFFENCES, () if set(now) == set(FORBIDDEN) else now)
            else:
                value.offer(_POLITE, now)

    def _add(self, kind: "_Kind | str") -> None:
        if isinstance(kind, _Kind):
            self._open.add(kind.key)
            begin = kind.begin
            if kind.key in _POINT_KEYS and self._points:
                begin = (self._points[0][0],)
            elif kind.key in ("polite", "without"):
                begin = (Category.APOLOGY,)
            self._set(kind, begin)
            self.focus_on(kind.key)

    def _remove(self, kind: _Kind) -> None:
        self._open.discard(kind.key)
        self._set(kind, getattr(_NOTHING, kind.key))

    def _set(self, kind: _Kind, value: object) -> None:
        if kind.key == "forbidden" and value == () and kind.key in self._open:
            value = FORBIDDEN
        self._condition = replace(self._condition, **{kind.key: value})
        self._lay_out()
        self._on_change(self._condition)
