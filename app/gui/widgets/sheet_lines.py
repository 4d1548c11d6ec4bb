"""The rubric's lines: each with its sign, points, reason and the words that gave it."""

from collections.abc import Callable
from typing import Any

from app.domain.score_sheet import Dimension, Effect, Evidence, ScoreLine, ScoreSheet
from app.gui.theme import BODY, LARGE, SMALL, Theme
from app.gui.widgets.flow_text import FlowText


class SheetLines(FlowText):
    """All lines of a sheet, by dimension. The evidence plays where there is a recording."""

    def __init__(self, parent: Any, theme: Theme, on_evidence: Callable[[Evidence], None]) -> None:
        super().__init__(parent, theme, BODY, spacing=6)
        colours = theme.colours
        self._on_evidence = on_evidence
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

    def show(self, sheet: ScoreSheet, playable: bool) -> None:
        self.clear()
        for dimension in Dimension:
            lines = [line for line in sheet.lines if line.dimension is dimension]
            if lines:
                self._heading(dimension, lines, first=self.view.index("end-1c") == "1.0")
                for line in lines:
                    self._line(line, playable)
        self.finish()

    def _heading(self, dimension: Dimension, lines: list[ScoreLine], first: bool) -> None:
        points, possible = sum(line.points for line in lines), sum(line.possible for line in lines)
        self.add(("" if first else "\n") + f"{dimension.label}\t{points:g} / {possible:g}", "dimension")

    def _line(self, line: ScoreLine, playable: bool) -> None:
        tag, icon = verdict_of(line)
        colours = self.theme.colours
        self.add("\n", "title")
        begun = self.end()
        self.add_icon(icon, 20, {"good": colours.polite, "part": colours.caution, "bad": colours.forbidden}[tag])
        self.add(f" {line.title}\t", "title")
        self.add(f"{line.points:g}" + (f" / {line.possible:g}" if line.possible else ""), "title", tag)
        self.view.tag_add("title", begun, self.end())
        self.add("\n", "reason")
        heard = line.evidence if playable else ()
        if len(heard) == 1:
            self._playing(line.reason, heard[0])
            return
        self.add(line.reason, "reason")
        for at, evidence in enumerate(heard):
            self.add("   " if at else "\n", "reason")
            self._playing(f"{evidence.text} {evidence.start:.1f} 秒", evidence)

    def _playing(self, words: str, evidence: Evidence) -> None:
        first = self.end()
        self.add("▶ ", "reason", "play")
        self.add(words, "reason", "play")
        self.link(first, lambda: self._on_evidence(evidence))

    def _resized(self, event: Any) -> None:
        self.view.configure(tabs=(max(1, event.width - 3 * self.theme.px(4)), "right"))
        super()._resized(event)


def verdict_of(line: ScoreLine) -> tuple[str, str]:
    """How a line went: the tag and the sign."""
    if line.points < 0 or (line.possible > 0 and line.points <= 0) or line.effect is Effect.VETO:
        return "bad", "cross-ring"
    if line.points < line.possible:
        return "part", "ask-ring"
    return "good", "tick-ring"
