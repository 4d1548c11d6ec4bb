"""An exam from the draw to the record: nothing lost, nothing gained, whatever happens in between."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

import pytest

from app.domain.answers import Said, Written, parts_of, right_answer
from app.domain.blueprint import Section
from app.domain.errors import UserError
from app.domain.exam_clock import Cause, Reading
from app.domain.marking import Verdict
from app.domain.paper import CannotFill, Version
from app.domain.people import Person, Role
from app.domain.questions import QuestionType
from app.domain.records import RecordKind
from app.domain.sitting import Ending, Progress
from app.domain.transcript import Transcript, typed_transcript
from app.services.bank import BankDesk
from app.services.examination import Examinations, Standing
from app.services.open_sitting import GRACE, STORED_EVERY, OpenSitting
from app.services.open_workspace import open_workspace
from app.services.records import RecordDesk
from app.services.rules import Rules
from app.storage.database import Database, open_database
from app.storage.exams import Exams
from app.storage.people import People
from app.storage.records import Records
from app.system.places import Workspace, starter_content
from tests.command_line import ROOT

DAY = datetime(2026, 11, 25, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@dataclass
class Office:
    """A workspace with the shipped content and clocks moved by hand."""

    workspace: Workspace
    database: Database
    up: float = 500.0
    wall: float = DAY.timestamp()
    boot: str = "boot-1"
    heard: dict[str, Transcript] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people, self.records = People(self.database), Records(self.database)
        self.exams = Exams(self.database)
        self.bank = BankDesk(self.workspace.question_bank, self.workspace.root / "index.db")
        self.desk = RecordDesk(self.records, self.people)
        self.examinations = Examinations(
            self.workspace,
            lambda: self.bank,
            lambda: self.exams,
            Rules(self.workspace),
            self._listen,
            seed=lambda: 20261125,
            now=lambda: DAY,
            clocks=lambda: Reading(self.up, self.boot, self.wall),
        )

    def _listen(self, recording: str) -> Transcript:
        if recording not in self.heard:
            raise UserError("还没有安装语音模型。", "请安装。")
        return self.heard[recording]

    def passes(self, seconds: float) -> None:
        self.up += seconds
        self.wall += seconds

    def works(self, sitting: OpenSitting, seconds: int) -> None:
        for _ in range(seconds):
            self.passes(1)
            sitting.tick()


@pytest.fixture
def office(workspace: Workspace) -> Iterator[Office]:
    database = open_database(workspace.root / "records.db")
    yield Office(workspace, database)
    database.close()


@pytest.fixture
def trainee(office: Office) -> Person:
    return office.people.add("林喆", Role.TRAINEE, "A01")


@pytest.fixture
def trainer(office: Office) -> Person:
    return office.people.add("钱堃", Role.TRAINER, pin="2468")


def set_contest(office: Office, trainer: Person, version: Version = Version.A):
    return office.examinations.set_exam(trainer, office.examinations.blueprint("contest"), 7, version)


def answer_all(sitting: OpenSitting) -> None:
    for task, asked in enumerate(sitting.sitting.exam.tasks):
        for part, each in enumerate(parts_of(asked.question)):
            sitting.answer(task, part, right_answer(each.body))


def test_a_perfect_paper_of_every_type_earns_everything(office: Office, trainee: Person):
    """The shipped model answers are polite enough for the shipped lexicon as well."""
    blueprint = office.examinations.blueprint("comprehensive")
    sitting = office.examinations.begin_mock(blueprint, trainee)
    assert {task.question.type for task in sitting.sitting.exam.tasks} == set(QuestionType)
    answer_all(sitting)
    kept = office.desk.exam(sitting.hand_in(Ending.HANDED_IN).id)
    lost = [(m.points, m.full, m.why) for m in kept.result.marks if m.points < m.full]
    assert lost == []
    assert (kept.result.points, kept.result.full, kept.result.passed) == (1000, 1000, True)
    assert sum(each.count for each in kept.result.by_line) == blueprint.count
    assert [each.label for each in kept.result.by_section] == [each.title for each in blueprint.sections]


def test_everything_is_in_the_record_and_the_chain_is_whole(office: Office, trainer: Person, trainee: Person):
    exam = set_contest(office, trainer)
    sitting = office.examinations.begin(exam.id, trainee)
    for task, asked in enumerate(exam.tasks[:10]):
        sitting.answer(task, 0, right_answer(asked.question.body))
    office.works(sitting, 90)
    record = sitting.hand_in(Ending.HANDED_IN)
    assert (record.kind, record.person_id) == (RecordKind.EXAM, trainee.id)
    body = json.loads(json.dumps(record.body))
    assert (body["exam"]["seed"], body["exam"]["version"]) == (7, "A")
    assert body["exam"]["blueprint"]["version"] == exam.blueprint.version
    assert [task["question"]["version"] for task in body["exam"]["tasks"]] == [t.question.version for t in exam.tasks]
    assert (body["total"], body["possible"], body["passed"]) == (20, 100, False)
    kept = office.desk.exam(record.id)
    assert kept.result.exam == exam
    assert kept.result.clock.charged == 90
    assert kept.result.marks[10].verdict is Verdict.MISSING
    assert kept.result.rules[0].startswith("用语库 ")
    assert office.desk.verify().intact
    assert [one.record for one in office.desk.exams_of(trainee)] == [record]
    assert office.examinations.offers(trainee)[0].record_id == record.id


def test_questions_stay_as_they_were_when_the_bank_changes(office: Office, trainer: Person, trainee: Person):
    exam = set_contest(office, trainer)
    file = office.workspace.question_bank / "questions" / "card.yaml"
    file.write_text(file.read_text("utf-8").replace("社会保障卡", "社保卡片"), "utf-8")
    office.bank.refresh()
    assert office.examinations.begin(exam.id, trainee).sitting.exam == exam


def test_an_answer_is_on_disk_when_the_call_returns(office: Office, trainer: Person, trainee: Person):
    exam = set_contest(office, trainer)
    sitting = office.examinations.begin(exam.id, trainee)
    sitting.answer(3, 0, right_answer(exam.tasks[3].question.body))
    sitting.flag(5)
    sitting.turn_to(4)
    elsewhere = Exams(open_database(office.database.path)).look(sitting.sitting.id)
    assert elsewhere == sitting.sitting
    assert (elsewhere.current, elsewhere.flags) == (4, frozenset({5}))
    assert elsewhere.progress(3) is Progress.DONE
    sitting.answer(3, 0, None)
    assert Exams(open_database(office.database.path)).look(sitting.sitting.id).progress(3) is Progress.OPEN


def test_reopened_it_stands_at_the_same_question_with_the_time_that_is_left(
    office: Office, trainer: Person, trainee: Person
):
    exam = set_contest(office, trainer)
    sitting = office.examinations.begin(exam.id, trainee)
    office.works(sitting, 62)
    sitting.turn_to(17)
    office.works(sitting, 3)  # not stored yet
    office.passes(100)  # killed: nobody said good-bye
    offer = office.examinations.offers(trainee)[0]
    assert offer.standing is Standing.UNDER_WAY
    again = office.examinations.resume(offer.sitting_id)
    assert again.sitting.current == 17
    assert 600 - 65 <= again.sitting.clock.left <= 600 - 62
    assert 100 <= again.sitting.clock.lost <= 100 + STORED_EVERY
    assert again.sitting.clock.interruptions[0].cause is Cause.CLOSED


def test_the_second_window_takes_over_and_the_first_one_changes_nothing(
    office: Office, trainer: Person, trainee: Person
):
    exam = set_contest(office, trainer)
    first = office.examinations.begin(exam.id, trainee)
    second = office.examinations.begin(exam.id, trainee)
    second.answer(0, 0, right_answer(exam.tasks[0].question.body))
    with pytest.raises(UserError, match="另一个窗口"):
        first.answer(0, 0, None)
    with pytest.raises(UserError, match="另一个窗口"):
        first.hand_in(Ending.HANDED_IN)
    assert second.hand_in(Ending.HANDED_IN).body["total"] == 2


def test_nothing_is_handed_in_twice(office: Office, trainer: Person, trainee: Person):
    sitting = office.examinations.begin(set_contest(office, trainer).id, trainee)
    assert sitting.hand_in(Ending.HANDED_IN) == sitting.hand_in(Ending.TIME_UP)
    assert office.records.count(RecordKind.EXAM) == 1
    with pytest.raises(UserError, match="已经交卷"):
        office.examinations.resume(sitting.sitting.id)


def test_when_the_time_is_over_no_answer_counts(office: Office, trainer: Person, trainee: Person):
    exam = set_contest(office, trainer)
    sitting = office.examinations.begin(exam.id, trainee)
    office.works(sitting, 600)
    assert sitting.tick() == 0
    sitting.answer(1, 0, right_answer(exam.tasks[1].question.body))  # was in hand when the time ran out
    office.works(sitting, int(GRACE) + 1)
    with pytest.raises(UserError, match="时间已经到了"):
        sitting.answer(0, 0, right_answer(exam.tasks[0].question.body))
    assert sitting.hand_in(Ending.TIME_UP).body["total"] == 2


def test_time_a_trainer_gives_reaches_the_open_window(office: Office, trainer: Person, trainee: Person):
    exam = set_contest(office, trainer)
    sitting = office.examinations.begin(exam.id, trainee)
    office.works(sitting, 100)
    for person, minutes, reason, said in (
        (trainee, 3, "停电", "带教老师"),
        (trainer, 3, " ", "理由"),
        (trainer, 0, "停电", "120 分钟"),
    ):
        with pytest.raises(UserError, match=said):
            office.examinations.give_time(sitting.sitting.id, minutes, reason, person)
    office.examinations.give_time(sitting.sitting.id, 3, "停电", trainer)
    office.works(sitting, int(STORED_EVERY))
    assert sitting.sitting.clock.left == 600 + 180 - 100 - STORED_EVERY
    assert office.desk.exam(sitting.hand_in(Ending.HANDED_IN).id).result.clock.grants[0].trainer == "钱堃"


def test_leaving_the_full_screen_is_kept_with_its_length(office: Office, trainer: Person, trainee: Person):
    sitting = office.examinations.begin(set_contest(office, trainer).id, trainee)
    sitting.left_full_screen()
    office.passes(7)
    sitting.left_full_screen()
    sitting.is_back()
    sitting.is_back()
    (found,) = office.desk.exam(sitting.hand_in(Ending.HANDED_IN).id).result.departures
    assert (found.at, found.seconds) == (DAY.timestamp(), 7)


def test_a_recording_is_heard_when_handing_in_or_waits_for_the_trainer(
    office: Office, trainee: Person, trainer: Person
):
    blueprint = office.examinations.blueprint("comprehensive")
    blueprint = type(blueprint)("s", "1", "口答", (Section("口答", 2, 100, (QuestionType.SPOKEN,)),), 10, 100)
    sitting = office.examinations.begin_mock(blueprint, trainee)
    exemplary = [task.question.body.turn.exemplary for task in sitting.sitting.exam.tasks]
    office.heard["a.wav"] = typed_transcript(exemplary[0])
    sitting.answer(0, 0, Said("a.wav", "0" * 64))
    sitting.answer(1, 0, Said("b.wav", "1" * 64))
    kept = office.desk.exam(sitting.hand_in(Ending.HANDED_IN).id)
    assert [mark.verdict for mark in kept.result.marks] == [Verdict.RIGHT, Verdict.UNHEARD]
    assert kept.result.unheard == (1,)
    office.desk.correct(kept.record.id, 1, 7.5, "听了录音", trainer)
    kept = office.desk.exam(kept.record.id)
    assert (kept.first.points, kept.result.points, kept.result.unheard) == (100, 175, ())
    assert "钱堃改判为 7.5 分：听了录音" in kept.result.marks[1].why
    for points, said in ((10.5, "不能改为"), (1.25, "不能改为"), (-1, "不能改为"), (float("nan"), "不能改为")):
        with pytest.raises(UserError, match=said):
            office.desk.correct(kept.record.id, 1, points, "理由", trainer)
    with pytest.raises(UserError, match="带教老师"):
        office.desk.correct(kept.record.id, 1, 1, "理由", trainee)
    assert office.desk.verify().intact


def test_papers_of_later_exams_ask_what_was_not_asked_yet(office: Office, trainer: Person):
    first, second = set_contest(office, trainer), set_contest(office, trainer)
    assert first.seed == second.seed
    same = {t.question.id for t in first.tasks} & {t.question.id for t in second.tasks}
    assert len(same) < 10
    assert set(office.exams.usage().values()) <= {1, 2}


def test_only_a_trainer_sets_exams_and_a_closed_one_is_not_begun(office: Office, trainer: Person, trainee: Person):
    with pytest.raises(UserError, match="带教老师"):
        set_contest(office, trainee)
    exam = set_contest(office, trainer)
    office.examinations.close(exam.id)
    assert office.examinations.offers(trainee) == ()
    with pytest.raises(UserError, match="已经结束"):
        office.examinations.begin(exam.id, trainee)
    office.examinations.close(exam.id, False)
    assert office.examinations.begin(exam.id, trainee).sitting.exam == exam


def test_what_the_bank_cannot_fill_is_said_and_nothing_is_stored(office: Office, trainer: Person, trainee: Person):
    blueprint = type(office.examinations.blueprint("contest"))(
        "big", "1", "太大", (Section("排序", 99, 10, (QuestionType.ORDER,)),), 10, 100
    )
    with pytest.raises(CannotFill, match=r"第 1 部分“排序”（排序）要 99 题，缺 \d+ 题"):
        office.examinations.set_exam(trainer, blueprint, 1, Version.A)
    assert office.exams.all() == ()
    assert office.examinations.missing(blueprint)


def test_mock_exams_are_nobody_elses(office: Office, trainee: Person):
    office.examinations.begin_mock(office.examinations.blueprint("weekly"), trainee)
    other = office.people.add("周𬭎", Role.TRAINEE)
    assert office.examinations.offers(other) == ()
    assert len(office.examinations.offers(trainee)) == 1


SIT = """
import sys, time
from pathlib import Path
from app.main import Application
from app.domain.answers import right_answer
from app.system.places import Workspace, starter_content
application = Application(Workspace(Path(sys.argv[1])))
person = application.stored_people.all()[0]
sitting = application.examinations.begin_mock(application.examinations.blueprint("contest"), person)
for task in range(50):
    sitting.turn_to(task)
    sitting.answer(task, 0, right_answer(sitting.sitting.exam.tasks[task].question.body))
    print(task, flush=True)
    sitting.tick()
    sys.stdin.readline()
