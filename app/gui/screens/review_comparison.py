"""One's last try of the same role-play beside this one: what got better and what did not."""

from typing import Any

from app.domain.role_play.comparing import Change, side_by_side
from app.domain.role_play.played import PlayedDialogue
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.flow_text import FlowText

_SIGNS = {Change.BETTER: ("tick", "polite"), Change.SAME: ("ring", "muted"), Change.WORSE: ("down", "forbidden")}


class Comparison(FlowText):
    def __init__(self, parent: Any, theme: Theme) -> None:
        super().__init__(parent, theme, BODY, spacing=6)
        colours = theme.colours
        self.view.tag_configure("head", foreground=colours.muted, font=theme.font(SMALL))
        self.view.tag_configure("row", spacing1=theme.px(6))
        self.view.tag_configure("now", font=theme.font(BODY, bold=True))
        self.view.tag_configure("words", spacing3=theme.px(10))
        for change, (_icon, ink) in _SIGNS.items():
            self.view.tag_configure(change.value, foreground=getattr(colours, ink), font=theme.font(SMALL))

    def show(self, now: PlayedDialogue, before: PlayedDialogue | None) -> None:
        self.clear()
        if before is None:
            self.add("这个情景是第一次谈。再谈一次，这里就会把两次放在一起比。", "head")
            self.finish()
            return
        found = side_by_side(now, before)
        self.add(found.words, "words")
        self.add("\n\t上次\t这次", "head")
        for row in found.rows:
            self.add(f"\n{row.title}\t{row.then}\t", "row")
            self.add(row.now, "row", "now")
            self.add("\t", "row")
            icon, ink = _SIGNS[row.change]
            self.add_icon(icon, 16, getattr(self.theme.colours, ink))
            self.add(f" {row.change.label}", "row", row.change.value)
        self.finish()

    def _resized(self, event: Any) -> None:
        stops = [event.width * share // 100 for share in (38, 60, 80)]
        self.view.configure(tabs=tuple(max(1, stop) for stop in stops))
        super()._resized(event)
