"""What of a line is heard: not what stands in brackets, and numbers as people say them."""

import pytest

from app.domain.role_play.aloud import read_aloud


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("您好，我听不见。", "您好，我听不见。"),
        ("谢谢您。（她的眼圈红了。）", "谢谢您。"),
        ("（写）谢谢您。（她的眼圈红了。）", ""),
        ("我带了这些……（信封里的东西倒在台上）还要开证明吗？", "我带了这些……还要开证明吗？"),
        ("（他拍了拍柜台）", ""),
        ("……", ""),
        ("", ""),
        ("是 12333 吗？后四位 6618。", "是 幺二三三三 吗？后四位 六六幺八。"),
        ("我 1998 年参加工作，交了 3200 元，15 年。", "我 1998 年参加工作，交了 3200 元，15 年。"),
        ("一共 1234.5 元", "一共 1234.5 元"),
    ],
)
def test_what_is_heard_of_a_line(line: str, heard: str) -> None:
    assert read_aloud(line) == heard
