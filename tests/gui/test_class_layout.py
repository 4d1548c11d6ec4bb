"""The screens of a class at 1280 × 720: nothing cut off at any scale, everything by Tab, the rail always in words."""

import tkinter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.role_play.conversation import Mode
from app.domain.training_class import Attendance
from app.domain.training_class_roster import marked, with_points
from app.gui.stops import Place
from app.gui.widgets.class_head import Step
from app.system.settings import Appearance
from tests.gui.conftest import Show, Shown
from tests.gui.fakes_class import ClassServices
from tests.gui.test_layout import cut_off, mapped

GOOD = ("您好，对不起，还缺病历，我写给您。", "二十个工作日，请慢走。")
LONG = "欧阳" * 10


def hall(tmp_path: Path) -> ClassServices:
    """A class with a name that is too long, absent people, a turn with thumbs, and one that is closed."""
    made = ClassServices(tmp_path / "hall")
    for closed in (True, False):
        lesson = made.classes.begin(made.trainer, "主题写得很长很长，" * 5, "2026-11-25")
        for name in ("王晓琳", "赵敏", LONG, *(f"学员{number}" for number in range(12))):
            lesson.add_typed(name)
        lesson.do(lambda one: with_points(one, [f"第 {number} 条观察要点" + "写满" * 24 for number in range(8)]))
        lesson.do(lambda one: marked(one, "4", Attendance.ABSENT, "窗口顶岗，" * 6))
        lesson.mark_all()
        lesson.call("1")
        scenario = made.role_plays.scenarios()[0]
        _turn, person = lesson.start(scenario, Mode.EXAMINE)
        talk = made.role_plays.begin(scenario, Mode.EXAMINE, person)
        for text in GOOD:
            talk = made.role_plays.answer_typed(talk, text)
        lesson.finish(talk)
        if closed:
            lesson.close()
    return made


def screens(shown: Shown) -> Iterator[str]:
    shown.application.sign_in(shown.services.trainer)
    shown.application.go(Place.CLASS)
    shown.on("ClassList")
    yield "list"
    teaching = shown.application._teaching()
    going, over = sorted(shown.services.classes.all(), key=lambda one: bool(one.closed))
    teaching._open(going.id)
    shown.on("ClassDesk")
    yield "desk"
    teaching.lesson.call("3")
    shown.screen.refresh()
    yield "desk, called"
    for step in Step:
        teaching.go(step)
        shown.settle()
        yield step.value
    teaching._roster.choose_people()
    shown.on("ClassPeople")
    yield "people"
    turn = teaching.lesson.now.turns[0]
    teaching._turn, teaching._played = turn, teaching.lesson.played_by(turn)
    teaching._show_turn()
    shown.on("ClassTurnEnd")
    yield "after a turn"
    teaching._open(over.id)
    shown.on("ClassEnd")
    shown.until(lambda: shown.screen.found is not None)
    yield "closed"


@pytest.mark.parametrize("scale, appearance", [(1.5, Appearance.DARK), (2.0, Appearance.LIGHT)])
def test_nothing_is_cut_off(show: Show, tmp_path: Path, scale: float, appearance: Appearance):
    shown = show(hall(tmp_path), appearance=appearance, scale=scale)
    for name in screens(shown):
        shown.settle()
        assert cut_off(shown) == [], f"{name} at {scale:.0%}"


def test_every_screen_can_be_walked_through_with_tab(show: Show, tmp_path: Path):
    shown = show(hall(tmp_path))
    for name in screens(shown):
        shown.settle()
        assert cut_off(shown) == [], f"{name} at 100 %"
        wanted = {str(widget) for widget in mapped(shown.root) if str(tkinter.Misc.cget(widget, "takefocus")) == "1"}
        seen: set[str] = set()
        for _ in range(60):
            shown.key("Tab")
            focus = shown.root.focus_get()
            if focus is None or str(focus) in seen:
                break
            seen.add(str(focus))
        assert wanted <= seen, f"{name}: Tab misses {wanted - seen}"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_rail_fits_and_says_in_words_where_each_icon_leads(show: Show, tmp_path: Path, scale: float):
    shown = show(hall(tmp_path), scale=scale)
    shown.application.sign_in(shown.services.trainer)
    shown.settle()
    rail = shown.application.window.rail
    stops = [*rail._stops]
    for row, stop in enumerate(stops):
        middle = rail._top() + row * rail._row_height() + rail._row_height() // 2
        assert rail._row_at(middle) == row
        written = [rail.itemcget(item, "text") for item in rail.find_all() if rail.type(item) == "text"]
        rail._say(row)
        told = rail._tip.cget("text") if rail._tip.winfo_manager() else ""
        assert stop.label[:4] in written or told == stop.label, stop.label
    last = rail._top() + len(stops) * rail._row_height()
    assert last <= rail.winfo_height() - rail._row_height() - shown.application.theme.px(12) + 1
    rail._say(-1)
    assert not rail._tip.winfo_manager()
