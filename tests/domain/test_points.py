"""What denies a point: before it, between its words, behind it; and what only seems to."""

import pytest

from app.domain.points import find_points
from app.domain.scenario import Point
from app.domain.transcript import typed_transcript


def told(says: str, *ways: str) -> bool:
    return bool(find_points(typed_transcript(says), (Point("p", "要点", ways),)))


@pytest.mark.parametrize(
    ("says", "way"),
    [
        ("不用去银行挂失。", "银行挂失"),
        ("我们不给介绍工作。", "介绍工作"),
        ("不在二楼八号。", "二楼八号"),
        ("老人没有优先。", "老人…优先"),
        ("手机上不能查。", "手机…查"),
        ("多发的不用您退。", "多发…退"),
        ("病历也不需要。", "病历"),
        ("费用清单不用带。", "费用清单"),
        ("存档证明我们开不了。", "存档证明"),
        ("这事我们管不了。", "我们管"),
        ("抚恤金是没有的。", "抚恤金"),
        ("孩子的卡也不能用了。", "孩子…的卡…(照常|能用)*"),
    ],
)
def test_what_is_denied_is_not_told(says: str, way: str):
    assert not told(says, way)


@pytest.mark.parametrize(
    ("says", "way"),
    [
        ("能不能在这里办？能在这里办。", "在这里办"),
        ("是不是免费？", "免费"),
        ("您别再重复缴费。", "(别|不要)…重复"),
        ("不用排队，直接来找我。", "直接来找我"),
        ("没关系，手机上能查。", "手机…查"),
        ("手机上就能查不用跑。", "手机…查"),
        ("病历不全，还缺。", "病历"),
        ("您不用担心，账户里的钱能继承。", "账户…继承"),
    ],
)
def test_what_only_looks_like_a_denial_is_none(says: str, way: str):
    assert told(says, way)
