"""What a role-play is about: title, business line, situation, time, and the ending of one whom nobody helps."""

import tkinter
from collections.abc import Callable
from dataclasses import replace

from app.domain.business import BusinessLine
from app.domain.scenario import Channel, Scenario
from app.gui.screens.editor_form import Edit, EditorForm
from app.gui.theme import Theme
from app.gui.widgets.choice import Choice
from app.gui.widgets.flow import Flow
from app.gui.widgets.picker import Picker

_LINES = [(each.label, each.label) for each in BusinessLine]
_CHANNELS = [
    (Channel.WINDOW, "窗口"),
    (Channel.PHONE, "电话（看不见脸）"),
    (Channel.WRITING, "书面（都不出声）"),
]


class MatterForm(EditorForm):
    def __init__(self, parent: tkinter.Misc, theme: Theme, edit: Edit) -> None:
        super().__init__(parent, theme, edit)
        self._endings: list[tuple[str, str]] = []
        self._title = self.line("title", "标题，例如：卡丢了又急着看病的郑女士", _setting("title"))
        self._situation = self.box("situation", "情况介绍：学员开谈以前看到的", _setting("situation"))
        row = Flow(self, theme, theme.colours.surface)
        self._line: Picker[str] = Picker(row, theme, _LINES, "", lambda line: self._set(line=line), height=44)
        self._leaves: Picker[str] = Picker(row, theme, [], "", lambda id: self._set(leaves=id), height=44)
        row.add(self._line, self._leaves)
        self.say("业务条线；没人回答、谈不拢时的结局")
        self.put(row)
        self.say("怎样谈")
        self._channel: Choice[Channel] = Choice(
            self, theme, _CHANNELS, Channel.WINDOW, lambda channel: self._set(channel=channel)
        )
        self.put(self._channel)
        self._trains = self.box("trains", "练什么，一句话（可以不写）", _setting("trains"), lines=1)
        numbers = Flow(self, theme, theme.colours.surface, gap=24)
        self._minutes = self.number(numbers, "minutes", "考核限几分钟", _number("minutes"), 1, 60, unit="平常是 6")
        self._most = self.number(
            numbers, "most_replies", "最多答几次", _number("most_replies"), 2, 60, unit="平常是 12"
        )
        numbers.add(self._minutes, self._most)
        self.put(numbers)
        self._number = self.line("id", "编号：也是文件名，存过以后不能改", _setting("id"))
        self.fields |= {"line": self._line, "leaves": self._leaves, "channel": self._channel}

    def show(self, scenario: Scenario, id: str, row: int = -1) -> None:
        self._title.fill(scenario.title)
        self._situation.fill(scenario.situation)
        self._line.show(scenario.line)
        if not scenario.line:
            self._line.say("选业务条线")
        endings = [(each.id, f"结局（{each.kind.label}）：{each.title or each.id}") for each in scenario.endings]
        if endings != self._endings:
            self._endings = endings
            self._leaves.offer(endings, scenario.leaves)
        self._leaves.show(scenario.leaves)
        if not scenario.leaves:
            self._leaves.say("选没谈拢的结局")
        self._channel.show(scenario.channel)
        self._trains.fill(scenario.trains)
        self._minutes.fill(scenario.minutes)
        self._most.fill(scenario.most_replies)
        self._number.fill(scenario.id)

    def lock_number(self, on: bool) -> None:
        """The id of a role-play that has been saved stays: records name it."""
        self._number.lock(on)

    def _set(self, **values: object) -> None:
        self.edit(lambda scenario: replace(scenario, **values))  # type: ignore[arg-type]


def _setting(key: str) -> Callable[[Scenario, str], Scenario]:
    return lambda scenario, text: replace(scenario, **{key: text})  # type: ignore[arg-type]


def _number(key: str) -> Callable[[Scenario, int], Scenario]:
    return lambda scenario, value: replace(scenario, **{key: value})  # type: ignore[arg-type]
