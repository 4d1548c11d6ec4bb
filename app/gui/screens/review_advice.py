"""What would have been better: the points of the matter, told or left out, and the words to use instead."""

from collections.abc import Callable
from typing import Any

from app.domain.role_play.advice import forbidden, points
from app.domain.role_play.played import PlayedDialogue
from app.gui.theme import BODY, SMALL, Theme
from app.gui.widgets.flow_text import FlowText

# (turn, first second, last second) of a reply
OnPlay = Callable[[int, float, float | None], None]


class PointList(FlowText):
    """The points, those left out first and ★ before the rest, each with the words for it."""

    def __init__(self, parent: Any, theme: Theme, on_play: OnPlay) -> None:
        super().__init__(parent, theme, BODY, spacing=6)
        self._on_play = on_play
        _set_tags(self)

    def show(self, played: PlayedDialogue) -> None:
        self.clear()
        found = points(played)
        colours = self.theme.colours
        for at, each in enumerate(found):
            self.add("\n" if at else "", "title")
            icon, ink = ("tick-ring", colours.polite) if each.told else ("cross-ring", colours.forbidden)
            self.add_icon(icon, 20, ink)
            self.add(f" {'★' if each.must else ''}{each.title}", "title")
            self.add(f"　{'说到了' if each.told else '漏了，必说' if each.must else '漏了'}", *_verdict(each.told))
            if each.words is not None:
                words = each.words
                self.add("\n", "small")
                first = self.end()
                self.add(f"第 {words.turn + 1} 轮：“{words.text}”", "small")
                self.link(first, lambda words=words: self._on_play(words.turn, words.start, words.end))
            elif each.say:
                self.add("\n可以这样说：", "small")
                self.add(f"“{each.say}”", "small", "good")
        if not found:
            self.add("这一场没有规定要说的要点。", "small")
        self.finish()


class InsteadList(FlowText):
    """Each forbidden phrase, where it was said, and what to say in its place; then the remarks without points."""

    def __init__(self, parent: Any, theme: Theme, on_play: OnPlay) -> None:
        super().__init__(parent, theme, BODY, spacing=6)
        self._on_play = on_play
        _set_tags(self)

    def show(self, played: PlayedDialogue) -> None:
        self.clear()
        colours = self.theme.colours
        said = forbidden(played)
        for at, each in enumerate(said):
            self.add("\n" if at else "", "title")
            first = self.end()
            self.add_icon("cross-ring", 20, colours.forbidden)
            self.add(f" 第 {each.turn + 1} 轮说了“{each.heard}”", "title", "bad")
            self.link(first, lambda each=each: self._on_play(each.turn, each.start, each.end))
            self.add(f"　{each.category.label}{'，一票否决' if each.veto else ''}", "small")
            if each.instead:
                self.add("\n", "say")
                self.add_icon("tick-ring", 20, colours.polite)
                self.add(f" 改说“{each.instead}”", "say", "good")
        if not said:
            self.add_icon("tick-ring", 20, colours.polite)
            self.add(" 整场没有服务禁语，请保持。", "title")
        for hint in played.score.whole.hints:
            self.add("\n", "title")
            self.add_icon("info", 20, colours.accent)
            self.add(f" {hint}", "title")
        self.finish()


def _verdict(told: bool) -> tuple[str, str]:
    return ("small", "good") if told else ("small", "bad")


def _set_tags(text: FlowText) -> None:
    theme, colours = text.theme, text.theme.colours
    indent = theme.px(34)
    text.view.tag_configure("title", spacing1=theme.px(8), lmargin2=indent)
    text.view.tag_configure("say", lmargin1=indent, lmargin2=indent + theme.px(26))
    text.view.tag_configure(
        "small", foreground=colours.muted, font=theme.font(SMALL), lmargin1=indent, lmargin2=indent, spacing1=0
    )
    text.view.tag_configure("good", foreground=colours.polite)
    text.view.tag_configure("bad", foreground=colours.forbidden)
