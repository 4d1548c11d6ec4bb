"""The points of the shipped role-plays are recognised in other words than the exemplary replies use."""

from pathlib import Path

import pytest
import yaml

from app.content.scenarios import load_scenarios
from app.domain.points import find_points
from app.domain.transcript import typed_transcript

HERE = Path(__file__).parent
SCENARIOS = {scenario.id: scenario for scenario in load_scenarios(HERE.parents[1] / "scenarios")}
CASES = yaml.safe_load((HERE / "told_otherwise.yaml").read_text(encoding="utf-8"))


def test_every_role_play_has_its_sentences():
    assert CASES.keys() == SCENARIOS.keys()


@pytest.mark.parametrize("id", CASES)
def test_what_is_told_in_other_words_counts_and_what_is_not_told_does_not(id: str):
    for case in CASES[id]:
        found = find_points(typed_transcript(case["says"]), SCENARIOS[id].points)
        assert [point for point in case.get("told", ()) if point not in found] == [], case["says"]
        assert [point for point in case.get("not", ()) if point in found] == [], case["says"]
