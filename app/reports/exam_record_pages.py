"""How the record of an exam looks: who, how many points, by what, every answer with its reason, and who signs."""

from collections.abc import Sequence
from datetime import datetime

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether, Spacer

from app.domain.answer_words import in_words, right_in_words
from app.domain.answers import parts_of
from app.domain.exam_result import ExamResult, Tally
from app.domain.marking import Verdict
from app.domain.rubric import TENTHS
from app.reports.chinese_text import ChineseText, Ink
from app.reports.disputes_on_page import disputes_section
from app.reports.exam_record import ExamRecordContent
from app.reports.fonts import Face, heading_face, printable, register_with_reportlab
from app.reports.moments import moment
from app.reports.page_frame import TEXT_WIDTH, Running, portrait_pdf
from app.reports.palette import ACCENT, FORBIDDEN, POLITE, SOFT, TEXT, TRACK
from app.reports.rows import Row, Rows
from app.reports.typography import BODY, NOTE, QUIET, STRONG, columns, section, signatures

_WIDTHS = (32.0, 104.0, 98.0, 44.0, TEXT_WIDTH - 278.0)
_SCORE_WIDTH = 250.0


class TallyBars(Flowable):
    """A bar for each tally, its name at the left and its points at the right: readable without colour."""

    def __init__(self, tallies: Sequence[Tally], label: float = 88.0, step: float = 17.0) -> None:
        super().__init__()
        self._tallies, self._label, self._step = tallies, label, step

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, self._step * len(self._tallies)
        return self.width, self.height

    def draw(self) -> None:
        canvas, size = self.canv, NOTE.size
        numbers = 84.0
        room = self.width - self._label - numbers
        for at, tally in enumerate(self._tallies):
            y = self.height - (at + 1) * self._step + 5
            canvas.setFont(Face.TEXT.value, size)
            canvas.setFillColor(HexColor(TEXT))
            canvas.drawString(0, y, _fitting(printable(tally.label), self._label - 6, size))
            canvas.setFillColor(HexColor(TRACK))
            canvas.roundRect(self._label, y - 1, room, 8, 4, stroke=0, fill=1)
            if tally.points:
                canvas.setFillColor(HexColor(ACCENT))
                canvas.roundRect(self._label, y - 1, max(8.0, room * tally.share), 8, 4, stroke=0, fill=1)
            canvas.setFillColor(HexColor(TEXT))
            words = f"{tally.points / TENTHS:g} / {tally.full / TENTHS:g}　对 {tally.right}/{tally.count}"
            canvas.drawRightString(self.width, y, words)


def exam_record_pdf(content: ExamRecordContent) -> bytes:
    """The record's PDF. The same content gives the same bytes."""
    register_with_reportlab()
    story = [
        *_opening(content),
        *_tallies(content.result),
        *_answers(content.result),
        *_corrections(content),
        *_disputes(content),
        KeepTogether([*_times(content.result), Spacer(0, 11), *signatures(), *_provenance(content)]),
    ]
    return portrait_pdf(_running(content), story)


def _running(content: ExamRecordContent) -> Running:
    person, record = content.person, content.record
    words = f"考试成绩记录　第 {record.number} 号"
    return Running(
        title=f"{words}　{person.name}",
        subject=content.result.exam.title,
        author=person.unit or "窗口练兵",
        at=record.at,
        head_left=person.unit or "窗口练兵",
        head_right=words,
        foot_left=f"校验码 {record.hash[:16]}",
    )


def _opening(content: ExamRecordContent) -> list[Flowable]:
    person, result = content.person, content.result
    exam = result.exam
    known = [person.role.label, f"工号 {person.staff_number}" if person.staff_number else ""]
    left = [
        ChineseText([("考试成绩记录", Ink(Face.KAI, 15, ACCENT))], 20),
        Spacer(0, 8),
        ChineseText([(person.name, Ink(heading_face(person.name), 26, TEXT))], 34),
        Spacer(0, 4),
        ChineseText([("　".join(word for word in known if word), QUIET)], 15.5),
        ChineseText([(moment(result.started), QUIET)], 15.5),
        ChineseText([(f"{exam.kind.label}　{exam.version.value} 卷　抽题号 {exam.seed}", QUIET)], 15.5),
    ]
    verdict, colour = ("合格", ACCENT) if result.passed else ("不合格", FORBIDDEN)
    total = ChineseText(
        [
            (f"{result.points / TENTHS:g}", Ink(Face.BOLD, 38, colour)),
            (f" / {result.full / TENTHS:g} 分　", QUIET),
            (verdict, Ink(Face.BOLD, 14, colour)),
        ],
        44,
    )
    right: list[Flowable] = [
        total,
        ChineseText([(exam.title, STRONG)], 16),
        ChineseText([(exam.blueprint.in_words, NOTE)], 13),
        ChineseText([(f"{exam.blueprint.pass_mark / TENTHS:g} 分合格，限时 {exam.blueprint.minutes} 分钟", NOTE)], 13),
    ]
    waiting = result.unheard
    below: list[Flowable] = []
    if waiting:
        numbers = "、".join(str(task + 1) for task in waiting)
        below = [
            Spacer(0, 8),
            ChineseText([(f"第 {numbers} 题的录音还没有评定，现按 0 分计。", BODY)], 16, bar=FORBIDDEN),
        ]
    return [columns([[left, right]], [TEXT_WIDTH - _SCORE_WIDTH, _SCORE_WIDTH]), *below, Spacer(0, 12)]


