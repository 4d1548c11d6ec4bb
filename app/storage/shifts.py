"""Shifts under way on disk, so that a kill or a power cut loses nothing."""

import json
from dataclasses import dataclass
from typing import Any

from app.storage.database import Database


@dataclass(frozen=True, slots=True)
class StoredShift:
    """One row; `state` is the shift as it stood when it was last put, tickets included."""

    id: str
    person_id: str
    started: str
    state: dict[str, Any]


class Shifts:
    """The unfinished (and the finished, not yet kept) shifts of a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, shift: StoredShift) -> None:
        """Add or replace; it is on disk when this returns. UserError where the disk is full or read-only."""
        with self._database.writing() as tables:
            tables.execute(
                "INSERT OR REPLACE INTO shifts VALUES (?, ?, ?, ?)",
                [shift.id, shift.person_id, shift.started, json.dumps(shift.state, ensure_ascii=False)],
            )

    def of_person(self, person_id: str) -> tuple[StoredShift, ...]:
        """A person's shifts, newest first."""
        with self._database.reading() as tables:
            rows = tables.execute(
                "SELECT id, person_id, started, state FROM shifts WHERE person_id = ? ORDER BY started DESC, rowid DESC",
                [person_id],
            ).fetchall()
        return tuple(StoredShift(id, person, started, json.loads(state)) for id, person, started, state in rows)

    def drop(self, id: str) -> None:
        with self._database.writing() as tables:
            tables.execute("DELETE FROM shifts WHERE id = ?", [id])
