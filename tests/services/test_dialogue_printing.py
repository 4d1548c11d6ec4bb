"""A kept conversation printed from a real database: as it stands, beside the try before, with what is missing named."""

from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import pymupdf
import pytest

from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.records import Record
from app.domain.role_play.dialogue import Mode
from app.services.dialogue_printing import DialoguePrinting
from app.services.records import RecordDesk
from app.services.role_play import RolePlays
from app.services.rules import Rules
from app.storage.conversations import Conversations
from app.storage.database import open_database
from app.storage.people import People
from app.storage.records import Records
from app.system.places import Workspace
from tests.domain.role_play.small_scenario import small
from tests.services.test_role_play import GOOD, Ears


@dataclass
class Office:
    printing: DialoguePrinting
    role_plays: RolePlays
    desk: RecordDesk
    people: People
    person: Person
    recordings: Path

    def kept(self, *texts: str) -> Record:
        """A spoken conversation that ends with these replies."""
        talk = self.role_plays.begin(small(), Mode.PRACTISE, self.person)
        for at, text in enumerate(texts):
            path = self.recordings / f"{talk.id[:6]}-{at}.wav"
            path.write_text(text, encoding="utf-8")
            talk = self.role_plays.answer_file(talk, path, 2.0)
        if not talk.ended:
            talk = self.role_plays.give_up(talk)
        return self.role_plays.keep(talk)


@pytest.fixture
def office(workspace: Workspace) -> Office:
    database = open_database(workspace.database)
    records, people = Records(database), People(database)
    person = people.add("王/晓琳", Role.TRAINEE, "1024")
    clock = iter(range(10_000))
    role_plays = RolePlays(
        Rules(workspace), Ears(workspace.recordings), Conversations(database), records,
        lambda: datetime.fromtimestamp(1_795_000_000 + next(clock) * 60, timezone.utc),
    )  # fmt: skip
    desk = RecordDesk(records, people)
    printing = DialoguePrinting(lambda: desk, lambda: people, lambda: role_plays)
    return Office(printing, role_plays, desk, people, person, workspace.recordings)


def text_of(path: Path) -> str:
    with pymupdf.open(path) as document:
        return "".join(page.get_text() for page in document).replace("\n", "")


def test_the_second_try_is_printed_beside_the_first(office: Office, tmp_path: Path):
    first, second = office.kept("还缺病历。"), office.kept(*GOOD)
    paths = [office.printing.record(record, tmp_path / "打印") for record in (first, second)]
    assert [path.name for path in paths] == [
        f"对话记录-王_晓琳-{record.at[:10]}-第{record.number}条.pdf" for record in (first, second)
    ]
    assert "和上次比" not in text_of(paths[0]) and "中途放弃" in text_of(paths[0])
    printed = text_of(paths[1])
    assert "比上次高" in printed and second.hash in printed and GOOD[0] in printed.replace(" ", "")


def test_a_decision_of_a_trainer_is_printed_with_its_name(office: Office, tmp_path: Path):
    record = office.kept("还缺病历，我写给您。")
    trainer = office.people.add("周培兰", Role.TRAINER, pin="2468")
    office.desk.overrule(record.id, "points.days", 10.0, "录音末尾说了二十个工作日。", trainer)
    printed = text_of(office.printing.record(record, tmp_path))
    assert "周培兰" in printed and "录音末尾说了二十个工作日。" in printed and "自动评分" in printed


def test_a_recording_that_was_moved_away_is_named(office: Office, tmp_path: Path):
    record = office.kept(*GOOD)
    next(iter(sorted(office.recordings.glob("*-1.wav")))).unlink()
    assert text_of(office.printing.record(record, tmp_path)).count("录音文件已不在") == 1


def test_a_folder_that_cannot_be_written_to_is_told(office: Office, tmp_path: Path):
    record = office.kept(*GOOD)
    blocked = tmp_path / "打印"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="写不进去"):
        office.printing.record(record, blocked)
