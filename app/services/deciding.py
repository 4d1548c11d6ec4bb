"""A trainer's decision checked against what was kept, and put into the body of its record."""

from typing import Any

from app.domain.dispute import check_judge
from app.domain.errors import UserError
from app.domain.exam_result import Correction, corrected
from app.domain.overrule import Overruling, allowed_points, overruled
from app.domain.people import Person
from app.domain.role_play.findings import Decision, FindingRuling, Ruled, decided, grantable, strikable
from app.domain.rubric import TENTHS
from app.domain.score_sheet import ScoreLine, ScoreSheet
from app.services.kept_records import Kept, KeptAttempt, KeptDialogue, KeptExam, task_of

_BODY_VERSION = 1


def decision_body(kept: Kept, decision: Decision, trainer: Person) -> dict[str, Any]:
    """The body of the OVERRULE record that `decision` makes.

    UserError for someone who is no trainer or decides about themselves, a missing reason, a rule that is
    not on the sheet, points that the line does not allow, or a finding that is not there.
    """
    check_judge(trainer, kept.record.person_id)
    if not decision.reason.strip():
        raise UserError("还没有写改判的理由。", "请写明理由，它会和原评分一起存档。")
    about = {"version": _BODY_VERSION, "record": kept.record.id, "rule": decision.rule}
    body: dict[str, Any] = {**about, "reason": decision.reason.strip()}
    if isinstance(decision, FindingRuling):
        return {**body, **_finding_fields(kept, decision)}
    if isinstance(kept, KeptExam):
        _check_task(kept, decision)
        return {**body, "points": decision.points}
    sheet = kept.latest.sheet if isinstance(kept, KeptAttempt) else kept.latest.score.whole
    line = _line(sheet, decision.rule)
    _check_points(f"“{line.title}”", decision.points, *allowed_points(sheet, line))
    where = {"start": line.evidence[0].start} if line.evidence else {}
    return {**body, "points": decision.points, **where}


def _line(sheet: ScoreSheet, rule: str) -> ScoreLine:
    line = next((line for line in sheet.lines if line.rule == rule), None)
    if line is None:
        raise UserError(f"评分表里没有“{rule}”这一条。", "请在评分表里选择要改判的一条。")
    return line


def _check_points(what: str, points: float, least: float, most: float) -> None:
    if not least <= points <= most or round(points * TENTHS) / TENTHS != points:
        raise UserError(f"{what}不能改为 {points:g} 分。", f"请填 {least:g} 到 {most:g}，最多一位小数。")


def _check_task(kept: KeptExam, decision: Overruling) -> None:
    task = task_of(decision.rule)
    if not 0 <= task < len(kept.first.marks):
        raise UserError(f"试卷里没有第 {task + 1} 题。", "请在成绩里选择要改判的一题。")
    _check_points(f"第 {task + 1} 题", decision.points, 0, kept.first.marks[task].full / TENTHS)


def _finding_fields(kept: Kept, ruling: FindingRuling) -> dict[str, Any]:
    """The fields of a decision on a finding; `points` is what its line then gives, for readers without this program."""
    if not isinstance(kept, KeptDialogue) or kept.latest.scenario is None or kept.latest.rubric is None:
        raise UserError("这条记录没有存下当时的情景和评分细则，不能逐处改判。", "请直接改判评分行的分数。")
    line = _line(kept.played.score.whole, ruling.rule)
    if not 0 <= ruling.turn < len(kept.latest.dialogue.exchanges):
        raise UserError(f"这场对话没有第 {ruling.turn + 1} 轮。", "请重新选择是哪一轮说的。")
    if not (strikable(line) if ruling.ruled is Ruled.STRUCK else grantable(line)):
        raise UserError(f"“{line.title}”没有可以这样改判的地方。", "请改判这一行的分数。")
    after = decided(kept.latest, (*kept.decisions, ruling))
    now = next(each for each in after.score.whole.lines if each.rule == ruling.rule)
    if now.evidence == line.evidence and now.points == line.points:
        raise UserError(f"第 {ruling.turn + 1} 轮没有找到“{ruling.words}”。", "请在评分表里重新选择。")
    if ruling.ruled is Ruled.GRANTED and now.points <= line.points:
        raise UserError(
            f"认定第 {ruling.turn + 1} 轮说到了，“{line.title}”的分数也不变。",
            "请选该说这句话的那一轮，或者直接改这一行的分数。",
        )
    return {
        "points": now.points,
        "finding": ruling.ruled.value,
        "turn": ruling.turn,
        "start": ruling.start,
        "words": ruling.words.strip() or "（带教老师认定）",
    }


def standing_after(kept: Kept, decision: Decision) -> str:
    """What the total and the verdict would become, in one Chinese sentence; nothing is kept."""
    if isinstance(kept, KeptExam):
        assert isinstance(decision, Overruling)
        correction = Correction(task_of(decision.rule), round(decision.points * TENTHS), decision.reason, "")
        result = corrected(kept.first, (*kept.result.corrections, correction))
        return _change(kept.result.points / TENTHS, result.points / TENTHS, kept.result.passed, result.passed)
    if isinstance(kept, KeptAttempt):
        assert isinstance(decision, Overruling)
        after = overruled(kept.latest.sheet, (*kept.overrulings, decision))
    else:
        after = decided(kept.latest, (*kept.decisions, decision)).score.whole
    return _change(kept.sheet.total, after.total, kept.sheet.passed, after.passed)


def _change(before: float, after: float, passed: bool, passes: bool) -> str:
    words = {True: "合格", False: "不合格"}
    verdict = words[passes] if passed is passes else f"{words[passed]} → {words[passes]}"
    points = f"还是 {after:g} 分" if before == after else f"{before:g} → {after:g} 分"
    return f"改判后总分 {points}，{verdict}。"
