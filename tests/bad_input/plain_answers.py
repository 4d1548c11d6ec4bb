"""What every answer to bad input is: plain, Chinese, with a remedy. And a workspace that has something to lose."""

from pathlib import Path

from app.domain.people import Role
from app.domain.records import RecordKind
from app.storage.database import open_database
from app.storage.people import People
from app.storage.records import Records
from app.system.places import Workspace

ROOT = Path(__file__).resolve().parents[2]
CLIP = ROOT / "tests" / "speech" / "clips" / "009.flac"


def assert_plain(words: str) -> None:
    """No trace, no English, and it says what to do."""
    assert words.strip() and "Traceback" not in words and "Error" not in words
    assert any("\u4e00" <= character <= "\u9fff" for character in words)
    assert "请" in words


def keep_records(workspace: Workspace, count: int) -> None:
    """So many records in the workspace's database, as if replies had been kept."""
    database = open_database(workspace.database)
    trainee = People(database).add("林喆", Role.TRAINEE)
    for number in range(count):
        body = {"number": number, "text": "您好"}
        Records(database).append(RecordKind.ATTEMPT, trainee.id, trainee.id, body, "2026-11-24T09:00:00+08:00")
    database.close()
