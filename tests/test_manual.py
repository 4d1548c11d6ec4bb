"""The manual knows every command."""

from pathlib import Path

import click

from app.cli import commands

MANUAL = Path(__file__).resolve().parents[1] / "docs" / "manual" / "90-commands.md"


def names(group: click.Group, prefix: str = "python -m app") -> list[str]:
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += names(command, f"{prefix} {name}")
        else:
            found.append(f"{prefix} {name}")
    return found


def test_every_command_is_in_the_manual() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    assert [name for name in names(commands) if f"`{name}" not in text] == []
