"""Writing role-plays on a real workspace: drafts survive, files are replaced whole and never over somebody else's."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from app.content.scenario_drafts import head_comment, later_comments
from app.content.scenario_template import scenario_workbook
from app.domain.errors import Cancelled, UserError
from app.domain.lexicon import Category
from app.domain.people import Role
from app.domain.role_play import editing
from app.domain.role_play.dialogue import Mode
from app.main import Application
from app.services.scenario_writing import ChangedMeanwhile, ScenarioWritingDesk
from app.system.places import Workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def application(workspace: Workspace):
    real = Application(workspace)
    yield real
    real.close()


@pytest.fixture
def desk(application) -> ScenarioWritingDesk:
    return application.scenario_writing


def shelved(desk: ScenarioWritingDesk, file: str):
    return next(each for each in desk.shelf().files if each.file == file)


def test_every_scenario_that_comes_with_the_application_is_on_its_list():
    listed = (ROOT / "scenarios" / "shipped.txt").read_text(encoding="utf-8").split()
    assert listed == sorted(listed) and len(listed) >= 24
    assert all((ROOT / "scenarios" / name).is_file() for name in listed)


def test_shipped_and_own_ones_are_told_apart_and_only_own_ones_are_deleted(desk, workspace):
    draft = desk.copy(shelved(desk, "lost-card.yaml"))
    assert draft.scenario.id == "own-1"
    saved = desk.save(draft)
    assert saved.path == workspace.scenarios / "own-1.yaml"
    assert {each.file for each in desk.shelf().files if each.own} == {"own-1.yaml"}
    with pytest.raises(UserError, match="不能删除"):
        desk.delete("lost-card.yaml")
    aside = desk.delete("own-1.yaml")
    assert aside.is_file() and not saved.path.exists()
    assert not any(each.own for each in desk.shelf().files)


def test_a_draft_that_lacks_everything_is_found_again_by_another_run(desk, application, workspace):
    draft = desk.new(editing.blank("", "2026-11-25"))
    scenario = editing.changed_node(draft.scenario, "开头", says="半句")
    desk.keep(replace(draft, scenario=replace(scenario, checked="还没核对")))
    with pytest.raises(UserError):
        desk.save(replace(draft, scenario=scenario))
    again = Application(workspace).scenario_writing.shelf().drafts
    assert [each.scenario.nodes[0].says for each in again] == ["半句"]
    assert again[0].scenario.checked == "还没核对" and again[0].kept
    assert application.rules.scenarios()  # the list of those to play does not see it
    desk.drop(again[0])
    assert desk.shelf().drafts == ()


def test_a_draft_cut_off_in_the_middle_is_set_aside_and_costs_nothing(desk, workspace):
    desk.keep(desk.new(editing.blank("")))
    (workspace.scenarios / "drafts" / "broken.json").write_text('{"scenario": {"id"', encoding="utf-8")
    assert len(desk.shelf().drafts) == 1
    assert (workspace.scenarios / "drafts" / "broken.broken").is_file()


def test_saving_keeps_the_head_and_gives_another_version(desk, application, workspace):
    before = application.rules.scenario("lost-card")
    draft, flaws = desk.open("lost-card.yaml")
    assert flaws == () and draft.scenario == replace(before, version="")
    scenario = editing.changed_node(draft.scenario, "start", says="我的卡丢了！")
    saved = desk.save(replace(draft, scenario=scenario))
    text = saved.path.read_text(encoding="utf-8")
    assert text.startswith("# 社保卡丢了又急用")
    assert application.rules.scenario("lost-card").version != before.version and saved.changed
    # The draft can be gone on with at once
    again = desk.save(replace(saved.draft, scenario=replace(scenario, title="另一个标题")))
    assert application.rules.scenario("lost-card").title == "另一个标题" and again.changed


def test_conversations_under_way_are_counted(desk, application):
    person = application.people.add("王晓琳", Role.TRAINEE)
    application.role_plays.begin(application.rules.scenario("lost-card"), Mode.PRACTISE, person)
    draft, _ = desk.open("lost-card.yaml")
    assert desk.save(draft).unfinished == 0  # nothing was changed
    draft, _ = desk.open("lost-card.yaml")
    assert desk.save(replace(draft, scenario=replace(draft.scenario, title="改"))).unfinished == 1


@pytest.mark.parametrize("change", [lambda p: p.write_text("x: 1\n", encoding="utf-8"), lambda p: p.unlink()])
def test_a_file_changed_meanwhile_is_noticed_and_not_overwritten(desk, workspace, change: Callable[[Path], object]):
    draft, _ = desk.open("lost-card.yaml")
    path = workspace.scenarios / "lost-card.yaml"
    change(path)
    there = path.read_bytes() if path.exists() else None
    with pytest.raises(ChangedMeanwhile) as caught:
        desk.save(draft)
    assert caught.value.remedy
    assert (path.read_bytes() if path.exists() else None) == there
    assert desk.save(draft, over=True).path.is_file()


def test_a_new_one_never_takes_another_ones_place(desk, workspace):
    draft = desk.copy(shelved(desk, "lost-card.yaml"))
    draft = replace(draft, scenario=replace(draft.scenario, id="gift-offered"))
    assert any(each.path == ("id",) and each.fault for each in desk.check(draft))
    with pytest.raises(UserError):
        desk.save(draft)
    bad = replace(draft, scenario=replace(draft.scenario, id="../up"))
    assert any("文件名" in each.message for each in desk.check(bad))


def test_what_the_exemplary_dialogue_does_not_earn_is_found_and_can_be_stopped(desk):
    draft, _ = desk.open("lost-card.yaml")
    assert desk.check(draft) == () and desk.rehearse(draft) == ()
    last = draft.scenario.node("password")
    rude = editing.changed_node(draft.scenario, "password", exemplary=last.exemplary + "这不归我管。")
    found = desk.rehearse(replace(draft, scenario=rude))
    at = draft.scenario.nodes.index(last)
    assert any(each.path == ("nodes", at, "exemplary") and "服务禁语" in each.message for each in found)

    def stop(_share, _words):
        raise Cancelled

    with pytest.raises(Cancelled):
        desk.rehearse(draft, stop)
    assert desk.rehearse(draft) == ()


def test_a_sentence_is_tried(desk):
    draft, _ = desk.open("lost-card.yaml")
    tried = desk.try_sentence(draft.scenario, "您好，您先挂失，银行那边也要打电话挂失。这不归我管。")
    assert "report-loss" in tried.told and "挂失" in tried.told["report-loss"]
    assert {hit.category for hit in tried.hits} >= {Category.GREETING, Category.SHIRK}


def test_a_workbook_and_a_file_from_elsewhere_become_drafts(desk, application, tmp_path):
    scenario = application.rules.scenario("lost-card")
    book = tmp_path / "我的.xlsx"
    book.write_bytes(scenario_workbook(scenario))
    brought = desk.bring(book)
    assert brought.playable and brought.flaws == () and brought.draft.scenario.id == "own-1"
    assert replace(brought.draft.scenario, id="lost-card", version=scenario.version) == scenario

    text = (application.content.scenarios / "lost-card.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "别处.yaml"
    wrong.write_text(
        text.replace("age: 34", "age: 三十四").replace("title: 卡丢了", "titel: 卡丢了", 1), encoding="utf-8"
    )
    brought = desk.bring(wrong)
    assert not brought.playable
    assert any("第 2 行" not in flaw.place and "titel" in flaw.message for flaw in brought.flaws)
    assert any("age" in flaw.message for flaw in brought.flaws)
    assert len(brought.draft.scenario.nodes) == len(scenario.nodes)
    for name, content in (("x.txt", "a"), ("x.yaml", "- 一\n- 二\n"), ("x.xlsx", "no")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(UserError) as caught:
            desk.bring(tmp_path / name)
        assert caught.value.remedy


def test_an_old_draft_is_read_by_a_newer_version(desk, workspace):
    kept = desk.keep(desk.new(editing.blank("")))
    path = workspace.scenarios / "drafts" / f"{kept.key}.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["scenario"]["later"] = 1
    path.write_text(json.dumps(stored), encoding="utf-8")
    assert desk.shelf().drafts[0].scenario == kept.scenario


def test_comments_at_the_head_are_kept_and_others_counted(desk, workspace):
    assert head_comment("# 一\n#二\nid: x\n# 三\n") == "一\n二"
    assert later_comments("# 一\nid: x\n# 三\n  # 四\n") == 2
    path = workspace.scenarios / "lost-card.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# 记得核对\n", encoding="utf-8")
    _draft, flaws = desk.open("lost-card.yaml")
    assert "1 行注释" in flaws[0].message


def test_the_time_of_a_draft_is_its_last(application, workspace):
    at = datetime(2026, 11, 25, 9, 30, tzinfo=timezone.utc)
    desk = ScenarioWritingDesk(
        application.rules, workspace.scenarios, workspace.scenarios / "shipped.txt", lambda _id: 0, lambda: at
    )
    assert desk.keep(desk.new(editing.blank(""))).kept == "2026-11-25T09:30:00+00:00"


def test_a_draft_on_its_way_to_the_disk_does_not_come_back_after_it_was_saved(desk):
    draft, _ = desk.open("lost-card.yaml")
    saved = desk.save(draft)
    desk.keep(draft)  # begun before, finished after
    assert desk.shelf().drafts == ()
    assert desk.keep(saved.draft).kept and len(desk.shelf().drafts) == 1


def test_a_workbooks_mistakes_are_told_as_its_headings_call_them(desk, application, tmp_path):
    from openpyxl import load_workbook

    path = desk.template(application.rules.scenario("lost-card"), tmp_path / "x.xlsx")
    book = load_workbook(path)
    book["轮次"]["B3"] = None
    book["往下怎样谈"]["J6"] = "三次"
    book.save(path)
    said = [f"{flaw.place}：{flaw.message}{flaw.remedy}" for flaw in desk.bring(path).flaws]
    assert "轮次 第 3 行：缺少群众的话。请填写“群众的话”。" in said
    assert any("往下怎样谈 第 6 行：“答了几次”应当是" in each for each in said)


def test_a_broken_lexicon_is_told_and_keeps_nobody_from_writing(desk, workspace):
    draft, _ = desk.open("lost-card.yaml")
    next((workspace.phrases / "polite").glob("*.yaml")).write_text("phrases: [", encoding="utf-8")
    (finding,) = desk.rehearse(draft)
    assert "没有照示范谈一遍" in finding.message and finding.remedy and not finding.fault
    assert desk.save(draft).path.is_file()
