"""Disputes in the window on a real store: raised by a trainee, heard and decided by a trainer, answered on the home screen."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from app.domain.attempt import Manner
from app.domain.dispute import Ground, Outcome
from app.domain.paper import Version
from app.domain.people import Person, Role
from app.domain.records import Record, RecordKind
from app.domain.role_play.conversation import Mode
from app.domain.role_play.findings import FindingRuling, Ruled
from app.domain.sitting import Ending
from app.domain.transcript import Span, Transcript, Word
from app.gui.stops import Place
from app.main import Application
from app.services.spoken_reply import ScoredReply
from app.system.places import Workspace
from tests.gui.conftest import Show, Shown
from tests.gui.fake_exams import blueprint
from tests.gui.fake_practice import FakePractice
from tests.gui.fakes import LI, WANG, full_services

REPLY = "您好，这个不归我管。"


class Hall:
    """A workspace with a trainee, two trainers and a spoken reply; what is played is noted."""

    def __init__(self, services: Application) -> None:
        self.services = services
        people = services.people
        self.trainee = people.add("欧阳喆", Role.TRAINEE, "1024", "城南人社服务大厅")
        self.trainer = people.add("李建国", Role.TRAINER, "0007", "城南人社服务大厅", pin="2468")
        self.played: list[tuple[Path, float, float | None]] = []
        sound = services.sound
        sound.play = lambda path, start=0.0, end=None: self.played.append((path, start, end))  # type: ignore[method-assign]

    def spoken(self, person: Person | None = None) -> Record:
        """A reply whose recording holds no sound: the window only has to find and play it."""
        services, scenario = self.services, self.services.rules.scenario("wrong-office")
        path = services.kept.recordings / "reply.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"RIFF")
        words = tuple(Word(c, i * 0.3, i * 0.3 + 0.3) for i, c in enumerate(REPLY))
        heard = Transcript(words, 3.0, (Span(0.0, 3.0),), engine="ears")
        hits, sheet = services.replies.score_transcript(heard, scenario, 0)
        return services.replies.keep(ScoredReply(scenario, 0, path, heard, hits, sheet, 0.1), person or self.trainee)

    def talked(self) -> Record:
        desk = self.services.role_plays
        talk = desk.begin(self.services.rules.scenario("incomplete-papers"), Mode.EXAMINE, self.trainee)
        talk = desk.answer_typed(talk, "您好，这个不归我管。您还缺费用清单。", 2.0)
        return desk.keep(talk if talk.ended else desk.give_up(talk))

    def offence(self, record: Record) -> str:
        lines = self.services.records.kept(record.id).sheet.lines  # type: ignore[union-attr]
        return next(line.rule for line in lines if line.points < 0 and line.rule.startswith("forbidden."))


@pytest.fixture
def hall(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    real = Application(workspace)
    real.__dict__["practice"] = FakePractice()  # the home screen would index the whole question bank
    monkeypatch.setattr(Application, "save_settings", lambda self, settings: None)  # not into this person's own
    yield Hall(real)
    real.close()


def labels(shown: Shown) -> list[str]:
    return [action.label for action in shown.screen._actions]


def press(shown: Shown, label: str) -> None:
    next(action for action in shown.screen._actions if action.label == label).do()


def news(shown: Shown) -> Any:
    shown.settle()
    return shown.screen._news


def test_from_a_record_to_the_answer_on_the_home_screen(show: Show, hall: Hall) -> None:
    record = hall.spoken()
    rule = hall.offence(record)
    shown = show(hall.services)
    shown.application.sign_in(hall.trainee)
    shown.on("Home")
    assert not news(shown).winfo_viewable()
    shown.application.go(Place.RECORDS)
    shown.settle()
    shown.key("Return")
    shown.on("ScoreSheetScreen")
    assert "改判一条" not in labels(shown)
    press(shown, "有异议")
    shown.on("DisputeForm")
    form = shown.screen
    form.table.choose(rule)
    shown.settle()
    assert form._choice.value is Ground.UNJUST
    with pytest.raises(Exception, match="还没有写异议的理由"):
        form.primary()
    form.reason.text = "我在转述上一位群众的话。"
    form._send.invoke()
    shown.until(lambda: "异议已提交" in shown.application.window.notice.message)
    shown.settle()
    assert form.table.tree.set(rule, "4") == "等待答复"
    assert form._take_back.winfo_viewable() and not form._send.winfo_viewable()
    (dispute,) = hall.services.disputes.own(hall.trainee)
    assert dispute.claim.mark and dispute.claim.mark.text == "这个不归我管"

    shown.application.sign_in(hall.trainer)
    shown.on("Home")
    assert "待处理的异议：1 条" in news(shown).headline.text
    shown.application.go(Place.RECORDS)
    shown.settle()
    assert shown.screen._disputes_button.cget("text") == "待处理的异议 · 1"
    assert "有异议" in shown.screen.table.tree.set(record.id, "6")
    shown.screen._disputes_button.invoke()
    shown.on("DisputeList")
    shown.until(lambda: shown.screen.ready)
    shown.key("Return")
    shown.on("DisputeCaseScreen")
    case = shown.screen
    shown.key("Return")  # the focus is on the place in the recording
    shown.until(lambda: hall.played)
    path, start, end = hall.played[0]
    assert path.name == "reply.wav" and start < dispute.claim.mark.start and end and end > dispute.claim.mark.end
    assert "我在转述上一位群众的话。" in case.claim.view.get("1.0", "end")
    assert REPLY[3:] in case.heard.view.get("1.0", "end")
    case.correction.points.text = "0"
    case.correction._changed()
    assert "改判后总分" in case.correction.limits.text
    case.primary()
    shown.until(lambda: "还没有写" in shown.application.window.notice.message)  # an answer needs a reason
    assert hall.services.stored_records.count(RecordKind.OVERRULE) == 0
    case.reason.text = "是转述，前后都听了。"
    case.primary()
    shown.on("DisputeList")
    assert (
        hall.services.records.attempt(record.id).sheet.total
        > hall.services.records.attempt(record.id).attempt.sheet.total
    )

    shown.application.sign_in(hall.trainee)
    shown.on("Home")
    assert news(shown).headline.text == "您的异议有答复了"
    shown.screen._news.button.invoke()
    shown.on("DisputeCaseScreen")
    answer = shown.screen.claim.view.get("1.0", "end")
    assert "异议成立" in answer and "是转述，前后都听了。" in answer and "李建国" in answer
    assert not shown.screen.decides
    shown.screen._see.invoke()
    shown.on("ScoreSheetScreen")
    lines = shown.screen._lines.view.get("1.0", "end")
    assert "异议：我在转述上一位群众的话。　异议成立：是转述，前后都听了。（李建国）" in lines
    shown.application.go(Place.HOME)
    assert not news(shown).winfo_viewable()
    assert hall.services.records.verify().intact

    pdf = hall.services.printing.attempt_record(record, hall.services.workspace.reports)
    with pymupdf.open(pdf) as pages:
        text = "".join(page.get_text() for page in pages).replace("\n", "")
    assert "异议" in text and "我在转述上一位群众的话。" in text and "是转述，前后都听了。" in text


def test_a_conversation_is_corrected_where_it_was_misjudged(show: Show, hall: Hall) -> None:
    record = hall.talked()
    rule = hall.offence(record)
    offence = next(line for line in hall.services.records.dialogue(record.id).sheet.lines if line.rule == rule)
    hall.services.disputes.raise_dispute(record.id, rule, Ground.UNJUST, "是转述。", hall.trainee, offence.evidence[0])
    shown = show(hall.services)
    shown.application.sign_in(hall.trainer)
    shown.application._disputing().list()
    shown.on("DisputeList")
    shown.until(lambda: shown.screen.ready)
    shown.screen.primary()
    shown.on("DisputeCaseScreen")
    case = shown.screen
    assert case.correction.way is Ruled.STRUCK
    assert "改判后总分" in case.correction.limits.text
    case.reason.text = "听了前后，是转述。"
    case.primary()
    shown.on("DisputeList")
    kept = hall.services.records.dialogue(record.id)
    assert kept.disputes[0].closing and kept.disputes[0].closing.outcome is Outcome.UPHELD
    assert not kept.played.dialogue.exchanges[0].reply.offences and kept.first.dialogue.exchanges[0].reply.offences


def test_refused_the_score_stands_and_the_reason_is_told(show: Show, hall: Hall) -> None:
    record = hall.spoken()
    rule = hall.offence(record)
    dispute = hall.services.disputes.raise_dispute(record.id, rule, Ground.MISHEARD, "我没有这样说。", hall.trainee)
    shown = show(hall.services)
    shown.application.sign_in(hall.trainer)
    shown.application._disputing().open(dispute.id)
    shown.on("DisputeCaseScreen")
    case = shown.screen
    case.verdict._pick(False)
    shown.settle()
    assert not case.correction.winfo_viewable()
    case.reason.text = "录音里听得很清楚。"
    case.finish()
    shown.on("DisputeList")
    answer = hall.services.disputes.dispute(dispute.id)
    assert answer.closing and answer.closing.outcome is Outcome.REFUSED
    assert hall.services.stored_records.count(RecordKind.OVERRULE) == 0


def test_a_conversation_stands_among_the_records_and_is_overruled_from_its_review(show: Show, hall: Hall) -> None:
    record = hall.talked()
    rule = hall.offence(record)
    shown = show(hall.services)
    shown.application.sign_in(hall.trainer)
    shown.application.go(Place.RECORDS)
    shown.settle()
    row = [shown.screen.table.tree.set(record.id, str(column)) for column in range(7)]
    assert row[3:5] == ["欧阳喆", "对话考核"] and "未通过" in row[6]
    shown.key("Return")
    shown.on("Review")
    press(shown, "改判")
    shown.on("Overrule")
    shown.screen._table.choose(rule)
    shown.settle()
    assert shown.screen.correction.way is Ruled.STRUCK
    shown.screen.reason.text = "是群众的原话。"
    before = hall.services.records.dialogue(record.id).sheet.total
    shown.screen.primary()
    shown.on("Review")
    assert hall.services.records.dialogue(record.id).sheet.total > before
    assert "李建国改判" in shown.screen.lines.view.get("1.0", "end")
    shown.application.go(Place.RECORDS)
    shown.settle()
    assert "改判" in shown.screen.table.tree.set(record.id, "6")
    hall.services.disputes.raise_dispute(record.id, "conversation.ending", Ground.UNJUST, "不是我要走。", hall.trainee)
    shown.application._reviewing().show_kept(record)
    shown.on("Review")
    assert "异议：不是我要走。　等待带教老师答复" in shown.screen.lines.view.get("1.0", "end")


def test_a_point_that_was_not_heard_is_granted_in_its_turn(show: Show, hall: Hall) -> None:
    record = hall.talked()
    kept = hall.services.records.dialogue(record.id)
    missed = next(line for line in kept.sheet.lines if line.rule.startswith("points.") and not line.points)
    shown = show(hall.services)
    shown.application.sign_in(hall.trainer)
    shown.application._disputing().overrule(record, missed.rule)
    shown.on("Overrule")
    assert shown.screen.correction.way is Ruled.GRANTED
    shown.screen.correction.words.text = "病历也要带"
    shown.screen.reason.text = "说了，声音小。"
    shown.screen.primary()
    shown.until(lambda: hall.services.stored_records.count(RecordKind.OVERRULE))
    now = next(line for line in hall.services.records.dialogue(record.id).sheet.lines if line.rule == missed.rule)
    assert now.points == missed.possible and "病历也要带" in now.reason
    shown.on("Review")
    courtesy = next(line for line in kept.sheet.lines if line.rule.startswith("language.") and not line.points)
    granted = FindingRuling(Ruled.GRANTED, courtesy.rule, 0, 0.0, "让您跑两趟了", "说了。")
    hall.services.records.rule_finding(record.id, granted, hall.trainer)
    shown.application._reviewing().show_kept(record)
    shown.settle()
    assert "让您跑两趟了" in shown.screen.lines.view.get("1.0", "end")
    pdf = hall.services.dialogue_printing.record(record, hall.services.workspace.reports)
    with pymupdf.open(pdf) as pages:
        text = "".join(page.get_text() for page in pages).replace("\n", "")
    assert "病历也要带" in text and "让您跑两趟了" in text and "说了，声音小。" in text


def test_one_takes_ones_own_dispute_back(show: Show, hall: Hall) -> None:
    record = hall.spoken()
    dispute = hall.services.disputes.raise_dispute(
        record.id, hall.offence(record), Ground.UNJUST, "是转述。", hall.trainee
    )
    shown = show(hall.services)
    shown.application.sign_in(hall.trainee)
    shown.application._disputing().open(dispute.id)
    shown.on("DisputeCaseScreen")
    shown.screen._take_back.invoke()
    shown.on("DisputeList")
    assert hall.services.disputes.dispute(dispute.id).standing == "已撤回"


def test_a_trainer_neither_overrules_nor_answers_about_themselves(show: Show, hall: Hall) -> None:
    record = hall.spoken(hall.trainer)
    hall.services.disputes.raise_dispute(record.id, hall.offence(record), Ground.UNJUST, "是转述。", hall.trainer)
    shown = show(hall.services)
    shown.application.sign_in(hall.trainer)
    shown.on("Home")
    assert not news(shown).winfo_viewable()
    shown.application._open_record(hall.services.records.attempt(record.id), hall.trainer)
    shown.on("ScoreSheetScreen")
    assert "改判一条" not in labels(shown) and "有异议" in labels(shown)


def test_without_disputes_the_list_says_what_it_is_for(show: Show, hall: Hall) -> None:
    shown = show(hall.services)
    shown.application.sign_in(hall.trainer)
    shown.application._disputing().list()
    shown.on("DisputeList")
    shown.until(lambda: shown.screen.ready)
    assert "没有待处理的异议" in shown.screen.table._empty.text
    assert shown.screen.primary() is False


def test_audio_that_is_gone_is_said(show: Show, hall: Hall) -> None:
    record = hall.spoken()
    attempt = hall.services.records.attempt(record.id).attempt
    assert attempt.manner is Manner.SPOKEN and attempt.recording_sha256 == hashlib.sha256(b"RIFF").hexdigest()
    dispute = hall.services.disputes.raise_dispute(
        record.id, hall.offence(record), Ground.MISHEARD, "听错了。", hall.trainee
    )
    (hall.services.kept.recordings / "reply.wav").unlink()
    shown = show(hall.services)
    shown.application.sign_in(hall.trainer)
    shown.application._disputing().open(dispute.id)
    shown.on("DisputeCaseScreen")
    assert "文件不在了" in shown.screen.heard.view.get("1.0", "end") and not shown.screen.heard.playable


def test_an_answer_of_an_exam_is_disputed_from_its_result(show: Show) -> None:
    services = full_services()
    exams = services.examinations
    exams.set_exam(LI, blueprint(), 7, Version.A)
    exams.begin("x0", WANG).hand_in(Ending.HANDED_IN)
    shown = show(services)
    shown.application.sign_in(WANG)
    shown.on("Home")
    shown.application._open_exam(exams.kept[0], WANG)
    shown.on("ExamResultScreen")
    shown.screen.table.choose("1")
    shown.settle()
    shown.screen._dispute.invoke()
    shown.on("DisputeForm")
    assert shown.screen.table.chosen == "task.2"
    assert "第 2 题" in shown.screen.table.tree.set("task.2", "1")
    shown.application.sign_in(LI)
    shown.on("Home")
    shown.application._open_exam(exams.kept[0], WANG)
    shown.on("ExamResultScreen")
    shown.screen.table.choose("1")
    shown.settle()
    assert not shown.screen._dispute.winfo_viewable()
