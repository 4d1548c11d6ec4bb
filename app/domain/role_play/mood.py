"""How a citizen feels about the way they are treated: one number from 0 (furious) to 100 (content).

The rules are few and fixed, so that the same reply moves the same citizen alike every time, and every
move has its reason. docs/scoring.md tells them to trainers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.domain.lexicon import Category, Severity
from app.domain.scenario import Node, Point

LEAST, MOST = 0, 100
UPSET = 40  # below it a citizen is upset

# What one reply may do at most, so that one apology does not make up for everything.
_BEST, _WORST = 18, -50

_COURTESY = 2  # each polite category, whichever
_EXPECTED = 2  # on top, where this moment calls for it
_COMFORT = 4  # on top, for comfort or an apology to someone who is upset
_MOST_COURTESY = 10
_TOLD, _TOLD_MUST = 3, 5
_VETO = -40
_OFFENCES = {
    Category.RUDE: -18,
    Category.PROVOKE: -20,
    Category.SHIRK: -14,
    Category.REFUSE: -14,
    Category.IMPATIENT: -14,
}
_SILENCE = -10
_BESIDE_THE_POINT = -6
_LONG = -4
_COMFORTING = (Category.REASSURE, Category.APOLOGY)


class Feeling(Enum):
    """The mood in words, for the window; the value is the least number it begins at."""

    CONTENT = 80
    CALM = 60
    UNEASY = 40
    UPSET = 20
    FURIOUS = 0

    @property
    def label(self) -> str:
        return {80: "满意", 60: "平和", 40: "不安", 20: "不满", 0: "愤怒"}[self.value]


@dataclass(frozen=True, slots=True)
class MoodChange:
    """One reason for the mood to move by `by`, in Chinese."""

    by: int
    reason: str


def feeling(mood: int) -> Feeling:
    return next(each for each in Feeling if mood >= each.value)


def mood_changes(
    node: Node,
    mood: int,
    polite: Sequence[Category],
    offences: Sequence[tuple[Category, Severity, str]],
    newly_told: Sequence[Point],
    open_points: bool,
    silent: bool,
    too_long: bool,
) -> tuple[MoodChange, ...]:
    """What one reply does to the mood, most weighty rules first; `moved` adds them up.

    `polite` are the categories said, `offences` the certain forbidden phrases (with the words heard),
    `newly_told` the points told for the first time; `open_points` says that something asked at this
    node is still untold after the reply.
    """
    if silent:
        return (MoodChange(_SILENCE, "没有人回答。"),)
    changes = [
        MoodChange(_VETO if severity is Severity.VETO else _OFFENCES[category], f"听到“{heard}”（{category.label}）。")
        for category, severity, heard in offences
    ]
    left = _MOST_COURTESY
    for category in dict.fromkeys(polite):
        by = _COURTESY + (_EXPECTED if category in node.stages else 0)
        by += _COMFORT if mood < UPSET and category in _COMFORTING else 0
        by, left = min(by, left), left - min(by, left)
        if by:
            changes.append(MoodChange(by, f"听到{category.label}的话。"))
    changes += [
        MoodChange(_TOLD_MUST if point.must else _TOLD, f"问的事有了答复：{point.text}。") for point in newly_told
    ]
    if open_points and not newly_told:
        changes.append(MoodChange(_BESIDE_THE_POINT, "想问的事一样也没有听到。"))
    if too_long:
        changes.append(MoodChange(_LONG, "话说得太长，没有听全。"))
    return tuple(changes)


def moved(mood: int, changes: Sequence[MoodChange]) -> int:
    """The mood after the changes, kept within 0 and 100 and within what one reply may do."""
    by = max(_WORST, min(_BEST, sum(change.by for change in changes)))
    return max(LEAST, min(MOST, mood + by))