"""


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
def test_a_process_killed_in_mid_exam_loses_nothing(office: Office, trainee: Person):
    """A real process, really killed: every answer it acknowledged is there, and the time goes on fairly."""
    child = subprocess.Popen(
        [sys.executable, "-c", SIT, str(office.workspace.root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin and child.stdout
    for task in range(20):
        assert child.stdout.readline().strip() == str(task)
        child.stdin.write("\n")
        child.stdin.flush()
    assert child.stdout.readline().strip() == "20"
    child.send_signal(signal.SIGKILL)
    child.wait()
    from app.main import Application

    application = Application(office.workspace)
    offer = application.examinations.offers(trainee)[0]
    sitting = application.examinations.resume(offer.sitting_id)
    assert sitting.sitting.current == 20
    assert [sitting.sitting.progress(task) for task in range(21)] == [Progress.DONE] * 21
    assert sitting.sitting.clock.left > 500
    kept = application.records.exam(sitting.hand_in(Ending.HANDED_IN).id)
    assert kept.result.points == 21 * 20
    assert application.records.verify().intact


def test_judgements_and_words_are_stored_as_they_are(office: Office, trainee: Person):
    blueprint = office.examinations.blueprint("written")
    sitting = office.examinations.begin_mock(blueprint, trainee)
    last = sitting.sitting.count - 1
    sitting.answer(last, 0, Written("您好，𬭎“引号”\n第二行"))
    assert Exams(office.database).look(sitting.sitting.id).answers[last] == (Written("您好，𬭎“引号”\n第二行"),)
    sitting.answer(last, 0, Written("  "))
    assert Exams(office.database).look(sitting.sitting.id).progress(last) is Progress.OPEN
    with pytest.raises(UserError, match="没有找到"):
        office.examinations.resume("nobody")


def test_a_workspace_of_an_earlier_version_gets_its_blueprints(workspace: Workspace):
    shutil.rmtree(workspace.blueprints)
    own = workspace.question_bank / "questions" / "own.yaml"
    own.write_text("# kept\n", "utf-8")
    open_workspace(workspace, starter_content())
    assert (workspace.blueprints / "contest.yaml").is_file()
    assert own.read_text("utf-8") == "# kept\n"
