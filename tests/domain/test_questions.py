"""Questions as values: when they may be drawn, and how plain mappings become questions and back."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from question_strategies import PROPERTY, questions

from app.domain.business import BusinessLine
from app.domain.lexicon import Category
from app.domain.question_reading import INHERITED, question_from_plain, read_question
from app.domain.question_writing import question_to_plain
from app.domain.questions import Basis, Blank, Gap, Judge, Partial, Question, QuestionType, drawable

JUDGE = {
    "id": "work-injury-0001",
    "type": "judge",
    "line": "work-injury",
    "stem": "职工应当缴纳工伤保险费。",
    "answer": "false",
    "explanation": "工伤保险费由用人单位缴纳。",
    "basis": [{"law": "工伤保险条例", "article": "第十条"}],
    "effective": "2011-01-01",
    "checked": "2026-11-24",
    "difficulty": "1",
}
CHOICE = {**JUDGE, "type": "single", "options": [{"text": "30日", "right": True}, {"text": "60日"}]}
del CHOICE["answer"]


def faults(**changes: object) -> list[tuple[tuple[str | int, ...], str]]:
    question, problems = read_question({**CHOICE, **changes})
    assert (question is None) == bool(problems)
    assert all(problem.message.endswith("。") and problem.remedy.endswith("。") for problem in problems)
    return [(problem.path, problem.message) for problem in problems]


def test_a_plain_mapping_becomes_a_question() -> None:
    question, problems = read_question(JUDGE, source="a.yaml:3")
    assert problems == ()
    assert question == Question(
        id="work-injury-0001",
        line=BusinessLine.WORK_INJURY,
        stem="职工应当缴纳工伤保险费。",
        body=Judge(False),
        explanation="工伤保险费由用人单位缴纳。",
        basis=(Basis("工伤保险条例", "第十条"),),
        effective=date(2011, 1, 1),
        checked=date(2026, 11, 24),
        difficulty=1,
    )
    assert question.type is QuestionType.JUDGE
    assert question.source == "a.yaml:3"


def test_what_the_file_says_for_all_is_inherited_and_overruled() -> None:
    fields = {key: value for key, value in JUDGE.items() if key not in ("line", "basis", "checked")}
    inherited = {"line": "card", "basis": [{"law": "经办条例"}], "checked": "2026-01-02", "difficulty": 5}
    question, problems = read_question(fields, inherited)
    assert question is not None, problems
    assert (question.line, question.difficulty) == (BusinessLine.CARD, 1)
    assert question.basis == (Basis("经办条例"),)
    assert question_to_plain(question, inherited) == {
        "id": "work-injury-0001",
        "type": "judge",
        "stem": "职工应当缴纳工伤保险费。",
        "answer": False,
        "explanation": "工伤保险费由用人单位缴纳。",
        "effective": "2011-01-01",
        "difficulty": 1,
        "version": 1,
    }


@PROPERTY
@given(questions())
def test_every_question_comes_back_from_its_plain_form(question: Question) -> None:
    plain = question_to_plain(question)
    assert question_from_plain(json.loads(json.dumps(plain))) == question


@PROPERTY
@given(questions(), questions())
def test_defaults_of_a_file_never_change_a_question(question: Question, other: Question) -> None:
    defaults = {key: value for key, value in question_to_plain(other).items() if key in INHERITED}
    if not question.review:
        defaults.pop("review", None)
    plain = question_to_plain(question, defaults)
    again, problems = read_question(plain, defaults)
    assert again == question, problems


def test_all_problems_are_named_not_only_the_first() -> None:
    found = faults(id="a b", difficulty=9, effective="2026-02-30", explanation="", colour="red")
    assert {path for path, _ in found} == {("id",), ("difficulty",), ("effective",), (), ("colour",)}


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"type": "choice"}, ("type",), "不能是“choice”"),
        ({"line": "sports"}, ("line",), "业务条线"),
        ({"stem": " "}, ("stem",), "缺少题干"),
        ({"options": [{"text": "甲"}, {"text": "乙"}]}, ("options",), "没有标出正确选项"),
        ({"options": [{"text": "甲", "right": True}]}, ("options",), "不足两个"),
        ({"options": [{"text": "甲", "right": 1}, {"text": "乙"}]}, ("options", 0, "right"), "true"),
        ({"options": [{"text": "甲", "right": "对"}, {"text": "甲"}]}, ("options", 1, "text"), "重复"),
        ({"options": [{"text": "甲", "right": "对"}, "乙", {"text": "丙"}]}, ("options", 1), "字段: 值"),
        ({"options": [{"text": "甲", "right": "对"}, {"tekst": "丙"}]}, ("options", 1, "tekst"), "不认识"),
        ({"type": "multiple", "partial": "some", "options": CHOICE["options"]}, ("partial",), "少选"),
        ({"type": "judge", "answer": "maybe", "options": None}, ("answer",), "true"),
        ({"type": "blank", "stem": "应在____日内", "blanks": [{"tolerance": 1}]}, ("blanks", 0, "tolerance"), "误差"),
        ({"type": "blank", "stem": "没有空", "blanks": [{"accept": ["甲"]}]}, ("stem",), "0 个空"),
        ({"type": "order", "steps": ["受理", "受理"]}, ("steps",), "重复"),
        ({"type": "match", "pairs": [{"left": "甲", "right": "乙"}]}, ("pairs",), "不足两对"),
        ({"type": "case", "parts": [{"type": "case"}]}, ("parts", 0, "type"), "不能又是"),
        ({"type": "case", "parts": [{"type": "judge", "stem": "对吗"}]}, ("parts", 0), "缺少答案"),
        ({"type": "rewrite", "forbidden": "不知道", "needs": ["rude"], "model_answer": "您好"}, ("needs", 0), "类别"),
        ({"type": "spoken", "says": "您好", "exemplary": "您好"}, (), "无从评分"),
        ({"basis": [{"law": ""}]}, ("basis", 0, "law"), "名称"),
        ({"basis": "工伤保险条例"}, ("basis",), "列表"),
        ({"checked": "昨天"}, ("checked",), "日期"),
        ({"expires": "2001-01-01"}, ("expires",), "早于"),
        ({"version": "1.5"}, ("version",), "整数"),
        ({"picture": "../records.db"}, ("picture",), "图片名"),
        ({"picture": "/etc/a.png"}, ("picture",), "图片名"),
        ({"stem": "甲\x07乙"}, ("stem",), "控制字符"),
    ],
)
def test_each_mistake_is_found_where_it_is(changes: dict, path: tuple, words: str) -> None:
    assert any(at == path and words in message for at, message in faults(**changes)), faults(**changes)


def test_a_mark_for_review_excuses_what_is_still_missing() -> None:
    bare = {key: JUDGE[key] for key in ("id", "type", "line", "stem", "answer")}
    assert len(read_question(bare)[1]) == 5
    question, problems = read_question({**bare, "review": "从表格导入，缺依据"})
    assert problems == ()
    assert question is not None and question.basis == () and question.difficulty == 3


def test_numbers_are_kept_exactly() -> None:
    question, _ = read_question(
        {**JUDGE, "type": "blank", "answer": None, "stem": "____%", "blanks": [{"number": "0.30", "tolerance": "0.1"}]}
        | {"answer": ""}
    )
    assert question is None  # a judge's answer does not belong to a fill-in question
    fields = {key: value for key, value in JUDGE.items() if key != "answer"}
    question, problems = read_question(
        {**fields, "type": "blank", "stem": "____%", "blanks": [{"number": "0.30", "tolerance": "0.1"}]}
    )
    assert question is not None, problems
    assert question.body == Blank((Gap((), Decimal("0.3"), Decimal("0.1")),))


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = sorted({*CHOICE, *JUDGE, "blanks", "steps", "pairs", "extra", "parts", "points", "needs", "stages", "tags"})


@PROPERTY
@given(st.sampled_from(QuestionType), st.dictionaries(st.sampled_from(KEYS), plain, max_size=8))
def test_no_plain_value_whatever_breaks_the_reader(type: QuestionType, fields: dict) -> None:
    question, problems = read_question({**fields, "type": type.value})
    assert (question is None) == bool(problems)


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("effective", "expires", "region", "mine", "drawn"),
    [
        (None, None, "全国", "全国", True),
        (date(2011, 1, 1), None, "全国", "江苏省", True),
        (date(2026, 11, 24), date(2026, 11, 24), "全国", "全国", True),
        (None, date(2026, 11, 23), "全国", "全国", False),
        (date(2026, 11, 25), None, "全国", "全国", False),
        (None, None, "江苏省", "江苏省南京市", True),
        (None, None, "江苏省", "浙江省", False),
        (None, None, "江苏省", "全国", False),
    ],
)
def test_only_what_holds_today_and_here_is_drawn(
    effective: date | None, expires: date | None, region: str, mine: str, drawn: bool
) -> None:
    question, _ = read_question(JUDGE)
    assert question is not None
    question = replace(question, effective=effective, expires=expires, region=region)
    assert drawable(question, TODAY, mine) is drawn
    assert drawable(replace(question, review="待核对"), TODAY, mine) is drawn


def test_every_value_has_a_chinese_name() -> None:
    for kind in (QuestionType, Partial, BusinessLine):
        assert all(each.label for each in kind)
    assert sum(line.general for line in BusinessLine) == 7
    assert Category.PLEASE.label == "请求"
