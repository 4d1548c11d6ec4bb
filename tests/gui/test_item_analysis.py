"""The trainer's item analysis: an exam or a table, the worst item first, list, chart and detail together."""

from pathlib import Path

import pytest

from app.gui.stops import Place
from app.system.settings import Appearance
from tests.gui.conftest import Show, Shown
from tests.gui.fake_item_analysis import NEGATIVE, UNUSED, WORDS, made
from tests.gui.test_layout import cut_off


def at_analysis(show: Show, held: bool = True, **look: object) -> Shown:
    shown = show(**look)
    shown.services.item_analysis.held = held
    shown.application.sign_in(shown.services.people.people[1])
    shown.application.go(Place.ANALYSIS)
    shown.on("ItemAnalysis")
    shown.until(lambda: shown.screen.ready)
    if held:
        shown.until(lambda: shown.screen.chart.spots)
    shown.settle()
    return shown


def id_of(at: int) -> str:
    return made().questions[at].id


def advice(shown: Shown) -> str:
    return "".join(paragraph.text for sign, paragraph in shown.screen.detail._signs if sign.winfo_ismapped())


def test_only_a_trainer_is_offered_it(show: Show) -> None:
    shown = show()
    shown.application.sign_in(shown.services.people.people[0])
    assert Place.ANALYSIS not in [stop.place for stop in shown.application.window.rail._stops]
    shown.application.sign_in(shown.services.people.people[1])
    assert Place.ANALYSIS in [stop.place for stop in shown.application.window.rail._stops]


def test_the_latest_exam_is_analysed_and_the_worst_item_stands_first(show: Show) -> None:
    shown = at_analysis(show)
    rows = shown.screen.table.tree.get_children()
    assert rows[0] == id_of(NEGATIVE) == shown.screen.table.chosen
    assert "60 份答卷" in shown.screen._said.text
    assert shown.screen.detail.title.text == id_of(NEGATIVE)
    assert "核对答案" in advice(shown)
    assert [option.key for option in shown.screen.detail.bars.options] == list("ABCD")


def test_a_row_a_spot_and_the_detail_are_one_item(show: Show) -> None:
    shown = at_analysis(show)
    shown.screen.table.choose(id_of(UNUSED))
    shown.settle()
    assert shown.screen.detail.title.text == id_of(UNUSED) and "没有人选 D" in advice(shown)
    spot = next(each for each in shown.screen.chart.spots if each.id == id_of(NEGATIVE))
    shown.screen.chart.event_generate("<Button-1>", x=int(spot.x) + 3, y=int(spot.y) - 2)
    shown.settle()
    assert shown.screen.table.chosen == id_of(NEGATIVE) == shown.screen.detail.title.text
    ring = shown.screen.chart.bbox("ring")
    assert ring[0] < spot.x < ring[2] and ring[1] < spot.y < ring[3]


def test_a_question_answered_in_words_shows_what_was_answered(show: Show) -> None:
    shown = at_analysis(show)
    shown.screen._point_at(id_of(WORDS))
    shown.settle()
    assert "“三十日”" in shown.screen.detail._bars_said.text
    assert not shown.screen.detail.bars.winfo_ismapped()


def test_a_table_of_answers_is_opened_with_what_could_not_be_read(
    show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown = at_analysis(show, held=False)
    assert "还没有人交过卷" in shown.screen._said.text
    monkeypatch.setattr("tkinter.filedialog.askopenfilename", lambda **_options: str(tmp_path / "期末.csv"))
    shown.key("Return")
    shown.until(lambda: shown.screen.found is not None)
    shown.settle()
    assert "期末.csv" in shown.screen._said.text
    assert "第 12 行：得分“很好”不是数字。" in shown.application.window.notice.message
    before = shown.screen.found
    shown.screen.analyse_file(tmp_path / "图.png")
    shown.until(lambda: "图.png" in shown.application.window.notice.message)
    assert shown.screen.found is before  # what was there stays


def test_an_analysis_is_exported(show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shown = at_analysis(show)
    target = tmp_path / "分析.xlsx"
    monkeypatch.setattr("tkinter.filedialog.asksaveasfilename", lambda **_options: str(target))
    shown.screen._export.invoke()
    shown.until(lambda: shown.services.item_analysis.exported)
    assert shown.services.item_analysis.exported == [target]


@pytest.mark.parametrize(
    ("scale", "appearance"), [(1.0, Appearance.LIGHT), (1.5, Appearance.DARK), (2.0, Appearance.LIGHT)]
)
def test_nothing_is_cut_off(show: Show, scale: float, appearance: Appearance) -> None:
    for held in (True, False):
        shown = at_analysis(show, held, appearance=appearance, scale=scale)
        assert cut_off(shown) == []
        shown.application.close()
