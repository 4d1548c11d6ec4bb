"""What was said, with polite and forbidden phrases marked by colour, underline and a sign; a mark plays."""

from collections.abc import Callable, Sequence
from typing import Any

from app.domain.hits import Hit
from app.domain.lexicon import Kind
from app.gui.theme import LARGE, Theme
from app.gui.widgets.flow_text import FlowText


class MarkedText(FlowText):
    def __init__(self, parent: Any, theme: Theme, on_hit: Callable[[Hit], None]) -> None:
        super().__init__(parent, theme, LARGE, spacing=14)
        colours = theme.colours
        self._on_hit = on_hit
        self._marks: list[tuple[Hit, str, str]] = []
        for name, ink, soft in (
            ("polite", colours.polite, colours.polite_soft),
            ("forbidden", colours.forbidden, colours.forbidden_soft),
            ("unsure", colours.caution, colours.caution_soft),
        ):
            self.view.tag_configure(name, foreground=ink, background=soft, underline=True)
        self.view.tag_configure("empty", foreground=colours.muted)

    def show(self, text: str, hits: Sequence[Hit], nothing: str) -> None:
        """Show `text` with `hits` marked; `nothing` is said where the text is empty."""
        self.clear()
        self._marks = []
        if not text:
            self.add(nothing, "empty")
        done = 0
        for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last)):
            first = max(hit.first, done)  # where two hits share words, the second keeps what is left
            if first < hit.last:
                self.add(text[done:first])
                self._mark(hit, text[first : hit.last])
                done = hit.last
        self.add(text[done:])
        self.finish()

    def marked(self) -> tuple[tuple[Hit, str], ...]:
        """Each mark's hit and the very characters that are marked."""
        return tuple((hit, self.view.get(first, last)) for hit, first, last in self._marks)

    def _mark(self, hit: Hit, words: str) -> None:
        name, icon, ink = sign_of(hit, self.theme)
        beginning = self.end()
        self.add_icon(icon, 20, ink)
        first = self.end()
        self.add(words, name)
        self.link(beginning, lambda: self._on_hit(hit), shown_from=first)
        self._marks.append((hit, first, self.end()))


def sign_of(hit: Hit, theme: Theme) -> tuple[str, str, str]:
    """A hit's tag, icon and colour."""
    if not hit.certain:
        return "unsure", "ask-ring", theme.colours.caution
    if hit.kind is Kind.POLITE:
        return "polite", "tick-ring", theme.colours.polite
    return "forbidden", "cross-ring", theme.colours.forbidden
