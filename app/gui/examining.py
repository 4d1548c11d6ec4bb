"""How the screens of exams lead to one another, and the clock that goes on whatever screen is shown."""

import logging
import tkinter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.blueprint import FullScreen
from app.domain.errors import Progress, UserError
from app.domain.exam import ExamKind
from app.domain.people import Role
from app.domain.sitting import Ending
from app.gui.screens.screen import Screen
from app.gui.theme import Theme
from app.gui.timer import Timer
from app.gui.widgets.bank_picture import BankPictures
from app.gui.widgets.notice import Tone

if TYPE_CHECKING:
    from app.domain.blueprint import Blueprint
    from app.domain.exam import Exam
    from app.domain.people import Person
    from app.domain.records import Record
    from app.gui.screens.exam_hand_in import ExamHandIn
    from app.gui.screens.exam_intro import ExamIntro
    from app.gui.screens.exam_question import ExamQuestion
    from app.gui.screens.exam_result import ExamResultScreen
    from app.gui.services import KeptExam, Offer, OpenSitting, Services
    from app.gui.window import Window

log = logging.getLogger(__name__)

S = TypeVar("S", bound=Screen)

_TICK = 1000  # milliseconds
_SETTLE = 50
_AWAY_AFTER = 300  # a moment without focus is a change of widgets, not a departure


