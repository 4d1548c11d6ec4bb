"""Markdown to lessons, with the line of every block; what a lesson cannot hold is named, never dropped."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from app.domain.basis import Basis
from app.domain.modules.lesson import (
    Arrow,
    Block,
    FlowChart,
    Heading,
    Items,
    Lesson,
    Material,
    Materials,
    Need,
    Note,
    Paragraph,
    Picture,
    Quotation,
    Run,
    Sayings,
    TableOf,
    Words,
    words_of,
)

_NEEDS = {need.label: need for need in Need}
_SAY, _NEVER = "可以说", "不要说"
_ARROW = re.compile(r"\s*(?:->|→)\s*")
# What a list, a quotation or the words of a basis would lose: they hold words, not blocks.
_BLOCKS = frozenset(
    ["fence", "code_block", "table_open", "heading_open", "blockquote_open", "bullet_list_open", "ordered_list_open"]
)
_KNOWN = "课文里可以用：标题、段落、列表、表格、图片、引文，和“流程”“材料”“说法”三种方框。"

Mistake = tuple[int, str, str]  # line from 1, message, remedy


@dataclass(slots=True)
class LessonText:
    """What a text holds: lessons, for each the line of its title, and of each of its blocks and notes."""

    lessons: list[Lesson] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)
    blocks: list[list[int]] = field(default_factory=list)
    notes: list[list[int]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def read_lessons(text: str, first_line: int = 1) -> LessonText:
    """Every lesson of a text whose first line is `first_line` of its file. A lesson begins with “# ”."""
    reader = _Reader(first_line)
    seen: dict[str, Any] = {}
    reader.read(_parser().parse(text, seen), text.splitlines())
    reader.blame_links(seen.get("references", {}))
    return reader.found


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin, inline=False)


