"""YAML text to plain values, with the line of every value and every mistake of spelling kept.

Built on libyaml's events (measured: a fifth of the time of ruamel's safe loader, and without recursion, so
that no nesting can exhaust the stack). Scalars stay text, so that YAML 1.1's surprises (no → False,
12:30 → 750) cannot happen: the reader that knows what a field means converts it.
"""

import re
from dataclasses import dataclass, field

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from app.domain.question_problems import PlainPath

_Loader = yaml.CBaseLoader if getattr(yaml, "__with_libyaml__", False) else yaml.BaseLoader
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|(?<!^)\ufeff")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_DEEPEST = 12

Mistake = tuple[int, str, str]  # line from 1, message, remedy


@dataclass(frozen=True, slots=True)
class Span:
    """Where a mapping or list stands: first and last line (from 0), the column it starts in."""

    first: int
    last: int
    column: int
    flow: bool


@dataclass(slots=True)
class YamlText:
    """What a text holds. `root` is made of dict, list, str and None.

    `lines` gives for every dict (by id) the line of each key, for every list that of each item, from 1;
    `lasts` the last line of each value in the same order, from 0; `spans` where the dict or list stands.
    """

    root: object = None
    mistakes: list[Mistake] = field(default_factory=list)
    lines: dict[int, dict[str, int] | list[int]] = field(default_factory=dict)
    lasts: dict[int, list[int]] = field(default_factory=dict)
    spans: dict[int, Span] = field(default_factory=dict)

    def line_at(self, path: PlainPath, start: object = None) -> int | None:
        """The line of the value that `path` leads to from `start` (the root if None).

        Where the path ends early, the line of the last step there is; None if not even the first is.
        """
        value = self.root if start is None else start
        line = None
        for step in path:
            lines = self.lines.get(id(value))
            if isinstance(value, dict) and isinstance(lines, dict) and step in value:
                line, value = lines[step], value[step]  # type: ignore[index]
            elif isinstance(value, list) and isinstance(lines, list) and isinstance(step, int) and step < len(value):
                line, value = lines[step], value[step]
            else:
                break
        return line


@dataclass(slots=True)
class _Open:
    """A dict or list that is being read."""

    value: dict[str, object] | list[object]
    lines: dict[str, int] | list[int]
    lasts: list[int]
    first: int
    column: int
    flow: bool
    key: str | None = None


class _TooDeep(Exception):
    pass


def read_yaml(text: str) -> YamlText:
    """Values, lines and mistakes. Where the text is no YAML at all, the root is None and one mistake says why."""
    found = YamlText()
    loader = _Loader(text)
    try:
        _read_events(loader, found)
    except _TooDeep:
        found.root = None
        found.mistakes = [(found.mistakes[-1][0], "层次嵌套过深，不是题库文件。", "请参照说明书中的例子重写这一处。")]
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        found.root = None
        found.mistakes = [(mark.line + 1 if mark else 1, *_in_words(problem))]
    except (yaml.YAMLError, ValueError):
        # The reader's own position counts bytes or characters, depending on the loader.
        unprintable = _UNPRINTABLE.search(text)
        line = text.count("\n", 0, unprintable.start()) + 1 if unprintable else 1
        found.root = None
        found.mistakes = [(line, "有不能用的控制字符。", "请删除看不见的特殊字符后保存。")]
    finally:
        loader.dispose()
    return found


def _read_events(loader: yaml.BaseLoader, found: YamlText) -> None:
    stack: list[_Open] = []
    anchors: dict[str, object] = {}
    last = 0
    documents = 0
    next_event = loader.get_event
    while (event := next_event()) is not None:
        kind = type(event)
        value: object
        if kind is ScalarEvent:
            value = None if event.style is None and event.value in _NOTHING else event.value
            end = event.end_mark
            last = end.line - (end.column == 0 and end.line > event.start_mark.line)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            value = {} if kind is MappingStartEvent else []
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            done = stack.pop()
            if done.flow:
                last = event.end_mark.line
            if stack:
                stack[-1].lasts[-1] = last
            found.spans[id(done.value)] = Span(done.first, max(last, done.first), done.column, done.flow)
            continue
        elif kind is AliasEvent:
            last = event.end_mark.line
            if event.anchor not in anchors:
                found.mistakes.append((last + 1, f"*{event.anchor} 没有对应的内容。", "以 * 开头的文字要加引号。"))
            value = anchors.get(event.anchor)
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                found.mistakes.append(
                    (event.start_mark.line + 1, "一个文件里出现了第二份文档（---）。", "请删除多余的 --- 行。")
                )
                return
            continue
        else:
            continue
        if kind is not AliasEvent and event.anchor:
            anchors[event.anchor] = value
        _place(found, stack, value, event, last)
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            if len(stack) > _DEEPEST:
                found.mistakes.append((event.start_mark.line + 1, "", ""))
                raise _TooDeep
            lines: dict[str, int] | list[int] = {} if kind is MappingStartEvent else []
            lasts: list[int] = []
            found.lines[id(value)], found.lasts[id(value)] = lines, lasts
            mark = event.start_mark
            stack.append(_Open(value, lines, lasts, mark.line, mark.column, bool(event.flow_style)))  # type: ignore[arg-type]


def _place(found: YamlText, stack: list[_Open], value: object, event: yaml.Event, last: int) -> None:
    """Put a value where it belongs: into the list, under the waiting key, or as that key."""
    if not stack:
        found.root = value
        return
    top = stack[-1]
    holder = top.value
    if type(holder) is list:
        holder.append(value)
        top.lasts.append(last)
        top.lines.append(event.start_mark.line + 1)  # type: ignore[union-attr]
    elif top.key is None:
        line = event.start_mark.line + 1
        key = value if isinstance(value, str) else "?"
        if type(event) is not ScalarEvent:
            found.mistakes.append(
                (line, "字段名称应当是一个词。", "请写成“名称: 内容”；以 { 或 [ 开头的文字要加引号。")
            )
        elif key in holder:
            found.mistakes.append((line, f"字段“{key}”写了两次。", "请只保留一个。"))
        top.key = key
        top.lines[key] = line  # type: ignore[index]
    else:
        holder[top.key] = value  # type: ignore[index]
        top.lasts.append(last)
        top.key = None


def _in_words(problem: yaml.MarkedYAMLError) -> tuple[str, str]:
    said = f"{problem.context or ''} {problem.problem or ''}"
    if "tab" in said or "\\t" in said:
        return "用了制表符（Tab）缩进。", "请把行首的制表符改成空格。"
    if "quoted scalar" in said:
        return "引号没有配对。", "请检查这一行和上面几行的引号，句子里的英文引号要成对或改用中文引号。"
    if "mapping values are not allowed" in said:
        return "这一行多了一个英文冒号，或者缩进不对。", "含英文冒号的文字请整句加引号；同一题的字段要左对齐。"
    if "flow" in said:
        return "花括号或方括号没有配对。", "请检查 {} 和 [] 是否成对、项目之间是否用英文逗号隔开。"
    if "alias" in said or "anchor" in said:
        return "以 * 或 & 开头的文字要加引号。", "请给这一处文字加上引号。"
    if "cannot start any token" in said:
        return "有不能用在开头的符号（如 @、` 或制表符）。", "请给这一处文字加上引号，或把制表符改成空格。"
    return "这里的格式看不懂，多半是缩进不齐或少了冒号。", "同一题的字段要左对齐，每个字段写成“名称: 内容”。"
