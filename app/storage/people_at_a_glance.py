"""Who uses this workspace, read before anything is opened for work: the window's first screen waits for it alone.

The database proper loads sqlite-utils and its migrations, which takes longer than the whole window.
"""

import sqlite3
from pathlib import Path

from app.domain.people import Person, Role


def people_at_a_glance(path: Path) -> tuple[Person, ...] | None:
    """Everybody in the database at `path`, in the order they were added; None where that cannot be told.

    Nothing is made, changed or judged here. Where there is no database yet, or one that is damaged, locked
    or of another shape, the answer is None: `open_database` then says what is the matter.
    """
    if not path.is_file():
        return None
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
        try:
            rows = connection.execute("SELECT id, name, role, staff_number, unit FROM people ORDER BY rowid").fetchall()
        finally:
            connection.close()
        return tuple(Person(id, name, Role(role), number, unit) for id, name, role, number, unit in rows)
    except (sqlite3.Error, ValueError):
        return None
