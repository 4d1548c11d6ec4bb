"""Who may dispute what, who may answer, and how a dispute's body is read again."""

import pytest

from app.domain.dispute import (
    Claim,
    Closing,
    Dispute,
    Ground,
    Outcome,
    check_deciding,
    check_raising,
    check_withdrawing,
    claim_from_body,
    claim_to_body,
    closing_from_body,
    closing_to_body,
)
from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.score_sheet import Evidence

LIN = Person("lin", "林喆", Role.TRAINEE)
QIAN = Person("qian", "钱堃", Role.TRAINER)
CLAIM = Claim(
    "r1", "language.greeting", "迎候", 0.0, 10.0, Ground.MISSED, "我说了您好。", Evidence("您好", 1.0, 1.5, 2), "情景"
)
OPEN = Dispute("d1", "lin", "2026-11-24T09:00:00+08:00", CLAIM)


def closed(outcome: Outcome) -> Dispute:
    return Dispute(
        "d1", "lin", OPEN.at, CLAIM, Closing("d1", outcome, "听到了。", ("o1",), 10.0), "钱堃", "qian", OPEN.at, "x"
    )


def test_a_dispute_says_how_it_stands():
    assert OPEN.open and not OPEN.answered and OPEN.standing == "等待带教老师答复"
    assert not closed(Outcome.UPHELD).open and closed(Outcome.UPHELD).answered
    assert not closed(Outcome.WITHDRAWN).answered and closed(Outcome.WITHDRAWN).standing == "已撤回"


def test_bodies_are_read_again_and_unknown_fields_are_passed_over():
    assert claim_from_body(claim_to_body(CLAIM)) == CLAIM
    assert claim_from_body({**claim_to_body(CLAIM), "later": 1}) == CLAIM
    closing = closed(Outcome.REFUSED).closing
    assert closing and closing_from_body(closing_to_body(closing)) == closing
    small = {"version": 1, "dispute": "d1", "outcome": "withdrawn", "reason": ""}
    assert closing_from_body(small) == Closing("d1", Outcome.WITHDRAWN, "")


@pytest.mark.parametrize("body", [{}, {"version": 2}, {"version": "1"}, {"version": 1, "record": "r"}])
def test_a_body_that_cannot_be_read_is_said(body):
    with pytest.raises(UserError, match="异议"):
        claim_from_body(body)


def test_one_open_dispute_a_line():
    check_raising(CLAIM, LIN, "lin", [])
    with pytest.raises(UserError, match="已经提过异议"):
        check_raising(CLAIM, LIN, "lin", [OPEN])
    check_raising(CLAIM, LIN, "lin", [closed(Outcome.REFUSED)])
    check_raising(CLAIM, LIN, "lin", [Dispute("d2", "lin", OPEN.at, Claim(**{**_fields(), "rule": "points.days"}))])


def _fields() -> dict:
    return {name: getattr(CLAIM, name) for name in CLAIM.__slots__}


@pytest.mark.parametrize(("reason", "message"), [("  ", "还没有写"), ("字" * 501, "太长")])
def test_a_reason_is_needed_and_has_its_limits(reason, message):
    with pytest.raises(UserError, match=message):
        check_raising(Claim(**{**_fields(), "reason": reason}), LIN, "lin", [])


def test_only_ones_own_score_is_disputed_and_only_ones_own_dispute_withdrawn():
    with pytest.raises(UserError, match="自己的记录"):
        check_raising(CLAIM, QIAN, "lin", [])
    check_withdrawing(OPEN, LIN)
    with pytest.raises(UserError, match="不是您提的"):
        check_withdrawing(OPEN, QIAN)
    with pytest.raises(UserError, match="已经有了结果：异议成立"):
        check_withdrawing(closed(Outcome.UPHELD), LIN)


def test_a_trainer_answers_with_a_reason_and_never_about_themselves():
    check_deciding(OPEN, QIAN, True, "听到了。", ["一处改正"])
    check_deciding(OPEN, QIAN, False, "没有这一句。", [])
    own = Dispute("d3", "qian", OPEN.at, CLAIM)
    for dispute, person, upheld, reason, corrections, message in (
        (OPEN, LIN, False, "理由", [], "只有带教老师"),
        (own, QIAN, False, "理由", [], "不能改判自己"),
        (OPEN, QIAN, False, " ", [], "答复的理由"),
        (OPEN, QIAN, True, "理由", [], "改为几分"),
        (OPEN, QIAN, False, "理由", ["一处改正"], "不能改分数"),
        (closed(Outcome.WITHDRAWN), QIAN, False, "理由", [], "已撤回"),
    ):
        with pytest.raises(UserError, match=message):
            check_deciding(dispute, person, upheld, reason, corrections)
