"""What a spoken reply is weighed by: the rubric as a value, and the arithmetic that shares its points out.

Points are counted in whole tenths, so that sums are exact and the same on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.lexicon import Category
from app.domain.role_play.rules import ConversationRules

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Weights:
    """Tenths of a point for each dimension; together the sheet's `possible`."""

    language: int
    points: int
    forbidden: int
    delivery: int


@dataclass(frozen=True, slots=True)
class InformalGreeting:
    """What 你好 in place of 您好 earns, in percent of the greeting's points.

    Speech recognition writes 你 for 您 at whim, so that a spoken one normally loses nothing.
    """

    spoken: int
    typed: int


@dataclass(frozen=True, slots=True)
class Deductions:
    """What forbidden phrases cost: `each` in tenths by category, `at_most` in tenths together.

    From `fails_from` phrases on the reply is not passed, whatever its total; 0 switches that off.
    """

    each: tuple[tuple[Category, int], ...]
    at_most: int
    fails_from: int

    def cost(self, category: Category) -> int:
        return dict(self.each)[category]


@dataclass(frozen=True, slots=True)
class Delivery:
    """The comfortable range: characters a minute (judged from `judged_from` characters on), seconds."""

    slowest: int
    fastest: int
    judged_from: int
    longest_pause: float
    first_word: float


@dataclass(frozen=True, slots=True)
class Rubric:
    """All scoring rules in force. `version` changes whenever one of them does; every sheet names it.

    `pass_mark` is in tenths. `conversation` is what a rubric without it had.
    """

    version: str
    pass_mark: int
    weights: Weights
    informal_greeting: InformalGreeting
    deductions: Deductions
    delivery: Delivery
    conversation: ConversationRules = field(default_factory=ConversationRules)


def share(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split `total` tenths in proportion to `weights`, without a remainder.

    Each part is rounded down; the tenths left over go to the largest remainders, the earlier first
    (Hamilton's method). No weights, or only zeros: nothing is handed out.
    """
    whole = sum(weights)
    if whole == 0:
        return (0,) * len(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in remainders[: total - sum(parts)]:
        parts[i] += 1
    return tuple(parts)