class _Reader:
    def __init__(self, first_line: int) -> None:
        self.found = LessonText()
        self._first = first_line
        self._title = ""
        self._blocks: list[tuple[Block, int]] = []
        self._called: list[str] = []
        self._defined: dict[str, tuple[Basis, int]] = {}
        self._started = False
        self._lines: list[str] = []

    def read(self, tokens: list[Token], lines: list[str]) -> None:
        stream = iter(tokens)
        self._lines = lines
        lessons: list[tuple[str, int, list[tuple[Block, int]], list[str]]] = []
        self._read_definitions(lines)
        for token in stream:
            if token.type == "heading_open" and token.tag == "h1":
                inline = next(stream)
                next(stream)
                lessons.append((self._title_of(inline, token), self._line(token), [], []))
                self._blocks, self._called = lessons[-1][2], lessons[-1][3]
                self._started = True
                continue
            if token.type == "footnote_block_open":
                self._read_bases(stream)
                break
            self._read_block(token, stream)
        self._finish(lessons)

    def _title_of(self, inline: Token, token: Token) -> str:
        title = inline.content.strip()
        if not title:
            self._blame(self._line(token), "这一课没有标题。", "请在“# ”后面写上标题。")
        return title

    def _finish(self, lessons: list[tuple[str, int, list[tuple[Block, int]], list[str]]]) -> None:
        titles: dict[str, int] = {}
        used: set[str] = set()
        for title, line, blocks, called in lessons:
            if title in titles:
                self._blame(line, f"已经有一课叫“{title}”（第 {titles[title]} 行）。", "请换一个标题。")
            titles[title] = line
            labels = [label for label in dict.fromkeys(called) if label in self._defined]
            used.update(labels)
            notes = tuple(Note(label, self._defined[label][0]) for label in labels)
            self.found.lessons.append(Lesson(title, tuple(block for block, _ in blocks), notes))
            self.found.titles.append(line)
            self.found.blocks.append([place for _, place in blocks])
            self.found.notes.append([self._defined[label][1] for label in labels])
        for label, (_, line) in self._defined.items():
            if label not in used:
                self._blame(line, f"依据“{label}”没有一处用到。", f"请在用到它的句子后面写 [^{label}]，或删去这一行。")

    def _read_definitions(self, lines: list[str]) -> None:
        """[^name]: law article. Read by ourselves: the parser keeps only those that are called."""
        fenced = False
        for number, line in enumerate(lines):
            if line.startswith("```"):
                fenced = not fenced
            found = None if fenced else re.match(r"\[\^([^\]]+)\]:\s*(.*)", line)
            if not found:
                continue
            label, words = found[1].strip(), found[2].strip()
            law, _, article = words.partition(" ")
            if not law:
                self._blame(self._first + number, f"依据“{label}”没有写内容。", "请写成“[^名称]: 法律名 第几条”。")
            elif label in self._defined:
                self._blame(self._first + number, f"依据“{label}”写了两次。", "请删去一个，或换一个名称。")
            else:
                self._defined[label] = Basis(law.strip("《》"), article.strip()), self._first + number

    def _read_bases(self, stream: Iterator[Token]) -> None:
        """Only the first line of each was read; what hangs below it would be lost."""
        begun = False
        for token in stream:
            if token.type == "footnote_open":
                begun = False
            elif token.type in ("paragraph_open", *_BLOCKS):
                if begun or token.type != "paragraph_open" or token.map[1] - token.map[0] > 1:  # type: ignore[index]
                    self._blame(self._line(token), "一条依据只能写一行。", "请把它和下面的文字用空行隔开，或并成一行。")
                begun = True

    def blame_links(self, references: dict[str, Any]) -> None:
        for label, found in references.items():
            self._blame(self._first + found["map"][0], f"“[{label.lower()}]: …”是链接，课文里不能用。", _KNOWN)

    def _read_block(self, token: Token, stream: Iterator[Token]) -> None:
        line = self._line(token)
        match token.type:
            case "heading_open":
                words = self._words(next(stream), line)
                if not words:
                    self._blame(line, "小标题是空的。", "请在“##”后面写上标题，或删去这一行。")
                self._add(Heading(words, int(token.tag[1])), line)
                next(stream)
            case "paragraph_open":
                self._read_paragraph(next(stream), line)
                next(stream)
            case "bullet_list_open" | "ordered_list_open":
                self._read_list(token, stream, line)
            case "table_open":
                self._read_table(stream, line)
            case "blockquote_open":
                self._add(Quotation(self._inner_words(stream, "blockquote_close", line)), line)
            case "fence":
                self._read_box(token, line)
            case "hr":
                pass
            case _:
                self._blame(line, "这里有课文里不能用的写法。", _KNOWN)

    def _read_paragraph(self, inline: Token, line: int) -> None:
        children = inline.children or []
        if len(children) == 1 and children[0].type == "image":
            picture = children[0]
            about = picture.content.strip()
            if not about:
                self._blame(line, "图片没有说明。", "请在方括号里写一句图上是什么，看不见图的人也能明白。")
            # The parser writes Chinese names as an address would: %E5%9B%BE.png.
            self._add(Picture(unquote(str(picture.attrs.get("src", ""))), about), line)
            return
        if inline.content.startswith("|"):
            self._blame(line, "像是表格，却读不成表格。", "表头下面要有一行“|---|---|”，格数和表头一样多。")
        self._add(Paragraph(self._words(inline, line)), line)

    def _read_list(self, token: Token, stream: Iterator[Token], line: int) -> None:
        items: list[Words] = []
        depth, words = 0, []
        for inner in stream:
            if inner.type in ("bullet_list_open", "ordered_list_open"):
                self._blame(self._line(inner), "列表里又套了列表。", "请写成一层，或分成几段。")
                depth += 1
            elif inner.type in ("bullet_list_close", "ordered_list_close"):
                if not depth:
                    break
                depth -= 1
            elif inner.type in _BLOCKS:
                self._blame(self._line(inner), "列表里只能写文字。", "请把表格、方框、引文移到列表外面，前后空一行。")
            elif inner.type == "inline":
                words += self._words(inner, self._line(inner))
            elif inner.type == "list_item_close" and words:
                items.append(tuple(words))
                words = []
        if not items:
            self._blame(line, "列表是空的。", "请写上内容，或删去这一行。")
        self._add(Items(tuple(items), token.type.startswith("ordered")), line)

    def _read_table(self, stream: Iterator[Token], line: int) -> None:
        rows: list[list[Words]] = []
        for inner in stream:
            if inner.type == "table_close":
                break
            if inner.type == "tr_open":
                rows.append([])
                if self._cells(inner) > len(rows[0]) > 0:
                    self._blame(
                        self._line(inner), "这一行的格子比表头多，多出来的会丢。", "请补上表头，或删去多出的“|”。"
                    )
            elif inner.type == "inline":
                rows[-1].append(self._words(inner, self._line(inner)))
        if len(rows) < 2:
            self._blame(line, "表格只有表头，没有内容。", "请至少写一行。")
        self._add(TableOf(tuple(rows[0]), tuple(map(tuple, rows[1:]))), line)

    def _cells(self, row: Token) -> int:
        """How many cells stand in the text: the parser drops those beyond the head's without a word."""
        if row.map is None:
            return 0
        return len(escapedSplit(self._lines[row.map[0]].strip().strip("|")))

    def _inner_words(self, stream: Iterator[Token], end: str, line: int) -> Words:
        words: list[Run] = []
        depth = 0
        for inner in stream:
            if inner.type == end:
                if not depth:
                    break
                depth -= 1
            elif inner.type in _BLOCKS:
                depth += inner.type == "blockquote_open"
                self._blame(self._line(inner), "引文里只能写文字。", "请把列表、表格、方框移到引文外面，前后空一行。")
            elif inner.type == "inline":
                words += self._words(inner, self._line(inner) if inner.map else line)
        return tuple(words)

    def _read_box(self, token: Token, line: int) -> None:
        makers: dict[str, Callable[[list[tuple[str, int]]], Block | None]] = {
            "流程": self._flow_chart,
            "材料": self._materials,
            "说法": self._sayings,
        }
        name = token.info.strip()
        if name not in makers:
            self._blame(line, f"不认识的方框“{name}”。", "可以写的有：流程、材料、说法。")
            return
        rows = [(row.strip(), line + 1 + i) for i, row in enumerate(token.content.splitlines()) if row.strip()]
        if not rows:
            self._blame(line, f"“{name}”方框是空的。", "请写上内容，或删去它。")
            return
        block = makers[name](rows)
        if block is not None:
            self._add(block, line)

    def _flow_chart(self, rows: list[tuple[str, int]]) -> Block | None:
        """`one -> two -> three: when`; the condition belongs to the last arrow."""
        arrows: list[Arrow] = []
        for row, line in rows:
            way, _, when = row.replace("：", ":").partition(":")
            steps = [step.strip() for step in _ARROW.split(way)]
            if len(steps) < 2 or not all(steps):
                self._blame(
                    line, f"“{row}”不是流程的一步。", "请写成“这一步 -> 下一步”，有条件的写“这一步 -> 下一步: 条件”。"
                )
                continue
            arrows += [Arrow(start, end) for start, end in zip(steps[:-2], steps[1:-1], strict=True)]
            arrows.append(Arrow(steps[-2], steps[-1], when.strip()))
        return FlowChart(tuple(arrows)) if arrows else None

    def _materials(self, rows: list[tuple[str, int]]) -> Block | None:
        found: list[Material] = []
        for row, line in rows:
            need, _, words = row.replace("：", ":").partition(":")
            if need.strip() not in _NEEDS or not words.strip():
                self._blame(line, f"“{row}”不是一样材料。", f"请写成“必交: 身份证”；开头可以写：{'、'.join(_NEEDS)}。")
                continue
            found.append(Material(_NEEDS[need.strip()], self._inline(words.strip(), line)))
        return Materials(tuple(found)) if found else None

    def _sayings(self, rows: list[tuple[str, int]]) -> Block | None:
        said: dict[str, list[str]] = {_SAY: [], _NEVER: []}
        for row, line in rows:
            kind, _, words = row.replace("：", ":").partition(":")
            if kind.strip() not in said or not words.strip():
                self._blame(line, f"“{row}”看不出该不该说。", f"请写成“{_SAY}: ……”或“{_NEVER}: ……”。")
                continue
            said[kind.strip()].append(words.strip())
        return Sayings(tuple(said[_SAY]), tuple(said[_NEVER])) if any(said.values()) else None

    def _inline(self, text: str, line: int) -> Words:
        labels = "\n\n".join(f"[^{label}]: x" for label in self._defined)
        tokens = _parser().parse(f"{text}\n\n{labels}")
        return self._words(tokens[1], line) if len(tokens) > 1 else ()

    def _words(self, inline: Token, line: int) -> Words:
        runs: list[Run] = []
        strong = False
        for child in inline.children or []:
            match child.type:
                case "text" | "code_inline":
                    runs.append(Run(child.content, strong))
                case "softbreak" | "hardbreak":
                    if runs and runs[-1].text[-1:].isascii() and runs[-1].text[-1:]:
                        runs.append(Run(" ", strong))  # Chinese lines are joined without a space
                case "strong_open" | "em_open":
                    strong = True
                case "strong_close" | "em_close":
                    strong = False
                case "footnote_ref":
                    label = str(child.meta["label"])
                    self._called.append(label)
                    last = runs.pop() if runs and not runs[-1].note else Run("")
                    runs.append(Run(last.text, last.strong, label))
                case "image":
                    self._blame(line, "图片夹在文字中间。", "请让图片独占一行，前后空一行。")
                case _:
                    self._blame(line, "这里有课文里不能用的写法（如链接）。", _KNOWN)
        plain = words_of(tuple(runs))
        if re.search(r"!\[[^\]]*\]\(", plain):
            self._blame(line, "图片没有写对。", "请写成 ![图上是什么](文件名.png)；文件名里不能有空格。")
        for missing in re.findall(r"\[\^([^\]]+)\]", plain):
            self._blame(line, f"依据“{missing}”没有写明是什么。", f"请在文末写一行“[^{missing}]: 法律名 第几条”。")
        return tuple(run for run in runs if run.text or run.note)

    def _add(self, block: Block, line: int) -> None:
        if not self._started:
            self._blame(line, "第一课的标题前面有内容。", "请先写一行“# 课的标题”。")
            return
        self._blocks.append((block, line))

    def _line(self, token: Token) -> int:
        return self._first + (token.map[0] if token.map else 0)

    def _blame(self, line: int, message: str, remedy: str) -> None:
        self.found.mistakes.append((line, message, remedy))
