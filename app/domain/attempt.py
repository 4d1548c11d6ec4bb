"""One spoken (or typed) reply as it is kept: what was asked, heard, found and scored."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.domain.conduct import ScoreSheet
from app.domain.errors import UserError
from app.domain.hits import Hit
from app.domain.json_values import from_json, to_json
from app.domain.transcript import Transcript

# Raised only when an old reader would misread a body; a field added with a default needs no new number.
BODY_VERSION = 1


class Manner(Enum):
    SPOKEN = "spoken"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A scored reply to one line of a scenario.

    `recording` is the audio's path relative to recordings/, "" for a typed reply; `recording_sha256`
    covers the file's bytes, so that the audio is part of the evidence too.
    """

    scenario_id: str
    scenario_version: str
    scenario_title: str
    turn: int
    citizen_line: str
    manner: Manner
    recording: str
    recording_sha256: str
    transcript: Transcript
    hits: tuple[Hit, ...]
    sheet: ScoreSheet


def attempt_to_body(attempt: Attempt) -> dict[str, Any]:
    """The attempt as JSON values, for a record's body."""
    return {"version": BODY_VERSION, **to_json(attempt)}


def attempt_from_body(body: dict[str, Any]) -> Attempt:
    """The attempt a body holds. Fields that this version does not know are passed over.

    Raises UserError where a newer version wrote what this one cannot read, or something is missing.
    """
    remedy = "请用较新的版本打开，或先运行“校验记录”查看是否被改动。"
    if not isinstance(body.get("version"), int) or body["version"] > BODY_VERSION:
        raise UserError("这条记录由更新版本的程序写成，当前版本读不懂。", remedy)
    try:
        return from_json(body, Attempt)
    except ValueError as error:
        raise UserError("这条记录的内容不完整或不认识，读不出来。", remedy) from error
