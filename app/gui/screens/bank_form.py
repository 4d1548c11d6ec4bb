"""One question to write or to change, of any type, with everything that says whether it is still true."""

import tkinter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING, Any

from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.question_writing import question_to_plain
from app.domain.questions import NATIONWIDE, Question, QuestionType
from app.gui.screens.bank_body import BodyEditor
from app.gui.screens.bank_options import PICTURES
from app.gui.screens.bank_parts import PartsEditor
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.picker import Picker
from app.gui.widgets.text_box import TextBox
from app.gui.widgets.words import Paragraph, words

if TYPE_CHECKING:
    from app.services.bank import BankDesk

_LINES = [(each, each.label) for each in BusinessLine]
_TYPES = [(each, each.label) for each in QuestionType]
_FIELDS = {
    "topic": "主题（决定存在哪个文件）",
    "tags": "能力标签（顿号隔开）",
    "effective": "生效日期（年-月-日）",
    "checked": "核对日期",
    "expires": "有效期至（可不写）",
    "region": "适用地区（不写即全国）",
    "author": "作者（可不写）",
    "review": "待复核原因（没问题不写）",
}
_PLACES = ("effective", "checked", "expires", "topic", "region", "author", "tags", "review")
_DAYS = ("effective", "checked", "expires")


