"""The trainer's lexicon: try a sentence, add, change, switch off; for nobody else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.domain.errors import UserError
from app.domain.lexicon import Category
from app.domain.people import Role
from app.gui.stops import Place
from app.main import Application
from app.system.places import Workspace
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import full_services


def at_lexicon(show: Show) -> Shown:
    shown = show()
    shown.application.sign_in(shown.services.people.people[1])
    shown.application.go(Place.LEXICON)
    shown.settle()
    return shown


def test_only_a_trainer_is_offered_the_lexicon(show: Show) -> None:
    shown = show()
    shown.application.sign_in(shown.services.people.people[0])
    assert Place.LEXICON not in [stop.place for stop in shown.application.window.rail._stops]
    shown.application.sign_in(shown.services.people.people[1])
    assert Place.LEXICON in [stop.place for stop in shown.application.window.rail._stops]


def test_a_typed_sentence_shows_what_would_be_marked_and_why(show: Show) -> None:
    shown = at_lexicon(show)
    shown.write("您好，这个不归我管")
    shown.key("Return")
    shown.until(lambda: shown.screen.trial._text.marked())
    assert [words for _hit, words in shown.screen.trial._text.marked()] == ["您好", "这个不归我管"]
    assert "服务禁语 · 推诿" in shown.screen.trial._why.view.get("1.0", "end")


def test_a_spoken_sentence_is_tried_and_nothing_is_kept(show: Show) -> None:
    shown = at_lexicon(show)
    shown.screen.trial._speak.invoke()
    shown.until(lambda: shown.screen.trial._take is not None)
    shown.screen.trial._speak.invoke()
    shown.until(lambda: shown.screen.trial._text.marked())
    take = shown.services.replies.takes[0]
    assert take.stopped and take.abandoned


def test_a_phrase_is_changed_added_and_switched_off(show: Show) -> None:
    shown = at_lexicon(show)
    screen, lexicon = shown.screen, shown.services.lexicon
    screen.table.choose("S1")
    shown.settle()
    screen.form._variants.view.insert("end", "\n不是我们管")
    screen.form._save.invoke()
    shown.settle()
    changed = next(entry.phrase for entry in lexicon.list if entry.phrase.id == "S1")
    assert changed.variants == ("这不归我管", "不是我们管")
    screen._search.text = "有什么可以帮您"
    screen._add()
    screen.form._category.show(Category.ASSIST)
    screen.form._save.invoke()
    shown.settle()
    assert lexicon.list[-1].phrase.say == "有什么可以帮您"
    screen._search.text = ""
    screen._fill()
    screen.table.choose("G1")
    shown.settle()
    screen.form._switch.invoke()
    shown.settle()
    assert not next(entry.on for entry in lexicon.list if entry.phrase.id == "G1")


def test_searching_and_a_category_narrow_the_list(show: Show) -> None:
    shown = at_lexicon(show)
    shown.screen._search.text = "早上"
    shown.screen._fill()
    assert shown.screen.table.tree.get_children() == ("G1",)
    shown.screen._search.text = ""
    shown.screen._picker.show(Category.SHIRK)
    shown.screen._fill()
    assert shown.screen.table.tree.get_children() == ("S1",)


def test_a_mark_and_a_reason_lead_to_their_phrase(show: Show) -> None:
    shown = at_lexicon(show)
    shown.screen._search.text = "早上"
    shown.screen._fill()
    shown.write("您好，这个不归我管")
    shown.key("Return")
    shown.until(lambda: shown.screen.trial._text.marked())
    shown.screen.trial._why.view.focus_force()
    shown.settle()
    shown.key("Right")  # from the first phrase's link to the second's
    shown.key("Return")
    assert shown.screen.table.chosen == "S1"
    assert shown.screen.form._say.text == "不归我管"


def test_what_is_wrong_with_the_files_stays_in_sight(show: Show) -> None:
    services = full_services()
    services.lexicon.wrong = tuple(UserError(f"文件“市.yaml”第 {n} 行：写错了。", "请改。") for n in range(5))
    shown = show(services)
    shown.application.sign_in(shown.services.people.people[1])
    shown.application.go(Place.LEXICON)
    shown.settle()
    assert shown.screen._wrong.winfo_ismapped()
    assert "5 处" in shown.screen._wrong_title.text and "第 2 行" in shown.screen._wrong_words.text
    services.lexicon.wrong = ()
    shown.screen._read("")
    shown.settle()
    assert not shown.screen._wrong.winfo_ismapped()


# On the real service


@pytest.fixture
def services(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    real = Application(workspace)
    monkeypatch.setattr(Application, "save_settings", lambda self, settings: None)  # not into this person's own
    real.people.add("李建国", Role.TRAINER, pin="2468")
    yield real
    real.close()


def at_real_lexicon(show: Show, services: Any) -> Shown:
    shown = show(services)
    shown.application.sign_in(services.people.all()[0])
    shown.application.go(Place.LEXICON)
    shown.until(lambda: shown.screen._entries, "the phrases were not listed")
    shown.settle()
    return shown


def test_a_phrase_is_changed_switched_off_and_restored_on_the_real_files(show: Show, services: Any) -> None:
    shown = at_real_lexicon(show, services)
    screen, form = shown.screen, shown.screen.form
    version = services.lexicon.version()
    screen.show_phrase("shirk-not-mine")
    shown.settle()
    assert "随程序" in form._origin.text and form._rule_boxes["unless_near"].text
    form._unfold()
    form._rule_boxes["unless_near"].text += "\n指给您看"
    form._save.invoke()
    shown.until(lambda: "已保存" in shown.application.window.notice.message)
    shown.settle()
    assert services.lexicon.version() != version
    phrase = next(entry.phrase for entry in services.lexicon.entries() if entry.phrase.id == "shirk-not-mine")
    assert phrase.unless_near[-1] == "指给您看"
    form._switch.invoke()
    shown.settle()
    assert screen.table.tree.item("shirk-not-mine", "values")[-1] == "停用"
    assert "本单位改过" in form._origin.text
    form._forget.invoke()
    shown.settle()
    assert services.lexicon.version() == version
    assert "随程序" in form._origin.text


def test_a_pattern_that_cannot_be_understood_is_said_and_the_form_keeps_what_was_written(
    show: Show, services: Any
) -> None:
    shown = at_real_lexicon(show, services)
    shown.screen._add()
    shown.screen.form._say.text = "莫急(莫急"
    shown.screen.form._save.invoke()
    shown.until(lambda: shown.application.window.notice.shown)
    assert "没有配对" in shown.application.window.notice.message
    assert shown.screen.form._say.text == "莫急(莫急"
    assert not (services.content.phrases / "overlays").exists()


def test_a_workbook_is_previewed_and_then_imported(show: Show, services: Any, tmp_path: Path) -> None:
    shown = at_real_lexicon(show, services)
    path = tmp_path / "用语.xlsx"
    services.lexicon.export_workbook(path)
    book = load_workbook(path)
    book["用语"]["G2"] = "停用"
    book.save(path)
    shown.application._preview_phrases(path)
    shown.on("LexiconImport")
    assert [shown.screen.table.tree.set(row, 0) for row in shown.screen.table.tree.get_children()] == ["停用"]
    assert not (services.content.phrases / "overlays").exists()
    shown.key("Return")
    shown.on("LexiconScreen")
    shown.until(lambda: "已导入 1 条" in shown.application.window.notice.message)
    first = services.lexicon.entries()[0]
    assert not first.on and first.own


def test_a_workbook_with_a_wrong_row_cannot_be_imported(show: Show, services: Any, tmp_path: Path) -> None:
    shown = at_real_lexicon(show, services)
    path = tmp_path / "用语.xlsx"
    services.lexicon.export_workbook(path)
    book = load_workbook(path)
    book["用语"]["B2"] = "推脱"
    book.save(path)
    shown.application._preview_phrases(path)
    shown.on("LexiconImport")
    assert "第 2 行“类别”：“推脱”" in shown.screen._detail.text
    assert not shown.screen._import.winfo_ismapped()
    shown.key("Return")
    assert type(shown.screen).__name__ == "LexiconImport"
    assert not (services.content.phrases / "overlays").exists()
