"""A finished shift as it is kept: everything that happened, and what it was worth by the rubric of the day."""

from dataclasses import dataclass
from typing import Any

from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.shift.comparison import ShiftSummary, percents, summary_of
from app.domain.shift.plan import Plan
from app.domain.shift.shift_score import Figures, ShiftScore, SideScore
from app.domain.shift.state import ShiftState

BODY_VERSION = 1
_REMEDY = "请用较新的版本打开，或先运行“校验记录”查看是否被改动。"


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


@dataclass(frozen=True, slots=True)
class ShiftOutline:
    """What lists and comparisons read of a kept shift. `total` in tenths of 100 points."""

    id: str
    started: str
    plan: Plan
    sides: tuple[SideScore, ...]
    figures: Figures
    total: int
    passed: bool
    vetoed: bool

    @property
    def summary(self) -> ShiftSummary:
        return ShiftSummary(self.plan.level, self.plan.seed, self.total, percents(self.sides))


def shift_to_body(shift: KeptShift) -> dict[str, Any]:
    """The shift as JSON values, for a record's body; the total is in it for readers without this program."""
    body = {"version": BODY_VERSION, **to_json(shift)}
    return {**body, "total": shift.score.points, "passed": shift.score.passed}


def shift_from_body(body: dict[str, Any]) -> KeptShift:
    """The shift a body holds. UserError where a newer version wrote it, or something is missing."""
    _known(body)
    try:
        return from_json(body, KeptShift)
    except ValueError as error:
        raise UserError("这条岗位演练记录的内容不完整或不认识，读不出来。", _REMEDY) from error


def outline_from_body(body: dict[str, Any]) -> ShiftOutline:
    """The same of its outline only. A whole shift takes a hundred times as long, and there may be hundreds."""
    _known(body)
    try:
        score = body["score"]
        head = {"id": body["id"], "started": body["started"], "plan": body["state"]["shift"]["plan"]}
        return from_json({**score, **head, "vetoed": bool(score["red_lines"])}, ShiftOutline)
    except (ValueError, KeyError, TypeError) as error:
        raise UserError("这条岗位演练记录的内容不完整或不认识，读不出来。", _REMEDY) from error


def _known(body: dict[str, Any]) -> None:
    if not isinstance(body.get("version"), int) or body["version"] > BODY_VERSION:
        raise UserError("这条记录由更新版本的程序写成，当前版本读不懂。", _REMEDY)