class BankForm(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        bank: "Callable[[], BankDesk]",
        start: Start,
        tell: Tell,
        on_saved: Callable[[Question], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._bank = bank
        self._start = start
        self._tell = tell
        self._on_saved = on_saved
        self._on_back = on_back
        self._before: Question | None = None
        self._picture = ""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._page = page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        gap = theme.px(16)
        self._title = Paragraph(body, theme, "", TITLE, bold=True)
        self._title.grid(sticky="ew")
        self._where = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._where.grid(sticky="ew", pady=(0, gap))
        self._asked(body).grid(sticky="ew", pady=(0, gap))
        self._rests_on(body).grid(sticky="ew", pady=(0, gap))
        row = Flow(self, theme, theme.colours.background)  # below the page: saving is in sight however long the form
        row.grid(row=1, column=0, sticky="ew", padx=theme.px(32), pady=(theme.px(8), theme.px(16)))
        row.add(
            Button(row, theme, "保存到题库", self._save, icon="tick", emphasis=Emphasis.PRIMARY),
            Button(row, theme, "返回题库", self.back, icon="back"),
        )

    def _asked(self, parent: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box, pad, gap = card(parent, theme), theme.px(24), theme.px(14)
        box.columnconfigure(0, weight=1)
        kinds = Flow(box, theme, colours.surface)
        kinds.grid(sticky="ew", padx=pad, pady=(theme.px(20), gap))
        self._type: Picker[QuestionType] = Picker(kinds, theme, _TYPES, QuestionType.SINGLE, self._change_type)
        self._line: Picker[BusinessLine] = Picker(kinds, theme, _LINES, BusinessLine.PENSION)
        self._picture_button = Button(kinds, theme, "配图", self._choose_picture, icon="plus", emphasis=Emphasis.QUIET)
        kinds.add(self._type, self._line, self._picture_button)
        self._stem = TextBox(box, theme, "题干（填空题用 ____ 表示空）", lines=2)
        self._stem.grid(sticky="ew", padx=pad, pady=(0, gap))
        self._place = tkinter.Frame(box, bg=colours.surface)
        self._place.columnconfigure(0, weight=1)
        self._place.grid(sticky="ew", padx=pad, pady=(0, gap))
        self._body = BodyEditor(self._place, theme, self._take_picture)
        self._parts = PartsEditor(self._place, theme, self._take_picture)
        self._explanation = TextBox(box, theme, "解析：为什么是这个答案", lines=2)
        self._explanation.grid(sticky="ew", padx=pad, pady=(0, theme.px(20)))
        return box

    def _rests_on(self, parent: tkinter.Misc) -> tkinter.Widget:
        theme, colours = self.theme, self.theme.colours
        box, pad, gap = card(parent, theme), theme.px(24), theme.px(14)
        box.columnconfigure(0, weight=1)
        self._basis = TextBox(box, theme, "依据，一行一条，例如：《工伤保险条例》第十七条", lines=2)
        self._basis.grid(sticky="ew", padx=pad, pady=(theme.px(20), gap))
        self._facts = tkinter.Frame(box, bg=colours.surface)
        self._facts.grid(sticky="ew", padx=pad)
        self._fields = {key: Field(self._facts, theme, name) for key, name in _FIELDS.items()}
        self._abreast = 0
        self._facts.bind("<Configure>", lambda event: self._arrange(3 if event.width >= theme.px(560) else 1))
        self._arrange(3)
        words(box, theme, "难度（1 最容易，5 最难）", SMALL, colour=colours.muted).grid(
            sticky="w", padx=pad, pady=(0, theme.px(4))
        )
        self._difficulty: Choice[int] = Choice(box, theme, [(each, str(each)) for each in range(1, 6)], 3)
        self._difficulty.grid(sticky="ew", padx=pad, pady=(0, theme.px(20)))
        return box

    def _arrange(self, abreast: int) -> None:
        if abreast == self._abreast:
            return
        self._abreast = abreast
        theme = self.theme
        for column in range(3):
            used = column < abreast
            self._facts.columnconfigure(column, weight=1 if used else 0, uniform="facts" if used else "")
        for at, key in enumerate(_PLACES):
            left = theme.px(16) if at % abreast else 0
            wide = 2 if key == "review" and abreast > 1 else 1
            self._fields[key].grid(
                row=at // abreast,
                column=at % abreast,
                columnspan=wide,
                sticky="ew",
                padx=(left, 0),
                pady=(0, theme.px(14)),
            )

    # What the window calls

    def show(self, question: Question | None, line: BusinessLine | None = None, file: str = "") -> None:
        """A question to change, or None for a new one in `line`."""
        self._before = question
        self._title.say("修改题目" if question else "添加题目")
        self._where.say(f"编号 {question.id}，第 {question.version} 版，在 {file}" if question else "保存时自动编号")
        plain: dict[str, Any] = dict(question_to_plain(question)) if question else {}
        if question is None:
            plain = {"line": (line or BusinessLine.PENSION).value, "checked": date.today().isoformat()}
            plain["topic"] = BusinessLine(plain["line"]).label
        self._fill(plain)
        self._shown = self._texts()

    def enter(self) -> None:
        self._page.to_top()
        self._stem.focus_set()

    def back(self) -> bool:
        if self._texts() == self._shown:
            self._on_back()
        else:
            self._tell(
                Tone.PROBLEM,
                "改动还没有保存。",
                "要保存，请点“保存到题库”；不要了，请点“放弃改动”。",
                ("放弃改动", self._on_back),
            )
        return True

    # Between the form and a plain question

    def _fill(self, plain: dict[str, Any]) -> None:
        from app.services.question_draft import lines_of

        type = QuestionType(plain.get("type", QuestionType.SINGLE.value))
        self._type.show(type)
        self._line.show(BusinessLine(plain["line"]))
        self._show_picture(str(plain.get("picture", "")))
        self._stem.text = str(plain.get("stem", ""))
        self._show_body(type)
        if type is QuestionType.CASE:
            self._parts.show(plain.get("parts") or [])
        else:
            self._parts.show([])
            self._body.show(type, plain)
        self._explanation.text = str(plain.get("explanation", ""))
        self._basis.text = lines_of("basis", plain)
        for key, field in self._fields.items():
            field.text = lines_of(key, plain) if key == "tags" else str(plain.get(key, ""))
        if self._fields["region"].text == NATIONWIDE:
            self._fields["region"].text = ""
        self._difficulty.show(int(plain.get("difficulty", 3)))

    def _plain(self) -> dict[str, object]:
        """The fields as they stand. UserError for what cannot be understood."""
        from app.services.question_draft import day_text, list_of

        type = self._type.value
        found: dict[str, object] = {"type": type.value, "line": self._line.value.value}
        found["stem"] = self._stem.text.strip()
        found |= {"parts": self._parts.plain()} if type is QuestionType.CASE else self._body.plain()
        found["explanation"] = self._explanation.text.strip()
        found["basis"] = list_of("basis", self._basis.text)
        found["difficulty"] = self._difficulty.value
        found["picture"] = self._picture
        for key, field in self._fields.items():
            text = field.text.strip()
            found[key] = list_of("tags", text) if key == "tags" else day_text(text) if key in _DAYS else text
        return {key: value for key, value in found.items() if value not in ("", [])}

    def _texts(self) -> object:
        """What is compared to know whether something was changed."""
        try:
            return self._plain()
        except UserError as problem:
            return str(problem)

    def _save(self) -> None:
        from app.services.question_draft import made_question

        fields = self._plain()
        before = self._before
        fields["id"] = before.id if before else "new"
        fields["version"] = before.version if before else 1
        question = made_question(fields, before.source if before else "")

        def work(_progress: object) -> Question:
            from dataclasses import replace

            bank = self._bank()
            return bank.save(question) if before else bank.add(replace(question, id=bank.new_id(question)))

        self._start(work, self._saved, title="正在保存题目")

    def _saved(self, question: Question) -> None:
        self._shown = self._texts()
        self._on_saved(question)

    def _change_type(self, type: QuestionType) -> None:
        self._show_body(type)
        if type is not QuestionType.CASE:
            self._body.show_type(type)

    def _show_body(self, type: QuestionType) -> None:
        case = type is QuestionType.CASE
        (self._body if case else self._parts).grid_remove()
        (self._parts if case else self._body).grid(row=0, column=0, sticky="ew")

    # Pictures

    def _choose_picture(self) -> None:
        if self._picture:
            self._show_picture("")
            return
        name = filedialog.askopenfilename(parent=self, title="选择题干的图片", filetypes=PICTURES)
        if name:
            self._take_picture(name, self._show_picture)

    def _show_picture(self, name: str) -> None:
        self._picture = name
        short = name if len(name) <= 14 else name[:13] + "…"
        self._picture_button.say(f"去掉图片 {short}" if name else "配图", "cross" if name else "plus")

    def _take_picture(self, path: str, show: Callable[[str], None]) -> None:
        from app.services.bank_pictures import take_picture

        self._start(lambda _progress: take_picture(self._bank(), Path(path)), show, title="正在放入图片")
