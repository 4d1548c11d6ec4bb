"""Whether a question may be used today, and if not, why: what a trainer filters a bank by."""

from datetime import date
from enum import Enum
from typing import Protocol


class QuestionState(Enum):
    """The first that applies, in this order."""

    REVIEW = "review"
    EXPIRED = "expired"
    AHEAD = "ahead"
    IN_ORDER = "in-order"

    @property
    def label(self) -> str:
        return {"review": "待复核", "expired": "已过期", "ahead": "未生效", "in-order": "可用"}[self.value]


class Judged(Protocol):
    """What is looked at: a `Question` or its `QuestionCard`."""

    @property
    def effective(self) -> date | None: ...
    @property
    def expires(self) -> date | None: ...
    @property
    def review(self) -> str: ...


def state_of(question: Judged, today: date) -> QuestionState:
    """A mark for review goes first, because somebody has to act on it."""
    if question.review:
        return QuestionState.REVIEW
    if question.expires is not None and today > question.expires:
        return QuestionState.EXPIRED
    if question.effective is not None and today < question.effective:
        return QuestionState.AHEAD
    return QuestionState.IN_ORDER
