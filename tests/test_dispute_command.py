"""`python -m app disputes` as HR runs it: what waits, what was answered, and a table of all of it."""

import csv
from pathlib import Path

from app.domain.dispute import Ground
from app.domain.people import Role
from app.main import Application
from app.system.places import Workspace
from tests.command_line import Command


def test_disputes_are_listed_written_as_a_table_and_verified(command: Command, workspace: Workspace, tmp_path: Path):
    assert "0 条等待答复。" in command("disputes").stdout
    office = Application(workspace)
    trainee = office.people.add("欧阳喆", Role.TRAINEE)
    trainer = office.people.add("李建国", Role.TRAINER, pin="2468")
    scenario = office.rules.scenario("wrong-office")
    record = office.replies.keep(office.replies.score_typed("这个不归我管。", scenario, 0), trainee)
    costly = [line.rule for line in office.records.attempt(record.id).sheet.lines if line.points < line.possible]
    first = office.disputes.raise_dispute(record.id, costly[0], Ground.MISSED, "=1+1，我说了您好。", trainee)
    office.disputes.raise_dispute(record.id, costly[1], Ground.MISHEARD, "听错了。", trainee)
    office.disputes.refuse(first.id, "录音里没有。", trainer)
    office.close()

    waiting = command("disputes").stdout
    assert "听错了。" in waiting and "我说了您好" not in waiting and "1 条等待答复。" in waiting
    table = tmp_path / "异议.csv"
    everything = command("disputes", "--all", "--csv", table)
    assert everything.returncode == 0, everything.stderr
    assert (
        "维持原评分：录音里没有。　李建国" in everything.stdout and "1 条等待答复，1 条已有结果。" in everything.stdout
    )
    with table.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert head[1] == "姓名" and [row[1] for row in rows] == ["欧阳喆"] * 2
    assert rows[0][6] == "'=1+1，我说了您好。"  # not a formula
    assert rows[0][7:11] == ["维持原评分", "", "录音里没有。", "李建国"]
    assert "4 条记录完好" in command("verify-records").stdout
