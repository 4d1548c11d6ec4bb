"""The database file: made, brought up to date, refused in plain words when it cannot be used."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils

from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.records import RecordKind
from app.storage.database import Database, open_database
from app.storage.people import People
from app.storage.records import Records
from app.storage.schema import MIGRATIONS

ROOT = Path(__file__).resolve().parents[2]
AT = "2026-11-24T09:00:00+08:00"

# Every released migration, oldest first. One is added at the end, none is ever renamed or removed.
RELEASED = ["0001_people_and_records", "0002_conversations", "0003_exams", "0004_practice"]


def test_migrations_are_only_ever_added():
    assert [migration.name for migration in MIGRATIONS._migrations][: len(RELEASED)] == RELEASED
    assert all(re.match(rf"{number:04}_\w+$", name) for number, name in enumerate(RELEASED, 1))


@pytest.mark.parametrize("stop_before", [*RELEASED[1:], None])
def test_an_old_database_is_brought_up_to_date_and_keeps_what_it_holds(tmp_path: Path, stop_before: str | None):
    path = tmp_path / "records.db"
    old = sqlite_utils.Database(path)
    MIGRATIONS.apply(old, stop_before=stop_before)
    old["people"].insert({"id": "p", "name": "林喆", "role": "trainee"})
    old.close()
    database = open_database(path)
    assert People(database).get("p").name == "林喆"
    assert not MIGRATIONS.pending(sqlite_utils.Database(path))
    Records(database).append(RecordKind.ATTEMPT, "p", "p", {}, AT)
    database.close()


def test_opening_again_changes_nothing(database: Database, records: Records, trainee: Person):
    records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {"n": 1}, AT)
    database.close()
    again = open_database(database.path)
    assert Records(again).verify().rows == 1
    again.close()


def test_the_settings_that_keep_records_safe_are_on(database: Database):
    with database.reading() as tables:
        assert tables.journal_mode == "wal"
        assert tables.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert tables.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_database_from_a_newer_version_is_refused(database: Database):
    with database.writing() as tables:
        tables["_sqlite_migrations"].insert(
            {"migration_set": MIGRATIONS.name, "name": "9999_later", "applied_at": "2030"}
        )
    database.close()
    before = database.path.read_bytes()
    with pytest.raises(UserError, match="更新版本"):
        open_database(database.path)
    assert database.path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all, just text" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_named_with_the_remedy(tmp_path: Path, content: bytes):
    path = tmp_path / "records.db"
    path.write_bytes(content)
    with pytest.raises(UserError, match="已损坏") as caught:
        open_database(path)
    assert "backups" in caught.value.remedy
    assert path.read_bytes() == content


def test_a_database_with_broken_pages_is_named_when_they_are_read(
    database: Database, records: Records, trainee: Person
):
    for _ in range(50):
        records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {"text": "字" * 2000}, AT)
    database.close()
    data = bytearray(database.path.read_bytes())
    data[20 * 4096 :] = os.urandom(len(data) - 20 * 4096)
    database.path.write_bytes(data)
    with pytest.raises(UserError, match="已损坏"):
        Records(open_database(database.path)).verify()


def test_a_full_database_loses_nothing_and_goes_on_when_there_is_room(
    database: Database, records: Records, trainee: Person
):
    records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {"n": 1}, AT)
    with database.reading() as tables:
        pages = tables.execute("PRAGMA page_count").fetchone()[0]
        tables.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(UserError, match="磁盘已满"):
        for _ in range(10):
            records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {"text": "字" * 2000}, AT)
    verification = records.verify()
    assert verification.intact
    with database.reading() as tables:
        tables.execute("PRAGMA max_page_count = 1000000")
    records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {"text": "字" * 2000}, AT)
    assert records.verify().rows == verification.rows + 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder], capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("a small disk of one's own needs the right to mount one")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_really_full_disk_loses_nothing(small_disk: Path):
    database = open_database(small_disk / "records.db")
    trainee = People(database).add("林喆", Role.TRAINEE)
    records = Records(database)
    kept = 0
    with pytest.raises(UserError, match="磁盘已满"):
        while kept < 1000:
            records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {"text": "字" * 3000}, AT)
            kept += 1
    assert kept > 5
    database.close()
    with sqlite3.connect(small_disk / "records.db") as left:
        assert left.execute("SELECT count(*) FROM records").fetchone()[0] == kept
    left.close()


# Root may write everywhere, so a test run by root gives its rights up once everything is imported.
WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from app.storage.database import open_database
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
try:
    open_database(Path(sys.argv[1]) / "records.db")
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(os.name == "nt", reason="folders on Windows have no such rights")
def test_a_folder_that_cannot_be_written_is_named():
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o555)
        command = [sys.executable, "-X", "utf8", "-c", WITHOUT_RIGHTS, folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
        assert done.stdout.startswith("UserError"), done.stderr
        assert "无法写入" in done.stdout
        assert str(folder) in done.stdout
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_threads_share_one_database(database: Database, records: Records, trainee: Person):
    def work() -> None:
        for _ in range(10):
            records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {}, AT)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert records.verify().rows == 40
    assert records.verify().intact


def test_a_failed_transaction_leaves_nothing_behind(database: Database, people: People):
    with pytest.raises(RuntimeError), database.writing() as tables:
        tables["people"].insert({"id": "x", "name": "半个", "role": "trainee"})
        raise RuntimeError
    assert people.all() == ()
