"""After a shift: what it was worth and why, case by case, beside one's own earlier ones and the class."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.domain.shift.case_facts import ShiftLine
from app.domain.shift.comparison import Comparison
from app.domain.shift.kept import KeptShift
from app.domain.shift.replay import Who, replay_case
from app.gui.pictures import ring
from app.gui.screens.screen import Screen
from app.gui.theme import BODY, HEADING, LARGE, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.charts import ShareBar, ShareBars
from app.gui.widgets.flow import Flow
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.shift.case_score import CaseScore

_RING = 132


class ShiftReview(Screen):
    def __init__(
        self, parent: tkinter.Misc, theme: Theme, on_again: Callable[[KeptShift], None], on_back: Callable[[], None]
    ) -> None:
        """`on_again(shift)` plays the same shift, with the same people, once more."""
        super().__init__(parent, theme)
        self._on_again = on_again
        self._on_back = on_back
        self.shift: KeptShift | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.page = Page(self, theme)
        self.page.grid(sticky="nsew")
        body = self.page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(18)
        Button(body, theme, "岗位演练", on_back, icon="back", emphasis=Emphasis.QUIET).grid(row=0, sticky="w")
        self._head(body).grid(row=1, sticky="ew", pady=(theme.px(6), 0))
        self._columns = tkinter.Frame(body, bg=theme.colours.background)
        self._columns.columnconfigure(0, weight=1)
        self._columns.grid(row=2, sticky="ew", pady=(gap, 0))
        self._whole = self._box(self._columns, "整班的情况")
        self._lines = FlowText(self._whole, theme, BODY, 4)
        self._lines.grid(sticky="ew", padx=theme.px(20), pady=(0, theme.px(16)))
        self._whole.grid(row=0, sticky="ew")
        cases = self._box(self._columns, "一位一位看")
        self.table = Table(
            cases, theme,
            (
                Column("号", 70), Column("谁", 170, spare=3), Column("什么事", 220, grow=True), Column("等候", 80, spare=2),
                Column("用时", 80, spare=1), Column("结果", 90),
            ),
            on_choose=self._chosen, empty="一位也没有办。", rows=6,
        )  # fmt: skip
        self.table.grid(sticky="ew", padx=theme.px(14), pady=(0, theme.px(10)))
        cases.grid(row=1, sticky="ew", pady=(gap, 0))
        self._case = self._box(self._columns, "")
        self._case_title = self._case.winfo_children()[-1]
        self._replay = FlowText(self._case, theme, BODY, 4)
        self._replay.grid(sticky="ew", padx=theme.px(20), pady=(0, theme.px(16)))
        self._case.grid(row=2, sticky="ew", pady=(gap, 0))
        colours = theme.colours
        for text in (self._lines, self._replay):
            for name, ink in (
                ("head", colours.accent), ("teller", colours.accent), ("citizen", colours.text),
                ("faint", colours.muted), ("bad", colours.forbidden), ("good", colours.polite),
            ):  # fmt: skip
                text.view.tag_configure(name, foreground=ink)
            text.view.tag_configure("head", font=theme.font(BODY, bold=True))

    def show(self, shift: KeptShift, compared: Sequence[Comparison] = ()) -> None:
        self.shift = shift
        score, plan = shift.score, shift.state.shift.plan
        verdict = "合格" if score.passed else "一票否决，不合格" if score.red_lines else "不合格"
        self._title.say(f"{plan.level.label} · {verdict}")
        figures = score.figures
        self._said.say(
            f"班次 {plan.seed}，{plan.minutes} 分钟：来了 {figures.came} 位，办对 {figures.resolved} 位"
            + (f"，走了 {figures.left} 位" if figures.left else "")
            + f"；平均等候 {figures.mean_wait // 60} 分 {figures.mean_wait % 60} 秒。"
        )
        self._compared.say(_in_words(compared))
        theme, colours = self.theme, self.theme.colours
        size = theme.px(_RING)
        ink = colours.polite if score.passed else colours.forbidden
        self._image = ring(self, size, score.points / 100, ink, colours.sunken)
        self._ring.delete("all")
        self._ring.create_image(size // 2, size // 2, image=self._image)
        self._ring.create_text(
            size // 2, size // 2, text=f"{score.points:g}", font=theme.font(34, bold=True), fill=colours.text
        )
        self.bars.show(
            [
                ShareBar(
                    each.side, each.side.label, each.points / each.possible if each.possible else None,
                    f"{each.points / 10:g} / {each.possible / 10:g}", 100 * each.points < 60 * each.possible,
                )
                for each in score.sides
            ]
        )  # fmt: skip
        self._lines.clear()
        for line in (*score.red_lines, *score.lines):
            self._line(self._lines, line)
        self._lines.finish()
        self.table.fill(_row(shift, at, case) for at, case in enumerate(score.cases))
        first = next((at for at, case in enumerate(score.cases) if not case.resolved), 0)
        if score.cases:
            self.table.choose(str(first))
        else:
            self._replay.clear()
            self._replay.finish()

    def enter(self) -> None:
        self.page.to_top()
        self._again.focus_set()

    def primary(self) -> bool:
        if self.shift is not None:
            self._on_again(self.shift)
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _head(self, body: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme)
        box.columnconfigure(1, weight=1)
        size = theme.px(_RING)
        self._ring = tkinter.Canvas(box, width=size, height=size, bg=colours.surface, highlightthickness=0, bd=0)
        self._ring.grid(row=0, column=0, rowspan=4, padx=theme.px(26), pady=theme.px(22), sticky="n")
        self._title = Paragraph(box, theme, "", TITLE, bold=True)
        self._title.grid(row=0, column=1, sticky="ew", pady=(theme.px(18), 0), padx=(0, theme.px(20)))
        self._said = Paragraph(box, theme, "")
        self._said.grid(row=1, column=1, sticky="ew", padx=(0, theme.px(20)))
        self._compared = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._compared.grid(row=2, column=1, sticky="ew", padx=(0, theme.px(20)), pady=(theme.px(2), 0))
        self.bars = ShareBars(box, theme)
        self.bars.grid(row=3, column=1, sticky="ew", padx=(0, theme.px(16)), pady=(theme.px(8), 0))
        row = Flow(box, theme, colours.surface)
        row.grid(row=4, column=1, sticky="ew", padx=(0, theme.px(20)), pady=(theme.px(8), theme.px(18)))
        self._again = Button(
            row, theme, "同一班再来一次", self.primary, icon="again", emphasis=Emphasis.PRIMARY, size=LARGE, height=52
        )
        row.add(self._again)
        return box

    def _box(self, parent: tkinter.Misc, title: str) -> "tkinter.Widget":
        theme = self.theme
        box = card(parent, theme)
        box.columnconfigure(0, weight=1)
        words(box, theme, title, HEADING, bold=True).grid(
            sticky="w", padx=theme.px(24), pady=(theme.px(16), theme.px(6))
        )
        return box

    def _chosen(self, key: str) -> None:
        assert self.shift is not None
        case = self.shift.score.cases[int(key)]
        replay = replay_case(self.shift.state, case.case)
        self._case_title.configure(text=f"{replay.number} {replay.title}")  # type: ignore[call-arg]
        text = self._replay
        text.clear()
        text.add(
            f"{replay.person}；等了 {_time(replay.waited)}，用时 {_time(replay.seconds)}（标准 {_time(replay.standard)}）\n",
            "faint",
        )
        for moment in replay.moments:
            tag = {Who.TELLER: "teller", Who.CITIZEN: "citizen", Who.HALL: "faint"}[moment.who]
            who = "您" if moment.who is Who.TELLER else moment.who.label
            text.add(f"{_time(moment.second)}　{who}：{moment.words}\n", tag)
            if moment.felt:
                text.add(f"　　　心情 {moment.mood}：{moment.felt}\n", "faint")
        text.add("\n得分\n", "head")
        for line in case.lines:
            self._line(text, line)
        text.add("\n这一件对的做法\n", "head")
        for step in replay.right:
            text.add(f"· {step}\n")
        if replay.note:
            text.add(f"{replay.note}\n", "faint")
        text.add(f"依据：{'；'.join(replay.basis)}", "faint")
        text.finish()

    def _line(self, text: FlowText, line: ShiftLine) -> None:
        full = line.points == line.possible and not line.red_line
        share = f"（{line.points / line.possible:.0%}）" if line.possible else ""
        text.add(f"{'✓' if full else '✗'} {line.side.label} · {line.title}{share}　", "good" if full else "bad")
        text.add(f"{line.happened}\n")
        if line.right:
            text.add(f"　　应当：{line.right}\n", "faint")


def _row(shift: KeptShift, at: int, score: "CaseScore") -> Row:
    case = shift.state.cases[score.case]
    visitor = shift.state.shift.visitors[case.visitor]
    ticket = shift.state.shift.ticket_of(visitor)
    result = "红线" if score.red_lines else "办对" if score.resolved else "没办对"
    cells = (
        visitor.number, f"{visitor.name}，{visitor.kind.label}", ticket.title, _time(case.waited),
        _time(case.ended - case.called), result,
    )  # fmt: skip
    return Row(str(at), cells, not score.resolved)


def _in_words(compared: Sequence[Comparison]) -> str:
    whole = next((each for each in compared if each.side is None), None)
    if whole is None:
        return ""
    said = []
    if whole.before is not None:
        change = whole.now - whole.before
        said.append(f"比上一班{'多' if change >= 0 else '少'} {abs(change)} 分，自己最好 {whole.best} 分")
        better = [each.side.label for each in compared if _gain(each) >= 10 and each.side is not None]
        worse = [each.side.label for each in compared if _gain(each) <= -10 and each.side is not None]
        if better:
            said.append(f"{'、'.join(better)}有进步")
        if worse:
            said.append(f"{'、'.join(worse)}退步了")
    if whole.percentile is not None:
        said.append(f"超过全班 {whole.percentile}% 的人")
    return "；".join(said) + "。" if said else "这是您的第一班。"


def _gain(each: Comparison) -> int:
    return each.now - each.before if each.before is not None else 0


def _time(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"
