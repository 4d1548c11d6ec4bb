"""A shift in the window over the real engine, tickets and storage: called, asked, told, decided, kept, reviewed."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.errors import UserError
from app.domain.people import Role
from app.domain.shift.choices import choices
from app.domain.shift.incident import HANDLING
from app.domain.shift.plan import plan_of
from app.domain.shift.right_course import right_course
from app.domain.shift.ticket import Decision
from app.domain.teller_level import TellerLevel
from app.gui.stops import Place
from app.main import Application
from app.storage.records import Records
from app.storage.shifts import Shifts
from app.system.places import Workspace
from app.system.settings import Appearance
from tests.gui.conftest import Show, Shown


class Take:
    """A recording that can only be given up."""

    abandoned = False

    def abandon(self) -> None:
        self.abandoned = True


PLAN = plan_of(7, TellerLevel.SHADOWING, 10)


@pytest.fixture
def services(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    real = Application(workspace)
    monkeypatch.setattr(Application, "save_settings", lambda self, settings: None)  # not into this person's own
    real.people.add("王晓琳", Role.TRAINEE)
    yield real
    real.close()


def at_start(show: Show, services: Any, **look: Any) -> Shown:
    shown = show(services, **look)
    shown.application.sign_in(services.people.all()[0])
    shown.application.go(Place.LEARN)
    shown.settle()
    shown.application._learning.shift()
    shown.on("ShiftStart")
    shown.until(lambda: shown.screen.ready)
    return shown


def at_work(show: Show, services: Any, **look: Any) -> Shown:
    """A shift that has just begun; its clock is moved by hand."""
    shown = at_start(show, services, **look)
    shown.screen._on_begin(PLAN)
    shown.on("ShiftPlay")
    shown.screen._ticking.stop()
    return shown


def pass_time(shown: Shown, seconds: int) -> None:
    """Time passes as the clock would let it, without waiting for it."""
    for _ in range(seconds):
        if shown.screen.run.state.ended:
            return
        shown.screen._tick()
        if type(shown.screen).__name__ == "ShiftPlay":
            shown.screen._ticking.stop()


def somebody(shown: Shown) -> None:
    while not shown.screen.run.state.queue:
        pass_time(shown, 5)
    shown.key("space")
    assert shown.screen.run.state.case is not None


def serve(shown: Shown) -> None:
    """Everything right for whoever stands at the window, by presses only."""
    screen = shown.screen

    def press(*key: object) -> None:
        shown.until(lambda: key in screen.panel.keys, f"{key} is not offered")
        screen.panel.press(key)
        shown.settle()

    while screen.run.state.open_incident is not None:
        press("respond", HANDLING[screen.run.state.shift.incidents[screen.run.state.open_incident].kind].right[0])
    say(shown, "您好，请坐，请问您要办理什么业务？对不起，让您久等了，您别着急。")
    state = screen.run.state
    course = right_course(state.shift.ticket_of(state.visitor), state.visitor)
    for aid in course.aids[:1]:
        press("aid", aid)
    for question in course.asks:
        press("ask", question)
    screen._search.text = course.business
    screen._seek()
    press("business", course.business)
    for paper, verdict in course.verdicts:
        press("paper", paper, verdict)
    for item in course.tell:
        press("tell", item)
    press("decision", course.decision)
    if course.decision is Decision.WITHIN:
        press("limit", course.limit)
    if course.refusal is not None:
        press("refusal", course.refusal)
    press("decide")
    if course.tell:
        press("inform")
    if course.office:
        from app.domain.shift.action import Escort

        press("office", course.office)
        press("escort", Escort.LED)
        press("hand-over")
    if course.leader:
        press("leader")
    for step in course.steps:
        press("step", step)
    if course.review:
        press("review")
    if course.gift:
        press("decline")
    say(shown, "请收好您的材料，谢谢您的配合，请慢走，再见。")
    press("finish")


def say(shown: Shown, text: str) -> None:
    shown.screen.say.text = text
    shown.screen._say_typed()
    shown.until(lambda: not shown.screen._hearing, "nothing was heard")
    shown.settle()


def test_somebody_is_served_by_presses_and_words(show: Show, services: Any) -> None:
    shown = at_work(show, services)
    somebody(shown)
    assert shown.screen._who.text.startswith("A001")
    serve(shown)
    state = shown.screen.run.state
    assert state.case is None and len(state.cases) == 1
    score = services.shift_plays.score(state)
    assert score.cases[0].resolved, [(line.title, line.happened, line.right) for line in score.cases[0].lines]
    assert all(line.points == line.possible for line in score.cases[0].lines), [
        (line.title, line.happened, line.right) for line in score.cases[0].lines if line.points < line.possible
    ]


def test_what_cannot_be_done_is_said_and_changes_nothing(show: Show, services: Any) -> None:
    shown = at_work(show, services)
    before = shown.screen.run.state
    assert ("finish",) not in shown.screen.panel.keys
    shown.screen._pressed(("finish",))
    assert "窗口前没有人" in shown.application.window.notice.message
    assert shown.screen.run.state == before


def test_a_forbidden_phrase_is_shown_at_once_and_the_mood_sinks(show: Show, services: Any) -> None:
    shown = at_work(show, services)
    somebody(shown)
    mood = shown.screen.run.state.case.mood
    say(shown, "你有病吧。")
    assert "禁语：" in shown.screen.log.get("1.0", "end")
    case = shown.screen.run.state.case
    assert case is None or case.mood < mood


def test_a_shift_that_was_put_aside_or_killed_goes_on_where_it_stood(show: Show, services: Any) -> None:
    shown = at_work(show, services)
    somebody(shown)
    number = shown.screen.run.state.visitor.number
    shown.key("Escape")
    shown.on("ShiftStart")
    shown.until(lambda: shown.screen.ready and shown.screen._unfinished)
    assert "接着上" in shown.screen._headline.text
    shown.screen.primary()
    shown.on("ShiftPlay")
    shown.screen._ticking.stop()
    assert shown.screen.run.state.visitor.number == number
    assert number in shown.screen._who.text


def test_a_shift_is_played_to_its_end_kept_and_reviewed(show: Show, services: Any) -> None:
    shown = at_work(show, services)
    person = shown.application.person
    screen = shown.screen
    while not screen.run.state.ended:
        if screen.run.state.queue:
            somebody(shown)
            serve(shown)
        else:
            pass_time(shown, 30)
    shown.on("ShiftReview")
    ((_, kept),) = services.shift_plays.kept_of(person)
    assert kept.score.figures.resolved == kept.score.figures.came and kept.score.passed
    assert "合格" in shown.screen._title.text and "第一班" in shown.screen._compared.text
    rows = shown.screen.table.tree.get_children()
    assert len(rows) == len(kept.state.cases)
    shown.screen.table.choose(rows[-1])
    shown.settle()
    assert "这一件对的做法" in shown.screen._replay.view.get("1.0", "end")
    assert services.shift_plays.done(person) == {"shadowing": True}


def test_closing_early_is_asked_about_and_costs(show: Show, services: Any) -> None:
    shown = at_work(show, services)
    somebody(shown)
    shown.screen._end()
    assert not shown.screen.run.state.ended and "再点一次" in shown.application.window.notice.message
    shown.screen._end()
    shown.on("ShiftReview")
    assert "不合格" in shown.screen._title.text
    assert "空窗" in shown.screen._lines.view.get("1.0", "end")


def test_closing_is_asked_about_again_after_going_on(show: Show, services: Any) -> None:
    shown = at_work(show, services)
    somebody(shown)
    shown.screen._end()
    say(shown, "您好，请坐。")
    shown.screen._end()
    assert not shown.screen.run.state.ended, "who went on working did not mean to close"


def test_a_microphone_that_opens_after_one_has_left_is_closed(show: Show, services: Any) -> None:
    shown = at_work(show, services)
    somebody(shown)
    screen, take, left = shown.screen, Take(), threading.Event()

    class Slow:
        def start_take(self, _microphone: str | None) -> Take:
            left.wait(60)
            return take

    screen._replies = Slow
    screen._speak()
    shown.key("Escape")
    left.set()
    shown.on("ShiftStart")
    assert take.abandoned and screen._take is None and not screen._hearing


def test_a_full_disk_in_mid_shift_costs_nothing(show: Show, services: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = at_work(show, services)
    somebody(shown)
    screen = shown.screen
    before = screen.run.state

    def full(*_any: object) -> None:
        raise UserError("磁盘已满。", "请腾出空间。")

    with monkeypatch.context() as disk:
        disk.setattr(Shifts, "put", full)
        screen.say.text = "您好，请坐。"
        screen._say_typed()
        shown.settle()
        assert screen.say.text == "您好，请坐。" and screen.run.state == before
        assert "您好，请坐。" not in screen.log.get("1.0", "end")
        pass_time(shown, 40)
        assert screen.run.state.now - before.now < 40, "the clock waits for room"
        assert "磁盘已满" in shown.application.window.notice.message
    screen._say_typed()
    shown.settle()
    assert screen.say.text == "" and screen.run.state.case.entries != before.case.entries
    with monkeypatch.context() as disk:
        disk.setattr(Records, "append", full)
        screen._end()
        screen._end()
        shown.settle()
        assert type(shown.screen).__name__ == "ShiftPlay" and "磁盘已满" in shown.application.window.notice.message
    screen.back()
    shown.on("ShiftStart")
    shown.until(lambda: shown.screen.ready)
    shown.screen.primary()
    shown.on("ShiftReview")
    assert len(services.shift_plays.kept_of(shown.application.person)) == 1


@pytest.mark.parametrize(
    ("scale", "appearance"), [(1.0, Appearance.LIGHT), (1.5, Appearance.DARK), (2.0, Appearance.DARK)]
)
def test_nothing_is_cut_off(show: Show, services: Any, scale: float, appearance: Appearance) -> None:
    shown = at_work(show, services, scale=scale, appearance=appearance)
    somebody(shown)
    shown.settle()
    for name in ("_call", "_stop", "say", "_mic", "_clock", "_search", "page"):
        widget = getattr(shown.screen, name)
        assert widget.winfo_rootx() + widget.winfo_width() <= shown.root.winfo_rootx() + 1280
        assert widget.winfo_rooty() + widget.winfo_height() <= shown.root.winfo_rooty() + 720
    panel = shown.screen.panel
    shown.until(lambda: len(panel.find_all()) > 10)
    assert panel.bbox("all")[2] <= panel.winfo_width() + 4  # edges are drawn on both sides of their line
    assert choices(shown.screen.run.state).asks
