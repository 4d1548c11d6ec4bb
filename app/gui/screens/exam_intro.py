"""Before an exam: what it asks, how long it lasts, what the keys do, what happens if the power fails."""

import tkinter
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.blueprint import Blueprint, FullScreen
from app.domain.exam import ExamKind
from app.domain.rubric import TENTHS
from app.gui.screens.screen import Screen
from app.gui.theme import BODY, HEADING, LARGE, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph

_KEYS = (
    ("A–H 或 1–9", "选择；单选再按一次别的字母就改选，多选再按一次就取消"),
    ("↑ ↓ 和空格", "在选项、步骤之间移动，空格选中；排序题用 Alt + ↑ ↓ 或数字移动步骤"),
    ("PageDown、→ 或回车", "下一题；PageUp、← 上一题"),
    ("F", "标记这一题，回头再看（题目有 F 选项时请用“标记”按钮）"),
    ("Ctrl + 回车", "交卷；会先列出没有答完的题，再问一次"),
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """What is to be begun: a set exam or a mock one; `begun` where it is taken up again."""

    title: str
    kind: ExamKind
    blueprint: Blueprint
    begun: bool = False


class ExamIntro(Screen):
    def __init__(self, parent: tkinter.Misc, theme: Theme, on_back: Callable[[], None]) -> None:
        super().__init__(parent, theme)
        self.on_begin: Callable[[], None] = on_back
        self._on_back = on_back
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        colours = theme.colours
        head = tkinter.Frame(body, bg=colours.background)
        head.grid(row=0, sticky="ew")
        head.columnconfigure(0, weight=1)
        self._title = Paragraph(head, theme, "", TITLE, bold=True)
        self._title.grid(row=0, column=0, sticky="ew")
        self._button = Button(
            head,
            theme,
            "开始答题",
            self.primary,
            icon="next",
            emphasis=Emphasis.PRIMARY,
            size=LARGE,
            height=54,
            width=180,
        )  # beside the title: seen without scrolling
        self._button.grid(row=0, column=1, rowspan=2, padx=(theme.px(16), 0))
        Button(head, theme, "先不考", self.back, icon="back", emphasis=Emphasis.QUIET, height=54).grid(
            row=0, column=2, rowspan=2, padx=(theme.px(8), 0)
        )
        self._facts = Paragraph(head, theme, "", BODY, colour=colours.muted)
        self._facts.grid(row=1, column=0, sticky="ew", pady=(theme.px(4), 0))
        box = card(body, theme)
        box.grid(row=1, sticky="ew", pady=(theme.px(16), 0))
        box.columnconfigure(0, weight=1)
        self.text = FlowText(box, theme, BODY, spacing=6)
        self.text.grid(sticky="ew", padx=theme.px(22), pady=theme.px(16))
        tag = self.text.view.tag_configure
        tag("heading", font=theme.font(HEADING, bold=True), spacing1=theme.px(12), spacing3=theme.px(6))
        tag("key", font=theme.font(BODY, bold=True), foreground=colours.accent, lmargin1=theme.px(8))
        tag("body", lmargin1=theme.px(8), lmargin2=theme.px(8))
        tag("meaning", lmargin1=theme.px(8), lmargin2=theme.px(230), tabs=(theme.px(230),))

    def show(self, what: Introduction) -> None:
        blueprint = what.blueprint
        self._title.say(what.title)
        self._facts.say(
            f"{what.kind.label} · {blueprint.count} 题 · 满分 {blueprint.full / TENTHS:g} 分 · "
            f"{blueprint.pass_mark / TENTHS:g} 分合格 · {blueprint.minutes} 分钟"
        )
        text = self.text
        text.clear()
        text.add("考什么\n", "heading")
        for section in blueprint.sections:
            text.add(f"{section.title}　{section.count} 题，每题 {section.points / TENTHS:g} 分\n", "body")
        if blueprint.partial is not None:
            text.add(f"多选题：选错不得分，{blueprint.partial.label}。\n", "body")
        text.add("时间\n", "heading")
        text.add(_time_in_words(blueprint, what.begun) + "\n", "body")
        text.add("每答一题马上存盘。断电、死机、误关都不要紧：重新打开程序，从“考试”里继续，还是那一题。\n", "body")
        text.add("交卷以前不显示对错；交卷以后每一题都有解析和依据。\n", "body")
        if blueprint.full_screen is FullScreen.LOGGED:
            text.add("考试占满整个屏幕；切换到别的程序会记入成绩单，带教老师能看到。\n", "body")
        text.add("只用键盘也能考\n", "heading")
        for key, meaning in _KEYS:
            text.add(f"{key}\t", "key", "meaning")
            text.add(f"{meaning}\n", "meaning")
        text.view.delete("end-2c")
        text.finish()
        self._button.say("继续答题" if what.begun else "开始答题")

    def enter(self) -> None:
        self._button.focus_set()

    def primary(self) -> bool:
        self.on_begin()
        return True

    def back(self) -> bool:
        self._on_back()
        return True


def _time_in_words(blueprint: Blueprint, begun: bool) -> str:
    free = blueprint.interruption
    lost = (
        f"断电、关机、合上盖子合计不超过 {free} 分钟的不计入用时，超过的计入" if free else "断电、关机的时间也计入用时"
    )
    begins = "剩下的时间接着计" if begun else "从按下“开始答题”起计时，时间到自动交卷"
    return f"一共 {blueprint.minutes} 分钟，{begins}。改电脑的时钟没有用。{lost}；特殊情况请带教老师补时。"
