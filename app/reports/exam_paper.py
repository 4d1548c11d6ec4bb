"""An exam on paper and its key: what is printed, and the PDFs written whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.exam import Exam
from app.reports.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class ExamPaperContent:
    """Everything the pages print. `unit` stands at the head; `at` is ISO 8601, the day it was made.

    `picture` gives a picture's content by its name, None where there is none.
    """

    exam: Exam
    unit: str
    at: str
    picture: Callable[[str], bytes | None] = lambda _name: None


def write_exam_paper(content: ExamPaperContent, path: Path) -> Path:
    """Write the paper as a PDF (A4, the same bytes for the same content) and return `path`.

    UserError if the fonts are missing or the file cannot be written; a file that was there before then
    stays as it was.
    """
    from app.reports.exam_paper_pages import exam_paper_pdf

    return write_whole(path, exam_paper_pdf(content))


def write_exam_key(content: ExamPaperContent, path: Path) -> Path:
    """Write the answers with their explanations as a PDF; see `write_exam_paper`."""
    from app.reports.exam_key_pages import exam_key_pdf

    return write_whole(path, exam_key_pdf(content))
