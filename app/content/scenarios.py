"""scenarios/*.yaml as Scenario values, one role-play a file."""

from pathlib import Path

from app.content.yaml_file import Entry, read_yaml
from app.domain.errors import UserError
from app.domain.lexicon import Category, Kind
from app.domain.scenario import Citizen, Point, Scenario, Turn

# Stages may be written as in the window (迎候) or as in other files (greeting).
_STAGES = {
    word: category for category in Category if category.kind is Kind.POLITE for word in (category.label, category.value)
}


def load_scenarios(folder: Path) -> tuple[Scenario, ...]:
    """Every role-play of a folder, by file name. UserError, naming file and line, for the first that is wrong."""
    if not folder.is_dir():
        raise UserError(f"找不到情景文件夹“{folder}”。", "请把 scenarios 文件夹放回原处，或重新安装。")
    scenarios: dict[str, tuple[Scenario, Path]] = {}
    for path in sorted(folder.glob("*.yaml")):
        scenario = load_scenario(path)
        if scenario.id in scenarios:
            other = scenarios[scenario.id][1].name
            raise UserError(f"文件“{path.name}”和“{other}”的 id 都是“{scenario.id}”。", "请给其中一个换 id。")
        scenarios[scenario.id] = scenario, path
    return tuple(scenario for scenario, _ in scenarios.values())


def load_scenario(path: Path) -> Scenario:
    """One role-play; its version is the day it was checked and a hash of what it says."""
    root = read_yaml(path)
    root.only("id", "title", "line", "situation", "citizen", "turns", "basis", "checked")
    turns = tuple(_turn(entry) for entry in root.entries("turns"))
    if not turns:
        raise root.error("还没有一轮对话。", "请在“turns”里至少写一轮。", root.line_of("turns"))
    checked = root.day("checked").isoformat()
    return Scenario(
        id=root.text("id"),
        version=f"{checked}-{root.fingerprint()}",
        title=root.text("title"),
        line=root.text("line"),
        situation=root.text("situation"),
        citizen=_citizen(root.entry("citizen")),
        turns=turns,
        basis=root.text("basis", ""),
        checked=checked,
    )


def _citizen(entry: Entry) -> Citizen:
    entry.only("name", "age", "mood")
    return Citizen(entry.text("name"), int(entry.number("age", 1, 120)), entry.text("mood"))


def _turn(entry: Entry) -> Turn:
    entry.only("says", "stages", "points", "exemplary")
    points = tuple(_point(point) for point in entry.entries("points"))
    ids = [point.id for point in points]
    for id in ids:
        if ids.count(id) > 1:
            raise entry.error(f"有两个要点的 id 都是“{id}”。", "请给其中一个换 id。", entry.line_of("points"))
    return Turn(entry.text("says"), entry.choices("stages", _STAGES), points, entry.text("exemplary"))


def _point(entry: Entry) -> Point:
    entry.only("id", "text", "ways", "must")
    ways = entry.texts("ways")
    if not ways:
        raise entry.error("要点还没有说法。", "请在“ways”里至少写一种说法。", entry.line_of("ways"))
    return Point(entry.text("id"), entry.text("text"), ways, entry.flag("must", False))
