"""The rubric's lines: each with its sign, points, reason and the words that gave it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.domain.score_sheet import Dimension, Effect, Evidence, ScoreLine, ScoreSheet
from app.gui.theme import BODY, LARGE, SMALL, Theme
from app.gui.widgets.flow_text import FlowText

if TYPE_CHECKING:
    from app.domain.dispute import Dispute

_SHOWN = 8  # places of one line; who says it thirty times need not see thirty


class SheetLines(FlowText):
    """All lines of a sheet, by dimension. The evidence plays where there is a recording."""

    def __init__(self, parent: Any, theme: Theme, on_evidence: Callable[[Evidence], None]) -> None:
        super().__init__(parent, theme, BODY, spacing=6)
        colours = theme.colours
        self._on_evidence = on_evidence
        self._turns = False
        indent = theme.px(34)
        self.view.configure(wrap="char")
        self.view.tag_configure("dimension", font=theme.font(LARGE, bold=True), spacing1=theme.px(16))
        self.view.tag_configure("title", lmargin2=indent, spacing1=theme.px(10))
        self.view.tag_configure("good", foreground=colours.polite, font=theme.font(BODY, bold=True))
        self.view.tag_configure("part", foreground=colours.caution, font=theme.font(BODY, bold=True))
        self.view.tag_configure("bad", foreground=colours.forbidden, font=theme.font(BODY, bold=True))
        self.view.tag_configure(
            "reason", foreground=colours.muted, font=theme.font(SMALL), lmargin1=indent, lmargin2=indent, spacing1=0
        )
        self.view.tag_configure("play", foreground=colours.accent, font=theme.font(SMALL))
        self.view.tag_configure("dispute", foreground=colours.caution)
        self._disputes: Sequence[Dispute] = ()

    def show(self, sheet: ScoreSheet, playable: bool, turns: bool = False, disputes: "Sequence[Dispute]" = ()) -> None:
        """`turns`: the sheet of a whole conversation, whose evidence names its turn. `disputes` are told below
        the lines they are about, with their answers.
        """
        self.clear()
        self._turns = turns
        self._disputes = disputes
        for dimension in Dimension:
            lines = [line for line in sheet.lines if line.dimension is dimension]
            if lines:
                self._heading(dimension, lines, first=self.view.index("end-1c") == "1.0")
                for line in lines:
                    self._line(line, playable)
        self.finish()

    def _heading(self, dimension: Dimension, lines: list[ScoreLine], first: bool) -> None:
        points, possible = sum(line.points for line in lines), sum(line.possible for line in lines)
        self.add(("" if first else "\n") + f"{dimension.label}\t{_shown(points, possible)}", "dimension")

    def _line(self, line: ScoreLine, playable: bool) -> None:
        tag, icon = verdict_of(line)
        colours = self.theme.colours
        self.add("\n", "title")
        begun = self.end()
        self.add_icon(icon, 20, {"good": colours.polite, "part": colours.caution, "bad": colours.forbidden}[tag])
        self.add(f" {line.title}\t", "title")
        self.add(_shown(line.points, line.possible), "title", tag)
        self.view.tag_add("title", begun, self.end())
        self.add("\n", "reason")
        self._reason(line, line.evidence if playable else ())
        for dispute in self._disputes:
            if dispute.claim.rule == line.rule:
                self.add(f"\n异议：{dispute.claim.reason}　{_answer(dispute)}", "reason", "dispute")

    def _reason(self, line: ScoreLine, heard: Sequence[Evidence]) -> None:
        if len(heard) == 1:
            self._playing(line.reason, heard[0])
            return
        self.add(line.reason, "reason")
        for at, evidence in enumerate(heard[:_SHOWN]):
            self.add("   " if at else "\n", "reason")
            place = f"第 {evidence.turn + 1} 轮" if self._turns else f"{evidence.start:.1f} 秒"
            self._playing(f"{evidence.text} {place}", evidence)
        if len(heard) > _SHOWN:
            self.add(f"   等 {len(heard)} 处", "reason")

    def _playing(self, words: str, evidence: Evidence) -> None:
        first = self.end()
        self.add("▶ ", "reason", "play")
        self.add(words, "reason", "play")
        self.link(first, lambda: self._on_evidence(evidence))

    def _resized(self, event: Any) -> None:
        self.view.configure(tabs=(max(1, event.width - 3 * self.theme.px(4)), "right"))
        super()._resized(event)


def _shown(points: float, possible: float) -> str:
    """Points of what can be earned; what only costs stands alone, and nothing is no less than 0."""
    return f"{points + 0.0:g} / {possible:g}" if possible else f"{points + 0.0:g}".replace("-", "−")


def _answer(dispute: "Dispute") -> str:
    """How a dispute stands, with the answer and who gave it."""
    if dispute.closing is None or not dispute.answered:
        return dispute.standing
    return f"{dispute.standing}：{dispute.closing.reason}（{dispute.by}）"


def verdict_of(line: ScoreLine) -> tuple[str, str]:
    """How a line went: the tag and the sign. A forbidden phrase is none the better where nothing was left to deduct."""
    said = line.effect in (Effect.DEDUCTION, Effect.VETO)
    if said or line.points < 0 or (line.possible > 0 and line.points <= 0):
        return "bad", "cross-ring"
    if line.points < line.possible:
        return "part", "ask-ring"
    return "good", "tick-ring"
