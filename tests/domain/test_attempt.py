"""An attempt as JSON and back: whole, readable by older and by newer versions."""

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.attempt import Attempt, Manner, attempt_from_body, attempt_to_body
from app.domain.errors import UserError
from app.domain.records import RecordKind, canonical
from app.domain.score_sheet import ScoreLine, ScoreSheet
from app.domain.transcript import Transcript

# UTF-8 has no lone surrogates, and no transcriber writes them.
st.register_type_strategy(str, st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
attempts = st.from_type(Attempt)

EMPTY = Attempt(
    "s", "v", "情景", 0, "您好", Manner.TYPED, "", "", Transcript((), 0.0), (),
    ScoreSheet((), 0.0, 100.0, False, "", (), "r", "l"),
)  # fmt: skip


@given(attempts)
def test_an_attempt_survives_the_way_to_disk_and_back(attempt):
    body = attempt_to_body(attempt)
    assert attempt_from_body(json.loads(json.dumps(body, allow_nan=False))) == attempt
    canonical(1, "id", RecordKind.ATTEMPT, "p", "a", "2026-11-24T09:00:00+08:00", body)


def test_fields_that_a_newer_version_added_are_passed_over():
    body = attempt_to_body(EMPTY) | {"mood": "calm"}
    body["sheet"]["medal"] = {"gold": 1}
    assert attempt_from_body(body) == EMPTY


def test_a_body_without_the_fields_added_since_the_first_version_is_still_read():
    body = attempt_to_body(EMPTY)
    line = {
        "rule": "language.greeting",
        "dimension": "language",
        "title": "迎候",
        "points": 1,
        "possible": 2,
        "reason": "x",
    }
    body["sheet"] = {
        "lines": [line], "total": 1, "possible": 100, "passed": False, "veto": "", "hints": [],
        "rubric_version": "r", "lexicon_version": "l",
    }  # fmt: skip
    sheet = attempt_from_body(body).sheet
    assert sheet.lines[0].evidence == ()
    assert isinstance(sheet.total, float)
    assert {field.name for field in fields(ScoreLine)} >= set(line)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": None},
        {"sheet": None},
        {"manner": "sung"},
        {"turn": "first"},
    ],
)
def test_what_cannot_be_read_is_said_plainly(change):
    with pytest.raises(UserError, match="记录"):
        attempt_from_body(attempt_to_body(EMPTY) | change)
