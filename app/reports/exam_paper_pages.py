"""How an exam looks on paper: head with boxes, then each section with its questions and room to answer."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Spacer

from app.domain.answers import parts_of, rights
from app.domain.arrangement import letter
from app.domain.blueprint import Section
from app.domain.exam import Task
from app.domain.question_body_reading import GAPS
from app.domain.questions import Blank, Case, Judge, Match, Multiple, Order, Part, Rewrite, Single, Spoken
from app.domain.rubric import TENTHS
from app.reports.chinese_text import ChineseText, Ink
from app.reports.exam_paper import ExamPaperContent
from app.reports.exam_paper_parts import (
    INDENT,
    LEADING,
    Boxes,
    Labelled,
    WritingLines,
    kept_together,
    options,
    ordinal,
    picture,
)
from app.reports.fonts import Face, register_with_reportlab
from app.reports.page_frame import TEXT_WIDTH, Running, portrait_pdf
from app.reports.palette import TEXT
from app.reports.typography import BODY, NOTE, QUIET, STRONG, columns, section

_PLACE = "（　　）"


def exam_paper_pdf(content: ExamPaperContent) -> bytes:
    """The paper's PDF. The same content gives the same bytes."""
    register_with_reportlab()
    exam = content.exam
    story = [*_opening(content)]
    number = 0
    for at, part in enumerate(exam.blueprint.sections):
        tasks = [task for task in exam.tasks if task.section == at]
        above = section(heading(at, part))  # never alone at the foot of a page
        for task in tasks:
            number += 1
            story += _task(content, number, task, above)
            above = []
        story.append(Spacer(0, 6))
    return portrait_pdf(running(content, "试卷"), story)


def running(content: ExamPaperContent, what: str) -> Running:
    exam = content.exam
    return Running(
        title=f"{exam.title}　{exam.version.value} 卷　{what}",
        subject=exam.blueprint.in_words,
        author=content.unit or "窗口练兵",
        at=content.at,
        head_left=content.unit or "窗口练兵",
        head_right=f"{exam.title}　{exam.version.value} 卷　{what}",
        foot_left=f"抽题号 {exam.seed}　蓝图 {exam.blueprint.id} {exam.blueprint.version}",
    )


def heading(at: int, part: Section) -> str:
    return (
        f"{ordinal(at + 1)}、{part.title}（{part.count} 题，每题 {part.points / TENTHS:g} 分，"
        f"共 {part.count * part.points / TENTHS:g} 分）"
    )


def title(content: ExamPaperContent, what: str) -> list[Flowable]:
    exam, blueprint = content.exam, content.exam.blueprint
    facts = (
        f"{exam.version.value} 卷　满分 {blueprint.full / TENTHS:g} 分　"
        f"{blueprint.pass_mark / TENTHS:g} 分合格　时间 {blueprint.minutes} 分钟"
    )
    return [
        ChineseText([(exam.title + what, Ink(Face.KAI, 21, TEXT))], 30),
        ChineseText([(facts, QUIET)], 16),
        Spacer(0, 8),
    ]


def _opening(content: ExamPaperContent) -> list[Flowable]:
    sections = content.exam.blueprint.sections
    marks = [(ordinal(at + 1), "", 1.0) for at in range(len(sections))]
    rules = f"请用钢笔或签字笔作答。{multiple_rule(content)}"
    return [
        *title(content, ""),
        Boxes([[("单位", "", 3), ("姓名", "", 2), ("工号", "", 1.6), ("日期", "", 1.6)]]),
        Spacer(0, 6),
        Boxes([[*marks, ("总分", "", 1.4), ("阅卷人", "", 1.8)]]),
        Spacer(0, 8),
        ChineseText([(rules, NOTE)], 14),
        Spacer(0, 8),
    ]


def multiple_rule(content: ExamPaperContent) -> str:
    """How incomplete multiple choices count, where there are any."""
    multiple = any(isinstance(part.body, Multiple) for task in content.exam.tasks for part in parts_of(task.question))
    if not multiple:
        return ""
    partial = content.exam.blueprint.partial
    if partial is None:
        return "多选题选错不得分，少选按各题的规则。"
    return f"多选题选错不得分，{partial.label}。"


def _task(content: ExamPaperContent, number: int, task: Task, above: list[Flowable]) -> list[Flowable]:
    question = task.question
    shown = picture(content.picture(question.picture)) if question.picture else None
    if isinstance(question.body, Case):
        story: list[Flowable] = [
            *above,
            Labelled(f"{number}.", ChineseText([(question.stem, BODY)], LEADING, flush=True)),
            *([shown] if shown else []),
        ]
        found = kept_together(story, 3)
        for at, (part, order) in enumerate(zip(question.body.parts, task.orders, strict=True), 1):
            own = picture(content.picture(part.picture)) if part.picture else None
            found += kept_together(_part(content, f"（{at}）", part, order, own, 28.0), 4)
        return [*found, Spacer(0, 4)]
    (part,) = parts_of(question)
    return kept_together([*above, *_part(content, f"{number}.", part, task.orders[0], shown, INDENT)])


def _part(
    content: ExamPaperContent, label: str, part: Part, order: Sequence[int], shown: Flowable | None, hang: float
) -> list[Flowable]:
    body = part.body

    def stem(text: str) -> list[Flowable]:
        text = GAPS.sub("_" * 10, text)
        return [Labelled(label, ChineseText([(text, BODY)], LEADING, flush=True), hang), *([shown] if shown else [])]

    match body:
        case Single(choices) | Multiple(choices):
            many = "（多选）" if isinstance(body, Multiple) else ""
            pictures = [
                picture(content.picture(choices[i].picture), hang) if choices[i].picture else None for i in order
            ]
            return [*stem(f"{many}{part.stem}{_PLACE}"), *options([choices[i].text for i in order], pictures, hang)]
        case Judge():
            return stem(f"{part.stem}{_PLACE}")
        case Blank():
            return stem(part.stem)
        case Order(steps):
            blanks = " → ".join(["（　）"] * len(steps))
            return [
                *stem(part.stem),
                *options([steps[i] for i in order], [None] * len(steps), hang),
                Labelled("", ChineseText([(f"正确次序：{blanks}", BODY)], LEADING + 4), hang),
            ]
        case Match():
            return [*stem(part.stem), _two_columns(body, order, hang)]
        case Rewrite(forbidden):
            said = ChineseText([("服务禁语：", QUIET), (f"“{forbidden}”", STRONG)], LEADING)
            return [*stem(part.stem or "请改写这句服务禁语。"), Labelled("", said, hang), WritingLines(3, hang)]
        case Spoken(turn):
            said = ChineseText([("群众：", QUIET), (f"“{turn.says}”", STRONG)], LEADING)
            return [*stem(part.stem or "请写出您的回答。"), Labelled("", said, hang), WritingLines(5, hang)]
    raise AssertionError(part.type)


def _two_columns(body: Match, order: Sequence[int], hang: float) -> Flowable:
    known = rights(body)
    lefts = [
        Labelled(f"{i}.", ChineseText([(f"{pair.left}{_PLACE}", BODY)], LEADING), 19)
        for i, pair in enumerate(body.pairs, 1)
    ]
    others = [Labelled(f"{letter(at)}.", ChineseText([(known[i], BODY)], LEADING), 19) for at, i in enumerate(order)]
    half = (TEXT_WIDTH - hang - 24) / 2
    return columns([[Spacer(0, 0), lefts, Spacer(0, 0), others]], [hang, half, 24, half])
