"""Classes on disk: each step stored as it is done, so that a killed program goes on where the class stood."""

import json
from collections.abc import Sequence
from typing import Any

import sqlite_utils

from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.records import Record, RecordKind
from app.domain.training_class import TrainingClass
from app.storage.database import Database
from app.storage.records import append_row, record_of_row


class Classes:
    """The classes of a workspace. A class has a revision: who saves an old one changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, one: TrainingClass) -> int:
        """Store a new class and give its revision."""
        with self._database.writing() as tables:
            tables["classes"].insert({**_row(one), "id": one.id, "trainer_id": one.trainer_id, "revision": 1})
        return 1

    def all(self) -> tuple[TrainingClass, ...]:
        """Every class, the newest day first. One that a newer version wrote and nobody here can read is left out."""
        with self._database.reading() as tables:
            rows = list(tables["classes"].rows_where(select="content", order_by="day desc, opened desc, rowid desc"))
        found = []
        for row in rows:
            try:
                found.append(from_json(json.loads(row["content"]), TrainingClass))
            except ValueError:
                continue
        return tuple(found)

    def get(self, id: str) -> tuple[TrainingClass, int]:
        """The class as it stands, and its revision. UserError if there is none."""
        with self._database.reading() as tables:
            for row in tables["classes"].rows_where("id = ?", [id]):
                try:
                    return from_json(json.loads(row["content"]), TrainingClass), row["revision"]
                except ValueError as error:
                    raise UserError(
                        "这堂课由更新版本的窗口练兵写成，当前版本读不懂。", "请安装新版本后再打开。"
                    ) from error
        raise UserError("没有找到这堂课。", "请回到课程列表，重新选择。")

    def save(self, one: TrainingClass, revision: int) -> int:
        """Store where the class stands; on disk when this returns. The new revision.

        UserError where another window has changed it since: then nothing is stored.
        """
        with self._database.writing() as tables:
            _hold(tables, one, revision)
        return revision + 1

    def close(
        self,
        one: TrainingClass,
        revision: int,
        actor_id: str,
        body: dict[str, Any],
        attendance: Sequence[tuple[str, dict[str, Any]]],
    ) -> Record:
        """Store the closed class and append what counts to the chain, all or nothing.

        `actor_id` is the trainer who closes it. `body` is the class's own, under its trainer; `attendance` a person's id and the body of their evidence,
        which gets the class record's id. A class that is closed already gives the record of then.
        """
        with self._database.writing() as tables:
            if before := _record_of(tables, one.id):
                return before
            _hold(tables, one, revision)
            record = append_row(tables, RecordKind.CLASS, one.trainer_id, actor_id, body, one.closed)
            for person_id, evidence in attendance:
                with_class = {**evidence, "record": record.id}
                append_row(tables, RecordKind.ATTENDANCE, person_id, actor_id, with_class, one.closed)
            tables.execute("UPDATE classes SET record_id = ? WHERE id = ?", [record.id, one.id])
        return record

    def record(self, id: str) -> Record | None:
        """The record of a class that is closed."""
        with self._database.reading() as tables:
            return _record_of(tables, id)

    def drop(self, id: str) -> None:
        """Forget a class that never came to anything."""
        with self._database.writing() as tables:
            tables["classes"].delete_where("id = ? AND record_id IS NULL", [id])


def _row(one: TrainingClass) -> dict[str, Any]:
    content = json.dumps(to_json(one), ensure_ascii=False, separators=(",", ":"))
    return {"day": one.day, "opened": one.opened, "closed": one.closed, "content": content}


def _hold(tables: sqlite_utils.Database, one: TrainingClass, revision: int) -> None:
    row = _row(one)
    changed = tables.execute(
        "UPDATE classes SET day = ?, closed = ?, content = ?, revision = revision + 1"
        " WHERE id = ? AND revision = ? AND record_id IS NULL",
        [row["day"], row["closed"], row["content"], one.id, revision],
    )
    if changed.rowcount != 1:
        raise UserError(
            "这堂课已经在另一个窗口改过，或者已经下课；这里的这一步没有保存。", "请回到课程列表，重新打开这堂课。"
        )


def _record_of(tables: sqlite_utils.Database, id: str) -> Record | None:
    for row in tables["records"].rows_where("id = (SELECT record_id FROM classes WHERE id = ?)", [id]):
        return record_of_row(row)
    return None
