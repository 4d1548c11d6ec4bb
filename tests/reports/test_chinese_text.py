"""A block of text divides between pages without lone lines and without losing one."""

import pytest

from app.reports.fonts import Face, register_with_reportlab


@pytest.fixture
def block():
    """Ten lines of ten characters, 20 points apart."""
    register_with_reportlab()
    from app.reports.chinese_text import ChineseText, Ink

    return ChineseText([("请您稍等我帮您查一下" * 10, Ink(Face.TEXT, 10, "#000000"))], 20)


@pytest.mark.parametrize(
    ("room", "parts"),
    [(200, [10]), (190, [8, 2]), (100, [5, 5]), (45, [2, 8]), (39, []), (0, [])],
)
def test_no_line_stands_alone(block, room: float, parts: list[int]):
    assert [part.wrap(100, 800)[1] / 20 for part in block.split(100, room)] == parts
