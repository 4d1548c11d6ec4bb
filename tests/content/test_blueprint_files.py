"""Blueprint files: what is shipped can be drawn from what is shipped, and every mistake names its line."""

from datetime import date
from pathlib import Path

import pytest

from app.content.bank.bank_file import bank_file_names, read_bank_file
from app.content.blueprints import Blueprints, blueprint_of, load_blueprint, load_blueprints
from app.domain.blueprint import Blueprint, FullScreen
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.paper import Version, draw
from app.domain.pool import Pool, make_pool
from app.domain.question_card import QuestionCard
from app.domain.questions import Partial, QuestionType
from tests.command_line import ROOT

SHIPPED = load_blueprints(ROOT / "question_bank" / "blueprints").usable
CHECKED = date(2026, 11, 25)


@pytest.fixture(scope="module")
def pool() -> Pool:
    folder = ROOT / "question_bank" / "questions"
    questions = [q for name in bank_file_names(folder) for q in read_bank_file(folder, name).questions]
    cards = [
        QuestionCard(
            q.id, q.type, q.line, q.topic, q.stem, q.difficulty, q.tags, q.region, q.effective, q.expires, q.review,
            q.version, q.source,
        )
        for q in questions
    ]  # fmt: skip
    return make_pool(cards, CHECKED)


@pytest.mark.parametrize("blueprint", SHIPPED, ids=lambda each: each.id)
def test_every_shipped_blueprint_is_filled_by_the_shipped_bank(blueprint: Blueprint, pool: Pool):
    for seed in range(5):
        for version in Version:
            paper = draw(blueprint, seed, pool, version)
            assert len({item.question_id for item in paper.items}) == blueprint.count
    assert blueprint.full == 1000
    assert blueprint.about


def test_the_contest_is_as_it_is_held(pool: Pool):
    contest = blueprint_of(Blueprints(SHIPPED), "contest")
    assert (contest.count, contest.full, contest.minutes, contest.pass_mark) == (50, 1000, 10, 600)
    assert {section.points for section in contest.sections} == {20}
    assert [section.count for section in contest.sections] == [38, 12]
    a, b = draw(contest, 1, pool), draw(contest, 1, pool, Version.B)
    assert not {item.question_id for item in a.items} & {item.question_id for item in b.items}


def test_every_business_line_has_its_closing_exam_and_every_type_is_examined():
    closing = {
        each.sections[0].lines[0]
        for each in SHIPPED
        if each.id.startswith("closing-") and len(each.sections[0].lines) == 1
    }
    subjects = {BusinessLine.CONDUCT, BusinessLine.DISCIPLINE, BusinessLine.LANGUAGE}
    subjects |= {BusinessLine.SPECIAL, BusinessLine.HOTLINE}
    assert closing == subjects | {line for line in BusinessLine if not line.general}
    assert {type for each in SHIPPED for section in each.sections for type in section.types} == set(QuestionType)


GOOD = """title: 测验
minutes: 10
pass_mark: 60
partial: per-option
full_screen: logged
sections:
  - {title: 选择, types: [单选, multiple], lines: [社会保障卡, pension], tags: [时限], difficulty: [2, 4], count: 40, points: 2.5}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "test.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_a_file_can_say_is_read(tmp_path: Path):
    found = load_blueprint(write(tmp_path, GOOD))
    (section,) = found.sections
    assert (found.id, found.full, found.partial) == ("test", 1000, Partial.PER_OPTION)
    assert found.full_screen is FullScreen.LOGGED
    assert section.types == (QuestionType.SINGLE, QuestionType.MULTIPLE)
    assert section.lines == (BusinessLine.CARD, BusinessLine.PENSION)
    assert (section.easiest, section.hardest, section.points) == (2, 4, 25)
    assert load_blueprint(write(tmp_path, "# 说明\n" + GOOD)).version == found.version
    assert load_blueprint(write(tmp_path, GOOD.replace("40", "30"))).version != found.version


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("minutes: 10", "minutes: 0", 2, "1 到 600"),
        ("minutes: 10", "minutes: 10.5", 2, "整数"),
        ("pass_mark: 60", "pass_mark: 101", 3, "超过了全卷的 100 分"),
        ("pass_mark: 60", "", 1, "缺少“pass_mark”"),
        ("partial: per-option", "partial: 一半", 4, "可以写的有"),
        ("minutes:", "minuets:", 2, "是不是想写“minutes”"),
        ("[单选, multiple]", "[单先]", 7, "“单先”不认识"),
        ("types: [单选, multiple], ", "", 7, "没有写题型"),
        ("[2, 4]", "[4, 2]", 7, "difficulty"),
        ("[2, 4]", "6", 7, "difficulty"),
        ("points: 2.5", "points: 2.55", 7, "一位小数"),
        ("count: 40", "count: 400", 7, "1 到 300"),
        ("count: 40", "count: many", 7, "“count”应当是"),
        (GOOD[GOOD.index("  - ") :], "", 6, "1 到 10 个部分"),
    ],
)
def test_a_mistake_names_file_line_and_remedy(tmp_path: Path, old: str, new: str, line: int, said: str):
    with pytest.raises(UserError) as caught:
        load_blueprint(write(tmp_path, GOOD.replace(old, new)))
    assert f"文件“test.yaml”第 {line} 行" in caught.value.message
    assert said in str(caught.value)
    assert caught.value.remedy


def test_an_unknown_blueprint_is_answered_with_those_there_are():
    with pytest.raises(UserError, match="contest"):
        blueprint_of(Blueprints(SHIPPED), "nothing")
    assert blueprint_of(Blueprints(SHIPPED), "比武赛制 50 题").id == "contest"


def test_one_broken_file_does_not_hinder_the_others(tmp_path: Path):
    write(tmp_path, GOOD)
    (tmp_path / "broken.yaml").write_text("title: [", encoding="utf-8")
    found = load_blueprints(tmp_path)
    assert [each.id for each in found.usable] == ["test"]
    with pytest.raises(UserError, match="文件“broken.yaml”"):
        blueprint_of(found, "broken")
