"""Where a pattern is heard: the cheapest way through its graph along the characters of a transcript."""

from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.heard import Break, Heard
from app.domain.patterns import Edge, Pattern, Step
from app.domain.sounds import SAME_SOUND, cheapest, cheapest_missing, coarse, skip_cost

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
    firsts, lasts, units = pattern.firsts, pattern.lasts, heard.units
    last = next((at for at in range(high - 1, low - 1, -1) if not lasts.isdisjoint(coarse(units[at].character))), -1)
    starts = [at for at in range(low, last + 1) if not firsts.isdisjoint(coarse(units[at].character))]
    if not starts:
        return
    search = _Search(heard, high, limit, [{} for _ in pattern.nodes])
    search.ways[0] = {at: _Way(0.0, 0, -at, None, 0.0, False, 0, False) for at in starts}
    for node, edges in enumerate(pattern.nodes[:-1]):
        here = search.ways[node]
        queue = sorted(here)
        for at in queue:
            way = here[at]
            for edge in edges:
                search.follow(edge, at, way)
            if way.trace is not None and search.skip(here, at, way) and at + 1 not in queue:
                insort(queue, at + 1)
    for at, way in search.ways[-1].items():
        if wanted(way):
            path = _unwind(way.trace)
            literal = tuple(unit for _, unit in path if unit is not None)
            yield Match(literal[0], at, way.spent, -way.shortness, literal, way.worst, path)


@dataclass(frozen=True, slots=True)
class _Search:
    """The ways known so far: for each node, by the place in the transcript that they have reached."""

    heard: Heard
    high: int
    limit: float
    ways: list[dict[int, _Way]]

    def follow(self, edge: Edge, at: int, way: _Way) -> None:
        if edge.step is Step.SOUND:
            self._sound(edge, at, way)
        elif edge.step is Step.SLOT:
            self._slot(edge, at, way)
        elif edge.step is Step.PAUSE:
            self._reach(edge.target, at, way._replace(crossing=True))
        elif edge.step is Step.SKIP or self.heard.breaks[at]:
            self._reach(edge.target, at, way)

    def skip(self, here: dict[int, _Way], at: int, way: _Way) -> bool:
        """Pass over a character that the pattern does not have; True if that is a better way to the next."""
        if at >= self.high:
            return False
        paid = skip_cost(self.heard.units[at].character)
        spent = way.spent + paid + self._crossing(at, way)
        if spent > self.limit:
            return False
        known = here.get(at + 1)
        if known is not None and known[:3] <= (spent, way.shortness, way.earliness):
            return False
        _, shortness, earliness, trace, worst, _, exact, loose = way
        here[at + 1] = _Way(spent, shortness, earliness, trace, max(worst, paid), False, exact, loose)
        return True

    def _sound(self, edge: Edge, at: int, way: _Way) -> None:
        if at < self.high:
            paid, character = self._cost(edge, at)
            spent = way.spent + paid + self._crossing(at, way)
            if spent <= self.limit:
                earliness = -at if way.trace is None else way.earliness
                exact = way.exact + (paid <= _EXACT)
                trace, worst = ((character, at), way.trace), max(way.worst, paid)
                heard_so = _Way(spent, way.shortness - 1, earliness, trace, worst, False, exact, paid > _LOOSE)
                self._reach(edge.target, at + 1, heard_so)
        if way.trace is not None:
            paid, character = cheapest_missing(edge.sound)
            spent = way.spent + paid
            if spent <= self.limit:
                _, shortness, earliness, trace, worst, crossing, exact, _ = way
                trace, worst = ((character, None), trace), max(worst, paid)
                missed = _Way(spent, shortness, earliness, trace, worst, crossing, exact, True)
                self._reach(edge.target, at, missed)

    def _cost(self, edge: Edge, at: int) -> tuple[float, str]:
        """What the heard character costs, and the one of the edge's characters that it is taken for."""
        unit = self.heard.units[at]
        if edge.strict:
            return (0.0 if edge.sound == unit.character else _NEVER), edge.sound
        paid, wanted = cheapest(edge.sound, unit.character)
        if paid < SAME_SOUND:
            return paid, wanted
        # Of what the model was sure to hear one in ten is wrong, of what it doubted every second.
        return paid * (1 + _SURE_COSTS * max(0.0, (unit.probability - _DOUBTED) / (1 - _DOUBTED))), wanted

    def _slot(self, edge: Edge, at: int, way: _Way) -> None:
        for length in range(edge.most + 1):
            if length >= edge.least:
                self._reach(edge.target, at + length, way)
            # A slot stays within its clause; only at its very beginning may an allowed pause lie.
            if at + length >= self.high or (self.heard.breaks[at + length] and (length or not way.crossing)):
                break

    def _crossing(self, at: int, way: _Way) -> float:
        """What it costs that a comma or pause lies where the pattern has none."""
        lies = self.heard.breaks[at]
        if way.trace is None or way.crossing or not lies:
            return 0.0
        return _UNEXPECTED_CLAUSE if lies is Break.CLAUSE else _NEVER

    def _reach(self, node: int, at: int, way: _Way) -> None:
        known = self.ways[node].get(at)
        if known is None or way[:3] < known[:3]:
            self.ways[node][at] = way


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
