"""Nothing is cut off: at 1280 × 720, at 100 % and 150 %, light and dark, on every screen."""

import tkinter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.role_play.conversation import Mode
from app.domain.sitting import Ending
from app.gui.play_state import PlayStage
from app.gui.screens.editor_head import View
from app.gui.screens.editor_spots import OF_NODE, OF_WHOLE, Spot, Tab
from app.gui.stops import Place
from app.gui.widgets.page import Page
from app.system.settings import Appearance
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import LI, WANG
from tests.gui.fakes_play import by_telephone, missing_papers


def screens(shown: Shown) -> Iterator[str]:
    """Each screen in turn, as it stands when a person looks at it."""
    yield "sign in"
    shown.screen._show_form()
    yield "add a person"
    shown.screen._show_pin(LI)
    yield "PIN"
    shown.application.sign_in(LI)
    shown.on("Home")
    yield "home"
    for place in (Place.ROLE_PLAY, Place.RECORDS, Place.LEXICON, Place.SETTINGS):
        shown.application.go(place)
        shown.settle()
        yield place.value
        if place is Place.LEXICON:
            shown.screen.form._unfold()
            yield "lexicon unfolded"
            shown.application._preview_phrases(Path("用语.xlsx"))
            shown.on("LexiconImport")
            yield "lexicon import"
    yield from bank_screens(shown)
    yield from exam_screens(shown)
    yield from play_screens(shown)
    yield from editor_screens(shown)
    shown.application._open_record(shown.services.records.attempts[0], LI)
    shown.on("ScoreSheetScreen")
    yield "score sheet"
    shown.application._disputing().overrule(shown.services.records.attempts[0].record)
    shown.on("Overrule")
    yield "overrule"
    yield from dispute_screens(shown)


def play_screens(shown: Shown) -> Iterator[str]:
    shown.application._role_playing().introduce(missing_papers())
    shown.on("PlayIntro")
    yield "introduction of a citizen"
    for scenario, mode in ((missing_papers(), Mode.PRACTISE), (by_telephone(), Mode.EXAMINE)):
        shown.application._role_playing().play(scenario, mode, LI)
        shown.on("PlayConversation")
        shown.until(lambda: shown.screen.flow.stage is PlayStage.WAITING)
        yield f"{mode.label}: to be answered"
        shown.screen.flow.press()
        shown.until(lambda: shown.screen.flow.stage is PlayStage.RECORDING)
        yield f"{mode.label}: recording"
        shown.screen.flow.press()
        shown.until(lambda: shown.screen.flow.stage is PlayStage.ANSWERED)
        yield f"{mode.label}: heard"
        shown.screen.primary()
        shown.until(lambda: shown.screen.flow.stage is PlayStage.WAITING)
        shown.screen.answer.switch()
        yield f"{mode.label}: typing"
        shown.screen.back()
        yield f"{mode.label}: leaving"
        shown.screen.leave()
    shown.application._role_playing().shadow(missing_papers())
    shown.on("PlayShadow")
    yield "listening to the exemplary dialogue"
    shown.screen.primary()
    shown.settle()
    yield "shadowing"


def dispute_screens(shown: Shown) -> Iterator[str]:
    kept, disputing = shown.services.records.attempts[0], shown.application._disputing()
    disputing.list()
    shown.on("DisputeList")
    yield "disputes, none"
    for rule in ("language.apology", "forbidden.F-rude"):
        dispute = shown.services.disputes.claim(kept, rule, WANG)
        disputing.open(dispute.id)
        shown.on("DisputeCaseScreen")
        yield f"dispute of {rule}"
    disputing.list()
    shown.on("DisputeList")
    yield "disputes"
    disputing.dispute(kept.record)
    shown.on("DisputeForm")
    yield "form of a dispute"
    shown.application.go(Place.HOME)
    shown.settle()
    yield "home with disputes that wait"


def editor_screens(shown: Shown) -> Iterator[str]:
    rooms = shown.application._scenario_editing()
    rooms.show_list()
    shown.on("EditorList")
    shown.until(lambda: shown.screen.table.chosen, "no role-play was listed")
    yield "role-plays to write on"
    shown.screen.table.choose("lost-card.yaml")
    shown.screen.primary()
    shown.on("EditorDesk")
    desk = shown.screen
    for tab in (*OF_NODE, *OF_WHOLE):
        desk.go(Spot("start" if tab in OF_NODE else "", tab))
        shown.settle()
        yield f"editor, {tab.value}"
    desk.go(Spot("calm", Tab.ENDING))
    yield "editor, ending"
    desk.view._pick(View.PROBLEMS)
    yield "editor, to mend"
    desk.view._pick(View.GRAPH)
    yield "editor, picture"
    example = shown.services.scenario_writing.template(desk.scenario, rooms_folder(shown) / "x.xlsx")
    rooms.bring(example)
    shown.on("EditorImport")
    yield "editor, import"


def rooms_folder(shown: Shown) -> Path:
    return Path(shown.services.role_plays_to_write._folder.name)


