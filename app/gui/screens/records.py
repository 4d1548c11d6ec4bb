"""The records: replies, conversations and exams; one's own, or everybody's for trainers and HR; open, print, verify."""

import tkinter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.attempt import Manner
from app.domain.errors import Progress
from app.domain.exam import ExamKind
from app.domain.people import Person, Role
from app.domain.rubric import TENTHS
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.theme import SMALL, TITLE, Theme
from app.gui.widgets.button import Button, Emphasis
from app.gui.widgets.card import card
from app.gui.widgets.flow import Flow
from app.gui.widgets.notice import Tone
from app.gui.widgets.page import Page
from app.gui.widgets.picker import Picker
from app.gui.widgets.table import Column, Row, Table
from app.gui.widgets.words import Paragraph

if TYPE_CHECKING:
    from app.domain.dispute import Dispute
    from app.domain.records import Record, Verification
    from app.gui.services import KeptAttempt, KeptDialogue, KeptExam, PeopleService, RecordsService
    from app.services.disputes import DisputeDesk

_EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as the list shows it, and what opening and printing it means."""

    record: "Record"
    person: Person
    title: str
    manner: str
    score: str
    verdict: str
    open: Callable[[], None]
    print: Callable[[], None]


class RecordsScreen(Screen):
    def __init__(
        self,
        parent: tkinter.Misc,
        theme: Theme,
        person: Person,
        people: "Callable[[], PeopleService]",
        records: "Callable[[], RecordsService]",
        start: Start,
        tell: Tell,
        disputes: "Callable[[], DisputeDesk]",
        on_open: "Callable[[KeptAttempt, Person], None]",
        on_print: "Callable[[Record], None]",
        on_open_dialogue: "Callable[[KeptDialogue], None]",
        on_print_dialogue: "Callable[[Record], None]",
        on_open_exam: "Callable[[KeptExam, Person], None]",
        on_print_exam: "Callable[[Record], None]",
        on_disputes: Callable[[], None],
        on_role_play: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme)
        self._person = person
        self._people = people
        self._records = records
        self._start = start
        self._tell = tell
        self._on_open = on_open
        self._on_print = on_print
        self._disputes = disputes
        self._on_open_dialogue = on_open_dialogue
        self._on_print_dialogue = on_print_dialogue
        self._on_open_exam = on_open_exam
        self._on_print_exam = on_print_exam
        self._on_back = on_back
        self._sees_all = person.role is not Role.TRAINEE
        self._shown: dict[str, Entry] = {}
        self._all: list[Entry] = []
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        page = Page(self, theme)
        page.grid(sticky="nsew")
        body = page.body
        body.columnconfigure(0, weight=1)
        body.rowconfigure(2, weight=1)
        colours = theme.colours
        head = tkinter.Frame(body, bg=colours.background)
        head.grid(row=0, sticky="ew")
        head.columnconfigure(0, weight=1)
        Paragraph(head, theme, "记录", TITLE, bold=True).grid(row=0, column=0, sticky="ew")
        self._picker: Picker[str] = Picker(
            head, theme, [(_EVERYBODY, "所有人员")], _EVERYBODY, lambda _id: self._fill()
        )
        if self._sees_all:
            self._picker.grid(row=0, column=1, sticky="e")
        self._state = Paragraph(body, theme, "", SMALL, colour=colours.muted)
        self._state.grid(row=1, sticky="ew", pady=(theme.px(4), theme.px(16)))
        box = card(body, theme)
        box.grid(row=2, sticky="nsew")
        box.columnconfigure(0, weight=1)
        box.rowconfigure(0, weight=1)
        columns = [Column("编号", 64, spare=2), Column("时间", 160, spare=1), Column("情景或考试", 160, grow=True)]
        if self._sees_all:
            columns.append(Column("姓名", 100))
        columns += [Column("方式", 92, spare=3), Column("得分", 64), Column("结果", 190)]
        self.table = Table(
            box,
            theme,
            columns,
            on_open=self._open,
            empty="还没有记录。去“情景对练”谈一场，或者考一次试，就会出现在这里。",
            rows=7,
        )
        self.table.grid(sticky="nsew", padx=theme.px(14), pady=theme.px(10))
        self._row = row = Flow(body, theme, colours.background)
        row.grid(row=3, sticky="ew", pady=(theme.px(20), 0))
        self._open_button = Button(row, theme, "打开", self.primary, icon="next", emphasis=Emphasis.PRIMARY, width=120)
        self._print_button = Button(row, theme, "导出 PDF", self._print, icon="file")
        self._practise = Button(row, theme, "去对练", on_role_play, icon="talk", emphasis=Emphasis.PRIMARY)
        self._disputes_button = Button(row, theme, "", on_disputes, icon="ask-ring")
        verify = Button(row, theme, "校验记录链", self._verify, icon="shield")
        self._some = (self._open_button, self._print_button, verify)
        self._none = (self._practise, verify)
        row.add(*self._some)
        self._disputed = ""

    def enter(self) -> None:
        def work(_progress: Progress) -> tuple[list[Entry], str]:
            people = self._people().all() if self._sees_all else [self._person]
            found = [entry for person in people for entry in self._entries(person)]
            return sorted(found, key=lambda entry: entry.record.number, reverse=True), self._about_disputes()

        self._start(work, lambda found: self._show(*found))

    def primary(self) -> bool:
        if self.table.chosen:
            self._open(self.table.chosen)
        return bool(self.table.chosen)

    def back(self) -> bool:
        self._on_back()
        return True

    def _entries(self, person: Person) -> list[Entry]:
        found = [self._reply(kept, person) for kept in self._records().attempts_of(person)]
        found += [self._dialogue(kept, person) for kept in self._records().dialogues_of(person)]
        return found + [self._exam(kept, person) for kept in self._records().exams_of(person)]

    def _about_disputes(self) -> str:
        """What the button to the disputes says, "" where there is nothing to go to."""
        if self._person.role is Role.TRAINER:
            waiting = len(self._disputes().waiting(self._person))
            return f"待处理的异议 · {waiting}" if waiting else "学员的异议"
        own = len(self._disputes().own(self._person))
        return f"我的异议 · {own}" if own else ""

    def _reply(self, kept: "KeptAttempt", person: Person) -> Entry:
        sheet = kept.sheet
        verdict = "✓ 通过" if sheet.passed else "× 一票否决" if sheet.veto else "× 未通过"
        return Entry(
            kept.record,
            person,
            kept.attempt.scenario_title,
            "打字" if kept.attempt.manner is Manner.TYPED else "说话",
            f"{sheet.total:g}",
            verdict + _later(bool(kept.overrulings), kept.disputes),
            lambda: self._on_open(kept, person),
            lambda: self._on_print(kept.record),
        )

    def _dialogue(self, kept: "KeptDialogue", person: Person) -> Entry:
        sheet = kept.sheet
        verdict = "✓ 通过" if sheet.passed else "× 一票否决" if sheet.veto else "× 未通过"
        return Entry(
            kept.record,
            person,
            kept.first.scenario_title,
            f"对话{kept.first.dialogue.mode.label}",
            f"{sheet.total:g}",
            verdict + _later(bool(kept.decisions), kept.disputes),
            lambda: self._on_open_dialogue(kept),
            lambda: self._on_print_dialogue(kept.record),
        )

    def _exam(self, kept: "KeptExam", person: Person) -> Entry:
        result = kept.result
        verdict = "✓ 合格" if result.passed else "× 不合格"
        waits = "（待评）" if result.unheard else _later(bool(result.corrections), kept.disputes)
        return Entry(
            kept.record,
            person,
            result.exam.title,
            "模拟" if result.exam.kind is ExamKind.MOCK else "考试",
            f"{result.points / TENTHS:g}",
            verdict + waits,
            lambda: self._on_open_exam(kept, person),
            lambda: self._on_print_exam(kept.record),
        )

    def _show(self, found: list[Entry], disputed: str) -> None:
        self._all, self._disputed = found, disputed
        self._disputes_button.say(disputed)
        people = {entry.person.id: entry.person for entry in found}
        self._picker.offer(
            [(_EVERYBODY, "所有人员"), *((person.id, person.name) for person in people.values())], self._picker.value
        )
        self._fill()
        self.table.focus_set()

    def _fill(self) -> None:
        wanted = self._picker.value
        shown = [entry for entry in self._all if wanted in (_EVERYBODY, entry.person.id)]
        self._shown = {entry.record.id: entry for entry in shown}
        self.table.fill(Row(entry.record.id, self._cells(entry)) for entry in shown)
        if shown and not self.table.chosen:
            self.table.choose(shown[0].record.id)
        buttons = self._some if shown else self._none
        self._row.keep(*buttons[:-1], *((self._disputes_button,) if self._disputed else ()), buttons[-1])
        whose = "" if self._sees_all else "您"
        self._state.say(
            f"{whose}共有 {len(shown)} 条记录。记录只能增加，不能修改；校验可以证明没有人动过。" if shown else ""
        )

    def _cells(self, entry: Entry) -> tuple[str, ...]:
        name = (entry.person.name,) if self._sees_all else ()
        when = short_time(entry.record.at)
        return (str(entry.record.number), when, entry.title, *name, entry.manner, entry.score, entry.verdict)

    def _open(self, key: str) -> None:
        self._shown[key].open()

    def _print(self) -> None:
        if self.table.chosen:
            self._shown[self.table.chosen].print()

    def _verify(self) -> None:
        self._start(lambda progress: self._records().verify(progress), self._verified, title="正在校验记录链")

    def _verified(self, found: "Verification") -> None:
        if found.intact:
            self._tell(
                Tone.GOOD, f"{found.rows} 条记录全部完好，没有被改动过。", f"最后一条的校验码：{found.head[:16]}…"
            )
        else:
            self._tell(
                Tone.PROBLEM, f"第 {found.first_bad} 条记录有问题：{found.what}", "请不要再改动，保留现状，与备份核对。"
            )


def _later(overruled: bool, disputes: "Sequence[Dispute]") -> str:
    """What came after the score, in brackets: a dispute that still waits goes first."""
    if any(each.open for each in disputes):
        return "（有异议）"
    return "（改判）" if overruled else ""


def points_in_words(points: float, possible: float) -> str:
    """8 / 10; -15 where a line can only cost something."""
    return f"{points:g} / {possible:g}" if possible else f"{points:g}"


def short_time(at: str) -> str:
    """ISO 8601 as people write it: 2026-11-24 10:32."""
    return datetime.fromisoformat(at).strftime("%Y-%m-%d %H:%M")
