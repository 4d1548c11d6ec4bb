"""Conversations on a real database: every turn kept at once, resumed after a kill, kept once, compared."""

import hashlib
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from app.domain.attempt import Manner
from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.records import RecordKind
from app.domain.role_play.dialogue import Mode, Why
from app.domain.role_play.played import compared, played_from_body
from app.domain.scenario import EndingKind
from app.domain.transcript import Span, Transcript, Word
from app.services.role_play import RolePlays
from app.services.rules import Rules
from app.services.spoken_reply import ScoredReply
from app.storage.conversations import Conversations
from app.storage.database import open_database
from app.storage.people import People
from app.storage.records import Records
from app.system.places import Workspace
from tests.domain.role_play.small_scenario import small

GOOD = ("您好，对不起，还缺病历，我写给您。", "二十个工作日，请慢走。")


class Ears:
    """Stands for the microphone and the transcriber: a recording holds the text that is heard in it."""

    def __init__(self, recordings: Path) -> None:
        self.recordings = recordings
        self.warm = False

    def warm_up(self) -> None:
        self.warm = True

    def start_take(self, microphone: str | None = None):
        raise NotImplementedError

    def score_take(self, take, scenario=None, turn_index=0, on_progress=None) -> ScoredReply:
        return self.score_file(take)

    def score_file(self, path: Path, scenario=None, turn_index=0, on_progress=None) -> ScoredReply:
        text = path.read_text(encoding="utf-8")
        words = tuple(Word(c, 1.5 + i * 0.3, 1.8 + i * 0.3) for i, c in enumerate(text))
        end = 1.5 + len(text) * 0.3
        transcript = Transcript(words, end, (Span(1.5, end),) if text else (), engine="ears")
        return ScoredReply(None, 0, path, transcript, (), None, 0.1)

    def kept_audio(self, path: Path) -> tuple[str, str]:
        return path.relative_to(self.recordings).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()

    def audio_file(self, name: str) -> Path | None:
        return self.recordings / name if name and (self.recordings / name).is_file() else None


@dataclass
class Hall:
    desk: RolePlays
    records: Records
    person: Person
    recordings: Path

    def spoken(self, text: str, name: str) -> Path:
        path = self.recordings / name
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def hall(workspace: Workspace) -> Hall:
    database = open_database(workspace.database)
    records = Records(database)
    person = People(database).add("王晓琳", Role.TRAINEE, "1024")
    ears = Ears(workspace.recordings)
    clock = iter(range(10_000))

    def now() -> datetime:
        return datetime.fromtimestamp(1_795_000_000 + next(clock) * 60, timezone.utc)

    return Hall(RolePlays(Rules(workspace), ears, Conversations(database), records, now), records, person,
                workspace.recordings)  # fmt: skip


def through(hall: Hall, *texts: str, mode: Mode = Mode.PRACTISE, person: Person | None = None):
    talk = hall.desk.begin(small(), mode, person or hall.person)
    for text in texts:
        talk = hall.desk.answer_typed(talk, text, 3.0)
    return talk


def test_a_conversation_by_typing_is_kept_as_one_record(hall: Hall):
    talk = through(hall, *GOOD)
    assert talk.ended and talk.ending.kind is EndingKind.GOOD and talk.line == "谢谢。"
    record = hall.desk.keep(talk)
    assert record.kind is RecordKind.DIALOGUE
    kept = played_from_body(record.body)
    assert kept.dialogue == talk.dialogue
    assert [exchange.reply.manner for exchange in kept.dialogue.exchanges] == [Manner.TYPED] * 2
    assert kept.score.whole.total == 100 and kept.score.whole.passed
    assert kept.exemplary == GOOD
    assert kept.moods == (50, *(exchange.mood_after for exchange in kept.dialogue.exchanges))
    assert hall.desk.unfinished(hall.person) == ()
    assert hall.records.verify().intact


