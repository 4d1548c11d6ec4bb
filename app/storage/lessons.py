"""Lessons on disk: what was opened, what was read, and the time spent on it."""

from dataclasses import dataclass

from app.storage.database import Database


@dataclass(frozen=True, slots=True)
class StoredLesson:
    """A lesson that was opened: last at `opened`, read to its end first at `read` ("" if not), for `seconds`."""

    module_id: str
    lesson: str
    read: str
    opened: str
    seconds: float


class Lessons:
    """What everybody in a workspace has read. UserError everywhere where the disk refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, person_id: str, module_id: str, lesson: str, at: str) -> None:
        """It is on screen now: the place to come back to."""
        with self._database.writing() as tables:
            tables.execute(
                "INSERT INTO lessons (person_id, module_id, lesson, opened) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET opened = excluded.opened",
                [person_id, module_id, lesson, at],
            )

    def spend(self, person_id: str, module_id: str, lesson: str, seconds: float) -> None:
        """Add time to a lesson that was opened."""
        with self._database.writing() as tables:
            tables.execute(
                "UPDATE lessons SET seconds = seconds + ? WHERE (person_id, module_id, lesson) = (?, ?, ?)",
                [max(0.0, seconds), person_id, module_id, lesson],
            )

    def read(self, person_id: str, module_id: str, lesson: str, at: str) -> None:
        """It was read to its end; the first time stays."""
        with self._database.writing() as tables:
            tables.execute(
                "INSERT INTO lessons (person_id, module_id, lesson, opened, read) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET read = excluded.read WHERE lessons.read = ''",
                [person_id, module_id, lesson, at, at],
            )

    def of_person(self, person_id: str) -> tuple[StoredLesson, ...]:
        """Everything a person opened, the latest first."""
        with self._database.reading() as tables:
            rows = tables.execute(
                "SELECT module_id, lesson, read, opened, seconds FROM lessons WHERE person_id = ?"
                " ORDER BY opened DESC, module_id, lesson",
                [person_id],
            ).fetchall()
        return tuple(StoredLesson(*row) for row in rows)
