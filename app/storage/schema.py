"""The tables, as numbered migrations: one is added at the end, none is ever changed."""

import sqlite_utils
from sqlite_utils import Migrations

MIGRATIONS = Migrations("records")


@MIGRATIONS(name="0001_people_and_records")
def _people_and_records(tables: sqlite_utils.Database) -> None:
    tables.executescript(
        """
        CREATE TABLE people (
            id TEXT PRIMARY KEY NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            role TEXT NOT NULL,
            staff_number TEXT NOT NULL DEFAULT '',
            unit TEXT NOT NULL DEFAULT '',
            pin_hash TEXT NOT NULL DEFAULT ''
        );
        CREATE UNIQUE INDEX people_staff_number ON people (staff_number) WHERE staff_number <> '';

        -- AUTOINCREMENT remembers the highest number ever given, so that a deleted end of the chain shows.
        -- actor_id is NULL where the application itself acted.
        CREATE TABLE records (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            person_id TEXT NOT NULL REFERENCES people (id),
            actor_id TEXT REFERENCES people (id),
            at TEXT NOT NULL,
            body TEXT NOT NULL,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL UNIQUE
        );
        CREATE INDEX records_of_person ON records (person_id, kind, number);
        CREATE INDEX records_of_actor ON records (actor_id);

        CREATE TRIGGER records_are_never_changed BEFORE UPDATE ON records
        BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;

        CREATE TRIGGER records_are_never_deleted BEFORE DELETE ON records
        BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;

        -- INSERT OR REPLACE would delete without asking the trigger above.
        CREATE TRIGGER records_only_grow_at_the_end BEFORE INSERT ON records
        WHEN NEW.number <= (SELECT IFNULL(MAX(number), 0) FROM records)
            OR EXISTS (SELECT 1 FROM records WHERE id = NEW.id OR hash = NEW.hash)
            OR NEW.previous IS NOT IFNULL(
                (SELECT hash FROM records ORDER BY number DESC LIMIT 1),
                '0000000000000000000000000000000000000000000000000000000000000000'
            )
        BEGIN SELECT RAISE(ABORT, 'records only grow at the end of the chain'); END;
        """
    )
