"""Read one YAML file of the bank: its questions, and every problem in it with line and remedy."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.content.bank.text_encoding import decode_text, read_bytes
from app.content.bank.yaml_nodes import YamlText, read_yaml
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.plain_values import PlainReader
from app.domain.question_problems import FileProblem, PlainPath
from app.domain.question_reading import INHERITED, read_question
from app.domain.questions import Question

MOST_BYTES = 20_000_000
_TOP = frozenset({"topic", "line", "defaults", "questions"})
_DEFAULTS = INHERITED - {"line", "topic"}


@dataclass(frozen=True, slots=True)
class BankFile:
    """What one file holds. `inherited` is what it says for all its questions (line, topic, defaults)."""

    name: str
    inherited: Mapping[str, object]
    questions: tuple[Question, ...]
    problems: tuple[FileProblem, ...]


def bank_file_names(folder: Path) -> tuple[str, ...]:
    """The names (with / between folders) of all bank files under question_bank/questions/, sorted."""
    found = (path for ending in ("*.yaml", "*.yml") for path in folder.rglob(ending))
    return tuple(sorted(name for name in (path.relative_to(folder).as_posix() for path in found) if not _hidden(name)))


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def read_bank_file(folder: Path, name: str) -> BankFile:
    """The file `name` under `folder`. A file that cannot be read or understood is a problem, not an error."""
    try:
        text = decode_text(read_bytes(folder / name, MOST_BYTES), name).text
    except UserError as problem:
        return BankFile(name, {}, (), (FileProblem(name, 1, problem.message, problem.remedy),))
    return read_bank_text(text, name)


def read_bank_text(text: str, name: str) -> BankFile:
    """The same from the text itself. All problems are listed, in the order of their lines."""
    parsed = read_yaml(text)
    plain = parsed.root
    problems = {FileProblem(name, *mistake) for mistake in parsed.mistakes}
    if plain is None:
        if not problems:
            problems.add(FileProblem(name, 1, "文件是空的。", "请写入 topic、line 和 questions，或删除这个文件。"))
        return BankFile(name, {}, (), tuple(problems))
    if not isinstance(plain, dict):
        problems.add(
            FileProblem(name, 1, "文件开头不是“字段: 值”。", "请以 topic、line 和 questions 三个字段组成文件。")
        )
        return BankFile(name, {}, (), tuple(problems))
    inherited = _read_head(plain, parsed, name, problems)
    questions = _read_questions(plain, parsed, inherited, name, problems)
    return BankFile(name, inherited, questions, tuple(sorted(problems, key=lambda each: each.line)))


def _read_head(
    plain: Mapping[str, object], parsed: YamlText, name: str, problems: set[FileProblem]
) -> Mapping[str, object]:
    reader = PlainReader()
    reader.known(plain, _TOP, ())
    topic = reader.text(plain, "topic", (), "主题", needed=True)
    line = reader.member(plain, "line", BusinessLine, (), "业务条线")
    defaults = plain.get("defaults") or {}
    if not isinstance(defaults, Mapping):
        reader.blame(("defaults",), "defaults 应当写成“字段: 值”。", "请参照说明书中的例子改写。")
        defaults = {}
    reader.known(defaults, _DEFAULTS, ("defaults",))
    if not isinstance(plain.get("questions"), list):
        reader.blame(("questions",), "没有题目列表（questions）。", "请在 questions 下逐题书写，每题以“- id:”开头。")
    for each in reader.problems:
        problems.add(FileProblem(name, parsed.line_at(each.path) or 1, each.message, each.remedy))
    return {
        **{key: value for key, value in defaults.items() if key in _DEFAULTS},
        "topic": topic,
        **({"line": line.value} if line else {}),
    }


def _read_questions(
    plain: Mapping[str, object],
    parsed: YamlText,
    inherited: Mapping[str, object],
    name: str,
    problems: set[FileProblem],
) -> tuple[Question, ...]:
    found: list[Question] = []
    lines: dict[str, int] = {}
    # A wrong line is one mistake of the file, already named: its questions are still read for theirs.
    stand_in = inherited if "line" in inherited else {**inherited, "line": BusinessLine.OPINION.value}
    items = plain.get("questions")
    for i, item in enumerate(items if isinstance(items, list) else ()):
        here = parsed.line_at(("questions", i)) or 1
        if not isinstance(item, Mapping):
            problems.add(FileProblem(name, here, "这一项不是题目。", "每题以“- id:”开头，字段写成“名称: 内容”。"))
            continue
        question, faults = read_question(item, stand_in, f"{name}:{here}")
        for fault in faults:
            problems.add(FileProblem(name, _line_of(fault.path, item, parsed) or here, fault.message, fault.remedy))
        if question is None:
            continue
        if question.id in lines:
            problems.add(
                FileProblem(
                    name, here, f"编号“{question.id}”与第 {lines[question.id]} 行的题目相同。", "请改成没有用过的编号。"
                )
            )
            continue
        lines[question.id] = here
        found.append(question)
    return tuple(found) if "line" in inherited else ()


def _line_of(path: PlainPath, item: Mapping[str, object], parsed: YamlText) -> int | None:
    # What is wrong is the question's own value, or one that it has from the file's defaults.
    if path and path[0] not in item:
        defaults = parsed.line_at(("defaults", path[0]))
        return defaults if defaults != parsed.line_at(("defaults",)) else None
    return parsed.line_at(path, item)
