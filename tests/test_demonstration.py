"""The demonstration: a reply that fits its role-play, kept apart from real records, with a page one can sign."""

from pathlib import Path

import pymupdf

from app.content.scenarios import load_scenarios
from app.domain.conduct import score
from app.domain.matching import find_hits
from app.domain.points import find_points
from app.domain.transcript import typed_transcript
from app.services.rules import Rules
from app.system.places import Workspace, demonstration_folder
from tests.command_line import ROOT, Command


def printed_path(line: str, output: str) -> Path:
    return Path(next(each for each in output.splitlines() if each.startswith(line)).split("：", 1)[1])


def test_it_hears_scores_keeps_and_prints_and_the_second_run_adds_to_the_first(
    command: Command, workspace: Workspace
) -> None:
    done = command("demo")
    assert done.returncode == 0, done.stderr
    assert "让您久等了" in done.stdout and "（合格）" in done.stdout
    assert "没有听到这一点" in done.stdout, "good, but not perfect"
    assert "文明用语·主动协助：我带您过去" in done.stdout and "－" not in done.stdout
    page = pymupdf.open(printed_path("考核记录（PDF）", done.stdout))
    assert len(page) == 1
    text = page[0].get_text()
    assert "演示学员" in text and "排错了队的张师傅" in text and "带教老师" in text
    assert printed_path("录音", done.stdout).is_file() and printed_path("记录数据库", done.stdout).is_file()
    assert "第 2 条记录" in command("demo").stdout
    assert "2 条记录完好" in command("verify-records", folder=workspace.demonstration.root).stdout
    assert not workspace.database.exists(), "no real record is mixed with it"


def test_its_model_answer_is_worth_full_marks() -> None:
    (scenario,) = load_scenarios(demonstration_folder())
    rules = Rules(Workspace(ROOT))
    turn = scenario.turns[0]
    transcript = typed_transcript(turn.exemplary)
    hits, points = find_hits(transcript, rules.lexicon()), find_points(transcript, turn.points)
    sheet = score(transcript, hits, turn, points, rules.rubric(), rules.lexicon().version)
    assert sheet.passed and sheet.total == sheet.possible
