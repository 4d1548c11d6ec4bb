"""A class at one PC and a projector, in a real window on a real database: from the roster to the report."""

import tkinter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.domain.errors import UserError
from app.domain.people import Role
from app.domain.records import RecordKind
from app.domain.role_play.conversation import Mode
from app.domain.training_class import Attendance, Outcome
from app.domain.transcript import typed_transcript
from app.gui.displays import Display, displays, other_display
from app.gui.play_state import PlayStage, PlayState
from app.gui.projector import Projector
from app.gui.projector_pages import LotPage, PlayPage, ScorePage, TopicPage
from app.gui.stops import Place
from app.gui.widgets.class_head import Step
from app.services.role_play import Conversation
from app.system.settings import Appearance
from tests.domain.class_sample import RUDE, conversation
from tests.domain.role_play.small_scenario import small
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import LI, WANG
from tests.gui.fakes_class import NAMES, ClassServices

GOOD = ("您好，对不起，还缺病历，我写给您。", "二十个工作日，请慢走。")


@dataclass
class School:
    """The window of a trainer with a class, and the services behind it."""

    shown: Shown
    hall: ClassServices

    @property
    def screen(self) -> Any:
        return self.shown.screen

    @property
    def teaching(self) -> Any:
        return self.shown.application._class

    @property
    def lesson(self) -> Any:
        return self.teaching.lesson

    @property
    def projector(self) -> Projector:
        return self.teaching.projector

    def begin(self, topic: str = "材料不齐，一次说清") -> None:
        """A class with its roster, at the roll."""
        self.shown.on("ClassList")
        self.shown.until(lambda: self.screen.ready)
        self.screen.topic.text = topic
        self.screen.primary()
        self.shown.on("ClassPrepare")
        for name in NAMES:
            self.screen._name.text = name
            self.screen._add()
        self.screen._points.text = "先问好\n一次说全"
        self.screen.primary()
        self.shown.on("ClassRoll")

    def to_the_desk(self) -> None:
        self.shown.key("a")
        self.screen.primary()
        self.shown.on("ClassDesk")
        self.shown.until(lambda: self.screen.scenarios.chosen, "no scenario was offered")

    def project(self) -> None:
        """Open the projector's window, and go back to the desk."""
        self.projector.open()
        self.shown.until(lambda: self.projector._board.winfo_width() > 1 and self.projector._window.winfo_viewable())
        self.shown.settle()
        self.shown.root.focus_lastfor().focus_force()
        self.shown.until(lambda: self.shown.root.focus_get() is not self.projector._window)

    def play(self, *texts: str, mode: Mode = Mode.EXAMINE) -> None:
        """The speaker answers by typing until the conversation has ended."""
        self.screen.scenarios.choose("missing-file")
        self.screen.mode.show(mode)
        self.screen.primary()
        self.shown.on("PlayConversation")
        self.answer(*texts)

    def answer(self, *texts: str) -> None:
        said = iter(texts)
        play = self.screen
        while play.flow.stage is not PlayStage.ENDED:
            self.shown.until(lambda: play.flow.stage in (PlayStage.WAITING, PlayStage.ANSWERED, PlayStage.ENDED))
            if play.flow.stage is PlayStage.WAITING:
                if not play.answer.typing:
                    play.answer.switch()
                play.answer._text.text = next(said, "请您放心，请慢走。")
                play.flow.submit()
                self.shown.until(lambda: play.flow.stage is not PlayStage.WAITING)
            elif play.flow.stage is PlayStage.ANSWERED:
                assert isinstance(self.projector.page, PlayPage)
                play.flow.go_on()
        play.primary()
        self.shown.on("ClassTurnEnd")


@pytest.fixture
def school(show: Show, tmp_path: Path) -> Callable[..., School]:
    def enter(**look: Any) -> School:
        hall = ClassServices(tmp_path / "hall")
        shown = show(hall, **look)
        shown.application.sign_in(hall.trainer)
        shown.application.go(Place.CLASS)
        return School(shown, hall)

    return enter


def texts_of(projector: Projector) -> str:
    """Everything that can be read on the projector."""
    board = projector._board
    assert board is not None
    return "".join(board.itemcget(item, "text") for item in board.find_all() if board.type(item) == "text")


