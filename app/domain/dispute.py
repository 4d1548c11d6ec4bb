"""Ask the trainer (问带教老师): a trainee disputes a line of an own kept score, a trainer answers; both stand.

    dispute raised ─► open ─► upheld (with the corrected points) │ refused │ withdrawn by the trainee

Nothing here changes a score: an upheld dispute is followed, in the same transaction, by the decisions of
the trainer that do (app/domain/overrule.py, app/domain/role_play/findings.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.people import Person, Role
from app.domain.score_sheet import Evidence

# Raised only when an old reader would misread a body; a field added with a default needs no new number.
BODY_VERSION = 1
LONGEST_REASON = 500  # characters; it is printed with the record


class Ground(Enum):
    """What the trainee says is wrong."""

    MISHEARD = "misheard"
    MISSED = "missed"
    UNJUST = "unjust"

    @property
    def label(self) -> str:
        return {"misheard": "听写错了", "missed": "说了，没有认出来", "unjust": "不该这样算"}[self.value]


class Outcome(Enum):
    UPHELD = "upheld"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {"upheld": "异议成立", "refused": "维持原评分", "withdrawn": "已撤回"}[self.value]


@dataclass(frozen=True, slots=True)
class Claim:
    """What is disputed, as the body of a DISPUTE record holds it.

    `record` is the id of the kept reply, conversation or exam, `rule` the line of its sheet (task.3 for the
    third answer of an exam); `title`, `points` and `possible` are the line's when it was disputed, `about`
    the scenario's or the exam's title; `mark` is the place that is meant, where there is one.
    """

    record: str
    rule: str
    title: str
    points: float
    possible: float
    ground: Ground
    reason: str
    mark: Evidence | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """How a dispute ended, as the body of a DISPUTE_CLOSED record holds it.

    `decisions` are the ids of the OVERRULE records made with it, `points` what the line then gave.
    """

    dispute: str
    outcome: Outcome
    reason: str
    decisions: tuple[str, ...] = ()
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute as it stands. `id` is its record's; `closing` is None while it is open, `by` the name of who
    closed it, `closing_id` the record that says so.
    """

    id: str
    person_id: str
    at: str
    claim: Claim
    closing: Closing | None = None
    by: str = ""
    by_id: str = ""
    closed_at: str = ""
    closing_id: str = ""

    @property
    def open(self) -> bool:
        return self.closing is None

    @property
    def answered(self) -> bool:
        """Whether a trainer answered it."""
        return self.closing is not None and self.closing.outcome is not Outcome.WITHDRAWN

    @property
    def standing(self) -> str:
        return self.closing.outcome.label if self.closing else "等待带教老师答复"


def check_raising(claim: Claim, person: Person, about: str, others: Iterable[Dispute]) -> None:
    """UserError where `person` may not raise this against a record about the person `about`."""
    if person.id != about:
        raise UserError("只能对自己的记录提出异议。", "请打开自己的记录再提。")
    if not claim.reason.strip():
        raise UserError("还没有写异议的理由。", "请写清您当时是怎么说的、为什么不该这样评，老师听录音时会看到。")
    if len(claim.reason) > LONGEST_REASON:
        raise UserError(f"理由写了 {len(claim.reason)} 个字，太长了。", f"请写在 {LONGEST_REASON} 个字以内。")
    if any(each.open and each.claim.record == claim.record and each.claim.rule == claim.rule for each in others):
        raise UserError(f"“{claim.title}”已经提过异议，老师还没有答复。", "请等老师答复；要改理由，请先撤回再提。")


def check_withdrawing(dispute: Dispute, person: Person) -> None:
    """UserError where `person` may not withdraw the dispute."""
    if dispute.person_id != person.id:
        raise UserError("这条异议不是您提的。", "只有提出异议的人可以撤回。")
    _check_open(dispute)


def check_deciding(dispute: Dispute, trainer: Person, upheld: bool, reason: str, corrections: Sequence[object]) -> None:
    """UserError where `trainer` may not answer the dispute so."""
    check_judge(trainer, dispute.person_id)
    _check_open(dispute)
    if not reason.strip():
        raise UserError("还没有写答复的理由。", "成立或者维持都要写理由，它会和异议一起存档。")
    if upheld and not corrections:
        raise UserError("还没有写改为几分。", "异议成立，就请写上改后的分数。")
    if corrections and not upheld:
        raise UserError("维持原评分，就不能改分数。", "要改分数，请选“异议成立”。")


def check_judge(trainer: Person, about: str) -> None:
    """UserError for someone who may not decide about the person `about`: only trainers, never about themselves."""
    if trainer.role is not Role.TRAINER:
        raise UserError("只有带教老师可以改判。", "请由带教老师登录后再改。")
    if trainer.id == about:
        raise UserError("不能改判自己的成绩。", "请由另一位带教老师来听、来改。")


def _check_open(dispute: Dispute) -> None:
    if not dispute.open:
        raise UserError(f"这条异议已经有了结果：{dispute.standing}。", "请刷新异议列表。")


def claim_to_body(claim: Claim) -> dict[str, Any]:
    return {"version": BODY_VERSION, **to_json(claim)}


def claim_from_body(body: dict[str, Any]) -> Claim:
    """The claim that a DISPUTE record's body holds; UserError where this version cannot read it."""
    return _read(body, Claim)


def closing_to_body(closing: Closing) -> dict[str, Any]:
    return {"version": BODY_VERSION, **to_json(closing)}


def closing_from_body(body: dict[str, Any]) -> Closing:
    return _read(body, Closing)


def _read(body: dict[str, Any], kind: type[Any]) -> Any:
    remedy = "请用较新的版本打开，或先运行“校验记录”查看是否被改动。"
    if not isinstance(body.get("version"), int) or body["version"] > BODY_VERSION:
        raise UserError("这条异议由更新版本的程序写成，当前版本读不懂。", remedy)
    try:
        return from_json(body, kind)
    except ValueError as error:
        raise UserError("这条异议的内容不完整或不认识，读不出来。", remedy) from error
