"""Role-plays under way on disk: each turn stored as it is said, so that a kill or a power cut loses nothing."""

import json
from dataclasses import dataclass
from typing import Any

from app.storage.database import Database


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """One row. `scenario` is the role-play as it was when the conversation began, `dialogue` its state."""

    id: str
    person_id: str
    scenario_id: str
    started: str
    scenario: dict[str, Any]
    dialogue: dict[str, Any]


class Conversations:
    """The unfinished (and the finished, not yet kept) conversations of a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, conversation: StoredConversation) -> None:
        """Add or replace; it is on disk when this returns. UserError where the disk is full or read-only."""
        with self._database.writing() as tables:
            tables["conversations"].upsert(
                {
                    "id": conversation.id,
                    "person_id": conversation.person_id,
                    "scenario_id": conversation.scenario_id,
                    "started": conversation.started,
                    "scenario": json.dumps(conversation.scenario, ensure_ascii=False),
                    "dialogue": json.dumps(conversation.dialogue, ensure_ascii=False),
                },
                pk="id",
            )

    def of_person(self, person_id: str) -> tuple[StoredConversation, ...]:
        """A person's conversations, newest first."""
        with self._database.reading() as tables:
            rows = tables["conversations"].rows_where("person_id = ?", [person_id], order_by="started desc, rowid desc")
            return tuple(
                StoredConversation(
                    row["id"],
                    row["person_id"],
                    row["scenario_id"],
                    row["started"],
                    json.loads(row["scenario"]),
                    json.loads(row["dialogue"]),
                )
                for row in rows
            )

    def count_of_scenario(self, scenario_id: str) -> int:
        """How many there are of one role-play, whoever they belong to."""
        with self._database.reading() as tables:
            return tables["conversations"].count_where("scenario_id = ?", [scenario_id])

    def drop(self, id: str) -> None:
        with self._database.writing() as tables:
            tables["conversations"].delete_where("id = ?", [id])