def test_a_class_from_the_roster_to_the_report(school: Callable[..., School]):
    at = school()
    at.begin()
    assert at.lesson.now.member("1").staff_number == "1024"
    at.shown.key("Key-3")  # the first is absent
    assert at.lesson.now.member("1").attendance is Attendance.ABSENT
    at.screen._reason.text = "窗口顶岗"
    at.screen._give_reason()
    assert at.lesson.now.member("1").reason == "窗口顶岗"
    at.shown.key("Key-1")
    at.to_the_desk()
    assert len(at.lesson.now.here) == 3  # the key 1 said that they came after all

    at.project()
    assert isinstance(at.projector.page, TopicPage) and "先问好" in texts_of(at.projector)
    at.shown.key("d")
    at.shown.until(lambda: isinstance(at.projector.page, LotPage) and at.projector.page.name)
    speaker = at.lesson.now.waiting
    assert texts_of(at.projector).count(speaker.name) == 1
    assert not any(name in texts_of(at.projector) for name in NAMES if name != speaker.name)

    if not speaker.person_id:  # the one who was only typed is made a person on the spot
        at.lesson.make_person(speaker.id)
    at.play(*GOOD)
    turn = at.lesson.now.turns[0]
    record = at.hall.chain.get(turn.record)
    assert turn.outcome is Outcome.SPOKEN and record.actor_id == at.lesson.now.trainer_id
    assert record.person_id == at.lesson.now.member(speaker.id).person_id != record.actor_id

    # The score is hidden from all until it is revealed.
    total = at.lesson.played_by(turn).score.whole.total
    assert at.screen._total.cget("text") == "？" and isinstance(at.projector.page, PlayPage)
    counter = at.screen.counters["1"][0]
    counter.focus_set()
    at.shown.key("Up", 5)
    assert counter.value == 2  # no more than observers
    at.screen.counters["1"][1].value = 1
    with pytest.raises(UserError, match="观察的只有 2 人"):
        at.screen.primary()
    assert type(at.screen).__name__ == "ClassTurnEnd"
    at.screen.counters["1"][1].value = 0
    at.shown.root.event_generate("<F9>")
    at.shown.until(lambda: isinstance(at.projector.page, ScorePage))
    assert f"{total:g}" in texts_of(at.projector) and at.screen._total.cget("text") == f"{total:g}"
    at.screen._review_pressed()
    at.shown.on("Review")
    at.screen.back()
    at.shown.on("ClassTurnEnd")
    assert at.screen.counters["1"][0].value == 2
    at.screen.primary()
    at.shown.on("ClassDesk")
    assert at.lesson.now.turns[0].thumbs[0].up == 2
    assert isinstance(at.projector.page, TopicPage)

    at.teaching.go(Step.END)
    at.shown.on("ClassEnd")
    at.shown.until(lambda: at.screen.found is not None)
    at.screen._notes.text = "写下来的少。"
    at.screen.close_class()
    at.shown.until(lambda: at.lesson.now.closed)
    at.shown.settle()
    assert not at.projector.shown
    assert at.hall.chain.count(RecordKind.CLASS) == 1
    assert at.hall.chain.count(RecordKind.ATTENDANCE) >= 2
    at.screen._pdf.invoke()
    at.shown.until(lambda: list(at.hall.workspace.reports.glob("课堂报告*.pdf")))
    at.screen._workbook.invoke()
    at.shown.until(lambda: list(at.hall.workspace.reports.glob("课堂报告*.xlsx")))
    at.shown.settle()
    at.screen.back()
    at.shown.on("ClassList")
    at.shown.until(lambda: at.screen.ready)
    assert at.screen._open.cget("text") == "看报告"


def test_a_turn_put_aside_goes_on_after_the_window_was_closed(school: Callable[..., School], show: Show):
    at = school()
    at.begin()
    at.to_the_desk()
    at.screen.table.choose("1")
    at.screen.call_chosen()
    at.screen.scenarios.choose("missing-file")
    at.screen.primary()
    at.shown.on("PlayConversation")
    at.shown.until(lambda: at.screen.flow.stage is PlayStage.WAITING)
    at.shown.application.close()

    again = school()
    again.shown.on("ClassList")
    again.shown.until(lambda: again.screen.ready)
    again.screen._open_chosen()
    again.shown.on("ClassDesk")
    assert again.lesson.now.under_way is not None and "没有谈完" in again.screen._about.text
    again.screen.primary()
    again.shown.on("PlayConversation")
    again.answer(*GOOD)
    assert again.lesson.now.turns[0].record


