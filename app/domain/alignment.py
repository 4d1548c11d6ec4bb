"""Where a pattern is heard: the cheapest way through its graph along the characters of a transcript."""

from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.heard import Break, Heard
from app.domain.patterns import Edge, Pattern, Step
from app.domain.sounds import SAME_SOUND, skip_cost

# What a phrase of so many characters may differ in all: two or three characters in sound only,
# longer ones also by a character or so. Source: the benchmark on Whisper's own mistakes.
_BUDGET = (0.0, 0.02, SAME_SOUND + 0.02, 0.32, 0.52, 0.62, 0.85, 1.05, 1.2, 1.3, 1.4)
# At least so much of it must be the very characters; more where a slot lets anything stand between.
_LITERAL_SHARE = 0.6
_LITERAL_SHARE_WITH_SLOT = 0.74
_EXACT = 0.02
_UNEXPECTED_CLAUSE = 0.25
_NEVER = 99.0
# The last character is what tells 怎么这么慢 from 怎么这么笨.
_LOOSE = 0.46
# From this probability on, a character that sounds like another costs more than its sound; typed ones most.
_DOUBTED = 0.96
_SURE_COSTS = 1.5
# A wrong character in between costs this much or more: such a match is a guess.
_GUESS = 0.5


# What may be so far off that only the recording itself can tell: see near_misses.py.
_NEAR_MISS = 0.55


def budget(length: int) -> float:
    return _BUDGET[min(length, len(_BUDGET) - 1)]


