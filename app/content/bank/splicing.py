"""Which lines of a YAML text must change so that a mapping says something new; all others stay untouched.

A round-trip library would be the usual way, but ruamel drops a comment that follows a mapping in braces,
which is how the bank writes its options. So values are replaced line by line, and only those that differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.content.bank.yaml_emitter import emit_fields, emit_item
from app.content.bank.yaml_nodes import YamlText, read_yaml

Plain = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Splice:
    """Lines `first` to before `end` (from 0) become `lines`; `first` == `end` inserts before that line."""

    first: int
    end: int
    lines: list[str]


class NotByLines(Exception):
    """The value does not stand on lines of its own."""


def apply(lines: list[str], splices: list[Splice]) -> list[str]:
    out: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda each: (each.first, each.end)):
        out += lines[at : splice.first] + splice.lines
        at = max(at, splice.end)
    return out + lines[at:]


def change_mapping(parsed: YamlText, lines: list[str], node: dict[str, object], old: Plain, new: Plain) -> list[Splice]:
    """The splices that bring a block mapping from what `old` says to what `new` says. NotByLines if it cannot be."""
    span = parsed.spans[id(node)]
    starts = parsed.lines[id(node)]
    assert isinstance(starts, dict)
    ends = dict(zip(starts, parsed.lasts[id(node)], strict=True))
    if span.flow or len(set(starts.values())) < len(starts):
        raise NotByLines
    indent = " " * span.column
    found = []
    for key in node:
        if key in old and key not in new:
            if starts[key] - 1 == span.first and _shares_its_line(lines[span.first], span.column):
                raise NotByLines
            found.append(Splice(starts[key] - 1, ends[key] + 1, []))
    after = span.first
    for key, value in new.items():
        if key in node:
            after = max(after, ends[key])
        if key not in node:
            found.append(Splice(after + 1, after + 1, emit_fields({key: value}, indent)))
        elif key not in old or not alike(old[key], value):
            found += _change_field(parsed, lines, node, key, old.get(key), value)
    return found


def _change_field(
    parsed: YamlText, lines: list[str], node: dict[str, object], key: str, old: object, new: object
) -> list[Splice]:
    span = parsed.spans[id(node)]
    value = node[key]
    if isinstance(value, list) and isinstance(old, list) and isinstance(new, list):
        as_lines = old and new and len(value) == len(old) and not parsed.spans[id(value)].flow
        if as_lines:
            return _change_list(parsed, lines, value, key, old, new)
    starts = parsed.lines[id(node)]
    assert isinstance(starts, dict)
    first = starts[key] - 1
    last = dict(zip(starts, parsed.lasts[id(node)], strict=True))[key]
    made = emit_fields({key: new}, " " * span.column)
    made[0] = lines[first][: span.column] + made[0][span.column :]
    if first == last and len(made) == 1:
        made[0] += comment_of(lines[first])
    return [Splice(first, last + 1, made)]


def _change_list(
    parsed: YamlText, lines: list[str], node: list[object], key: str, old: list[object], new: list[object]
) -> list[Splice]:
    """Keep the items that are the same at both ends, bring the middle into line."""
    starts = parsed.lines[id(node)]
    lasts = parsed.lasts[id(node)]
    assert isinstance(starts, list)
    column = lines[starts[0] - 1].find("-")
    if len(set(starts)) < len(starts) or any(lines[start - 1].find("-") != column for start in starts) or column < 0:
        raise NotByLines
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if not alike(old[i], new[i])), shorter)
    tail = next((i for i in range(shorter - head) if not alike(old[-1 - i], new[-1 - i])), shorter - head)
    both = shorter - tail
    found = []
    for i in range(head, both):
        item, was, now = node[i], old[i], new[i]
        if isinstance(item, dict) and isinstance(was, Mapping) and isinstance(now, Mapping):
            try:
                found += change_mapping(parsed, lines, item, was, now)
                continue
            except NotByLines:
                pass
        first, last = starts[i] - 1, lasts[i]
        made = emit_item(key, now, " " * column)
        if first == last and len(made) == 1:
            made[0] += comment_of(lines[first])
        found.append(Splice(first, last + 1, made))
    found += [Splice(starts[i] - 1, lasts[i] + 1, []) for i in range(both, len(old) - tail)]
    place = lasts[both - 1] + 1 if both else starts[0] - 1
    more = [line for i in range(both, len(new) - tail) for line in emit_item(key, new[i], " " * column)]
    return [*found, Splice(place, place, more)] if more else found


def comment_of(line: str) -> str:
    """The comment at the end of a line that holds a whole value, with the spaces before it; often ""."""
    bare = line.strip()
    start = bare.find(" #")
    while start >= 0:
        if read_yaml(bare[:start]).root == read_yaml(bare).root:
            return bare[len(bare[:start].rstrip()) :]
        start = bare.find(" #", start + 1)
    return ""


def alike(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _shares_its_line(line: str, column: int) -> bool:
    return bool(line[:column].strip())
