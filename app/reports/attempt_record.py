"""The assessment record of one reply: what it prints, and the PDF written whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.attempt import Attempt, Manner
from app.domain.hits import Hit
from app.domain.overrule import Overruling
from app.domain.people import Person
from app.domain.records import Record
from app.domain.score_sheet import ScoreSheet
from app.reports.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class OverrulingNote:
    """A trainer's decision as it is printed: `at` is ISO 8601, `number` the row of the chain that holds it."""

    overruling: Overruling
    at: str
    number: int


@dataclass(frozen=True, slots=True)
class AttemptRecordContent:
    """Everything the record prints, and nothing it has to look up.

    `person` is whom it is about. `business_line` and `situation` are the scenario's, "" where it is no
    longer there. `first_sheet` is what the application scored, `sheet` what stands after `overrulings`
    (the same where there are none). Hits refer to characters of `transcript`. `seconds` is the length
    of the recording; `engine`, `model`, `recording` and `recording_sha256` are "" where the reply was
    typed. `at` is ISO 8601; `number`, `hash` and `previous` are the row's in the chain.
    """

    person: Person
    scenario_title: str
    scenario_version: str
    business_line: str
    situation: str
    citizen_line: str
    turn: int
    at: str
    manner: Manner
    transcript: str
    seconds: float
    hits: tuple[Hit, ...]
    first_sheet: ScoreSheet
    sheet: ScoreSheet
    overrulings: tuple[OverrulingNote, ...]
    engine: str
    model: str
    recording: str
    recording_sha256: str
    number: int
    record_id: str
    hash: str
    previous: str


def record_content(
    record: Record,
    attempt: Attempt,
    person: Person,
    sheet: ScoreSheet | None = None,
    overrulings: Sequence[OverrulingNote] = (),
    business_line: str = "",
    situation: str = "",
) -> AttemptRecordContent:
    """What to print for a record of kind ATTEMPT. `sheet` is the one as it stands, the attempt's own for None."""
    typed = attempt.manner is Manner.TYPED
    return AttemptRecordContent(
        person=person,
        scenario_title=attempt.scenario_title,
        scenario_version=attempt.scenario_version,
        business_line=business_line,
        situation=situation,
        citizen_line=attempt.citizen_line,
        turn=attempt.turn,
        at=record.at,
        manner=attempt.manner,
        transcript=attempt.transcript.text,
        seconds=attempt.transcript.seconds,
        hits=attempt.hits,
        first_sheet=attempt.sheet,
        sheet=attempt.sheet if sheet is None else sheet,
        overrulings=tuple(overrulings),
        engine="" if typed else attempt.transcript.engine,
        model=attempt.transcript.model,
        recording=attempt.recording,
        recording_sha256=attempt.recording_sha256,
        number=record.number,
        record_id=record.id,
        hash=record.hash,
        previous=record.previous,
    )


def write_attempt_record(content: AttemptRecordContent, path: Path) -> Path:
    """Write the record as a PDF (A4, the same bytes for the same content) and return `path`.

    UserError if the fonts are missing or the file cannot be written; a file that was there before then
    stays as it was.
    """
    from app.reports.attempt_record_pages import attempt_record_pdf

    return write_whole(path, attempt_record_pdf(content))
