"""Scoring stored replies again: compared, appended only when told to, gone on with after a kill."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from app.cli_rescore import rescored_in_words, verdicts_in_words
from app.domain import conduct
from app.domain.attempt import Attempt, Manner, attempt_to_body
from app.domain.errors import Cancelled, UserError
from app.domain.hits import Hit
from app.domain.lexicon import Category, Kind, Lexicon, Phrase
from app.domain.matching import find_hits
from app.domain.people import Person, Role
from app.domain.records import Record, RecordKind
from app.domain.role_play.dialogue import Mode, answered, begin, given_up
from app.domain.role_play.dialogue_score import score_dialogue
from app.domain.role_play.findings import FindingRuling, Ruled
from app.domain.role_play.hearing import reply_of
from app.domain.role_play.played import played, played_to_body
from app.domain.role_play.scored_again import scored_again
from app.domain.rubric import Deductions, Delivery, InformalGreeting, Rubric, Weights
from app.domain.scenario import Citizen, Scenario, Turn, one_after_another
from app.domain.transcript import Span, Transcript, Word, typed_transcript
from app.services.records import RecordDesk
from app.services.rescore import Rescoring
from app.services.rescored import Rescored
from app.services.rules import Rules
from app.storage.database import open_database
from app.storage.people import People
from app.storage.records import Records
from app.system.places import Workspace
from tests.command_line import Command
from tests.domain.role_play.small_scenario import small

ROOT = Path(__file__).resolve().parents[2]
AT = "2026-11-24T09:00:00+08:00"
FORBIDDEN = tuple((category, 100) for category in Category if category.kind is Kind.FORBIDDEN)
RUBRIC = Rubric(
    "rubric-2", 600, Weights(300, 300, 300, 100), InformalGreeting(100, 50), Deductions(FORBIDDEN, 300, 2),
    Delivery(1, 1000, 10, 3.0, 5.0),
)  # fmt: skip
LEXICON = Lexicon(
    "lexicon-2",
    (
        Phrase("G1", Category.GREETING, "您好"), Phrase("A1", Category.APOLOGY, "对不起"),
        Phrase("B1", Category.FAREWELL, "请慢走"), Phrase("S1", Category.SHIRK, "不归我管", (), "我带您过去。"),
    ),
)  # fmt: skip
SCENARIO = one_after_another(
    "s", "2", "情景", "工伤保险", "。", Citizen("王大爷", 70, "急"), (Turn("？", (Category.GREETING,), (), ""),)
)


def transcript(text: str, engine: str = "new") -> Transcript:
    words = tuple(Word(c, i * 0.3, i * 0.3 + 0.3) for i, c in enumerate(text))
    end = len(text) * 0.3
    return Transcript(words, end, (Span(0.0, end),) if text else (), engine=engine, model="abc")


def hear(path: Path) -> Transcript:
    """Stands for the speech engine: these recordings hold text. Says into the log that it was asked."""
    with (path.parent / "asked.log").open("a") as log:
        log.write(path.name + "\n")
    text = path.read_text(encoding="utf-8")
    if text == "unreadable":
        raise UserError("录音读不出来。")
    if text == "deadly":
        os._exit(9)
    return transcript(text)


def hear_slowly(path: Path) -> Transcript:
    time.sleep(0.05)
    return hear(path)


def score(heard: Transcript, scenario: Scenario, turn: int) -> tuple[tuple[Hit, ...], conduct.ScoreSheet]:
    place = heard.text.find("您好")
    greeting = Hit(Kind.POLITE, Category.GREETING, "P1", "您好", "您好", place, place + 2, 0.0, 0.6)
    hits = (greeting,) if place >= 0 else ()
    return hits, conduct.score(heard, hits, scenario.turns[turn], {}, RUBRIC, "lexicon-2")


again = partial(scored_again, lexicon=LEXICON, rubric=RUBRIC)


class Hall:
    """A workspace with a few stored replies, all first heard as nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scenarios: tuple[Scenario, ...] = (small(),)
        self.recordings = folder / "recordings"
        self.recordings.mkdir(exist_ok=True)
        database = open_database(folder / "records.db")
        self.people, self.records = People(database), Records(database)

    def person(self) -> Person:
        return next(iter(self.people.all()), None) or self.people.add("林喆", Role.TRAINEE)

    def keep(self, *texts: str, manner: Manner = Manner.SPOKEN) -> None:
        person = self.person()
        for text in texts:
            name = f"{self.records.count(RecordKind.ATTEMPT)}.wav"
            (self.recordings / name).write_text(text, encoding="utf-8")
            _, sheet = score(transcript(""), SCENARIO, 0)
            attempt = Attempt(
                "s", "1", "情景", 0, "？", manner, name if manner is Manner.SPOKEN else "",
                hashlib.sha256(text.encode()).hexdigest(), transcript(text, "typed" if manner is Manner.TYPED else "old"),
                (), replace(sheet, lexicon_version="lexicon-1"),
            )  # fmt: skip
            self.records.append(RecordKind.ATTEMPT, person.id, person.id, attempt_to_body(attempt), AT)

    def keep_dialogue(self, *texts: str, manner: Manner = Manner.SPOKEN, scored: bool = False) -> Record:
        """A conversation of these replies; unless it is `scored`, nothing was heard in them that day."""
        person, scenario = self.person(), small()
        dialogue = begin(scenario, Mode.EXAMINE)
        for text in texts:
            name = f"{hashlib.sha256(text.encode()).hexdigest()[:8]}.wav"
            (self.recordings / name).write_text(text, encoding="utf-8")
            heard = transcript(text, "typed" if manner is Manner.TYPED else "old")
            spoken = manner is Manner.SPOKEN
            told = reply_of(scenario, heard, find_hits(heard, LEXICON), 1.0, manner, name if spoken else "",
                            hashlib.sha256(text.encode()).hexdigest() if spoken else "")  # fmt: skip
            dialogue = answered(scenario, dialogue, told)
        dialogue = dialogue if dialogue.ended else given_up(dialogue)
        if not scored:
            deaf = [replace(each, reply=replace(each.reply, hits=(), told=())) for each in dialogue.exchanges]
            dialogue = replace(dialogue, exchanges=tuple(deaf))
        version = LEXICON.version if scored else "lexicon-1"
        kept = played(scenario, dialogue, score_dialogue(scenario, dialogue, RUBRIC, version), AT, "c", RUBRIC)
        return self.records.append(RecordKind.DIALOGUE, person.id, person.id, played_to_body(kept), AT)

    def rescoring(self, hear: Callable[[Path], Transcript] = hear, heard_by: str = "new abc") -> Rescoring:
        journal = self.folder / "rescore.jsonl"
        return Rescoring(
            self.records, self.recordings, journal, lambda: (SCENARIO, *self.scenarios), score, again, hear, heard_by,
            lambda person_id: self.people.get(person_id).name,
        )  # fmt: skip

    def asked(self) -> list[str]:
        log = self.recordings / "asked.log"
        return sorted(log.read_text().split()) if log.exists() else []

    def rescored(self) -> list[str]:
        return [r.body["record"] for r in self.records.all() if r.kind is RecordKind.RESCORE]


