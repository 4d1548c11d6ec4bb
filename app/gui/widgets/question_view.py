"""A question with everything about it: what is asked, what is right and why, and what it rests on."""

import io
import tkinter
from collections.abc import Callable
from datetime import date
from tkinter.font import Font
from typing import Any, Literal

from app.domain.question_state import QuestionState, state_of
from app.domain.questions import (
    GAP,
    NATIONWIDE,
    Blank,
    Body,
    Case,
    Gap,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Question,
    Rewrite,
    Single,
    Spoken,
)
from app.domain.scenario import Point
from app.gui.line_breaking import break_lines
from app.gui.theme import BODY, LARGE, SMALL, Theme
from app.gui.widgets.slim_bar import SlimBar

_SHOWN_GAP = "\u3000" * 4
_SIZES = {"facts": SMALL, "stem": LARGE, "why": SMALL, "caution": SMALL}
_INDENT = {"why": 44, "option": 44, "body": 8, "caution": 8, "pair": 8}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class QuestionView(tkinter.Frame):
    """One Text that scrolls. `picture` gives the content of a picture of the bank by its name, or None."""

    def __init__(self, parent: Any, theme: Theme, picture: Callable[[str], bytes | None]) -> None:
        colours = theme.colours
        super().__init__(parent, bg=colours.surface, highlightthickness=theme.px(2))
        self.configure(highlightbackground=colours.surface, highlightcolor=colours.focus)
        self.theme = theme
        self._picture = picture
        self._images: list[Any] = []
        self._faces: dict[tuple[int, bool], Font] = {}
        self._again: Callable[[], None] = lambda: None
        self._room = 0
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.view = tkinter.Text(
            self,
            wrap="char",
            font=theme.font(BODY),
            bg=colours.surface,
            fg=colours.text,
            bd=0,
            highlightthickness=0,
            padx=theme.px(6),
            pady=theme.px(2),
            spacing2=theme.px(5),
            spacing3=theme.px(5),
            width=1,
            height=1,
            cursor="arrow",
            insertwidth=0,
            takefocus=1,
        )
        self.view.grid(row=0, column=0, sticky="nsew")
        bar = SlimBar(self, theme, colours.surface, self.view.yview_moveto)
        bar.grid(row=0, column=1, sticky="ns")
        self.view.configure(yscrollcommand=bar.set)
        # Read-only, but to be scrolled with the keys and copied from.
        self.view.bindtags((str(self.view), str(self.winfo_toplevel()), "all"))
        for key, amount, what in (
            ("<Up>", -1, "units"),
            ("<Down>", 1, "units"),
            ("<Prior>", -1, "pages"),
            ("<Next>", 1, "pages"),
        ):
            self.view.bind(key, lambda _event, amount=amount, what=what: self._scroll(amount, what))
        if self.tk.call("tk", "windowingsystem") == "x11":
            self.view.bind("<Button-4>", lambda _event: self._scroll(-3, "units"))
            self.view.bind("<Button-5>", lambda _event: self._scroll(3, "units"))
        else:
            self.view.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1, "units"))
        self.view.bind("<Configure>", self._resized)
        self.view.bind("<Button-1>", lambda _event: self.view.focus_set())
        self.view.bind("<FocusIn>", lambda _event: self.configure(highlightbackground=colours.focus))
        self.view.bind("<FocusOut>", lambda _event: self.configure(highlightbackground=colours.surface))
        self._set_tags()

    def _set_tags(self) -> None:
        theme, colours = self.theme, self.theme.colours
        px, tag = theme.px, self.view.tag_configure
        tag("facts", foreground=colours.muted, font=theme.font(SMALL))
        tag("stem", font=theme.font(LARGE), spacing1=px(4), spacing2=px(8), spacing3=px(10))
        tag("part", font=theme.font(BODY, bold=True), foreground=colours.accent, spacing1=px(18))
        tag("heading", font=theme.font(SMALL, bold=True), foreground=colours.muted, spacing1=px(16), spacing3=px(4))
        tag("option", lmargin1=px(8), lmargin2=px(44), spacing1=px(6), spacing3=px(6), tabs=(px(44),))
        tag("right", foreground=colours.polite, background=colours.polite_soft, font=theme.font(BODY, bold=True))
        tag("wrong", foreground=colours.forbidden, background=colours.forbidden_soft)
        tag("why", foreground=colours.muted, font=theme.font(SMALL), lmargin1=px(44), lmargin2=px(44))
        tag("body", lmargin1=px(8), lmargin2=px(8))
        tag("pair", lmargin1=px(8), lmargin2=px(8), spacing1=px(8))
        tag("gap", underline=True, foreground=colours.accent)
        tag("hanging", lmargin1=px(44))
        tag("after", spacing1=0)
        tag("before", spacing3=px(5))
        tag(
            "caution",
            foreground=colours.caution,
            background=colours.caution_soft,
            font=theme.font(SMALL),
            lmargin1=px(8),
            lmargin2=px(8),
        )
        tag("basis", foreground=colours.accent)

    def say(self, text: str) -> None:
        """A few words instead of a question."""
        self._again = lambda: self.say(text)
        self._clear()
        self._lines(text, "body")

    def show(self, question: Question, file: str = "", today: date | None = None) -> None:
        self._again = lambda: self.show(question, file, today)
        self._clear()
        dots = "●" * question.difficulty + "○" * (5 - question.difficulty)
        topic = f" · {question.topic}" if question.topic and question.topic != question.line.label else ""
        self._lines(f"{question.type.label} · {question.line.label}{topic}", "facts")
        self._add(f"难度 {dots}\n", "facts")
        self._warn(question, today or date.today())
        self._asked(question.stem, question.picture)
        self._body(question.body)
        if question.explanation:
            self._add("解析\n", "heading")
            self._lines(question.explanation, "body")
        self._rests_on(question)
        facts = [f"编号 {question.id}", f"第 {question.version} 版"]
        facts += [file] if file else []
        facts += [f"地区 {question.region}"] if question.region != NATIONWIDE else []
        facts += [f"作者 {question.author}"] if question.author else []
        facts += [f"标签 {'、'.join(question.tags)}"] if question.tags else []
        self._add("\n")
        self._lines(" · ".join(facts), "facts")
        self.view.yview_moveto(0)

    def _warn(self, question: Question, today: date) -> None:
        state = state_of(question, today)
        if question.review:
            self._lines(f"待复核：{question.review}", "caution")
        if state is QuestionState.EXPIRED or (question.expires and today > question.expires):
            self._lines(f"已过期（有效到 {question.expires}），不会再抽到", "caution")
        if question.effective and today < question.effective:
            self._lines(f"{question.effective} 起生效，在此之前不会抽到", "caution")

    def _asked(self, stem: str, picture: str) -> None:
        if stem:
            start = self.view.index("end-1c")
            self._lines(stem.replace(GAP, _SHOWN_GAP), "stem")
            self._underline(start)
        self._add_picture(picture, 260)

    def _underline(self, start: str) -> None:
        """Make gaps of what stands for them."""
        while at := self.view.search(_SHOWN_GAP, start, "end"):
            start = f"{at}+{len(_SHOWN_GAP)}c"
            self.view.tag_add("gap", at, start)

    def _body(self, body: Body) -> None:
        match body:
            case Single(options):
                self._choices(options)
            case Multiple(options, partial):
                self._choices(options)
                self._add(f"{partial.label}\n", "facts")
            case Judge(answer):
                self._add("答案　", "option")
                self._mark(answer)
                self._add(" 对 \n" if answer else " 错 \n", "option", "right" if answer else "wrong")
            case Blank(gaps):
                self._add("答案\n", "heading")
                for at, gap in enumerate(gaps, 1):
                    before = f"第 {at} 空　" if len(gaps) > 1 else ""
                    self._add(before, "body", "facts")
                    self._add(f" {accepted(gap)} ", "body", "right")
                    self._add("\n", "body")
            case Order(steps):
                self._add("正确的顺序\n", "heading")
                for at, step in enumerate(steps, 1):
                    self._item(f"{at}", step)
            case Match(pairs, extra):
                self._add("正确的配对\n", "heading")
                for pair in pairs:
                    self._lines(pair.left, "pair")
                    self._item("→", pair.right, right=True)
                if extra:
                    self._lines(f"多余的右项：{'、'.join(extra)}", "why")
            case Case(parts):
                for at, part in enumerate(parts, 1):
                    self._add(f"第 {at} 小题 · {part.type.label}\n", "part")
                    self._asked(part.stem, part.picture)
                    self._body(part.body)
                    if part.explanation:
                        self._add("解析\n", "heading")
                        self._lines(part.explanation, "body")
            case Rewrite(forbidden, model_answer, needs, points):
                self._add("要改写的禁语\n", "heading")
                self._lines(forbidden, "body", "wrong")
                self._add("参考说法\n", "heading")
                self._lines(model_answer, "body")
                self._wanted([each.label for each in needs], points)
            case Spoken(turn):
                self._add("群众说\n", "heading")
                self._lines(f"“{turn.says}”", "body")
                self._add("示范回答\n", "heading")
                self._lines(turn.exemplary, "body")
                self._wanted([each.label for each in turn.stages], turn.points)

    def _choices(self, options: tuple[Option, ...]) -> None:
        for letter, option in zip(_LETTERS, options, strict=False):
            self._item(letter, option.text, right=option.right, ticked=option.right)
            if option.picture:
                self._add("\t", "option")
                self._add_picture(option.picture, 140)
            if option.why:
                self._lines(option.why, "why")

    def _item(self, sign: str, text: str, right: bool = False, ticked: bool = False) -> None:
        """A sign in the margin and beside it a text, which is marked where it is right."""
        marked = ("right",) if right else ()
        start = self.view.index("end-1c")
        self._add(f"{sign}\t", "option")
        self._lines(text, "option", *marked)
        if marked:
            self.view.tag_add("right", start, f"{start} lineend")
        if ticked:
            end = self.view.index("end-2c lineend")
            self.view.image_create(
                end, image=self.theme.icon("tick-ring", 20, self.theme.colours.polite), padx=self.theme.px(6)
            )
            self.view.tag_add("right", end)

    def _wanted(self, polite: list[str], points: tuple[Point, ...]) -> None:
        if polite:
            self._add("该有的文明用语\n", "heading")
            self._lines("、".join(polite), "body")
        if points:
            self._add("该说到的要点\n", "heading")
            for point in points:
                self._lines(f"{'★ ' if point.must else '· '}{point.text}", "body")
                self._lines("、".join(f"“{way}”" for way in point.ways), "why")

    def _rests_on(self, question: Question) -> None:
        if question.basis:
            self._add("依据\n", "heading")
            for basis in question.basis:
                self._lines(f"《{basis.law}》{basis.article}", "body", "basis")
        days = (("生效", question.effective), ("核对", question.checked), ("有效到", question.expires))
        said = "　".join(f"{what} {day}" for what, day in days if day)
        if said:
            self._lines(said, "body", "facts")

    def _mark(self, right: bool) -> None:
        colours = self.theme.colours
        name, ink = ("tick-ring", colours.polite) if right else ("cross-ring", colours.forbidden)
        self.view.image_create("end-1c", image=self.theme.icon(name, 20, ink), padx=self.theme.px(3))

    def _add_picture(self, name: str, high: int) -> None:
        if not name:
            return
        from PIL import Image, ImageTk

        content = self._picture(name)
        try:
            picture = Image.open(io.BytesIO(content or b""))
            picture.thumbnail((self.theme.px(360), self.theme.px(high)))
            image = ImageTk.PhotoImage(picture.convert("RGBA"), master=self)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            self._add(f" 图片 {name} 打不开 \n", "caution")
            return
        self._images.append(image)
        self.view.image_create("end-1c", image=image, padx=self.theme.px(8), pady=self.theme.px(4))
        self._add("\n")

    def _add(self, text: str, *tags: str) -> None:
        self.view.insert("end-1c", text, tags)

    def _lines(self, text: str, tag: str, *more: str) -> None:
        """A text broken into lines as Chinese is: Tk itself would let a line begin with a comma."""
        room = self._room - 2 * self.theme.px(6) - 2 * self.theme.px(_INDENT.get(tag, 0))
        face = self._face(_SIZES.get(tag, BODY), bold="right" in more)
        lines = break_lines(text, max(room, self.theme.px(120)), face.measure).split("\n")
        for at, line in enumerate(lines):
            inner = (*(["after"] if at else []), *(["before"] if at < len(lines) - 1 else []))
            hanging = ("hanging",) if at and tag == "option" else ()
            self._add(line + "\n", tag, *more, *inner, *hanging)

    def _face(self, size: int, bold: bool) -> Font:
        if (size, bold) not in self._faces:
            weight: Literal["bold", "normal"] = "bold" if bold else "normal"
            self._faces[size, bold] = Font(self, family=self.theme.family, size=-self.theme.px(size), weight=weight)
        return self._faces[size, bold]

    def _resized(self, event: "tkinter.Event[Any]") -> None:
        if event.width != self._room:
            self._room = event.width
            self.after_idle(self._again)

    def _clear(self) -> None:
        self.view.delete("1.0", "end")
        self._images.clear()

    def _scroll(self, amount: int, what: str) -> str | None:
        if self.view.yview() == (0.0, 1.0):
            return None
        self.view.yview_scroll(amount, what)  # type: ignore[call-overload]
        return "break"


def accepted(gap: Gap) -> str:
    """What a gap accepts, in words: 三十日 或 30日；30 ± 2."""
    found = " 或 ".join(gap.accept)
    if gap.number is None:
        return found
    number = f"{gap.number:f}" + (f" ± {gap.tolerance:f}" if gap.tolerance else "")
    return f"{found}；{number}" if found else number
