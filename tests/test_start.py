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


@pytest.fixture
def asked(start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What pip is asked to install; nothing is."""
    requirements: list[str] = []

    def note(command: list[object], *_: object) -> tuple[int, str]:
        requirements.append(str(command[-1]).rpartition("[")[2].rstrip("]"))
        return 0, ""

    monkeypatch.setattr(start, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(start, "watch_pip", note)
    return requirements


def test_nothing_is_installed_twice(start: ModuleType, asked: list[str]) -> None:
    start.install({"whisper"})
    start.install({"whisper"})
    assert asked == ["whisper"]
    start.install({"test"})
    assert asked == ["whisper", "test,whisper"]
    start.install({"whisper"})
    assert len(asked) == 2


def test_a_failed_installation_is_tried_again_and_says_why(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "WARNING: Retrying …\nNewConnectionError(… Failed to establish a new connection)\nERROR: No matching distribution"
    monkeypatch.setattr(start, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(start, "watch_pip", lambda *_: (1, said))
    with pytest.raises(start.SetupError, match="安装没有完成：连不上软件源"):
        start.install(set())
    assert not start.STAMP.exists()


def test_a_full_disk_is_named_before_anything_is_fetched(
    start: ModuleType, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nearly:
        free = 2e9

    monkeypatch.setattr(start.shutil, "disk_usage", lambda _: Nearly())
    with pytest.raises(start.SetupError, match="--lite"):
        start.install({"whisper"})
    assert asked == []
    start.install(set())
    assert asked != [], "the smaller set-up fits"


def test_an_unknown_word_is_refused_before_anything_is_done() -> None:
    result = subprocess.run(
        [sys.executable, ROOT / "start.py", "--dmeo"], capture_output=True, encoding="utf-8", cwd=ROOT
    )
    assert result.returncode == 1
    assert "--dmeo" in result.stderr


def test_the_tests_run_although_apt_get_fails(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Refused:
        returncode = 100

    monkeypatch.setattr(start.sys, "platform", "linux")
    monkeypatch.setattr(start, "apt_packages_missing", lambda: ["xvfb", "pulseaudio"])
    monkeypatch.setattr(start, "run", lambda *_, **__: Refused())
    start.bring_test_pieces()
    assert "sudo apt-get install xvfb pulseaudio" in capsys.readouterr().out


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


def test_a_lite_set_up_stays_lite_until_the_rest_is_asked_for(start: ModuleType) -> None:
    def extras(*words: str, before: dict[str, object]) -> set[str]:
        options, _ = start.parse(words)
        return start.extras_for(options, before)

    lite, full = {"extras": []}, {"extras": ["whisper"]}
    assert extras(before={}) == {"whisper"}
    assert extras("--lite", before={}) == set()
    assert extras(before=lite) == set()
    assert extras("--full", before=lite) == {"whisper"}
    assert extras("test", before=lite) == {"test"}
    assert extras("test", before={}) == {"whisper", "test"}
    assert extras(before=full) == {"whisper"}
