"""The chain on a real disk: append-only, whole after kills and races, and tampering is named."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import Cancelled, UserError
from app.domain.people import Person
from app.domain.records import GENESIS, RecordKind
from app.storage.database import Database, open_database
from app.storage.records import Records

ROOT = Path(__file__).resolve().parents[2]
AT = "2026-11-24T09:00:00+08:00"
APPENDING = """
import sys
from pathlib import Path
from app.domain.records import RecordKind
from app.storage.database import open_database
from app.storage.records import Records
path, person, times = sys.argv[1:]
records = Records(open_database(Path(path)))
for n in range(int(times)):
    records.append(RecordKind.ATTEMPT, person, person, {"n": n, "text": "字" * 500}, "2026-11-24T09:00:00+08:00")
    print(n, flush=True)
"""


@pytest.fixture
def three(records: Records, trainee: Person) -> Records:
    for n in range(3):
        records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {"n": n, "text": "您好"}, AT)
    return records


def appending(path: Path, person: Person, times: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", APPENDING, str(path), person.id, str(times)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def tamper(database: Database, *statements: str) -> None:
    """As someone with a database tool would: the triggers are dropped first and put back afterwards."""
    connection = sqlite3.connect(database.path)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()


def test_what_is_appended_is_read_back(three: Records, trainee: Person):
    first, second, third = three.all()
    assert (first.number, first.previous) == (1, GENESIS)
    assert (third.previous, third.body) == (second.hash, {"n": 2, "text": "您好"})
    assert three.get(second.id) == second
    assert three.for_person(trainee.id) == (first, second, third)
    assert three.for_person(trainee.id, RecordKind.OVERRULE) == ()
    assert three.count(RecordKind.ATTEMPT) == 3
    verification = three.verify()
    assert (verification.rows, verification.intact, verification.head) == (3, True, third.hash)


def test_rows_that_belong_together_are_kept_all_or_none(three: Records, trainee: Person):
    with three.together() as append:
        first = append(RecordKind.OVERRULE, trainee.id, trainee.id, {"n": 3}, AT)
        assert three.get(first.id) == first and three.of_kind(RecordKind.OVERRULE) == (first,)  # read within
        append(RecordKind.DISPUTE_CLOSED, trainee.id, trainee.id, {"n": 4}, AT)
    assert three.verify().rows == 5
    with pytest.raises(UserError, match="第二步"), three.together() as append:
        append(RecordKind.OVERRULE, trainee.id, trainee.id, {"n": 5}, AT)
        raise UserError("第二步不行。")
    assert three.verify().rows == 5 and three.verify().intact
    assert [record.number for record in three.of_kind(RecordKind.ATTEMPT)] == [1, 2, 3]


def test_an_empty_chain_is_intact(records: Records):
    assert (records.verify().intact, records.verify().head) == (True, GENESIS)


def test_the_application_itself_may_act(records: Records, trainee: Person):
    record = records.append(RecordKind.RESCORE, trainee.id, "", {}, AT)
    assert records.get(record.id).actor_id == ""
    assert records.verify().intact


def test_a_record_about_nobody_is_refused(records: Records):
    with pytest.raises(sqlite3.IntegrityError):
        records.append(RecordKind.ATTEMPT, "nobody", "nobody", {}, AT)
    assert records.verify().rows == 0


def test_a_body_that_is_no_json_is_refused(records: Records, trainee: Person):
    for body in ({"x": float("nan")}, {"x": {1, 2}}):
        with pytest.raises((ValueError, TypeError)):
            records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, body, AT)
    assert records.verify().rows == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET body = '{}'",
        "UPDATE records SET at = at",
        "DELETE FROM records WHERE number = 2",
        "INSERT OR REPLACE INTO records SELECT number, id, kind, person_id, actor_id, at, '{}', previous, hash"
        " FROM records WHERE number = 3",
        "INSERT INTO records SELECT 9, 'x', kind, person_id, actor_id, at, body, previous, 'y' FROM records"
        " WHERE number = 1",
        "INSERT INTO records SELECT 0, 'x', kind, person_id, actor_id, at, body, hash, 'y' FROM records"
        " WHERE number = 3",
    ],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_the_database_itself_refuses_changes(database: Database, three: Records, statement: str, recursive: str):
    connection = sqlite3.connect(database.path)
    connection.execute(f"PRAGMA recursive_triggers = {recursive}")
    with pytest.raises(sqlite3.IntegrityError, match="records"):
        connection.execute(statement)
    connection.close()
    assert three.verify().intact


def swap_body(number: int) -> str:
    return f"UPDATE records SET body = replace(body, '您好', '你好') WHERE number = {number}"


@pytest.mark.parametrize(
    ("statements", "first_bad", "what"),
    [
        ([swap_body(2)], 2, "内容与校验码不符"),
        (["UPDATE records SET body = '{' WHERE number = 2"], 2, "读不懂"),
        (["UPDATE records SET kind = 'poem' WHERE number = 1"], 1, "读不懂"),
        (["UPDATE records SET at = '2020-01-01' WHERE number = 3"], 3, "内容与校验码不符"),
        (["DELETE FROM records WHERE number = 1"], 1, "缺少第 1 条"),
        (["DELETE FROM records WHERE number = 2"], 2, "缺少第 2 条"),
        (["DELETE FROM records WHERE number = 3"], 3, "末尾缺少"),
        (["DELETE FROM records"], 1, "末尾缺少"),
        (["UPDATE records SET hash = 'x' WHERE number = 2"], 2, "内容与校验码不符"),
        (
            ["UPDATE records SET number = 9 WHERE number = 3", "UPDATE records SET number = 3 WHERE number = 9", swap_body(3)],
            3,
            "内容与校验码不符",
        ),
        (["DELETE FROM records WHERE number = 2", "UPDATE records SET number = 2 WHERE number = 3"], 2, "删除了记录"),
    ],
)  # fmt: skip
def test_tampering_is_named(database: Database, three: Records, statements: list[str], first_bad: int, what: str):
    tamper(database, *statements)
    verification = three.verify()
    assert not verification.intact
    assert verification.first_bad == first_bad
    assert f"第 {first_bad} 条记录" in verification.what
    assert what in verification.what


def test_a_deleted_end_still_shows_after_more_was_appended(database: Database, three: Records, trainee: Person):
    tamper(database, "DELETE FROM records WHERE number = 3")
    three.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {}, AT)
    assert three.verify().first_bad == 3


def test_two_processes_keep_one_chain(database: Database, records: Records, trainee: Person):
    both = [appending(database.path, trainee, 60) for _ in range(2)]
    for process in both:
        process.communicate(timeout=120)
        assert process.returncode == 0
    assert records.verify().intact
    assert records.verify().rows == 120


@pytest.mark.parametrize("after", [1, 7, 20])
def test_a_process_killed_while_appending_leaves_an_intact_chain(
    database: Database, records: Records, trainee: Person, after: int
):
    process = appending(database.path, trainee, 100_000)
    assert process.stdout
    said = [process.stdout.readline() for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    rest = process.stdout.read().split()
    promised = len(said) + len(rest)
    database.close()
    again = Records(open_database(database.path))
    verification = again.verify()
    assert verification.intact
    assert verification.rows in (promised, promised + 1)  # one may be on disk and not yet announced
    again.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {}, AT)
    assert again.verify().intact


def test_verifying_can_be_cancelled(three: Records):
    def cancel(share: float | None, words: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        three.verify(cancel)


def test_a_long_chain_is_read_in_parts_while_it_grows(records: Records, trainee: Person, monkeypatch):
    monkeypatch.setattr("app.storage.records._BATCH", 2)
    for n in range(5):
        records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {"n": n}, AT)
    reading = records.all()
    assert next(reading).number == 1
    records.append(RecordKind.ATTEMPT, trainee.id, trainee.id, {"n": 5}, AT)
    assert [record.number for record in reading] == [2, 3, 4, 5, 6]


def test_a_persons_records_are_found_by_an_index(database: Database):
    with database.reading() as tables:
        plan = json.dumps(
            tables.execute("EXPLAIN QUERY PLAN SELECT * FROM records WHERE person_id = 'x' ORDER BY number").fetchall()
        )
        of_kind = json.dumps(
            tables.execute(
                "EXPLAIN QUERY PLAN SELECT * FROM records WHERE person_id = 'x' AND kind = 'y' ORDER BY number"
            ).fetchall()
        )
    assert "records_of_person" in plan
    assert "records_of_person" in of_kind
    assert "TEMP B-TREE" not in of_kind


def test_no_record_by_that_id(records: Records):
    with pytest.raises(UserError, match="没有找到这条记录"):
        records.get(os.urandom(4).hex())
