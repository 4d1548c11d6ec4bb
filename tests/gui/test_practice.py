"""Practice in the window: the ten by keyboard, every type of question, right and wrong shown at once, the end."""

from datetime import date, timedelta

import pytest

from app.domain.answers import Chosen, Filled, Judged, Matched, Ordered, Written
from app.domain.errors import UserError
from app.domain.practice import Kind
from app.gui.screens.practice_aim import read_day
from app.gui.stops import Place
from app.gui.widgets.answer_rows import Look
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import full_services


def at_overview(show: Show, left: int = 8, **look: object) -> Shown:
    services = full_services()
    services.practice.left = left
    shown = show(services, **look)
    shown.application.sign_in(services.people.people[0])
    shown.on("Home")
    shown.application.go(Place.PRACTISE)
    shown.on("PracticeOverview")
    shown.until(lambda: shown.screen.ready)
    return shown


def at_question(show: Show, id: str) -> Shown:
    """At the question with this id, as the only one of a round."""
    shown = at_overview(show)
    shown.services.practice.bank = tuple(each for each in shown.services.practice.bank if each.id == id)
    shown.key("Return")
    shown.on("PracticeQuestion")
    shown.until(lambda: shown.screen.shown is not None)
    shown.settle()
    return shown


def hand_in(shown: Shown, key: str = "Return") -> None:
    shown.key(key)
    shown.until(lambda: shown.screen.feedback is not None)
    shown.settle()


def given(shown: Shown) -> object:
    return shown.services.practice.given[-1][1]


def said(shown: Shown) -> str:
    return str(shown.screen.explanation.view.get("1.0", "end"))


def test_home_offers_todays_ten_and_enter_begins_them(show: Show) -> None:
    services = full_services()
    services.practice.left = 6
    shown = show(services)
    shown.key("Return")
    shown.on("Home")
    assert shown.screen._headline.text == "今天的十题，还剩 6 题"
    shown.key("Return")
    shown.on("PracticeQuestion")


def test_when_the_ten_are_done_home_goes_on_to_role_play_and_the_overview_to_what_is_due(show: Show) -> None:
    shown = at_overview(show, left=0)
    assert "做完了" in shown.screen._headline.text
    assert shown.screen._button.cget("text") == "复习到期的题"
    shown.application.go(Place.HOME)
    shown.settle()
    shown.key("Return")
    shown.on("ScenarioList")


def test_a_whole_round_with_nothing_but_the_keyboard(show: Show) -> None:
    """Every type of question once, then the end that says what comes back when."""
    shown = at_overview(show)
    shown.key("Return")
    shown.on("PracticeQuestion")
    shown.key("b")
    hand_in(shown)
    assert given(shown) == (Chosen((1,)),) and "《工伤保险条例》第十七条" in said(shown)
    shown.key("Return")
    shown.settle()
    for key in ("a", "Key-2", "c"):
        shown.key(key)
    hand_in(shown)
    assert given(shown) == (Chosen((0, 1, 2)),)
    shown.key("Return")
    shown.settle()
    shown.key("t")
    hand_in(shown)
    assert given(shown) == (Judged(True),)
    shown.key("Return")
    shown.settle()
    shown.write("30日")
    shown.key("Tab")
    shown.write("一")
    hand_in(shown)
    assert given(shown) == (Filled(("30日", "一")),) and "答对" in said(shown)
    shown.key("Return")
    shown.settle()
    order = shown.screen.answer.shown
    for step in range(5):  # each step sent to its place by its digit
        shown.until(lambda: order.rows)
        order.cursor = [row.text for row in order.rows].index(order._steps[step])
        shown.key(f"Key-{step + 1}")
    hand_in(shown)
    assert given(shown) == (Ordered((0, 1, 2, 3, 4)),)
    shown.key("Return")
    shown.settle()
    match = shown.screen.answer.shown
    for right in ("三十日", "一年", "六十日"):
        shown.key("abcd"[[row.text for row in match.rights.rows].index(right)])
    hand_in(shown)
    assert given(shown) == (Matched((0, 1, 2)),)
    shown.key("Return")
    shown.settle()
    shown.key("Key-1")
    shown.key("Return")
    shown.settle()
    for key in ("a", "b", "c"):
        shown.key(key)
    hand_in(shown)
    assert given(shown) == (Judged(True), Chosen((0, 1, 2))) and "第 2 小题" in said(shown)
    shown.key("Return")
    shown.settle()
    shown.write("这项业务由三号窗口办理，我带您过去。")
    hand_in(shown, "Control-Return")
    assert given(shown) == (Written("这项业务由三号窗口办理，我带您过去。"),) and "参考说法" in said(shown)
    shown.key("Return")
    shown.on("PracticeEnd")
    assert "3 天后" in shown.screen._comes.text and len(shown.screen.table.tree.get_children()) == 8
    shown.key("Return")
    shown.on("PracticeOverview")


