"""The file of the question index: its tables, and making it anew whenever it is not usable."""

import sqlite3
from contextlib import suppress
from pathlib import Path

_VERSION = 3
_TABLES = """
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, modified INTEGER, size INTEGER, digest TEXT);
CREATE TABLE IF NOT EXISTS questions (
    file TEXT, position INTEGER, id TEXT, type TEXT, line TEXT, topic TEXT, stem TEXT, difficulty INTEGER,
    tags TEXT, region TEXT, effective TEXT, expires TEXT, review TEXT, version INTEGER, source TEXT, words TEXT,
    plain TEXT,
    PRIMARY KEY (file, position)
);
CREATE INDEX IF NOT EXISTS questions_by_id ON questions (id);
CREATE TABLE IF NOT EXISTS citations (file TEXT, position INTEGER, key TEXT, law TEXT, article TEXT);
CREATE INDEX IF NOT EXISTS citations_by_law ON citations (key);
CREATE INDEX IF NOT EXISTS citations_by_file ON citations (file);
CREATE TABLE IF NOT EXISTS problems (file TEXT, line INTEGER, message TEXT, remedy TEXT);
"""
_BUSY_SECONDS = 15


def open_index(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode to an index of this version; in memory where no file can be had."""
    for attempt in (path, path, None):
        try:
            return _connect(attempt)
        except sqlite3.DatabaseError:
            # Damaged, or not writable: thrown away and made again; kept in memory if that fails as well.
            for ending in ("", "-wal", "-shm"):
                with suppress(OSError):
                    path.with_name(path.name + ending).unlink(missing_ok=True)
        except OSError:
            continue
    raise AssertionError("an index in memory can always be made")


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(
        path or ":memory:", timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None
    )
    try:
        # Losing the last second of an index to a power cut costs nothing but reading the files again.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise sqlite3.DatabaseError("an index of another version")
            connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
        connection.execute("SELECT count(*) FROM files").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
