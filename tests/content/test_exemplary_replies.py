"""Every scenario's exemplary reply earns what it promises, by the shipped phrases and rubric."""

from pathlib import Path

import pytest

from app.content.phrases import load_lexicon
from app.content.rubric import load_rubric
from app.content.scenarios import load_scenarios
from app.domain.conduct import score
from app.domain.lexicon import Kind
from app.domain.matching import find_hits
from app.domain.points import find_points
from app.domain.scenario import Turn
from app.domain.transcript import typed_transcript

ROOT = Path(__file__).resolve().parents[2]
LEXICON = load_lexicon(ROOT / "question_bank" / "phrases", with_overlays=False)
RUBRIC = load_rubric(ROOT / "question_bank" / "rubric.yaml")
TURNS = [
    pytest.param(turn, id=f"{scenario.id}-{number}")
    for scenario in load_scenarios(ROOT / "scenarios")
    for number, turn in enumerate(scenario.turns)
]


@pytest.mark.parametrize("turn", TURNS)
def test_the_exemplary_reply_earns_full_marks(turn: Turn):
    transcript = typed_transcript(turn.exemplary)
    hits = find_hits(transcript, LEXICON)
    sheet = score(transcript, hits, turn, find_points(transcript, turn.points), RUBRIC, LEXICON.version)
    assert [line.title for line in sheet.lines if line.points < line.possible] == []
    assert sheet.total >= 95
    assert sheet.passed
    assert not sheet.veto
    assert [hit.heard for hit in hits if hit.kind is Kind.FORBIDDEN] == []


@pytest.mark.parametrize("turn", TURNS)
def test_what_the_citizen_says_earns_nobody_anything(turn: Turn):
    """A reply that only repeats the question is no answer."""
    transcript = typed_transcript(turn.says)
    said = find_points(transcript, turn.points)
    assert [point.id for point in turn.points if point.must and said.get(point.id)] == []
