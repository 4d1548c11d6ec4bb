"""Plain questions as YAML in the bank's own style: one field a line, short mappings in braces.

Written by hand because it writes thousands of imported questions: about a hundred times as fast as a
round-trip dumper, and the style is the one that people edit.
"""

import json
import re
from collections.abc import Mapping

from app.domain.plain_values import FALSE, TRUE

_WIDTH = 116
_BLOCK_LISTS = frozenset({"options", "blanks", "steps", "pairs", "parts", "points", "basis"})
# Everything that YAML reads as more than text, in a flow list as in a block, or that cannot be seen.
_SPECIAL_START = re.compile(r"[\s\-?:,\[\]{}#&*!|>'\"%@`~=<]|\.\.\.")
_SPECIAL_FLOW = re.compile(r"[,\[\]{}]|:$|:[\s,]|\s#|[:\s]$")
_SPECIAL_BLOCK = re.compile(r":\s|:$|\s#|\s$")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\xa0\xad\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_NOT_TEXT = re.compile(r"[-+.]?[\d.][\d_.,:eE+-]*|0[xo][\da-fA-F_]+|null|y|n|on|off|\.inf|\.nan", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATES = frozenset({"effective", "checked", "expires"})
_NUMBERS = frozenset({"number", "tolerance"})


def emit_file(topic: str, line: str, questions: list[Mapping[str, object]], comment: str = "") -> str:
    """A whole new bank file. `comment` is one line that says what it covers."""
    return emit_numbered(topic, line, questions, comment)[0]


def emit_numbered(
    topic: str, line: str, questions: list[Mapping[str, object]], comment: str = ""
) -> tuple[str, list[int]]:
    """A whole new bank file, and the line (from 1) at which each of its questions begins."""
    head = [f"# {comment}"] if comment else []
    head += [f"topic: {_scalar(topic)}", f"line: {_scalar(line)}", "questions:" if questions else "questions: []"]
    lines: list[int] = []
    texts = ["\n".join(head) + "\n"]
    at = len(head) + 1
    for each in questions:
        lines.append(at)
        texts.append(emit_question(each, 2))
        at += texts[-1].count("\n")
    return "".join(texts), lines


def emit_question(plain: Mapping[str, object], column: int) -> str:
    """One item of the list `questions`, its dash in `column`, with a line end."""
    return "\n".join(_item(plain, " " * column)) + "\n"


def _item(plain: Mapping[str, object], indent: str) -> list[str]:
    lines = emit_fields(plain, indent + "  ")
    lines[0] = f"{indent}- {lines[0].lstrip()}"
    return lines


def emit_fields(plain: Mapping[str, object], indent: str) -> list[str]:
    """The lines of a mapping's fields, each line with `indent` before it and without a line end."""
    lines: list[str] = []
    for key, value in plain.items():
        if isinstance(value, list):
            lines += _list(key, value, indent)
        elif isinstance(value, str) and "\n" in value and _fits_literal(value):
            lines.append(f"{indent}{key}: |-")
            lines += [f"{indent}  {line}" if line else "" for line in value.split("\n")]
        else:
            lines.append(f"{indent}{key}: {_scalar(value, key)}")
    return lines


def _fits_literal(text: str) -> bool:
    return not text.startswith(("\n", " ")) and all(
        line == line.strip() and not _UNSEEN.search(line) for line in text.split("\n")
    )


def _list(key: str, items: list[object], indent: str) -> list[str]:
    if not items:
        return [f"{indent}{key}: []"]
    if key not in _BLOCK_LISTS:
        return [f"{indent}{key}: {_flow(items)}"]
    return [f"{indent}{key}:"] + [line for item in items for line in emit_item(key, item, indent + "  ")]


def emit_item(key: str, item: object, indent: str) -> list[str]:
    """The lines of one item in the list under `key`, its dash after `indent`."""
    if not isinstance(item, Mapping):
        return [f"{indent}- {_flow(item) if isinstance(item, list) else _scalar(item)}"]
    flow = _flow(item)
    if key != "parts" and len(flow) + len(indent) <= _WIDTH:
        return [f"{indent}- {flow}"]
    return _item(item, indent)


def _flow(value: object, key: str = "") -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_flow(item, name)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value, key, _SPECIAL_FLOW)


def _scalar(value: object, key: str = "", special: re.Pattern[str] = _SPECIAL_BLOCK) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if (key in _DATES and _DATE.fullmatch(value)) or key in _NUMBERS:
        return value
    if (
        value
        and not _SPECIAL_START.match(value)
        and not special.search(value)
        and not _UNSEEN.search(value)
        and not _NOT_TEXT.fullmatch(value)
        and value.lower() not in TRUE
        and value.lower() not in FALSE
    ):
        return value
    return _quoted(value)


def _quoted(text: str) -> str:
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