def near_budget(length: int) -> float:
    return budget(length) + _NEAR_MISS


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern heard in the half-open range of units; `literal` are those its characters fell on.

    `cost` in characters, `length` the characters of the pattern on the way taken; `worst` is the
    dearest single step. `way` is the pattern's own characters in order, each with the unit it fell on
    (None: it was not heard).
    """

    first: int
    last: int
    cost: float
    length: int
    literal: tuple[int, ...]
    worst: float
    way: tuple[tuple[str, int | None], ...] = ()

    @property
    def guessed(self) -> bool:
        return self.worst >= _GUESS


class _Way(NamedTuple):
    """A way to a node: compared by its first three, so that the cheapest, then longest, then latest wins.

    `trace` links the pattern's characters and the units they fell on, last first, `exact` counts those that are the very
    character; `crossing` is True behind a pause that the pattern allows, `loose` where the last
    character of the pattern was not heard, or heard quite differently.
    """

    spent: float
    shortness: int
    earliness: int
    trace: tuple | None
    worst: float
    crossing: bool
    exact: int
    loose: bool

    @property
    def good(self) -> bool:
        """Close enough for its length, and not by its sound alone."""
        length = -self.shortness
        if self.trace is None or self.loose or self.spent > budget(length):
            return False
        if self.exact == length:
            return True
        last, first = _last(self.trace), -self.earliness
        share = _LITERAL_SHARE if last - first < length + 1 else _LITERAL_SHARE_WITH_SLOT
        return self.exact >= share * length or (length == 2 and last - first == 1 and self.exact == 1)

    @property
    def near(self) -> bool:
        """Near enough to ask the recording: something of it is its very character."""
        return self.trace is not None and self.exact > 0 and self.spent <= near_budget(-self.shortness)


def matches(pattern: Pattern, heard: Heard, low: int, high: int) -> Iterator[Match]:
    """Every end of the pattern within units `low` to `high`, each with its best beginning."""
    return _found(pattern, heard, low, high, budget(pattern.longest), lambda way: way.good)


def near_misses(pattern: Pattern, heard: Heard, low: int, high: int) -> Iterator[Match]:
    """The same, with what is not close enough to count and yet may have been said."""
    return _found(pattern, heard, low, high, near_budget(pattern.longest), lambda way: way.near)


def _found(
    pattern: Pattern, heard: Heard, low: int, high: int, limit: float, wanted: Callable[[_Way], bool]
) -> Iterator[Match]:
    firsts, lasts, classes = pattern.firsts, pattern.lasts, heard.classes
    last = next((at for at in range(high - 1, low - 1, -1) if not lasts.isdisjoint(classes[at])), -1)
    starts = [at for at in range(low, last + 1) if not firsts.isdisjoint(classes[at])]
    if not starts:
        return
    ways: list[dict[int, _Way]] = [{} for _ in pattern.nodes]
    ways[0] = {at: _Way(0.0, 0, -at, None, 0.0, False, 0, False) for at in starts}
    for node, edges in enumerate(pattern.nodes[:-1]):
        if ways[node]:
            _go_on(edges, ways, ways[node], heard, high, limit)
    for at, way in ways[-1].items():
        way = _Way._make(way)
        if wanted(way):
            path = _unwind(way.trace)
            literal = tuple(unit for _, unit in path if unit is not None)
            yield Match(literal[0], at, way.spent, -way.shortness, literal, way.worst, path)


def _go_on(
    edges: tuple[Edge, ...], ways: list[dict[int, tuple]], here: dict[int, tuple], heard: Heard, high: int, limit: float
) -> None:
    """Follow every edge of one node from every place in `here`; `ways` has the ways known so far by node.

    Some ten thousand steps make up the matching of one reply, so that this is one long function over plain
    tuples (in the order of _Way's fields).
    """
    characters, breaks = heard.characters, heard.breaks
    queue = sorted(here)
    for at in queue:
        way = here[at]
        spent, shortness, earliness, trace, worst, crossing, exact, loose = way
        begun, lies = trace is not None, breaks[at]
        # What it costs that a comma or pause lies where the pattern has none.
        unexpected = (
            0.0 if not begun or crossing or not lies else _UNEXPECTED_CLAUSE if lies is Break.CLAUSE else _NEVER
        )
        hear = at < high and spent + unexpected <= limit
        character = characters[at] if hear else ""
        for step, target, sound, least, most, strict, costs in edges:
            if step is Step.SOUND:
                if hear:
                    if strict:
                        paid, meant = (0.0 if sound == character else _NEVER), sound
                    else:
                        paid, meant = costs[character]
                    if spent + paid <= limit:
                        if paid >= SAME_SOUND and not strict:
                            # Of what the model was sure to hear one in ten is wrong, of what it doubted every second.
                            sure = max(0.0, (heard.units[at].probability - _DOUBTED) / (1 - _DOUBTED))
                            paid = paid * (1 + _SURE_COSTS * sure)
                        total = spent + paid + unexpected
                        if total <= limit:
                            known = ways[target].get(at + 1)
                            begins = earliness if begun else -at
                            rank = (total, shortness - 1, begins)
                            if known is None or rank < known[:3]:
                                ways[target][at + 1] = (
                                    *rank, ((meant, at), trace), max(worst, paid), False,
                                    exact + (paid <= _EXACT), paid > _LOOSE,
                                )  # fmt: skip
                if begun:
                    paid, meant = costs.missing
                    total = spent + paid
                    if total <= limit:
                        known = ways[target].get(at)
                        rank = (total, shortness, earliness)
                        if known is None or rank < known[:3]:
                            ways[target][at] = (*rank, ((meant, None), trace), max(worst, paid), crossing, exact, True)
                continue
            if step is Step.SLOT:
                for length in range(most + 1):
                    if length >= least:
                        _reach(ways[target], at + length, way)
                    # A slot stays within its clause; only at its very beginning may an allowed pause lie.
                    if at + length >= high or (breaks[at + length] and (length or not crossing)):
                        break
            elif step is Step.PAUSE:
                _reach(ways[target], at, (spent, shortness, earliness, trace, worst, True, exact, loose))
            elif step is Step.SKIP or lies:
                _reach(ways[target], at, way)
        # Pass over a character that the pattern does not have, if that is a better way to the next.
        if begun and hear:
            paid = skip_cost(character)
            total = spent + paid + unexpected
            if total <= limit:
                known = here.get(at + 1)
                if known is None or known[:3] > (total, shortness, earliness):
                    here[at + 1] = (total, shortness, earliness, trace, max(worst, paid), False, exact, loose)
                    if at + 1 not in queue:
                        insort(queue, at + 1)


def _reach(places: dict[int, tuple], at: int, way: tuple) -> None:
    known = places.get(at)
    if known is None or way[:3] < known[:3]:
        places[at] = way


def _last(trace: tuple) -> int:
    """The last unit that a character fell on; the first character always fell on one."""
    while trace[0][1] is None:
        trace = trace[1]
    return trace[0][1]


def _unwind(trace: tuple | None) -> tuple[tuple[str, int | None], ...]:
    path = []
    while trace is not None:
        path.append(trace[0])
        trace = trace[1]
    return tuple(reversed(path))
