"""A changed article finds every question that rests on it, however it was written down."""

import pytest

from app.domain.citations import chinese_number, cites, normal_article, normal_law
from app.domain.questions import Basis


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (17, "十七"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (1260, "一千二百六十")]
    + [(1001, "一千零一"), (2010, "二千零一十")],
)
def test_articles_are_counted_as_laws_do(number: int, words: str) -> None:
    assert chinese_number(number) == words
    assert normal_article(f"第 {number} 条") == normal_article(words + "条") == f"第{words}条"


def test_a_law_is_the_same_with_and_without_its_decoration() -> None:
    assert normal_law("《中华人民共和国社会保险法》") == normal_law("社会保险法") == "社会保险法"


@pytest.mark.parametrize(
    ("given", "wanted", "found"),
    [
        ("第十七条", "17", True),
        ("第十七条", "第17条", True),
        ("第十七条第二款", "十七条", True),
        ("第十七条", "第十七条第二款", False),
        ("第十七条之一", "第十七条", False),
        ("第十条", "第十七条", False),
        ("第十六条、第十七条", "第十七条", True),
        ("第十六条和第17条第1款", "第十七条", True),
        ("", "第十七条", True),
        ("第十七条", "", True),
    ],
)
def test_an_article_covers_its_parts_and_nothing_else(given: str, wanted: str, found: bool) -> None:
    assert cites(Basis("《工伤保险条例》", given), "工伤保险条例", wanted) is found
    assert not cites(Basis("失业保险条例", given), "工伤保险条例", wanted)
