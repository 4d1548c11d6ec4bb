"""A copy of the database for every day, the last few kept."""

import os
import sqlite3
from datetime import date
from pathlib import Path

from app.domain.errors import Progress, UserError, no_progress
from app.storage.database import Database, in_plain_words

_PAGES = 200


def back_up(
    database: Database, folder: Path, today: date, keep: int = 14, on_progress: Progress = no_progress
) -> Path | None:
    """Copy the database to `folder`, once a day; None where today's copy is there already.

    The copy is checked before it takes its name, and older ones beyond `keep` go only after that. It is
    taken while the application works on (SQLite's online backup). UserError where it cannot be made.
    """
    target = folder / f"{database.path.stem}-{today.isoformat()}.db"
    if target.exists():
        return None
    half = target.with_suffix(".part")

    def report(_status: int, left: int, total: int) -> None:
        on_progress((total - left) / total if total else None, "正在备份记录")

    with in_plain_words(target):
        folder.mkdir(parents=True, exist_ok=True)
        half.unlink(missing_ok=True)
        source, copy = sqlite3.connect(database.path), sqlite3.connect(half)
        try:
            source.backup(copy, pages=_PAGES, progress=report)
            # One file without -wal beside it, so that it can be carried away on a stick.
            copy.execute("PRAGMA journal_mode = DELETE")
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        except BaseException:
            copy.close()
            half.unlink(missing_ok=True)
            raise
        finally:
            source.close()
            copy.close()
        if found != "ok":
            half.unlink()
            raise UserError(f"备份没有通过检查（{found}）。", "请先把整个工作文件夹另存一份，再运行“校验记录”。")
        os.replace(half, target)
        for old in backups(folder, database.path.stem)[keep:]:
            old.unlink()
    return target


def backups(folder: Path, stem: str = "records") -> tuple[Path, ...]:
    """The copies there are, the newest first."""
    return tuple(sorted(folder.glob(f"{stem}-????-??-??.db"), reverse=True))
