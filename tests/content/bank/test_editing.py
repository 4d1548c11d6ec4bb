"""Editing files of the bank: what is meant changes, and nothing else does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from question_strategies import PROPERTY, questions
from test_bank_file import GOOD

from app.content.bank.bank_file import read_bank_text
from app.content.bank.editing import Edit, edit_text
from app.content.bank.yaml_emitter import emit_numbered
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.question_writing import question_to_plain
from app.domain.questions import Option, Question, Single


def read(text: str) -> tuple[Question, ...]:
    file = read_bank_text(text, "a.yaml")
    assert file.problems == (), text
    return file.questions


COMMENTED = (
    GOOD.replace("type: single\n", "type: single   # 一选一\n")
    .replace("      - {text: 60日}\n", "      # 常见的错误\n      - {text: 60日}   # 第二项\n")
    .replace("    answer: no\n", "    answer: no   # 单位缴\n\n")
)


def test_only_the_changed_value_changes() -> None:
    first = read(COMMENTED)[0]
    edited = edit_text(COMMENTED, "a.yaml", Edit({first.id: replace(first, stem="新的题干", version=2)}))
    assert edited == COMMENTED.replace("用人单位应当多少日内提出申请？", "新的题干").replace(
        "    explanation: 法规如此规定。\n", "    explanation: 法规如此规定。\n    version: 2\n", 1
    )


def test_comments_between_options_stay_when_an_option_changes() -> None:
    first = read(COMMENTED)[0]
    body = Single((Option("30日", True), Option("90日"), Option("一年", why="这是职工申请的时限")))
    edited = edit_text(COMMENTED, "a.yaml", Edit({first.id: replace(first, body=body)}))
    assert "# 常见的错误\n      - {text: 90日}   # 第二项\n      - {text: 一年, why: 这是职工申请的时限}\n" in edited
    assert read(edited)[0].body == body


def test_questions_are_added_at_the_end_and_removed() -> None:
    first, second, third = read(COMMENTED)
    new = replace(second, id="work-injury-0004", stem="新题：对吗？")
    edited = edit_text(COMMENTED, "a.yaml", Edit(added=(new,), removed=frozenset({first.id})))
    assert read(edited) == (second, third, new)
    assert edited.startswith(COMMENTED[: COMMENTED.index("  - id: work-injury-0001")] + "  # 判断\n")
    assert edited.count("\n  - id:") == 3


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_and_a_missing_last_one_are_kept(ends: str) -> None:
    text = GOOD.replace("\n", ends).removesuffix(ends)
    last = read(text)[-1]
    edited = edit_text(text, "a.yaml", Edit({last.id: replace(last, difficulty=5)}))
    assert edited.replace(ends, "").count("\n") == 0
    assert read(edited)[-1].difficulty == 5
    assert edited.startswith(text[: text.index("  - id: work-injury-0003")])


FLOW = """topic: 甲
line: card
questions:
  - {id: a, type: judge, stem: 对吗, answer: true, review: 待核}   # 第一题
  -
    id: b
    type: judge
    stem: 错吗
    answer: false
    review: 待核
"""


def test_unusual_styles_are_edited_too() -> None:
    a, b = read(FLOW)
    edited = edit_text(FLOW, "a.yaml", Edit({"a": replace(a, stem="真的吗"), "b": replace(b, stem="假的吗")}))
    assert [q.stem for q in read(edited)] == ["真的吗", "假的吗"]
    assert "# 第一题" in edited
    empty = edit_text(FLOW, "a.yaml", Edit(removed=frozenset({"a", "b"})))
    assert read(empty) == ()
    assert read(edit_text(empty, "a.yaml", Edit(added=(a, b)))) == (a, b)


def test_what_cannot_be_edited_says_so() -> None:
    first = read(GOOD)[0]
    with pytest.raises(UserError, match="没有编号为“x”的题目"):
        edit_text(GOOD, "a.yaml", Edit({"x": first}))
    with pytest.raises(UserError, match="第 14 行"):
        edit_text(GOOD.replace("{text: 60日}", "{text: 60日, right: true}"), "a.yaml", Edit({first.id: first}))
    with pytest.raises(UserError, match="无法安全地修改"):
        edit_text(GOOD, "a.yaml", Edit(added=(first,)))


@PROPERTY
@given(st.lists(questions(), min_size=1, max_size=3, unique_by=lambda question: question.id))
def test_every_question_comes_back_from_a_new_file(found: list[Question]) -> None:
    meant = [replace(question, topic="甲: 乙", line=BusinessLine.CARD) for question in found]
    inherited = {"topic": "甲: 乙", "line": "card"}
    plain = [question_to_plain(question, inherited) for question in meant]
    text, lines = emit_numbered("甲: 乙", "card", plain, "New questions.")
    assert list(read(text)) == meant
    assert [question.source.rpartition(":")[2] for question in read(text)] == [str(line) for line in lines]


@PROPERTY
@given(questions(), questions(), st.integers(0, 2), st.booleans())
def test_any_question_can_become_any_other(old: Question, new: Question, place: int, alike: bool) -> None:
    others = list(read(GOOD))
    old = replace(old, id="x", topic=others[0].topic, line=others[0].line)
    new = replace(new, id="x", topic=others[0].topic, line=others[0].line)
    if alike:
        new = replace(old, stem=new.stem if not old.stem.count("____") else old.stem, tags=new.tags, basis=new.basis)
    text = edit_text(GOOD, "a.yaml", Edit(added=(old,)))
    assert text.startswith(GOOD)
    edited = edit_text(text, "a.yaml", Edit({"x": new}))
    assert edited.startswith(GOOD)
    assert read(edited) == (*others, new)