def exam_screens(shown: Shown) -> Iterator[str]:
    exams, rooms = shown.services.examinations, shown.application._examining()
    shown.application.go(Place.EXAMS)
    shown.on("ExamDesk")
    yield "exam desk, empty"
    rooms._show_setting()
    shown.on("ExamSetting")
    yield "exam setting"
    shown.screen.primary()
    shown.on("ExamDesk")
    yield "exam desk"
    rooms._introduce_mock(exams.plans[0])
    shown.on("ExamIntro")
    yield "exam introduction"
    shown.screen.primary()
    shown.on("ExamQuestion")
    for task in range(shown.screen._sitting.count):
        shown.screen.go_to(task)
        shown.settle()
        yield f"exam question {task + 1}"
    shown.screen.finish()
    shown.on("ExamHandIn")
    yield "exam hand in"
    rooms._window.show(rooms._question())
    rooms.close()
    rooms._show_rail()
    exams.begin("x0", LI)
    watch = rooms._keep("exam watch", rooms._make_watch)
    watch.watch("x0", "比武")
    shown.application.window.show(watch)
    shown.settle()
    yield "exam watch"
    exams.opened.hand_in(Ending.HANDED_IN)
    rooms.show_result(exams.kept[0], "李建国", lambda: None)
    shown.settle()
    yield "exam result"


def bank_screens(shown: Shown) -> Iterator[str]:
    rooms = shown.application._bank_rooms()
    shown.application.go(Place.BANK)
    shown.settle()
    yield "bank"
    cards = shown.services.bank.cards()
    for card in cards:
        if card.type.value in ("single", "case", "match", "rewrite"):
            rooms.edit(shown.services.bank.question(card.id))
            shown.settle()
            yield f"form of {card.type.value}"
    shown.application.window.show(rooms._import())
    shown.settle()
    yield "import"
    path = shown.services.bank.folder / "x.csv"
    path.write_text(
        "题型,题干,答案\n判断,对吗？,对\n单选,没有选项,A\n判断,职工个人应当缴纳工伤保险费吗。,错\n", encoding="utf-8"
    )
    shown.screen.read(path)
    shown.settle()
    yield "import with a preview"
    shown.application.window.show(rooms._law())
    shown.settle()
    yield "law"
    rooms.export(cards, False)
    shown.settle()
    yield "export"
    shown.application.window.show(rooms._problems())
    shown.settle()
    yield "problems"


def mapped(widget: tkinter.Misc) -> Iterator[Any]:
    for child in tkinter.Misc.winfo_children(widget):
        if child.winfo_ismapped():
            yield child
            yield from mapped(child)


def cut_off(shown: Shown) -> list[str]:
    """What does not fit: labels and buttons narrower than they ask for, and what sticks out of its parent."""
    found = []
    for widget in mapped(shown.root):
        if isinstance(widget, tkinter.Label) and widget.cget("text"):
            short = widget.winfo_reqwidth() - widget.winfo_width(), widget.winfo_reqheight() - widget.winfo_height()
            if max(short) > 1:
                found.append(f"{widget.cget('text')!r} lacks {short} pixels")
        parent = widget.master
        # A page scrolls what is too high for it; to the side everything has to fit.
        inside_page = isinstance(parent, tkinter.Canvas) and isinstance(parent.master, Page)
        right = widget.winfo_rootx() + widget.winfo_width() - parent.winfo_rootx() - parent.winfo_width()
        below = widget.winfo_rooty() + widget.winfo_height() - parent.winfo_rooty() - parent.winfo_height()
        if right > 1 or (below > 1 and not inside_page):
            found.append(f"{widget} sticks out by {right}, {below}")
    return found


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_nothing_is_cut_off(show: Show, scale: float, appearance: Appearance) -> None:
    shown = show(appearance=appearance, scale=scale)
    for name in screens(shown):
        shown.settle()
        assert cut_off(shown) == [], f"{name} at {scale:.0%}, {appearance.value}"


def test_at_200_percent_everything_can_be_scrolled_to(show: Show) -> None:
    shown = show(scale=2.0)
    for name in screens(shown):
        shown.settle()
        assert cut_off(shown) == [], f"{name} at 200 %"


def test_every_screen_can_be_walked_through_with_tab(show: Show) -> None:
    """Tab goes round each screen, stops at every place that takes the focus, and shows where it is."""
    shown = show()
    for name in screens(shown):
        if name.endswith("recording"):
            continue
        shown.settle()
        wanted = {str(widget) for widget in mapped(shown.root) if str(tkinter.Misc.cget(widget, "takefocus")) == "1"}
        seen = set()
        for _ in range(60):
            shown.key("Tab")
            focus = shown.root.focus_get()
            if focus is None or str(focus) in seen:
                break
            seen.add(str(focus))
        assert wanted <= seen, f"{name}: Tab misses {wanted - seen}"


def test_another_look_builds_the_window_again_in_the_same_place(show: Show) -> None:
    shown = show()
    shown.application.sign_in(shown.services.people.people[0])
    shown.application.go(Place.SETTINGS)
    shown.settle()
    shown.screen._change(appearance=Appearance.DARK, scale=1.25)
    shown.until(lambda: shown.application.theme.dark and shown.screen is not None)
    shown.settle()
    assert shown.application.theme.scale == 1.25
    assert type(shown.screen).__name__ == "SettingsScreen"
    assert shown.services.saved[-1].appearance is Appearance.DARK
    shown.screen._unit_field.text = "城北人社服务大厅"
    shown.application.go(Place.HOME)
    shown.settle()
    assert shown.services.saved[-1].unit == "城北人社服务大厅"


def test_chinese_is_drawn_with_a_font_that_has_it(show: Show) -> None:
    """Also the rare characters of names: none may become a box."""
    from tkinter.font import Font

    shown = show()
    actual = Font(shown.root, font=shown.application.theme.font()).actual()
    assert actual["family"] in ("Noto Sans SC", "Microsoft YaHei UI", "PingFang SC")
    face = Font(shown.root, font=shown.application.theme.font(30))
    assert face.measure("喆") == face.measure("窗") == face.measure("𬭎") == face.measure("𠅤")
