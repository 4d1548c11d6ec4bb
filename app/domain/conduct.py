"""From hits to a score sheet: pure, deterministic, every line with its rule, reason and evidence."""

from dataclasses import dataclass
from enum import Enum


class Dimension(Enum):
    """The four sides of a spoken reply that the rubric weighs."""

    LANGUAGE = "language"
    POINTS = "points"
    FORBIDDEN = "forbidden"
    DELIVERY = "delivery"

    @property
    def label(self) -> str:
        return {"language": "文明用语", "points": "应答要点", "forbidden": "服务禁语", "delivery": "表达"}[self.value]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that gave or cost points, and where they are, in seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One rule applied. `points` of `possible`; a deduction has possible 0 and negative points."""

    rule: str
    dimension: Dimension
    title: str
    points: float
    possible: float
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The score of one reply.

    `total` lies in 0 to `possible` (100 by the shipped rubric) and is 0 when `veto` names the rule
    that voided it; `hints` are remarks without points. The versions say which rules were in force.
    """

    lines: tuple[ScoreLine, ...]
    total: float
    possible: float
    passed: bool
    veto: str
    hints: tuple[str, ...]
    rubric_version: str
    lexicon_version: str
