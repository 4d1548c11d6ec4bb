"""Nearly equal questions are found, different ones are left alone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from question_strategies import PROPERTY
from rapidfuzz.distance import Indel

from app.domain.question_text import bare, content_id, find_alike, wording


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("用人单位应当自事故伤害发生之日起多少日内提出申请", "用人单位应自事故伤害发生之日起多少日内提出申请", True),
        ("失业人员缴费满1年不足5年的最长领取期限是多久", "失业人员缴费满5年不足10年的最长领取期限是多久", False),
        ("下列关于社会保障卡的说法正确的是哪一项请选择", "下列关于社会保障卡的说法不正确的是哪一项请选择", False),
        ("养老保险", "失业保险", False),
        ("完全相同", "完全相同", True),
    ],
)
def test_what_counts_as_nearly_equal(one: str, other: str, alike: bool) -> None:
    assert (1 in find_alike([one, other], 1)) is alike


def test_spaces_width_case_and_the_order_of_options_do_not_matter() -> None:
    assert bare(" ＡＢｃ，（１２）！ 社保 ") == "abc12社保"
    one = {"type": "single", "stem": "选 哪 个？", "options": [{"text": "甲"}, {"text": "乙", "right": True}]}
    other = {"type": "single", "stem": "选哪个?", "options": [{"text": "乙"}, {"text": "甲"}]}
    assert wording(one) == wording(other) and content_id("q", one) == content_id("q", other)
    assert content_id("q", one) != content_id("q", {**one, "stem": "选哪个呢"})


@PROPERTY
@given(st.integers(0, 10**6))
def test_what_is_found_is_truly_alike_and_what_is_alike_is_found(seed: int) -> None:
    chance = random.Random(seed)
    alphabet = "社保工伤认定失业登记材料时限窗口群众办理申请审核发放转移接续"
    texts = ["".join(chance.choice(alphabet) for _ in range(chance.randint(20, 50))) for _ in range(30)]
    for _ in range(10):
        text = list(chance.choice(texts))
        text[chance.randrange(len(text))] = chance.choice(alphabet)
        texts.append("".join(text))
    found = find_alike(texts, 0)
    for i, likeness in found.items():
        assert (
            likeness.index < i and likeness.share == Indel.normalized_similarity(texts[i], texts[likeness.index]) >= 0.9
        )
    for i in range(len(texts)):
        if any(Indel.normalized_similarity(texts[i], texts[j]) >= 0.95 for j in range(i)):
            assert i in found
