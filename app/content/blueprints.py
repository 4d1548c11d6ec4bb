"""question_bank/blueprints/*.yaml as Blueprint values, one paper a file."""

from dataclasses import dataclass
from pathlib import Path

from app.content.yaml_file import Entry, read_yaml
from app.domain.blueprint import EASIEST, HARDEST, MOST_QUESTIONS, MOST_SECTIONS, Blueprint, FullScreen, Section
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.questions import Partial, QuestionType
from app.domain.rubric import TENTHS

# Types, lines and rules may be written as in the window (单选) or as in question files (single).
_TYPES = {word: type for type in QuestionType for word in (type.value, type.label)}
_LINES = {word: line for line in BusinessLine for word in (line.value, line.label)}
_PARTIAL = {"as-written": None, **{partial.value: partial for partial in Partial}}
_FULL_SCREEN = {each.value: each for each in FullScreen}
_LONGEST = 600  # minutes


@dataclass(frozen=True, slots=True)
class Blueprints:
    """Those that can be used, by file name, and what is wrong with the other files."""

    usable: tuple[Blueprint, ...]
    problems: tuple[UserError, ...] = ()


def load_blueprints(folder: Path) -> Blueprints:
    """Every blueprint of a folder. A file with a mistake does not hinder the others."""
    usable, problems = [], []
    for path in sorted(folder.glob("*.yaml")):
        try:
            usable.append(load_blueprint(path))
        except UserError as problem:
            problems.append(problem)
    return Blueprints(tuple(usable), tuple(problems))


def load_blueprint(path: Path) -> Blueprint:
    """One blueprint; its id is the file's name, its version changes with its content."""
    root = read_yaml(path)
    root.only(
        "title", "about", "minutes", "pass_mark", "shuffle_questions", "shuffle_options", "partial", "full_screen",
        "interruption", "sections",
    )  # fmt: skip
    sections = tuple(_section(entry) for entry in root.entries("sections"))
    if not 1 <= len(sections) <= MOST_SECTIONS:
        raise root.error(
            f"“sections”应当有 1 到 {MOST_SECTIONS} 个部分，现在是 {len(sections)} 个。",
            "请补上，或把几个部分合并。",
            root.line_of("sections"),
        )
    blueprint = Blueprint(
        id=path.stem,
        version=root.fingerprint(),
        title=root.text("title"),
        sections=sections,
        minutes=_whole(root, "minutes", 1, _LONGEST),
        pass_mark=_tenths(root, "pass_mark", 0, 10_000),
        about=root.text("about", ""),
        shuffle_questions=root.flag("shuffle_questions", True),
        shuffle_options=root.flag("shuffle_options", True),
        partial=root.choice("partial", _PARTIAL) if "partial" in root.values else None,
        full_screen=root.choice("full_screen", _FULL_SCREEN) if "full_screen" in root.values else FullScreen.FREE,
        interruption=_whole(root, "interruption", 0, _LONGEST, 5),
    )
    if blueprint.count > MOST_QUESTIONS:
        raise root.error(
            f"一共 {blueprint.count} 题，超过了 {MOST_QUESTIONS} 题。", "请减少题数。", root.line_of("sections")
        )
    if blueprint.pass_mark > blueprint.full:
        raise root.error(
            f"“pass_mark”是 {blueprint.pass_mark / TENTHS:g} 分，超过了全卷的 {blueprint.full / TENTHS:g} 分。",
            "请改小合格分，或增加题数、分值。",
            root.line_of("pass_mark"),
        )
    return blueprint


def _section(entry: Entry) -> Section:
    entry.only("title", "types", "lines", "tags", "difficulty", "count", "points")
    types = entry.choices("types", _TYPES)
    if not types:
        raise entry.error(
            "这一部分没有写题型（types）。", f"可以写的有：{'、'.join(each.label for each in QuestionType)}。"
        )
    easiest, hardest = _difficulty(entry)
    return Section(
        title=entry.text("title"),
        count=_whole(entry, "count", 1, MOST_QUESTIONS),
        points=_tenths(entry, "points", 0.1, 1000),
        types=types,
        lines=entry.choices("lines", _LINES),
        tags=entry.texts("tags"),
        easiest=easiest,
        hardest=hardest,
    )


def _difficulty(entry: Entry) -> tuple[int, int]:
    """One number, or the easiest and the hardest: [2, 4]."""
    value = entry.values.get("difficulty")
    if value is None:
        return EASIEST, HARDEST
    levels = list(value) if isinstance(value, list) else [value]
    whole = all(isinstance(each, int) and not isinstance(each, bool) for each in levels)
    if not whole or len(levels) not in (1, 2) or not EASIEST <= levels[0] <= levels[-1] <= HARDEST:
        raise entry.error(
            "“difficulty”应当是 1 到 5 的整数，或者从易到难的两个，例如 [2, 4]。",
            "请改正这一项。",
            entry.line_of("difficulty"),
        )
    return levels[0], levels[-1]


def _whole(entry: Entry, key: str, least: int, most: int, default: int | None = None) -> int:
    number = entry.number(key, least, most, default)
    if number != int(number):
        raise entry.error(f"“{key}”应当是整数。", "请去掉小数。", entry.line_of(key))
    return int(number)


def _tenths(entry: Entry, key: str, least: float, most: float) -> int:
    points = entry.number(key, least, most)
    tenths = round(points * TENTHS)
    if abs(tenths - points * TENTHS) > 1e-6:
        raise entry.error(f"“{key}”最多写一位小数。", "请四舍五入到 0.1 分。", entry.line_of(key))
    return tenths


def blueprint_of(blueprints: Blueprints, id: str) -> Blueprint:
    """The one with this id, or with this title. UserError where there is none or its file has a mistake."""
    for each in blueprints.usable:
        if id in (each.id, each.title):
            return each
    for problem in blueprints.problems:
        if f"文件“{id}.yaml”" in problem.message:
            raise problem
    known = (
        "、".join(each.id for each in blueprints.usable) or "还没有，请在 question_bank/blueprints/ 里放一个蓝图文件"
    )
    raise UserError(f"没有名为“{id}”的试卷蓝图。", f"可用的有：{known}。")
