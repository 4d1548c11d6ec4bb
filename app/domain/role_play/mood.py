"""How a citizen feels about the way they are treated: one number from 0 (furious) to 100 (content).

The rules are few, so that the same reply moves the same citizen alike every time, and every move has its
reason. Their figures stand in the rubric; docs/scoring.md tells them to trainers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.domain.lexicon import Category, Severity
from app.domain.role_play.rules import USUAL, MoodRules
from app.domain.scenario import Node, Point

LEAST, MOST = 0, 100
UPSET = USUAL.mood.upset  # below it a citizen is upset, unless the rubric says otherwise
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
    rules: MoodRules = USUAL.mood,
) -> tuple[MoodChange, ...]:
    """What one reply does to the mood, most weighty rules first; `moved` adds them up.

    `polite` are the categories said, `offences` the certain forbidden phrases (with the words heard),
    `newly_told` the points told for the first time; `open_points` says that something asked at this
    node is still untold after the reply.
    """
    if silent:
        return _moves(MoodChange(rules.silence, "没有人回答。"))
    changes = [
        MoodChange(
            rules.veto if severity is Severity.VETO else rules.offence(category), f"听到“{heard}”（{category.label}）。"
        )
        for category, severity, heard in offences
    ]
    left = rules.most_courtesy
    for category in dict.fromkeys(polite):
        by = rules.courtesy + (rules.expected if category in node.stages else 0)
        by += rules.comfort if mood < rules.upset and category in _COMFORTING else 0
        by, left = min(by, left), left - min(by, left)
        changes.append(MoodChange(by, f"听到{category.label}的话。"))
    changes += [
        MoodChange(rules.told_must if point.must else rules.told, f"问的事有了答复：{point.text}。")
        for point in newly_told
    ]
    if open_points and not newly_told:
        changes.append(MoodChange(rules.beside_the_point, "想问的事一样也没有听到。"))
    if too_long:
        changes.append(MoodChange(rules.too_long, "话说得太长，没有听全。"))
    return _moves(*changes)


def _moves(*changes: MoodChange) -> tuple[MoodChange, ...]:
    """Those that move anything."""
    return tuple(change for change in changes if change.by)


def moved(mood: int, changes: Sequence[MoodChange], rules: MoodRules = USUAL.mood) -> int:
    """The mood after the changes, kept within 0 and 100 and within what one reply may do."""
    by = max(rules.worst, min(rules.best, sum(change.by for change in changes)))
    return max(LEAST, min(MOST, mood + by))
