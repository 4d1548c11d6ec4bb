"""Disputes on a real database: raised, withdrawn, answered with or without new points, whole after a kill."""

import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from app.domain import exam_clock
from app.domain.attempt import Attempt, Manner, attempt_to_body
from app.domain.dispute import Dispute, Ground, Outcome
from app.domain.errors import UserError
from app.domain.exam import ExamKind
from app.domain.exam_result import mark_exam, result_to_body
from app.domain.hits import Hit
from app.domain.lexicon import Category, Kind
from app.domain.overrule import Overruling
from app.domain.people import Person, Role
from app.domain.records import Record, RecordKind
from app.domain.role_play.findings import FindingRuling, Ruled
from app.domain.role_play.played import PlayedDialogue, played_to_body
from app.domain.score_sheet import Dimension, Effect, Evidence, ScoreLine, ScoreSheet, judge
from app.domain.sitting import Ending, begin
from app.domain.transcript import Span, Transcript, Word
from app.services.disputes import DisputeDesk
from app.services.records import RecordDesk
from app.storage.database import open_database
from app.storage.people import People
from app.storage.records import Records
from app.storage.seen_answers import SeenAnswers
from tests.domain.role_play.test_findings import MISSED, RUDE
from tests.gui.fake_exams import blueprint, examiners, make_exam

ROOT = Path(__file__).resolve().parents[2]
AT = "2026-11-24T09:00:00+08:00"
GREETING = ScoreLine("language.greeting", Dimension.LANGUAGE, "迎候", 0.0, 40.0, "没有听到。")
ABSENT = ScoreLine("forbidden.absent", Dimension.FORBIDDEN, "不说服务禁语", 60.0, 60.0, "说了 1 处。")
SHIRKED = ScoreLine(
    "forbidden.F1", Dimension.FORBIDDEN, "推诿：不归我管", -10.0, 0.0, "说了。",
    (Evidence("不归我管", 1.0, 2.2),), Effect.DEDUCTION,
)  # fmt: skip
WORDS = "你好这个不归我管"


