"""What a trainer decides stands beside what was scored."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.domain.attempt import Attempt, Manner, attempt_to_body
from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.records import Record, RecordKind
from app.domain.score_sheet import Dimension, Effect, Evidence, ScoreLine, ScoreSheet, judge
from app.domain.transcript import typed_transcript
from app.services.records import RecordDesk
from app.storage.database import open_database
from app.storage.people import People
from app.storage.records import Records

AT = "2026-11-24T09:00:00+08:00"
GREETING = ScoreLine("language.greeting", Dimension.LANGUAGE, "迎候", 0.0, 40.0, "没有听到。")
ABSENT = ScoreLine("forbidden.absent", Dimension.FORBIDDEN, "不说服务禁语", 60.0, 60.0, "说了 1 处。")
SHIRKED = ScoreLine(
    "forbidden.F1", Dimension.FORBIDDEN, "推诿：不归我管", -10.0, 0.0, "说了。", effect=Effect.DEDUCTION
)


def attempt(*lines: ScoreLine) -> Attempt:
    sheet = judge(ScoreSheet(lines, 0.0, 100.0, False, "", (), "rubric-1", "lexicon-1"))
    return Attempt("s", "1", "情景", 0, "？", Manner.TYPED, "", "", typed_transcript("请坐"), (), sheet)


@dataclass(frozen=True)
class Office:
    records: Records
    people: People
    desk: RecordDesk
    trainee: Person
    trainer: Person

    def keep(self, attempt: Attempt) -> Record:
        return self.records.append(RecordKind.ATTEMPT, self.trainee.id, self.trainee.id, attempt_to_body(attempt), AT)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    database = open_database(tmp_path / "records.db")
    people, records = People(database), Records(database)
    trainee = people.add("林喆", Role.TRAINEE)
    trainer = people.add("钱堃", Role.TRAINER, pin="2468")
    return Office(records, people, RecordDesk(records, people), trainee, trainer)


def test_an_overruling_changes_the_sheet_and_leaves_the_record(office: Office):
    record = office.keep(attempt(GREETING, ABSENT, SHIRKED))
    decision = office.desk.overrule(record.id, "language.greeting", 40.0, " 说了，声音小。 ", office.trainer)
    assert (decision.kind, decision.actor_id) == (RecordKind.OVERRULE, office.trainer.id)
    kept = office.desk.attempt(record.id)
    assert (kept.attempt.sheet.total, kept.sheet.total) == (50.0, 90.0)
    assert kept.overrulings[0].trainer == "钱堃"
    assert "说了，声音小。" in kept.sheet.lines[0].reason
    assert office.records.get(record.id) == record
    assert office.desk.sheet_as_it_stands(record.id) == kept.sheet
    assert office.desk.verify().intact


def test_a_persons_attempts_come_with_their_decisions(office: Office):
    first, second = office.keep(attempt(GREETING, ABSENT)), office.keep(attempt(GREETING, ABSENT, SHIRKED))
    office.desk.overrule(second.id, "forbidden.F1", 0.0, "引用群众原话。", office.trainer)
    kept = office.desk.attempts_of(office.trainee)
    assert [one.record for one in kept] == [first, second]
    assert [one.sheet.total for one in kept] == [60.0, 60.0]
    assert office.desk.attempts_of(office.trainer) == ()


def test_a_decision_outlives_rescoring(office: Office):
    record = office.keep(attempt(GREETING, ABSENT))
    office.desk.overrule(record.id, "language.greeting", 20.0, "说了一半。", office.trainer)
    newer = attempt(GREETING, ABSENT, SHIRKED)
    body = {"version": 1, "record": record.id, "attempt": attempt_to_body(newer)}
    office.records.append(RecordKind.RESCORE, office.trainee.id, "", body, AT)
    kept = office.desk.attempt(record.id)
    assert kept.attempt.sheet.total == 60.0
    assert kept.latest.sheet.total == 50.0
    assert kept.sheet.total == 70.0


def test_a_decision_keeps_to_the_words_it_was_about(office: Office):
    """Heard again, only the second of two is left: what was decided about the first is shown, not applied to it."""

    def said(rule: str, start: float) -> ScoreLine:
        return replace(SHIRKED, rule=rule, evidence=(Evidence("不归我管", start, start + 1),))

    record = office.keep(attempt(GREETING, ABSENT, said("forbidden.F1", 2.0), said("forbidden.F1#2", 9.0)))
    office.desk.overrule(record.id, "forbidden.F1", 0.0, "群众的原话。", office.trainer)
    assert office.desk.attempt(record.id).sheet.total == 50.0
    newer = attempt(GREETING, ABSENT, said("forbidden.F1", 9.2))
    body = {"version": 1, "record": record.id, "attempt": attempt_to_body(newer)}
    office.records.append(RecordKind.RESCORE, office.trainee.id, "", body, AT)
    kept = office.desk.attempt(record.id)
    assert kept.sheet.total == 50.0
    assert any("群众的原话" in hint for hint in kept.sheet.hints)


@pytest.mark.parametrize(
    ("rule", "points", "reason", "message"),
    [
        ("language.greeting", 40.0, "  ", "理由"),
        ("language.thanks", 40.0, "有理由", "没有“language.thanks”"),
        ("language.greeting", 41.0, "有理由", "不能改为 41"),
        ("language.greeting", -1.0, "有理由", "不能改为 -1"),
        ("language.greeting", 10.25, "有理由", "不能改为"),
        ("language.greeting", float("nan"), "有理由", "不能改为"),
        ("forbidden.F1", 5.0, "有理由", "不能改为 5"),
    ],
)
def test_what_may_not_be_overruled_is_said_and_nothing_is_appended(office: Office, rule, points, reason, message):
    record = office.keep(attempt(GREETING, ABSENT, SHIRKED))
    with pytest.raises(UserError, match=message):
        office.desk.overrule(record.id, rule, points, reason, office.trainer)
    assert office.desk.verify().rows == 1


def test_only_a_trainer_overrules(office: Office):
    record = office.keep(attempt(GREETING, ABSENT))
    pretender = Person(office.trainee.id, office.trainee.name, Role.TRAINER)
    for person in (office.trainee, pretender):
        with pytest.raises(UserError, match="带教老师"):
            office.desk.overrule(record.id, "language.greeting", 40.0, "我说了。", person)


def test_a_decision_is_about_an_attempt_only(office: Office):
    record = office.keep(attempt(GREETING, ABSENT))
    decision = office.desk.overrule(record.id, "language.greeting", 40.0, "说了。", office.trainer)
    with pytest.raises(UserError, match="不是一次作答"):
        office.desk.attempt(decision.id)
