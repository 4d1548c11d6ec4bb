from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.errors import Cancelled, UserError
from app.domain.people import Person
from app.domain.records import RecordKind
from app.storage.backup import back_up, backups
from app.storage.database import Database, open_database
from app.storage.people import People
from app.storage.records import Records

DAY = date(2026, 11, 24)
AT = "2026-11-24T09:00:00+08:00"


def test_a_backup_is_a_whole_database_in_one_file(
    database: Database, records: Records, trainee: Person, tmp_path: Path
):
    records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {"n": 1}, AT)
    copy = back_up(database, tmp_path / "backups", DAY)
    assert copy
    assert [path.name for path in copy.parent.iterdir()] == ["records-2026-11-24.db"]
    restored = open_database(copy)
    assert Records(restored).verify() == records.verify()
    assert People(restored).all() == (trainee,)
    restored.close()


def test_one_backup_a_day_and_the_last_few_are_kept(database: Database, tmp_path: Path):
    folder = tmp_path / "backups"
    for days in range(5):
        assert back_up(database, folder, DAY + timedelta(days), keep=3)
    assert back_up(database, folder, DAY + timedelta(4), keep=3) is None
    assert [path.name[8:18] for path in backups(folder)] == ["2026-11-28", "2026-11-27", "2026-11-26"]


def test_a_cancelled_backup_leaves_nothing_and_another_takes_its_place(database: Database, tmp_path: Path):
    def cancel(share: float | None, words: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        back_up(database, tmp_path / "backups", DAY, on_progress=cancel)
    assert list((tmp_path / "backups").iterdir()) == []
    assert back_up(database, tmp_path / "backups", DAY)


def test_a_backup_that_cannot_be_made_is_said_and_the_old_ones_stay(
    database: Database, records: Records, trainee: Person, tmp_path: Path
):
    good = back_up(database, tmp_path / "backups", DAY)
    for _ in range(50):
        records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {"text": "字" * 2000}, AT)
    database.close()
    data = bytearray(database.path.read_bytes())
    data[20 * 4096 :] = b"\xaa" * (len(data) - 20 * 4096)
    database.path.write_bytes(data)
    with pytest.raises(UserError, match="检查|损坏"):
        back_up(open_database(database.path), tmp_path / "backups", DAY + timedelta(1), keep=1)
    assert backups(tmp_path / "backups") == (good,)


def test_a_folder_that_cannot_be_made_is_said(database: Database, tmp_path: Path):
    (tmp_path / "backups").write_text("a file in its place")
    with pytest.raises(UserError, match="无法写入"):
        back_up(database, tmp_path / "backups", DAY)
