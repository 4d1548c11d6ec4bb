"""Choosing whom to speak with: what is listed, found, proposed; a broken file named beside the good ones."""

from dataclasses import replace

from app.domain.role_play.conversation import Mode
from app.gui.stops import Place
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import WANG, FakeServices, full_services
from tests.gui.fakes_play import BROKEN, missing_papers

GREETING, DAYS = "您好，对不起，还缺病历。", "二十个工作日，请慢走。"


def at_list(show: Show, services: FakeServices) -> Shown:
    shown = show(services)
    shown.application.sign_in(WANG)
    shown.on("Home")
    shown.application.go(Place.ROLE_PLAY)
    shown.on("ScenarioList")
    shown.until(lambda: shown.screen.ready)
    shown.settle()
    return shown


def rows(shown: Shown) -> list[tuple[str, ...]]:
    tree = shown.screen._table.tree
    return [tuple(map(str, tree.item(key, "values"))) for key in tree.get_children()]


def test_a_broken_file_is_named_with_its_line_and_costs_only_itself(show: Show) -> None:
    services = full_services()
    services.role_plays.rules.problems = (BROKEN, replace(BROKEN, line=30))
    shown = at_list(show, services)
    assert [row[0] for row in rows(shown)] == ["缺病历的李女士", "手写板上的小宋", "打 12333 的赵先生"]
    assert "broken.yaml 第 12 行" in shown.screen._wrong_words.text and "还有 1 处" in shown.screen._wrong_words.text
    assert shown.screen._wrong.winfo_ismapped()
    services.role_plays.rules.problems = ()
    shown.screen.enter()
    shown.settle()
    assert not shown.screen._wrong.winfo_ismapped(), "mended, and still complained of"


def test_results_stand_beside_each_and_the_next_one_is_proposed(show: Show) -> None:
    services = full_services()
    desk = services.role_plays
    best = desk.keep(desk.talked(WANG, GREETING, DAYS, mode=Mode.EXAMINE))
    desk.keep(desk.talked(WANG, GREETING, "不清楚。", "不清楚。"))
    shown = at_list(show, services)
    first = next(row for row in rows(shown) if row[0] == missing_papers().title)
    assert first[2] == f"{best.body['score']['whole']['total']:g} ✓"
    assert float(first[3]) < best.body["score"]["whole"]["total"]
    assert shown.screen._table.chosen == "by-writing", "the next is one never tried"
    assert "通过了 1 / 3 个" in shown.screen._next_step.text and "手写板上的小宋" in shown.screen._next_step.text
    shown.screen._which._pick(type(shown.screen._which.value).UNTRIED)
    assert len(rows(shown)) == 2


def test_searching_and_the_business_line_narrow_the_list(show: Show) -> None:
    services = full_services()
    services.role_plays.rules.scenarios_ += (
        replace(missing_papers(), id="card", line="社会保障卡", title="丢了卡的小周"),
    )
    shown = at_list(show, services)
    shown.screen._search.focus_set()
    shown.write("12333")
    shown.key("KeyRelease-3")
    assert [row[0] for row in rows(shown)] == ["打 12333 的赵先生"]
    shown.screen._search.text = ""
    shown.screen._line._pick("社会保障卡")
    assert [row[0] for row in rows(shown)] == ["丢了卡的小周"]
    shown.screen._search.text = "没有这个"
    shown.screen._fill()
    assert rows(shown) == [] and shown.screen._begin.cget("state") == "disabled"
    shown.screen.primary()
    assert type(shown.screen).__name__ == "ScenarioList"


def test_an_unfinished_conversation_is_dropped_only_at_the_second_press(show: Show) -> None:
    services = full_services()
    services.role_plays.talked(WANG, GREETING)
    shown = at_list(show, services)
    assert rows(shown)[0][0] == "接着谈 · 缺病历的李女士"
    assert "谈到第 2 轮" in shown.screen._trains.text
    shown.screen._forget.invoke()
    assert services.role_plays.unfinished(WANG) != ()
    shown.screen._forget.invoke()
    shown.until(lambda: services.role_plays.unfinished(WANG) == ())
    shown.settle()
    assert len(rows(shown)) == 3


def test_one_that_had_ended_before_it_was_reviewed_goes_to_its_review(show: Show) -> None:
    services = full_services()
    services.role_plays.talked(WANG, GREETING, DAYS)
    shown = at_list(show, services)
    shown.key("Return")
    shown.on("Review")
    assert len(services.role_plays.chain.rows) == 1


def test_the_introduction_explains_the_modes_and_leads_to_each(show: Show) -> None:
    shown = at_list(show, full_services())
    shown.key("Return")
    shown.on("PlayIntro")
    screen = shown.screen
    assert screen._situation.text == missing_papers().situation and screen._papers[0][0].cget("text") == "申请表"
    assert screen.choice.value is Mode.PRACTISE
    shown.key("Down")  # from the button, where the focus is
    assert screen.choice.value is Mode.EXAMINE and screen._begin.cget("text") == "开始考核"
    shown.key("Return")
    shown.on("PlayConversation")
    assert shown.screen.flow.talk.dialogue.mode is Mode.EXAMINE
    shown.application._role_playing().introduce(missing_papers())
    shown.on("PlayIntro")
    screen.choice.focus_set()
    shown.key("Up")
    shown.key("Down", 2)
    shown.key("Return")
    shown.on("PlayShadow")