def test_a_rule_changed_in_the_rubric_moves_the_next_mood_and_stands_in_the_record(hall: Hall, workspace: Workspace):
    usual = through(hall, GOOD[0]).last
    text = workspace.rubric.read_text(encoding="utf-8")
    workspace.rubric.write_text(text.replace("told_must: 5 ", "told_must: 1 ") + "\n", encoding="utf-8")
    changed = through(hall, *GOOD)
    assert [each.by for each in usual.changes if "病历" in each.reason] == [5]
    assert [each.by for each in changed.dialogue.exchanges[0].changes if "病历" in each.reason] == [1]
    kept = played_from_body(hall.desk.keep(changed).body)
    assert kept.rubric.conversation.mood.told_must == 1
    assert kept.score.whole.rubric_version == kept.rubric.version


def test_spoken_replies_keep_their_recordings_and_how_long_one_thought(hall: Hall):
    talk = hall.desk.begin(small(), Mode.EXAMINE, hall.person)
    talk = hall.desk.answer_file(talk, hall.spoken("还缺病历，我写给您。", "1.wav"), 2.0)
    exchange = talk.last
    assert exchange.reply.manner is Manner.SPOKEN
    assert exchange.reply.thinking == 3.5  # two seconds before the microphone, one and a half in it
    assert exchange.new == ("papers", "written")
    assert hall.desk.audio(exchange.reply) == hall.recordings / "1.wav"
    assert talk.seconds_left < 360
    (hall.recordings / "1.wav").unlink()
    assert hall.desk.audio(exchange.reply) is None


def test_a_misheard_reply_is_said_again_once_and_both_recordings_stand_in_the_record(hall: Hall):
    talk = hall.desk.begin(small(), Mode.EXAMINE, hall.person)
    talk = hall.desk.answer_file(talk, hall.spoken("还缺并力。", "1.wav"))
    assert talk.may_say_again and not talk.may_retry
    talk = hall.desk.misheard(talk)
    talk = hall.desk.answer_file(talk, hall.spoken("还缺病历。", "2.wav"))
    assert not talk.may_say_again
    with pytest.raises(UserError, match="每一轮一次"):
        hall.desk.misheard(talk)
    kept = played_from_body(hall.desk.keep(hall.desk.give_up(talk)).body)
    assert [each.exchange.reply.recording for each in kept.dialogue.withdrawn] == ["1.wav"]
    assert kept.dialogue.withdrawn[0].why is Why.MISHEARD
    assert kept.dialogue.exchanges[0].reply.recording == "2.wav"
    assert kept.ending is None and not kept.score.whole.passed


def test_what_is_under_way_is_on_disk_after_every_step_even_if_the_scenario_changes(hall: Hall, workspace: Workspace):
    talk = hall.desk.hint(hall.desk.begin(small(), Mode.PRACTISE, hall.person))
    for text in (GOOD[0], "嗯，这个。"):
        talk = hall.desk.answer_typed(talk, text)
        reopened = RolePlays(Rules(workspace), Ears(workspace.recordings), Conversations(open_database(
            workspace.database)), hall.records)  # fmt: skip
        (resumed,) = reopened.unfinished(hall.person)
        assert resumed == talk
        assert resumed.scenario.nodes == small().nodes
    assert resumed.dialogue.exchanges[0].hints == 1
    done = reopened.answer_typed(resumed, GOOD[1])
    assert done.ended


def test_a_killed_program_loses_no_turn(workspace: Workspace):
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from app.main import Application\n"
        "from app.domain.people import Role\n"
        "from app.domain.role_play.dialogue import Mode\n"
        "from app.system.places import Workspace\n"
        "desk = Application(Workspace(Path(sys.argv[1])))\n"
        "person = desk.people.add('王晓琳', Role.TRAINEE)\n"
        "talk = desk.role_plays.begin(desk.rules.scenario('system-down'), Mode.EXAMINE, person)\n"
        "talk = desk.role_plays.answer_typed(talk, '实在对不起，系统故障，大约半小时恢复。')\n"
        "print(person.id, flush=True)\n"
        "os._exit(9)\n"
    )
    root = Path(__file__).resolve().parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", script, str(workspace.root)], cwd=root, capture_output=True, encoding="utf-8"
    )
    assert killed.returncode == 9, killed.stderr
    database = open_database(workspace.database)
    person = People(database).get(killed.stdout.strip())
    desk = RolePlays(Rules(workspace), Ears(workspace.recordings), Conversations(database), Records(database))
    (talk,) = desk.unfinished(person)
    assert talk.dialogue.at == "cannot-wait"
    assert talk.dialogue.exchanges[0].new == ("cause", "how-long")
    assert desk.answer_typed(talk, "您可以先留下材料和电话。").dialogue.at == "trust"


