"""Change the questions of one file in its text; every other line stays as the person wrote it.

What comes out is read again and compared with what was meant before anybody may write it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.content.bank.bank_file import BankFile, read_bank_text
from app.content.bank.splicing import NotByLines, Splice, apply, change_mapping, comment_of
from app.content.bank.yaml_emitter import emit_question
from app.content.bank.yaml_nodes import YamlText, read_yaml
from app.domain.errors import UserError
from app.domain.question_writing import question_to_plain
from app.domain.questions import Question

# Line breaks to Python or to YAML, but not to both: lines could not be counted.
_ODD_BREAKS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029\r]")
_DASH = re.compile(r"( *)-(?: +|$)")


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to happen to a file: questions `changed` (by the id they have in it), `removed`, `added` last."""

    changed: Mapping[str, Question] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    added: tuple[Question, ...] = ()


def edit_text(text: str, name: str, edit: Edit) -> str:
    """The file's new text.

    UserError where the file has mistakes, lacks a question that is to be changed, or is written in a way
    that cannot be edited safely.
    """
    before = read_bank_text(text, name)
    if before.problems:
        raise UserError(str(before.problems[0]), "改好文件中的错误后，才能在程序里修改它的题目。")
    known = {question.id for question in before.questions}
    for id in (*edit.changed, *edit.removed):
        if id not in known:
            raise UserError(f"{name} 中没有编号为“{id}”的题目。", "文件可能刚被别人改过，请刷新后再试。")
    end = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    if not _ODD_BREAKS.search(plain):
        try:
            edited = _edit_lines(plain, before, edit)
        except NotByLines:
            edited = ""
        if edited and _is_as_meant(edited, before, edit):
            return edited.replace("\n", end)
    raise UserError(f"{name} 的写法特殊，程序无法安全地修改。", "请用文本编辑器直接修改这个文件。")


def _is_as_meant(text: str, before: BankFile, edit: Edit) -> bool:
    after = read_bank_text(text, before.name)
    meant = [edit.changed.get(each.id, each) for each in before.questions if each.id not in edit.removed]
    return not after.problems and list(after.questions) == [*meant, *edit.added]


def _edit_lines(text: str, before: BankFile, edit: Edit) -> str:
    parsed = read_yaml(text)
    assert isinstance(parsed.root, dict)
    items = parsed.root["questions"]
    lines = text.removesuffix("\n").split("\n")
    column = 2
    splices: list[Splice] = []
    for question, item in zip(before.questions, items, strict=True):
        first, end, column = _item_lines(parsed, lines, item)
        if question.id in edit.removed:
            splices.append(Splice(first, end, []))
        elif question.id in edit.changed:
            old = question_to_plain(question, before.inherited)
            new = question_to_plain(edit.changed[question.id], before.inherited)
            try:
                splices += change_mapping(parsed, lines, item, old, new)
            except NotByLines:
                comment = [line for line in (comment_of(lines[first].lstrip("- ")).strip(),) if line]
                splices.append(Splice(first, end, [" " * column + c for c in comment] + _emitted(new, column)))
    place = parsed.spans[id(items)].last + 1 if items else len(lines)
    added = [line for each in edit.added for line in _emitted(question_to_plain(each, before.inherited), column)]
    if added and items:
        splices.append(Splice(place, place, added))
    if len(edit.removed) == len(items):
        # No item is left to carry the list, or there never was one: its own line is written anew.
        starts = parsed.lines[id(parsed.root)]
        assert isinstance(starts, dict)
        first = starts["questions"] - 1
        head = "questions:" + ("" if edit.added else " []")
        splices.append(Splice(first, first + 1, [head + comment_of(lines[first]), *([] if items else added)]))
    return "\n".join(apply(lines, splices)) + "\n"


def _emitted(plain: Mapping[str, object], column: int) -> list[str]:
    return emit_question(plain, column).rstrip("\n").split("\n")


def _item_lines(parsed: YamlText, lines: list[str], item: object) -> tuple[int, int, int]:
    """First line, line after the last, and the column of the dash."""
    span = parsed.spans[id(item)]
    dash = _DASH.match(lines[span.first])
    if dash and dash.end() == span.column:
        return span.first, span.last + 1, len(dash[1])
    above = _DASH.fullmatch(lines[span.first - 1].rstrip())
    if above and lines[span.first][: span.column].isspace():
        return span.first - 1, span.last + 1, len(above[1])
    raise NotByLines
