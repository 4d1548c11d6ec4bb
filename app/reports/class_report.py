"""The report of a class: what it prints, as PDF and as a workbook, written whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.class_summary import ClassSummary
from app.domain.records import Record
from app.reports.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class ClassReportContent:
    """Everything the report holds. `printed` is ISO 8601; `record` the class's own, None while it goes on."""

    found: ClassSummary
    unit: str
    printed: str
    record: Record | None = None


def write_class_report(content: ClassReportContent, path: Path) -> Path:
    """Write the report as a PDF (A4, the same bytes for the same content) and return `path`.

    UserError if the fonts are missing or the file cannot be written; a file that was there before then
    stays as it was.
    """
    from app.reports.class_report_pages import class_report_pdf

    return write_whole(path, class_report_pdf(content))


def write_class_workbook(content: ClassReportContent, path: Path) -> Path:
    """The same figures as a workbook (.xlsx), a sheet for each side of the class."""
    from app.reports.class_workbook import class_workbook

    return write_whole(path, class_workbook(content))
