"""Which sounds stand side by side in what was heard: a quick look before a pattern is searched for in earnest."""

from collections import Counter
from dataclasses import dataclass
from itertools import product

from app.domain.heard import Heard
from app.domain.patterns import Pattern

# From this length on a pattern may hold one character that was heard quite differently: two pairs less.
_ROBUST = 4


@dataclass(frozen=True, slots=True)
class Sounds:
    """How often each pair of neighbouring classes of sound occurs, and the single ones that do."""

    pairs: Counter[tuple[str, str]]
    singles: frozenset[str]

    def may_hold(self, pattern: Pattern) -> bool:
        """False only where the pattern cannot be in there; the same rule by which phrases are found."""
        if not pattern.fewest_pairs:
            return not self.singles.isdisjoint(pattern.singles)
        needed = max(1, pattern.fewest_pairs - (2 if pattern.shortest >= _ROBUST else 0))
        return sum(self.pairs[pair] for pair in pattern.pairs if pair in self.pairs) >= needed


def sounds_in(heard: Heard) -> Sounds:
    pairs: Counter[tuple[str, str]] = Counter()
    singles: set[str] = set()
    before: tuple[str, ...] = ()
    for classes in heard.classes:
        pairs.update(product(before, classes))
        singles.update(classes)
        before = classes
    return Sounds(pairs, frozenset(singles))