class Examining:
    """Exams of one person. `keep` gives the screen of a key, made when it is first asked for."""

    def __init__(
        self,
        window: "Window",
        theme: Theme,
        person: "Person",
        services: "Services",
        keep: Callable[[object, Callable[[], S]], S],
        microphone: Callable[[], str],
        on_list: Callable[[], None],
        on_home: Callable[[], None],
        on_printed: Callable[[Path], None],
        on_dispute: "Callable[[Record, str], None] | None" = None,
    ) -> None:
        self._window = window
        self._theme = theme
        self._person = person
        self._services = services
        self._keep = keep
        self._microphone = microphone
        self._on_list = on_list
        self._on_home = on_home
        self._on_printed = on_printed
        self._on_dispute = on_dispute
        self._start = window.worker.start
        self.open: OpenSitting | None = None
        self._ticking = Timer(window.root)
        self._ending = False
        self._watching = False
        self._pictures = BankPictures(theme, lambda name: services.bank.picture_content(name))
        self._record: Record | None = None

    # Screens to choose from

    def list(self) -> Screen:
        """A trainer's desk, or what a trainee can sit."""
        return self._desk() if self._person.role is Role.TRAINER else self._own_list()

    def _own_list(self) -> Screen:
        from app.gui.screens.exam_list import ExamList

        return ExamList(
            self._window.stage, self._theme, self._person, lambda: self._services.examinations, self._start,
            on_open=self._take, on_mock=self._introduce_mock, on_back=self._on_home, on_trouble=self._window.trouble,
        )  # fmt: skip

    def _desk(self) -> Screen:
        from app.gui.screens.exam_desk import ExamDesk

        def watch(exam_id: str, title: str) -> None:
            screen = self._keep("exam watch", self._make_watch)  # type: ignore[arg-type]
            screen.watch(exam_id, title)  # type: ignore[attr-defined]
            self._window.show(screen)

        def mock() -> None:
            self._window.show(self._keep("exam list", self._own_list))  # type: ignore[arg-type]

        return ExamDesk(
            self._window.stage, self._theme, lambda: self._services.examinations, self._start,
            on_set=self._show_setting, on_print=self.print_paper, on_watch=watch, on_mock=mock, on_back=self._on_home,
        )  # fmt: skip

    def _make_watch(self) -> Screen:
        from app.gui.screens.exam_watch import ExamWatch

        return ExamWatch(
            self._window.stage, self._theme, self._person, lambda: self._services.examinations,
            lambda: self._services.people, self._start, self._window.notice.show, on_back=self._on_list,
        )  # fmt: skip

    def _show_setting(self) -> None:
        from app.gui.screens.exam_setting import ExamSetting

        def done(exam: "Exam") -> None:
            self._on_list()
            self._window.notice.show(
                Tone.GOOD, f"“{exam.title}”{exam.version.value} 卷已经安排好，学员登录后就能参加。",
                f"抽题号 {exam.seed}，{len(exam.tasks)} 题，{exam.blueprint.minutes} 分钟。",
                ("打印试卷和答案", lambda: self.print_paper(exam.id)),
            )  # fmt: skip

        def make() -> Screen:
            return ExamSetting(
                self._window.stage, self._theme, self._person, lambda: self._services.examinations, self._start,
                on_done=done, on_back=self._on_list, on_trouble=self._window.trouble,
            )  # fmt: skip

        self._window.show(self._keep("exam setting", make))  # type: ignore[arg-type]

    def print_paper(self, exam_id: str) -> None:
        folder = self._services.workspace.reports

        def work(_progress: object) -> Path:
            return self._services.exam_printing.paper(self._services.examinations.exam(exam_id), folder).paper

        self._start(work, self._on_printed, title="正在生成试卷和答案")

    # Beginning

    def _take(self, offer: "Offer") -> None:
        if offer.record_id:
            self._start(
                lambda _progress: self._services.records.exam(offer.record_id),
                lambda kept: self.show_result(kept, "", self._on_list),
            )
        elif offer.sitting_id:
            self._start(
                lambda _progress: self._services.examinations.resume(offer.sitting_id),
                self._taken_up,
                title="正在打开考试",
            )
        else:
            self._start(
                lambda _progress: self._services.examinations.exam(offer.exam.id),
                lambda exam: self._introduce(exam.title, exam.kind, exam.blueprint, lambda: self._begin(exam.id)),
            )

    def _introduce(
        self, title: str, kind: ExamKind, blueprint: "Blueprint", begin: Callable[[], None], begun: bool = False
    ) -> None:
        from app.gui.screens.exam_intro import ExamIntro, Introduction

        def make() -> "ExamIntro":
            return ExamIntro(self._window.stage, self._theme, on_back=self._on_list)

        screen: ExamIntro = self._keep("exam intro", make)  # type: ignore[arg-type,assignment]
        screen.on_begin = begin
        screen.show(Introduction(title, kind, blueprint, begun))
        self._window.show(screen)

    def _introduce_mock(self, blueprint: "Blueprint") -> None:
        def begin() -> None:
            self._start(
                lambda progress: self._services.examinations.begin_mock(blueprint, self._person, progress),
                self._sit,
                title="正在抽题",
            )

        self._introduce(blueprint.title, ExamKind.MOCK, blueprint, begin)

    def close_module(self, title: str, blueprint: "Blueprint", begin: "Callable[[Progress], OpenSitting]") -> None:
        """The exam that closes a training module: begun, or taken up again where it was broken off."""

        def show(sitting: "OpenSitting") -> None:
            (self._taken_up if sitting.sitting.clock.interruptions else self._sit)(sitting)

        self._introduce(title, ExamKind.CLOSING, blueprint, lambda: self._start(begin, show, title="正在抽题"))

    def _begin(self, exam_id: str) -> None:
        self._start(
            lambda _progress: self._services.examinations.begin(exam_id, self._person), self._sit, title="正在打开考试"
        )

    def _taken_up(self, sitting: "OpenSitting") -> None:
        """Reopened. Where an interruption used up the time, a trainer may still give some back."""
        clock = sitting.sitting.clock
        if not clock.over:
            self._sit(sitting)
            lost = round(clock.interruptions[-1].seconds) if clock.interruptions else 0
            self._window.notice.show(
                Tone.GOOD, "已经回到上次的那一题，答过的都在。",
                f"中断了 {lost // 60} 分 {lost % 60} 秒，剩余 {int(clock.left) // 60} 分 {int(clock.left) % 60} 秒。",
            )  # fmt: skip
            return
        if not clock.ran_out_while_closed:
            self.open = sitting
            self._finish(Ending.TIME_UP)
            return
        lost = round(clock.lost)

        def hand_in() -> None:
            self.open = sitting
            self._finish(Ending.TIME_UP)

        self._on_list()
        self._window.notice.show(
            Tone.PROBLEM, f"考试中断了 {lost // 60} 分 {lost % 60} 秒，超过了不计时的限度，时间已经用完。",
            "确有停电、故障的，请带教老师在“谁在考、补时”里补时，再来继续；不补时就交卷。", ("现在交卷", hand_in),
        )  # fmt: skip

    # Sitting

    def _sit(self, sitting: "OpenSitting") -> None:
        self.open, self._ending = sitting, False
        screen = self._question()
        self._show_bare(screen)
        screen.sit(sitting)
        if sitting.sitting.exam.blueprint.full_screen is FullScreen.LOGGED:
            self._fill_screen(True)
        self._tick()

    def _question(self) -> "ExamQuestion":
        def make() -> "ExamQuestion":
            from app.gui.screens.exam_question import ExamQuestion

            return ExamQuestion(
                self._window.stage, self._theme, lambda: self._services.replies, self._microphone, self._start,
                self._window.notice.show, self._pictures, on_hand_in=self._ask_whether,
            )  # fmt: skip

        return self._keep("exam question", make)  # type: ignore[arg-type,return-value]

    def _hand_in_screen(self) -> "ExamHandIn":
        def make() -> "ExamHandIn":
            from app.gui.screens.exam_hand_in import ExamHandIn

            return ExamHandIn(
                self._window.stage, self._theme, on_go=self._go_back, on_hand_in=lambda: self._finish(Ending.HANDED_IN)
            )

        return self._keep("exam hand in", make)  # type: ignore[arg-type,return-value]

    def _ask_whether(self) -> None:
        if self.open is None or self._ending:
            return
        self._question().flush()
        screen = self._hand_in_screen()
        self._window.show(screen)
        screen.show(self.open.sitting)
        self._show_time()

    def _go_back(self, task: int) -> None:
        if self._ending:
            return
        screen = self._question()
        self._window.show(screen)
        screen.go_to(task)

    def _show_bare(self, screen: Screen) -> None:
        """Without the rail: an exam is not left by a click."""
        if self._window.rail is not None:
            self._window.rail.grid_remove()
        self._window.show(screen)

    def _tick(self) -> None:
        """Every second: count, show, and hand in when the time is over."""
        if self.open is None:
            return
        try:
            left = self.open.tick()
        except UserError as problem:
            # Another window has the exam now, or the disk is full: nothing typed here would be kept.
            self._window.trouble(problem)
            self._leave()
            return
        self._show_time()
        if left <= 0:
            self._time_is_up()
        else:
            self._ticking.after(_TICK, self._tick)

    def _show_time(self) -> None:
        assert self.open is not None
        clock = self.open.sitting.clock
        whole = clock.limit + sum(grant.seconds for grant in clock.grants)
        for screen in (self._question(), self._hand_in_screen()):
            screen.show_time(clock.left, whole)

    def _time_is_up(self) -> None:
        if not self._ending:
            self._question().lock()
            self._finish(Ending.TIME_UP)

    def _finish(self, ending: Ending) -> None:
        """Hand in, once what is on its way to the disk has arrived."""
        if self.open is None or self._ending:
            return
        self._ending = True
        self._ticking.stop()
        question = self._question()
        question.flush()
        question.lock()

        def when_settled() -> None:
            if not question.settled:
                self._window.root.after(_SETTLE, when_settled)
            elif self.open is not None:
                sitting = self.open
                self._start(
                    lambda progress: sitting.hand_in(ending, progress), self._handed_in, self._not_handed_in,
                    on_cancel=self._not_cancelled, title="正在交卷和评分",
                )  # fmt: skip

        when_settled()

    def _handed_in(self, record: "Record") -> None:
        time_up = self.open is not None and self.open.sitting.clock.over
        self.open, self._ending = None, False
        self._fill_screen(False)
        self._start(
            lambda _progress: self._services.records.exam(record.id),
            lambda kept: self._after_hand_in(kept, time_up),
        )

    def _after_hand_in(self, kept: "KeptExam", time_up: bool) -> None:
        self.show_result(kept, "", self._on_list)
        if time_up:
            self._window.notice.show(Tone.GOOD, "时间到，已经自动交卷。", "答过的题都已计分。")

    def _not_handed_in(self, problem: Exception) -> None:
        # Everything answered is on disk; going back lets the person try again while there is time.
        self._not_cancelled()
        raise problem

    def _not_cancelled(self) -> None:
        self._ending = False
        if self.open is None:
            return
        if self.open.sitting.clock.over:
            self._leave()
        else:
            self._question().locked = False
            self._go_back(self.open.sitting.current)
            self._tick()

    def _leave(self) -> None:
        """Away from the exam without handing in; it can be taken up again from the list."""
        self.open, self._ending = None, False
        self._fill_screen(False)
        self._ticking.stop()
        self._show_rail()
        self._on_list()

    def close(self) -> None:
        """The window closes in mid-exam: from now on it is an interruption."""
        if self.open is not None:
            self._question().leave()
            self._ticking.stop()
            sitting, self.open = self.open, None
            try:
                sitting.pause()
            except UserError:
                # Taken over elsewhere, or the disk is full: what was answered before is stored all the same.
                log.warning("the exam could not be paused", exc_info=True)

    # Full screen

    def _fill_screen(self, on: bool) -> None:
        if on == self._watching:
            return
        root = self._window.root
        root.attributes("-fullscreen", on)
        self._watching = on
        if on:
            root.bind("<FocusOut>", lambda _event: root.after(_AWAY_AFTER, self._look_away), add="+")
            root.bind("<FocusIn>", lambda _event: self._look_back(), add="+")

    def _look_away(self) -> None:
        if self._watching and self.open is not None and _nothing_focused(self._window.root):
            self.open.left_full_screen()

    def _look_back(self) -> None:
        if self._watching and self.open is not None:
            self.open.is_back()

    # Results

    def show_result(self, kept: "KeptExam", who: str, on_back: Callable[[], None]) -> None:
        self._record = kept.record
        self._show_rail()

        def make() -> "ExamResultScreen":
            from app.gui.screens.exam_result import ExamResultScreen

            trainer = self._person.role is Role.TRAINER
            return ExamResultScreen(
                self._window.stage, self._theme, self.print_record, self._correct if trainer else None, self._pictures
            )

        screen: Any = self._keep("exam result", make)  # type: ignore[arg-type]
        screen.show(kept, who, on_back, self._disputing(kept.record))
        self._window.show(screen)

    def _disputing(self, record: "Record") -> Callable[[int], None] | None:
        """What begins a dispute of an answer, for one's own exams."""
        on_dispute = self._on_dispute
        if on_dispute is None or record.person_id != self._person.id:
            return None
        from app.services.kept_records import task_rule

        return lambda task: on_dispute(record, task_rule(task))

    def print_record(self, record: "Record | None" = None) -> None:
        record = record or self._record
        if record is not None:
            self._start(
                lambda _progress: self._services.exam_printing.record(record, self._services.workspace.reports),
                self._on_printed, title="正在生成 PDF",
            )  # fmt: skip

    def _correct(self, task: int, points: float, reason: str) -> None:
        record, screen = self._record, self._window.screen
        assert record is not None

        def work(_progress: object) -> "KeptExam":
            self._services.records.correct(record.id, task, points, reason, self._person)
            return self._services.records.exam(record.id)

        def show(kept: "KeptExam") -> None:
            if screen is not None and screen is self._window.screen:
                self.show_result(kept, "已改判", screen.on_back)  # type: ignore[attr-defined]
                screen.table.choose(str(task))  # type: ignore[attr-defined]
                self._window.notice.show(Tone.GOOD, f"第 {task + 1} 题已改判，原来的评分也留在记录里。")

        self._start(work, show)

    def _show_rail(self) -> None:
        if self._window.rail is not None:
            self._window.rail.grid()


def _nothing_focused(root: tkinter.Misc) -> bool:
    try:
        return root.focus_displayof() is None
    except KeyError:  # a menu that Tk made itself has the focus
        return False
