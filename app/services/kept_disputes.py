"""Disputes as they stand in the chain: what was claimed, and how each ended."""

from app.domain.dispute import Dispute, claim_from_body, closing_from_body
from app.domain.records import Record, RecordKind
from app.storage.people import People
from app.storage.records import Records


def disputes_of(records: Records, people: People, person_id: str) -> tuple[Dispute, ...]:
    """A person's disputes, oldest first."""
    raised = records.for_person(person_id, RecordKind.DISPUTE)
    closed = records.for_person(person_id, RecordKind.DISPUTE_CLOSED) if raised else ()
    return _put_together(raised, closed, people)


def all_disputes(records: Records, people: People) -> tuple[Dispute, ...]:
    """Everybody's disputes, oldest first."""
    return _put_together(records.of_kind(RecordKind.DISPUTE), records.of_kind(RecordKind.DISPUTE_CLOSED), people)


def by_record(disputes: tuple[Dispute, ...]) -> dict[str, tuple[Dispute, ...]]:
    """The disputes by the id of the record they are about."""
    found: dict[str, tuple[Dispute, ...]] = {}
    for each in disputes:
        found[each.claim.record] = (*found.get(each.claim.record, ()), each)
    return found


def _put_together(raised: tuple[Record, ...], closed: tuple[Record, ...], people: People) -> tuple[Dispute, ...]:
    ends = {record.body["dispute"]: record for record in closed}
    found = []
    for record in raised:
        dispute = Dispute(record.id, record.person_id, record.at, claim_from_body(record.body))
        end = ends.get(record.id)
        if end is not None:
            closing, by = closing_from_body(end.body), people.get(end.actor_id).name
            dispute = Dispute(
                record.id, record.person_id, record.at, dispute.claim, closing, by, end.actor_id, end.at, end.id
            )
        found.append(dispute)
    return tuple(found)
