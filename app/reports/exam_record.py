"""The record of a sat exam: what it prints, and the PDF written whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.dispute import Dispute
from app.domain.exam_result import ExamResult
from app.domain.people import Person
from app.domain.records import Record
from app.reports.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class ExamRecordContent:
    """Everything the pages print. `first` is the result as it was marked, `result` as it stands today."""

    record: Record
    person: Person
    first: ExamResult
    result: ExamResult
    disputes: tuple[Dispute, ...] = ()


def write_exam_record(content: ExamRecordContent, path: Path) -> Path:
    """Write the record as a PDF (A4, the same bytes for the same content) and return `path`.

    UserError if the fonts are missing or the file cannot be written; a file that was there before then
    stays as it was.
    """
    from app.reports.exam_record_pages import exam_record_pdf

    return write_whole(path, exam_record_pdf(content))
