"""Chance that is the same everywhere: from one seed the same draws on every platform and version of Python.

Only `random.Random.random()` is used, whose sequence Python promises to keep for an integer seed; what is
drawn from it is arithmetic of our own, without logarithms, whose last digit differs between machines.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from app.domain.paper import rank

_Item = TypeVar("_Item")


class Chance:
    """One stream of draws; another `salt` gives another, independent one."""

    def __init__(self, seed: int, *salt: object) -> None:
        self._random = Random(rank("shift", seed, *salt))

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability

    def below(self, count: int) -> int:
        return int(self._random.random() * count)

    def between(self, least: int, most: int) -> int:
        return least + self.below(most - least + 1)

    def pick(self, items: Sequence[_Item]) -> _Item:
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[_Item], weights: Sequence[int]) -> _Item:
        at = self.below(sum(weights))
        for item, weight in zip(items, weights, strict=True):
            if at < weight:
                return item
            at -= weight
        raise ValueError("weights must be positive")

    def shuffled(self, items: Sequence[_Item]) -> list[_Item]:
        """Fisher and Yates."""
        mixed = list(items)
        for i in range(len(mixed) - 1, 0, -1):
            j = self.below(i + 1)
            mixed[i], mixed[j] = mixed[j], mixed[i]
        return mixed
