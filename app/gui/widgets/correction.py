"""What a trainer decides on one line of a score: other points, or in a conversation what was or was not said."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.domain.errors import UserError
from app.domain.overrule import Overruling
from app.domain.role_play.findings import Decision, FindingRuling, Ruled
from app.domain.score_sheet import Evidence
from app.gui.theme import SMALL, Theme
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.picker import Picker
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.services.dispute_case import JudgedLine

_POINTS = "改分数"
Way = Ruled | None  # None: other points


class Correction(tkinter.Frame):
    """`preview` says in one sentence what a decision would come to; it is asked as the decision changes."""

    def __init__(
        self, parent: Any, theme: Theme, preview: Callable[[Decision], str], on_way: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(parent, bg=theme.colours.surface)
        self._theme = theme
        self._preview = preview
        self._on_way = on_way
        self._line: JudgedLine | None = None
        self._choices: dict[tuple[Way, ...], Choice[Way]] = {}
        self._choice: Choice[Way] | None = None
        self.columnconfigure(1, weight=1)
        self.points = Field(self, theme, "改为（分）")
        self.points.on_key(self._changed)
        self.words = Field(self, theme, "听到的原话")
        self.words.on_key(self._changed)
        self._place: Picker[int] = Picker(self, theme, [(0, "")], 0, lambda _at: self._changed())
        self.limits = Paragraph(self, theme, "", SMALL, colour=theme.colours.muted)
        self.limits.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(theme.px(8), 0))

    @property
    def way(self) -> Way:
        return self._choice.value if self._choice is not None else None

    def show(self, line: "JudgedLine", turns: Sequence[str], at: int | None = None) -> None:
        """Decide on another line. `turns` name the replies of a conversation, `at` the one that is meant."""
        self._line = line
        self._turns = turns
        self._at = at or 0
        ways: tuple[Way, ...] = (
            *([Ruled.GRANTED] if line.grantable else []),
            *([Ruled.STRUCK] if line.strikable else []),
            None,
        )
        if self._choice is not None:
            self._choice.grid_forget()
        if ways not in self._choices:
            options = [(way, way.label if way is not None else _POINTS) for way in ways]
            self._choices[ways] = Choice(self, self._theme, options, ways[0], lambda _way: self._arrange())
        self._choice = self._choices[ways]
        self._choice.show(ways[0])
        if len(ways) > 1:
            self._choice.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, self._theme.px(10)))
        self.points.text = self.words.text = ""
        self._arrange()

    def choose(self, way: Way) -> None:
        assert self._choice is not None
        self._choice.show(way)
        self._arrange()

    def focus_set(self) -> None:
        (self.points if self.way is None else self.words if self.way is Ruled.GRANTED else self._place).focus_set()

    focus = focus_set

    def decision(self, reason: str) -> Decision:
        """The decision as it is filled in. UserError where the points are missing or no number."""
        line, at = self._line, self._place.value
        assert line is not None
        if self.way is Ruled.STRUCK:
            found = line.evidence[at]
            return FindingRuling(Ruled.STRUCK, line.rule, found.turn, found.start, found.text, reason)
        if self.way is Ruled.GRANTED:
            words = self.words.text.strip() or "（带教老师认定）"
            return FindingRuling(Ruled.GRANTED, line.rule, at, 0.0, words, reason)
        try:
            points = float(self.points.text.strip().replace("－", "-").replace("−", "-").replace("。", "."))
        except ValueError:
            raise UserError("改后的分数还没有填，或者不是数字。", "请填一个数字，例如 8 或 7.5。") from None
        return Overruling(line.rule, points, reason)

    def _arrange(self) -> None:
        """Show what the way needs: the points, or where it was said."""
        line, theme = self._line, self._theme
        assert line is not None
        for widget in (self.points, self.words, self._place):
            widget.grid_forget()
        gap = theme.px(16)
        if self.way is None:
            self.points.grid(row=1, column=0, sticky="w")
        elif self.way is Ruled.STRUCK:
            self._place.offer([(i, _place(each)) for i, each in enumerate(line.evidence)], 0)
            self._place.grid(row=1, column=0, sticky="w")
        else:
            at = min(self._at, max(0, len(self._turns) - 1))
            self._place.offer([(i, f"{turn}说的") for i, turn in enumerate(self._turns)], at)
            self._place.grid(row=1, column=0, sticky="sw", padx=(0, gap))
            self.words.grid(row=1, column=1, sticky="ew")
        self._changed()
        self._on_way()

    def _changed(self) -> None:
        """Say what is allowed, and what the decision would come to as far as it can be told."""
        line = self._line
        assert line is not None
        allowed = f"“{line.title}”可以填 {line.least:g} 到 {line.most:g}，最多一位小数。" if self.way is None else ""
        try:
            decision = self.decision("")
        except UserError:
            self.limits.say(allowed)
            return
        if isinstance(decision, Overruling) and not line.least <= decision.points <= line.most:
            self.limits.say(allowed)
            return
        self.limits.say(f"{allowed}{self._preview(decision)}")


def _place(evidence: Evidence) -> str:
    return f"第 {evidence.turn + 1} 轮“{evidence.text}”"
