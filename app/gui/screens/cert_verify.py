"""Verify a certificate: a PDF, a picture of its code, or the code's text; the verdict in one word and why."""

import tkinter
from collections.abc import Callable
from tkinter import filedialog
from typing import TYPE_CHECKING

from app.domain.certificates.certificate import in_lines
from app.domain.certificates.verdict import Finding
from app.gui.screens.screen import Screen, Start
from app.gui.theme import HEADING, SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.domain.certificates.verdict import Verdict
    from app.services.verification import CertificateCheck

_FILES = [("合格证或二维码照片", "*.pdf *.png *.jpg *.jpeg *.bmp *.webp"), ("所有文件", "*")]
_FIRST = "选择合格证的 PDF 文件或二维码的照片，也可以把扫码枪、手机扫出来的文字贴在上面。核验不需要网络。"


class CertVerify(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        check: "Callable[[], CertificateCheck]",
        start: Start,
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._check = check
        self._start = start
        self._on_back = on_back
        self.verdict: Verdict | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        ground = theme.colours.background
        Paragraph(body, theme, "核验合格证", TITLE, bold=True).grid(row=0, sticky="ew")
        line = tkinter.Frame(body, bg=ground)
        line.grid(row=1, sticky="ew", pady=(theme.px(16), 0))
        line.columnconfigure(0, weight=1)
        self.field = Field(line, theme, "文件位置，或二维码里的文字", ground=ground)
        self.field.grid(row=0, column=0, sticky="ew")
        self.field.on_press("<Return>", self.primary)
        Button(line, theme, "选择文件", self._choose, icon="folder").grid(
            row=0, column=1, sticky="s", padx=(theme.px(12), 0)
        )
        self._box = box = card(body, theme)
        box.grid(row=2, sticky="ew", pady=(theme.px(20), 0))
        box.columnconfigure(1, weight=1)
        self._sign = tkinter.Label(box, bg=theme.colours.surface, bd=0)
        self._finding = Paragraph(box, theme, "", HEADING, bold=True)
        self._why = Paragraph(box, theme, _FIRST)
        self._heading = Paragraph(box, theme, "", SMALL, colour=theme.colours.muted)
        self._says = tkinter.Frame(box, bg=theme.colours.surface)
        self._says.columnconfigure(1, weight=1)
        self._why.grid(row=1, column=1, sticky="ew", padx=theme.px(24), pady=theme.px(20))
        buttons = Flow(body, theme, ground)
        buttons.grid(row=3, sticky="ew", pady=(theme.px(20), 0))
        buttons.add(
            Button(buttons, theme, "核验", self.primary, icon="shield", emphasis=Emphasis.PRIMARY, width=130),
            Button(buttons, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET),
        )

    def enter(self) -> None:
        self.field.focus_set()

    def primary(self) -> bool:
        target = self.field.text.strip()
        if target:
            self._start(lambda _progress: self._check().look(target), self._show, title="正在核验")
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _choose(self) -> None:
        name = filedialog.askopenfilename(parent=self, title="选择合格证或二维码照片", filetypes=_FILES)
        if name:
            self.field.text = name
            self.primary()

    def _show(self, verdict: "Verdict") -> None:
        theme, colours = self.theme, self.theme.colours
        self.verdict = verdict
        alarm = verdict.finding in (Finding.ALTERED, Finding.REVOKED)
        ink = colours.polite if verdict.genuine else colours.forbidden if alarm else colours.text
        icon = "tick-ring" if verdict.genuine else "cross-ring" if alarm else "ask-ring"
        self._sign.configure(image=theme.icon(icon, 44, ink))
        self._sign.grid(row=0, column=0, rowspan=2, sticky="n", padx=(theme.px(24), 0), pady=theme.px(22))
        self._finding.say(verdict.finding.label)
        self._finding.configure(fg=ink)
        self._finding.grid(row=0, column=1, sticky="ew", padx=theme.px(20), pady=(theme.px(20), 0))
        self._why.say(verdict.why)
        self._why.grid(row=1, column=1, sticky="ew", padx=theme.px(20), pady=(theme.px(4), theme.px(16)))
        for old in self._says.winfo_children():
            old.destroy()
        if verdict.certificate is None:
            self._heading.grid_remove()
            self._says.grid_remove()
            return
        self._heading.say("请与纸面逐项核对：" if verdict.trusted else "证书自称（不可信）：")
        self._heading.grid(row=2, column=1, sticky="ew", padx=theme.px(20))
        self._says.grid(row=3, column=1, sticky="ew", padx=theme.px(20), pady=(theme.px(6), theme.px(20)))
        for row, (name, value) in enumerate(in_lines(verdict.certificate)):
            Paragraph(self._says, theme, name, SMALL, colour=colours.muted).grid(row=row, column=0, sticky="w")
            Paragraph(self._says, theme, value).grid(row=row, column=1, sticky="ew", padx=(theme.px(20), 0))
