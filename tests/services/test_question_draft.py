"""What the form shows as lines comes back as the question it was."""

from typing import Any

import pytest
from hypothesis import given
from question_strategies import PROPERTY, questions

from app.domain.errors import UserError
from app.domain.question_writing import question_to_plain
from app.domain.questions import Question
from app.services.question_draft import day_text, lines_of, list_of, made_question

LISTS = ("blanks", "steps", "pairs", "extra", "points", "basis")


def through_lines(plain: dict[str, Any]) -> dict[str, Any]:
    return {key: list_of(key, lines_of(key, plain)) if key in LISTS else value for key, value in plain.items()}


@PROPERTY
@given(questions())
def test_lines_give_back_every_list(question: Question) -> None:
    plain: dict[str, Any] = through_lines(question_to_plain(question))
    plain["parts"] = [through_lines(part) for part in plain.get("parts", ())]
    if not plain["parts"]:
        del plain["parts"]
    assert made_question(plain) == question


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [("pairs", "用人单位 30日", "没有“=>”"), ("points", "只有要点", "不完整"), ("points", "a: 要点", "不完整")],
)
def test_a_line_that_cannot_be_understood_is_named(key: str, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        list_of(key, text)
    assert caught.value.remedy


def test_what_is_wrong_with_the_whole_is_said_with_the_part_it_is_in() -> None:
    part = {"type": "judge", "stem": "对吗？"}
    with pytest.raises(UserError, match="第 1 小题：判断题缺少答案"):
        made_question({"id": "x", "type": "case", "line": "card", "stem": "案例", "review": "新", "parts": [part]})


def test_days_and_tags_as_people_write_them() -> None:
    assert day_text(" 2026年1月2日 ") == "2026-01-02" == day_text("2026/1/2")
    assert list_of("tags", "时限、材料，一次性告知 窗口") == ["时限", "材料", "一次性告知", "窗口"]
