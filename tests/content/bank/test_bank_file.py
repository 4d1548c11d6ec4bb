"""Reading YAML files of the bank: questions, and every mistake with file, line and remedy."""

from pathlib import Path

import pytest

from app.content.bank.bank_file import bank_file_names, read_bank_file, read_bank_text
from app.domain.questions import Partial, QuestionType

GOOD = """\
# Recognition and assessment of work injuries.
topic: 工伤保险·认定与鉴定
line: work-injury
defaults:
  author: 窗口练兵
  checked: 2026-11-24
  effective: 2011-01-01
  difficulty: 2
  basis: [{law: 工伤保险条例, article: 第十七条}]
questions:
  - id: work-injury-0001
    type: single
    stem: 用人单位应当多少日内提出申请？
    options:
      - {text: 30日, right: true}
      - {text: 60日}
    explanation: 法规如此规定。
  # 判断
  - id: work-injury-0002
    type: judge
    stem: "职工缴纳工伤保险费: 对吗？"
    answer: no
    explanation: |
      第一行。
      第二行。
  - id: work-injury-0003
    type: multiple
    stem: 下列哪些是材料？
    options: [{text: 申请表, right: 是}, {text: 诊断证明, right: 是}, {text: 户口簿}]
    partial: half
    explanation: 条例第十八条。
    basis:
      - law: 工伤保险条例
        article: 第十八条
"""


def test_a_good_file_is_read_whole() -> None:
    file = read_bank_text(GOOD, "work-injury-x.yaml")
    assert file.problems == ()
    first, second, third = file.questions
    assert first.type is QuestionType.SINGLE and first.body.options[0].text == "30日"
    assert first.topic == "工伤保险·认定与鉴定" and first.difficulty == 2 and first.author == "窗口练兵"
    assert second.body.answer is False and second.explanation == "第一行。\n第二行。"
    assert third.body.partial is Partial.HALF and third.basis[0].article == "第十八条"
    assert [q.source for q in file.questions] == [f"work-injury-x.yaml:{n}" for n in (11, 19, 26)]


def lines(text: str) -> dict[int, str]:
    problems = read_bank_text(text, "a.yaml").problems
    assert all(
        p.message.endswith("。") and p.remedy.endswith("。") and str(p).startswith("a.yaml 第") for p in problems
    )
    assert [p.line for p in problems] == sorted(p.line for p in problems)
    return {p.line: p.message for p in problems}


def test_all_mistakes_of_a_file_are_listed_with_their_lines() -> None:
    text = (
        GOOD.replace("{text: 60日}", "{text: 60日, right: true}")
        .replace("answer: no", "answer: 也许")
        .replace("partial: half", "partial: a bit")
        .replace("effective: 2011-01-01", "effective: 2011-13-01")
    )
    found = lines(text)
    assert set(found) == {7, 14, 22, 30}
    assert "日期" in found[7] and "2 个正确" in found[14] and "true" in found[22] and "少选" in found[30]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("line: work-injury\n", "line: sport\n", 3, "业务条线"),
        ("topic: 工伤保险·认定与鉴定\n", "topik: 工伤\n", 2, "不认识的字段"),
        ("  author:", "  autor:", 5, "不认识的字段"),
        ("    answer: no\n", "    answer: no\n    answer: yes\n", 23, "写了两次"),
        ("work-injury-0003", "work-injury-0002", 26, "与第 19 行的题目相同"),
        ("  # 判断\n", "  - 只是一句话\n", 18, "不是题目"),
        ('"职工缴纳', "职工缴纳", 21, "冒号"),
        ('对吗？"', "对吗？", 0, "引号"),
        ("    answer: no", "\tanswer: no", 22, "制表符"),
        ("{text: 60日}", "{text: 60日", 0, "没有配对"),
        ("    stem: 下列", "   stem: 下列", 0, "缩进"),
        ("    stem: 下列", "    stem: *x 下列", 28, ""),
        ("questions:", "question:", 10, "不认识的字段"),
        ("    type: single\n", "", 11, "题型"),
        ("    stem: 用人", "    stem: \x07用人", 13, "控制字符"),
    ],
)
def test_each_mistake_names_its_line(old: str, new: str, line: int, words: str) -> None:
    assert GOOD.count(old) == 1
    found = lines(GOOD.replace(old, new))
    assert any(words in message and (at == line or not line) for at, message in found.items()), found


@pytest.mark.parametrize(
    "text", ["", "# 只有注释\n", "- a\n", "一句话", "questions: 3", "topic: 甲\nline: card\nquestions: {}"]
)
def test_what_is_no_bank_file_says_so(text: str) -> None:
    file = read_bank_text(text, "a.yaml")
    assert file.questions == () and file.problems


@pytest.mark.parametrize("bomb", ["[" * 50_000, "{" * 50_000, "- " * 50_000, "a: &a [*a, *a]", "- &a {x: *a}\n- *b"])
def test_nesting_and_references_cannot_hurt(bomb: str) -> None:
    assert read_bank_text(bomb, "a.yaml").problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_files_come_in_any_usual_encoding(tmp_path: Path, encoding: str, ends: str) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "b.yaml").write_bytes(GOOD.replace("\n", ends).encode(encoding))
    (tmp_path / ".hidden.yaml").write_text("x")
    assert bank_file_names(tmp_path) == ("甲/b.yaml",)
    assert read_bank_file(tmp_path, "甲/b.yaml").questions == read_bank_text(GOOD, "").questions


def test_a_file_that_cannot_be_read_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("题库".encode() + b"\xff\xff\xff")
    (tmp_path / "b.yaml").mkdir()
    for name in ("a.yaml", "b.yaml", "missing.yaml"):
        (problem,) = read_bank_file(tmp_path, name).problems
        assert name in problem.message and problem.remedy