class Hall:
    """A workspace with a trainee and two trainers; opened again it is as it was left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = open_database(folder / "records.db")
        self.people, self.records = People(self.database), Records(self.database)
        names = {person.name: person for person in self.people.all()}
        self.trainee = names.get("林喆") or self.people.add("林喆", Role.TRAINEE, "A01")
        self.trainer = names.get("钱堃") or self.people.add("钱堃", Role.TRAINER, pin="2468")
        self.other = names.get("孙静") or self.people.add("孙静", Role.TRAINER, pin="2468")
        self.desk = RecordDesk(self.records, self.people)
        clock = iter(range(100_000))
        self.disputes = DisputeDesk(
            self.records, self.people, self.desk, SeenAnswers(self.database), self._audio,
            lambda: datetime.fromtimestamp(1_795_000_000 + next(clock), timezone.utc),
        )  # fmt: skip

    def _audio(self, name: str) -> Path | None:
        return self.folder / name if name else None

    def attempt(self, person: Person | None = None) -> Record:
        sheet = judge(ScoreSheet((GREETING, ABSENT, SHIRKED), 0.0, 100.0, False, "", (), "rubric-1", "lexicon-1"))
        words = tuple(Word(c, i * 0.3, i * 0.3 + 0.3) for i, c in enumerate(WORDS))
        heard = Transcript(words, 3.0, (Span(0.0, 3.0),), engine="ears")
        hit = Hit(Kind.FORBIDDEN, Category.SHIRK, "F1", "不归我管", "不归我管", 4, 8, 1.2, 2.4)
        kept = Attempt("s", "1", "情景", 0, "？", Manner.SPOKEN, "a.wav", "0" * 64, heard, (hit,), sheet)
        who = (person or self.trainee).id
        return self.records.append(RecordKind.ATTEMPT, who, who, attempt_to_body(kept), AT)

    def dialogue(self, played: PlayedDialogue = RUDE) -> Record:
        who = self.trainee.id
        return self.records.append(RecordKind.DIALOGUE, who, who, played_to_body(played), AT)

    def raised(self, record: Record, rule: str = GREETING.rule) -> Dispute:
        return self.disputes.raise_dispute(record.id, rule, Ground.MISSED, "我说了“您好”。", self.trainee)

    def kinds(self) -> list[RecordKind]:
        return [record.kind for record in self.records.all()]


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def test_an_upheld_dispute_corrects_the_score_and_everything_stands(hall: Hall):
    record = hall.attempt()
    dispute = hall.raised(record)
    assert hall.disputes.waiting(hall.trainer) == (dispute,)
    assert dispute.claim.about == "情景" and (dispute.claim.points, dispute.claim.possible) == (0.0, 40.0)
    answer = hall.disputes.uphold(dispute.id, [Overruling(GREETING.rule, 40.0, "")], " 听到了。 ", hall.trainer)
    assert answer.closing and answer.closing.outcome is Outcome.UPHELD
    assert (answer.closing.points, answer.closing.reason, answer.by) == (40.0, "听到了。", "钱堃")
    kept = hall.desk.attempt(record.id)
    assert (kept.attempt.sheet.total, kept.sheet.total) == (50.0, 90.0)
    assert kept.overrulings[0].reason == "听到了。" and kept.disputes == (answer,)
    assert hall.kinds() == [RecordKind.ATTEMPT, RecordKind.DISPUTE, RecordKind.OVERRULE, RecordKind.DISPUTE_CLOSED]
    assert hall.records.get(answer.closing.decisions[0]).body["dispute"] == dispute.id
    assert hall.records.get(record.id) == record
    assert hall.disputes.waiting(hall.trainer) == () and hall.desk.verify().intact


def test_a_refused_dispute_leaves_the_score_and_its_answer_is_shown_until_seen(hall: Hall):
    record = hall.attempt()
    dispute = hall.raised(record)
    assert hall.disputes.unseen(hall.trainee) == ()
    answer = hall.disputes.refuse(dispute.id, "录音里没有这一句。", hall.trainer)
    assert hall.desk.attempt(record.id).sheet.total == 50.0
    assert hall.disputes.unseen(hall.trainee) == (answer,)
    assert Hall(hall.folder).disputes.unseen(hall.trainee) == (answer,)
    hall.disputes.mark_seen([answer])
    hall.disputes.mark_seen([answer])
    assert hall.disputes.unseen(hall.trainee) == () == Hall(hall.folder).disputes.unseen(hall.trainee)


def test_withdrawn_it_stays_in_the_records_and_may_be_raised_again(hall: Hall):
    record = hall.attempt()
    dispute = hall.raised(record)
    with pytest.raises(UserError, match="已经提过异议"):
        hall.raised(record)
    assert not hall.disputes.withdraw(dispute.id, hall.trainee).open
    assert hall.disputes.waiting(hall.trainer) == () == hall.disputes.unseen(hall.trainee)
    with pytest.raises(UserError, match="已撤回"):
        hall.disputes.refuse(dispute.id, "迟了。", hall.trainer)
    again = hall.raised(record)
    assert [each.id for each in hall.disputes.own(hall.trainee)] == [dispute.id, again.id]
    assert hall.disputes.waiting(hall.trainer) == (again,)


def test_a_conversation_is_corrected_by_points_or_by_the_single_finding(hall: Hall):
    record = hall.dialogue(MISSED)
    dispute = hall.raised(record, "points.written")
    ruling = FindingRuling(Ruled.GRANTED, "points.written", 0, 0.5, "我写给您", "")
    hall.disputes.uphold(dispute.id, [ruling], "听到了。", hall.trainer)
    kept = hall.desk.dialogue(record.id)
    assert kept.decisions == (replace(ruling, reason="听到了。", trainer="钱堃"),)
    assert kept.first == MISSED and kept.sheet.total > MISSED.score.whole.total
    assert kept.disputes[0].closing and kept.disputes[0].closing.points == dispute.claim.possible > 0
    greeted = hall.desk.overrule(record.id, "language.apology", 5.0, "说了一半。", hall.other)
    assert greeted.body["points"] == 5.0
    assert [line.points for line in hall.desk.dialogue(record.id).sheet.lines if line.rule == "language.apology"] == [5]
    assert hall.desk.dialogues_of(hall.trainee) == (hall.desk.dialogue(record.id),)


def test_an_answer_of_an_exam_is_disputed_and_corrected(hall: Hall):
    exam = make_exam(blueprint(), ExamKind.SET, "x")
    clock = exam_clock.start(10, exam.blueprint.interruption, exam_clock.Reading(0.0, "boot", 0.0))
    sitting = begin("s", exam, hall.trainee.id, AT, clock)
    body = result_to_body(mark_exam(sitting, examiners(), AT, Ending.HANDED_IN, ()))
    record = hall.records.append(RecordKind.EXAM, hall.trainee.id, hall.trainee.id, body, AT)
    dispute = hall.raised(record, "task.2")
    assert dispute.claim.title.startswith("第 2 题")
    case = hall.disputes.case(dispute.id)
    assert case.at == 1 and "正确答案" in case.passages[1].asked and case.line.most == 10.0
    for points, message in ((11.0, "不能改为 11"), (0.55, "不能改为")):
        with pytest.raises(UserError, match=message):
            hall.disputes.uphold(dispute.id, [Overruling("task.2", points, "")], "看错了。", hall.trainer)
    hall.disputes.uphold(dispute.id, [Overruling("task.2", 10.0, "")], "题目有两种理解。", hall.trainer)
    kept = hall.desk.exam(record.id)
    assert (kept.first.points, kept.result.points) == (0, 100)
    assert kept.disputes[0].answered and kept.result.corrections[0].reason == "题目有两种理解。"
    assert hall.desk.exams_of(hall.trainee) == (kept,)


def test_a_struck_phrase_of_a_conversation_comes_with_both_scores(hall: Hall):
    record = hall.dialogue()
    hall.desk.rule_finding(
        record.id, FindingRuling(Ruled.STRUCK, "forbidden.1.shirk", 0, 0.5, "嗯", "群众的原话。"), hall.trainer
    )
    kept = hall.desk.dialogue(record.id)
    assert kept.sheet.total > kept.first.score.whole.total
    assert hall.records.get(record.id) == record and hall.desk.verify().intact


@pytest.mark.parametrize(
    ("ruling", "message"),
    [
        (FindingRuling(Ruled.STRUCK, "forbidden.1.shirk", 7, 0.5, "嗯", "理由"), "没有第 8 轮"),
        (FindingRuling(Ruled.STRUCK, "forbidden.1.shirk", 0, 9.0, "嗯", "理由"), "没有找到“嗯”"),
        (FindingRuling(Ruled.STRUCK, "forbidden.absent", 0, 0.5, "嗯", "理由"), "没有可以这样改判"),
        (FindingRuling(Ruled.GRANTED, "points.papers", 0, 0.5, "嗯", "理由"), "没有可以这样改判"),
        (FindingRuling(Ruled.GRANTED, "points.nothing", 0, 0.5, "嗯", "理由"), "没有“points.nothing”"),
        (FindingRuling(Ruled.STRUCK, "forbidden.1.shirk", 0, 0.5, "嗯", " "), "理由"),
    ],
)
def test_a_finding_that_is_not_there_is_not_decided_on(hall: Hall, ruling, message):
    record = hall.dialogue()
    with pytest.raises(UserError, match=message):
        hall.desk.rule_finding(record.id, ruling, hall.trainer)
    assert hall.kinds() == [RecordKind.DIALOGUE]


def test_a_courtesy_granted_where_it_was_not_due_is_refused(hall: Hall):
    record = hall.dialogue(MISSED)
    apology = FindingRuling(Ruled.GRANTED, "language.apology", 1, 0.5, "对不起", "说了。")
    with pytest.raises(UserError, match="分数也不变"):
        hall.desk.rule_finding(record.id, apology, hall.trainer)
    hall.desk.rule_finding(record.id, replace(apology, turn=0), hall.trainer)
    assert len(hall.desk.dialogue(record.id).decisions) == 1


def test_an_older_conversation_is_read_and_corrected_by_points_only(hall: Hall):
    body = {key: value for key, value in played_to_body(RUDE).items() if key not in ("scenario", "rubric")}
    record = hall.records.append(RecordKind.DIALOGUE, hall.trainee.id, hall.trainee.id, body, AT)
    ruling = FindingRuling(Ruled.STRUCK, "forbidden.1.shirk", 0, 0.5, "嗯", "转述。")
    with pytest.raises(UserError, match="没有存下当时的情景"):
        hall.desk.rule_finding(record.id, ruling, hall.trainer)
    hall.desk.overrule(record.id, "forbidden.1.shirk", 0.0, "转述。", hall.trainer)
    assert hall.desk.dialogue(record.id).sheet.total > RUDE.score.whole.total


def test_nobody_decides_about_themselves(hall: Hall):
    record = hall.attempt(hall.trainer)
    with pytest.raises(UserError, match="不能改判自己"):
        hall.desk.overrule(record.id, GREETING.rule, 40.0, "我说了。", hall.trainer)
    dispute = hall.disputes.raise_dispute(record.id, GREETING.rule, Ground.MISSED, "我说了。", hall.trainer)
    assert hall.disputes.waiting(hall.trainer) == ()
    assert hall.disputes.waiting(hall.other) == (dispute,)
    assert hall.disputes.waiting(hall.trainee) == ()
    with pytest.raises(UserError, match="不能改判自己"):
        hall.disputes.refuse(dispute.id, "没有。", hall.trainer)
    hall.disputes.uphold(dispute.id, [Overruling(GREETING.rule, 40.0, "")], "说了。", hall.other)
    assert hall.desk.attempt(record.id).sheet.total == 90.0


def test_what_may_not_be_disputed_is_said_and_nothing_is_kept(hall: Hall):
    record = hall.attempt()
    for rule, person, message in (
        ("points.none", hall.trainee, "没有“points.none”"),
        (ABSENT.rule, hall.trainee, "没有扣分"),
        (GREETING.rule, hall.trainer, "自己的记录"),
    ):
        with pytest.raises(UserError, match=message):
            hall.disputes.raise_dispute(record.id, rule, Ground.UNJUST, "理由", person)
    assert hall.kinds() == [RecordKind.ATTEMPT]


def test_a_decision_that_does_not_fit_keeps_neither_half(hall: Hall):
    dispute = hall.raised(hall.attempt())
    wrong = [Overruling(GREETING.rule, 40.0, ""), Overruling(SHIRKED.rule, 5.0, "")]
    with pytest.raises(UserError, match="不能改为 5"):
        hall.disputes.uphold(dispute.id, wrong, "听到了。", hall.trainer)
    assert hall.kinds() == [RecordKind.ATTEMPT, RecordKind.DISPUTE]
    assert hall.disputes.waiting(hall.trainer) == (dispute,)
    hall.disputes.uphold(dispute.id, [wrong[0], Overruling(SHIRKED.rule, 0.0, "")], "都听到了。", hall.trainer)
    assert hall.desk.attempt(dispute.claim.record).sheet.total == 100.0


def test_a_dispute_is_answered_once(hall: Hall):
    dispute = hall.raised(hall.attempt())
    hall.disputes.refuse(dispute.id, "没有这一句。", hall.trainer)
    with pytest.raises(UserError, match="已经有了结果：维持原评分"):
        hall.disputes.uphold(dispute.id, [Overruling(GREETING.rule, 40.0, "")], "听到了。", hall.other)
    assert hall.kinds().count(RecordKind.DISPUTE_CLOSED) == 1 and RecordKind.OVERRULE not in hall.kinds()


def test_the_case_has_what_helps_to_decide(hall: Hall):
    dispute = hall.raised(hall.attempt(), SHIRKED.rule)
    case = hall.disputes.case(dispute.id)
    assert (case.person, case.at, case.line.points) == (hall.trainee, 0, -10.0)
    assert (case.line.least, case.line.most) == (-100.0, 0.0)
    assert case.passages[0].audio == hall.folder / "a.wav" and case.passages[0].transcript.text == WORDS
    assert case.line.evidence[0].text == "不归我管"
    talk = hall.disputes.case(hall.raised(hall.dialogue(), "forbidden.1.shirk").id)
    assert [each.heading for each in talk.passages] == [f"第 {n} 轮" for n in range(1, len(talk.passages) + 1)]
    assert talk.at is None and talk.line.strikable and not talk.line.grantable


def test_a_line_that_scoring_again_took_away_can_still_be_answered(hall: Hall):
    record = hall.attempt()
    dispute = hall.raised(record, SHIRKED.rule)
    latest = hall.desk.attempt(record.id).latest
    newer = replace(latest, sheet=judge(replace(latest.sheet, lines=(GREETING, ABSENT))))
    body = {"version": 1, "record": record.id, "attempt": attempt_to_body(newer)}
    hall.records.append(RecordKind.RESCORE, hall.trainee.id, "", body, AT)
    assert "已经没有这一条" in hall.disputes.case(dispute.id).line.reason
    answer = hall.disputes.refuse(dispute.id, "新的评分已经不扣了。", hall.trainer)
    assert answer.answered


KILLED = """
import os, sys
from pathlib import Path
sys.path[:0] = [sys.argv[3], str(Path(sys.argv[3]) / "tests" / "services")]
import app.storage.records as storage
import test_dispute_desk as t
from app.domain.overrule import Overruling
from app.domain.records import RecordKind
from app.domain.dispute import Ground
hall = t.Hall(Path(sys.argv[1]))
step, real = sys.argv[2], storage.append_row

