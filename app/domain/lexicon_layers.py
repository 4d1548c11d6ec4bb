"""A lexicon in layers: the shipped phrases, and on them what province, city, county and unit change.

A change names a phrase by its id and holds only what differs; a new id adds a phrase. The nearer layer
stands over the farther one. Nothing that cannot be meant is passed over: each becomes a problem.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from app.domain.errors import UserError
from app.domain.lexicon import Kind, Phrase, Severity, WordList

RULES_OF_CONTEXT = ("unless_before", "unless_after", "unless_near", "only_near")
# What a change may hold of a phrase, in the order it is written in, each with what people call it.
FIELD_NAMES = {
    "category": "类别",
    "say": "标准说法",
    "variants": "其他说法",
    "instead": "应当改说",
    "severity": "严重程度",
    "strict_you": "必须说“您”",
    "unless_before": "前面是这些就不算",
    "unless_after": "后面是这些就不算",
    "unless_near": "旁边有这些就不算",
    "only_near": "旁边要有这些才算",
    "note": "备注",
}
FIELDS = tuple(FIELD_NAMES)
LISTED_FIELDS = ("variants", *RULES_OF_CONTEXT)


class Level(Enum):
    """Whose layer it is, the farthest first; a later one stands over an earlier one."""

    SHIPPED = "随程序"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    UNIT = "单位"

    @property
    def height(self) -> int:
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of one layer as written: `given` holds only the `FIELDS` that stand there.

    `off` is None where nothing is said about it; `source` is the file and line, for messages.
    """

    id: str
    given: Mapping[str, Any]
    off: bool | None
    source: str


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file lays over the layers below; `words` are added to the lists of words of that name."""

    name: str
    level: Level
    changes: tuple[Change, ...]
    words: tuple[WordList, ...] = ()


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One phrase as the layers leave it. `origin` names the layer that last spoke about it.

    `below` is the phrase as the layers under the unit's have it, None where only the unit has it, and
    `below_on` whether it would be in force there.
    """

    phrase: Phrase
    on: bool
    level: Level
    origin: str
    below: Phrase | None
    below_on: bool

    @property
    def own(self) -> bool:
        """The unit's own, or changed by the unit."""
        return self.level is Level.UNIT


def stacked(layers: Iterable[Layer]) -> tuple[tuple[LexiconEntry, ...], tuple[UserError, ...]]:
    """The phrases in the order of their first layer, and what could not be understood.

    Layers are applied from far to near, whatever order they come in. Two changes of one phrase within
    one level are a problem: which of them holds must not depend on the names of files.
    """
    entries: dict[str, LexiconEntry] = {}
    problems: list[UserError] = []
    spoken: dict[tuple[Level, str], Change] = {}
    for layer in sorted(layers, key=lambda layer: (layer.level.height, layer.name)):
        for change in layer.changes:
            try:
                if earlier := spoken.get((layer.level, change.id)):
                    raise _twice(change, earlier)
                entries[change.id] = _changed(entries.get(change.id), change, layer)
                spoken[layer.level, change.id] = change
            except UserError as problem:
                problems.append(problem)
    return tuple(entries.values()), tuple(problems)


def widened(lists: Sequence[WordList], layers: Iterable[Layer]) -> tuple[WordList, ...]:
    """The lists of words with those of the layers added, each word once."""
    known = {group.name: group for group in lists}
    for layer in layers:
        for group in layer.words:
            words = known[group.name].words if group.name in known else ()
            known[group.name] = replace(group, words=tuple(dict.fromkeys((*words, *group.words))))
    return tuple(known.values())


def unit_change(entry: LexiconEntry | None, phrase: Phrase, on: bool) -> Change | None:
    """What the unit's layer must say so that `phrase` stands as given; None where it need say nothing.

    `entry` is the phrase as it stands now, None for one that nobody has yet.
    """
    below = entry.below if entry else None
    plain = below or Phrase(phrase.id, phrase.category, "")
    given = {
        name: getattr(phrase, name)
        for name in FIELDS
        if getattr(phrase, name) != getattr(plain, name) or (below is None and name in ("category", "say"))
    }
    below_on = entry.below_on if entry and below else True
    off = None if on == below_on else not on
    return Change(phrase.id, given, off, "") if given or off is not None else None


def differences(old: Phrase, new: Phrase) -> tuple[str, ...]:
    """The `FIELDS` in which two phrases differ."""
    return tuple(name for name in FIELDS if getattr(old, name) != getattr(new, name))


def _changed(known: LexiconEntry | None, change: Change, layer: Layer) -> LexiconEntry:
    if known is None and not change.given:
        raise UserError(f"{change.source}：用语库里没有“{change.id}”，不能启用或停用。", "请核对编号，或删掉这一条。")
    phrase = _phrase(known.phrase if known else None, change)
    was_on = known.on if known else True
    on = was_on if change.off is None else not change.off
    if layer.level is Level.UNIT:
        below, below_on = (known.phrase, known.on) if known else (None, True)
    else:
        below, below_on = phrase, on
    return LexiconEntry(phrase, on, layer.level, layer.name, below, below_on)


def _phrase(known: Phrase | None, change: Change) -> Phrase:
    given = dict(change.given)
    if known is None:
        if "category" not in given:
            raise UserError(
                f"{change.source}：用语库里没有“{change.id}”，新加的用语要写 category（类别）。",
                "请补上类别；要是想改已有的用语，请核对编号。",
            )
        phrase = Phrase(id=change.id, source=change.source, **{"say": "", **given})
    else:
        phrase = replace(known, source=change.source, **given)
    if not phrase.say:
        raise UserError(f"{change.source}：“{change.id}”没有写 say（标准说法）。", "请在 say: 后面写这句话的标准说法。")
    if phrase.kind is Kind.FORBIDDEN and not phrase.instead:
        raise UserError(
            f"{change.source}：禁语“{change.id}”没有写 instead（应当改说）。", "请在 instead: 后面写应当怎样说。"
        )
    if phrase.kind is Kind.POLITE and phrase.severity is Severity.VETO:
        raise UserError(
            f"{change.source}：“{change.id}”是文明用语，不能一票否决。", "请删掉 severity，或改为禁语的类别。"
        )
    return phrase


def _twice(change: Change, earlier: Change) -> UserError:
    return UserError(f"{change.source}：编号“{change.id}”已经在{earlier.source}用过。", "请换一个不重复的编号。")
