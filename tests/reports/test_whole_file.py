"""A report is there whole, or the disk is as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.reports.whole_file import write_whole


@contextmanager
def full_disk() -> Iterator[None]:
    """The system refuses to let any file grow beyond 1,000 bytes, as a full disk would."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_the_folder_is_made(tmp_path: Path):
    assert write_whole(tmp_path / "新" / "a.pdf", b"%PDF").read_bytes() == b"%PDF"


def test_a_full_disk_keeps_the_old_file(tmp_path: Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    with pytest.raises(UserError) as caught, full_disk():
        write_whole(path, bytes(100_000))
    assert str(path) in caught.value.message and "磁盘空间" in caught.value.remedy
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_is_a_plain_sentence(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match="写不进去"):
        write_whole(tmp_path / "file" / "a.pdf", b"%PDF")


def test_a_folder_in_the_file_s_place_leaves_nothing_behind(tmp_path: Path):
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(UserError, match="写不进去"):
        write_whole(tmp_path / "a.pdf", b"%PDF")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pdf"]
