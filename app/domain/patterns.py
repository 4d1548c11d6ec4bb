"""The small language that phrases are written in, and the graph a pattern becomes.

请(出示|拿出)[一下]{材料}，谢谢      ( | ) one of, [ ] may be left out, {…} a slot or a named list of words,
                                     ， a breath or a comma may come here, ^ $ begin or end of a clause
(真|很)*抱歉                         * behind an item: none, one or two of it; +: one or two
=请{动作}                            = before a character: this very character, not one that sounds like it
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise, product
from typing import NamedTuple

from app.domain.heard import spelled
from app.domain.numbers import in_words
from app.domain.sounds import Costs, coarse, costs_of

_PAUSES = frozenset("，、。！？；：,!?;: ")
_REPEATS = frozenset("*+")
_MAX_DEPTH = 8


class PatternError(ValueError):
    """A pattern that cannot be understood; the message is a Chinese clause that says why."""


class Step(Enum):
    SOUND = "sound"
    SKIP = "skip"
    SLOT = "slot"
    PAUSE = "pause"
    BEGIN = "begin"
    END = "end"


class Edge(NamedTuple):
    """A step to a later node. `sound` holds the characters of which a SOUND is one, `least` and `most` a
    SLOT's length; `strict` allows no other character of the same sound; `costs` are those of `sound`,
    `following` of the one SOUND that must come next, where there is one.
    """

    step: Step
    target: int
    sound: str = ""
    least: int = 0
    most: int = 0
    strict: bool = False
    costs: Costs | None = None
    following: Costs | None = None


def only_sound(edges: Sequence[Edge]) -> Costs | None:
    """The costs of the one SOUND that leads on from a node, None where there are other ways."""
    if len(edges) == 1 and edges[0].step is Step.SOUND and not edges[0].strict:
        return edges[0].costs
    return None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What {…} may stand for: lists of words (themselves patterns), or slots of (least, most) characters."""

    words: dict[str, tuple[str, ...]]
    slots: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Nodes in order; every edge leads to a later one. The last node is the end.

    `shortest` and `longest` count the characters to be heard (slots too in `span`); `firsts` and `lasts`
    are the classes of sound it may begin and end with; `pairs` those that stand side by side, by which a pattern is
    found, at least `fewest_pairs` of them on every way through; `singles` replaces them where some way
    has no two characters together.
    """

    text: str
    nodes: tuple[tuple[Edge, ...], ...]
    shortest: int
    longest: int
    span: int
    firsts: frozenset[str]
    lasts: frozenset[str]
    fewest_pairs: int
    pairs: frozenset[tuple[str, str]]
    singles: frozenset[str]


def parse(text: str, vocabulary: Vocabulary) -> Pattern:
    """PatternError where the pattern is not well formed."""
    if text.isalnum():
        return _plain(text)
    builder = _Builder(vocabulary)
    builder.sequence(in_words(text), builder.node(), 0)
    return builder.finish(text)


def _plain(text: str) -> Pattern:
    """The same for words without any sign, which most points of a role-play are told with: much quicker."""
    sounds = "".join(spelled(character) for character in in_words(text))
    costs = [*map(costs_of, sounds), None]
    edges = (Edge(Step.SOUND, i + 1, sound, costs=costs[i], following=costs[i + 1]) for i, sound in enumerate(sounds))
    classes = [coarse(sound) for sound in sounds]
    pairs = frozenset(pair for before, behind in pairwise(classes) for pair in product(before, behind))
    singles = frozenset() if pairs else frozenset(classes[0])
    length = len(sounds)
    return Pattern(
        text, (*((edge,) for edge in edges), ()), length, length, length, frozenset(classes[0]), frozenset(classes[-1]),
        length - 1, pairs, singles,
    )  # fmt: skip


class _Builder:
    """Collects nodes while a pattern is read from left to right."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._nodes: list[list[Edge]] = []

    def node(self) -> int:
        self._nodes.append([])
        return len(self._nodes) - 1

    def sequence(self, text: str, at: int, depth: int) -> int:
        """Append `text` behind node `at`; returns the node behind it."""
        if depth > _MAX_DEPTH:
            raise PatternError("词组互相引用，绕成了圈")
        begin = 0
        while begin < len(text):
            end = _item_end(text, begin)
            item = text[begin:end]
            repeat = text[end] if end < len(text) and text[end] in _REPEATS else ""
            if repeat == "+":
                at = self._item(item, at, depth)
            for _ in range({"": 0, "*": 2, "+": 1}[repeat]):
                skipped, at = at, self._item(item, at, depth)
                self._nodes[skipped].append(Edge(Step.SKIP, at))
            if not repeat:
                at = self._item(item, at, depth)
            begin = end + len(repeat)
        return at

    def _item(self, item: str, at: int, depth: int) -> int:
        character = item[0]
        if character == "=":
            return self._edge(at, Step.SOUND, spelled(item[1]), strict=True)
        if character in "([":
            return self._choice(_split_bar(item[1:-1]), at, character == "[", depth)
        if character == "{":
            return self._named(item[1:-1], at, depth)
        if character in "^$":
            return self._edge(at, Step.BEGIN if character == "^" else Step.END)
        if character in _PAUSES:
            return self._edge(at, Step.PAUSE)
        if not character.isalnum():
            raise PatternError(f"“{character}”的位置不对或不认识，括号要配对，“|”要写在括号里")
        for part in spelled(character):
            at = self._edge(at, Step.SOUND, part)
        return at

    def _edge(self, at: int, step: Step, sound: str = "", least: int = 0, most: int = 0, strict: bool = False) -> int:
        target = self.node()
        self._nodes[at].append(Edge(step, target, sound, least, most, strict, costs_of(sound) if sound else None))
        return target

    def _choice(self, branches: list[str], at: int, optional: bool, depth: int) -> int:
        if not all(branches):
            raise PatternError("括号里有空的选项，可有可无的部分请用“[ ]”")
        # Branches of one character are one step: most choices are such, and every step costs time.
        single = [spelled(branch) for branch in branches if len(branch) == 1 and branch.isalnum()]
        plain = "".join(dict.fromkeys(each for each in single if len(each) == 1))
        ends = [self._edge(at, Step.SOUND, plain)] if plain else []
        longer = [branch for branch in dict.fromkeys(branches) if spelled(branch) not in plain or len(branch) > 1]
        ends += [self.sequence(branch, at, depth) for branch in longer]
        if len(ends) == 1 and not optional:
            return ends[0]
        join = self.node()
        for end in [*ends, at] if optional else ends:
            self._nodes[end].append(Edge(Step.SKIP, join))
        return join

    def _named(self, name: str, at: int, depth: int) -> int:
        if name in self._vocabulary.words:
            return self._choice([in_words(word) for word in self._vocabulary.words[name]], at, False, depth + 1)
        if name in self._vocabulary.slots:
            return self._edge(at, Step.SLOT, "", *self._vocabulary.slots[name])
        raise PatternError(f"词组表里没有“{{{name}}}”")

    def finish(self, text: str) -> Pattern:
        count = len(self._nodes)
        next_sound = [only_sound(edges) for edges in self._nodes]
        self._nodes = [[edge._replace(following=next_sound[edge.target]) for edge in edges] for edges in self._nodes]
        least, most, span = [_FAR] * count, [0] * count, [0] * count
        # Fewest pairs on a way here that ends in a character, and on one that does not.
        bound, loose = [_FAR] * count, [_FAR] * count
        least[0] = loose[0] = 0
        last: list[set[str]] = [set() for _ in range(count)]
        fresh = [False] * count
        fresh[0] = True
        pairs: set[tuple[str, str]] = set()
        singles: set[str] = set()
        firsts: set[str] = set()
        for at, edges in enumerate(self._nodes):
            for edge in edges:
                to, sounds = edge.target, edge.step is Step.SOUND
                least[to] = min(least[to], least[at] + sounds)
                most[to] = max(most[to], most[at] + sounds)
                span[to] = max(span[to], span[at] + sounds + edge.most)
                if sounds:
                    here = {sound for character in edge.sound for sound in coarse(character)}
                    pairs.update(product(last[at], here))
                    singles.update(here)
                    if fresh[at]:
                        firsts.update(here)
                    last[to].update(here)
                    bound[to] = min(bound[to], bound[at] + 1, loose[at])
                elif edge.step is Step.SLOT:
                    fresh[to] |= fresh[at]
                    loose[to] = min(loose[to], bound[at], loose[at])
                else:
                    fresh[to] |= fresh[at]
                    last[to] |= last[at]
                    bound[to], loose[to] = min(bound[to], bound[at]), min(loose[to], loose[at])
        if least[-1] == 0:
            raise PatternError("没有必须说出的字，什么话都会算作说过")
        fewest = min(bound[-1], loose[-1])
        return Pattern(
            text, tuple(map(tuple, self._nodes)), least[-1], most[-1], span[-1], frozenset(firsts), self._lasts(),
            fewest, frozenset(pairs) if fewest else frozenset(), frozenset() if fewest else frozenset(singles),
        )  # fmt: skip

    def _lasts(self) -> frozenset[str]:
        ends = {len(self._nodes) - 1}  # nodes from which no further character need be heard
        sounds: set[str] = set()
        for at in range(len(self._nodes) - 1, -1, -1):
            for edge in self._nodes[at]:
                if edge.target in ends:
                    if edge.step is Step.SOUND:
                        sounds.update(sound for character in edge.sound for sound in coarse(character))
                    else:
                        ends.add(at)
        return frozenset(sounds)


_FAR = 10**6


def _item_end(text: str, begin: int) -> int:
    """Where the item that begins there ends: a character, a bracket or a {name}."""
    if text[begin] in "([":
        return _closing(text, begin) + 1
    if text[begin] == "=":
        if not text[begin + 1 : begin + 2].isalnum():
            raise PatternError("“=”后面要紧跟一个字")
        return begin + 2
    if text[begin] != "{":
        return begin + 1
    close = text.find("}", begin)
    if close < 0:
        raise PatternError("“{”没有配对的“}”")
    return close + 1


def _closing(text: str, opening: int) -> int:
    depth = 0
    for i in range(opening, len(text)):
        depth += text[i] in "(["
        depth -= text[i] in ")]"
        if depth == 0:
            if text[opening] + text[i] not in ("()", "[]"):
                break
            return i
    raise PatternError(f"“{text[opening]}”没有配对的“{')' if text[opening] == '(' else ']'}”")


def _split_bar(text: str) -> list[str]:
    parts, depth, begin = [], 0, 0
    for i, character in enumerate(text):
        depth += character in "(["
        depth -= character in ")]"
        if character == "|" and depth == 0:
            parts.append(text[begin:i])
            begin = i + 1
    return [*parts, text[begin:]]
