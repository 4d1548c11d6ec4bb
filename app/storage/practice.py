"""Practice on disk: every answer the moment it is given, what is kept of each question, the day's set, the aim."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from app.domain.answers import Answers, answer_to_plain
from app.domain.memory import Aim, Memory
from app.domain.practice import Chosen, Practised, Reason
from app.domain.practice_evidence import Asked
from app.domain.records import RecordKind
from app.storage.database import Database

_MEMORY = "question_id, stability, difficulty, interval, last, due, answers"


class PracticeStore:
    """The practice of everybody in a workspace. UserError everywhere where the disk refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def answered(
        self,
        person_id: str,
        question_id: str,
        version: int,
        at: str,
        part_of: str,
        share: float,
        answers: Answers,
        day: date,
        remember: Callable[[Memory | None, tuple[Memory, ...]], Memory],
    ) -> Memory:
        """Keep an answer and what follows from it for the question, both or neither; safely on disk on return.

        `remember` is given what was kept of the question and of all, as they stand now.
        """
        given = json.dumps([answer_to_plain(each) for each in answers], ensure_ascii=False)
        with self._database.writing() as tables:
            tables.execute(
                "INSERT INTO practice_answers (person_id, question_id, question_version, day, at, part_of, share,"
                " answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [person_id, question_id, version, day.isoformat(), at, part_of, share, given],
            )
            known = _memories(tables, person_id)
            memory = remember(next((each for each in known if each.question_id == question_id), None), known)
            _keep(tables, person_id, [memory])
        return memory

    def not_taken_in(self, person_id: str) -> tuple[str, ...]:
        """The records of exams, conversations and shifts of a person that practice does not know of yet, oldest first."""
        with self._database.reading() as tables:
            rows = tables.execute(
                "SELECT id FROM records WHERE person_id = ? AND kind IN (?, ?, ?) AND NOT EXISTS"
                " (SELECT 1 FROM practice_taken_in AS t WHERE t.person_id = records.person_id AND record_id = records.id)"
                " ORDER BY number",
                [person_id, RecordKind.EXAM.value, RecordKind.DIALOGUE.value, RecordKind.SHIFT.value],
            ).fetchall()
        return tuple(row[0] for row in rows)

    def take_in(
        self,
        person_id: str,
        record_id: str,
        asked: Sequence[Asked],
        remember: Callable[[tuple[Memory, ...]], Sequence[Memory]],
    ) -> None:
        """Keep what was asked in a record and what follows from it, once; `remember` is given all that is known."""
        with self._database.writing() as tables:
            known = tables.execute(
                "SELECT 1 FROM practice_taken_in WHERE (person_id, record_id) = (?, ?)", [person_id, record_id]
            ).fetchone()
            if known is not None:
                return
            tables.execute("INSERT INTO practice_taken_in VALUES (?, ?)", [person_id, record_id])
            tables.conn.executemany(
                "INSERT INTO practice_answers (person_id, question_id, question_version, day, at, part_of, share,"
                " answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        person_id,
                        each.question_id,
                        each.version,
                        each.at[:10],
                        each.at,
                        f"record:{record_id}",
                        each.share,
                        "[]",
                    )
                    for each in asked
                ],
            )
            _keep(tables, person_id, remember(_memories(tables, person_id)))

    def memories(self, person_id: str) -> tuple[Memory, ...]:
        with self._database.reading() as tables:
            return _memories(tables, person_id)

    def history(self, person_id: str) -> tuple[Practised, ...]:
        """Every answer of a person, oldest first."""
        with self._database.reading() as tables:
            rows = tables.execute(
                "SELECT question_id, day, share FROM practice_answers WHERE person_id = ? ORDER BY number", [person_id]
            ).fetchall()
        return tuple(Practised(id, date.fromisoformat(day), share) for id, day, share in rows)

    def done(self, person_id: str, part_of: str) -> dict[str, float]:
        """The share earned on each question of a set or round; that of the first answer where there are more."""
        with self._database.reading() as tables:
            rows = tables.execute(
                "SELECT question_id, share FROM practice_answers WHERE person_id = ? AND part_of = ? ORDER BY number",
                [person_id, part_of],
            ).fetchall()
        found: dict[str, float] = {}
        for id, share in rows:
            found.setdefault(id, share)
        return found

    def set_of(self, person_id: str, part_of: str, choose: Callable[[], Sequence[Chosen]]) -> tuple[Chosen, ...]:
        """The set of this name: as it was first drawn, or drawn now by `choose` and kept."""
        with self._database.reading() as tables:
            kept = _set(tables, person_id, part_of)
        if kept is not None:
            return kept
        drawn = tuple(choose())
        plain = json.dumps([[each.question_id, each.reason.value] for each in drawn], ensure_ascii=False)
        with self._database.writing() as tables:  # another window may have been first
            tables.execute("INSERT OR IGNORE INTO practice_sets VALUES (?, ?, ?)", [person_id, part_of, plain])
            return _set(tables, person_id, part_of) or drawn

    def aim(self, person_id: str) -> Aim:
        with self._database.reading() as tables:
            row = tables.execute(
                "SELECT exam_day, retention FROM practice_aims WHERE person_id = ?", [person_id]
            ).fetchone()
        return Aim(date.fromisoformat(row[0]) if row[0] else None, row[1]) if row else Aim()

    def change_aim(
        self, person_id: str, aim: Aim, plan: Callable[[tuple[Memory, ...]], Sequence[Memory]]
    ) -> tuple[Memory, ...]:
        """Keep another aim together with everything laid out anew for it by `plan`."""
        with self._database.writing() as tables:
            tables.execute(
                "INSERT OR REPLACE INTO practice_aims VALUES (?, ?, ?)",
                [person_id, aim.exam_day.isoformat() if aim.exam_day else None, aim.retention],
            )
            planned = tuple(plan(_memories(tables, person_id)))
            _keep(tables, person_id, planned)
        return planned


def _memories(tables: Any, person_id: str) -> tuple[Memory, ...]:
    rows = tables.execute(f"SELECT {_MEMORY} FROM practice_memories WHERE person_id = ?", [person_id]).fetchall()
    return tuple(
        Memory(id, stability, difficulty, interval, date.fromisoformat(last), date.fromisoformat(due), answers)
        for id, stability, difficulty, interval, last, due, answers in rows
    )


def _keep(tables: Any, person_id: str, memories: Sequence[Memory]) -> None:
    tables.conn.executemany(
        f"INSERT OR REPLACE INTO practice_memories (person_id, {_MEMORY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                person_id,
                each.question_id,
                each.stability,
                each.difficulty,
                each.interval,
                each.last.isoformat(),
                each.due.isoformat(),
                each.answers,
            )
            for each in memories
        ],
    )


def _set(tables: Any, person_id: str, part_of: str) -> tuple[Chosen, ...] | None:
    row = tables.execute(
        "SELECT chosen FROM practice_sets WHERE person_id = ? AND part_of = ?", [person_id, part_of]
    ).fetchone()
    return None if row is None else tuple(Chosen(id, Reason(reason)) for id, reason in json.loads(row[0]))
