"""How the report of a class looks: what it was about, who was there, who spoke and how, and what was hard."""

from reportlab.platypus import Flowable, KeepTogether, Spacer

from app.domain.class_summary import ClassSummary, SpeakerResult
from app.domain.score_sheet import Dimension
from app.domain.training_class import Attendance
from app.reports.chinese_text import ChineseText, Ink
from app.reports.class_charts import Bar, LyingBars
from app.reports.class_report import ClassReportContent
from app.reports.fonts import Face, heading_face, register_with_reportlab
from app.reports.moments import moment
from app.reports.page_frame import TEXT_WIDTH, Running, portrait_pdf
from app.reports.palette import ACCENT, FORBIDDEN, POLITE, SOFT, TEXT
from app.reports.rows import Row, Rows
from app.reports.typography import BODY, NOTE, QUIET, STRONG, SigningLine, columns, section

_SMALL = Ink(Face.TEXT, 9, TEXT)
_FIGURES_WIDTH = 220.0
_MOST_HARD = 12
_DIMENSIONS = (Dimension.LANGUAGE, Dimension.POINTS, Dimension.FORBIDDEN, Dimension.DELIVERY)
_SHORT = {Dimension.LANGUAGE: "文明", Dimension.POINTS: "要点", Dimension.FORBIDDEN: "禁语", Dimension.DELIVERY: "表达"}
_SPOKEN_WIDTHS = (22.0, 62.0, TEXT_WIDTH - 350.0, 34.0, 37.0, 37.0, 37.0, 37.0, 84.0)


def class_report_pdf(content: ClassReportContent) -> bytes:
    """The report's PDF. The same content gives the same bytes."""
    register_with_reportlab()
    found = content.found
    story = [
        *_opening(content),
        *_averages(found),
        *_turns(found),
        *_hard(found),
        *_phrases(found),
        *_thumbs(found),
        *_attendance(found),
        *_notes(found),
        KeepTogether([*_signing(), *_provenance(content)]),
    ]
    return portrait_pdf(_running(content), story)


def _running(content: ClassReportContent) -> Running:
    one = content.found.training_class
    words = f"课堂报告　第 {content.record.number} 号" if content.record else "课堂报告（尚未下课）"
    return Running(
        title=f"课堂报告　{one.title}",
        subject=one.title,
        author=content.unit or "窗口练兵",
        at=content.printed,
        head_left=content.unit or "窗口练兵",
        head_right=words,
        foot_left=f"校验码 {content.record.hash[:16]}" if content.record else f"打印于 {moment(content.printed)}",
    )


def _opening(content: ClassReportContent) -> list[Flowable]:
    found = content.found
    one = found.training_class
    ended = f"至 {moment(one.closed)[-5:]}" if one.closed else "尚未下课"
    left: list[Flowable] = [
        ChineseText([("课堂报告", Ink(Face.KAI, 15, ACCENT))], 20),
        Spacer(0, 8),
        ChineseText([(one.title, Ink(heading_face(one.title), 22, TEXT))], 29),
        Spacer(0, 4),
        ChineseText([(f"上课日期 {one.day}　带教老师 {one.trainer}", QUIET)], 15.5),
        ChineseText([(f"{moment(one.opened)} 开课，{ended}", QUIET)], 15.5),
    ]
    here = found.count(Attendance.PRESENT) + found.count(Attendance.LATE)
    average = found.average
    right: list[Flowable] = [
        ChineseText([(f"{here}", Ink(Face.BOLD, 34, ACCENT)), (f" / {len(one.members)} 人到课", QUIET)], 40),
        ChineseText([(_others(found), NOTE)], 13),
        Spacer(0, 6),
        ChineseText([(f"发言 {len(found.results)} 次", STRONG), (f"，还有 {len(found.silent)} 人没有发言", QUIET)], 16),
        ChineseText(
            [
                (f"平均 {average:.1f} 分", STRONG) if average is not None else ("没有评分的发言", QUIET),
                (f"，合格 {found.passed} / {len(found.scored)} 次" if found.scored else "", QUIET),
            ],
            16,
        ),
    ]
    return [columns([[left, right]], [TEXT_WIDTH - _FIGURES_WIDTH, _FIGURES_WIDTH]), Spacer(0, 12)]


