"""What a shift is weighed by; everything in tenths of a point, so that sums are exact."""

from dataclasses import dataclass
from enum import Enum

from app.domain.lexicon import Category

FULL = 1000  # tenths: every dimension of a case is worth 100 points before the weights


class Side(Enum):
    """The six sides of a shift. The first four are scored case by case."""

    SERVICE = "service"
    CORRECTNESS = "correctness"
    COMPLETENESS = "completeness"
    COMPLIANCE = "compliance"
    THROUGHPUT = "throughput"
    WAITING = "waiting"

    @property
    def label(self) -> str:
        return {
            "service": "服务",
            "correctness": "办理正确",
            "completeness": "一次性告知",
            "compliance": "守规矩",
            "throughput": "办结量",
            "waiting": "等候时间",
        }[self.value]


BY_CASE = (Side.SERVICE, Side.CORRECTNESS, Side.COMPLETENESS, Side.COMPLIANCE)


class Breach(Enum):
    """What costs points of compliance. Red lines are not among them: they void the shift."""

    NEEDLESS_PAPER = "needless_paper"
    NO_REVIEW = "no_review"
    OUT_OF_TURN = "out_of_turn"
    GIFT_LEFT = "gift_left"
    FAVOUR = "favour"

    @property
    def label(self) -> str:
        return {
            "needless_paper": "要了不该要的材料",
            "no_review": "该复核的没有复核",
            "out_of_turn": "没有按号办理",
            "gift_left": "没有谢绝礼品",
            "favour": "照顾熟人",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ServiceShares:
    """How the points for service are shared out; what does not apply to a case is shared among the rest."""

    greeting: int
    farewell: int
    comfort: int
    aid: int
    restraint: int


@dataclass(frozen=True, slots=True)
class CorrectnessShares:
    asks: int
    business: int
    papers: int
    decision: int
    steps: int
    hand_over: int
    leader: int


@dataclass(frozen=True, slots=True)
class WaitingRule:
    """Up to `grace` seconds more than at the standard pace cost nothing; from `late` seconds on nothing is left."""

    grace: int
    late: int


@dataclass(frozen=True, slots=True)
class ShiftRubric:
    """`version` changes whenever a rule does. `weights` add up to 1000; `pass_mark` in tenths.

    In percent: `least` of every side that is scored by case, or the shift is not passed; `offences` what each
    forbidden phrase costs of a case's points for restraint; `breaches` what a breach costs of its compliance;
    `pace` the share of throughput that goes by handling times; `deserted` what leaving the window before closing,
    or with people waiting who have a ticket, costs of the compliance of the whole shift.
    """

    version: str
    pass_mark: int
    least: int
    weights: tuple[tuple[Side, int], ...]
    service: ServiceShares
    correctness: CorrectnessShares
    offences: tuple[tuple[Category, int], ...]
    breaches: tuple[tuple[Breach, int], ...]
    pace: int
    deserted: int
    waiting: WaitingRule

    def weight(self, side: Side) -> int:
        return dict(self.weights)[side]

    def cost(self, breach: Breach) -> int:
        return dict(self.breaches)[breach]
