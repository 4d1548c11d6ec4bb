"""Item analysis of exams really sat here: drawn, answered, handed in, corrected, analysed, written as a workbook."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.domain.answers import Answer, Chosen, Judged, parts_of, right_answer
from app.domain.errors import UserError
from app.domain.exam_clock import Reading
from app.domain.item_advice import Remark
from app.domain.paper import Version
from app.domain.people import Person, Role
from app.domain.questions import Judge, Multiple, PartBody, Single
from app.domain.sitting import Ending
from app.services.bank import BankDesk
from app.services.examination import Examinations
from app.services.item_analysis import ItemAnalysisDesk
from app.services.people import PeopleDesk
from app.services.records import RecordDesk
from app.services.rules import Rules
from app.storage.database import open_database
from app.storage.exams import Exams
from app.storage.people import People
from app.storage.records import Records
from app.system.places import Workspace

DAY = datetime(2026, 11, 25, 9, 0, tzinfo=timezone(timedelta(hours=8)))
PEOPLE = 12


class Office:
    def __init__(self, workspace: Workspace) -> None:
        self.database = open_database(workspace.database)
        self.people, self.up = People(self.database), 500.0
        self.bank = BankDesk(workspace.question_bank, workspace.root / "index.db")
        self.exams = Examinations(
            workspace, lambda: self.bank, lambda: Exams(self.database), Rules(workspace), self._nobody_speaks,
            seed=lambda: 7, now=lambda: DAY, clocks=lambda: Reading(self.up, "boot", DAY.timestamp() + self.up),
        )  # fmt: skip
        self.records = RecordDesk(Records(self.database), self.people)
        self.desk = ItemAnalysisDesk(
            self.bank, lambda: self.exams, lambda: self.records, lambda: PeopleDesk(self.people)
        )
        self.trainer = self.people.add("钱堃", Role.TRAINER, pin="2468")
        self.trainees = [self.people.add(f"学员{at}", Role.TRAINEE) for at in range(PEOPLE)]

    @staticmethod
    def _nobody_speaks(recording: str) -> object:
        raise AssertionError(recording)

    def sit(self, exam_id: str, person: Person, knows: float, wrong: str = "") -> str:
        """Sit an exam, answering so much of it rightly; the question `wrong` is answered wrongly by all who know."""
        sitting, chance = self.exams.begin(exam_id, person), random.Random(person.id + exam_id)
        for task, asked in enumerate(sitting.sitting.exam.tasks):
            right = chance.random() < knows
            if asked.question.id == wrong:
                right = knows < 0.5
            for part, each in enumerate(parts_of(asked.question)):
                sitting.answer(task, part, right_answer(each.body) if right else wrong_answer(each.body))
        return sitting.hand_in(Ending.HANDED_IN).id


def wrong_answer(body: PartBody) -> Answer | None:
    if isinstance(body, Judge):
        return Judged(not body.answer)
    if isinstance(body, Single | Multiple):
        return Chosen((next(i for i, option in enumerate(body.options) if not option.right),))
    return None


@pytest.fixture
def office(workspace: Workspace) -> Iterator[Office]:
    made = Office(workspace)
    yield made
    made.database.close()


def set_exam(office: Office, title: str = "", seed: int = 7, version: Version = Version.A):  # type: ignore[no-untyped-def]
    return office.exams.set_exam(office.trainer, office.exams.blueprint("contest"), seed, version, title)


def test_an_exam_that_many_sat_is_analysed_from_its_records(office: Office, tmp_path: Path) -> None:
    exam = set_exam(office)
    assert office.desk.exams() == ()
    bad = next(task for task in exam.tasks if isinstance(task.question.body, Single)).question
    for at, person in enumerate(office.trainees):
        office.sit(exam.id, person, 0.1 + 0.08 * at, bad.id)
    (choice,) = office.desk.exams()
    assert (choice.key, choice.papers, choice.exams) == (exam.id, PEOPLE, 1)
    found = office.desk.of_exam(choice.key)
    assert found.analysis.whole.attempts == PEOPLE and found.analysis.same_paper
    assert found.analysis.whole.possible == 100.0 and found.analysis.whole.alpha is not None
    totals = [office.records.exams_of(person)[0].result.points / 10 for person in office.trainees]
    assert found.responses.scores.sum(axis=1).tolist() == pytest.approx(totals)
    worst, advice = found.items[0]
    assert worst.id == bad.id and worst.discrimination is not None and worst.discrimination < 0
    assert advice[0].remark in (Remark.NEGATIVE, Remark.KEY_DOUBT)
    right = [option for option in worst.options if option.right]
    assert [option.text for option in worst.options] == [option.text for option in bad.body.options]
    assert right[0].lower > right[0].upper
    assert sum(option.everybody for option in worst.options) + worst.omitted == PEOPLE
    path = office.desk.export(found, tmp_path / "分析.xlsx")
    assert load_workbook(path)["试题"].max_row == 1 + len(exam.tasks)


def test_a_trainers_correction_counts(office: Office) -> None:
    exam = set_exam(office)
    ids = [office.sit(exam.id, person, 0.5) for person in office.trainees[:3]]
    result = office.records.exam(ids[0]).result
    task = next(at for at, mark in enumerate(result.marks) if mark.points == 0)
    before = office.desk.of_exam(exam.id).responses.scores[0, task]
    office.records.correct(ids[0], task, result.marks[task].full / 10, "题目有歧义", office.trainer)
    assert (before, office.desk.of_exam(exam.id).responses.scores[0, task]) == (0.0, result.marks[task].full / 10)


def test_exams_of_one_title_are_analysed_together_though_their_papers_differ(office: Office) -> None:
    exams = [set_exam(office, "月考", 7), set_exam(office, "月考", 8, Version.B)]
    for exam in exams:
        for at, person in enumerate(office.trainees[:6]):
            office.sit(exam.id, person, 0.2 + 0.12 * at)
    *single, together = office.desk.exams()
    assert [choice.exams for choice in single] == [1, 1] and (together.exams, together.papers) == (2, 12)
    found = office.desk.of_exam(together.key)
    assert not found.analysis.same_paper and found.analysis.whole.alpha is None
    assert {item.attempts for item, _advice in found.items} <= {6, 12}
    assert any("不完全相同" in remark for remark in found.remarks)


def test_an_exam_nobody_handed_in_says_so(office: Office) -> None:
    exam = set_exam(office)
    office.exams.begin(exam.id, office.trainees[0])
    with pytest.raises(UserError, match="还没有人交卷"):
        office.desk.of_exam(exam.id)
