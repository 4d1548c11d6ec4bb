from pathlib import Path

import pytest

from app.content.rubric import load_rubric
from app.domain.errors import UserError
from app.domain.lexicon import Category, Kind
from app.domain.role_play.rules import USUAL

SHIPPED = Path(__file__).resolve().parents[2] / "question_bank" / "rubric.yaml"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "rubric.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_the_shipped_rubric_is_whole():
    rubric = load_rubric(SHIPPED)
    weights = rubric.weights
    assert weights.language + weights.points + weights.forbidden + weights.delivery == 1000
    assert all(rubric.deductions.cost(category) > 0 for category in Category if category.kind is Kind.FORBIDDEN)
    assert weights.delivery <= 100  # a hint, never what decides


def test_the_version_changes_with_a_rule_and_not_with_a_comment(tmp_path: Path):
    version = load_rubric(SHIPPED).version
    assert version.startswith("2026-11-24-")
    assert load_rubric(changed(tmp_path, "# 表达的合适范围。", "# 另一句说明")).version == version
    assert load_rubric(changed(tmp_path, "shirk: 15", "shirk: 12.5")).version != version


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("language: 30", "language: 40", "合计是 110"),
        ("forbidden: 30", "forbiden: 30", "forbiden"),
        ("at_most: 30", "at_most: 40", "超过了服务禁语的分值"),
        ("shirk: 15", "shirk: 15.25", "一位小数"),
        ("shirk: 15", "shrik: 10", "shrik"),
        ("shirk: 15", "# shirk", "缺少“shirk”"),
        ("pass_mark: 60", "pass_mark: 六十", "0 到 100"),
        ("date: 2026-11-24", "date: 今天", "不是日期"),
        ("slowest: 80", "slowest: 400", "slowest"),
        ("typed: 50", "typed: 150", "0 到 100"),
        ("bad_ending: 10", "bad_ending: 110", "0 到 100"),
        ("must: 1", "must: 0", "1 到 10"),
        ("other: 1", "other: 2", "不能比其他要点"),
        ("too_long: 300", "too_long: 三百", "30 到 2000"),
        ("told_must: 5", "told_must: 5.5", "应当是整数"),
        ("veto: -40", "veto: 40", "-100 到 0"),
        ("best: 18", "best: 0", "心情就不会动"),
        ("shirk: -14", "shrik: -14", "shrik"),
        ("courtesy: 2 ", "curtesy: 2 ", "curtesy"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_named_with_its_line(tmp_path: Path, old, new, message):
    path = changed(tmp_path, old, new)
    with pytest.raises(UserError, match=message) as caught:
        load_rubric(path)
    assert "文件“rubric.yaml”第 " in caught.value.message


def test_the_figures_of_a_conversation_are_the_usual_ones():
    assert load_rubric(SHIPPED).conversation == USUAL


def test_a_rubric_from_before_conversations_had_figures_keeps_the_usual_ones(tmp_path: Path):
    path = tmp_path / "rubric.yaml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").split("# 整场对话")[0], encoding="utf-8")
    assert load_rubric(path).conversation == USUAL


def test_a_figure_of_a_conversation_changes_the_version(tmp_path: Path):
    rubric = load_rubric(changed(tmp_path, "bad_ending: 10", "bad_ending: 12.5"))
    assert rubric.conversation.bad_ending == 125
    assert rubric.version != load_rubric(SHIPPED).version


def test_delivery_stays_a_hint(tmp_path: Path):
    text = SHIPPED.read_text(encoding="utf-8")
    path = tmp_path / "rubric.yaml"
    path.write_text(text.replace("delivery: 10", "delivery: 30").replace("points: 30", "points: 10"), encoding="utf-8")
    with pytest.raises(UserError, match="最多 20 分") as caught:
        load_rubric(path)
    line = next(number for number, words in enumerate(text.splitlines(), 1) if "delivery: 10" in words)
    assert f"第 {line} 行" in caught.value.message


def test_no_weight_for_forbidden_phrases_is_refused(tmp_path: Path):
    text = SHIPPED.read_text(encoding="utf-8")
    path = tmp_path / "rubric.yaml"
    path.write_text(
        text.replace("forbidden: 30", "forbidden: 0")
        .replace("language: 30", "language: 60")
        .replace("at_most: 30", "at_most: 0"),
        encoding="utf-8",
    )
    with pytest.raises(UserError, match="不能是 0"):
        load_rubric(path)