def test_keeping_twice_appends_once(hall: Hall):
    talk = through(hall, *GOOD)
    first = hall.desk.keep(talk)
    hall.desk._stored(talk)  # as after a kill between the record and the end of the conversation
    assert hall.desk.keep(talk) == first
    assert hall.records.count(RecordKind.DIALOGUE) == 1
    assert hall.desk.unfinished(hall.person) == ()


def test_what_may_not_be_kept(hall: Hall):
    with pytest.raises(UserError, match="没有谈完"):
        hall.desk.keep(through(hall, GOOD[0]))
    for talk in (
        hall.desk.give_up(hall.desk.begin(small(), Mode.SHADOW, hall.person)),
        hall.desk.give_up(hall.desk.begin(small(), Mode.PRACTISE)),
    ):
        with pytest.raises(UserError, match="不存档"):
            hall.desk.keep(talk)
    assert hall.records.count(RecordKind.DIALOGUE) == 0


def test_a_trial_leaves_nothing_behind(hall: Hall):
    talk = hall.desk.begin(small(), Mode.PRACTISE)
    talk = hall.desk.answer_typed(talk, GOOD[0])
    assert talk.dialogue.at == "when"
    assert hall.desk.unfinished(hall.person) == ()
    assert hall.desk.review(talk).score.turns[0].passed


def test_one_may_drop_what_is_under_way(hall: Hall):
    talk = through(hall, GOOD[0])
    hall.desk.drop(talk)
    assert hall.desk.unfinished(hall.person) == ()


def test_nobody_answers(hall: Hall):
    talk = hall.desk.nothing_said(hall.desk.begin(small(), Mode.EXAMINE, hall.person), 20.0)
    assert talk.line == small().citizen.unheard
    assert hall.desk.nothing_said(talk, 20.0).ending.id == "leaves"
    with pytest.raises(UserError, match="还没有输入"):
        hall.desk.answer_typed(talk, "  ")


def test_after_the_end_nothing_can_be_said(hall: Hall):
    with pytest.raises(UserError, match="已经结束"):
        hall.desk.answer_typed(through(hall, *GOOD), "再见")


def test_beside_ones_last_try(hall: Hall):
    first = hall.desk.keep(through(hall, "还缺病历。", "嗯，这个。", "嗯，那个。"))
    assert hall.desk.last_try(hall.person, "small", before=first) is None
    before = hall.desk.last_try(hall.person, "small")
    now = hall.desk.review(through(hall, *GOOD))
    difference = compared(now, before)
    assert difference.total > 0 and difference.mood > 0
    assert difference.gained == ("写下来", "★二十个工作日")
    assert difference.lost == ()
    assert compared(before, now).lost == difference.gained
    assert hall.desk.last_try(hall.person, "another") is None


def test_a_body_of_a_newer_version_is_refused(hall: Hall):
    body = hall.desk.keep(through(hall, *GOOD)).body
    with pytest.raises(UserError, match="更新版本"):
        played_from_body({**body, "version": 99})
    with pytest.raises(UserError, match="不完整"):
        played_from_body({key: value for key, value in body.items() if key != "dialogue"})


def test_a_conversation_that_cannot_be_read_is_left_out(hall: Hall):
    talk = through(hall, GOOD[0])
    store = hall.desk._conversations
    (stored,) = store.of_person(hall.person.id)
    store.put(replace(stored, id="broken", dialogue={}))
    assert [each.id for each in hall.desk.unfinished(hall.person)] == [talk.id]