class AtOnce(Executor):
    """Runs work when it is handed over: what an executor promises, and nothing more."""

    def submit(self, work, /, *args, **kwargs):
        future: Future = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def test_a_trial_run_shows_old_against_new_and_changes_nothing(hall: Hall):
    hall.keep("您好请坐", "你来了")
    before = hall.records.verify().head
    results = list(hall.rescoring().run(AtOnce()))
    assert [(r.old.sheet.total, r.new and r.new.sheet.total) for r in results] == [(0.0, 100.0), (0.0, 0.0)]
    assert all(r.differs and r.appended is None for r in results)
    assert hall.records.verify().head == before


def test_applied_it_appends_and_the_second_time_finds_nothing_to_do(hall: Hall):
    hall.keep("您好请坐", "你来了")
    results = list(hall.rescoring().run(AtOnce(), apply=True, actor_id=hall.person().id))
    assert hall.rescored() == [r.record.id for r in results]
    assert results[0].appended and results[0].appended.actor_id == hall.person().id
    assert hall.records.verify().intact
    assert list(hall.rescoring().run(AtOnce(), apply=True)) == []
    assert hall.asked() == ["0.wav", "1.wav"]


def test_what_a_trial_run_heard_is_not_heard_again_but_another_model_hears_anew(hall: Hall):
    hall.keep("您好请坐")
    list(hall.rescoring().run(AtOnce()))
    list(hall.rescoring().run(AtOnce(), apply=True))
    assert hall.asked() == ["0.wav"]
    list(hall.rescoring(heard_by="newer def").run(AtOnce()))
    assert hall.asked() == ["0.wav", "0.wav"]