def test_thumbs_may_still_be_entered_at_the_end(school: Callable[..., School]):
    at = school()
    at.begin()
    at.to_the_desk()
    at.lesson.call("1")
    _turn, person = at.lesson.start(small(), Mode.PRACTISE)
    talk = at.hall.role_plays.begin(small(), Mode.PRACTISE, person)
    for text in GOOD:
        talk = at.hall.role_plays.answer_typed(talk, text)
    at.lesson.finish(talk)
    at.teaching.go(Step.END)
    at.shown.until(lambda: at.screen.found is not None)
    at.screen.table.choose("1")
    at.screen.table.focus_set()
    at.shown.key("Return")
    at.shown.on("ClassTurnEnd")
    at.screen.counters["2"][1].focus_set()
    at.shown.key("Key-1")
    at.screen._review_pressed()
    at.shown.on("Review")
    assert at.lesson.now.turns[0].thumbs[0].down == 1


def test_the_lot_is_drawn_though_the_projector_is_closed_meanwhile(school: Callable[..., School]):
    at = school()
    at.begin()
    at.to_the_desk()
    at.project()
    at.shown.key("d")
    assert at.screen.drawing
    at.projector.close()
    at.shown.until(lambda: not at.screen.drawing)
    assert at.lesson.now.waiting.name == at.screen._who.text


def test_a_turn_can_be_broken_off(school: Callable[..., School]):
    at = school()
    at.begin()
    at.to_the_desk()
    at.screen.table.choose("2")
    at.screen.call_chosen()
    at.lesson.start(small(), Mode.PRACTISE)
    at.screen.refresh()
    at.screen._stop.invoke()
    at.shown.until(lambda: at.lesson.now.under_way is None)
    assert at.lesson.now.turns[0].outcome is Outcome.BROKEN_OFF


def test_a_typed_name_is_made_a_person_when_it_speaks(school: Callable[..., School]):
    at = school()
    at.begin()
    at.to_the_desk()
    at.screen.table.choose("3")
    at.screen.call_chosen()
    at.screen.primary()
    notice = at.shown.application.window.notice
    assert "还不在人员名单里" in notice.message
    for button in _buttons(notice._box):
        if button.cget("text") == "加为人员并开始":
            button.invoke()
            break
    at.shown.on("PlayConversation")
    assert at.lesson.now.member("3").person_id
    assert "周𬭎" in [person.name for person in at.hall.people.all()]


def test_a_roster_from_a_workbook_is_shown_before_it_is_taken(school: Callable[..., School], tmp_path: Path):
    at = school()
    at.begin()
    at.teaching.go(Step.PREPARE)
    at.shown.on("ClassPrepare")
    book = Workbook()
    for row in (("姓名", "工号"), ("赵敏", "1025"), ("", "7"), ("孙伟", "2001"), ("王小琳", "1024")):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    at.teaching._roster.bring(tmp_path / "名单.xlsx")
    at.shown.on("ClassRosterImport")
    results = [at.screen.table.tree.set(key, "0") for key in at.screen.table.tree.get_children()]
    assert results == ["× 不能导入", "＝ 已在课上", "＋ 新名字", "× 对不上"]
    assert "第 3 行" in at.screen._words["p0"]
    at.screen.primary()
    at.shown.on("ClassPrepare")
    assert [member.name for member in at.lesson.now.members][-1] == "孙伟"
    assert at.lesson.now.members[-1].person_id


def test_people_are_chosen_from_the_list_by_keyboard(school: Callable[..., School]):
    at = school()
    at.hall.people.add("钱红", Role.TRAINEE, "3001")
    at.begin()
    at.teaching._roster.choose_people()
    at.shown.on("ClassPeople")
    at.screen.table.focus_set()
    at.screen.table.choose(at.hall.people.all()[-1].id)
    at.shown.key("space")
    at.screen.primary()
    at.shown.on("ClassPrepare")
    assert at.lesson.now.members[-1].name == "钱红"


def test_closing_the_projector_ends_nothing(school: Callable[..., School]):
    at = school()
    at.begin()
    at.to_the_desk()
    at.shown.root.event_generate("<F8>")
    at.shown.until(lambda: at.projector.shown)
    at.shown.settle()
    at.projector._window.event_generate("<Escape>")
    at.projector.close()
    assert not at.projector.shown and at.lesson is not None
    at.shown.key("d")
    at.shown.until(lambda: at.lesson.now.waiting and not at.screen.drawing)
    at.projector.open()
    at.shown.settle()
    assert at.lesson.now.waiting.name in texts_of(at.projector)


