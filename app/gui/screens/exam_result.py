"""How an exam went: the points, by what, and every question with its answer, the right one, why and on what basis."""

import tkinter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.domain.answer_words import in_words, right_in_words
from app.domain.answers import parts_of
from app.domain.errors import UserError
from app.domain.exam_result import ExamResult, Tally
from app.domain.marking import Verdict
from app.domain.rubric import TENTHS
from app.gui.pictures import ring
from app.gui.screens.screen import Screen
from app.gui.theme import BODY, DISPLAY, HEADING, LARGE, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.charts import ShareBar, ShareBars
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.domain.dispute import Dispute
    from app.gui.services import KeptExam

_RING = 150
_WEAK = 0.6
_COLUMN = 6  # so many bars below each other; more go beside them
_SIGNS = {Verdict.RIGHT: "✓", Verdict.PARTLY: "△", Verdict.UNHEARD: "？"}


class ExamResultScreen(Screen):
    """`on_print` writes the record as PDF; `on_correct(task, points, reason)` is offered to trainers only."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        on_print: Callable[[], None],
        on_correct: Callable[[int, float, str], None] | None,
        picture: Callable[[str], Any],
    ) -> None:
        super().__init__(parent, theme)
        self._on_print = on_print
        self._on_correct = on_correct
        self._picture = picture
        self._images: list[Any] = []
        self._result: ExamResult | None = None
        self._on_dispute: Callable[[int], None] | None = None
        self._disputes: dict[int, Dispute] = {}
        self.on_back: Callable[[], None] = lambda: None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = Page(self, theme)
        self._page.grid(sticky="nsew")
        body = self._page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(20)
        self._head(body).grid(row=0, sticky="ew")
        self._charts = tkinter.Frame(body, bg=theme.colours.background)
        self._charts.grid(row=1, sticky="ew", pady=(gap, 0))
        self._by_type_card, self.by_type, _ = self._chart_card("按题型")
        self._by_line_card, self.by_line, self._more_lines = self._chart_card("按业务线")
        self._answers = tkinter.Frame(body, bg=theme.colours.background)
        self._answers.grid(row=2, sticky="nsew", pady=(gap, 0))
        self._list_card = self._make_list()
        self._one_card = self._make_one()
        self._wide: bool | None = None
        self._answers.bind("<Configure>", lambda event: self._arrange(event.width >= theme.px(820)))
        self._arrange(True)

    def show(
        self,
        kept: "KeptExam",
        who: str,
        on_back: Callable[[], None],
        on_dispute: Callable[[int], None] | None = None,
    ) -> None:
        """Show a result; `who` is a line about whose it is, "" for one's own that was just handed in.
        `on_dispute(task)` is there for one's own.
        """
        from app.services.kept_records import task_of

        self.on_back = on_back
        self._on_dispute = on_dispute
        self._disputes = {task_of(each.claim.rule): each for each in kept.disputes}
        result = self._result = kept.result
        self._show_head(result, f"第 {kept.record.number} 条记录", who)
        self.by_type.show(_bars(result.by_type))
        lines = _bars(sorted(result.by_line, key=lambda each: each.share))
        half = -(-len(lines) // 2) if len(lines) > _COLUMN else len(lines)
        self.by_line.show(lines[:half])
        self._more_lines.show(lines[half:])
        self._spread_lines()
        self.table.fill(
            Row(str(at), (_SIGNS.get(mark.verdict, "×"), str(at + 1), _stem(task.question), task.question.type.label,
                          f"{mark.points / TENTHS:g} / {mark.full / TENTHS:g}"))
            for at, (task, mark) in enumerate(zip(result.exam.tasks, result.marks, strict=True))
        )  # fmt: skip
        first = next((at for at, mark in enumerate(result.marks) if mark.verdict is not Verdict.RIGHT), 0)
        self.table.choose(str(first))
        self._page.to_top()

    def enter(self) -> None:
        self._through.focus_set()
        self.after_idle(lambda: self.after_idle(self._page.to_top))

    def primary(self) -> bool:
        """Go through the questions, beginning with the first that went wrong."""
        self.table.focus_set()
        return True

    def back(self) -> bool:
        self.on_back()
        return True

    def _head(self, body: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box = card(body, theme)
        box.columnconfigure(1, weight=1)
        pad, size = theme.px(24), theme.px(_RING)
        self._ring = tkinter.Canvas(box, width=size, height=size, bg=colours.surface, highlightthickness=0, bd=0)
        self._ring.grid(row=0, column=0, rowspan=4, padx=pad, pady=theme.px(18))
        self._verdict = words(box, theme, "", TITLE, bold=True)
        self._verdict.configure(compound="left", padx=theme.px(2))
        self._verdict.grid(row=0, column=1, sticky="sw", pady=(theme.px(16), 0))
        self._title = Paragraph(box, theme, "", BODY)
        self._title.grid(row=1, column=1, sticky="ew", padx=(0, pad), pady=(theme.px(2), 0))
        self._time = Paragraph(box, theme, "", SMALL, colour=colours.muted)
        self._time.grid(row=2, column=1, sticky="ew", padx=(0, pad))
        row = Flow(box, theme, colours.surface)
        row.grid(row=3, column=1, sticky="new", pady=(theme.px(10), theme.px(16)), padx=(0, pad))
        self._through = Button(row, theme, "逐题看", self.primary, icon="down", emphasis=Emphasis.PRIMARY)
        row.add(
            self._through,
            Button(row, theme, "导出 PDF", self._on_print, icon="file"),
            Button(row, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET),
        )
        return box

    def _show_head(self, result: ExamResult, number: str, who: str) -> None:
        theme, colours = self.theme, self.theme.colours
        ink = colours.polite if result.passed else colours.forbidden
        size = theme.px(_RING)
        share = result.points / result.full if result.full else 0.0
        self._ring_picture = ring(self, size, share, ink, colours.sunken)
        self._ring.delete("all")
        self._ring.create_image(size // 2, size // 2, image=self._ring_picture)
        said = f"{result.points / TENTHS:g}"
        big = DISPLAY if len(said) < 4 else 40
        self._ring.create_text(size // 2, size * 0.45, text=said, font=theme.font(big, True), fill=colours.text)
        self._ring.create_text(
            size // 2, size * 0.73, text=f"满分 {result.full / TENTHS:g}", font=theme.font(SMALL), fill=colours.muted
        )
        waits = f"，{len(result.unheard)} 题录音待评" if result.unheard else ""
        icon = theme.icon("tick-ring" if result.passed else "cross-ring", 32, ink)
        self._verdict.configure(text=f" {'合格' if result.passed else '还没有合格'}{waits}", image=icon, fg=ink)
        exam = result.exam
        self._title.say(
            " · ".join(part for part in (who, exam.title, exam.kind.label, f"{exam.version.value} 卷", number) if part)
        )
        right = sum(mark.verdict is Verdict.RIGHT for mark in result.marks)
        self._time.say(f"{len(result.marks)} 题答对 {right} 题。{times_in_words(result)}")

    def _chart_card(self, title: str) -> tuple[Any, ShareBars, ShareBars]:
        """A card with its bars, and bars beside them for what would make it too high."""
        theme = self.theme
        box = card(self._charts, theme)
        box.columnconfigure(0, weight=1)
        words(box, theme, title, HEADING, bold=True).grid(
            sticky="w", padx=theme.px(24), pady=(theme.px(16), theme.px(6))
        )
        bars, more = ShareBars(box, theme), ShareBars(box, theme)
        for at, each in enumerate((bars, more)):
            each.grid(row=1 + at, sticky="new", padx=theme.px(16), pady=(0, theme.px(8)))
        return box, bars, more

    def _make_list(self) -> Any:
        theme = self.theme
        box = card(self._answers, theme)
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = Table(
            box,
            theme,
            (
                Column("", 40),
                Column("题", 48),
                Column("题目", 180, grow=True),
                Column("题型", 88, spare=1),
                Column("得分", 84),
            ),
            on_choose=lambda key: self._show_one(int(key)),
            rows=10,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        return box

    def _make_one(self) -> Any:
        theme, colours = self.theme, self.theme.colours
        box = card(self._answers, theme)
        box.columnconfigure(0, weight=1)
        self.one = FlowText(box, theme, BODY, spacing=6)
        self.one.grid(row=0, sticky="ew", padx=theme.px(20), pady=theme.px(14))
        tag, px = self.one.view.tag_configure, theme.px
        tag("facts", foreground=colours.muted, font=theme.font(SMALL))
        tag("stem", font=theme.font(LARGE, bold=True), spacing1=px(4), spacing3=px(6))
        tag("heading", foreground=colours.muted, font=theme.font(SMALL, bold=True), spacing1=px(12))
        tag("option", lmargin1=px(4), lmargin2=px(32), tabs=(px(32),))
        tag("good", foreground=colours.polite, font=theme.font(BODY, bold=True))
        tag("part", foreground=colours.caution, font=theme.font(BODY, bold=True))
        tag("bad", foreground=colours.forbidden, font=theme.font(BODY, bold=True))
        tag("basis", foreground=colours.accent)
        self._dispute = Button(box, theme, "对这一题有异议", self._start_dispute, icon="ask-ring")
        if self._on_correct is not None:
            form = tkinter.Frame(box, bg=colours.surface)
            form.grid(row=1, sticky="ew", padx=theme.px(24), pady=(0, theme.px(18)))
            form.columnconfigure(1, weight=1)
            self._points = Field(form, theme, "改为（分）")
            self._points.grid(row=0, column=0, padx=(0, theme.px(12)))
            self._reason = Field(form, theme, "改判理由（必填，会存档）")
            self._reason.grid(row=0, column=1, sticky="ew")
            Button(form, theme, "改判这一题", self._correct, icon="pencil").grid(
                row=1, column=0, columnspan=2, sticky="w", pady=(theme.px(10), 0)
            )
        return box

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        gap = self.theme.px(20)
        for frame, left, right in (
            (self._charts, self._by_type_card, self._by_line_card),
            (self._answers, self._list_card, self._one_card),
        ):
            left.grid_forget()
            right.grid_forget()
            share = 2 if frame is self._charts and wide else 1
            frame.columnconfigure(0, weight=1, uniform="half" if wide else "")
            frame.columnconfigure(1, weight=share if wide else 0, uniform="half" if wide else "")
            if wide:
                left.grid(row=0, column=0, sticky="new", padx=(0, gap))
                right.grid(row=0, column=1, sticky="new")
            else:
                left.grid(row=0, column=0, sticky="ew", pady=(0, gap))
                right.grid(row=1, column=0, sticky="ew")
        self._spread_lines()

    def _spread_lines(self) -> None:
        """The second half of the lines beside the first where there is room for it."""
        box, beside = self._by_line_card, bool(self._wide and self._more_lines.bars)
        for column in (0, 1):
            box.columnconfigure(column, weight=1 if column == 0 or beside else 0, uniform="bars" if beside else "")
        if not self._more_lines.bars:
            self._more_lines.grid_forget()
        elif beside:
            self._more_lines.grid(row=1, column=1, sticky="new", padx=self.theme.px(16))
        else:
            self._more_lines.grid(row=2, column=0, sticky="new", padx=self.theme.px(16))

    def _show_one(self, at: int) -> None:
        """Everything about one question."""
        result, text = self._result, self.one
        assert result is not None
        task, mark, answers = result.exam.tasks[at], result.marks[at], result.answers[at]
        question = task.question
        text.clear()
        self._images.clear()
        text.add(f"第 {at + 1} 题 · {question.type.label} · {question.line.label}\n", "facts")
        self._add_stem(question.stem, question.picture)
        parts = parts_of(question)
        for number, (part, order, answer) in enumerate(zip(parts, task.orders, answers, strict=True), 1):
            own = mark.parts[number - 1] if mark.parts else mark
            if mark.parts:
                text.add(f"（{number}）", "heading")
                self._add_stem(part.stem, part.picture)
            self._add_shown(part.body, order)
            text.add("您的答案　", "facts")
            sign = {Verdict.RIGHT: "good", Verdict.PARTLY: "part", Verdict.UNHEARD: "part"}.get(own.verdict, "bad")
            text.add(f"{_SIGNS.get(own.verdict, '×')} {in_words(answer, order)}\n", sign)
            text.add("正确答案　", "facts")
            text.add(f"{right_in_words(part.body, order)}\n", "good")
            text.add(f"{own.points / TENTHS:g} / {own.full / TENTHS:g} 分　{own.why}\n")
            if mark.parts and part.explanation:
                text.add(f"{part.explanation}\n", "facts")
        if mark.parts:
            text.add(f"本题 {mark.points / TENTHS:g} / {mark.full / TENTHS:g} 分　{mark.why}\n")
        if question.explanation:
            text.add("解析\n", "heading")
            text.add(f"{question.explanation}\n")
        if question.basis:
            text.add("依据\n", "heading")
            for basis in question.basis:
                text.add(f"《{basis.law}》{basis.article}\n", "basis")
        dispute = self._disputes.get(at)
        if dispute is not None:
            text.add("异议\n", "heading")
            answer = f"　{dispute.closing.reason}（{dispute.by}）" if dispute.closing and dispute.answered else ""
            text.add(f"{dispute.claim.reason}　{dispute.standing}{answer}\n")
        text.view.delete("end-2c")
        text.finish()
        if self._on_dispute is not None and mark.points < mark.full:
            self._dispute.grid(row=2, column=0, sticky="w", padx=self.theme.px(24), pady=(0, self.theme.px(18)))
        else:
            self._dispute.grid_forget()
        if self._on_correct is not None:
            self._points.text = self._reason.text = ""

    def _add_stem(self, stem: str, picture: str) -> None:
        if stem:
            self.one.add(f"{stem}\n", "stem")
        image = self._picture(picture) if picture else None
        if image is not None:
            self._images.append(image)
            self.one.view.image_create("end-1c", image=image)
            self.one.add("\n")

    def _add_shown(self, body: Any, order: Sequence[int]) -> None:
        """What there was to choose from, in the order of that day."""
        from app.domain.answers import rights
        from app.domain.arrangement import letter
        from app.domain.questions import Match, Multiple, Order, Rewrite, Single, Spoken

        match body:
            case Single(options) | Multiple(options):
                shown = [options[place].text or f"（图 {options[place].picture}）" for place in order]
            case Order(steps):
                shown = [steps[place] for place in order]
            case Match(pairs):
                for number, pair in enumerate(pairs, 1):
                    self.one.add(f"{number}.\t{pair.left}\n", "option")
                known = rights(body)
                shown = [known[place] for place in order]
            case Rewrite(forbidden):
                self.one.add(f"要改写的禁语：“{forbidden}”\n")
                return
            case Spoken(turn):
                self.one.add(f"群众说：“{turn.says}”\n")
                return
            case _:
                return
        for at, option in enumerate(shown):
            self.one.add(f"{letter(at)}.\t{option}\n", "option")

    def _start_dispute(self) -> None:
        if self._on_dispute is not None:
            self._on_dispute(int(self.table.chosen or 0))

    def _correct(self) -> None:
        assert self._on_correct is not None
        try:
            points = float(self._points.text.replace("。", ".").strip())
        except ValueError:
            raise UserError("改后的分数还没有填，或者不是数字。", "请填一个数字，例如 2 或 1.5。") from None
        self._on_correct(int(self.table.chosen or 0), points, self._reason.text)


def _bars(tallies: Sequence[Tally]) -> list[ShareBar]:
    return [
        ShareBar(
            each.label,
            each.label,
            each.share,
            f"{each.points / TENTHS:g} / {each.full / TENTHS:g}　对 {each.right}/{each.count}",
            weak=each.share < _WEAK,
        )
        for each in tallies
    ]


def _stem(question: Any) -> str:
    return str(question.stem.splitlines()[0]) if question.stem else str(question.type.label)


def times_in_words(result: ExamResult) -> str:
    """The time it took, with every interruption and absence."""
    clock = result.clock
    said = [f"用时 {_minutes(clock.charged)}，{result.ending.label}。"]
    if clock.interruptions:
        charged = sum(each.charged for each in clock.interruptions)
        counted = f"，其中 {_minutes(charged)}计入用时" if charged else "，没有计入用时"
        changed = "，期间系统时间被调过" if any(each.clock_changed for each in clock.interruptions) else ""
        said.append(f"中断 {len(clock.interruptions)} 次，合计 {_minutes(clock.lost)}{counted}{changed}。")
    if clock.grants:
        said.append(f"{clock.grants[-1].trainer}补时 {len(clock.grants)} 次。")
    if result.departures:
        away = sum(each.seconds for each in result.departures)
        said.append(f"离开考试画面 {len(result.departures)} 次，合计 {_minutes(away)}。")
    return "".join(said)


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} 分 {whole % 60} 秒" if whole >= 60 else f"{whole} 秒"
