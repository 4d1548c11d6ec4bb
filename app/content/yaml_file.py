"""YAML text files that a trainer edits: every mistake is named with its file, its line and what to do."""

import difflib
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from app.domain.errors import UserError

_Value = TypeVar("_Value")

_ENCODING = "请用记事本打开它，选“另存为”，编码选“UTF-8”，再保存一次。"
_SHAPE = "请对照 docs/formats.md 的例子：冒号用半角并在后面空一格，缩进用空格，不用 Tab 键。"


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of a file: its keys, and the line each stands on."""

    path: Path
    line: int
    values: Mapping[str, Any]

    def error(self, message: str, remedy: str = _SHAPE, line: int | None = None) -> UserError:
        return UserError(f"文件“{self.path.name}”第 {line or self.line} 行：{message}", remedy)

    def line_of(self, key: str) -> int:
        return self.values.lc.key(key)[0] + 1 if key in self.values else self.line

    def only(self, *keys: str) -> None:
        """UserError for a key that is none of these: a mistyped one must not be passed over in silence."""
        for key in self.values:
            if key not in keys:
                near = difflib.get_close_matches(str(key), keys, 1)
                meant = f"是不是想写“{near[0]}”？" if near else f"可以写的有：{'、'.join(keys)}。"
                raise self.error(f"不认识“{key}”这一项。", meant, self.line_of(key))

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty; `default` where the key is missing, UserError if there is no default."""
        value = self._value(key, default)
        if key not in self.values and default is not None:
            return default
        if isinstance(value, date):
            return value.isoformat()
        if not isinstance(value, str):
            raise self.error(f"“{key}”应当是文字。", "如果是数字或特殊符号，请用引号括起来。", self.line_of(key))
        if not value.strip() and default is None:
            raise self.error(f"“{key}”还没有填写。", "请补上内容。", self.line_of(key))
        return _unfolded(value)

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self.text(key))
        except ValueError as error:
            raise self.error(f"“{key}”不是日期。", "请写成 2026-11-24 的样子。", self.line_of(key)) from error

    def number(self, key: str, least: float, most: float, default: float | None = None) -> float:
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self.error(f"“{key}”应当是 {least:g} 到 {most:g} 的数。", "请改成这个范围里的数。", self.line_of(key))
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        value = self._value(key, default)
        if not isinstance(value, bool):
            raise self.error(f"“{key}”只能写 true（是）或 false（否）。", "请改成其中一个。", self.line_of(key))
        return value

    def choice(self, key: str, options: Mapping[str, _Value]) -> _Value:
        return self._chosen(key, self.text(key), options, self.line_of(key))

    def choices(self, key: str, options: Mapping[str, _Value]) -> tuple[_Value, ...]:
        """A list of words, each one of the options; may be empty or missing."""
        return tuple(self._chosen(key, word, options, line) for word, line in self._words(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; may be empty or missing."""
        return tuple(word for word, _ in self._words(key))

    def fingerprint(self) -> str:
        """Eight hex digits that change when a value does: not for a comment, a blank line or the order of keys."""
        content = json.dumps(self.values, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(content.encode("utf-8")).hexdigest()[:8]

    def entry(self, key: str) -> "Entry":
        return _entry(self.path, self._value(key), self.line_of(key), key)

    def entries(self, key: str) -> tuple["Entry", ...]:
        """A list of mappings; may be empty or missing."""
        values = self._list(key)
        return tuple(
            _entry(self.path, value, values.lc.item(number)[0] + 1, key) for number, value in enumerate(values)
        )

    def _words(self, key: str) -> Iterator[tuple[str, int]]:
        values = self._list(key)
        for number, value in enumerate(values):
            line = values.lc.item(number)[0] + 1
            if not isinstance(value, str) or not value.strip():
                raise self.error(f"“{key}”里应当都是文字。", "如果是数字或特殊符号，请用引号括起来。", line)
            yield value.strip(), line

    def _list(self, key: str) -> Sequence[Any]:
        value = self.values.get(key)
        if value is None:
            return ()
        if not hasattr(value, "lc") or isinstance(value, Mapping):
            raise self.error(f"“{key}”应当是一个列表。", "请每项一行，行首写“- ”；或写成 [一, 二]。", self.line_of(key))
        return value

    def _value(self, key: str, default: Any = None) -> Any:
        value = self.values.get(key, default)
        if value is None:
            raise self.error(f"缺少“{key}”这一项。" if key not in self.values else f"“{key}”还没有填写。", "请补上。")
        return value

    def _chosen(self, key: str, word: str, options: Mapping[str, _Value], line: int) -> _Value:
        if word not in options:
            raise self.error(f"“{key}”里的“{word}”不认识。", f"可以写的有：{'、'.join(options)}。", line)
        return options[word]


def read_yaml(path: Path) -> Entry:
    """The mapping that a file holds. UserError, naming the line, for whatever is wrong with it."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import DuplicateKeyError
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    text = _text(path)
    try:
        root = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1
        raise UserError(f"文件“{path.name}”第 {line} 行：同一项写了两次。", "请删去多余的一个。") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"第 {mark.line + 1} 行" if mark else "中"
        if mark and "\t" in text.splitlines()[min(mark.line, len(text.splitlines()) - 1)]:
            raise UserError(f"文件“{path.name}”{where}：用了 Tab 键缩进。", "请把 Tab 换成空格。") from error
        raise UserError(f"文件“{path.name}”{where}：格式不对。", _SHAPE) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise UserError(f"文件“{path.name}”格式不对，读不出来。", _SHAPE) from error
    return _entry(path, root, 1, "")


def _entry(path: Path, value: Any, line: int, key: str) -> Entry:
    if not isinstance(value, Mapping):
        what = f"“{key}”" if key else "内容"
        raise UserError(f"文件“{path.name}”第 {line} 行：{what}应当写成“名称: 值”的几行。", _SHAPE)
    return Entry(path, value.lc.line + 1 if key else line, value)


def _unfolded(value: str) -> str:
    """Text written over several lines with “>-”: YAML joins them with a space, which Chinese does not have."""
    folded = hasattr(value, "fold_pos")
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", value.strip()) if folded else value.strip()


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(f"找不到文件“{path}”。", "请把它放回原处，或重新安装。") from error
    except OSError as error:
        raise UserError(f"文件“{path}”读不出来（{error.strerror}）。", "请检查它的读取权限。") from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UserError(f"文件“{path.name}”第 1 行：文字编码是 UTF-16（记事本里叫 Unicode）。", _ENCODING)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UserError(f"文件“{path.name}”第 {line} 行：文字编码不是 UTF-8。", _ENCODING) from error