def test_a_typed_reply_is_scored_without_hearing(hall: Hall):
    hall.keep("您好请坐", manner=Manner.TYPED)
    (result,) = hall.rescoring().run(AtOnce())
    assert result.new and result.new.sheet.total == 100.0
    assert hall.asked() == []


def test_what_cannot_be_scored_again_is_said_and_the_rest_goes_on(hall: Hall):
    hall.keep("您好一", "您好二", "unreadable", "您好四")
    (hall.recordings / "0.wav").unlink()
    (hall.recordings / "1.wav").write_text("别的录音", encoding="utf-8")
    results = list(hall.rescoring().run(AtOnce(), apply=True))
    assert ["不在了" in results[0].problem, "不一致" in results[1].problem, "读不出来" in results[2].problem] == [
        True
    ] * 3
    assert results[3].appended
    assert len(hall.rescored()) == 1


def test_a_scenario_that_is_gone_is_said(hall: Hall):
    hall.keep("您好")
    rescoring = Rescoring(
        hall.records, hall.recordings, hall.folder / "j", lambda: (), score, again, hear, "new", lambda _id: "林喆"
    )
    (result,) = rescoring.run(AtOnce(), apply=True)
    assert "情景“情景”" in result.problem
    assert hall.rescored() == []


def test_processes_share_the_work_and_results_come_in_order(hall: Hall):
    hall.keep(*(f"您好{n}" for n in range(12)))
    shares = []
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        results = list(
            hall.rescoring().run(executor, apply=True, on_progress=lambda share, words: shares.append(share))
        )
    assert [r.record.number for r in results] == list(range(1, 13))
    assert hall.rescored() == [r.record.id for r in results]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_what_a_trainer_decided_holds_for_the_new_score_and_both_stand(hall: Hall):
    hall.keep("您好请坐", "你来了")
    desk, trainer = RecordDesk(hall.records, hall.people), hall.people.add("钱堃", Role.TRAINER, pin="2468")
    second = list(hall.records.all())[1]
    desk.overrule(second.id, "language.greeting", 40.0, "说了，声音小。", trainer)
    first, again = hall.rescoring().run(AtOnce(), apply=True)
    assert first.decisions == () and [each.points for each in again.decisions] == [40.0]
    assert again.lost == ()
    kept = desk.attempt(second.id)
    assert kept.latest == again.new and kept.attempt == again.old
    assert [line.points for line in kept.sheet.lines if line.rule == "language.greeting"] == [40.0]
    assert "老师改判后" in rescored_in_words(again) and "老师改判后" not in rescored_in_words(first)


def test_a_decision_about_words_that_are_no_longer_found_is_pointed_out(hall: Hall):
    person = hall.person()
    said = Hit(Kind.FORBIDDEN, Category.SHIRK, "F1", "不归我管", "不归我管", 0, 4, 0.0, 1.2, instead="我带您过去。")
    heard = transcript("您好不归我管", "typed")
    hits, _ = score(heard, SCENARIO, 0)
    sheet = conduct.score(heard, (*hits, said), SCENARIO.turns[0], {}, RUBRIC, "lexicon-1")
    attempt = Attempt("s", "1", "情景", 0, "？", Manner.TYPED, "", "", heard, (*hits, said), sheet)
    record = hall.records.append(RecordKind.ATTEMPT, person.id, person.id, attempt_to_body(attempt), AT)
    trainer = hall.people.add("钱堃", Role.TRAINER, pin="2468")
    RecordDesk(hall.records, hall.people).overrule(record.id, "forbidden.F1", -5.0, "语气不重。", trainer)
    (result,) = hall.rescoring().run(AtOnce())
    assert [each.reason for each in result.lost] == ["语气不重。"]
    words = rescored_in_words(result)
    assert "语气不重。" in words and "再看一遍" in words and "-10 → 没有" in words


