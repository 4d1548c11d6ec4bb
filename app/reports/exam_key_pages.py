"""How the key of an exam looks: the letters at a glance, then every answer with its explanation and basis."""

from reportlab.platypus import Flowable, Spacer

from app.domain.answer_words import right_in_words
from app.domain.answers import parts_of
from app.domain.exam import Task
from app.domain.questions import Judge, Multiple, Single
from app.reports.chinese_text import ChineseText
from app.reports.exam_paper import ExamPaperContent
from app.reports.exam_paper_pages import heading, multiple_rule, running, title
from app.reports.exam_paper_parts import Boxes
from app.reports.fonts import register_with_reportlab
from app.reports.page_frame import TEXT_WIDTH, portrait_pdf
from app.reports.rows import Row, Rows
from app.reports.typography import BODY, NOTE, QUIET, STRONG, section

_WIDTHS = (40.0, 92.0, TEXT_WIDTH - 132.0)
_SHORT = 14  # a longer answer stands before its explanation, where there is room
_ACROSS = 10


def exam_key_pdf(content: ExamPaperContent) -> bytes:
    """The key's PDF. The same content gives the same bytes."""
    register_with_reportlab()
    exam = content.exam
    rules = multiple_rule(content)
    story: list[Flowable] = [*title(content, "　参考答案"), *_at_a_glance(content)]
    if rules:
        story += [ChineseText([(rules, NOTE)], 15), Spacer(0, 4)]
    number = 0
    head: Row = [ChineseText([(words, NOTE)], 15) for words in ("题号", "答案", "解析与依据")]
    for at, part in enumerate(exam.blueprint.sections):
        rows: list[Row] = []
        for task in (task for task in exam.tasks if task.section == at):
            number += 1
            rows += _rows(number, task)
        story += [*section(heading(at, part)), Rows(head, rows, _WIDTHS), Spacer(0, 12)]
    return portrait_pdf(running(content, "参考答案"), story)


def _at_a_glance(content: ExamPaperContent) -> list[Flowable]:
    """The answers that are a letter or two, ten in a row, for marking a pile of papers quickly."""
    short = []
    for number, task in enumerate(content.exam.tasks, 1):
        body = task.question.body
        if isinstance(body, Single | Multiple | Judge):
            short.append((str(number), right_in_words(body, task.orders[0]).replace("、", ""), 1.0))
    if not short:
        return []
    short += [("", "", 1.0)] * (-len(short) % _ACROSS)
    return [Boxes([short[at : at + _ACROSS] for at in range(0, len(short), _ACROSS)]), Spacer(0, 10)]


def _rows(number: int, task: Task) -> list[Row]:
    question = task.question
    parts = parts_of(question)
    basis = "；".join(map(str, question.basis))
    if len(parts) == 1 and parts[0].body is question.body:
        return [_row(str(number), right_in_words(parts[0].body, task.orders[0]), question.explanation, basis)]
    rows = [_row(str(number), "", question.explanation, basis)]
    for at, (part, order) in enumerate(zip(parts, task.orders, strict=True), 1):
        rows.append(_row(f"（{at}）", right_in_words(part.body, order), part.explanation, ""))
    return rows


def _row(number: str, answer: str, explanation: str, basis: str) -> Row:
    long = len(answer) > _SHORT
    why = [(f"{answer}\n", BODY)] if long else []
    if explanation:
        why.append((explanation, QUIET if long else BODY))
    if basis:
        why.append((f"{'　' if explanation else ''}依据：{basis}", QUIET))
    return [
        ChineseText([(number, QUIET)], 16),
        ChineseText([("见右" if long else answer, QUIET if long else STRONG)], 16),
        ChineseText(why, 16),
    ]