def test_without_a_class_there_is_advice(school: Callable[..., School]):
    at = school()
    at.shown.on("ClassList")
    at.shown.until(lambda: at.screen.ready)
    assert at.screen.table._empty.winfo_ismapped() and "写一个主题" in at.screen.table._empty.text
    with pytest.raises(UserError, match="还没有写课的主题"):
        at.hall.classes.begin(at.hall.people.all()[0], "", "2026-11-25")


def test_trainees_have_no_classes(show: Show):
    shown = show()
    shown.application.sign_in(WANG)
    assert Place.CLASS not in [stop.place for stop in shown.application.window.rail._stops]
    shown.application.sign_in(LI)
    assert Place.CLASS in [stop.place for stop in shown.application.window.rail._stops]


def test_the_second_display_is_found():
    both = (Display(0, 0, 1280, 720), Display(1280, 0, 1920, 1080))
    assert other_display(both, 100, 100) == both[1]
    assert other_display(both, 1300, 100) == both[0]
    assert other_display(both[:1], 100, 100) is None
    assert other_display((), 0, 0) is None


def test_displays_are_asked_of_the_system(monkeypatch: pytest.MonkeyPatch):
    import screeninfo

    two = [screeninfo.Monitor(0, 0, 1280, 720), screeninfo.Monitor(1280, 0, 1920, 1080)]
    monkeypatch.setattr(screeninfo, "get_monitors", lambda: two)
    assert displays() == (Display(0, 0, 1280, 720), Display(1280, 0, 1920, 1080))

    def unknown() -> None:
        raise screeninfo.ScreenInfoError("no enumerators available")

    monkeypatch.setattr(screeninfo, "get_monitors", unknown)
    assert displays() == ()


def test_the_projector_goes_to_the_second_display_and_back(show: Show):
    shown = show(size=(700, 700))
    both = (Display(0, 0, 760, 720), Display(760, 0, 520, 720))
    projector = Projector(shown.root, shown.application.theme, find=lambda: both)
    projector.open()
    shown.until(lambda: projector._window.winfo_rootx() >= 760, "not on the second display")
    assert projector.full
    assert projector.move()
    shown.until(lambda: projector._window.winfo_rootx() < 760, "not moved back")
    projector.close()
    alone = Projector(shown.root, shown.application.theme, find=lambda: both[:1])
    alone.open()
    shown.settle()
    assert not alone.full and not alone.move()
    alone.close()


def test_nothing_is_cut_off_on_the_projector(show: Show):
    """Every page in every shape of the window: all text lies within it."""
    shown = show(appearance=Appearance.DARK)
    played = conversation((*RUDE, *RUDE))
    begun = conversation(RUDE[:1]).dialogue
    heard = replace(begun.exchanges[0].reply, transcript=typed_transcript("说得很长的一段话，" * 40))
    dialogue = replace(begun, exchanges=(replace(begun.exchanges[0], reply=heard, line="群众说得很长。" * 20),))
    talk = Conversation("t", None, small(), dialogue, "2026-11-25T09:00:00+08:00")
    pages = (
        TopicPage("主题很长" * 15, tuple("写满六十个字的观察要点" * 5 for _ in range(8)), "欧阳" * 20, True),
        LotPage("主题" * 30, 0.5),
        LotPage("主题" * 30, 1.0, "名字很长的人" * 6),
        PlayPage("名字很长的人" * 6, PlayState(talk, PlayStage.ANSWERED)),
        PlayPage("周𬭎", PlayState(talk, PlayStage.WAITING, 12.0)),
        ScorePage("周𬭎", played),
    )
    projector = Projector(shown.root, shown.application.theme, find=lambda: ())
    projector.open()
    projector._window.overrideredirect(True)
    board = projector._board
    for size in ((480, 270), (960, 540), (1280, 720), (640, 700)):
        projector._window.geometry(f"{size[0]}x{size[1]}+0+0")
        shown.until(lambda size=size: (board.winfo_width(), board.winfo_height()) == size)
        for page in pages:
            projector._show(page)
            shown.root.update()
            for item in board.find_all():
                if board.type(item) == "text" and board.itemcget(item, "text"):
                    left, top, right, bottom = board.bbox(item)
                    what = f"{type(page).__name__} at {size}: {board.itemcget(item, 'text')}"
                    assert left >= 0 and top >= 0 and right <= size[0] and bottom <= size[1], what
    projector.close()


def _buttons(widget: tkinter.Misc) -> Any:
    for child in widget.winfo_children():
        if hasattr(child, "invoke"):
            yield child
        yield from _buttons(child)
