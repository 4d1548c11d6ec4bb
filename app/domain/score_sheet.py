"""The score sheet of one reply: lines with their rules, reasons and evidence, and how they add up."""

from dataclasses import dataclass, replace
from enum import Enum

from app.domain.rubric import TENTHS


class Dimension(Enum):
    """The four sides of a spoken reply that the rubric weighs, and what only a whole conversation has."""

    LANGUAGE = "language"
    POINTS = "points"
    FORBIDDEN = "forbidden"
    DELIVERY = "delivery"
    CONVERSATION = "conversation"  # how it ended, hints taken, silence

    @property
    def label(self) -> str:
        return _DIMENSIONS[self.value]


_DIMENSIONS = {
    "language": "文明用语",
    "points": "应答要点",
    "forbidden": "服务禁语",
    "delivery": "表达",
    "conversation": "整场对话",
}


class Effect(Enum):
    """What a line does besides adding its points."""

    POINTS = "points"
    REQUIRED = "required"  # a ★ point: without points the reply is not passed
    DEDUCTION = "deduction"  # a forbidden phrase: enough of them and the reply is not passed
    VETO = "veto"  # a forbidden phrase that voids the whole reply
    FAILS = "fails"  # a deduction that fails the whole by itself: a conversation that ended badly


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that gave or cost points, and where they are, in seconds.

    `turn` is the reply of a conversation they belong to, from 0; the times are those of its recording.
    """

    text: str
    start: float
    end: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One rule applied. `points` of `possible`; a deduction has possible 0 and points of 0 or less.

    `rule` is unique on its sheet (language.greeting, points.renew, forbidden.absent, forbidden.F12 …).
    """

    rule: str
    dimension: Dimension
    title: str
    points: float
    possible: float
    reason: str
    evidence: tuple[Evidence, ...] = ()
    effect: Effect = Effect.POINTS


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The score of one reply.

    `total` is the sum of the lines, lies in 0 to `possible` (100 by the shipped rubric), and is 0 when
    `veto` names the rule that voided it; `hints` are remarks without points. The versions say which
    rules were in force; `pass_mark` and `fails_from` are that rubric's, so that a sheet can be judged
    again after a trainer has overruled a line.
    """

    lines: tuple[ScoreLine, ...]
    total: float
    possible: float
    passed: bool
    veto: str
    hints: tuple[str, ...]
    rubric_version: str
    lexicon_version: str
    pass_mark: float = 60.0
    fails_from: int = 0


def judge(sheet: ScoreSheet) -> ScoreSheet:
    """The sheet with total, veto and passed as its lines have them."""
    veto = next((line.rule for line in sheet.lines if line.effect is Effect.VETO), "")
    tenths = 0 if veto else max(0, sum(in_tenths(line.points) for line in sheet.lines))
    passed = not veto and tenths >= in_tenths(sheet.pass_mark) and not failing_rules(sheet)
    return replace(sheet, total=tenths / TENTHS, veto=veto, passed=passed)


def failing_rules(sheet: ScoreSheet) -> tuple[str, ...]:
    """The rules that fail it whatever its total: ★ points left out, too many forbidden phrases, a bad end."""
    left_out = tuple(line.rule for line in sheet.lines if line.effect is Effect.REQUIRED and line.points <= 0)
    offences = tuple(line.rule for line in sheet.lines if line.effect in (Effect.DEDUCTION, Effect.VETO))
    too_many = offences if sheet.fails_from and len(offences) >= sheet.fails_from else ()
    failed = tuple(line.rule for line in sheet.lines if line.effect is Effect.FAILS)
    return left_out + too_many + failed


def in_tenths(points: float) -> int:
    return round(points * TENTHS)
