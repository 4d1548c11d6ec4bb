"""Which answers to their disputes people have seen, so that each is announced until it is."""

from collections.abc import Iterable

from app.storage.database import Database


class SeenAnswers:
    """The answers seen in a workspace, by the ids of the records that hold them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> frozenset[str]:
        with self._database.reading() as tables:
            return frozenset(row["record_id"] for row in tables["seen_answers"].rows)

    def add(self, record_ids: Iterable[str]) -> None:
        """Note them; one that is noted already stays so."""
        with self._database.writing() as tables:
            tables["seen_answers"].insert_all(({"record_id": id} for id in record_ids), pk="record_id", ignore=True)
