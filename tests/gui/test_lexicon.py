"""The trainer's lexicon: try a sentence, add, change, switch off; for nobody else."""

from app.domain.lexicon import Category
from app.gui.stops import Place
from tests.gui.conftest import Show, Shown


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
    screen.form._variants.insert("end", "\n不是我们管")
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
