"""Overlays: one file for what a province, a city, a county or a unit says otherwise than the shipped lexicon.

A file holds entries of the same kind as the shipped ones. An id that is known changes that phrase (only
what is written changes) or switches it off (off: true); a new id adds a phrase; `words` adds to the lists of words.
"""

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from app.content.phrase_entries import chosen, read_entries
from app.content.yaml_text import check_keys, editor, key_line, mapping_of, problem, text_of, texts_of
from app.domain.errors import UserError
from app.domain.lexicon import Category, Severity, WordList
from app.domain.lexicon_layers import FIELDS, Change, Layer, Level

OVERLAYS = "overlays"
UNIT_FILE = "本单位.yaml"
_LEVELS: Mapping[str, Level] = {level.value: level for level in Level if level is not Level.SHIPPED}
_NEW = """\
# 本单位的用语：加在随程序的用语之上，由“用语库”画面写入，也可以用记事本改。
# 每条的写法与随程序的用语相同；编号相同就是修改（只改写出来的项），off: true 是停用。
name: 本单位
level: 单位
phrases: []
"""


def overlay_files(folder: Path) -> tuple[Path, ...]:
    """The overlays of a folder of phrases, by name."""
    return tuple(sorted((folder / OVERLAYS).rglob("*.yaml")))


def read_overlay(text: str, path: Path) -> tuple[Layer, tuple[UserError, ...]]:
    """The layer a text holds and what of it could not be understood. UserError where that is everything."""
    content = mapping_of(text, path)
    check_keys(content, ("name", "level", "words", "phrases"), path)
    level = chosen(content, "level", _LEVELS, "级别", path)
    lists = read_word_lists(content, path)
    # A file may only add words.
    changes, problems = ((), ()) if "phrases" not in content and lists else read_entries(content, path)
    return Layer(text_of(content, "name", path) or path.stem, level, changes, lists), problems


def read_word_lists(content: CommentedMap, path: Path) -> tuple[WordList, ...]:
    """The lists of words under `words:`, each with its line."""
    words = content.get("words")
    if words is None:
        return ()
    if not isinstance(words, CommentedMap):
        line = key_line(content, "words")
        raise problem(path, line, "words 应当是“词组名: [词, 词]”的形式", "请在 words: 下面每行写一个词组。")
    return tuple(
        WordList(str(name), texts_of(words, name, path), f"文件“{path.name}”第 {key_line(words, name)} 行")
        for name in words
    )


def with_changes(text: str, path: Path, wanted: Mapping[str, Change | None]) -> str:
    """The overlay's text with the given entries put in; None takes one out. Comments and the rest stay.

    `text` is "" for a file that is not there yet. UserError where the file cannot be understood.
    """
    content = mapping_of(text or _NEW, path)
    listed = content.get("phrases")
    if not isinstance(listed, CommentedSeq) or not listed:
        listed = content["phrases"] = CommentedSeq()
    places = {item.get("id"): item for item in listed if isinstance(item, CommentedMap)}
    for id, change in wanted.items():
        if change is None:
            if id in places:
                del listed[listed.index(places[id])]
        elif id in places:
            _fill(places[id], change)
        else:
            item = CommentedMap(id=id)
            _fill(item, change)
            listed.append(item)
    if not listed:
        listed.fa.set_flow_style()
    out = StringIO()
    editor().dump(content, out)
    return out.getvalue()


def _fill(item: CommentedMap, change: Change) -> None:
    for key in [key for key in item if key != "id" and key not in change.given]:
        del item[key]
    for key in FIELDS:
        if key in change.given and item.get(key) != _plain(change.given[key]):
            item[key] = _plain(change.given[key])
    if change.off is not None:
        item["off"] = change.off


def _plain(value: Any) -> Any:
    if isinstance(value, Category | Severity):
        return value.label
    if isinstance(value, Sequence) and not isinstance(value, str):
        return CommentedSeq(value)
    return value