def _others(found: ClassSummary) -> str:
    counted = [
        (Attendance.LATE, "其中迟到 {} 人"),
        (Attendance.ABSENT, "缺席 {} 人"),
        (Attendance.NOT_MARKED, "未点名 {} 人"),
    ]
    return "，".join(words.format(found.count(each)) for each, words in counted if found.count(each)) or "全部到课"


def _averages(found: ClassSummary) -> list[Flowable]:
    if not found.dimensions:
        return []
    bars = [
        Bar(each.dimension.label, each.share, f"{each.earned:.1f} / {each.possible:.1f}　{each.share:.0%}")
        for each in found.dimensions
    ]
    return [KeepTogether([*section("全班平均")[1:], LyingBars(bars, 70, 100), Spacer(0, 10)])]


def _turns(found: ClassSummary) -> list[Flowable]:
    if not found.results:
        return [*section("发言"), ChineseText([("这堂课没有人发言。", BODY)], 16), Spacer(0, 10)]
    titles = ("序", "姓名", "情景", "方式", *(_SHORT[each] for each in _DIMENSIONS), "总分")
    head: Row = [ChineseText([(words, NOTE)], 14) for words in titles]
    rows = [_turn_row(number, result) for number, result in enumerate(found.results, 1)]
    return [*section("发言"), Rows(head, rows, _SPOKEN_WIDTHS), Spacer(0, 12)]


def _turn_row(number: int, result: SpeakerResult) -> Row:
    thumbs = f"赞 {result.thumbs_up}　待改进 {result.thumbs_down}" if result.turn.thumbs else ""
    about = result.turn.scenario_title + (f"　{thumbs}" if thumbs else "")
    shares = {each.dimension: each for each in result.dimensions}
    cells = [
        ChineseText([(f"{shares[each].share:.0%}" if each in shares else "—", _SMALL)], 14) for each in _DIMENSIONS
    ]
    sheet = result.sheet
    total = [(f"{sheet.total:g}", Ink(Face.BOLD, 9, TEXT)), *_verdict(sheet.passed)] if sheet else [("不评分", NOTE)]
    return [
        ChineseText([(str(number), NOTE)], 14),
        ChineseText([(result.member.name, Ink(Face.BOLD, 9, TEXT))], 14),
        ChineseText([(about, _SMALL)], 14),
        ChineseText([(result.turn.mode.label, NOTE)], 14),
        *cells,
        ChineseText(total, 14),
    ]


def _verdict(passed: bool) -> list[tuple[str, Ink]]:
    return [("　√ 合格", Ink(Face.TEXT, 9, POLITE))] if passed else [("　× 不合格", Ink(Face.TEXT, 9, FORBIDDEN))]


def _hard(found: ClassSummary) -> list[Flowable]:
    if not found.scored:
        return []
    if not found.hard:
        return [*section("最容易漏说的要点"), ChineseText([("应说的要点都说到了。", BODY)], 16), Spacer(0, 10)]
    several = len({each.scenario for each in found.hard}) > 1
    bars = [
        Bar(
            f"{each.text}（{each.scenario}）" if several else each.text,
            each.missed / each.asked,
            f"漏 {each.missed} / {each.asked} 次",
        )
        for each in found.hard[:_MOST_HARD]
    ]
    more = len(found.hard) - _MOST_HARD
    note = [ChineseText([(f"另有 {more} 条要点漏说过，见 Excel 报告。", NOTE)], 14)] if more > 0 else []
    return [
        *section("最容易漏说的要点"),
        LyingBars(bars, 270, 70, ink=FORBIDDEN),
        *note,
        Spacer(0, 10),
    ]