def test_a_wrong_choice_shows_both_what_was_chosen_and_what_is_right(show: Show) -> None:
    shown = at_question(show, "single")
    shown.key("a")
    assert [row.look for row in shown.screen.answer.shown.rows] == [Look.CHOSEN, Look.PLAIN, Look.PLAIN, Look.PLAIN]
    hand_in(shown)
    rows = shown.screen.answer.shown.rows
    assert [row.look for row in rows] == [Look.WRONG, Look.MISSED, Look.PLAIN, Look.PLAIN]
    assert rows[0].note == "十五日不是这一条的期限。"
    assert "答错" in said(shown) and "明天再问" in said(shown)
    shown.key("c")  # nothing can be changed any more
    assert shown.screen.answer.answer == Chosen((0,))


def test_nothing_is_handed_in_by_mistake_and_not_knowing_is_an_answer(show: Show) -> None:
    shown = at_question(show, "single")
    shown.key("Return")
    shown.until(lambda: shown.application.window.notice.shown)
    assert shown.services.practice.given == []
    shown.key("Escape")
    shown.screen._unknown.invoke()
    shown.until(lambda: shown.screen.feedback is not None)
    assert given(shown) == (None,)
    assert shown.screen.answer.shown.rows[1].look is Look.MISSED


def test_an_answer_that_could_not_be_kept_stays_on_the_screen(show: Show) -> None:
    shown = at_question(show, "single")
    shown.key("b")
    shown.services.practice.problem = UserError("磁盘已满。", "请清理后再试。")
    shown.key("Return")
    shown.until(lambda: shown.application.window.notice.shown)
    assert shown.screen.feedback is None
    shown.services.practice.problem = None
    shown.key("Escape")
    hand_in(shown)
    assert shown.services.practice.given == [("single", (Chosen((1,)),))]


def test_steps_are_dragged_and_carried(show: Show) -> None:
    shown = at_question(show, "order")
    order = shown.screen.answer.shown
    first = order.rows[0].text
    tops = order._tops
    order.event_generate("<ButtonPress-1>", x=40, y=tops[0][0] + 5)
    order.event_generate("<B1-Motion>", x=40, y=tops[2][0] + 5)
    order.event_generate("<ButtonRelease-1>", x=40, y=tops[2][0] + 5)
    shown.settle()
    assert order.rows[2].text == first
    order.focus_set()
    shown.key("Alt-Up")
    assert order.rows[1].text == first
    hand_in(shown)
    assert isinstance(given(shown)[0], Ordered)  # type: ignore[index]


def test_pairs_are_matched_by_mouse_and_taken_apart(show: Show) -> None:
    shown = at_question(show, "match")
    match = shown.screen.answer.shown
    match.lefts.press(2)
    match.rights.press(0)
    assert match.answer.rights[2] == match._order[0]
    match.lefts.press(2)
    shown.key("BackSpace")
    assert match.answer is None


def test_a_line_is_practised_by_pressing_its_bar(show: Show) -> None:
    shown = at_overview(show)
    bars = shown.screen.lines
    bars.event_generate("<ButtonRelease-1>", x=30, y=bars._row * 2 + 5)
    shown.on("PracticeQuestion")
    assert shown.screen._title.text == "失业保险"


def test_an_exam_day_is_set_and_the_outlook_says_how_far_one_gets(show: Show) -> None:
    shown = at_overview(show)
    aim = shown.screen.aim
    aim.field.text = "下周"
    aim._set.invoke()
    assert "没有看懂" in aim._wrong.text
    day = date.today() + timedelta(days=30)
    aim.field.text = f"{day.month}月{day.day}日"
    aim._set.invoke()
    shown.settle()
    assert shown.services.practice.aim.exam_day == day
    assert "326 / 409 题" in aim._said.text
    aim._clear.invoke()
    shown.settle()
    assert shown.services.practice.aim.exam_day is None


def test_what_there_is_nothing_of_is_said(show: Show) -> None:
    shown = at_overview(show)
    shown.services.practice.problem = UserError("没有错题，上次都答对了。", "可以做今天的十题。")
    shown.application._practising().begin(Kind.MISSED)
    shown.until(lambda: shown.application.window.notice.shown)
    assert "没有错题" in shown.application.window.notice.message


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-20", date(2026, 12, 20)),
        ("2026年12月20日", date(2026, 12, 20)),
        ("12月20日", date(2026, 12, 20)),
        (" 12/20 ", date(2026, 12, 20)),
        ("1.5", date(2027, 1, 5)),
        ("11-24", TODAY),
        ("2月30日", None),
        ("明天", None),
        ("", None),
        ("20261220", None),
    ],
)
def test_days_as_people_write_them(text: str, day: date | None) -> None:
    assert read_day(text, TODAY) == day
