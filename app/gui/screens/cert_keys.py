"""The unit's keys and lists: back up, hand out, take in; whom this PC trusts."""

import tkinter
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from app.domain.certificates.keys import fingerprint
from app.domain.people import Person
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.domain.certificates.verdict import TrustedUnit
    from app.services.certificates import CertificateDesk

_JSON = [("窗口练兵的密钥或名单", "*.json"), ("所有文件", "*")]


class CertKeys(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: Person,
        desk: "Callable[[], CertificateDesk]",
        start: Start,
        tell: Tell,
        on_file: Callable[[Path], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._person = person
        self._desk = desk
        self._start = start
        self._tell = tell
        self._on_file = on_file
        self._on_back = on_back
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        ground = theme.colours.background
        Paragraph(body, theme, "密钥与名单", TITLE, bold=True).grid(row=0, sticky="ew")
        self._about = Paragraph(body, theme, "", SMALL, colour=theme.colours.muted)
        self._about.grid(row=1, sticky="ew", pady=(theme.px(4), theme.px(16)))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self.table = Table(
            box, theme, [Column("可以核验的单位", 260, grow=True), Column("公钥指纹", 260)],
            empty="还没有可以核验的单位。", rows=2,
        )  # fmt: skip
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._pass = Field(body, theme, "密钥口令（只有导出撤销名单时需要）", secret=True, ground=ground)
        self._pass.grid(row=3, sticky="ew", pady=(theme.px(14), 0))
        self._row = row = Flow(body, theme, ground)
        row.grid(row=4, sticky="ew", pady=(theme.px(16), 0))
        self._import = Button(row, theme, "导入公钥或名单", self.primary, icon="import", emphasis=Emphasis.PRIMARY)
        self._own = (
            Button(row, theme, "导出公钥", self._export_card, icon="export"),
            Button(row, theme, "导出撤销名单", self._export_list, icon="export"),
            Button(row, theme, "备份密钥", self._back_up, icon="lock"),
        )
        leave = Button(row, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET)
        self._leave = leave
        row.add(self._import, *self._own, leave)

    def enter(self) -> None:
        self._start(lambda _progress: self._desk().keys.units(), self._show)

    def leave(self) -> None:
        self._pass.text = ""

    def primary(self) -> bool:
        name = filedialog.askopenfilename(parent=self, title="选择公钥文件、撤销名单或密钥备份", filetypes=_JSON)
        if name:
            self.take_in(Path(name))
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def take_in(self, path: Path) -> None:
        def done(words: str) -> None:
            self._tell(Tone.GOOD, words, "请打电话与对方核对公钥指纹，一致才可信。" if "公钥" in words else "")
            self.enter()

        self._start(lambda _progress: self._desk().keys.take_in(path), done)

    def _show(self, units: "dict[str, TrustedUnit]") -> None:
        own = next((unit for unit in units.values() if unit.own), None)
        self.table.fill(
            Row(key, (unit.unit + ("（本单位）" if unit.own else ""), fingerprint(unit.public_key)))
            for key, unit in units.items()
        )
        self._about.say(
            "导入别的单位的公钥，就能核验它发的证；对方撤销了证书，再导入它的撤销名单。"
            + ("" if own else "本单位的密钥在第一次签发时生成。")
        )
        self._row.keep(self._import, *(self._own if own else ()), self._leave)
        (self._pass.grid if own else self._pass.grid_remove)()
        self._import.focus_set()

    def _export_card(self) -> None:
        self._save("公钥", lambda path: self._desk().keys.export_card(path))

    def _back_up(self) -> None:
        self._save("密钥备份", lambda path: self._desk().keys.back_up(path))

    def _export_list(self) -> None:
        passphrase = self._pass.text
        if not passphrase:
            self._tell(Tone.PROBLEM, "还没有输入密钥口令。", "撤销名单要用密钥签名，请先输入口令。")
            return
        self._save("撤销名单", lambda path: self._desk().export_revocations(self._person, passphrase, path))

    def _save(self, what: str, write: Callable[[Path], Path]) -> None:
        name = filedialog.asksaveasfilename(
            parent=self, title=f"导出{what}", initialfile=f"{what}.json", defaultextension=".json", filetypes=_JSON
        )
        if not name:
            return

        def done(path: Path) -> None:
            self._tell(Tone.GOOD, f"{what}已保存。", str(path), ("打开文件夹", lambda: self._on_file(path)))

        self._start(lambda _progress: write(Path(name)), done)
