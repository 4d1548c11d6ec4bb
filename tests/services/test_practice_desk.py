"""Practice over the shipped bank: the day's ten, answers of every type, weeks, the exam day, questions that fall out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.domain.answers import parts_of, right_answer
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.marking import Verdict
from app.domain.people import Person, Role
from app.domain.practice import DAILY, WEEKLY, Kind, Reason
from app.domain.questions import QuestionType
from app.services.bank import BankDesk
from app.services.examiners import examiners
from app.services.practice import FORECAST_DAYS, PracticeDesk, Round
from app.services.rules import Rules
from app.storage.database import open_database
from app.storage.people import People
from app.storage.practice import PracticeStore
from app.system.places import Workspace

MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=timezone(timedelta(hours=8)))  # a Tuesday


class Office:
    """A workspace with the shipped content and a clock moved by hand."""

    def __init__(self, workspace: Workspace) -> None:
        self.now = MORNING
        self.database = open_database(workspace.database)
        self.bank = BankDesk(workspace.question_bank, workspace.root / "index.db")
        rules = Rules(workspace)
        self.desk = PracticeDesk(self.bank, PracticeStore(self.database), lambda: examiners(rules), lambda: self.now)
        self.person: Person = People(self.database).add("王晓琳", Role.TRAINEE)

    def later(self, days: float) -> None:
        self.now += timedelta(days=days)

    def do(self, round: Round, right: bool = True, most: int = 99) -> None:
        for chosen in round.items[:most]:
            shown = self.desk.show(self.person, round.part_of, chosen)
            assert shown is not None
            answers = [right_answer(part.body) if right else None for part in parts_of(shown.question)]
            self.desk.answer(self.person, round.part_of, shown.question, answers)


@pytest.fixture
def office(workspace: Workspace) -> Iterator[Office]:
    made = Office(workspace)
    yield made
    made.database.close()


def test_todays_ten_are_the_same_all_day_and_go_on_where_they_were_left(office: Office) -> None:
    first = office.desk.begin(office.person, Kind.DAILY)
    assert (first.total, first.done, len(first.items)) == (DAILY, 0, DAILY)
    office.do(first, most=4)
    office.now = office.now.replace(hour=23)
    again = office.desk.begin(office.person, Kind.DAILY)
    assert again.items == first.items[4:] and again.done == 4
    today = office.desk.today(office.person)
    assert (today.left, today.total, today.right) == (6, DAILY, 4)
    office.later(1)
    tomorrow = office.desk.begin(office.person, Kind.DAILY)
    assert tomorrow.done == 0 and {each.question_id for each in tomorrow.items} != {
        each.question_id for each in first.items
    }


def test_every_question_of_the_bank_can_be_shown_answered_and_explained(office: Office) -> None:
    """Each type once: the right answer earns its points, none earns nothing, and both come back."""
    types: dict[QuestionType, str] = {}
    for card in office.bank.cards():
        types.setdefault(card.type, card.id)
    assert set(types) == set(QuestionType)
    for id in types.values():
        question = office.bank.question(id)
        right = office.desk.answer(
            office.person, "line:1", question, [right_answer(part.body) for part in parts_of(question)]
        )
        none = office.desk.answer(office.person, "line:2", question, [None for _part in parts_of(question)])
        # Replies in words are judged by lexicon and rubric, which have tests of their own.
        if question.type in (QuestionType.REWRITE, QuestionType.SPOKEN):
            assert right.share > 0.5, (id, right.mark.why)
        else:
            assert right.mark.verdict is Verdict.RIGHT and right.share == 1, (id, right.mark.why)
        assert none.mark.verdict is Verdict.MISSING and none.share == 0
        assert none.due == office.now.date() + timedelta(days=1) <= right.due
        assert right.mark.why


def test_what_was_missed_comes_again_and_leaves_when_it_is_right(office: Office) -> None:
    office.do(office.desk.begin(office.person, Kind.DAILY), right=False)
    overview = office.desk.overview(office.person)
    assert overview.missed == DAILY and overview.due == 0 and overview.forecast[1] == DAILY
    assert overview.week == (0, 0, 0, 0, 0, 0, DAILY)
    office.later(1)
    assert office.desk.overview(office.person).due == DAILY
    again = office.desk.begin(office.person, Kind.DAILY)
    assert [each.reason for each in again.items].count(Reason.DUE) == 5
    due = office.desk.begin(office.person, Kind.DUE)
    assert due.total == DAILY and {each.reason for each in due.items} == {Reason.DUE}
    missed = office.desk.begin(office.person, Kind.MISSED)
    assert {each.reason for each in missed.items} == {Reason.MISSED}
    office.do(missed)
    with pytest.raises(UserError, match="没有错题"):
        office.desk.begin(office.person, Kind.MISSED)


def test_a_weak_line_is_named_and_practised(office: Office) -> None:
    with pytest.raises(UserError, match="薄弱处"):
        office.desk.begin(office.person, Kind.WEAK)
    office.do(office.desk.begin(office.person, Kind.LINE, BusinessLine.CARD), right=False)
    office.do(office.desk.begin(office.person, Kind.LINE, BusinessLine.TRANSFER))
    overview = office.desk.overview(office.person)
    assert overview.weak[0].label == "社会保障卡" and overview.weak[0].share == 0
    lines = {each.line: each for each in overview.lines}
    assert lines[BusinessLine.TRANSFER].share == 1.0 and lines[BusinessLine.TRANSFER].seen == 10
    assert lines[BusinessLine.PENSION].share is None
    weak = office.desk.begin(office.person, Kind.WEAK)
    assert {office.bank.question(each.question_id).line for each in weak.items} >= {BusinessLine.CARD}


def test_the_weeks_twenty_stay_for_the_week_and_are_about_the_week(office: Office) -> None:
    office.do(office.desk.begin(office.person, Kind.DAILY), right=False)
    week = office.desk.begin(office.person, Kind.WEEKLY)
    assert week.total == WEEKLY
    assert [each.reason for each in week.items].count(Reason.MISSED) >= 8
    office.do(week, most=3)
    office.later(5)  # Sunday
    assert office.desk.begin(office.person, Kind.WEEKLY).items == week.items[3:]
    office.later(1)  # Monday
    assert office.desk.begin(office.person, Kind.WEEKLY).done == 0


def test_practising_towards_an_exam_day(office: Office) -> None:
    office.do(office.desk.begin(office.person, Kind.DAILY))
    exam = office.now.date() + timedelta(days=30)
    office.desk.set_exam_day(office.person, exam)
    found = office.desk.overview(office.person)
    assert found.aim.exam_day == exam
    assert found.outlook.seen == DAILY < (found.outlook.will_see or 0) <= found.outlook.total
    assert found.outlook.new_a_day == -(-(found.outlook.total - DAILY) // 30)
    for _ in range(12):
        office.later(1)
        office.do(office.desk.begin(office.person, Kind.DAILY))
    store = PracticeStore(office.database)
    assert all(each.due < exam for each in store.memories(office.person.id))
    ten = office.desk.begin(office.person, Kind.DAILY).total
    assert ten == DAILY
    with pytest.raises(UserError, match="今天以后"):
        office.desk.set_exam_day(office.person, office.now.date())
    office.desk.set_exam_day(office.person, None)
    assert office.desk.overview(office.person).outlook.will_see is None


def test_a_question_that_expires_or_is_marked_falls_out_of_a_set_already_drawn(office: Office) -> None:
    ten = office.desk.begin(office.person, Kind.DAILY)
    first, second = (office.bank.question(each.question_id) for each in ten.items[:2])
    office.bank.mark_for_review([first.id], "法条有修改")
    office.bank.save(replace(second, expires=date(2026, 11, 23)))
    again = office.desk.begin(office.person, Kind.DAILY)
    assert {first.id, second.id}.isdisjoint(each.question_id for each in again.items)
    assert again.total == DAILY - 2
    assert office.desk.show(office.person, ten.part_of, ten.items[0]) is None
    assert office.desk.show(office.person, ten.part_of, ten.items[1]) is None
    assert office.desk.overview(office.person).kept_back >= 2


def test_an_empty_bank_says_what_to_do(office: Office, tmp_path: Path) -> None:
    empty = PracticeDesk(
        BankDesk(tmp_path / "leer", tmp_path / "leer.db"),
        PracticeStore(office.database),
        lambda: None,  # type: ignore[arg-type,return-value]
    )
    with pytest.raises(UserError, match="没有可以练习的题目"):
        empty.begin(office.person, Kind.DAILY)
    overview = empty.overview(office.person)
    assert overview.daily.total == 0 and len(overview.forecast) == FORECAST_DAYS
