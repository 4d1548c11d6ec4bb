"""Full and read-only disks: a small one of our own is mounted, where that is permitted."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from bad_input.plain_answers import CLIP, assert_plain, keep_records

from app.services.open_workspace import open_workspace
from app.system.places import Workspace, starter_content
from tests.command_line import Command


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB of its own, where that may be mounted."""
    folder = tmp_path / "小盘"
    folder.mkdir()
    if (
        not shutil.which("mount")
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], capture_output=True).returncode
    ):
        pytest.skip("mounting a tmpfs is not permitted here: full and read-only disks are not tested")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_costs_no_record(command: Command, small_disk: Path) -> None:
    workspace = open_workspace(Workspace(small_disk / "工作区"), starter_content())
    keep_records(workspace.demonstration, 1)
    with open(small_disk / "别的文件", "wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(1 << 16))
        except OSError:
            pass
    done = command("demo", folder=workspace.root)
    assert done.returncode == 1
    assert_plain(done.stderr)
    assert "磁盘" in done.stderr or "空间" in done.stderr
    assert "磁盘" in command("doctor", folder=workspace.root).stdout
    (small_disk / "别的文件").unlink()
    verified = command("verify-records", folder=workspace.demonstration.root)
    assert verified.returncode == 0 and "1 条记录完好" in verified.stdout
    again = command("demo", folder=workspace.root)
    assert again.returncode == 0 and "第 2 条记录" in again.stdout, "with room again it goes on"


def test_a_read_only_workspace_is_named(command: Command, small_disk: Path) -> None:
    workspace = open_workspace(Workspace(small_disk / "工作区"), starter_content())
    keep_records(workspace.demonstration, 1)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for words in (("demo",), ("doctor",)):
        done = command(*words, folder=workspace.root)
        assert done.returncode == 1, words
        assert_plain(done.stderr + done.stdout)
        assert "不能写入" in done.stderr + done.stdout or "无法写入" in done.stderr + done.stdout
    assert command("score", CLIP, folder=workspace.root).returncode == 0, "scoring keeps nothing and needs no room"
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    verified = command("verify-records", folder=workspace.demonstration.root)
    assert verified.returncode == 0 and "1 条记录完好" in verified.stdout


def test_a_new_workspace_on_a_read_only_disk_is_named(command: Command, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    done = command("verify-records", folder=small_disk / "新的")
    assert done.returncode == 1
    assert_plain(done.stderr)
