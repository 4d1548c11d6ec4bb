"""How the screens of a class lead to one another, and the projector beside them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.errors import UserError
from app.domain.people import Person
from app.domain.training_class import Outcome
from app.gui.class_roster_rooms import ClassRosterRooms
from app.gui.play_state import PlayState
from app.gui.projector import Projector
from app.gui.screens.screen import Screen
from app.gui.theme import Theme
from app.gui.widgets.class_head import Step
from app.gui.widgets.notice import Tone

if TYPE_CHECKING:
    from app.domain.role_play.conversation import Mode
    from app.domain.role_play.played import PlayedDialogue
    from app.domain.scenario import Scenario
    from app.domain.training_class import ClassTurn
    from app.gui.reviewing import Reviewing
    from app.gui.role_playing import RolePlaying
    from app.gui.screens.class_desk import ClassDesk
    from app.gui.screens.class_end import ClassEnd
    from app.gui.screens.class_roll import ClassRoll
    from app.gui.services import Services
    from app.gui.window import Window
    from app.services.open_class import OpenClass
    from app.services.role_play import Conversation

S = TypeVar("S", bound=Screen)
_KEYS = ("<F8>", "<F9>", "<F11>")  # work from every screen while a class is open


class Teaching:
    """The classes of the trainer signed in. `keep` gives the screen of a key, made when it is first asked for."""

    def __init__(
        self,
        window: "Window",
        theme: Theme,
        trainer: Person,
        services: "Services",
        keep: Callable[[object, Callable[[], S]], S],
        role_playing: "Callable[[], RolePlaying]",
        reviewing: "Callable[[], Reviewing]",
        on_list: Callable[[], None],
        on_home: Callable[[], None],
        on_file: Callable[[Path], None],
    ) -> None:
        self._window = window
        self._theme = theme
        self._trainer = trainer
        self._services = services
        self._keep: Any = keep
        self._role_playing = role_playing
        self._reviewing = reviewing
        self._on_list = on_list
        self._on_home = on_home
        self._on_file = on_file
        self._start = window.worker.start
        self._tell = window.notice.show
        self.lesson: OpenClass | None = None
        self.projector = Projector(window.root, theme, self._projector_changed, self.reveal)
        self._roster = ClassRosterRooms(
            window, theme, services, keep, self._here, self._scenarios, self.go, on_file, self._back_to_list
        )
        self._turn: ClassTurn | None = None
        self._played: PlayedDialogue | None = None
        self._talk: Conversation | None = None
        self._revealed = False

    def list(self) -> Screen:
        from app.gui.screens.class_list import ClassList

        return ClassList(
            self._window.stage, self._theme, lambda: self._services.classes, self._start,
            on_new=self._begin, on_open=self._open, on_drop=self._drop, on_back=self._on_home,
        )  # fmt: skip

    def close(self) -> None:
        """Another person, another look, or the end of the window: the class stands on the disk."""
        self.projector.close()
        self._forget()

    # Opening a class

    def _begin(self, topic: str, day: str) -> None:
        def show(lesson: "OpenClass") -> None:
            self._take_up(lesson)
            self.go(Step.PREPARE)

        self._start(lambda _progress: self._services.classes.begin(self._trainer, topic, day), show)

    def _open(self, id: str) -> None:
        def show(lesson: "OpenClass") -> None:
            self._take_up(lesson)
            one = lesson.now
            if one.closed:
                self.go(Step.END)
            elif one.calls or one.here:
                self.go(Step.DESK)
            else:
                self.go(Step.ROLL if one.members else Step.PREPARE)

        self._start(lambda _progress: self._services.classes.open(id, self._trainer), show, title="正在打开这堂课")

    def _drop(self, id: str) -> None:
        self._start(lambda _progress: self._services.classes.drop(id), lambda _done: self._on_list())

    def _take_up(self, lesson: "OpenClass") -> None:
        self.lesson = lesson
        self._forget_turn()
        root = self._window.root
        for key, press in zip(_KEYS, (self.projector.toggle, self.reveal, self._fill_projector), strict=True):
            root.bind(key, lambda _event, press=press: press())
        self.projector.topic(lesson.now)

    def _forget(self) -> None:
        self.lesson = None
        for key in _KEYS:
            if self._window.root.winfo_exists():
                self._window.root.unbind(key)

    def _back_to_list(self) -> None:
        self._forget()
        self._on_list()

    def go(self, step: Step) -> None:
        """Show a step of the class."""
        lesson = self._here()
        screens: dict[Step, Callable[[], Any]] = {
            Step.PREPARE: self._roster.prepare, Step.ROLL: self._roll, Step.DESK: self._desk, Step.END: self._end,
        }  # fmt: skip
        screen = screens[step]()
        if lesson.now.under_way is None:
            self._revealed = False
            self.projector.topic(lesson.now)
        screen.show(lesson)
        self._window.show(screen)

    def _here(self) -> "OpenClass":
        if self.lesson is None:
            raise UserError("没有打开的课。", "请回到课程列表，选择一堂课。")
        return self.lesson

    def _roll(self) -> "ClassRoll":
        from app.gui.screens.class_roll import ClassRoll

        return self._keep(
            "class roll",
            lambda: ClassRoll(self._window.stage, self._theme, on_step=self.go, on_back=self._back_to_list),
        )

    # Teaching

    def _scenarios(self) -> "tuple[Scenario, ...]":
        return tuple(self._services.role_plays.playable().scenarios)

    def _desk(self) -> "ClassDesk":
        from app.gui.screens.class_desk import ClassDesk

        def make() -> ClassDesk:
            desk = ClassDesk(
                self._window.stage, self._theme, self._scenarios, self._start, on_step=self.go,
                on_draw=self._draw, on_called=self._called, on_begin=self._play, on_go_on=self._go_on,
                on_break_off=self._break_off, on_project=self.projector.toggle, on_move=self._move_projector,
                on_back=self._back_to_list,
            )  # fmt: skip
            desk.say_project(self.projector.shown)
            return desk

        return self._keep("class desk", make)

    def _draw(self) -> None:
        lesson, desk = self._here(), self._desk()
        speaker = lesson.draw()
        self._forget_turn()
        desk.wait_for_lot()

        def shown() -> None:
            if self.lesson is lesson:
                desk.refresh()
                if self._window.screen is desk:
                    desk.enter()

        self.projector.lot(lesson.now.title, speaker.name, shown)

    def _called(self) -> None:
        self._forget_turn()
        self.projector.topic(self._here().now)

    def _forget_turn(self) -> None:
        """Somebody else's turn has come: the score of the one before is no longer a key away."""
        self._turn = self._played = self._talk = None
        self._revealed = False

    def _play(self, scenario: "Scenario", mode: "Mode") -> None:
        """Whoever was called plays; one who is no person yet becomes one first, if the trainer says so."""
        lesson = self._here()
        speaker = lesson.now.speaker
        if speaker is not None and not speaker.person_id:

            def add() -> None:
                lesson.make_person(speaker.id)
                self._play(scenario, mode)

            self._tell(
                Tone.PROBLEM, f"{speaker.name}还不在人员名单里，发言没有地方存。",
                "加为人员（学员）后马上开始；记录会存在这个名字下。", ("加为人员并开始", add),
            )  # fmt: skip
            return
        _turn, person = lesson.start(scenario, mode)
        self._revealed, self._played = False, None
        self._role_playing().play(
            scenario, mode, person, on_state=self._on_state, on_end=self._ended, on_leave=self._put_aside
        )

    def _go_on(self) -> None:
        lesson = self._here()

        def show(talk: "Conversation | None") -> None:
            if talk is None:
                self._break_off()
                self._tell(Tone.PROBLEM, "这一次没有说过的话，已经作废。", "请重新开始对练。")
            else:
                self._role_playing().go_on(talk, on_state=self._on_state, on_end=self._ended, on_leave=self._put_aside)

        self._start(lambda _progress: lesson.unfinished(), show)

    def _break_off(self) -> None:
        self._start(lambda _progress: self._here().break_off(), lambda _turn: self.go(Step.DESK))

    def _put_aside(self) -> None:
        self.go(Step.DESK)

    def _on_state(self, state: PlayState) -> None:
        if self.lesson is not None and (turn := self.lesson.now.under_way) is not None:
            self.projector.show(self.lesson.now.member(turn.member).name, state)

    def _ended(self, talk: "Conversation") -> None:
        lesson = self._here()

        def work(_progress: object) -> "tuple[ClassTurn, PlayedDialogue | None]":
            turn = lesson.finish(talk)
            return turn, lesson.played_by(turn)

        def show(found: "tuple[ClassTurn, PlayedDialogue | None]") -> None:
            self._turn, self._played = found
            self._talk = talk
            if self._turn.outcome is Outcome.BROKEN_OFF:
                self.go(Step.DESK)
                self._tell(Tone.GOOD, "没有听到回答，这一次不算。", "可以请同一位再来，或者换一位。")
                return
            self._show_turn()

        self._start(work, show, title="正在存档")

    def _show_turn(self) -> None:
        from app.gui.screens.class_turn import ClassTurnEnd

        lesson, turn = self._here(), self._turn
        assert turn is not None
        turn = next(each for each in lesson.now.turns if each.number == turn.number)
        screen: ClassTurnEnd = self._keep(
            "class turn",
            lambda: ClassTurnEnd(
                self._window.stage, self._theme, on_reveal=self.reveal, on_review=self._review, on_again=self._again,
                on_next=lambda: self.go(Step.DESK),
            ),
        )  # fmt: skip
        screen.show(lesson, turn, self._played, self._revealed)
        self._window.show(screen)

    def _again(self) -> None:
        lesson, turn = self._here(), self._turn
        assert turn is not None
        scenario = next((each for each in self._scenarios() if each.id == turn.scenario_id), None)
        if scenario is None:
            raise UserError(f"情景“{turn.scenario_title}”的文件不在了。", "请在上课画面另选一个情景。")
        if lesson.now.speaker is None or lesson.now.speaker.id != turn.member:
            lesson.call(turn.member)
        self._play(scenario, turn.mode)

    def _review(self) -> None:
        """The trainer's review with the class; it comes back to the thumbs."""
        turn = self._turn
        assert turn is not None
        if self._talk is not None:
            self._reviewing().show_fresh(self._talk, on_again=self._again, on_next=self._show_turn)
        else:
            self._show_kept(turn, self._show_turn)

    def _show_kept(self, turn: "ClassTurn", on_back: Callable[[], None]) -> None:
        if not turn.record:
            raise UserError("这一次不评分，没有存档，没有回顾可看。", "请选择一次练习或考核。")
        self._start(
            lambda _progress: self._services.records.dialogue(turn.record).record,
            lambda record: self._reviewing().show_kept(record, on_back=on_back),
        )

    def _open_turn(self, number: int) -> None:
        """A turn of before: its thumbs as long as the class goes on, its review afterwards."""
        lesson = self._here()
        turn = next(each for each in lesson.now.turns if each.number == number)
        if lesson.now.closed or lesson.now.under_way is not None:
            self._show_kept(turn, lambda: self.go(Step.END))
            return

        def show(played: "PlayedDialogue | None") -> None:
            self._forget_turn()
            self._turn, self._played = turn, played
            self._show_turn()

        self._start(lambda _progress: lesson.played_by(turn), show)

    # The projector

    def reveal(self) -> None:
        """Show the score of the last turn to all, or put it away again."""
        lesson, turn, played = self.lesson, self._turn, self._played
        if lesson is None or turn is None or played is None or lesson.now.under_way is not None:
            return
        self._revealed = not self._revealed
        if self._revealed:
            self.projector.reveal(lesson.now.member(turn.member).name, played)
        else:
            self.projector.topic(lesson.now)
        screen: Any = self._window.screen
        if type(screen).__name__ == "ClassTurnEnd":
            screen.show_score(self._revealed)

    def _projector_changed(self) -> None:
        screen: Any = self._window.screen
        if type(screen).__name__ == "ClassDesk" and screen.winfo_exists():
            screen.say_project(self.projector.shown)

    def _fill_projector(self) -> None:
        self.projector.fill(not self.projector.full)

    def _move_projector(self) -> None:
        if not self.projector.move():
            self._tell(
                Tone.PROBLEM, "只找到一块屏幕。",
                "请接上投影，在系统的显示设置里选“扩展”；也可以把投影窗口拖过去，再按 F11 铺满。",
            )  # fmt: skip

    # The end

    def _end(self) -> "ClassEnd":
        from app.gui.screens.class_end import ClassEnd

        return self._keep(
            "class end",
            lambda: ClassEnd(
                self._window.stage, self._theme, self._start, on_step=self.go, on_closed=self._closed,
                on_pdf=lambda: self._print(workbook=False), on_workbook=lambda: self._print(workbook=True),
                on_turn=self._open_turn, on_back=self._back_to_list,
            ),
        )  # fmt: skip

    def _closed(self) -> None:
        self.projector.close()
        self._tell(
            Tone.GOOD, "下课了，点名和发言都已存入记录。", "", ("打印课堂报告", lambda: self._print(workbook=False))
        )

    def _print(self, workbook: bool) -> None:
        lesson, folder = self._here(), self._services.workspace.reports
        end = self._end()
        end.store()

        def work(_progress: object) -> Path:
            printing = self._services.class_printing
            write = printing.workbook if workbook else printing.report
            return write(lesson.summary(), lesson.record, folder)

        def written(path: Path) -> None:
            self._tell(Tone.GOOD, "课堂报告已保存。", f"{path}", ("打开文件夹", lambda: self._on_file(path)))

        self._start(work, written, title="正在生成课堂报告")
