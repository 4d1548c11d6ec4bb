"""A trainer's decision on one line of a score sheet: other points, with a reason; both stand."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.domain.overrule import allowed_points
from app.gui.screens.screen import Screen, Start
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.field import Field
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.gui.services import KeptAttempt


class Overrule(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        start: Start,
        overrule: Callable[[str, str, float, str], object],
        on_done: Callable[[str], None],
        on_back: Callable[[], None],
    ) -> None:
        """`overrule(record id, rule, points, reason)` keeps the decision; then `on_done(record id)`."""
        super().__init__(parent, theme)
        self._start = start
        self._overrule = overrule
        self._on_done = on_done
        self._on_back = on_back
        self._kept: KeptAttempt | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        pad = theme.px(24)
        Paragraph(body, theme, "改判一条", TITLE, bold=True).grid(row=0, sticky="ew")
        Paragraph(
            body,
            theme,
            "选一条，写上改后的分数和理由。原来的评分不会消失，两者一起留在记录里。",
            colour=theme.colours.muted,
        ).grid(row=1, sticky="ew", pady=(theme.px(4), theme.px(16)))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        self._table = Table(
            box,
            theme,
            (
                Column("方面", 110, spare=1),
                Column("评分项", 220, grow=True),
                Column("得分", 110),
                Column("理由", 260, grow=True, spare=2),
            ),
            on_open=lambda _key: self._points.focus_set(),
            on_choose=lambda _key: self._chosen(),
            rows=6,
        )
        self._table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        form = card(body, theme)
        form.grid(row=3, sticky="ew", pady=(theme.px(20), 0))
        form.columnconfigure(1, weight=1)
        self._points = Field(form, theme, "改为（分）")
        self._points.grid(row=0, column=0, padx=(pad, theme.px(16)), pady=(theme.px(20), 0))
        self._reason = Field(form, theme, "理由（必填，会存档）")
        self._reason.grid(row=0, column=1, sticky="ew", padx=(0, pad), pady=(theme.px(20), 0))
        self._limits = Paragraph(form, theme, "", SMALL, colour=theme.colours.muted)
        self._limits.grid(row=1, column=0, columnspan=2, sticky="ew", padx=pad, pady=(theme.px(8), 0))
        row = tkinter.Frame(form, bg=theme.colours.surface)
        row.grid(row=2, column=0, columnspan=2, sticky="w", padx=pad, pady=theme.px(20))
        Button(row, theme, "保存改判", self.primary, icon="tick", emphasis=Emphasis.PRIMARY).pack(side="left")
        Button(row, theme, "返回", on_back, icon="back", emphasis=Emphasis.QUIET).pack(side="left", padx=theme.px(12))

    def show(self, kept: "KeptAttempt") -> None:
        self._kept = kept
        self._table.fill(
            Row(line.rule, (line.dimension.label, line.title, f"{line.points:g} / {line.possible:g}", line.reason))
            for line in kept.sheet.lines
        )
        self._points.text = ""
        self._reason.text = ""
        self._table.choose(kept.sheet.lines[0].rule)

    def enter(self) -> None:
        self._table.focus_set()

    def primary(self) -> bool:
        kept, rule = self._kept, self._table.chosen
        if kept is None:
            return False
        try:
            points = float(self._points.text.strip().replace("－", "-"))
        except ValueError:
            raise UserError("改后的分数还没有填，或者不是数字。", "请填一个数字，例如 8 或 7.5。") from None
        record_id, reason = kept.record.id, self._reason.text
        self._start(
            lambda _progress: self._overrule(record_id, rule, points, reason), lambda _record: self._on_done(record_id)
        )
        return True

    def back(self) -> bool:
        self._on_back()
        return True

    def _chosen(self) -> None:
        assert self._kept is not None
        line = next(line for line in self._kept.latest.sheet.lines if line.rule == self._table.chosen)
        least, most = allowed_points(self._kept.latest.sheet, line)
        self._limits.say(f"“{line.title}”可以填 {least:g} 到 {most:g}，最多一位小数。")
