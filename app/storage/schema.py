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


@MIGRATIONS(name="0002_conversations")
def _conversations(tables: sqlite_utils.Database) -> None:
    tables.executescript(
        """
        -- Role-plays under way, so that a kill loses nothing; what is finished and kept is in records.
        CREATE TABLE conversations (
            id TEXT PRIMARY KEY NOT NULL,
            person_id TEXT NOT NULL REFERENCES people (id),
            scenario_id TEXT NOT NULL,
            started TEXT NOT NULL,
            scenario TEXT NOT NULL,
            dialogue TEXT NOT NULL
        );
        CREATE INDEX conversations_of_person ON conversations (person_id, started);
        """
    )


@MIGRATIONS(name="0003_exams")
def _exams(tables: sqlite_utils.Database) -> None:
    tables.executescript(
        """
        -- A paper with its questions as they were on the day it was made. Who may sit it is decided by `kind`:
        -- a set one everybody while it is open, a mock one its maker.
        CREATE TABLE exams (
            id TEXT PRIMARY KEY NOT NULL,
            kind TEXT NOT NULL,
            title TEXT NOT NULL,
            made TEXT NOT NULL,
            maker_id TEXT NOT NULL REFERENCES people (id),
            closed TEXT NOT NULL DEFAULT '',
            exam TEXT NOT NULL
        );
        CREATE INDEX exams_of_maker ON exams (maker_id, kind);

        -- How often a question was asked: seldom-asked ones are drawn first.
        CREATE TABLE exam_questions (
            exam_id TEXT NOT NULL REFERENCES exams (id),
            question_id TEXT NOT NULL,
            PRIMARY KEY (exam_id, question_id)
        ) WITHOUT ROWID;
        CREATE INDEX exams_of_question ON exam_questions (question_id);

        -- Exams under way, so that a kill loses nothing; what is handed in is in records.
        -- `holder` is the window that has it open: another one that opens it takes it over.
        CREATE TABLE sittings (
            id TEXT PRIMARY KEY NOT NULL,
            exam_id TEXT NOT NULL REFERENCES exams (id),
            person_id TEXT NOT NULL REFERENCES people (id),
            started TEXT NOT NULL,
            current INTEGER NOT NULL DEFAULT 0,
            flags TEXT NOT NULL DEFAULT '[]',
            departures TEXT NOT NULL DEFAULT '[]',
            clock TEXT NOT NULL,
            holder TEXT NOT NULL,
            record_id TEXT REFERENCES records (id),
            UNIQUE (exam_id, person_id)
        );
        CREATE INDEX sittings_of_person ON sittings (person_id, record_id);

        CREATE TABLE sitting_answers (
            sitting_id TEXT NOT NULL REFERENCES sittings (id),
            task INTEGER NOT NULL,
            part INTEGER NOT NULL,
            answer TEXT NOT NULL,
            PRIMARY KEY (sitting_id, task, part)
        ) WITHOUT ROWID;
        """
    )


@MIGRATIONS(name="0004_practice")
def _practice(tables: sqlite_utils.Database) -> None:
    tables.executescript(
        """
        -- Every answer given in practice, as it was given. `part_of` is the set or round it belongs to.
        CREATE TABLE practice_answers (
            number INTEGER PRIMARY KEY,
            person_id TEXT NOT NULL REFERENCES people (id),
            question_id TEXT NOT NULL,
            question_version INTEGER NOT NULL,
            day TEXT NOT NULL,
            at TEXT NOT NULL,
            part_of TEXT NOT NULL,
            share REAL NOT NULL CHECK (share BETWEEN 0 AND 1),
            answer TEXT NOT NULL
        );
        CREATE INDEX practice_answers_of_person ON practice_answers (person_id, number);

        -- What a person keeps of a question, by FSRS; see app/domain/memory.py.
        CREATE TABLE practice_memories (
            person_id TEXT NOT NULL REFERENCES people (id),
            question_id TEXT NOT NULL,
            stability REAL NOT NULL,
            difficulty REAL NOT NULL,
            interval INTEGER NOT NULL,
            last TEXT NOT NULL,
            due TEXT NOT NULL,
            answers INTEGER NOT NULL,
            PRIMARY KEY (person_id, question_id)
        ) WITHOUT ROWID;

        -- A set that stays the same for a day or a week, as it was first drawn.
        CREATE TABLE practice_sets (
            person_id TEXT NOT NULL REFERENCES people (id),
            part_of TEXT NOT NULL,
            chosen TEXT NOT NULL,
            PRIMARY KEY (person_id, part_of)
        ) WITHOUT ROWID;

        CREATE TABLE practice_aims (
            person_id TEXT PRIMARY KEY NOT NULL REFERENCES people (id),
            exam_day TEXT,
            retention REAL NOT NULL
        );
        """
    )


