"""One entry of a file of phrases, and everything that can be wrong with it, said with its line."""

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from app.content.yaml_text import check_keys, key_line, problem, text_of, texts_of
from app.domain.errors import UserError
from app.domain.lexicon import Category, Severity
from app.domain.lexicon_layers import FIELDS, LISTED_FIELDS, Change

_Choice = TypeVar("_Choice", bound=Enum)
_KEYS = ("id", *FIELDS, "off")
_FLAGS = ("off", "strict_you")
# A file may say what people call a thing, or what the program calls it.
CATEGORIES: Mapping[str, Category] = {name: each for each in Category for name in (each.value, each.label)}
_SEVERITIES: Mapping[str, Severity] = {name: each for each in Severity for name in (each.value, each.label)}


def read_entries(
    content: CommentedMap, path: Path, category: Category | None = None
) -> tuple[tuple[Change, ...], tuple[UserError, ...]]:
    """The entries under `phrases:`, and what could not be understood, entry by entry.

    `category` is the file's, where it has one for all. UserError where there is no list at all.
    """
    listed = content.get("phrases")
    if not isinstance(listed, CommentedSeq):
        raise problem(path, key_line(content, "phrases"), "缺少 phrases 列表", "请在 phrases: 下面逐条写短语。")
    changes: dict[str, Change] = {}
    problems: list[UserError] = []
    for number, item in enumerate(listed):
        try:
            change = _entry(item, _item_line(listed, number), path, category)
            if change.id in changes:
                line = changes[change.id].source
                raise UserError(f"{change.source}：编号“{change.id}”已经在{line}用过。", "请换一个不重复的编号。")
            changes[change.id] = change
        except UserError as error:
            problems.append(error)
    return tuple(changes.values()), tuple(problems)


def chosen(item: CommentedMap, key: str, options: Mapping[str, _Choice], what: str, path: Path) -> _Choice:
    """The option a key names. UserError names the line and the options, as people call them."""
    name = text_of(item, key, path)
    if name not in options:
        labels = "、".join(dict.fromkeys(getattr(each, "label", each.value) for each in options.values()))
        raise problem(path, key_line(item, key), f"{what}“{name}”不存在", f"可以写的有：{labels}。")
    return options[name]


def _item_line(listed: CommentedSeq, number: int) -> int:
    return listed.lc.data[number][0] + 1 if listed.lc.data and number in listed.lc.data else listed.lc.line + 1


def _entry(item: Any, line: int, path: Path, category: Category | None) -> Change:
    if not isinstance(item, CommentedMap):
        raise problem(path, line, "这一条不是“id: …”的形式", "请照上一条的写法补全。")
    check_keys(item, [key for key in _KEYS if key != "category" or category is None], path)
    id = text_of(item, "id", path)
    if not id:
        raise problem(path, line, "这一条没有 id", "请给它一个不重复的编号。")
    given: dict[str, Any] = {} if category is None else {"category": category}
    for key in item:
        if key in LISTED_FIELDS:
            given[key] = texts_of(item, key, path)
        elif key in _FLAGS:
            if not isinstance(item[key], bool):
                raise problem(path, key_line(item, key), f"“{key}”只能是 true 或 false", "请改成 true 或 false。")
            given[key] = item[key]
        elif key == "category":
            given[key] = chosen(item, key, CATEGORIES, "类别", path)
        elif key == "severity":
            given[key] = chosen(item, key, _SEVERITIES, "严重程度", path)
        elif key != "id":
            given[key] = text_of(item, key, path)
    off = given.pop("off", None)
    return Change(id, given, off, f"文件“{path.name}”第 {line} 行")
