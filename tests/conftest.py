"""What many tests share: the checkout, a workspace of one's own, and the command line as a person runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from app.services.open_workspace import open_workspace
from app.system.places import Workspace, starter_content
from tests.command_line import ROOT, Command

# No timing is judged in a test, and a run on another machine tries the same examples.
settings.register_profile("same everywhere", deadline=None, derandomize=True)
settings.load_profile("same everywhere")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A new workspace with the shipped content."""
    return open_workspace(Workspace(tmp_path / "工作区"), starter_content())


@pytest.fixture
def command(workspace: Workspace) -> Command:
    """Run `python -m app --workspace … WORDS` in a process of its own, without a display."""

    def run(*words: object, folder: Path = workspace.root) -> "subprocess.CompletedProcess[str]":
        environment = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
        return subprocess.run(
            [sys.executable, "-m", "app", "--workspace", str(folder), *map(str, words)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=180,
        )

    return run
