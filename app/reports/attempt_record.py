"""The assessment record of one reply: what it prints, and the PDF written whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.attempt import Attempt, Manner
from app.domain.dispute import Dispute
from app.domain.hits import Hit
from app.domain.overrule import Overruling
from app.domain.people import Person
from app.domain.records import Record
from app.domain.scenario import Scenario
from app.domain.score_sheet import ScoreSheet
from app.domain.transcript import Transcript
from app.reports.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class AttemptRecordContent:
    """Everything the page prints, and nothing it has to look up.

    `record` is the row of the chain that holds the reply, None for a trial that was not kept. `person` is
    whom it is about. `business_line` and `situation` are the scenario's, "" where it is no longer there.
    `first_sheet` is what the application scored, `sheet` what stands after `overrulings` (the same where
    there are none). Hits refer to characters of `transcript`; `seconds` is the length of the recording.
    `engine`, `model`, `recording` and `recording_sha256` are "" where there is none. `at` is ISO 8601, ""
    for a trial that names no time.
    """

    record: Record | None
    person: Person
    scenario_title: str
    scenario_version: str
    business_line: str
    situation: str
    citizen_line: str
    at: str
    manner: Manner
    transcript: str
    seconds: float
    hits: tuple[Hit, ...]
    first_sheet: ScoreSheet
    sheet: ScoreSheet
    overrulings: tuple[Overruling, ...]
    engine: str
    model: str
    recording: str
    recording_sha256: str
    disputes: tuple[Dispute, ...] = ()


def record_content(
    record: Record,
    attempt: Attempt,
    person: Person,
    sheet: ScoreSheet | None = None,
    overrulings: Sequence[Overruling] = (),
    business_line: str = "",
    situation: str = "",
    disputes: Sequence[Dispute] = (),
) -> AttemptRecordContent:
    """What to print for a record of kind ATTEMPT. `sheet` is the one as it stands, the attempt's own for None."""
    return AttemptRecordContent(
        record=record,
        person=person,
        scenario_title=attempt.scenario_title,
        scenario_version=attempt.scenario_version,
        business_line=business_line,
        situation=situation,
        citizen_line=attempt.citizen_line,
        at=record.at,
        manner=attempt.manner,
        transcript=attempt.transcript.text,
        seconds=attempt.transcript.seconds,
        hits=attempt.hits,
        first_sheet=attempt.sheet,
        sheet=attempt.sheet if sheet is None else sheet,
        overrulings=tuple(overrulings),
        engine="" if attempt.manner is Manner.TYPED else attempt.transcript.engine,
        model=attempt.transcript.model,
        recording=attempt.recording,
        recording_sha256=attempt.recording_sha256,
        disputes=tuple(disputes),
    )


def trial_content(
    person: Person,
    scenario: Scenario,
    turn_index: int,
    transcript: Transcript,
    hits: Sequence[Hit],
    sheet: ScoreSheet,
    recording: str = "",
    at: str = "",
) -> AttemptRecordContent:
    """What to print for a reply that is not kept; the page says so and has no room for signatures.

    `recording` is the audio's file name, "" for a typed reply.
    """
    return AttemptRecordContent(
        record=None,
        person=person,
        scenario_title=scenario.title,
        scenario_version=scenario.version,
        business_line=scenario.line,
        situation=scenario.situation,
        citizen_line=scenario.turns[turn_index].says,
        at=at,
        manner=Manner.SPOKEN if recording else Manner.TYPED,
        transcript=transcript.text,
        seconds=transcript.seconds,
        hits=tuple(hits),
        first_sheet=sheet,
        sheet=sheet,
        overrulings=(),
        engine=transcript.engine if recording else "",
        model=transcript.model,
        recording=recording,
        recording_sha256="",
    )


def write_attempt_record(content: AttemptRecordContent, path: Path) -> Path:
    """Write the record as a PDF (A4, the same bytes for the same content) and return `path`.

    UserError if the fonts are missing or the file cannot be written; a file that was there before then
    stays as it was.
    """
    from app.reports.attempt_record_pages import attempt_record_pdf

    return write_whole(path, attempt_record_pdf(content))
