"""Whether sections that compete for the same questions can all be filled, exactly, and which cannot.

By Hall's theorem sections can be filled if and only if no set of them asks for more questions than match at
least one of them. Every drawn question changes these sums a little; a draw that would make one of them
impossible is refused, so that greedy drawing never runs into a dead end.
"""

from collections import Counter
from collections.abc import Sequence

Mask = int  # bit i: section i takes the question


class Filling:
    """`supply` counts the questions by which sections take them; `demands` is what each section asks for."""

    def __init__(self, supply: Counter[Mask], demands: Sequence[int]) -> None:
        self._demands = tuple(demands)
        count = len(demands)
        # reach[sections]: how many questions match at least one of them
        total = sum(supply.values())
        outside = [0] * (1 << count)  # questions that match only sections within the set
        for mask, number in supply.items():
            outside[mask] += number
        for bit in range(count):
            for sections in range(1 << count):
                if sections >> bit & 1:
                    outside[sections] += outside[sections ^ (1 << bit)]
        everything = (1 << count) - 1
        self._slack = {
            sections: total - outside[everything ^ sections] - self._demand(sections)
            for sections in range(1, 1 << count)
        }
        # A draw lowers a slack by one at most: only these can ever stand in the way.
        wanted = sum(demands)
        self._narrow = [sections for sections, slack in self._slack.items() if slack < wanted]

    def _demand(self, sections: int) -> int:
        return sum(wanted for i, wanted in enumerate(self._demands) if sections >> i & 1)

    def fresh(self) -> "Filling":
        """The same before anything was drawn, to draw from."""
        copy = object.__new__(Filling)
        copy._demands, copy._narrow, copy._slack = self._demands, self._narrow, dict(self._slack)
        return copy

    @property
    def possible(self) -> bool:
        return all(self._slack[sections] >= 0 for sections in self._narrow)

    def lacking(self) -> tuple[int, ...]:
        """How many questions each section lacks when they are filled in order, together as few as possible.

        What the first i sections can have together is the least, over every set of them, of what the set can
        reach plus what the others of them ask for (the rank of a transversal matroid).
        """
        lacks, before = [], 0
        for i in range(len(self._demands)):
            first = (1 << (i + 1)) - 1
            wanted = self._demand(first)
            least = min(0, *(self._slack[s] for s in range(1, first + 1)))
            lacks.append(self._demands[i] - (wanted + least - before))
            before = wanted + least
        return tuple(lacks)

    def allows(self, section: int, mask: Mask) -> bool:
        """Whether a question of this mask may go to this section without leaving another one short."""
        return all(
            self._slack[sections] > 0 for sections in self._narrow if sections & mask and not sections >> section & 1
        )

    def take(self, section: int, mask: Mask) -> None:
        for sections in self._narrow:
            if sections & mask and not sections >> section & 1:
                self._slack[sections] -= 1
