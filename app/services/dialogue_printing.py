"""Print: a kept conversation as a record to sign, as it stands today."""

import re
from collections.abc import Callable
from pathlib import Path

from app.domain.records import Record
from app.reports.dialogue_record import DialogueRecordContent, write_dialogue_record
from app.services.records import RecordDesk
from app.services.role_play import RolePlays
from app.storage.people import People

# What Windows forbids in file names; names of people and scenarios may hold anything.
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class DialoguePrinting:
    """PDFs of one workspace's conversations."""

    def __init__(
        self, desk: Callable[[], RecordDesk], people: Callable[[], People], role_plays: Callable[[], RolePlays]
    ) -> None:
        self._desk = desk
        self._people = people
        self._role_plays = role_plays

    def record(self, record: Record, folder: Path) -> Path:
        """Write the record of a conversation into `folder`. UserError where it cannot be read or written."""
        kept = self._desk().dialogue(record.id)
        person = self._people().get(record.person_id)
        role_plays = self._role_plays()
        before = role_plays.last_try(person, kept.played.scenario_id, record)
        dialogue = kept.played.dialogue
        replies = (exchange.reply for exchange in dialogue.exchanges)
        missing = frozenset(reply.recording for reply in replies if reply.recording and role_plays.audio(reply) is None)
        content = DialogueRecordContent(
            record, person, kept.first, kept.played, kept.decisions, kept.disputes, before, missing
        )
        name = "-".join(
            _UNFIT.sub("_", part) for part in ("对话记录", person.name, record.at[:10], f"第{record.number}条")
        )
        return write_dialogue_record(content, folder / f"{name}.pdf")
