"""Item analysis for a trainer: of a table of answers, or of an examination that was held here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.content.bank.imported import Rejected
from app.content.bank.text_encoding import read_bytes
from app.content.response_rows import MOST_BYTES
from app.content.response_table import read_responses
from app.domain.asked_question import asked
from app.domain.errors import Progress, UserError, no_progress
from app.domain.exam_responses import exam_responses
from app.domain.item_advice import Advice, about_whole, by_trouble
from app.domain.item_analysis import Analysis, ItemStatistics, analyse, common_words
from app.domain.responses import Asked, Responses
from app.reports.item_workbook import item_workbook
from app.reports.whole_file import write_whole
from app.services.bank import BankDesk
from app.services.examination import Examinations
from app.services.people import PeopleDesk
from app.services.records import RecordDesk
from app.storage.exams import StoredExam, StoredSitting

_TITLE = "title:"


@dataclass(frozen=True, slots=True)
class Analysed:
    """An analysis with all that is said about it. `items` come with their advice, the most troubled first.

    `rejected` and `notes` are what the file's reading had to say.
    """

    name: str
    responses: Responses
    analysis: Analysis
    items: tuple[tuple[ItemStatistics, tuple[Advice, ...]], ...]
    remarks: tuple[str, ...]
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()

    def answers_in_words(self, item: ItemStatistics) -> tuple[tuple[str, int], ...]:
        """The most frequent answers to a question without options."""
        return common_words(self.responses, item.index)


@dataclass(frozen=True, slots=True)
class ExamChoice:
    """Something held here that can be analysed: one exam, or (several `exams`) all that bear the same title.

    `papers` counts what was handed in.
    """

    key: str
    title: str
    when: str
    papers: int
    exams: int


class ItemAnalysisDesk:
    """Analyses over the workspace's bank, whose questions lend tables of answers their options and stems."""

    def __init__(
        self,
        bank: BankDesk,
        examinations: Callable[[], Examinations],
        records: Callable[[], RecordDesk],
        people: Callable[[], PeopleDesk],
    ) -> None:
        self._bank = bank
        self._examinations = examinations
        self._records = records
        self._people = people

    def exams(self) -> tuple[ExamChoice, ...]:
        """The set exams that somebody handed in, the newest first; after them those of one title together."""
        held = [(exam, _handed_in(sittings)) for exam, sittings in self._examinations().all()]
        held = [(exam, papers) for exam, papers in held if papers]
        single = [ExamChoice(exam.id, exam.title, exam.made, len(papers), 1) for exam, papers in held]
        titles: dict[str, list[tuple[StoredExam, list[StoredSitting]]]] = {}
        for exam, papers in held:
            titles.setdefault(exam.title, []).append((exam, papers))
        together = [
            ExamChoice(_TITLE + title, title, some[0][0].made, sum(len(papers) for _exam, papers in some), len(some))
            for title, some in titles.items()
            if len(some) > 1
        ]
        return (*single, *together)

    def of_exam(self, key: str, on_progress: Progress = no_progress) -> Analysed:
        """The analysis of a choice of `exams`, by its key. UserError where nothing was handed in."""
        held = [
            (exam, sitting)
            for exam, sittings in self._examinations().all()
            if key in (exam.id, _TITLE + exam.title)
            for sitting in _handed_in(sittings)
        ]
        if not held:
            raise UserError("这场考试还没有人交卷。", "有人交卷后再来分析。")
        names = {person.id: person.name for person in self._people().all()}
        results = []
        for at, (_exam, sitting) in enumerate(held):
            on_progress(at / len(held), "正在读取答卷")
            results.append((names.get(sitting.person_id, ""), self._records().exam(sitting.record_id).result))
        on_progress(None, "正在计算")
        return analysed(held[0][0].title, exam_responses(results))

    def of_file(self, path: Path, all_attempts: bool = False, on_progress: Progress = no_progress) -> Analysed:
        """UserError where the file is no table of answers or nothing in it can be used; see `read_responses`."""
        on_progress(None, f"正在读取 {path.name}")
        table = read_responses(read_bytes(path, MOST_BYTES), path.name, self._known, all_attempts)
        on_progress(None, "正在计算")
        return analysed(path.name, table.responses, table.rejected, table.notes)

    def export(self, found: Analysed, path: Path, on_progress: Progress = no_progress) -> Path:
        """Write an analysis as a workbook. UserError where the disk refuses."""
        on_progress(None, "正在写工作簿")
        said = (*found.remarks, *found.notes, *(f"{each.place}：{each.reason}" for each in found.rejected))
        return write_whole(path, item_workbook(found.name, found.analysis.whole, said, found.items))

    def _known(self, id: str) -> Asked | None:
        try:
            return asked(self._bank.question(id), 1.0)
        except UserError:
            return None


def analysed(
    name: str, responses: Responses, rejected: tuple[Rejected, ...] = (), notes: tuple[str, ...] = ()
) -> Analysed:
    """The analysis of these answers with advice."""
    analysis = analyse(responses)
    return Analysed(
        name, responses, analysis, tuple(by_trouble(analysis.items)), about_whole(analysis), rejected, notes
    )


def _handed_in(sittings: Sequence[StoredSitting]) -> list[StoredSitting]:
    return [sitting for sitting in sittings if sitting.record_id]