def _phrases(found: ClassSummary) -> list[Flowable]:
    if not found.scored:
        return []
    if not found.phrases:
        return [*section("服务禁语"), ChineseText([("整堂课没有听到服务禁语。", BODY)], 16), Spacer(0, 10)]
    head: Row = [ChineseText([(words, NOTE)], 14) for words in ("说了", "类别", "次数", "应当改说")]
    rows: list[Row] = [
        [
            ChineseText([(f"“{each.phrase}”", Ink(Face.TEXT, 9, FORBIDDEN))], 14),
            ChineseText([(each.category, NOTE)], 14),
            ChineseText([(f"{each.times} 次", _SMALL)], 14),
            ChineseText([(f"“{each.instead}”" if each.instead else "换一种不伤人的说法。", _SMALL)], 14),
        ]
        for each in found.phrases
    ]
    widths = (130.0, 76.0, 44.0, TEXT_WIDTH - 250.0)
    return [*section("服务禁语和改说"), Rows(head, rows, widths), Spacer(0, 12)]


def _thumbs(found: ClassSummary) -> list[Flowable]:
    if not any(each.turns for each in found.thumbs):
        return []
    most = max(each.up + each.down for each in found.thumbs) or 1
    bars = [
        Bar(each.text, each.up / most, f"赞 {each.up}　待改进 {each.down}", each.down / most) for each in found.thumbs
    ]
    note = ChineseText([("实心是赞，空心是待改进；各次发言相加。", NOTE)], 14)
    return [*section("大家的评价（观察要点）"), LyingBars(bars, 200, 104, ink=POLITE), note, Spacer(0, 10)]


def _attendance(found: ClassSummary) -> list[Flowable]:
    one = found.training_class
    head: Row = [ChineseText([(words, NOTE)], 14) for words in ("姓名", "工号", "单位", "出勤", "发言")]
    rows: list[Row] = []
    for member in one.members:
        spoken = one.spoken(member.id)
        state = member.attendance.label + (f"（{member.reason}）" if member.reason else "")
        ink = _SMALL if member.here else Ink(Face.TEXT, 9, FORBIDDEN)
        rows.append(
            [
                ChineseText([(member.name, Ink(Face.BOLD, 9, TEXT))], 14),
                ChineseText([(member.staff_number or "—", NOTE)], 14),
                ChineseText([(member.unit or "—", NOTE)], 14),
                ChineseText([(state, ink)], 14),
                ChineseText([(f"{spoken} 次" if spoken else "—", _SMALL)], 14),
            ]
        )
    widths = (90.0, 76.0, TEXT_WIDTH - 356.0, 140.0, 50.0)
    return [*section("出勤"), Rows(head, rows, widths), Spacer(0, 12)]


def _notes(found: ClassSummary) -> list[Flowable]:
    notes = found.training_class.notes
    if not notes:
        return []
    lines = [ChineseText([(line, BODY)], 16) for line in notes.splitlines() if line.strip()]
    return [*section("带教老师的话"), *lines, Spacer(0, 12)]


def _signing() -> list[Flowable]:
    gap, parties = 48.0, ("带教老师", "部门负责人")
    width = (TEXT_WIDTH - gap) / 2
    cells: list[list[Flowable] | Flowable] = []
    for party in parties:
        dated = ChineseText([("日期　　　　年　　月　　日", NOTE)], 16)
        cells += [[ChineseText([(party, QUIET)], 16), Spacer(0, 24), SigningLine(width), dated], Spacer(0, 0)]
    return [Spacer(0, 6), columns([cells[:-1]], [width, gap, width]), Spacer(0, 9)]


def _provenance(content: ClassReportContent) -> list[Flowable]:
    one, record = content.found.training_class, content.record
    ink, label = Ink(Face.TEXT, 7.5, SOFT), Ink(Face.BOLD, 7.5, SOFT)
    rows = [("课堂编号", one.id), ("抽签种子", str(one.seed))]
    if record is not None:
        rows += [("记录编号", record.id), ("本条哈希", record.hash), ("上条哈希", record.previous)]
    cells = [[ChineseText([(name, label)], 11), ChineseText([(words, ink)], 11)] for name, words in rows]
    return [columns(cells, [46, TEXT_WIDTH - 46])]
