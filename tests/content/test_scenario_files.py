from pathlib import Path

import pytest

from app.content.scenarios import load_scenario, load_scenarios
from app.domain.errors import UserError
from app.domain.lexicon import Category, Kind
from app.domain.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = load_scenarios(ROOT / "scenarios")


def shipped_text(name: str = "incomplete-papers") -> str:
    return (ROOT / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")


def written(tmp_path: Path, old: str, new: str) -> Path:
    text = shipped_text()
    assert old in text
    path = tmp_path / "s.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_windows_common_cases_are_shipped():
    assert {scenario.id for scenario in SHIPPED} >= {
        "pension-qualification", "incomplete-papers", "system-down",
        "work-injury", "wrong-office", "cross-province-transfer",
    }  # fmt: skip


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda scenario: scenario.id)
def test_a_shipped_scenario_is_whole(scenario: Scenario):
    assert scenario.version.startswith(scenario.checked)
    assert scenario.basis
    assert scenario.citizen.name[1:] in ("大爷", "女士", "先生", "阿姨", "师傅")
    for turn in scenario.turns:
        assert 2 <= len(turn.points) <= 4
        assert any(point.must for point in turn.points)
        assert all(stage.kind is Kind.POLITE for stage in turn.stages)
        assert " " not in turn.exemplary
        for point in turn.points:
            assert len(point.ways) == len(set(point.ways)) >= 2


def test_stages_may_be_written_in_chinese_or_as_in_other_files(tmp_path: Path):
    path = written(tmp_path, "[迎候, 致歉,", "[greeting, 致歉,")
    assert load_scenario(path).turns[0].stages[:2] == (Category.GREETING, Category.APOLOGY)


def test_the_version_changes_with_what_is_said_and_not_with_a_comment(tmp_path: Path):
    version = load_scenario(ROOT / "scenarios" / "incomplete-papers.yaml").version
    assert load_scenario(written(tmp_path, "# 工伤", "# 另外说明：工伤")).version == version
    assert load_scenario(written(tmp_path, "疲惫", "生气")).version != version


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[迎候, 致歉,", "[推诿, 致歉,", "推诿"),
        ("[迎候, 致歉,", "[迎侯, 致歉,", "迎侯"),
        ("id: medical-record", "id: cost-list", "id 都是"),
        ("must: true", "must: 是的", "true"),
        ("says:", "say:", "say"),
        ("age: 45", "age: 450", "1 到 120"),
        ("ways: [费用清单, 费用明细清单, 医疗费清单]", "ways: []", "还没有说法"),
        ("exemplary: >-", "exemplary: ''\n    spare: >-", "spare"),
        ("checked: 2026-11-24", "checked: 昨天", "不是日期"),
        ("title: 跑了两趟的李女士", "title:", "还没有填写"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, old, new, message):
    with pytest.raises(UserError, match=message) as caught:
        load_scenario(written(tmp_path, old, new))
    assert "文件“s.yaml”第 " in caught.value.message
    assert caught.value.remedy


def test_no_turn_is_a_mistake(tmp_path: Path):
    path = tmp_path / "s.yaml"
    path.write_text(shipped_text().split("turns:")[0] + "turns: []\nchecked: 2026-11-24\n", encoding="utf-8")
    with pytest.raises(UserError, match="一轮"):
        load_scenario(path)


def test_two_scenarios_of_one_id_are_named_both(tmp_path: Path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(shipped_text(), encoding="utf-8")
    with pytest.raises(UserError, match=r"b\.yaml.*a\.yaml"):
        load_scenarios(tmp_path)


def test_a_missing_folder_is_said_and_an_empty_one_holds_none(tmp_path: Path):
    assert load_scenarios(tmp_path) == ()
    with pytest.raises(UserError, match="找不到情景文件夹"):
        load_scenarios(tmp_path / "none")
