"""The chained records on disk: appended, read and verified, never changed."""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import sqlite_utils

from app.domain.errors import Progress, UserError, no_progress
from app.domain.records import GENESIS, Record, RecordKind, Verification, fault, sealed
from app.storage.database import Database

# Kind, person, actor, body, at: appended as a row.
Append = Callable[[RecordKind, str, str, dict[str, Any], str], Record]

# So many rows are read at a turn: another thread can append in between, and cancel is asked often.
_BATCH = 200


class Records:
    """The one append-only chain of a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, kind: RecordKind, person_id: str, actor_id: str, body: dict[str, Any], at: str) -> Record:
        """Append one row and return it once it is safely on disk.

        `actor_id` is "" where the application itself acts. ValueError for a body that is not JSON;
        UserError where the disk is full or the folder read-only: then nothing was changed.
        """
        with self._database.writing() as tables:
            return append_row(tables, kind, person_id, actor_id, body, at)

    @contextmanager
    def together(self) -> Iterator[Append]:
        """Several rows that are kept all or none: call what is yielded as `append` would be called.

        What this object reads within, in the same thread, is still true when the rows are kept.
        """
        with self._database.writing() as tables:
            yield partial(append_row, tables)

    def get(self, id: str) -> Record:
        """The record with this id; UserError if there is none."""
        with self._database.reading() as tables:
            for row in tables["records"].rows_where("id = ?", [id]):
                return record_of_row(row)
        raise UserError("没有找到这条记录。", "请刷新记录列表后再试。")

    def for_person(self, person_id: str, kind: RecordKind | None = None) -> tuple[Record, ...]:
        """The records about a person, oldest first; of one kind only where `kind` is given."""
        where, values = (
            ("person_id = ?", [person_id])
            if kind is None
            else (
                "person_id = ? and kind = ?",
                [person_id, kind.value],
            )
        )
        with self._database.reading() as tables:
            return tuple(record_of_row(row) for row in tables["records"].rows_where(where, values, order_by="number"))

    def values_of(self, person_id: str, kind: RecordKind, *paths: str) -> tuple[tuple[Any, ...], ...]:
        """Some values of each body about a person, oldest first: the database looks them up, nothing else is read.

        `paths` are SQLite's (`$.score.passed`); a truth is 1 or 0, what is not there is None.
        """
        columns = ", ".join("json_extract(body, ?)" for _ in paths)
        with self._database.reading() as tables:
            found = tables.execute(
                f"SELECT {columns} FROM records WHERE person_id = ? AND kind = ? ORDER BY number",
                [*paths, person_id, kind.value],
            )
            return tuple(map(tuple, found.fetchall()))

    def of_kind(self, kind: RecordKind) -> tuple[Record, ...]:
        """The records of one kind about everybody, oldest first."""
        with self._database.reading() as tables:
            rows = tables["records"].rows_where("kind = ?", [kind.value], order_by="number")
            return tuple(record_of_row(row) for row in rows)

    def count(self, kind: RecordKind) -> int:
        with self._database.reading() as tables:
            return tables["records"].count_where("kind = ?", [kind.value])

    def all(self) -> Iterator[Record]:
        """Every record, oldest first, read from disk a batch at a time."""
        for batch in self._batches():
            yield from (record_of_row(row) for row in batch)

    def verify(self, on_progress: Progress = no_progress) -> Verification:
        """Read the whole chain and name the first row that is wrong, and what is wrong with it."""
        with self._database.reading() as tables:
            total = tables["records"].count
            highest = _highest_ever(tables)
        before, rows = None, 0
        for batch in self._batches():
            on_progress(rows / total if total else None, "正在校验记录")
            for row in batch:
                try:
                    record = record_of_row(row)
                    what = fault(record, before)
                except (ValueError, TypeError):
                    return _broken(rows + 1, row["number"], "内容读不懂，被改动过。", before)
                if what:
                    first_bad = (before.number if before else 0) + 1 if what.startswith("缺少") else record.number
                    return _broken(rows + 1, first_bad, what, before)
                before, rows = record, rows + 1
        last = before.number if before else 0
        if highest > last:
            return _broken(rows, last + 1, f"末尾缺少第 {last + 1} 至 {highest} 条，被删除了。", before)
        on_progress(1.0, "校验完毕")
        return Verification(rows, True, None, "", before.hash if before else GENESIS)

    def _batches(self) -> Iterator[list[dict[str, Any]]]:
        last = -(2**63)
        while True:
            with self._database.reading() as tables:
                batch = list(tables["records"].rows_where("number > ?", [last], order_by="number", limit=_BATCH))
            if not batch:
                return
            yield batch
            last = batch[-1]["number"]


def append_row(
    tables: sqlite_utils.Database, kind: RecordKind, person_id: str, actor_id: str, body: dict[str, Any], at: str
) -> Record:
    """Append one row within a transaction of the caller's, so that it stands or falls with what goes with it."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    number, previous = _end(tables)
    record = sealed(number + 1, uuid.uuid4().hex, kind, person_id, actor_id, at, json.loads(text), previous)
    tables.execute(
        "INSERT INTO records (number, id, kind, person_id, actor_id, at, body, previous, hash)"
        " VALUES (?, ?, ?, ?, NULLIF(?, ''), ?, ?, ?, ?)",
        [record.number, record.id, kind.value, person_id, actor_id, at, text, previous, record.hash],
    )
    return record


def _end(tables: sqlite_utils.Database) -> tuple[int, str]:
    """The number and the hash that the next row follows. A deleted end keeps its numbers, so that the gap shows."""
    for row in tables["records"].rows_where(select="hash", order_by="number desc", limit=1):
        return _highest_ever(tables), row["hash"]
    return _highest_ever(tables), GENESIS


def _highest_ever(tables: sqlite_utils.Database) -> int:
    row = tables.execute(
        "SELECT max((SELECT IFNULL(MAX(number), 0) FROM records),"
        " IFNULL((SELECT seq FROM sqlite_sequence WHERE name = 'records'), 0))"
    ).fetchone()
    return int(row[0])


def record_of_row(row: dict[str, Any]) -> Record:
    return Record(
        row["number"],
        row["id"],
        RecordKind(row["kind"]),
        row["person_id"],
        row["actor_id"] or "",
        row["at"],
        json.loads(row["body"]),
        row["previous"],
        row["hash"],
    )


def _broken(rows: int, number: int, what: str, before: Record | None) -> Verification:
    return Verification(rows, False, number, f"第 {number} 条记录：{what}", before.hash if before else GENESIS)
