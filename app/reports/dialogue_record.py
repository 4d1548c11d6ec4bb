"""The record of a conversation: what it prints, and the PDF written whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.dispute import Dispute
from app.domain.people import Person
from app.domain.records import Record
from app.domain.role_play.findings import Decision
from app.domain.role_play.played import PlayedDialogue
from app.reports.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class DialogueRecordContent:
    """Everything the pages print, and nothing they have to look up.

    `record` is the row of the chain that holds the conversation. `first` is as the application scored it,
    `played` as it stands after `decisions` (the same where there are none). `before` is the person's last
    try of the same role-play, None where this is the first. `missing` are the names of recordings whose
    files are no longer there.
    """

    record: Record
    person: Person
    first: PlayedDialogue
    played: PlayedDialogue
    decisions: Sequence[Decision] = ()
    disputes: Sequence[Dispute] = ()
    before: PlayedDialogue | None = None
    missing: frozenset[str] = frozenset()


def write_dialogue_record(content: DialogueRecordContent, path: Path) -> Path:
    """Write the record as a PDF (A4, the same bytes for the same content) and return `path`.

    UserError if the fonts are missing or the file cannot be written; a file that was there before then
    stays as it was.
    """
    from app.reports.dialogue_record_pages import dialogue_record_pdf

    return write_whole(path, dialogue_record_pdf(content))