def test_old_and_new_are_shown_line_by_line(hall: Hall):
    hall.keep("您好请坐")
    (result,) = hall.rescoring().run(AtOnce())
    words = rescored_in_words(result).splitlines()
    assert words[0] == "第 1 条（林喆，情景）：0 → 100（不合格 → 合格）"
    assert any(line.strip().startswith("迎候：0 → ") and "说了“您好”" in line for line in words)
    assert result.points_differ
    versions_only = replace(result, old=result.new and replace(result.new, scenario_version="1"))
    assert versions_only.differs and not versions_only.points_differ


def test_the_command_compares_changes_nothing_and_then_appends(command: Command, workspace: Workspace):
    """A real process over a real store; what was typed needs no model."""
    database = open_database(workspace.database)
    people, records = People(database), Records(database)
    person = people.add("林喆", Role.TRAINEE)
    turn = Rules(workspace).scenario("incomplete-papers")
    heard = typed_transcript("您好，这个不归我管。")
    sheet = conduct.score(heard, (), turn.turns[0], {}, RUBRIC, "lexicon-0")
    attempt = Attempt(turn.id, "0", turn.title, 0, "？", Manner.TYPED, "", "", heard, (), sheet)
    for _ in range(3):
        records.append(RecordKind.ATTEMPT, person.id, person.id, attempt_to_body(attempt), AT)
    head = records.verify().head
    shown = command("rescore")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.count("迎候：0 → ") == 3 and "3 条得分有变化（没有改动任何记录" in shown.stdout
    assert records.verify().head == head
    assert "3 条得分有变化（已追加为记录" in command("rescore", "--apply").stdout
    assert records.count(RecordKind.RESCORE) == 3 and records.verify().intact
    assert "没有评分发生变化" in command("rescore", "--apply").stdout
    assert records.count(RecordKind.RESCORE) == 3


TALK = ("您好，对不起，还缺病历，我写给您。", "二十个工作日，请慢走。")


def test_a_conversation_is_heard_and_scored_again_by_the_rules_in_force(hall: Hall):
    record = hall.keep_dialogue(*TALK)
    before = hall.records.verify().head
    (trial,) = hall.rescoring().run(AtOnce())
    assert trial.differs and trial.appended is None and hall.records.verify().head == before
    assert not trial.before.passed and trial.after.passed and trial.verdict_differs
    words = rescored_in_words(trial).splitlines()
    assert words[0].startswith("第 1 条（林喆，小情景）：") and "（不合格 → 合格）" in words[0]
    assert verdicts_in_words([trial]) == ["不合格变为合格：林喆（第 1 条，小情景）"]
    (done,) = hall.rescoring().run(AtOnce(), apply=True)
    assert done.appended and done.appended.body["record"] == record.id
    assert len(hall.asked()) == 2  # each reply once, the trial's hearing counts
    assert list(hall.rescoring().run(AtOnce(), apply=True)) == []
    kept = RecordDesk(hall.records, hall.people).dialogue(record.id)
    assert (kept.first, kept.latest) == (done.old, done.new) and kept.sheet.passed
    assert [each.mood_after for each in kept.latest.dialogue.exchanges] == [
        each.mood_after for each in kept.first.dialogue.exchanges
    ]


def test_a_typed_conversation_needs_no_hearing(hall: Hall):
    hall.keep_dialogue(*TALK, manner=Manner.TYPED)
    (result,) = hall.rescoring().run(AtOnce())
    assert result.after.passed and hall.asked() == []


