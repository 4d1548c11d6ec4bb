"""Kept conversations to review, and a printer that only notes what it was given."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.domain.people import Person
from app.domain.records import Record, RecordKind
from app.domain.role_play.findings import Decision, decided
from app.domain.role_play.played import PlayedDialogue
from app.services.kept_records import KeptDialogue


class FakeDialoguePrinting:
    def __init__(self) -> None:
        self.printed: list[Record] = []

    def record(self, record: Record, folder: Path) -> Path:
        self.printed.append(record)
        return folder / "对话记录-王晓琳-2026-11-24.pdf"


def kept_dialogue(
    played: PlayedDialogue, number: int, person: Person, decisions: Sequence[Decision] = (), disputes: Any = ()
) -> KeptDialogue:
    record = Record(
        number, f"talk{number}", RecordKind.DIALOGUE, person.id, person.id, played.started, {}, "0" * 64, "cd" * 32
    )
    stands = decided(played, decisions)
    return KeptDialogue(record, played, played, tuple(decisions), stands, tuple(disputes))
