"""A model that was changed, and a speech process that is killed while it works."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from bad_input.plain_answers import CLIP, ROOT, assert_plain

from app.system.places import Workspace

Done = subprocess.CompletedProcess


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """The application in a folder of its own, with models that may be spoilt."""
    folder = tmp_path / "程序"

    def link(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)

    for name in ("app", "question_bank", "scenarios"):
        shutil.copytree(
            ROOT / name, folder / name, copy_function=link, ignore=shutil.ignore_patterns("__pycache__", "local")
        )
    shutil.copyfile(ROOT / "start.py", folder / "start.py")
    if not (ROOT / "models" / "base" / "model.bin").is_file():
        pytest.skip("the embedded model is not installed")
    shutil.copytree(ROOT / "models" / "base", folder / "models" / "base")
    return folder


def run_in(folder: Path, *words: object) -> "Done[str]":
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, words)], cwd=folder, capture_output=True, encoding="utf-8", timeout=180
    )


def test_a_model_with_one_byte_changed_is_not_used(installation: Path) -> None:
    assert run_in(installation, "model", "verify").returncode == 0
    weights = installation / "models" / "base" / "model.bin"
    with open(weights, "r+b") as file:
        file.seek(weights.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))
    for words in (("score", CLIP), ("model", "verify"), ("demo",)):
        done = run_in(installation, *words)
        assert done.returncode == 1, words
        assert_plain(done.stderr)
        assert "model.bin" in done.stderr and "校验" in done.stderr, words
        assert done.stdout == "", words
    found = run_in(installation, "doctor")
    assert found.returncode == 1 and "✗ 语音模型" in found.stdout
    assert (
        not (installation / "demonstration" / "records.db").exists()
        or "0 条" in run_in(installation, "--workspace", installation / "demonstration", "verify-records").stdout
    )


def test_a_missing_model_is_named(installation: Path) -> None:
    shutil.rmtree(installation / "models")
    done = run_in(installation, "score", CLIP)
    assert done.returncode == 1 and "start.py" in done.stderr
    assert_plain(done.stderr)
    assert run_in(installation, "model", "list").returncode == 1


def speech_processes(of: psutil.Process) -> list[psutil.Process]:
    found = []
    for child in of.children(recursive=True):
        try:
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child)
        except psutil.Error:
            continue  # it ended just now
    return found


def score_and_kill(workspace: Workspace, recording: Path, times: int) -> tuple[int, str, str, int]:
    """Score while the speech process is killed so many times; also says how often it was there to be killed."""
    running = subprocess.Popen(
        [sys.executable, "-m", "app", "--workspace", str(workspace.root), "score", str(recording)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    killed: set[int] = set()
    end = time.monotonic() + 120
    while running.poll() is None and len(killed) < times:
        assert time.monotonic() < end
        for child in speech_processes(psutil.Process(running.pid)):
            if child.pid not in killed:
                child.kill()
                killed.add(child.pid)
        time.sleep(0.01)
    out, problems = running.communicate(timeout=120)
    return running.returncode, out, problems, len(killed)


def test_a_speech_process_that_is_killed_is_replaced(workspace: Workspace) -> None:
    code, out, problems, killed = score_and_kill(workspace, CLIP, 1)
    assert killed == 1 and code == 0, problems
    assert "别着急" in out


def test_a_speech_process_that_is_killed_again_and_again_is_named(workspace: Workspace) -> None:
    before = CLIP.read_bytes()
    code, out, problems, killed = score_and_kill(workspace, CLIP, 100)
    assert killed >= 2 and code == 1
    assert_plain(problems)
    assert "语音识别程序中途退出" in problems and "录音已保留" in problems
    assert "别着急" not in out and CLIP.read_bytes() == before
