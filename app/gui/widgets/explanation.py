"""What is said after an answer: right or wrong and why, the explanation, and what it all rests on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.domain.answers import parts_of
from app.domain.marking import Mark, Verdict
from app.domain.questions import Question, Rewrite, Single, Spoken
from app.gui.theme import BODY, LARGE, SMALL, Theme
from app.gui.widgets.flow_text import FlowText

_SIGNS = {
    Verdict.RIGHT: ("good", "tick-ring"),
    Verdict.PARTLY: ("part", "ask-ring"),
    Verdict.WRONG: ("bad", "cross-ring"),
    Verdict.MISSING: ("bad", "cross-ring"),
    Verdict.UNHEARD: ("part", "ask-ring"),
}


class Explanation(FlowText):
    """One text as high as its content."""

    def __init__(self, parent: Any, theme: Theme) -> None:
        super().__init__(parent, theme, BODY, spacing=6)
        colours, px = theme.colours, theme.px
        tag = self.view.tag_configure
        for name, ink in (("good", colours.polite), ("part", colours.caution), ("bad", colours.forbidden)):
            tag(name, foreground=ink, font=theme.font(LARGE, bold=True), spacing1=px(2))
            tag(f"{name} part", foreground=ink, font=theme.font(BODY, bold=True), spacing1=px(10))
        tag("heading", foreground=colours.muted, font=theme.font(SMALL, bold=True), spacing1=px(14))
        tag("basis", foreground=colours.accent)
        tag("facts", foreground=colours.muted, font=theme.font(SMALL), spacing1=px(4))

    def show(self, question: Question, mark: Mark, comes_back: str = "") -> None:
        """`comes_back` says when the question is asked again."""
        self.clear()
        self._verdict(mark, "", isinstance(question.body, Single))
        parts = parts_of(question)
        marks: Sequence[Mark] = mark.parts or (mark,)
        for number, (part, own) in enumerate(zip(parts, marks, strict=True), 1):
            if mark.parts:
                self._verdict(own, f"第 {number} 小题　", isinstance(part.body, Single))
            if mark.parts and part.explanation:
                self.add(f"\n{part.explanation}")
            if isinstance(part.body, Rewrite):
                self._headed("参考说法", part.body.model_answer)
            elif isinstance(part.body, Spoken):
                self._headed("示范回答", part.body.turn.exemplary)
        if question.explanation:
            self._headed("解析", question.explanation)
        if question.basis:
            self._headed("依据", "")
            for basis in question.basis:
                self.add(f"\n《{basis.law}》{basis.article}", "basis")
        facts = [f"{what} {long_day(day)}" for what, day in _days(question) if day]
        if facts:
            self.add("\n" + "　".join(facts), "facts")
        if comes_back:
            self.add("\n" + comes_back, "facts")
        self.finish()

    def _verdict(self, mark: Mark, before: str, said: bool) -> None:
        """`said`: the option chosen says itself why it is right, in sight of everybody."""
        tag, icon = _SIGNS[mark.verdict]
        colours = self.theme.colours
        ink = {"good": colours.polite, "part": colours.caution, "bad": colours.forbidden}[tag]
        style = f"{tag} part" if before else tag
        if before:
            self.add("\n", style)
        begun = self.end()
        self.add_icon(icon, 20 if before else 24, ink)
        self.add(f" {before}{mark.verdict.label}", style)
        self.view.tag_add(style, begun, self.end())
        why = mark.why.removeprefix("答对了。").removeprefix("答错了。")
        if why and why != "没有作答。" and not (said and mark.verdict is Verdict.RIGHT):
            self.add(f"\n{why}")

    def _headed(self, heading: str, text: str) -> None:
        self.add(f"\n{heading}", "heading")
        if text:
            self.add(f"\n{text}")


def _days(question: Question) -> tuple[tuple[str, date | None], ...]:
    return (("生效", question.effective), ("核对", question.checked), ("有效到", question.expires))


def long_day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def when(day: date, today: date) -> str:
    """A coming day as people say it: 明天, 3 天后（11 月 27 日）."""
    days = (day - today).days
    if days <= 0:
        return "今天"
    return "明天" if days == 1 else f"{days} 天后（{day.month} 月 {day.day} 日）"
