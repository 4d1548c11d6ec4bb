"""question_bank/modules/*.md as Module values, one module a file, and every problem with file and line.

A file begins with its particulars between two lines of “---”; then come the lessons in Markdown.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TypeVar

from app.content.bank.text_encoding import decode_text, read_bytes
from app.content.bank.yaml_nodes import YamlText, read_yaml
from app.content.lesson_pictures import picture_complaint
from app.content.lesson_text import LessonText, read_lessons
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.modules.checking import Shelf, problems_of
from app.domain.modules.lesson import Picture
from app.domain.modules.module import Module, ModuleKind, PracticeAim
from app.domain.plain_values import Fields, PlainReader
from app.domain.question_problems import FileProblem, PlainPath, Problem
from app.domain.teller_level import TellerLevel

PICTURES = "pictures"
_MOST_BYTES = 2_000_000
_FENCE = "---"
_TOP = frozenset(
    ["title", "about", "line", "kind", "level", "needs", "practice", "role_plays", "shift", "exam", "pass_mark"]
    + ["months", "checked"]
)
_PRACTICE = frozenset(["lines", "tags", "questions", "count"])

Member = TypeVar("Member", bound=Enum)


def _by_word(kind: type[Member]) -> dict[str, Member]:
    """Written as in the window (单岗) or in English (single)."""
    return {word: each for each in kind for word in (each.label, each.value)}  # type: ignore[attr-defined]


_LINES, _KINDS, _LEVELS = _by_word(BusinessLine), _by_word(ModuleKind), _by_word(TellerLevel)


@dataclass(frozen=True, slots=True)
class ModuleText:
    """What a file holds. `module` is None where it cannot be used; `problems` then say why."""

    name: str
    module: Module | None
    problems: tuple[FileProblem, ...]
    head: YamlText | None = None
    body: LessonText | None = None

    def placed(self, problem: Problem) -> FileProblem:
        """A problem of the module with its line in the file."""
        return FileProblem(self.name, self._line(problem.path), problem.message, problem.remedy)

    def _line(self, path: PlainPath) -> int:
        if path[:1] == ("lessons",) and self.body is not None:
            lesson = int(path[1])
            if len(path) > 3:
                places = self.body.blocks if path[2] == "blocks" else self.body.notes
                return places[lesson][int(path[3])]
            return self.body.titles[lesson]
        line = self.head.line_at(path) if self.head else None
        return (line or 0) + 1  # the head begins on the second line


def read_modules(folder: Path) -> tuple[ModuleText, ...]:
    """Every file of a folder, by name; none where there is no folder. Nothing is raised."""
    return tuple(read_module_file(path) for path in sorted(folder.glob("*.md")) if path.stem.upper() != "README")


def check_modules(
    texts: tuple[ModuleText, ...], shelf: Shelf
) -> tuple[tuple[ModuleText, tuple[FileProblem, ...]], ...]:
    """Each with everything that is wrong with it, names and circles of prerequisites included."""
    modules = {text.module.id: text.module for text in texts if text.module is not None}
    checked = []
    for text in texts:
        problems = [*text.problems]
        if text.module is not None:
            problems += [text.placed(each) for each in problems_of(text.module, modules, shelf)]
        checked.append((text, tuple(sorted(dict.fromkeys(problems), key=lambda each: each.line))))
    return tuple(checked)


def read_module_file(path: Path) -> ModuleText:
    """A file that cannot be read or understood has problems; nothing is raised."""
    try:
        text = decode_text(read_bytes(path, _MOST_BYTES), path.name).text
    except UserError as problem:
        return ModuleText(path.name, None, (FileProblem(path.name, 1, problem.message, problem.remedy),))
    return read_module_text(text, path.name, path.parent / PICTURES)


def read_module_text(text: str, name: str, pictures: Path | None = None) -> ModuleText:
    """The same from the text itself; `pictures` is the folder its pictures must be in."""
    lines = text.splitlines()
    ends = [i for i, line in enumerate(lines[1:], 1) if line.strip() == _FENCE]
    if not lines or lines[0].strip() != _FENCE or not ends:
        remedy = "请对照 docs/formats.md：先写“---”，再写标题、业务等，再写“---”，然后是课文。"
        return ModuleText(name, None, (FileProblem(name, 1, "文件开头没有模块的说明。", remedy),))
    head = read_yaml("\n".join(lines[1 : ends[0]]))
    body = read_lessons("\n".join(lines[ends[0] + 1 :]), ends[0] + 2)
    problems = [FileProblem(name, line + 1, message, remedy) for line, message, remedy in head.mistakes]
    problems += [FileProblem(name, *mistake) for mistake in body.mistakes]
    reader = _Reader()
    version = hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]
    plain = head.root if isinstance(head.root, Mapping) else {}
    module = reader.module(plain, Path(name).stem, version, body)
    found = ModuleText(name, module, (), head, body)
    if plain or not head.mistakes:
        problems += [found.placed(each) for each in reader.problems]
    problems += [found.placed(each) for each in _pictures(module, pictures)]
    ordered = tuple(sorted(dict.fromkeys(problems), key=lambda each: each.line))
    return ModuleText(name, None if ordered else module, ordered, head, body)


def _pictures(module: Module, folder: Path | None) -> list[Problem]:
    found = []
    for i, lesson in enumerate(module.lessons):
        for j, block in enumerate(lesson.blocks):
            if not isinstance(block, Picture):
                continue
            if folder is None or Path(block.file).name != block.file:
                complaint = f"找不到图片“{block.file}”。", f"请把它放进 question_bank/modules/{PICTURES}/，只写文件名。"
            else:
                complaint = picture_complaint(folder / block.file)
            if complaint is not None:
                found.append(Problem(("lessons", i, "blocks", j), *complaint))
    return found


class _Reader(PlainReader):
    def module(self, plain: Fields, id: str, version: str, body: LessonText) -> Module:
        self.known(plain, _TOP, ())
        if not body.lessons and not body.mistakes:
            self.blame((), "这个模块还没有课。", "请在说明后面写课文，每一课以“# 标题”开头。")
        checked = self.day(plain, "checked", ())
        if checked is None and not plain.get("checked"):
            self.blame((), "缺少核对日期（checked）。", "请写哪一天核对过依据，例如 checked: 2026-11-25。")
        return Module(
            id=id,
            version=version,
            title=self.text(plain, "title", (), "标题", needed=True),
            line=self._word(plain, "line", _LINES, "业务", BusinessLine.CONDUCT),
            kind=self._word(plain, "kind", _KINDS, "类别", ModuleKind.MULTI_SKILL),
            level=self._word(plain, "level", _LEVELS, "级别", TellerLevel.SINGLE),
            lessons=tuple(body.lessons),
            exam=self.text(plain, "exam", (), "结业考试", needed=True),
            checked=checked or date.min,
            about=self.text(plain, "about", ()),
            needs=self.texts(plain, "needs", ()),
            practice=self._practice(plain),
            role_plays=self.texts(plain, "role_plays", ()),
            shift=self._word(plain, "shift", _LEVELS, "岗位演练", None) if plain.get("shift") else None,
            pass_mark=self.whole(plain, "pass_mark", (), 1, 100, 60),
            months=self.whole(plain, "months", (), 0, 120, 24),
        )

    def _practice(self, plain: Fields) -> PracticeAim | None:
        fields = plain.get("practice")
        if fields is None:
            return None
        if not isinstance(fields, Mapping):
            self.blame(
                ("practice",), "“practice”应当写成“字段: 值”。", "例如 practice: {lines: [工伤保险], count: 10}。"
            )
            return None
        path = ("practice",)
        self.known(fields, _PRACTICE, path)
        lines = []
        for i, word in enumerate(self.texts(fields, "lines", path)):
            if word in _LINES:
                lines.append(_LINES[word])
            else:
                self.blame((*path, "lines", i), f"没有“{word}”这项业务。", f"可以写的有：{_words(_LINES)}。")
        tags, questions = self.texts(fields, "tags", path), self.texts(fields, "questions", path)
        return PracticeAim(tuple(lines), tags, questions, self.whole(fields, "count", path, 1, 100, 10))

    def _word(self, plain: Fields, key: str, words: Mapping[str, Member], what: str, default):
        word = self.text(plain, key, (), what, needed=True)
        if word and word not in words:
            self.blame((key,), f"{what}（{key}）不能是“{word}”。", f"可以写的有：{_words(words)}。")
        return words.get(word, default)


def _words(words: Mapping[str, Enum]) -> str:
    return "、".join(dict.fromkeys(member.label for member in words.values()))  # type: ignore[attr-defined]
