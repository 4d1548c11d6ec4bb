"""A trainer's say over a score sheet: one line gets other points, and both stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.score_sheet import Effect, ScoreLine, ScoreSheet, judge

_DEDUCTIONS = (Effect.DEDUCTION, Effect.VETO, Effect.FAILS)


@dataclass(frozen=True, slots=True)
class Overruling:
    """A trainer's decision on one line. It never replaces the sheet: both stand in the record."""

    rule: str
    points: float
    reason: str
    trainer: str = ""


def overruled(sheet: ScoreSheet, overrulings: Sequence[Overruling]) -> ScoreSheet:
    """The sheet as it stands after the overrulings, the later over the earlier.

    Only the line named changes. A forbidden phrase overruled to 0 points counts as not said, and one
    that would void the reply, overruled to fewer, as a plain deduction; points are kept within what the
    line allows. A rule that is not on the sheet leaves a hint, so that nothing a
    trainer decided goes unseen.
    """
    latest = {overruling.rule: overruling for overruling in overrulings}
    lines = tuple(_with(line, latest[line.rule]) if line.rule in latest else line for line in sheet.lines)
    known = {line.rule for line in sheet.lines}
    lost = tuple(
        f"带教老师曾对“{rule}”改判为 {overruling.points:g} 分（{overruling.reason}），现在的评分表没有这一条。"
        for rule, overruling in latest.items()
        if rule not in known
    )
    return judge(replace(sheet, lines=lines, hints=sheet.hints + lost))


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
