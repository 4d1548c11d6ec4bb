"""A role-play as a YAML text in the style of scenarios/: what a trainer would have written by hand."""

import io
from datetime import date
from pathlib import Path

from app.content.yaml_text import write_text
from app.domain.errors import UserError
from app.domain.role_play.writing import scenario_to_plain
from app.domain.scenario import Scenario

# Lists whose items stand in one line each, in braces or brackets.
_IN_LINES = frozenset({"papers", "always", "next", "basis", "endings"})
_IN_ONE_LINE = frozenset({"stages", "ways", "voice"})
_LONGEST_LINE = 118


def scenario_text(scenario: Scenario, comment: str = "") -> str:
    """The whole file. `comment` is a line or more that says what it is about."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 10_000  # Chinese has no spaces to break at
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(_styled(scenario_to_plain(scenario)), out)
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    return head + out.getvalue()


def _styled(plain: object, key: str = "", flow: bool = False) -> object:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(plain, dict):
        mapping = CommentedMap((each, _styled(value, each, flow)) for each, value in plain.items())
        if flow:
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(plain, list):
        # An ending may be too long for a line; then its fields stand one below the other.
        in_lines = key in _IN_LINES and all(len(str(item)) < _LONGEST_LINE for item in plain)
        items = CommentedSeq(_styled(item, "", flow or in_lines) for item in plain)
        if flow or key in _IN_ONE_LINE or all(isinstance(item, str) for item in plain) and key != "hints":
            items.fa.set_flow_style()
        return items
    if key == "checked" and isinstance(plain, str):
        try:
            return date.fromisoformat(plain)  # written without quotes
        except ValueError:
            return plain
    return plain


def write_scenario(scenario: Scenario, folder: Path, comment: str = "", replace: bool = False) -> Path:
    """Write it as `id`.yaml. UserError where there is such a file (unless it may be replaced) or the disk refuses."""
    if not scenario.id or not all(character.isalnum() or character in "-_" for character in scenario.id):
        raise UserError(f"编号“{scenario.id}”不能作文件名。", "编号请只用字母、数字和短横线，例如 lost-card。")
    path = folder / f"{scenario.id}.yaml"
    if path.exists() and not replace:
        raise UserError(
            f"已经有编号为“{scenario.id}”的情景（{path.name}），没有覆盖。", "请换一个编号，或先移走原来的文件。"
        )
    write_text(path, scenario_text(scenario, comment))
    return path
