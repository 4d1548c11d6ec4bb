"""A YAML file read with its line numbers, and every way it can be wrong said in plain Chinese."""

import os
import tempfile
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from app.domain.errors import UserError


def editor() -> YAML:
    """A reader and writer that keeps comments, order and quoting as they are."""
    yaml = YAML(typ="rt")
    yaml.width = 120
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise UserError(
            f"文件“{path.name}”第 {line} 行不是 UTF-8 编码的文字。", "请用记事本打开，另存为时把编码选为 UTF-8。"
        ) from error
    except FileNotFoundError as error:
        raise UserError(f"找不到文件“{path}”。", "请检查文件是否被移走或改名。") from error
    except OSError as error:
        raise UserError(f"文件“{path}”读不出来：{error.strerror}。", "请检查是否有权限读取这个文件。") from error


def read_mapping(path: Path) -> CommentedMap:
    """The file's top level, which must be keys and values. UserError names file and line."""
    return mapping_of(read_text(path), path)


def mapping_of(text: str, path: Path) -> CommentedMap:
    """The same of a text that stands in the file, or shall stand there."""
    try:
        content = editor().load(StringIO(text))
    except DuplicateKeyError as error:
        raise problem(path, _line(error), "同一项写了两遍", "请删掉其中一遍。") from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise problem(path, _line(error), "格式有误，无法读懂", "请检查这一行前后的缩进、冒号和引号。") from error
    if not isinstance(content, CommentedMap):
        raise problem(path, 1, "开头应当是“名称: 内容”的形式", "请对照其他短语文件的写法修改。")
    return content


def write_text(path: Path, text: str) -> None:
    """All or nothing: a file beside it takes its place when complete."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UserError(
            f"文件“{path}”没有保存成功：{error.strerror}。", "请检查磁盘空间和文件夹的写入权限，再试一次。"
        ) from error


def problem(path: Path, line: int, what: str, remedy: str) -> UserError:
    return UserError(f"文件“{path.name}”第 {line} 行：{what}。", remedy)


def key_line(mapping: CommentedMap, key: str) -> int:
    """The line, from 1, on which a key stands; the mapping's own where it has none."""
    place = mapping.lc.data.get(key) if mapping.lc.data else None
    return (place[0] if place else mapping.lc.line) + 1


def check_keys(mapping: CommentedMap, known: Iterable[str], path: Path) -> None:
    known = tuple(known)
    for key in mapping:
        if key not in known:
            raise problem(path, key_line(mapping, key), f"不认识的项“{key}”", f"可以写的项有：{'、'.join(known)}。")


def text_of(mapping: CommentedMap, key: str, path: Path) -> str:
    """A key's text; "" where it is absent or empty."""
    value: Any = mapping.get(key, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise problem(path, key_line(mapping, key), f"“{key}”应当是一段文字", "请给它加上引号。")
    return value.strip()


def texts_of(mapping: CommentedMap, key: str, path: Path) -> tuple[str, ...]:
    """A key's list of texts; empty where it is absent."""
    value: Any = mapping.get(key)
    if value is None:
        return ()
    if not isinstance(value, CommentedSeq):
        raise problem(path, key_line(mapping, key), f"“{key}”应当是一个列表", "请写成每行一个“- 内容”。")
    for i, item in enumerate(value):
        if not isinstance(item, str) or not item.strip():
            line = value.lc.data[i][0] + 1 if value.lc.data and i in value.lc.data else key_line(mapping, key)
            raise problem(path, line, f"“{key}”里有一条不是文字", "请给它加上引号，或删掉空的一条。")
    return tuple(item.strip() for item in value)


def _line(error: Exception) -> int:
    mark = (error.problem_mark or error.context_mark) if isinstance(error, MarkedYAMLError) else None
    return mark.line + 1 if mark else 1
