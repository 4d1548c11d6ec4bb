"""Where a pattern is heard: the cheapest way through its graph along the characters of a transcript."""

from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.domain.heard import Break, Heard
from app.domain.patterns import Pattern, Step, only_sound
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
_DEAREST = 0.9  # a character that is passed over or missing
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


def matches_however_begun(pattern: Pattern, heard: Heard) -> Iterator[Match]:
    """The same throughout, with a first or last character that may also be heard as one of another class of sound
    (空伤 for 工伤): dearer to look for, worth it where the patterns are few.
    """
    return _found(pattern, heard, 0, len(heard), budget(pattern.longest), lambda way: way.good, anyhow=True)


def near_misses(pattern: Pattern, heard: Heard, low: int, high: int) -> Iterator[Match]:
    """The same, with what is not close enough to count and yet may have been said."""
    return _found(pattern, heard, low, high, near_budget(pattern.longest), lambda way: way.near)


def _found(
    pattern: Pattern,
    heard: Heard,
    low: int,
    high: int,
    limit: float,
    wanted: Callable[[_Way], bool],
    anyhow: bool = False,
) -> Iterator[Match]:
    firsts, lasts, classes = pattern.firsts, pattern.lasts, heard.classes
    if anyhow:
        starts = list(range(low, high))
    else:
        last = next((at for at in range(high - 1, low - 1, -1) if not lasts.isdisjoint(classes[at])), -1)
        starts = [at for at in range(low, last + 1) if not firsts.isdisjoint(classes[at])]
    if not starts:
        return
    ways: list[dict[int, tuple]] = [{} for _ in pattern.nodes]
    ways[0] = {at: (0.0, 0, -at, None, 0.0, False, 0, False) for at in starts}
    _go(pattern, ways, heard, high, limit)
    for at, way in ways[-1].items():
        way = _Way._make(way)
        if wanted(way):
            path = _unwind(way.trace)
            literal = tuple(unit for _, unit in path if unit is not None)
            yield Match(literal[0], at, way.spent, -way.shortness, literal, way.worst, path)


def _go(pattern: Pattern, ways: list[dict[int, tuple]], heard: Heard, high: int, limit: float) -> None:
    """Follow every edge from every place that is reached, from the first node to the last.

    `ways` holds the ways known by node and place, as plain tuples in the order of _Way's fields. Some ten
    thousand steps make up the matching of one reply: hence one long function, and a look at the next
    character before a way is followed that has already spent most of its limit.
    """
    characters, breaks, units = heard.characters, heard.breaks, heard.units
    SOUND, SLOT, PAUSE, SKIP = Step.SOUND, Step.SLOT, Step.PAUSE, Step.SKIP
    close = limit - _DEAREST  # who has spent less can always go on
    for node, edges in enumerate(pattern.nodes[:-1]):
        here = ways[node]
        if not here:
            continue
        only = only_sound(edges)
        queue = sorted(here) if len(here) > 1 else list(here)
        for at in queue:
            way = here[at]
            spent, shortness, earliness, trace, worst, crossing, exact, loose = way
            lies = breaks[at]
            # What it costs that a comma or pause lies where the pattern has none.
            if trace is None or crossing or not lies:
                unexpected = 0.0
            else:
                unexpected = _UNEXPECTED_CLAUSE if lies is Break.CLAUSE else _NEVER
            character = characters[at] if at < high else None
            hear = character is not None and spent + unexpected <= limit
            behind = characters[at + 1] if at + 1 < high else None
            for step, target, sound, least, most, strict, costs, following in edges:
                if step is SOUND:
                    if hear:
                        if strict:
                            paid, meant = (0.0 if sound == character else _NEVER), sound
                        else:
                            paid, meant = costs[character]
                        if spent + paid <= limit:
                            if paid >= SAME_SOUND and not strict:
                                # Of what the model was sure to hear one in ten is wrong, of what it doubted every second.
                                sure = max(0.0, (units[at].probability - _DOUBTED) / (1 - _DOUBTED))
                                paid = paid * (1 + _SURE_COSTS * sure)
                            total = spent + paid + unexpected
                            if total <= limit and (
                                total <= close
                                or following is None
                                or total + following.missing[0] <= limit
                                or (
                                    behind is not None
                                    and (total + following[behind][0] <= limit or total + skip_cost(behind) <= limit)
                                )
                            ):
                                places = ways[target]
                                known = places.get(at + 1)
                                begins = -at if trace is None else earliness
                                rank = (total, shortness - 1, begins)
                                if known is None or rank < known[:3]:
                                    places[at + 1] = (
                                        *rank, ((meant, at), trace), paid if paid > worst else worst, False,
                                        exact + (paid <= _EXACT), paid > _LOOSE,
                                    )  # fmt: skip
                    if trace is not None:
                        paid, meant = costs.missing
                        total = spent + paid
                        if total <= limit and (
                            total <= close
                            or following is None
                            or total + following.missing[0] <= limit
                            or (
                                character is not None
                                and (total + following[character][0] <= limit or total + skip_cost(character) <= limit)
                            )
                        ):
                            places = ways[target]
                            known = places.get(at)
                            rank = (total, shortness, earliness)
                            if known is None or rank < known[:3]:
                                places[at] = (
                                    *rank, ((meant, None), trace), paid if paid > worst else worst, crossing, exact, True,
                                )  # fmt: skip
                elif step is SLOT:
                    for length in range(most + 1):
                        if length >= least:
                            _reach(ways[target], at + length, way)
                        # A slot stays within its clause; only at its very beginning may an allowed pause lie.
                        if at + length >= high or (breaks[at + length] and (length or not crossing)):
                            break
                elif step is PAUSE:
                    _reach(ways[target], at, (spent, shortness, earliness, trace, worst, True, exact, loose))
                elif step is SKIP or lies:
                    _reach(ways[target], at, way)
            # Pass over a character that the pattern does not have, if that is a better way to the next.
            if hear and trace is not None:
                paid = skip_cost(character)
                total = spent + paid + unexpected
                if total <= limit and (
                    total <= close
                    or only is None
                    or total + only.missing[0] <= limit
                    or (behind is not None and (total + only[behind][0] <= limit or total + skip_cost(behind) <= limit))
                ):
                    known = here.get(at + 1)
                    if known is None or known[:3] > (total, shortness, earliness):
                        here[at + 1] = (
                            total, shortness, earliness, trace, paid if paid > worst else worst, False, exact, loose,
                        )  # fmt: skip
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
