"""Content that is wrong, and records that are newer or altered: named, and left as they are."""

import hashlib
import sqlite3

from bad_input.plain_answers import CLIP, assert_plain, keep_records

from app.system.places import Workspace
from tests.command_line import Command


def test_a_lexicon_with_a_wrong_category_is_named_with_its_file_and_line(
    command: Command, workspace: Workspace
) -> None:
    file = next(path for path in sorted(workspace.phrases.rglob("*.yaml")) if "\ncategory:" in path.read_text("utf-8"))
    lines = file.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("category:"))
    file.write_text("\n".join([*lines[:at], "category: shouting", *lines[at + 1 :]]), encoding="utf-8")
    done = command("score", CLIP)
    assert done.returncode == 1
    assert_plain(done.stderr)
    assert file.name in done.stderr and f"第 {at + 1} 行" in done.stderr and "shouting" in done.stderr
    assert command("doctor").returncode == 1
    file.write_text("\n".join(lines), encoding="utf-8")
    assert command("score", CLIP).returncode == 0, "mending the line is enough"


def test_a_database_of_a_newer_version_is_refused_and_left_alone(command: Command, workspace: Workspace) -> None:
    keep_records(workspace, 1)
    with sqlite3.connect(workspace.database) as database:
        migration_set, applied = database.execute("SELECT migration_set, applied_at FROM _sqlite_migrations").fetchone()
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, '9999_future', ?)",
            [migration_set, applied],
        )
    database.close()
    before = hashlib.sha256(workspace.database.read_bytes()).hexdigest()
    done = command("verify-records")
    assert done.returncode == 1
    assert_plain(done.stderr)
    assert "更新版本" in done.stderr and str(workspace.database) in done.stderr
    assert hashlib.sha256(workspace.database.read_bytes()).hexdigest() == before


def test_an_altered_record_is_named(command: Command, workspace: Workspace) -> None:
    keep_records(workspace, 3)
    assert "3 条记录完好" in command("verify-records").stdout
    with sqlite3.connect(workspace.database) as database:
        database.execute("DROP TRIGGER records_are_never_changed")
        database.execute("UPDATE records SET body = replace(body, '您好', '你好') WHERE number = 2")
    database.close()
    done = command("verify-records")
    assert done.returncode == 1 and "第 2 条" in done.stderr
    assert_plain(done.stderr)
