"""A role-play written and read again is the same, as YAML and as a workbook; mistakes in a workbook are placed."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.content.scenario_columns import ENDINGS, GENERAL_TITLE, NEXT, NODES, POINTS
from app.content.scenario_template import scenario_workbook
from app.content.scenario_workbook import read_scenario_workbook
from app.content.scenario_writing import scenario_text, write_scenario
from app.content.scenarios import load_scenario, load_scenarios, read_scenario_text
from app.domain.errors import UserError
from app.domain.lexicon import Category
from app.domain.role_play.conditions import Condition, Transition
from app.domain.scenario import Hint
from tests.domain.role_play.small_scenario import small

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = load_scenarios(ROOT / "scenarios")
EVERY = pytest.mark.parametrize("scenario", SHIPPED, ids=lambda scenario: scenario.id)

RICH = small(
    nodes=(
        replace(
            small().nodes[0],
            says="=还缺什么？: #不是注释",
            hints=(Hint("看“病历”", 2.0), Hint("写下来：一样一样", 3.5)),
            transitions=(
                Transition("upset", Condition(forbidden=(Category.SHIRK, Category.RUDE))),
                Transition("when", Condition(points=("papers",), without=(Category.WAIT,), too_long=True)),
                Transition("when", Condition(any_points=("papers", "written"), missing=("days",), mood_above=0)),
                Transition("leaves", Condition(silent=True), "“没有”回答"),
                Transition("leaves", Condition(attempts=3, mood_below=0)),
                Transition("leaves", Condition(attempts=3)),
                Transition("start"),
            ),
        ),
        *small().nodes[1:],
    ),
    always=(Transition("complains", Condition(veto=True)),),
    checked="2026-11-24",
)


@EVERY
def test_a_shipped_one_as_yaml(scenario):
    again = read_scenario_text(scenario_text(scenario, scenario.title), "x.yaml")
    assert again.faults == ()
    assert again.scenario == scenario  # the version too: it does not depend on the layout


@EVERY
def test_a_shipped_one_as_a_workbook(scenario):
    again = read_scenario_workbook(scenario_workbook(scenario), "x.xlsx")
    assert again.faults == again.doubts == ()
    assert replace(again.scenario, version=scenario.version) == scenario


@pytest.mark.parametrize("way", ["yaml", "xlsx"])
def test_every_field_survives(way):
    if way == "yaml":
        again = read_scenario_text(scenario_text(RICH), "x.yaml")
    else:
        again = read_scenario_workbook(scenario_workbook(RICH), "x.xlsx")
    assert [str(fault) for fault in again.faults] == []
    assert replace(again.scenario, version=RICH.version) == RICH


def test_it_is_written_once_and_replaced_only_when_told(tmp_path: Path):
    path = write_scenario(RICH, tmp_path, "一个小情景")
    assert path.read_text(encoding="utf-8").startswith("# 一个小情景\nid: small\n")
    assert load_scenario(path).nodes == RICH.nodes
    with pytest.raises(UserError, match="没有覆盖"):
        write_scenario(RICH, tmp_path)
    write_scenario(replace(RICH, title="另一个"), tmp_path, replace=True)
    assert load_scenario(path).title == "另一个"
    assert [each.name for each in tmp_path.iterdir()] == ["small.yaml"]
    with pytest.raises(UserError, match="不能作文件名"):
        write_scenario(replace(RICH, id="../small"), tmp_path)


def changed(title: str, cell: str, value: object) -> bytes:
    book = load_workbook(io.BytesIO(scenario_workbook(RICH)))
    book[title][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("title", "cell", "value", "row", "words"),
    [
        (GENERAL_TITLE, "B4", "社保", 4, "业务条线"),
        (GENERAL_TITLE, "B9", "四十五", 9, "age"),
        (GENERAL_TITLE, "B20", "nobody", 20, "不是任何结局"),
        (NODES.title, "E2", "迎候、推诿", 2, "推诿"),
        (NODES.title, "B3", None, 3, "缺少群众的话"),
        (POINTS.title, "D2", "也许", 2, "must"),
        (POINTS.title, "E3", None, 3, "还没有说法"),
        (POINTS.title, "E3", "写(给您", 3, "没有配对"),
        (NEXT.title, "M3", "nowhere", 3, "nowhere"),
        (NEXT.title, "B4", "paper", 4, "没有叫“paper”的要点"),
        (NEXT.title, "E3", "骂人", 3, "骂人"),
        (NEXT.title, "J6", "三次", 6, "attempts"),
        (ENDINGS.title, "B2", "不好", 2, "不好"),
    ],
)
def test_a_mistake_is_named_with_its_sheet_and_row(title, cell, value, row, words):
    book = read_scenario_workbook(changed(title, cell, value), "x.xlsx")
    assert book.scenario is None
    assert any((each.sheet, each.row) == (title, row) and words in each.message for each in book.faults), [
        str(each) for each in book.faults
    ]
    assert all(each.remedy for each in book.faults)


def test_doubts_are_placed_too():
    book = read_scenario_workbook(changed(NODES.title, "F3", "请慢走。"), "x.xlsx")
    assert [(each.sheet, each.row) for each in book.doubts] == [(NODES.title, 3)]


def test_what_is_no_workbook_is_refused():
    with pytest.raises(UserError, match="不是完整的 Excel") as caught:
        read_scenario_workbook(b"not a workbook", "x.xlsx")
    assert caught.value.remedy


def test_every_mistake_of_the_sheets_is_named_at_once_and_the_rest_is_read():
    book = load_workbook(io.BytesIO(scenario_workbook(RICH)))
    book[GENERAL_TITLE]["A3"] = "题目"
    book[NODES.title]["B1"] = "群众说"
    book[POINTS.title]["A2"] = "nowhere"
    book[NEXT.title]["A3"] = None
    book[NEXT.title]["J6"] = "三次"
    del book[ENDINGS.title]
    out = io.BytesIO()
    book.save(out)
    found = read_scenario_workbook(out.getvalue(), "x.xlsx")
    assert found.scenario is None
    said = [(each.sheet, each.row, each.message) for each in found.faults]
    for sheet, row, words in (
        (GENERAL_TITLE, 3, "不认识的项目“题目”"),
        (NODES.title, 1, "不认识的表头“群众说”"),
        (NODES.title, 2, "缺少群众的话"),
        (POINTS.title, 2, "没有叫“nowhere”的轮次"),
        (NEXT.title, 3, "没有写是哪一轮"),
        (NEXT.title, 6, "attempts"),
        (ENDINGS.title, 1, "没有这张表"),
    ):
        assert any((s, r) == (sheet, row) and words in message for s, r, message in said), (words, said)
    assert all(each.remedy for each in found.faults)
    assert [node.id for node in found.draft.nodes] == [node.id for node in RICH.nodes]
    assert found.draft.citizen == RICH.citizen


def test_the_template_offers_choices_and_says_how_to_fill_it_in():
    book = load_workbook(io.BytesIO(scenario_workbook(RICH)))
    assert book[ENDINGS.title].data_validations.dataValidation[0].formula1 == '"好,一般,坏"'
    assert any("Alt" in str(row[0].value) for row in book["填写说明"].iter_rows())
    assert book[NODES.title]["B2"].data_type == "s"  # no formula