@MIGRATIONS(name="0005_lessons")
def _lessons(tables: sqlite_utils.Database) -> None:
    tables.executescript(
        """
        -- What of the training modules a person has read, and how long they spent on it. `read` is when it was
        -- first read to the end, "" while it was only opened.
        CREATE TABLE lessons (
            person_id TEXT NOT NULL REFERENCES people (id),
            module_id TEXT NOT NULL,
            lesson TEXT NOT NULL,
            read TEXT NOT NULL DEFAULT '',
            opened TEXT NOT NULL,
            seconds REAL NOT NULL DEFAULT 0 CHECK (seconds >= 0),
            PRIMARY KEY (person_id, module_id, lesson)
        ) WITHOUT ROWID;
        """
    )


@MIGRATIONS(name="0006_disputes")
def _disputes(tables: sqlite_utils.Database) -> None:
    tables.executescript(
        """
        -- The disputes of everybody are asked for at every start, among all that is kept.
        CREATE INDEX records_of_kind ON records (kind, number);

        -- Answers to disputes that the one who raised them has seen. Not in the chain: it decides nothing.
        CREATE TABLE seen_answers (
            record_id TEXT PRIMARY KEY NOT NULL REFERENCES records (id)
        );
        """
    )


@MIGRATIONS(name="0007_classes")
def _classes(tables: sqlite_utils.Database) -> None:
    tables.executescript(
        """
        -- Classes, under way and closed; `content` is the whole of one. `revision` keeps two windows from writing
        -- over each other; `record_id` is the record of a closed one.
        CREATE TABLE classes (
            id TEXT PRIMARY KEY NOT NULL,
            trainer_id TEXT NOT NULL REFERENCES people (id),
            day TEXT NOT NULL,
            opened TEXT NOT NULL,
            closed TEXT NOT NULL DEFAULT '',
            revision INTEGER NOT NULL,
            content TEXT NOT NULL,
            record_id TEXT REFERENCES records (id)
        );
        CREATE INDEX classes_of_trainer ON classes (trainer_id);
        CREATE INDEX classes_by_day ON classes (day);
        """
    )


@MIGRATIONS(name="0008_practice_from_records")
def _practice_from_records(tables: sqlite_utils.Database) -> None:
    tables.executescript(
        """
        -- The exams and conversations whose mistakes have come into practice already.
        CREATE TABLE practice_taken_in (
            person_id TEXT NOT NULL REFERENCES people (id),
            record_id TEXT NOT NULL REFERENCES records (id),
            PRIMARY KEY (person_id, record_id)
        ) WITHOUT ROWID;
        """
    )


@MIGRATIONS(name="0009_shifts")
def _shifts(tables: sqlite_utils.Database) -> None:
    tables.executescript(
        """
        -- Shifts under way, so that a kill loses nothing; what is finished is in records.
        CREATE TABLE shifts (
            id TEXT PRIMARY KEY NOT NULL,
            person_id TEXT NOT NULL REFERENCES people (id),
            started TEXT NOT NULL,
            state TEXT NOT NULL
        );
        CREATE INDEX shifts_of_person ON shifts (person_id, started);
        """
    )
