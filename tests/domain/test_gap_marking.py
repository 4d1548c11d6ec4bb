"""What a gap takes: the same meaning however it was typed, and nothing that only looks like it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.citations import chinese_number
from app.domain.gap_marking import accepts, number_in
from app.domain.questions import Gap

FIFTEEN = Gap(("十五日",), Decimal(15))


@pytest.mark.parametrize("text", ["15", " １５ ", "十五", "15日", "十五日", "１５ 日", "15.0", "第15日"])
def test_a_number_is_right_in_every_spelling(text):
    assert accepts(FIFTEEN, text, "应当在第", "日内作出决定")


@pytest.mark.parametrize("text", ["", " ", "16", "15个月", "五", "十五六", "1 5 6", "-15", "15或16", "日"])
def test_another_number_or_unit_is_not(text):
    assert not accepts(FIFTEEN, text, "应当在", "日内作出决定")


@pytest.mark.parametrize(
    ("text", "right"), [("9.5", True), ("10.5", True), ("十点五", True), ("10.51", False), ("9", False)]
)
def test_a_tolerance_reaches_both_ways_and_includes_its_ends(text, right):
    assert accepts(Gap((), Decimal(10), Decimal("0.5")), text) is right


@pytest.mark.parametrize(
    ("accept", "text"),
    [
        ("第十七条", "第17条"),
        ("第17条", "第十七条"),
        ("沟通", "“沟通”"),
        ("《工伤保险条例》", "工伤保险条例"),
        ("3.6万", "36000"),
        ("三万六千", "36,000"),
        ("8%", "百分之八"),
        ("8%", "８％"),
        ("ems", "EMS"),
        ("两", "二"),
    ],
)
def test_texts_are_compared_by_what_they_mean(accept, text):
    assert accepts(Gap((accept,)), text)


@pytest.mark.parametrize(
    ("accept", "text"), [("沟通", "沟"), ("十五日", "十五月"), ("劳动", "劳动合同"), ("不收费", "收费")]
)
def test_parts_and_neighbours_are_not_the_same(accept, text):
    assert not accepts(Gap((accept,)), text)


def test_only_what_stands_beside_the_gap_may_be_repeated():
    gap = Gap(("失业",))
    assert accepts(gap, "失业保险", "由", "保险基金支付")
    assert not accepts(gap, "失业保险", "由", "基金支付")
    assert accepts(gap, "由失业", "由", "保险基金支付")


@given(st.integers(1, 9999))
def test_every_number_is_read_as_laws_write_it(number):
    assert number_in(chinese_number(number)) == number == number_in(str(number))
    assert accepts(Gap((), Decimal(number)), chinese_number(number))


@given(st.text(max_size=30), st.text(max_size=10), st.text(max_size=10))
def test_nothing_that_is_typed_breaks_it(text, before, after):
    assert accepts(Gap(("登记", "十五"), Decimal(15)), text, before, after) in (True, False)
