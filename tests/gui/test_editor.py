"""A trainer writes a role-play in the window, on a real workspace: from blank to the list, through a kill, past others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.domain.role_play import editing
from app.domain.role_play.conditions import FORBIDDEN, Condition, Transition
from app.domain.scenario import EndingKind
from app.gui.screens.editor_head import View
from app.gui.screens.editor_spots import Spot, Tab
from app.main import Application
from app.system.places import Workspace
from app.system.settings import Appearance, Settings
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import LI


@pytest.fixture
def services(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    real = Application(workspace)
    monkeypatch.setattr(Application, "save_settings", lambda self, settings: None)  # not into this person's own
    real.voice.on = False
    yield real
    real.close()


def at_list(show: Show, services: Any) -> Shown:
    shown = show(services)
    shown.application.person = LI
    shown.application._forget_screens()
    shown.application._add_rail(LI)
    rooms(shown).show_list()
    shown.on("EditorList")
    shown.until(lambda: shown.screen.table.chosen, "no role-play was listed")
    return shown


def rooms(shown: Shown) -> Any:
    return shown.application._scenario_editing()


def opened(shown: Shown, key: str) -> Any:
    shown.screen.table.choose(key)
    shown.screen.primary()
    shown.on("EditorDesk")
    return shown.screen


def write(shown: Shown, field: Any, text: str) -> None:
    """As a person does: the focus is in the field, the text is replaced, the last key is let go."""
    field.focus_set()
    shown.root.update()
    view = shown.root.focus_get()
    if view.winfo_class() == "Text":
        view.delete("1.0", "end")
        view.insert("1.0", text)
    else:
        view.delete(0, "end")
        view.insert(0, text)
    view.event_generate("<KeyRelease>", keysym="a")
    shown.root.update()


def checked(shown: Shown, condition: Any, what: str) -> None:
    shown.until(condition, f"{what}: {[each.message for each in shown.screen.findings]}")


def test_a_trainer_gets_there_from_the_list_and_a_trainee_does_not(show: Show) -> None:
    from app.gui.stops import Place

    shown = show()
    for person, offered in zip(shown.services.people.people, (False, True), strict=True):
        shown.application.person = person
        shown.application._forget_screens()
        shown.application._add_rail(person)
        shown.application.go(Place.ROLE_PLAY)
        shown.on("ScenarioList")
        assert (shown.screen._on_write is not None) is offered
    shown.screen._on_write()
    shown.on("EditorList")
    shown.screen.back()
    shown.on("ScenarioList")


def test_from_blank_to_the_list(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    rooms(shown)._new()
    shown.on("EditorDesk")
    desk = shown.screen
    checked(shown, lambda: any(each.fault for each in desk.findings), "nothing was missing in a blank one")

    # It cannot be saved as it is, and everything that is missing leads to its field
    desk.save()
    shown.until(lambda: "不能保存成情景" in desk.panel.heading, "nobody was told")
    assert desk.view.value is View.PROBLEMS
    first = desk.panel.problems
    assert len(first.table.tree.get_children()) == len(desk.findings)
    title = next(i for i, each in enumerate(desk.findings) if each.path == ("title",))
    first.table.choose(str(title))
    first.go()
    shown.settle()
    assert shown.root.focus_get() is desk.panel.form(Tab.MATTER).fields["title"]._line._entry

    # The whole
    fields = desk.panel.form(Tab.MATTER).fields
    write(shown, fields["title"], "忘带身份证的老周")
    write(shown, fields["situation"], "老周来打印参保证明，身份证忘在家里，手机里有电子社保卡。")
    fields["line"]._pick("社会保障卡")
    desk.go(Spot("", Tab.CITIZEN))
    shown.settle()
    citizen = desk.panel.form(Tab.CITIZEN).fields
    write(shown, citizen["name"], "老周")
    write(shown, citizen["mood"], "着急")
    write(shown, citizen["age"], "58")
    desk.go(Spot("", Tab.PAPERS))
    shown.settle()
    papers = desk.panel.form(Tab.PAPERS).fields
    write(shown, papers["basis"], "《社会保险经办条例》第七条")
    write(shown, papers["papers"], "老周的手机：电子社保卡")

    # The moment: line, polite words, a point, where it leads, the exemplary reply
    desk.go(Spot("开头", Tab.LINES))
    shown.settle()
    lines = desk.panel.form(Tab.LINES)
    write(shown, lines.fields["says"], "我身份证忘家里了，还能打参保证明吗？")
    lines._stages._switch(0)
    desk.go(Spot("开头", Tab.POINTS))
    shown.settle()
    points = desk.panel.form(Tab.POINTS)
    points._add()
    shown.settle()
    write(shown, points.fields["text"], "用手机上的电子社保卡也能打印")
    write(shown, points.fields["ways"], "电子社保卡\n手机…(也|就)能打")
    points._must._pick(True)
    desk.go(Spot("开头", Tab.NEXT))
    shown.settle()
    onward = desk.panel.form(Tab.NEXT)
    onward._add()
    assert desk.scenario.nodes[0].transitions[0].when == Condition(points=("要点1",))
    onward._go_to("办成了")
    onward._add()
    assert desk.scenario.nodes[0].transitions[1] == Transition("没办成", Condition(attempts=3))
    onward.table.choose("2")
    shown.root.update()
    onward._go_to("开头")
    desk.go(Spot("开头", Tab.REPLY))
    shown.settle()
    write(shown, desk.panel.form(Tab.REPLY).fields["exemplary"], "您好，没带身份证不要紧，用手机上的电子社保卡也能打。")
    write(shown, desk.panel.form(Tab.REPLY).fields["hints"], "他手机里有什么？（扣 3 分）")
    for id, title in (("办成了", "打好了，高兴地走了"), ("没办成", "白跑一趟")):
        desk.go(Spot(id, Tab.ENDING))
        shown.settle()
        ending = desk.panel.form(Tab.ENDING).fields
        write(shown, ending["title"], title)
        write(shown, ending["says"], "谢谢。" if id == "办成了" else "那我回去拿吧。")
        write(shown, ending["explains"], "说到了电子社保卡。" if id == "办成了" else "没有想到电子社保卡。")
    checked(shown, lambda: not any(each.fault for each in desk.findings), "something is still missing")
    shown.until(lambda: desk._draft.kept, "no draft was kept")

    # Tried on the spot
    desk.try_out()
    shown.on("PlayConversation")
    talk = shown.screen.flow.talk
    assert talk.person is None and talk.line == "我身份证忘家里了，还能打参保证明吗？"
    shown.screen._give_up()
    shown.on("EditorDesk")
    assert desk.scenario.title == "忘带身份证的老周" and not services.role_plays.unfinished(LI)

    # Saved, listed, playable
    desk.save()
    shown.until(lambda: "已保存到 own-1.yaml" in shown.application.window.notice.message, "not saved", patience=20)
    scenario = services.rules.scenario("own-1")
    assert scenario.title == "忘带身份证的老周" and scenario.nodes[0].points[0].must
    assert scenario.nodes[0].hints[0].cost == 3 and scenario.citizen.age == 58
    desk.back()
    shown.on("EditorList")
    shown.until(lambda: shown.screen._files.get("own-1.yaml"), "not in the list")
    assert shown.screen._files["own-1.yaml"].own and not shown.screen._drafts


def press_if_asked(shown: Shown) -> None:
    """Leaving a conversation may be asked about once."""
    from app.gui.widgets.button import Button

    shown.settle()
    box = shown.application.window.notice._box
    waiting = [box] if box is not None else []
    while waiting:
        widget = waiting.pop()
        if isinstance(widget, Button) and widget.cget("text") not in ("知道了", "接着谈"):
            widget.invoke()
            return
        waiting += widget.winfo_children()


def test_what_was_being_written_is_there_after_a_kill(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    desk = opened(shown, "lost-card.yaml")
    desk.go(Spot("start", Tab.LINES))
    shown.settle()
    write(shown, desk.panel.form(Tab.LINES).fields["says"], "半句")
    shown.until(lambda: not desk._unkept, "the draft was not kept")
    # Another run on the same workspace, while the first never closed
    again = Application(services.content)
    drafts = again.scenario_writing.shelf().drafts
    assert [draft.scenario.node("start").says for draft in drafts] == ["半句"]
    assert again.rules.scenario("lost-card").node("start").says != "半句"
    again.close()
    # The same file opened anew is that draft; in the list it can be dropped
    rooms(shown).show_list()
    shown.on("EditorList")
    shown.until(lambda: shown.screen._drafts, "the draft is not listed")
    desk = opened(shown, "lost-card.yaml")
    assert desk.scenario.node("start").says == "半句"


def test_undo_and_redo_go_through_typing_and_deleting(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    desk = opened(shown, "lost-card.yaml")
    before = desk.scenario
    desk.go(Spot("start", Tab.LINES))
    shown.settle()
    says = desk.panel.form(Tab.LINES).fields["says"]
    for text in ("卡", "卡丢", "卡丢了！"):
        write(shown, says, text)
    desk._choose(desk.graph.chosen)
    desk.delete_chosen()
    assert desk.scenario.node("start") is None and desk.graph.chosen is not None
    shown.root.event_generate("<<Undo>>")
    shown.root.update()
    assert desk.scenario.node("start").says == "卡丢了！"
    desk.undo()
    assert desk.scenario == before
    desk.redo()
    desk.go(Spot("start", Tab.LINES))
    shown.settle()
    assert says.text == "卡丢了！"


def test_a_name_is_changed_with_everything_that_leads_there(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    desk = opened(shown, "lost-card.yaml")
    desk.go(Spot("which-kind", Tab.LINES))
    shown.settle()
    name = desk.panel.form(Tab.LINES)._called
    write(shown, name, "两种挂失")
    shown.key("Return")
    assert desk.scenario.node("两种挂失") and desk.scenario.node("which-kind") is None
    assert any(row.to == "两种挂失" for row in desk.scenario.node("start").transitions)
    assert desk.panel.spot.id == "两种挂失" and desk.graph.chosen.id in ("两种挂失", "which-kind")
    write(shown, name, "start")
    shown.key("Return")
    assert "不能叫" in shown.application.window.notice.message and name.text == "两种挂失"
    desk.go(Spot("start", Tab.POINTS))
    shown.settle()
    points = desk.panel.form(Tab.POINTS)
    write(shown, points.fields["id"], "先挂失")
    shown.key("Return")
    assert desk.scenario.node("start").transitions[1].when.points == ("先挂失", "two-sides")
    assert editing.renamed_point(desk.scenario, "先挂失", "report-loss").points[0].id == "report-loss"


def test_a_name_that_is_still_being_typed_is_saved_too(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    desk = opened(shown, "lost-card.yaml")
    desk.go(Spot("which-kind", Tab.LINES))
    shown.settle()
    write(shown, desk.panel.form(Tab.LINES)._called, "两种挂失")
    desk.save()
    shown.until(lambda: "已保存" in shown.application.window.notice.message, "not saved")
    assert services.rules.scenario("lost-card").node("两种挂失")


def test_a_sentence_is_tried_at_its_point(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    desk = opened(shown, "lost-card.yaml")
    desk.go(Spot("start", Tab.POINTS))
    shown.settle()
    form = desk.panel.form(Tab.POINTS)
    write(shown, form.trial.box, "您好，您赶快把卡停了。这不归我管。")

    def told() -> str:
        return str(form.trial.told.view.get("1.0", "end"))

    shown.until(lambda: "没有说到" in told(), "nothing was heard")
    assert "迎候" in told() and "服务禁语" in told() and "✓ 说到了" not in told()
    # A way more, and it is heard again by itself
    ways = form.fields["ways"]
    write(shown, ways, f"{ways.text}\n把卡停")
    shown.until(lambda: "✓ 说到了" in told(), "the new way was not heard")
    assert "“把卡停”" in told()


def test_conditions_are_picked_and_moved(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    desk = opened(shown, "lost-card.yaml")
    desk.go(Spot("cries", Tab.NEXT, "next", 1))
    shown.settle()
    form = desk.panel.form(Tab.NEXT)
    rows = form.conditions
    for key in ("mood_above", "points", "forbidden"):
        kind = next(kind for kind, _label in rows.more._labels.items() if getattr(kind, "key", "") == key)
        rows.more._pick(kind)
        shown.root.update()
    rows._rows["points"][1].switch("scam")
    when = desk.scenario.node("cries").transitions[1].when
    assert when.mood_above == 60 and when.forbidden == FORBIDDEN and set(when.points) == {"report-loss", "scam"}
    rows._rows["forbidden"][1].switch(FORBIDDEN[0])
    assert desk.scenario.node("cries").transitions[1].when.forbidden == FORBIDDEN[:1]
    form._move(-1)
    assert desk.scenario.node("cries").transitions[0].when.mood_above == 60
    form._remove()
    assert [row.to for row in desk.scenario.node("cries").transitions] == ["complains", "complains"]


def test_the_picture_is_walked_by_keyboard_and_clicked(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    desk = opened(shown, "lost-card.yaml")
    graph = desk.graph
    graph.focus_set()
    shown.key("Down")
    assert desk.panel.spot.id == "which-kind" == graph.chosen.id
    shown.key("Down", 3)
    assert desk.scenario.ending(graph.chosen.id).kind is EndingKind.GOOD
    assert desk.panel.spot.tab is Tab.ENDING
    shown.key("Up", 3)
    shown.key("space")
    assert graph.chosen.to and desk.panel.spot.tab is Tab.NEXT
    shown.key("Return")
    shown.settle()
    assert shown.root.focus_get() is desk.panel.form(Tab.NEXT).to._canvas
    desk.view._pick(View.GRAPH)
    shown.settle()
    graph.show_all()
    shown.settle()
    item = graph._drawn[type(graph.chosen)("cries")][1][0]
    left, top, right, bottom = graph.canvas.bbox(item)
    x, y = (left + right) / 2 - graph.canvas.canvasx(0), (top + bottom) / 2 - graph.canvas.canvasy(0)
    for event in ("<Button-1>", "<ButtonRelease-1>"):
        graph.canvas.event_generate(event, x=int(x), y=int(y))
    assert graph.chosen.id == "cries"
    zoom = graph.zoom
    shown.key("plus")
    assert graph.zoom > zoom


def test_only_what_has_changed_is_drawn_again(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    desk = opened(shown, "lost-card.yaml")
    shown.settle()
    drawn = {key: items for key, (_looks, items) in desk.graph._drawn.items()}
    desk.edit(lambda s: editing.changed_node(s, "which-kind", says="换一句"))
    desk._draw()
    after = {key: items for key, (_looks, items) in desk.graph._drawn.items()}
    assert {key.id for key in after if after[key] != drawn.get(key)} == {"which-kind"}


def test_a_problem_is_marked_in_the_picture_and_goes_when_it_is_mended(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    desk = opened(shown, "lost-card.yaml")
    desk.edit(lambda s: editing.changed_node(s, "cries", says=""))
    checked(shown, lambda: "cries" in desk.graph._marks, "the box was not marked")
    desk.try_out()
    assert desk.view.value is View.PROBLEMS and "不能试谈" in desk.panel.heading
    desk.edit(lambda s: editing.changed_node(s, "cries", says="您怎么这样说话？"))
    checked(shown, lambda: not desk.findings, "it is still marked")
    # Another role-play has problems of its own, or none
    desk.edit(lambda s: editing.changed_node(s, "cries", says=""))
    checked(shown, lambda: desk.view._buttons[3].cget("text") == "要改的 1", "not counted")
    rooms(shown).show_list()
    shown.on("EditorList")
    desk = opened(shown, "gift-offered.yaml")
    shown.until(lambda: not desk._pauses.waiting and not desk.findings, "not checked")
    assert desk.view._buttons[3].cget("text") == "要改的 0"
    rooms(shown).show_list()
    shown.on("EditorList")
    desk = opened(shown, "lost-card.yaml")
    desk.edit(lambda s: editing.changed_node(s, "cries", says="您怎么这样说话？"))
    # What takes hearing is found too
    desk.edit(lambda s: editing.changed_node(s, "password", exemplary="那是诈骗，别点。这不归我管。"))
    checked(shown, lambda: any("服务禁语" in each.message for each in desk.findings), "not rehearsed")


def test_a_file_changed_by_somebody_else_is_not_overwritten_unless_one_says_so(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    desk = opened(shown, "lost-card.yaml")
    path: Path = services.content.scenarios / "lost-card.yaml"
    theirs = path.read_text(encoding="utf-8").replace("郑女士在公交车上", "郑女士在地铁上")
    path.write_text(theirs, encoding="utf-8")
    desk.edit(lambda s: replace(s, title="我的标题"))
    desk.save()
    shown.until(lambda: "没有覆盖" in shown.application.window.notice.message, "nobody was told")
    assert path.read_text(encoding="utf-8") == theirs
    desk.save(over=True)
    shown.until(lambda: "已保存" in shown.application.window.notice.message, "not saved")
    assert "title: 我的标题" in path.read_text(encoding="utf-8")


def test_a_workbook_is_looked_at_before_it_is_taken_over(show: Show, services: Any, tmp_path: Path) -> None:
    shown = at_list(show, services)
    path = tmp_path / "我的.xlsx"
    shown.screen.write_workbook(shown.screen._files["lost-card.yaml"], path)
    shown.until(lambda: "工作簿已写好" in shown.application.window.notice.message, "not written")
    book = load_workbook(path)
    book["基本情况"]["B2"] = "our-own"
    book["轮次"]["B3"] = None
    book["要点"]["A2"] = "没有这一轮"
    book.save(path)
    rooms(shown).bring(path)
    shown.on("EditorImport")
    places = [shown.screen.table.tree.item(row)["values"][0] for row in shown.screen.table.tree.get_children()]
    assert "轮次 第 3 行" in places and "要点 第 2 行" in places
    assert "还不能玩" in shown.screen._verdict.text
    shown.screen.primary()
    shown.on("EditorDesk")
    desk = shown.screen
    assert desk.scenario.id == "our-own" and len(desk.scenario.nodes) == 6
    checked(shown, lambda: any(each.fault for each in desk.findings), "nothing is missing")
    shown.until(lambda: services.scenario_writing.shelf().drafts, "what was brought in is no draft")


def test_the_units_own_are_deleted_after_one_question(show: Show, services: Any) -> None:
    desk = services.scenario_writing
    lost = next(each for each in desk.shelf().files if each.file == "lost-card.yaml")
    desk.save(desk.copy(lost))
    shown = at_list(show, services)
    shown.screen.table.choose("own-1.yaml")
    shown.root.update()
    shown.screen._ask_to_delete()
    assert "要删除" in shown.application.window.notice.message
    assert (services.content.scenarios / "own-1.yaml").exists()
    press_if_asked(shown)
    shown.until(lambda: "own-1.yaml" not in shown.screen._files, "still there")
    assert not (services.content.scenarios / "own-1.yaml").exists()
    shown.screen.table.choose("lost-card.yaml")
    shown.root.update()
    assert shown.screen._delete not in shown.screen._row._widgets


def test_the_voice_is_listened_to_as_it_is_set(show: Show) -> None:
    shown = at_list(show, None)
    desk = opened(shown, "lost-card.yaml")
    desk.go(Spot("", Tab.CITIZEN))
    shown.settle()
    write(shown, desk.panel.form(Tab.CITIZEN).fields["rate"], "80")
    write(shown, desk.panel.form(Tab.CITIZEN).fields["age"], "一百")
    assert desk.scenario.citizen.voice.rate == 80 and desk.scenario.citizen.age == 34
    desk.panel.form(Tab.CITIZEN).listen.invoke()
    shown.until(lambda: shown.services.voice.said, "nothing was said")
    line, voice = shown.services.voice.said[0]
    assert line == desk.scenario.nodes[0].says and voice == desk.scenario.citizen.voice
    shown.services.voice.on = False
    desk.panel.form(Tab.CITIZEN).listen.invoke()
    assert "声音现在关着" in shown.application.window.notice.message


def test_another_look_keeps_what_was_being_written(show: Show, services: Any) -> None:
    shown = at_list(show, services)
    desk = opened(shown, "lost-card.yaml")
    desk.edit(lambda s: replace(s, title="还没存"))
    shown.application._change_settings(Settings(Appearance.DARK, 1.25))
    shown.until(lambda: shown.application.theme.dark, "the look did not change")
    assert [draft.scenario.title for draft in services.scenario_writing.shelf().drafts] == ["还没存"]
