"""Several files written all or none, whatever kills the process and whenever."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.content.bank import together
from app.content.bank.together import Changed, digest, finish_writing, write_together
from app.domain.errors import Cancelled, UserError

OLD, NEW = b"old", b"new" * 2000
NAMES = [f"questions/{i}.yaml" for i in range(40)]


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    (tmp_path / "questions").mkdir()
    for name in NAMES[:20]:
        (tmp_path / name).write_bytes(OLD)
    return tmp_path


def contents(bank: Path) -> dict[str, bytes]:
    return {p.relative_to(bank).as_posix(): p.read_bytes() for p in bank.rglob("*.yaml") if "/.writing" not in str(p)}


BEFORE = {name: OLD for name in NAMES[:20]}
AFTER = {name: NEW for name in NAMES[1:]}
CHANGE: dict[str, bytes | None] = {NAMES[0]: None, **AFTER}


def test_all_is_written_and_nothing_left_beside_it(bank: Path) -> None:
    write_together(bank, CHANGE, {NAMES[0]: digest(OLD), NAMES[30]: None})
    assert contents(bank) == AFTER
    assert [p.name for p in bank.iterdir() if p.name not in ("questions", ".writing.lock")] == []


def test_what_changed_meanwhile_is_not_overwritten(bank: Path) -> None:
    for expected in ({NAMES[0]: digest(b"other")}, {NAMES[0]: None}, {NAMES[30]: digest(OLD)}):
        with pytest.raises(Changed, match="刚被别处修改过"):
            write_together(bank, CHANGE, expected)
    assert contents(bank) == BEFORE


def test_cancelling_while_preparing_leaves_everything_as_it_was(bank: Path) -> None:
    def cancel(share: float | None, words: str) -> None:
        if share and share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_together(bank, CHANGE, {}, cancel)
    assert contents(bank) == BEFORE
    assert not list(bank.glob(".writing-*"))


def test_two_writers_exclude_each_other(bank: Path) -> None:
    with together._only_writer(bank), pytest.raises(UserError, match="正在写入"):
        write_together(bank, CHANGE, {})
    assert contents(bank) == BEFORE


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_says_so(bank: Path) -> None:
    bank.chmod(0o500)
    try:
        with pytest.raises(UserError, match="写不进去"):
            write_together(bank, CHANGE, {})
    finally:
        bank.chmod(0o700)


def test_a_place_that_is_taken_by_a_folder_is_named_and_finished_later(bank: Path) -> None:
    (bank / NAMES[30]).mkdir()
    (bank / NAMES[30] / "x").write_bytes(b"")
    with pytest.raises(UserError, match="正被占用"):
        write_together(bank, CHANGE, {})
    (bank / NAMES[30] / "x").unlink()
    (bank / NAMES[30]).rmdir()
    assert finish_writing(bank)
    assert contents(bank) == AFTER


CHILD = """
import os, signal, sys
from pathlib import Path
from app.content.bank import together
bank, stop = Path(sys.argv[1]), int(sys.argv[2])
steps = 0
def dying(call):
    def counted(*arguments, **named):
        global steps
        if steps == stop:
            os.kill(os.getpid(), signal.SIGKILL)
        steps += 1
        return call(*arguments, **named)
    return counted
for name in ("replace", "fsync", "unlink"):
    setattr(os, name, dying(getattr(os, name)))
Path.unlink = dying(Path.unlink)
Path.mkdir = dying(Path.mkdir)
together.shutil.rmtree = dying(together.shutil.rmtree)
names = [f"questions/{i}.yaml" for i in range(4)]
together.write_together(bank, {names[0]: None, **{n: b"new" * 2000 for n in names[1:]}}, {})
print(steps)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_killed_at_every_single_step_it_is_all_or_none(tmp_path: Path) -> None:
    names = [f"questions/{i}.yaml" for i in range(4)]
    before = {name: OLD for name in names[:2]}
    after = {name: NEW for name in names[1:]}
    seen = set()
    stop = 0
    while True:
        bank = tmp_path / str(stop)
        (bank / "questions").mkdir(parents=True)
        for name in before:
            (bank / name).write_bytes(OLD)
        ended = subprocess.run([sys.executable, "-c", CHILD, str(bank), str(stop)], capture_output=True, timeout=60)
        finish_writing(bank)
        found = contents(bank)
        assert found in (before, after), stop
        assert not list(bank.glob(".writing-*")) and not (bank / ".writing.json").exists()
        seen.add(found == after)
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
        stop += 1
    assert stop > 10 and seen == {True, False}


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_killed_from_outside_while_it_finishes(bank: Path) -> None:
    code = (
        "import sys, json; from pathlib import Path; from app.content.bank.together import write_together\n"
        "change = {n: (None if c is None else c.encode()) for n, c in json.load(sys.stdin).items()}\n"
        "print('go', flush=True)\nwrite_together(Path(sys.argv[1]), change, {})"
    )
    change = json.dumps({name: None if content is None else content.decode() for name, content in CHANGE.items()})
    child = subprocess.Popen([sys.executable, "-c", code, str(bank)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(change.encode())
    child.stdin.close()
    assert child.stdout.readline() == b"go\n"
    deadline = time.monotonic() + 30
    while not (bank / ".writing.json").exists() and child.poll() is None and time.monotonic() < deadline:
        pass
    child.kill()
    child.wait()
    finish_writing(bank)
    assert contents(bank) == AFTER