def test_decisions_on_a_conversation_hold_for_the_new_score(hall: Hall):
    desk = RecordDesk(hall.records, hall.people)
    record = hall.keep_dialogue("您好，对不起，这个不归我管。还缺病历。", *TALK[1:], scored=True)
    trainer = hall.people.add("钱堃", Role.TRAINER, pin="2468")
    first = desk.dialogue(record.id).latest
    offence = next(line for line in first.score.whole.lines if line.rule == "forbidden.1.S1")
    struck = FindingRuling(Ruled.STRUCK, offence.rule, 0, offence.evidence[0].start, "不归我管", "是转述群众的话。")
    desk.rule_finding(record.id, struck, trainer)
    milder = replace(RUBRIC, version="rubric-3", pass_mark=100)
    rescoring = Rescoring(
        hall.records, hall.recordings, hall.folder / "j", lambda: (small(),), score,
        partial(scored_again, lexicon=LEXICON, rubric=milder), hear, "new", lambda _id: "林喆",
    )  # fmt: skip
    (result,) = rescoring.run(AtOnce(), apply=True)
    assert [each.reason for each in result.decisions] == ["是转述群众的话。"] and result.lost == ()
    assert result.after.total > result.new.score.whole.total
    kept = desk.dialogue(record.id)
    assert kept.latest.rubric == milder and kept.sheet.total == result.after.total
    assert "老师改判后" in rescored_in_words(result)


def test_a_scenario_that_moved_on_leaves_the_one_of_that_day(hall: Hall):
    hall.keep_dialogue(*TALK)
    scenario = small()
    hall.scenarios = (replace(scenario, version="2", nodes=scenario.nodes[:1]),)
    (result,) = hall.rescoring().run(AtOnce())
    assert result.after.passed and result.new.scenario_version == "1"
    hall.scenarios = (replace(scenario, version="2"),)
    (result,) = hall.rescoring().run(AtOnce())
    assert result.new.scenario_version == "2"


def test_a_conversation_that_cannot_be_scored_again_is_said(hall: Hall):
    record = hall.keep_dialogue(*TALK)
    older = {**record.body, "scenario": None, "rubric": None}
    hall.records.append(RecordKind.DIALOGUE, record.person_id, record.person_id, older, AT)
    hall.scenarios = ()
    first, second = hall.rescoring().run(AtOnce())
    assert first.new is not None and "对不上这场对话" in second.problem
    next(hall.recordings.glob("*.wav")).unlink()
    gone, _ = hall.rescoring(heard_by="newer").run(AtOnce(), apply=True)
    assert "不在了" in gone.problem and hall.rescored() == []


def test_a_dead_worker_is_said_and_what_was_done_is_kept(hall: Hall):
    hall.keep("您好一", "deadly", "您好三")
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        rescoring = hall.rescoring().run(executor, apply=True, at_once=1)
        assert next(rescoring).appended
        with pytest.raises(UserError, match="意外结束"):
            next(rescoring)
    assert len(hall.rescored()) == 1


def test_cancel_answers_while_a_recording_is_still_being_heard(hall: Hall):
    import threading

    hall.keep("您好一", "您好二")
    begun, go_on = threading.Event(), threading.Event()

    def hear_for_ever(path: Path) -> Transcript:
        begun.set()
        go_on.wait(60)
        return transcript("")

    def cancel(share: float | None, words: str) -> None:
        if begun.is_set():
            raise Cancelled

    with ThreadPoolExecutor(1) as executor:
        with pytest.raises(Cancelled):
            list(hall.rescoring(hear_for_ever).run(executor, apply=True, on_progress=cancel))
        go_on.set()
    assert hall.rescored() == []


KILLED = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import test_rescore as t
with ThreadPoolExecutor(1) as executor:
    for result in t.Hall(Path(sys.argv[1])).rescoring(t.hear_slowly).run(executor, apply=True, at_once=2):
        print(result.record.number, flush=True)
"""


def test_killed_in_the_middle_it_goes_on_without_doing_anything_twice(hall: Hall):
    for n in range(15):  # replies and conversations in turns
        hall.keep(f"您好{n}")
        hall.keep_dialogue(f"您好，还缺病历，第{n}次说。")
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, hall.folder, Path(__file__).parent], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    for _ in range(5):
        assert process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    process.stdout.close()
    done_before = len(hall.rescored())
    assert 5 <= done_before < 30
    results: list[Rescored] = list(hall.rescoring().run(AtOnce(), apply=True))
    assert len(results) == 30 - done_before
    assert len(hall.rescored()) == len(set(hall.rescored())) == 30
    assert hall.records.verify().intact
    assert 30 <= len(hall.asked()) <= 32  # at most the two that were in the executor are heard again
