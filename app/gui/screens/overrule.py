"""A trainer's decision on one line of a score: other points, or what was and was not said; with a reason, both stand."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.role_play.findings import Decision
from app.gui.screens.records import points_in_words
from app.gui.screens.screen import Screen, Start
from app.gui.theme import TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.correction import Correction
from app.gui.widgets.field import Field
from app.gui.widgets.page import Page
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.services.dispute_case import JudgedLine
    from app.services.kept_records import KeptAttempt, KeptDialogue


class Overrule(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        start: Start,
        decide: Callable[[str, Decision], object],
        on_done: Callable[[str], None],
        on_back: Callable[[str], None],
    ) -> None:
        """`decide(record id, decision)` keeps the decision; then `on_done(record id)`."""
        super().__init__(parent, theme)
        self._start = start
        self._decide = decide
        self._on_done = on_done
        self._on_back = on_back
        self._kept: KeptAttempt | KeptDialogue | None = None
        self._lines: dict[str, JudgedLine] = {}
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
            on_open=lambda _key: self.correction.focus_set(),
            on_choose=lambda key: self._chosen(key),
            rows=4,
        )
        self._table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        form = card(body, theme)
        form.grid(row=3, sticky="ew", pady=(theme.px(20), 0))
        form.columnconfigure(0, weight=1)
        self.correction = Correction(form, theme, self._preview)
        self.correction.grid(row=0, sticky="ew", padx=pad, pady=(theme.px(18), 0))
        self.reason = Field(form, theme, "理由（必填，会存档）")
        self.reason.grid(row=1, sticky="ew", padx=pad, pady=(theme.px(10), 0))
        row = tkinter.Frame(form, bg=theme.colours.surface)
        row.grid(row=2, sticky="w", padx=pad, pady=theme.px(18))
        Button(row, theme, "保存改判", self.primary, icon="tick", emphasis=Emphasis.PRIMARY).pack(side="left")
        Button(row, theme, "返回", self.back, icon="back", emphasis=Emphasis.QUIET).pack(side="left", padx=theme.px(12))

    def show(self, kept: "KeptAttempt | KeptDialogue", rule: str = "") -> None:
        """Decide on a record; `rule` is the line chosen at first, the first that cost something for ""."""
        from app.services.dispute_case import judged_lines

        self._kept = kept
        self._lines = {line.rule: line for line in judged_lines(kept)}
        self._table.fill(
            Row(line.rule, (line.side, line.title, points_in_words(line.points, line.possible), line.reason))
            for line in self._lines.values()
        )
        self.reason.text = ""
        costly = next((each.rule for each in self._lines.values() if each.disputable), next(iter(self._lines)))
        self._table.choose(rule if rule in self._lines else costly)

    def enter(self) -> None:
        self._table.focus_set()

    def primary(self) -> bool:
        kept = self._kept
        if kept is None:
            return False
        record_id, decision = kept.record.id, self.correction.decision(self.reason.text)
        self._start(lambda _progress: self._decide(record_id, decision), lambda _record: self._on_done(record_id))
        return True

    def back(self) -> bool:
        if self._kept is not None:
            self._on_back(self._kept.record.id)
        return True

    def _chosen(self, rule: str) -> None:
        from app.services.dispute_case import turns_of

        assert self._kept is not None
        self.correction.show(self._lines[rule], turns_of(self._kept))

    def _preview(self, decision: Decision) -> str:
        from app.services.deciding import standing_after

        assert self._kept is not None
        return standing_after(self._kept, decision)
