"""A trainer's say over a score sheet: one line gets other points, and both stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.score_sheet import Effect, ScoreLine, ScoreSheet, judge

# How far apart, in seconds, two hearings of one recording may put the same words.
_SAME_PLACE = 1.0
_DEDUCTIONS = (Effect.DEDUCTION, Effect.VETO, Effect.FAILS)


@dataclass(frozen=True, slots=True)
class Overruling:
    """A trainer's decision on one line. It never replaces the sheet: both stand in the record.

    `start` is where the words were said that the decision is about, in seconds; None where the line has no
    words, and in records that do not hold it yet.
    """

    rule: str
    points: float
    reason: str
    trainer: str = ""
    start: float | None = None


def overruled(sheet: ScoreSheet, overrulings: Sequence[Overruling]) -> ScoreSheet:
    """The sheet as it stands after the overrulings, the later over the earlier.

    Only the line named changes. A forbidden phrase overruled to 0 points counts as not said, and one
    that would void the reply, overruled to fewer, as a plain deduction; points are kept within what the
    line allows. A rule that is not on the sheet leaves a hint, so that nothing a
    trainer decided goes unseen.
    """
    latest: dict[str, Overruling] = {}
    lost: dict[str, Overruling] = {}
    for overruling in overrulings:
        line = line_of(sheet, overruling)
        (latest if line else lost)[line.rule if line else overruling.rule] = overruling
    lines = tuple(_with(line, latest[line.rule]) if line.rule in latest else line for line in sheet.lines)
    unseen = tuple(
        f"带教老师曾对“{rule}”改判为 {overruling.points:g} 分（{overruling.reason}），现在的评分表没有这一条。"
        for rule, overruling in lost.items()
    )
    return judge(replace(sheet, lines=lines, hints=sheet.hints + unseen))


def line_of(sheet: ScoreSheet, overruling: Overruling) -> ScoreLine | None:
    """The line a decision is about, None where the sheet has none.

    Forbidden phrases said more than once are numbered as they are heard. Heard again, the first may be gone
    and the second bear its number: there the place in the recording decides, so that what a trainer forgave
    at 2 seconds does not forgive what was said at 9.
    """
    by_rule = next((line for line in sheet.lines if line.rule == overruling.rule), None)
    if overruling.start is None or not _repeatable(overruling.rule):
        return by_rule
    phrase = overruling.rule.partition("#")[0]
    near = [
        (abs(line.evidence[0].start - overruling.start), line.rule != overruling.rule, line.rule)
        for line in sheet.lines
        if line.rule.partition("#")[0] == phrase and line.evidence
    ]
    distance, _, rule = min(near, default=(_SAME_PLACE * 2, False, ""))
    return next(line for line in sheet.lines if line.rule == rule) if distance <= _SAME_PLACE else None


def _repeatable(rule: str) -> bool:
    return rule.startswith("forbidden.") and rule != "forbidden.absent"


def allowed_points(sheet: ScoreSheet, line: ScoreLine) -> tuple[float, float]:
    """The least and the most a trainer may give a line: 0 to its possible; for a deduction, all of the sheet's to 0."""
    if line.effect in _DEDUCTIONS or line.points < 0:
        return -sheet.possible, 0.0
    return 0.0, line.possible


def _with(line: ScoreLine, overruling: Overruling) -> ScoreLine:
    by = f"带教老师{overruling.trainer}改判" if overruling.trainer else "带教老师改判"
    reason = f"{by}：{overruling.reason}（原为 {line.points:g} 分：{line.reason}）"
    if line.effect in _DEDUCTIONS or line.points < 0:
        points = min(0.0, overruling.points)
        left = Effect.DEDUCTION if line.effect is Effect.VETO else line.effect
        return replace(line, points=points, reason=reason, effect=left if points < 0 else Effect.POINTS)
    return replace(line, points=min(max(0.0, overruling.points), line.possible), reason=reason)
