"""What a kept exam, conversation or shift says to practice."""

from collections.abc import Callable

from app.domain.practice_evidence import Evidence, evidence_of_dialogue, evidence_of_exam, evidence_of_shift
from app.domain.records import RecordKind
from app.domain.shift.kept import shift_from_body
from app.services.records import RecordDesk
from app.storage.records import Records


def evidence_in(stored: Records, desk: Callable[[], RecordDesk]) -> Callable[[str], Evidence]:
    """From a record's id to its evidence, with what trainers decided about it since."""

    def find(record_id: str) -> Evidence:
        record = stored.get(record_id)
        if record.kind is RecordKind.EXAM:
            return evidence_of_exam(desk().exam(record_id).result)
        if record.kind is RecordKind.SHIFT:
            return evidence_of_shift(shift_from_body(record.body))
        played = desk().dialogue(record_id).played
        return evidence_of_dialogue(played.line, played.score.whole.passed)

    return find
