"""Whatever a trainer's editor does to a file is named with its line and a remedy."""

from pathlib import Path

import pytest

from app.content.yaml_file import Entry, read_yaml
from app.domain.errors import UserError


def read(tmp_path: Path, content: str | bytes) -> Entry:
    path = tmp_path / "例子.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_yaml(path)


def problem(tmp_path: Path, content: str | bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        read(tmp_path, content)
    return caught.value


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("title: 标题\nmood: 急\n".encode("gbk"), 1, "不是 UTF-8"),
        ("title: a\nmood: 急\n".encode("gbk"), 2, "不是 UTF-8"),
        ("title: 一\n".encode("utf-16"), 1, "UTF-16"),
        ("title: 一\n\tmood: 急\n", 2, "Tab"),
        ("a: 1\nb: 2\na: 3\n", 3, "写了两次"),
        ("title: 一\nturns: [a, b\n", 3, "格式不对"),
        ("title: “一\nmood：急\n", 3, "格式不对"),
        ("title：一\n", 1, "名称: 值"),
        ("- 一\n- 二\n", 1, "名称: 值"),
        ("", 1, "名称: 值"),
        ("title: !!python/object:os.system {}\nx: *nowhere\n", 2, "格式不对"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, content, line, message):
    error = problem(tmp_path, content)
    assert f"文件“例子.yaml”第 {line} 行" in error.message
    assert message in error.message
    assert error.remedy


def test_a_control_character_is_named(tmp_path: Path):
    assert "例子.yaml" in problem(tmp_path, "title: a\x00b\n").message


def test_a_missing_file_and_a_folder_in_its_place_are_named(tmp_path: Path):
    with pytest.raises(UserError, match="找不到"):
        read_yaml(tmp_path / "none.yaml")
    with pytest.raises(UserError, match="读不出来"):
        read_yaml(tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path):
    assert read(tmp_path, "\ufefftitle: 一\r\nmood: 急\r\n").text("mood") == "急"


def test_values_are_read_in_their_kinds(tmp_path: Path):
    entry = read(
        tmp_path,
        "title: ' 一 '\nday: 2026-11-24\nage: 72\nmust: true\nways: [甲, 乙]\nempty:\n"
        "citizen: {name: 王}\nturns:\n  - says: 一\n  - says: 二\nlong: >-\n  您好，\n  use ems\n  请坐。\n",
    )
    assert entry.text("title") == "一"
    assert entry.day("day").isoformat() == entry.text("day") == "2026-11-24"
    assert entry.number("age", 1, 120) == 72.0
    assert entry.flag("must", False)
    assert not entry.flag("missing", False)
    assert entry.texts("ways") == ("甲", "乙")
    assert entry.texts("empty") == entry.texts("missing") == ()
    assert entry.entry("citizen").text("name") == "王"
    assert [turn.line for turn in entry.entries("turns")] == [9, 10]
    assert entry.text("long") == "您好， use ems 请坐。"
    assert entry.text("missing", "") == ""


@pytest.mark.parametrize(
    ("content", "use", "line", "message"),
    [
        ("a: 1\ntitel: 一\n", lambda e: e.only("a", "title"), 2, "titel"),
        ("a: 1\n", lambda e: e.text("a"), 1, "应当是文字"),
        ("b: 1\na:\n", lambda e: e.text("a"), 1, "还没有填写"),
        ("b: 1\na: ''\n", lambda e: e.text("a"), 2, "还没有填写"),
        ("b: 1\n", lambda e: e.text("a"), 1, "缺少“a”"),
        ("b: 1\na: 130\n", lambda e: e.number("a", 1, 120), 2, "1 到 120"),
        ("b: 1\na: .nan\n", lambda e: e.number("a", 1, 120), 2, "1 到 120"),
        ("b: 1\na: yes please\n", lambda e: e.flag("a", False), 2, "true"),
        ("b: 1\na: 明天\n", lambda e: e.day("a"), 2, "不是日期"),
        ("b: 1\na:\n  - 甲\n  - 2\n", lambda e: e.texts("a"), 4, "都是文字"),
        ("b: 1\na: 甲\n", lambda e: e.texts("a"), 2, "应当是一个列表"),
        ("b: 1\na:\n  - 甲\n", lambda e: e.entries("a"), 3, "名称: 值"),
        ("b: 1\na: [甲, 丙]\n", lambda e: e.choices("a", {"甲": 1, "乙": 2}), 2, "丙"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(tmp_path: Path, content, use, line, message):
    with pytest.raises(UserError) as caught:
        use(read(tmp_path, content))
    assert f"第 {line} 行" in caught.value.message
    assert message in caught.value.message
    assert caught.value.remedy


def test_a_mistyped_key_is_told_what_was_meant(tmp_path: Path):
    with pytest.raises(UserError) as caught:
        read(tmp_path, "exemplery: 您好\n").only("exemplary", "says")
    assert "exemplary" in caught.value.remedy


def test_a_fingerprint_changes_with_the_values_only(tmp_path: Path):
    first = read(tmp_path, "a: 一\nb: [2, 3]\n").fingerprint()
    assert read(tmp_path, "# 说明\nb:\n  - 2\n  - 3\na: '一'\n").fingerprint() == first
    assert read(tmp_path, "a: 一\nb: [2, 4]\n").fingerprint() != first
