"""Role-plays that are being written, on disk at every pause: whole, whatever is still missing in them."""

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.content.yaml_text import write_text
from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.scenario import Scenario

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """One role-play as it is being written.

    `key` names the draft. `file` is the one in scenarios/ that it changes, "" for a new role-play; `base` the
    SHA-256 of that file when it was opened. `comment` stands at its head. `kept` is when the draft was last
    written, "" where it never was; `touched` whether there is anything in it that its file does not say.
    """

    key: str
    scenario: Scenario
    file: str = ""
    base: str = ""
    comment: str = ""
    kept: str = ""
    touched: bool = False


def write_draft(draft: Draft, folder: Path, now: datetime) -> Draft:
    """Put it on disk in place of what it was before, and give it back with its time. UserError if the disk refuses."""
    draft = replace(draft, kept=now.isoformat(timespec="seconds"), touched=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UserError(f"草稿不能保存到 {folder}（{problem.strerror}）。", "请检查磁盘空间和文件夹权限。") from problem
    write_text(folder / f"{draft.key}.json", json.dumps(to_json(draft), ensure_ascii=False, indent=1))
    return draft


def read_drafts(folder: Path) -> tuple[Draft, ...]:
    """Every draft, the newest first. One that cannot be read is set aside as *.broken, and logged."""
    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            draft = from_json(json.loads(path.read_text(encoding="utf-8")), Draft)
            found.append(replace(draft, key=path.stem))
        except (OSError, ValueError):
            log.warning("a draft cannot be read and is set aside: %s", path, exc_info=True)
            _set_aside(path)
    return tuple(sorted(found, key=lambda draft: draft.kept, reverse=True))


def drop_drafts(keys: Iterable[str], folder: Path) -> None:
    for key in keys:
        (folder / f"{key}.json").unlink(missing_ok=True)


def _set_aside(path: Path) -> None:
    try:
        os.replace(path, path.with_suffix(".broken"))
    except OSError:
        log.warning("could not set the broken draft aside", exc_info=True)


def head_comment(text: str) -> str:
    """The lines at the head of a file that say what it is about, without their #."""
    lines = []
    for line in text.lstrip("\ufeff").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line[1:].removeprefix(" "))
    return "\n".join(lines)


def later_comments(text: str) -> int:
    """How many lines of comment stand further down, which a file that is written anew does not keep."""
    lines = text.lstrip("\ufeff").splitlines()
    head = len(head_comment(text).splitlines()) if lines and lines[0].startswith("#") else 0
    return sum(line.lstrip().startswith("#") for line in lines[head:])
