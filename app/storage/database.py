"""The one SQLite database of a workspace: opened, migrated, shared by threads, its errors put into words."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlite_utils

from app.domain.errors import UserError
from app.storage.schema import MIGRATIONS

# Two programs on one file (a window and a command) wait for each other this long.
_BUSY_SECONDS = 15


class Database:
    """A connection that threads take turns on. Made by `open_database`."""

    def __init__(self, path: Path, tables: sqlite_utils.Database) -> None:
        self.path = path
        self._tables = tables
        self._turn = threading.RLock()

    @contextmanager
    def reading(self) -> Iterator[sqlite_utils.Database]:
        """The tables, for reading; UserError where the file cannot be read."""
        with self._turn, in_plain_words(self.path):
            yield self._tables

    @contextmanager
    def writing(self) -> Iterator[sqlite_utils.Database]:
        """The tables within one transaction that is kept whole or not at all.

        It takes the write lock at once (BEGIN IMMEDIATE), so that what is read here is still true when
        it is written, whatever other processes do. UserError where the disk is full, read-only or gone.
        """
        with self._turn, in_plain_words(self.path):
            self._tables.execute("BEGIN IMMEDIATE")
            try:
                yield self._tables
                self._tables.execute("COMMIT")
            except BaseException:
                self._tables.rollback()
                raise

    def close(self) -> None:
        with self._turn:
            self._tables.close()


def open_database(path: Path) -> Database:
    """Open the database at `path`, making or bringing it up to date as needed.

    UserError where it was written by a newer version, is damaged, or its folder cannot be written to.
    """
    with in_plain_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, check_same_thread=False)
        try:
            tables = sqlite_utils.Database(connection, execute_plugins=False)
            _refuse_newer(path, tables)
            # WAL lets a reader and a writer work side by side; FULL keeps a record over a power cut.
            tables.enable_wal()
            tables.execute("PRAGMA synchronous = FULL")
            tables.execute("PRAGMA foreign_keys = ON")
            database = Database(path, tables)
            if MIGRATIONS.pending(tables):
                with database.writing():  # the lock keeps two first starts from making the tables twice
                    MIGRATIONS.apply(tables)
        except BaseException:
            connection.close()
            raise
    return database


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say about `path` into a UserError with its remedy."""
    try:
        yield
    except sqlite3.Error as error:
        plain = _plain(path, error)
        if plain is None:
            raise
        raise plain from error
    except OSError as error:
        raise UserError(f"数据库所在的文件夹“{path.parent}”无法写入（{error.strerror}）。", _WRITABLE) from error


_WRITABLE = "请检查文件夹的写入权限，或换一个可以写入的工作文件夹。"


def _plain(path: Path, error: sqlite3.Error) -> UserError | None:
    """What an SQLite error means to a person; None where it is a defect of ours."""
    said = str(error)
    if "disk is full" in said or "disk I/O error" in said:
        return UserError(
            f"磁盘已满或不能读写，“{path.name}”没有保存这一次的内容；以前的记录都还在。", "请清理磁盘空间后再试一次。"
        )
    if "readonly" in said or "unable to open" in said:
        return UserError(f"数据库“{path}”无法写入。", _WRITABLE)
    if "locked" in said:
        return UserError(f"数据库“{path.name}”正被另一个程序占用。", "请关闭其他打开着的窗口练兵，再试一次。")
    if "not a database" in said or "malformed" in said or "corrupt" in said:
        return UserError(
            f"数据库“{path}”已损坏，无法读取。",
            "请先把这个文件另存一份，再从 backups 文件夹取最近一天的备份，改名为 "
            f"{path.name} 放回原处（同名的 -wal、-shm 文件一并移走）。",
        )
    return None


def _refuse_newer(path: Path, tables: sqlite_utils.Database) -> None:
    known = {migration.name for migration in MIGRATIONS._migrations}
    if any(migration.name not in known for migration in MIGRATIONS.applied(tables)):
        raise UserError(f"数据库“{path}”由更新版本的窗口练兵使用过，当前版本不能打开。", "请安装新版本后再打开。")
