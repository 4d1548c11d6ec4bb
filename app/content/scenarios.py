"""scenarios/*.yaml as Scenario values, one role-play a file, and every problem in them with file and line."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from app.content.bank.text_encoding import decode_text, read_bytes
from app.content.bank.yaml_nodes import YamlText, read_yaml
from app.domain.errors import UserError
from app.domain.question_problems import FileProblem, Problem
from app.domain.role_play.checking import doubts_of, faults_of
from app.domain.role_play.reading import read_scenario
from app.domain.role_play.writing import scenario_to_plain
from app.domain.scenario import Scenario

_MOST_BYTES = 5_000_000
_SHAPE = "请对照 docs/formats.md 的例子：冒号用半角并在后面空一格，缩进用空格，不用 Tab 键。"


@dataclass(frozen=True, slots=True)
class ScenarioText:
    """What a text holds. `scenario` is None where it cannot be played; `faults` then say why.

    `doubts` are what a trainer should mend although it plays; empty unless asked for.
    """

    name: str
    scenario: Scenario | None
    faults: tuple[FileProblem, ...]
    doubts: tuple[FileProblem, ...] = ()
    lines: YamlText | None = None

    def placed(self, problem: Problem) -> FileProblem:
        """A problem of the scenario with its line in the text."""
        return _placed(self.name, self.lines, problem)


def load_scenarios(folder: Path) -> tuple[Scenario, ...]:
    """Every role-play of a folder, by file name. UserError, naming file and line, for the first that is wrong."""
    return without_faults(read_scenarios(folder))


def without_faults(texts: Iterable[ScenarioText]) -> tuple[Scenario, ...]:
    """The role-plays of files that are all in order. UserError, naming file and line, for the first that is not."""
    found = []
    for text in texts:
        if text.scenario is None:
            raise _refusal(text)
        found.append(text.scenario)
    return tuple(found)


def load_scenario(path: Path) -> Scenario:
    """One role-play; its version is the day it was checked and a hash of what it says."""
    return without_faults((read_scenario_file(path),))[0]


def _refusal(text: ScenarioText) -> UserError:
    first = text.faults[0]
    return UserError(f"文件“{first.file}”第 {first.line} 行：{first.message}", first.remedy)


def check_scenarios(folder: Path) -> tuple[ScenarioText, ...]:
    """Every file of a folder with everything that is wrong with it. UserError if there is no such folder."""
    return read_scenarios(folder, with_doubts=True)


def read_scenarios(folder: Path, with_doubts: bool = False) -> tuple[ScenarioText, ...]:
    """Every file of a folder, those that cannot be played with their faults. UserError if there is no such folder."""
    checked: list[ScenarioText] = []
    names: dict[str, str] = {}
    for path in scenario_files(folder):
        read = read_scenario_file(path, with_doubts)
        if read.scenario is not None:
            first = names.setdefault(read.scenario.id, path.name)
            if first != path.name:
                twice = Problem(("id",), f"id “{read.scenario.id}”已经在文件“{first}”里用了。", "请给其中一个换 id。")
                read = replace(read, scenario=None, faults=(read.placed(twice),))
        checked.append(read)
    return tuple(checked)


def scenario_files(folder: Path) -> tuple[Path, ...]:
    if not folder.is_dir():
        raise UserError(f"找不到情景文件夹“{folder}”。", "请把 scenarios 文件夹放回原处，或重新安装。")
    return tuple(sorted(folder.glob("*.yaml")))


def read_scenario_file(path: Path, with_doubts: bool = False) -> ScenarioText:
    """A file that cannot be read or understood has a fault; nothing is raised."""
    try:
        text = decode_text(read_bytes(path, _MOST_BYTES), path.name).text
    except UserError as problem:
        return ScenarioText(path.name, None, (FileProblem(path.name, 1, problem.message, problem.remedy),))
    return read_scenario_text(text, path.name, with_doubts)


def read_scenario_text(text: str, name: str, with_doubts: bool = False) -> ScenarioText:
    """The same from the text itself, as an editor has it. Problems in the order of their lines."""
    lines = read_yaml(text)
    plain = lines.root
    if not isinstance(plain, dict):
        faults = [FileProblem(name, *mistake) for mistake in lines.mistakes]
        return ScenarioText(
            name, None, tuple(faults) or (FileProblem(name, 1, "内容应当写成“名称: 值”的几行。", _SHAPE),)
        )
    scenario, problems = read_scenario(plain)
    found = [FileProblem(name, *mistake) for mistake in lines.mistakes]
    found += [_placed(name, lines, problem) for problem in problems]
    if not found:
        found = [_placed(name, lines, problem) for problem in faults_of(scenario)]
    if found:
        return ScenarioText(name, None, tuple(sorted(dict.fromkeys(found), key=lambda each: each.line)), (), lines)
    scenario = replace(scenario, version=f"{scenario.checked}-{_fingerprint(scenario)}")
    doubts = [_placed(name, lines, problem) for problem in doubts_of(scenario)] if with_doubts else []
    return ScenarioText(name, scenario, (), tuple(sorted(doubts, key=lambda each: each.line)), lines)


def _placed(name: str, lines: YamlText | None, problem: Problem) -> FileProblem:
    line = lines.line_at(problem.path) if lines else None
    return FileProblem(name, line or 1, problem.message, problem.remedy)


def _fingerprint(scenario: Scenario) -> str:
    """Eight hex digits that change with what is said or asked, not with how the file is laid out."""
    content = json.dumps(scenario_to_plain(scenario), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:8]
