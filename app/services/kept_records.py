"""What was kept about a person, together with everything decided about it since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.attempt import Attempt
from app.domain.dispute import Dispute
from app.domain.exam_result import ExamResult
from app.domain.overrule import Overruling
from app.domain.records import Record, RecordKind
from app.domain.role_play.findings import Decision, FindingRuling, Ruled, decided
from app.domain.role_play.played import PlayedDialogue, played_from_body
from app.domain.score_sheet import ScoreSheet
from app.storage.records import Records

_TASK = "task."  # what a decision on an exam names: task.1 is the first question


@dataclass(frozen=True, slots=True)
class KeptAttempt:
    """An attempt with everything decided about it since.

    `attempt` is as it was first scored; `latest` as it was last scored again by newer rules (the same
    where it never was); `sheet` is `latest`'s with the overrulings applied.
    """

    record: Record
    attempt: Attempt
    latest: Attempt
    overrulings: tuple[Overruling, ...]
    sheet: ScoreSheet
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptDialogue:
    """A conversation with everything decided about it since.

    `first` is as it was first scored; `latest` as it was last scored again by newer rules (the same where
    it never was); `played` is `latest` with the decisions applied.
    """

    record: Record
    first: PlayedDialogue
    latest: PlayedDialogue
    decisions: tuple[Decision, ...]
    played: PlayedDialogue
    disputes: tuple[Dispute, ...] = ()

    @property
    def sheet(self) -> ScoreSheet:
        """The sheet that counts, as it stands."""
        return self.played.score.whole


@dataclass(frozen=True, slots=True)
class KeptExam:
    """An exam that was handed in. `first` is as it was marked, `result` with what a trainer decided since."""

    record: Record
    first: ExamResult
    result: ExamResult
    disputes: tuple[Dispute, ...] = ()


Kept = KeptAttempt | KeptDialogue | KeptExam


def task_rule(task: int) -> str:
    """What a decision on an answer of an exam names; `task` counts from 0."""
    return f"{_TASK}{task + 1}"


def task_of(rule: str) -> int:
    """The answer that `task_rule` named; -1 for anything else."""
    number = rule.removeprefix(_TASK)
    return int(number) - 1 if rule.startswith(_TASK) and number.isdecimal() else -1


def overruling_of(body: Mapping[str, Any], trainer: str = "") -> Overruling:
    """The decision on a line that the body of an OVERRULE record holds."""
    return Overruling(body["rule"], body["points"], body["reason"], trainer, body.get("start"))


def decision_of(body: Mapping[str, Any], trainer: str = "") -> Decision:
    """The decision that the body of an OVERRULE record about a conversation holds."""
    if "finding" not in body:
        return overruling_of(body, trainer)
    return FindingRuling(
        Ruled(body["finding"]), body["rule"], body["turn"], body["start"], body["words"], body["reason"], trainer
    )


def later_records(records: Records, person_id: str) -> dict[str, tuple[Record, ...]]:
    """What was scored again and decided about a person's records, by the record's id, oldest first."""
    found: dict[str, tuple[Record, ...]] = {}
    for kind in (RecordKind.RESCORE, RecordKind.OVERRULE):
        for record in records.for_person(person_id, kind):
            about = record.body["record"]
            found[about] = (*found.get(about, ()), record)
    return found


def kept_dialogue(
    record: Record, later: Sequence[Record], name: Callable[[Record], str], disputes: tuple[Dispute, ...] = ()
) -> KeptDialogue:
    """A conversation with what came `later`; `name` gives who made a decision."""
    first = latest = played_from_body(record.body)
    decisions: list[Decision] = []
    for each in later:
        if each.kind is RecordKind.RESCORE:
            latest = played_from_body(each.body["dialogue"])
        else:
            decisions.append(decision_of(each.body, name(each)))
    return KeptDialogue(record, first, latest, tuple(decisions), decided(latest, decisions), disputes)
