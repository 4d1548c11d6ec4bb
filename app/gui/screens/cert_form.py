"""What is asked before something is done to certificates: the keys at first, a reason, the passphrase."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.certificates.keys import SHORTEST_PASSPHRASE
from app.gui.screens.screen import Screen
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.domain.certificates.certificate import Certificate

_KEYS = (
    "第一次发证前，要为本单位生成一对密钥。以后每张合格证都用它签名，任何单位不用联网就能验出真假。"
    "私钥用口令加密，存在本机的 keys 文件夹里；口令不保存在任何地方，忘记了谁也找不回来，只能重新生成密钥。"
    "请记在保险的地方，并在“密钥与名单”里做一份备份。"
)


class CertForm(Screen):
    """One form for all of it; the lines that do not matter are not shown."""

    def __init__(self, parent: tkinter.Misc, theme: Theme, on_back: Callable[[], None]) -> None:
        super().__init__(parent, theme)
        self._on_back = on_back
        self._do: Callable[[str, str], None] = lambda _text, _passphrase: None
        self._twice = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        self._title = Paragraph(body, theme, "", TITLE, bold=True)
        self._title.grid(row=0, sticky="ew")
        self._about = Paragraph(body, theme, "", colour=theme.colours.muted)
        self._about.grid(row=1, sticky="ew", pady=(theme.px(6), theme.px(20)))
        box = card(body, theme)
        box.grid(row=2, sticky="ew")
        box.columnconfigure(0, weight=1)
        self._text = Field(box, theme, "发证单位全称", "写进每一张合格证，以后不能改")
        self._reason = Field(box, theme, "原因", "会和操作一起记入记录链")
        self._pass = Field(box, theme, "密钥口令", secret=True)
        self._again = Field(box, theme, "再输一次口令", secret=True)
        self._fields = (self._text, self._reason, self._pass, self._again)
        tkinter.Frame(box, bg=theme.colours.surface, height=theme.px(12)).grid(row=0)
        for row, field in enumerate(self._fields, start=1):
            field.grid(row=row, sticky="ew", padx=theme.px(24), pady=(theme.px(10), 0))
        self._problem = Paragraph(box, theme, "", SMALL, colour=theme.colours.forbidden)
        self._problem.grid(row=8, sticky="ew", padx=theme.px(24), pady=(theme.px(10), theme.px(16)))
        buttons = Flow(body, theme, theme.colours.background)
        buttons.grid(row=3, sticky="ew", pady=(theme.px(20), 0))
        self._button = Button(buttons, theme, "", self.primary, icon="tick", emphasis=Emphasis.PRIMARY)
        buttons.add(self._button, Button(buttons, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET))

    def ask_keys(self, unit: str, do: Callable[[str, str], None]) -> None:
        self._ask("为本单位生成密钥", _KEYS, "生成密钥", do, (self._text, self._pass, self._again))
        self._text.text = unit

    def ask_issue(self, count: int, names: str, do: Callable[[str, str], None]) -> None:
        about = f"{names}。签发后编号和内容都不能再改；发错了只能撤销。"
        self._ask(f"签发 {count} 张合格证", about, f"签发 {count} 张", do, (self._pass,))

    def ask_reprint(self, certificate: "Certificate", do: Callable[[str, str], None]) -> None:
        about = f"{certificate.name} · {certificate.module} · {certificate.serial}。补打的与原件编号、内容完全相同。"
        self._ask("补打合格证", about, "补打", do, (self._reason, self._pass))

    def ask_revoke(self, certificate: "Certificate", do: Callable[[str, str], None]) -> None:
        about = f"{certificate.name} · {certificate.module} · {certificate.serial}。撤销后不能恢复，核验时会显示原因。"
        self._ask("撤销合格证", about, "撤销", do, (self._reason,))

    def _ask(
        self, title: str, about: str, button: str, do: Callable[[str, str], None], fields: tuple[Field, ...]
    ) -> None:
        self._title.say(title)
        self._about.say(about)
        self._button.say(button)
        self._do = do
        self._twice = self._again in fields
        self._problem.say("")
        for field in self._fields:
            field.text = ""
            field.grid() if field in fields else field.grid_remove()
        self._first = fields[0]

    def enter(self) -> None:
        # Only where one has to write: a unit's name that is known need not be written again.
        (self._pass if self._first is self._text and self._text.text else self._first).focus_set()

    def leave(self) -> None:
        self._pass.text = self._again.text = ""

    def primary(self) -> bool:
        text = self._text.text if self._text.winfo_manager() else self._reason.text
        problem = self._missing(text.strip())
        self._problem.say(problem)
        if not problem:
            self._do(text.strip(), self._pass.text)
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _missing(self, text: str) -> str:
        """What is still to be put right, "" where nothing is."""
        if self._text.winfo_manager() and not text:
            return "请先填写发证单位的全称。"
        if self._reason.winfo_manager() and not text:
            return "请写明原因。"
        if self._pass.winfo_manager() and not self._pass.text:
            return "请输入密钥口令。"
        if self._twice and len(self._pass.text) < SHORTEST_PASSPHRASE:
            return f"口令太短，至少要 {SHORTEST_PASSPHRASE} 个字符。"
        if self._twice and self._pass.text != self._again.text:
            return "两次输入的口令不一样，请重新输入。"
        return ""