def _tallies(result: ExamResult) -> list[Flowable]:
    half = (TEXT_WIDTH - 28) / 2
    left = [*section("按题型"), TallyBars(result.by_type)]
    right = [*section("按业务线"), TallyBars(result.by_line)]
    return [columns([[left[1:], Spacer(0, 0), right[1:]]], [half, 28, half]), Spacer(0, 12)]


def _answers(result: ExamResult) -> list[Flowable]:
    head: Row = [ChineseText([(words, NOTE)], 15) for words in ("题号", "您的答案", "正确答案", "得分", "说明")]
    rows: list[Row] = []
    for number, (task, answers, mark) in enumerate(
        zip(result.exam.tasks, result.answers, result.marks, strict=True), 1
    ):
        parts = parts_of(task.question)
        points = f"{mark.points / TENTHS:g} / {mark.full / TENTHS:g}"
        if not mark.parts:
            why = f"{task.question.type.label}：{_short(task.question.stem or task.question.type.label)}　{mark.why}"
            own = in_words(answers[0], task.orders[0])
            rows.append(
                _row(str(number), own, right_in_words(parts[0].body, task.orders[0]), points, mark.verdict, why)
            )
            continue
        rows.append(_row(str(number), "", "", points, mark.verdict, f"案例：{_short(task.question.stem)}　{mark.why}"))
        for at, (part, answer, order, own_mark) in enumerate(
            zip(parts, answers, task.orders, mark.parts, strict=True), 1
        ):
            points = f"{own_mark.points / TENTHS:g} / {own_mark.full / TENTHS:g}"
            right = right_in_words(part.body, order)
            rows.append(_row(f"（{at}）", in_words(answer, order), right, points, own_mark.verdict, own_mark.why))
    return [*section("逐题"), Rows(head, rows, _WIDTHS), Spacer(0, 12)]


def _row(number: str, own: str, right: str, points: str, verdict: Verdict, why: str) -> Row:
    sign, colour = {
        Verdict.RIGHT: ("√", POLITE),
        Verdict.PARTLY: ("△", TEXT),
        Verdict.UNHEARD: ("？", TEXT),
    }.get(verdict, ("×", FORBIDDEN))
    small = Ink(Face.TEXT, 9, TEXT)
    model = right.startswith("例如：")
    return [
        ChineseText([(number, NOTE)], 14),
        ChineseText([(f"{sign} ", Ink(Face.BOLD, 9, colour)), (own, small)], 14),
        ChineseText([("参考答案见题库" if model else right, NOTE if model else small)], 14),
        ChineseText([(points, small)], 14),
        ChineseText([(why, NOTE)], 14),
    ]


def _corrections(content: ExamRecordContent) -> list[Flowable]:
    if not content.result.corrections:
        return []
    story = section("改判")
    for each in content.result.corrections:
        was = content.first.marks[each.task].points / TENTHS
        runs = [
            (f"第 {each.task + 1} 题：{each.points / TENTHS:g} 分（原 {was:g} 分）", STRONG),
            (f"　理由：{each.reason}", BODY),
            (f"　{each.trainer}", QUIET),
        ]
        story.append(ChineseText(runs, 16))
    return [*story, Spacer(0, 10)]


def _disputes(content: ExamRecordContent) -> list[Flowable]:
    story = disputes_section(content.disputes)
    return [*story, Spacer(0, 10)] if story else []


def _times(result: ExamResult) -> list[Flowable]:
    """What the clock says, with every interruption: a trainer must be able to judge it."""
    clock = result.clock
    lines = [f"用时 {_minutes(clock.charged)}，{result.ending.label}。"]
    for each in clock.interruptions:
        changed = "，系统时间被调过" if each.clock_changed else ""
        charged = f"，其中 {_minutes(each.charged)}计入用时" if each.charged else "，不计入用时"
        lines.append(f"{_hour(each.at)} 中断 {_minutes(each.seconds)}（{each.cause.label}）{charged}{changed}。")
    for grant in clock.grants:
        lines.append(f"{_hour(grant.at)} {grant.trainer}补时 {_minutes(grant.seconds)}：{grant.reason}。")
    for left in result.departures:
        lines.append(f"{_hour(left.at)} 离开考试画面 {_minutes(left.seconds)}。")
    return [*section("用时")[1:], *(ChineseText([(line, BODY)], 16) for line in lines)]


def _provenance(content: ExamRecordContent) -> list[Flowable]:
    record, exam = content.record, content.result.exam
    rows = [
        ("版本", [f"蓝图 {exam.blueprint.id} {exam.blueprint.version}", *content.result.rules]),
        ("记录编号", [record.id]),
        ("本条哈希", [record.hash]),
        ("上条哈希", [record.previous]),
    ]
    ink, label = Ink(Face.TEXT, 7.5, SOFT), Ink(Face.BOLD, 7.5, SOFT)
    cells = [[ChineseText([(name, label)], 11), ChineseText([("　".join(words), ink)], 11)] for name, words in rows]
    return [columns(cells, [46, TEXT_WIDTH - 46])]


def _hour(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().strftime("%H:%M:%S")


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} 分 {whole % 60} 秒" if whole >= 60 else f"{whole} 秒"


def _short(text: str, most: int = 22) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _fitting(text: str, room: float, size: float) -> str:
    while text and stringWidth(text, Face.TEXT.value, size) > room:
        text = text[:-1]
    return text
