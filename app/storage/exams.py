"""Exams and the people sitting them, on disk: every answer is there the moment it was given."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlite_utils

from app.domain.answers import answer_from_plain, answer_to_plain
from app.domain.errors import UserError
from app.domain.exam import Exam, ExamKind, exam_from_plain, exam_to_plain
from app.domain.exam_clock import ExamClock
from app.domain.json_values import from_json, to_json
from app.domain.records import Record, RecordKind
from app.domain.sitting import Departure, Sitting, begin
from app.storage.database import Database
from app.storage.records import append_row, record_of_row


@dataclass(frozen=True, slots=True)
class StoredExam:
    """An exam as it is listed. `closed` is when it was closed, "" while it can be sat; `questions` how many."""

    id: str
    kind: ExamKind
    title: str
    made: str
    maker_id: str
    closed: str
    minutes: int
    questions: int


@dataclass(frozen=True, slots=True)
class StoredSitting:
    """A sitting as it is listed; `record_id` is the result's, "" while it is under way."""

    id: str
    exam_id: str
    person_id: str
    started: str
    record_id: str


class Exams:
    """The exams of a workspace and who sits them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, exam: Exam, maker_id: str, made: str) -> None:
        with self._database.writing() as tables:
            _add(tables, exam, maker_id, made)

    def all(self) -> tuple[StoredExam, ...]:
        """Every exam, the newest first."""
        with self._database.reading() as tables:
            columns = (
                "id, kind, title, made, maker_id, closed, json_extract(exam, '$.blueprint.minutes') AS minutes,"
                " json_array_length(exam, '$.tasks') AS questions"
            )
            rows = tables["exams"].rows_where(select=columns, order_by="made desc, rowid desc")
            return tuple(StoredExam(**{**row, "kind": ExamKind(row["kind"])}) for row in rows)

    def get(self, id: str) -> Exam:
        """The exam with this id; UserError if there is none."""
        with self._database.reading() as tables:
            for row in tables["exams"].rows_where("id = ?", [id], select="exam"):
                return exam_from_plain(json.loads(row["exam"]))
        raise UserError("没有找到这场考试。", "请刷新考试列表后再试。")

    def close(self, id: str, at: str) -> None:
        """Nobody begins this exam any more; who has begun may finish. "" opens it again."""
        with self._database.writing() as tables:
            tables.execute("UPDATE exams SET closed = ? WHERE id = ?", [at, id])

    def usage(self) -> Mapping[str, int]:
        """How often each question was asked: in so many exams."""
        with self._database.reading() as tables:
            rows = tables.execute("SELECT question_id, count(*) FROM exam_questions GROUP BY question_id").fetchall()
        return dict(rows)

    def sittings(self, person_id: str = "", exam_id: str = "") -> tuple[StoredSitting, ...]:
        """The sittings of a person or of an exam, or all of them, oldest first."""
        with self._database.reading() as tables:
            rows = tables.execute(
                "SELECT id, exam_id, person_id, started, IFNULL(record_id, '') FROM sittings"
                " WHERE (? = '' OR person_id = ?) AND (? = '' OR exam_id = ?) ORDER BY started, rowid",
                [person_id, person_id, exam_id, exam_id],
            ).fetchall()
        return tuple(StoredSitting(*row) for row in rows)

    def start(self, sitting: Sitting, holder: str, own_made: str = "") -> None:
        """Store a new sitting; with `own_made` its exam as well, which the person made for themselves."""
        with self._database.writing() as tables:
            if own_made:
                _add(tables, sitting.exam, sitting.person_id, own_made)
            tables["sittings"].insert(
                {
                    "id": sitting.id,
                    "exam_id": sitting.exam.id,
                    "person_id": sitting.person_id,
                    "started": sitting.started,
                    "clock": _text(to_json(sitting.clock)),
                    "holder": holder,
                }
            )

    def take_over(self, id: str, holder: str, recount: Callable[[ExamClock], ExamClock]) -> Sitting:
        """The sitting as it was left, with its clock recounted; from now on only `holder` may write to it.

        UserError if it was handed in already or there is none.
        """
        with self._database.writing() as tables:
            sitting = _read(tables, id)
            clock = recount(sitting.clock)
            tables.execute("UPDATE sittings SET holder = ?, clock = ? WHERE id = ?", [holder, _clock(clock), id])
            return replace(sitting, clock=clock)

    def look(self, id: str) -> Sitting:
        """The sitting as it stands, without taking it over. UserError if it was handed in or there is none."""
        with self._database.reading() as tables:
            return _read(tables, id)

    def save(self, sitting: Sitting, holder: str, changed: tuple[int, int] | None = None) -> ExamClock:
        """Store where the sitting stands; `changed` is the task and part whose answer is new.

        One transaction, on disk when this returns. Returns the clock, with what a trainer has given meanwhile.
        UserError if another window has taken the sitting over or it was handed in: then nothing is changed.
        """
        with self._database.writing() as tables:
            clock = _hold(tables, sitting, holder)
            if changed is not None:
                task, part = changed
                key = [sitting.id, task, part]
                answer = answer_to_plain(sitting.answers[task][part])
                if answer is None:
                    tables.execute("DELETE FROM sitting_answers WHERE (sitting_id, task, part) = (?, ?, ?)", key)
                else:
                    tables.execute("INSERT OR REPLACE INTO sitting_answers VALUES (?, ?, ?, ?)", [*key, _text(answer)])
        return clock

    def give_time(self, id: str, change: Callable[[ExamClock], ExamClock]) -> Sitting:
        """Change the clock of a sitting, whoever holds it; the holder counts on from there."""
        with self._database.writing() as tables:
            sitting = _read(tables, id)
            clock = change(sitting.clock)
            tables.execute("UPDATE sittings SET clock = ? WHERE id = ?", [_clock(clock), id])
            return replace(sitting, clock=clock)

    def hand_in(self, sitting: Sitting, holder: str, body: dict[str, Any], at: str) -> Record:
        """Append the result to the chain and end the sitting, both or neither.

        A sitting that was handed in already gives the record of then: nothing is ever handed in twice.
        """
        with self._database.writing() as tables:
            if before := _record_of(tables, sitting.id):
                return before
            _hold(tables, sitting, holder)
            record = append_row(tables, RecordKind.EXAM, sitting.person_id, sitting.person_id, body, at)
            tables.execute("UPDATE sittings SET record_id = ? WHERE id = ?", [record.id, sitting.id])
            tables.execute("DELETE FROM sitting_answers WHERE sitting_id = ?", [sitting.id])
        return record


def _add(tables: sqlite_utils.Database, exam: Exam, maker_id: str, made: str) -> None:
    tables["exams"].insert(
        {
            "id": exam.id,
            "kind": exam.kind.value,
            "title": exam.title,
            "made": made,
            "maker_id": maker_id,
            "exam": _text(exam_to_plain(exam)),
        }
    )
    tables.conn.executemany(
        "INSERT INTO exam_questions VALUES (?, ?)", [(exam.id, task.question.id) for task in exam.tasks]
    )


def _read(tables: sqlite_utils.Database, id: str) -> Sitting:
    row = next(iter(tables["sittings"].rows_where("id = ?", [id])), None)
    if row is None:
        raise UserError("没有找到这次作答。", "请回到考试列表，重新选择。")
    if row["record_id"]:
        raise UserError("这次考试已经交卷。", "请在“记录”里查看成绩。")
    exam = next(tables["exams"].rows_where("id = ?", [row["exam_id"]], select="exam"))
    clock = from_json(json.loads(row["clock"]), ExamClock)
    empty = begin(id, exam_from_plain(json.loads(exam["exam"])), row["person_id"], row["started"], clock)
    answers = [list(own) for own in empty.answers]
    for each in tables["sitting_answers"].rows_where("sitting_id = ?", [id]):
        answers[each["task"]][each["part"]] = answer_from_plain(json.loads(each["answer"]))
    return Sitting(
        id,
        empty.exam,
        empty.person_id,
        empty.started,
        tuple(map(tuple, answers)),
        clock,
        frozenset(json.loads(row["flags"])),
        row["current"],
        tuple(from_json(each, Departure) for each in json.loads(row["departures"])),
    )


def _hold(tables: sqlite_utils.Database, sitting: Sitting, holder: str) -> ExamClock:
    """Write the row of a sitting if `holder` still has it, and give its clock.

    What a trainer gave meanwhile is in the stored clock only: it is taken over, never overwritten.
    """
    row = tables.execute(
        "SELECT clock FROM sittings WHERE id = ? AND holder = ? AND record_id IS NULL", [sitting.id, holder]
    ).fetchone()
    if row is None:
        raise UserError(
            "这场考试已经在另一个窗口打开，或者已经交卷；这里的改动没有保存。", "请关闭这个窗口，在另一个窗口继续。"
        )
    clock = replace(sitting.clock, grants=from_json(json.loads(row[0]), ExamClock).grants)
    tables.execute(
        "UPDATE sittings SET current = ?, flags = ?, departures = ?, clock = ? WHERE id = ?",
        [
            sitting.current,
            _text(sorted(sitting.flags)),
            _text(to_json(list(sitting.departures))),
            _clock(clock),
            sitting.id,
        ],
    )
    return clock


def _record_of(tables: sqlite_utils.Database, sitting_id: str) -> Record | None:
    for row in tables["records"].rows_where("id = (SELECT record_id FROM sittings WHERE id = ?)", [sitting_id]):
        return record_of_row(row)
    return None


def _clock(clock: ExamClock) -> str:
    return _text(to_json(clock))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