def append_row(tables, kind, *rest):
    if step == "before " + kind.value:
        os.kill(os.getpid(), 9)
    record = real(tables, kind, *rest)
    if step == "after " + kind.value:
        os.kill(os.getpid(), 9)
    return record

storage.append_row = append_row
if "dispute" == step.split()[1]:
    hall.raised(next(iter(hall.records.all())))
else:
    dispute = hall.disputes.all()[0]
    hall.disputes.uphold(dispute.id, [Overruling(t.GREETING.rule, 40.0, "")], "听到了。", hall.trainer)
"""


@dataclass(frozen=True)
class Step:
    """Where the process dies, and what is to be done over."""

    name: str
    raised: bool


STEPS = [Step("before dispute", False), Step("after dispute", False), Step("after overrule", True),
         Step("before dispute-closed", True), Step("after dispute-closed", True)]  # fmt: skip


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_killed_between_two_steps_all_or_nothing_is_kept_and_it_goes_on(hall: Hall, step: Step):
    record = hall.attempt()
    if step.raised:
        hall.raised(record)
    before = hall.kinds()
    hall.database.close()
    process = subprocess.run(
        [sys.executable, "-c", KILLED, str(hall.folder), step.name, str(ROOT)], cwd=ROOT, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip
    assert process.returncode == -9, process.stderr
    again = Hall(hall.folder)
    assert again.kinds() == before and again.desk.verify().intact
    assert again.desk.attempt(record.id).sheet.total == 50.0
    dispute = again.disputes.all()[0] if step.raised else again.raised(record)
    again.disputes.uphold(dispute.id, [Overruling(GREETING.rule, 40.0, "")], "听到了。", again.trainer)
    assert again.desk.attempt(record.id).sheet.total == 90.0 and again.desk.verify().intact
