"""Several files written together: after a kill at any moment, either all of them are new or none is.

New contents are first written beside the bank. Then one journal file is put in place by a rename: that is
the moment of decision. Whoever opens the bank next finishes what a journal promises, and throws away what
never got one.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import Progress, UserError, no_progress

_JOURNAL = ".writing.json"
_STAGE = ".writing-"  # and a random name: the folder of new contents
_LOCK = ".writing.lock"


class _Busy(UserError):
    """Another process is writing."""


class Changed(UserError):
    """A file is no longer what the change was worked out from."""


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write_together(
    folder: Path,
    files: Mapping[str, bytes | None],
    expected: Mapping[str, str | None],
    on_progress: Progress = no_progress,
) -> None:
    """Write (or, for None, delete) files by their names under `folder`, all or none.

    `expected` holds the digest that a file had when the change was worked out, None for one that was not
    there: `Changed` is raised, and nothing written, where that no longer holds. UserError where the folder
    cannot be written. Cancelling is possible until the decision; after it, everything is finished.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _only_writer(folder):
            _finish(folder)
            for name, was in expected.items():
                if _digest_of(folder / name) != was:
                    raise Changed(f"{name} 刚被别处修改过。", "没有写入任何内容；请刷新后重新操作。")
            stage = folder / f"{_STAGE}{uuid.uuid4().hex}"
            try:
                _decide(folder, stage, files, on_progress)
            except BaseException:
                shutil.rmtree(stage, ignore_errors=True)
                raise
            _finish(folder)
    except OSError as problem:
        if (folder / _JOURNAL).exists():
            raise UserError(
                f"题库文件正被占用（{problem.filename or folder}：{problem.strerror or problem}）。",
                "内容已经保存，关闭占用文件的程序后重新打开题库即可完成写入。",
            ) from problem
        raise UserError(
            f"题库文件夹写不进去（{problem.filename or folder}：{problem.strerror or problem}）。",
            "没有写入任何内容；请检查文件夹权限和磁盘空间。",
        ) from problem


def _decide(folder: Path, stage: Path, files: Mapping[str, bytes | None], on_progress: Progress) -> None:
    stage.mkdir()
    steps = []
    for i, (name, content) in enumerate(files.items()):
        on_progress(i / len(files), "正在准备写入")
        if content is not None:
            _write_durably(stage / str(i), content)
        steps.append({"name": name, "from": None if content is None else str(i)})
    journal = stage / "journal"
    _write_durably(journal, json.dumps({"stage": stage.name, "steps": steps}).encode())
    _flush_folder(stage)
    os.replace(journal, folder / _JOURNAL)
    _flush_folder(folder)


def finish_writing(folder: Path) -> bool:
    """Finish what was decided before a kill, and clear away what was not. True if there was something to finish.

    To be called before the bank is read. Where another process is writing just now, that one finishes.
    """
    if not (folder / _JOURNAL).exists() and not any(folder.glob(f"{_STAGE}*")):
        return False
    try:
        with _only_writer(folder):
            return _finish(folder)
    except OSError as problem:
        raise UserError(
            f"上次写入题库没有完成，现在也完成不了（{problem.filename or folder}：{problem.strerror or problem}）。",
            "请关闭占用这些文件的程序，检查文件夹权限，再重新打开。",
        ) from problem
    except _Busy:
        return False


def _finish(folder: Path) -> bool:
    # Doing this twice, or being killed in the middle of it, changes nothing.
    journal = folder / _JOURNAL
    plan = json.loads(journal.read_bytes()) if journal.exists() else None
    if plan is not None:
        stage = folder / plan["stage"]
        for step in plan["steps"]:
            target = folder / step["name"]
            if step["from"] is None:
                target.unlink(missing_ok=True)
            elif (stage / step["from"]).exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(stage / step["from"], target)
        _flush_folder(folder)
        journal.unlink()
    for left in folder.glob(f"{_STAGE}*"):
        shutil.rmtree(left, ignore_errors=True)
    return plan is not None


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """The system's lock, which a killed process gives up by itself."""
    with (folder / _LOCK).open("a+b") as file:
        try:
            _lock(file.fileno())
        except OSError as problem:
            raise UserError("另一个窗口或命令正在写入这个题库。", "没有写入任何内容；请等它完成后再试。") from problem
        try:
            yield
        finally:
            _unlock(file.fileno())


if os.name == "nt":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _digest_of(path: Path) -> str | None:
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return None


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    # A rename is durable once its folder is; Windows has no such call and needs none.
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
