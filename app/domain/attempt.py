"""One spoken (or typed) reply as it is kept: what was asked, heard, found and scored."""

from dataclasses import dataclass
from enum import Enum

from app.domain.conduct import ScoreSheet
from app.domain.hits import Hit
from app.domain.transcript import Transcript


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
