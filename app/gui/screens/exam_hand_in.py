"""Really hand in? What is still open or flagged, each a step away; the time goes on."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.sitting import Progress
from app.gui.screens.screen import Screen
from app.gui.theme import BODY, HEADING, LARGE, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.exam_timer import ExamTimer
from app.gui.widgets.flow import Flow
from app.gui.widgets.flow_text import FlowText
from app.gui.widgets.page import Page
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.domain.sitting import Sitting


class ExamHandIn(Screen):
    """`on_go` goes back to a question, `on_hand_in` hands in. Enter does what is wiser."""

    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        on_go: Callable[[int], None],
        on_hand_in: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._on_go = on_go
        self._on_hand_in = on_hand_in
        self._current = 0
        self._wiser: Callable[[], None] = on_hand_in
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        colours = theme.colours
        head = tkinter.Frame(body, bg=colours.background)
        head.grid(row=0, sticky="ew", pady=(0, theme.px(16)))
        head.columnconfigure(0, weight=1)
        self._title = Paragraph(head, theme, "", TITLE, bold=True)
        self._title.grid(row=0, column=0, sticky="ew")
        self.timer = ExamTimer(head, theme)
        self.timer.grid(row=0, column=1, sticky="e")
        box = card(body, theme)
        box.grid(row=1, sticky="ew")
        box.columnconfigure(0, weight=1)
        self.text = FlowText(box, theme, BODY, spacing=8)
        self.text.grid(sticky="ew", padx=theme.px(22), pady=theme.px(16))
        tag = self.text.view.tag_configure
        tag("heading", font=theme.font(HEADING, bold=True), spacing1=theme.px(10), spacing3=theme.px(4))
        tag("task", font=theme.font(LARGE, bold=True), foreground=colours.accent)
        tag("muted", foreground=colours.muted)
        row = Flow(body, theme, colours.background)
        row.grid(row=2, sticky="ew", pady=(theme.px(18), 0))

        def pair(first: Emphasis, second: Emphasis) -> tuple[Button, Button]:
            look = {"height": 56, "width": 200, "size": LARGE}
            return (
                Button(row, theme, "回去继续答", self.back, icon="back", emphasis=first, **look),
                Button(row, theme, "确认交卷", on_hand_in, icon="tick", emphasis=second, **look),
            )

        self._row = row
        self._while_open = pair(Emphasis.PRIMARY, Emphasis.SECONDARY)
        self._when_done = pair(Emphasis.SECONDARY, Emphasis.PRIMARY)[::-1]

    def show(self, sitting: "Sitting") -> None:
        self._current = sitting.current
        open_tasks = [task for task in sitting.unfinished if sitting.progress(task) is Progress.OPEN]
        begun = [task for task in sitting.unfinished if sitting.progress(task) is Progress.STARTED]
        flags = sorted(sitting.flags)
        done = sitting.count - len(sitting.unfinished)
        if sitting.unfinished:
            self._title.say(f"还有 {len(sitting.unfinished)} 题没有答完，要交卷吗？")
        else:
            self._title.say("全部答完了，交卷吗？")
        self.text.clear()
        self.text.add(f"共 {sitting.count} 题，答完 {done} 题。交卷以后不能再改。\n", "muted")
        for heading, tasks in (("没有作答", open_tasks), ("没有答完", begun), ("做了标记", flags)):
            if tasks:
                self.text.add(f"{heading} {len(tasks)} 题\n", "heading")
                for at, task in enumerate(tasks):
                    if at:
                        self.text.add("　")
                    first = self.text.end()
                    self.text.add(f" {task + 1} ", "task")
                    self.text.link(first, lambda task=task: self._on_go(task))
                self.text.add("\n")
        if sitting.unfinished or flags:
            self.text.add("点题号，或按 Tab 和方向键选中后回车，回到那一题。\n", "muted")
        self.text.view.delete("end-2c")
        self.text.finish()
        self._wiser = self._go_back if open_tasks else self._on_hand_in
        buttons = self._while_open if open_tasks else self._when_done
        self._row.keep(*buttons)
        buttons[0].focus_set()

    def show_time(self, left: float, whole: float) -> None:
        self.timer.show(left, whole)

    def primary(self) -> bool:
        self._wiser()
        return True

    def back(self) -> bool:
        self._go_back()
        return True

    def _go_back(self) -> None:
        self._on_go(self._current)
