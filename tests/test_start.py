"""start.py: what it decides, and that a second start needs no network."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_nothing_is_installed_twice(start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Done:
        returncode = 0

    monkeypatch.setattr(start, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(start, "run", lambda *command, **_: asked.append(str(command[-1])) or Done())
    start.install({"whisper"})
    start.install({"whisper"})
    assert asked == [".[whisper]"]
    start.install({"test"})
    assert asked == [".[whisper]", ".[test,whisper]"]
    start.install({"whisper"})
    assert len(asked) == 2


def test_a_failed_installation_is_tried_again(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failed:
        returncode = 1

    monkeypatch.setattr(start, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(start, "run", lambda *command, **_: Failed())
    with pytest.raises(start.SetupError, match="安装没有完成"):
        start.install(set())
    assert not start.STAMP.exists()


def test_an_unknown_word_is_refused_before_anything_is_done() -> None:
    result = subprocess.run(
        [sys.executable, ROOT / "start.py", "--dmeo"], capture_output=True, encoding="utf-8", cwd=ROOT
    )
    assert result.returncode == 1
    assert "--dmeo" in result.stderr


def without_network() -> list[str]:
    """The prefix that cuts a command off from every network, or [] where this system does not allow it."""
    prefix = ["unshare", "--net", "--map-root-user"]
    if shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
        return prefix
    return []


def test_the_demonstration_runs_with_the_network_cut_off() -> None:
    prefix = without_network()
    if not prefix:
        pytest.skip("this system does not allow a network namespace of one's own (unshare --net)")
    environment = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
    result = subprocess.run(
        [*prefix, sys.executable, ROOT / "start.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=240,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "正在安装" not in result.stdout
    assert "听到：" in result.stdout
    assert "得分：" in result.stdout
    pdf = next(line for line in result.stdout.splitlines() if "PDF" in line).split("：", 1)[1]
    assert Path(pdf).read_bytes().startswith(b"%PDF-")
