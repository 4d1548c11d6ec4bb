"""A finished shift as it is kept: everything that happened, and what it was worth by the rubric of the day."""

from dataclasses import dataclass
from typing import Any

from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.shift.comparison import ShiftSummary, summary_of
from app.domain.shift.shift_score import ShiftScore
from app.domain.shift.state import ShiftState

BODY_VERSION = 1


@dataclass(frozen=True, slots=True)
class KeptShift:
    """`id` is what it had while it was under way; `started` ISO 8601 with offset."""

    id: str
    started: str
    state: ShiftState
    score: ShiftScore

    @property
    def summary(self) -> ShiftSummary:
        plan = self.state.shift.plan
        return summary_of(plan.level, plan.seed, self.score)


def shift_to_body(shift: KeptShift) -> dict[str, Any]:
    """The shift as JSON values, for a record's body; the total is in it for readers without this program."""
    body = {"version": BODY_VERSION, **to_json(shift)}
    return {**body, "total": shift.score.points, "passed": shift.score.passed}


def shift_from_body(body: dict[str, Any]) -> KeptShift:
    """The shift a body holds. UserError where a newer version wrote it, or something is missing."""
    remedy = "请用较新的版本打开，或先运行“校验记录”查看是否被改动。"
    if not isinstance(body.get("version"), int) or body["version"] > BODY_VERSION:
        raise UserError("这条记录由更新版本的程序写成，当前版本读不懂。", remedy)
    try:
        return from_json(body, KeptShift)
    except ValueError as error:
        raise UserError("这条岗位演练记录的内容不完整或不认识，读不出来。", remedy) from error
