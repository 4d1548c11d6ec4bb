"""Print exams: the paper, its key, and the record of who sat it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.exam import Exam
from app.domain.records import Record
from app.reports.exam_paper import ExamPaperContent, write_exam_key, write_exam_paper
from app.reports.exam_record import ExamRecordContent, write_exam_record
from app.services.records import RecordDesk
from app.storage.people import People

# What Windows forbids in file names; titles may hold anything.
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    paper: Path
    key: Path


class ExamPrinting:
    """PDFs of one workspace's exams. `unit` stands at the head of papers; `picture` gives a picture's content."""

    def __init__(
        self,
        desk: Callable[[], RecordDesk],
        people: Callable[[], People],
        unit: Callable[[], str],
        picture: Callable[[str], bytes | None],
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._desk = desk
        self._people = people
        self._unit = unit
        self._picture = picture
        self._now = now

    def paper(self, exam: Exam, folder: Path) -> PrintedPaper:
        """Write an exam and its key into `folder`. UserError where it cannot be written to."""
        content = ExamPaperContent(exam, self._unit(), self._now().isoformat(timespec="seconds"), self._picture)
        name = _file_name(exam.title, f"{exam.version.value}卷", str(exam.seed))
        return PrintedPaper(
            write_exam_paper(content, folder / f"{name}.pdf"), write_exam_key(content, folder / f"{name}-参考答案.pdf")
        )

    def record(self, record: Record, folder: Path) -> Path:
        """Write the record of a sat exam as it stands today into `folder`."""
        kept = self._desk().exam(record.id)
        person = self._people().get(record.person_id)
        name = _file_name("考试成绩", person.name, record.at[:10], f"第{record.number}条")
        return write_exam_record(
            ExamRecordContent(record, person, kept.first, kept.result, kept.disputes), folder / f"{name}.pdf"
        )


def _file_name(*parts: str) -> str:
    return "-".join(_UNFIT.sub("_", part).strip()[:60] for part in parts)
