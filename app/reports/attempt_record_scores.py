"""The rubric's lines on the assessment record: what each gave of what it could, why, and which words show it."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from app.domain.score_sheet import ScoreLine
from app.reports.attempt_record import AttemptRecordContent
from app.reports.attempt_record_marks import Numbered, Runs, place
from app.reports.chinese_text import ChineseText, Ink
from app.reports.fonts import Face
from app.reports.page_frame import TEXT_WIDTH
from app.reports.palette import ACCENT
from app.reports.rows import Row, Rows
from app.reports.typography import ALARM, BODY, NOTE, QUIET, STRONG, section

COLUMNS = (176.0, TEXT_WIDTH - 176 - 68, 68.0)
_HEAD = ("规则", "理由与依据（编号见原文，时间见录音）", "得分")
_LEADING = 14.5


def scores(content: AttemptRecordContent, rows: Sequence[Row]) -> list[Flowable]:
    head = [ChineseText([(word, NOTE)], 13, align_right=word == "得分") for word in _HEAD]
    total = ChineseText([("合计　", QUIET), (_total(content), STRONG)], 22, align_right=True)
    return [*section("评分", total), Rows(head, rows, COLUMNS)]


def score_rows(content: AttemptRecordContent, marked: Sequence[Numbered]) -> list[Row]:
    """One row a line in force; an overruled one also tells what it gave before, its decision has a section."""
    before = {line.rule: line for line in content.first_sheet.lines}
    rows = []
    for line in content.sheet.lines:
        first = before.get(line.rule, line)
        title = [(line.title, STRONG)]
        if first.points != line.points:
            title.append((f" 改判，原 {first.points:g}", Ink(Face.BOLD, 9, ACCENT)))
        why = [(first.reason, BODY), *_evidence(content, first, marked)]
        points = [(_points(line), STRONG if line.points >= 0 else ALARM)]
        rows.append(
            [
                ChineseText(title, _LEADING),
                ChineseText(why, _LEADING),
                ChineseText(points, _LEADING, align_right=True),
            ]
        )
    return rows


def _evidence(content: AttemptRecordContent, line: ScoreLine, marked: Sequence[Numbered]) -> Runs:
    """Numbers and times of the marks that are the line's evidence; unmarked words that its reason does not
    say already are quoted."""
    runs: Runs = []
    for evidence in line.evidence:
        numbered = next((one for one in marked if one.is_shown_by(line, evidence)), None)
        # Words in （） stand for a stretch of the recording (a pause, the whole reply), not for what was said.
        if numbered is None and evidence.text not in line.reason and not evidence.text.startswith("（"):
            runs.append((f"　“{evidence.text}”", NOTE))
        runs += place(content, numbered, evidence.start)
    return runs


def _total(content: AttemptRecordContent) -> str:
    words = f"{content.sheet.total:g} / {content.sheet.possible:g}"
    return f"自动评分 {content.first_sheet.total:g}，改判后 {words}" if content.overrulings else words


def _points(line: ScoreLine) -> str:
    return f"{line.points:g} / {line.possible:g}" if line.possible else f"{line.points:g}".replace("-", "−")
