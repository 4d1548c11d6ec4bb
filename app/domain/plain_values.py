"""Values out of plain mappings (YAML, JSON, a row of a sheet), every mistake noted rather than raised.

A scalar may arrive as text ("2", "true", "2026-11-24") or already typed; both mean the same, so that a
person who writes `text: 30` and one who writes `text: "30"` are understood alike.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar

from app.domain.question_problems import PlainPath, Problem

Member = TypeVar("Member", bound=Enum)
Fields = Mapping[str, object]

TRUE = frozenset({"true", "yes", "是", "对", "正确", "√", "t", "✓", "✔"})
FALSE = frozenset({"false", "no", "否", "错", "错误", "×", "f", "✗", "✘"})
# Text written over several lines is joined with spaces, which Chinese does not have.
_FOLD = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])|\n")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class PlainReader:
    """Reads values out of mappings and gathers every problem on the way."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def blame(self, path: PlainPath, message: str, remedy: str) -> None:
        self.problems.append(Problem(path, message, remedy))

    def known(self, fields: Fields, allowed: frozenset[str], path: PlainPath) -> None:
        """Name every key that nobody would read: a misspelt key must not lose its value in silence."""
        if fields.keys() <= allowed:
            return
        for key in fields:
            if key not in allowed:
                self.blame(
                    (*path, key), f"不认识的字段“{key}”。", f"请改成或删除；可用的字段：{'、'.join(sorted(allowed))}。"
                )

    def text(self, fields: Fields, key: str, path: PlainPath, what: str = "", needed: bool = False) -> str:
        value = fields.get(key)
        if type(value) is str and value:  # by far the most frequent case, kept short
            text = value.strip()
            if _UNPRINTABLE.search(text):
                self.blame((*path, key), f"“{key}”里有不能显示的控制字符。", "请删除这个字符，重新输入这一处。")
            if text:
                return text
        elif value is not None and not isinstance(value, str | bool | int | float | Decimal | date):
            self.blame((*path, key), f"“{key}”应当是一段文字。", "请写成一行文字；如含冒号等符号，请加引号。")
            return ""
        elif isinstance(value, bool):
            return "true" if value else "false"
        elif value is not None and value != "":
            return str(value)
        if needed:
            self.blame((*path, key) if key in fields else path, f"缺少{what or key}（{key}）。", f"请填写 {key}。")
        return ""

    def said(self, fields: Fields, key: str, path: PlainPath, what: str) -> str:
        """Text that is needed, and may be written over several lines."""
        return unfolded(self.text(fields, key, path, what, needed=True))

    def optional(self, fields: Fields, key: str, path: PlainPath) -> str:
        """Text that may be missing, and may be written over several lines."""
        return unfolded(self.text(fields, key, path))

    def flag(self, fields: Fields, key: str, path: PlainPath) -> bool | None:
        """None where the key is absent or no yes-or-no."""
        value = fields.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return value
        word = str(value).strip().lower()
        if word in TRUE:
            return True
        if word in FALSE:
            return False
        self.blame((*path, key), f"“{key}”应当是 true（对）或 false（错），现在是“{value}”。", "请写 true 或 false。")
        return None

    def number(self, fields: Fields, key: str, path: PlainPath) -> Decimal | None:
        value = fields.get(key)
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value).strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) > 10**15 or number.as_tuple().exponent < -15:  # type: ignore[operator]
            self.blame((*path, key), f"“{key}”应当是一个数，现在是“{value}”。", "请写阿拉伯数字，不带单位。")
            return None
        return number

    def whole(self, fields: Fields, key: str, path: PlainPath, least: int, most: int, default: int) -> int:
        value = fields.get(key)
        if value is None or value == "":
            return default
        number = self.number(fields, key, path)
        if number is None:
            return default
        if number != int(number) or not least <= number <= most:
            self.blame((*path, key), f"“{key}”应当是 {least} 到 {most} 的整数，现在是“{value}”。", "请改正这个数。")
            return default
        return int(number)

    def day(self, fields: Fields, key: str, path: PlainPath) -> date | None:
        value = fields.get(key)
        if value is None or value == "":
            return None
        if type(value) is date:
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.blame(
                (*path, key),
                f"“{key}”不是有效的日期：“{value}”。",
                "请写成“年-月-日”，例如 2026-01-31，并核对是否有这一天。",
            )
            return None

    def member(self, fields: Fields, key: str, kind: type[Member], path: PlainPath, what: str) -> Member | None:
        """The enum member whose value is written; None (and a problem) where there is no such value."""
        word = self.text(fields, key, path)
        try:
            return kind(word)
        except ValueError:
            self.blame(
                (*path, key) if key in fields else path,
                f"{what}（{key}）{f'不能是“{word}”' if word else '没有填写'}。",
                f"可用的值：{'、'.join(each.value for each in kind)}。",
            )
            return None

    def choice(
        self, fields: Fields, key: str, path: PlainPath, options: Mapping[str, Any], what: str, default: Any = None
    ) -> Any:
        """What the written word stands for; None (and a problem) where it stands for nothing.

        Of the words in `options` the Chinese ones are offered in the problem. Where nothing is written, `default`.
        """
        word = self.text(fields, key, path)
        if not word and default is not None:
            return default
        if word in options:
            return options[word]
        said = f"不能是“{word}”" if word else "没有填写"
        self.blame(
            (*path, key) if key in fields else path,
            f"{what}（{key}）{said}。",
            f"可以写的有：{chinese_words(options)}。",
        )
        return None

    def items(self, fields: Fields, key: str, path: PlainPath) -> list[object]:
        value = fields.get(key)
        if value is None or value == "":
            return []
        if isinstance(value, list | tuple):
            return list(value)
        self.blame((*path, key), f"“{key}”应当是一个列表。", "请每项一行，以“- ”开头。")
        return []

    def mappings(self, fields: Fields, key: str, path: PlainPath) -> list[tuple[Fields, PlainPath]]:
        """The items of a list of mappings, each with its path; anything else is a problem and left out."""
        found: list[tuple[Fields, PlainPath]] = []
        for i, item in enumerate(self.items(fields, key, path)):
            if isinstance(item, Mapping):
                found.append((item, (*path, key, i)))
            else:
                self.blame(
                    (*path, key, i), f"“{key}”的第 {i + 1} 项应当写成“字段: 值”。", "请参照说明书中的例子改写这一项。"
                )
        return found

    def texts(self, fields: Fields, key: str, path: PlainPath) -> tuple[str, ...]:
        items = self.items(fields, key, path)
        if not items:
            return ()
        numbered = dict(enumerate(items))
        found = (self.text(numbered, i, (*path, key), "内容", needed=True) for i in numbered)  # type: ignore[arg-type]
        return tuple(text for text in found if text)


def unfolded(text: str) -> str:
    """Without the line breaks of folded text, and without the spaces they have become between Chinese characters."""
    return _FOLD.sub("", text).strip()


def chinese_words(options: Mapping[str, Any]) -> str:
    """The words to choose from, for a person to read: without the English ones that are understood too."""
    return "、".join(word for word in options if not word.isascii())
