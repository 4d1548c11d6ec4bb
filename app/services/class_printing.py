"""Print a class: its report as PDF, and as a workbook."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.domain.class_summary import ClassSummary
from app.domain.records import Record
from app.reports.class_report import ClassReportContent, write_class_report, write_class_workbook

# What Windows forbids in file names; topics may hold anything.
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class ClassPrinting:
    """`unit` stands at the head of reports."""

    def __init__(
        self, unit: Callable[[], str], now: Callable[[], datetime] = lambda: datetime.now().astimezone()
    ) -> None:
        self._unit = unit
        self._now = now

    def report(self, found: ClassSummary, record: Record | None, folder: Path) -> Path:
        """Write the report as PDF into `folder`; `record` is None while the class goes on. UserError where it cannot be written to."""
        return write_class_report(self._content(found, record), folder / f"{_file_name(found)}.pdf")

    def workbook(self, found: ClassSummary, record: Record | None, folder: Path) -> Path:
        """The same as a workbook (.xlsx)."""
        return write_class_workbook(self._content(found, record), folder / f"{_file_name(found)}.xlsx")

    def _content(self, found: ClassSummary, record: Record | None) -> ClassReportContent:
        return ClassReportContent(found, self._unit(), self._now().isoformat(timespec="seconds"), record)


def _file_name(found: ClassSummary) -> str:
    one = found.training_class
    return "-".join(("课堂报告", one.day, _UNFIT.sub("_", one.title).strip()[:60], one.id[:4]))
