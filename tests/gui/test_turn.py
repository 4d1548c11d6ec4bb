"""Signing in, and the kept single replies of earlier days: seen, played, printed, overruled, verified."""

from app.domain.lexicon import Kind
from app.gui.stops import Place
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import PIN, REPLY, FakePeople, FakeRecords, FakeServices, full_services, hits


def at_a_kept_reply(shown: Shown) -> None:
    shown.application.sign_in(shown.services.people.people[0])
    shown.on("Home")
    shown.application.go(Place.RECORDS)
    shown.settle()
    shown.key("Return")
    shown.on("ScoreSheetScreen")


def test_first_start_asks_who_one_is_and_signs_in(show: Show) -> None:
    services = FakeServices(FakePeople(()), records=FakeRecords())
    shown = show(services)
    shown.write("欧阳喆")
    shown.key("Return")
    shown.on("Home")
    assert [person.name for person in services.people.people] == ["欧阳喆"]
    assert "欧阳喆" in shown.screen._greeting.text
    assert shown.screen._headline.text == "开始第一次对练"


def test_an_empty_name_is_refused_with_the_remedy_and_nothing_is_lost(show: Show) -> None:
    shown = show(FakeServices(FakePeople(())))
    shown.key("Return")
    shown.until(lambda: shown.application.window.notice.shown)
    assert shown.application.window.notice.message == "姓名还没有填写。请输入姓名后再保存。"
    shown.key("Escape")
    assert not shown.application.window.notice.shown
    assert type(shown.screen).__name__ == "SignIn"


def test_a_trainer_needs_the_pin(show: Show) -> None:
    shown = show()
    shown.key("Tab")
    shown.key("Return")
    shown.write("1111")
    shown.key("Return")
    shown.until(lambda: shown.application.window.notice.shown)
    assert "PIN 码不对" in shown.application.window.notice.message
    shown.key("Escape")
    shown.root.focus_get().delete(0, "end")
    shown.write(PIN)
    shown.key("Return")
    shown.on("Home")
    assert shown.application.person.role.label == "带教老师"


def test_a_kept_reply_is_printed_from_its_sheet(show: Show) -> None:
    shown = show()
    at_a_kept_reply(shown)
    shown.key("Return")
    shown.until(lambda: shown.services.printing.printed)
    shown.until(lambda: "评定记录已保存" in shown.application.window.notice.message)
    shown.key("Escape")
    shown.key("Escape")
    shown.on("RecordsScreen")


def test_marks_cover_exactly_the_words_of_their_hits(show: Show) -> None:
    shown = show()
    at_a_kept_reply(shown)
    marked = shown.screen._text.marked()
    assert [(hit.phrase_id, words) for hit, words in marked] == [(hit.phrase_id, hit.heard) for hit in hits()]
    view = shown.screen._text.view
    plain = "".join(value for kind, value, _at in view.dump("1.0", "end", text=True) if kind == "text")
    assert plain.rstrip("\n") == REPLY
    for hit, first, _last in shown.screen._text._marks:
        wanted = "polite" if hit.kind is Kind.POLITE else "forbidden"
        assert (wanted if hit.certain else "unsure") in view.tag_names(first)


def test_a_mark_plays_from_its_time_by_keyboard_and_mouse(show: Show) -> None:
    shown = show()
    at_a_kept_reply(shown)
    shown.screen._text.view.focus_set()
    shown.key("Right", 2)
    shown.key("Return")
    rude = hits()[2]
    shown.until(lambda: shown.services.sound.played)
    assert shown.services.sound.played[0][1:] == (rude.start, rude.end)
    view = shown.screen._text.view
    x, y, width, height = view.bbox(shown.screen._text._marks[0][1])
    view.event_generate("<Motion>", x=x + width // 2, y=y + height // 2)
    view.event_generate("<Button-1>", x=x + width // 2, y=y + height // 2)
    shown.until(lambda: len(shown.services.sound.played) == 2)
    assert shown.services.sound.played[1][1] == hits()[0].start


def test_a_trainer_overrules_a_line_and_both_stand(show: Show) -> None:
    services = full_services()
    shown = show(services)
    shown.application.sign_in(services.people.people[1])
    shown.on("Home")
    shown.application.go(Place.RECORDS)
    shown.settle()
    shown.key("Return")
    shown.on("ScoreSheetScreen")
    shown.screen._buttons[1].invoke()
    shown.on("Overrule")
    shown.screen._table.choose("language.apology")
    shown.settle()
    shown.screen.correction.points.text = "5"
    shown.screen.reason.text = "录音里有致歉，机器没听清"
    shown.screen.primary()
    shown.on("ScoreSheetScreen")
    assert services.records.overrulings[0][1:4] == ("language.apology", 5.0, "录音里有致歉，机器没听清")
    text = shown.screen._lines.view.get("1.0", "end")
    assert "李建国改判" in text and "原为 0 分" in text


def test_verifying_says_what_it_found(show: Show) -> None:
    shown = show()
    shown.application.sign_in(shown.services.people.people[0])
    shown.application.go(Place.RECORDS)
    shown.settle()
    shown.screen._verify()
    shown.until(lambda: "全部完好" in shown.application.window.notice.message)
    shown.services.records.intact = False
    shown.screen._verify()
    shown.until(lambda: "第 2 条记录有问题" in shown.application.window.notice.message)
