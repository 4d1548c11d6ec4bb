"""How the assessment record of one reply looks: who, how many points, what was said, why, and who signs."""

from datetime import datetime

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table

from app.domain.attempt import Manner
from app.domain.hits import Hit
from app.domain.lexicon import Kind
from app.domain.score_sheet import ScoreLine
from app.reports.attempt_record import AttemptRecordContent
from app.reports.charts import points_by_dimension
from app.reports.chinese_text import ChineseText, Ink, Mark, Stroke
from app.reports.figure_on_page import FigureOnPage
from app.reports.fonts import GETA, Face, describe, heading_face, missing_characters, register_with_reportlab
from app.reports.page_frame import TEXT_WIDTH, Running, portrait_pdf
from app.reports.palette import ACCENT, FORBIDDEN, POLITE, RULE, SOFT, TEXT

BODY = Ink(Face.TEXT, 10.5, TEXT)
STRONG = Ink(Face.BOLD, 10.5, TEXT)
QUIET = Ink(Face.TEXT, 10.5, SOFT)
NOTE = Ink(Face.TEXT, 9, SOFT)
SPOKEN = Ink(Face.TEXT, 12, TEXT)
SECTION = Ink(Face.BOLD, 11.5, ACCENT)
ALARM = Ink(Face.BOLD, 10.5, FORBIDDEN)


_SCORE_WIDTH = 272.0


def attempt_record_pdf(content: AttemptRecordContent) -> bytes:
    """The record's PDF. The same content gives the same bytes."""
    register_with_reportlab()
    person = content.person
    running = Running(
        title=f"窗口应答测评记录 第 {content.number} 号 {person.name}",
        subject=content.scenario_title,
        author=person.unit or "窗口练兵",
        at=content.at,
        head_left=person.unit or "窗口练兵",
        head_right=f"窗口应答测评记录　第 {content.number} 号",
        foot_left=f"校验码 {content.hash[:16]}",
    )
    marks = _marks(content)
    story = [
        *_opening(content),
        *_task(content),
        *_reply(content, marks),
        *_score_lines(content, marks),
        *_hints(content),
        *_overrulings(content),
        *_missing(content),
        KeepTogether([*_signatures(), *_provenance(content)]),
    ]
    return portrait_pdf(running, story)


def _opening(content: AttemptRecordContent) -> list[Flowable]:
    """The name at the left, the score and its parts at the right: what is seen first."""
    person, sheet = content.person, content.sheet
    known = [person.role.label, f"工号 {person.staff_number}" if person.staff_number else ""]
    left = [
        ChineseText([("窗口应答测评记录", Ink(Face.KAI, 15, ACCENT))], 20),
        Spacer(0, 8),
        ChineseText([(person.name, Ink(heading_face(person.name), 26, TEXT))], 34),
        Spacer(0, 4),
        ChineseText([("　".join(word for word in known if word), QUIET)], 15.5),
        ChineseText([(_moment(content.at), QUIET)], 15.5),
        ChineseText([(_manner(content), QUIET)], 15.5),
    ]
    verdict, colour = ("合格", ACCENT) if sheet.passed else ("不合格", FORBIDDEN)
    total = ChineseText(
        [
            (f"{sheet.total:g}", Ink(Face.BOLD, 38, colour)),
            (f" / {sheet.possible:g} 分　", QUIET),
            (verdict, Ink(Face.BOLD, 14, colour)),
        ],
        44,
    )
    right: list[Flowable] = [total, FigureOnPage(points_by_dimension(sheet, _SCORE_WIDTH, 70))]
    band = _columns([[left, right]], [TEXT_WIDTH - _SCORE_WIDTH, _SCORE_WIDTH])
    below: list[Flowable] = []
    if sheet.veto:
        rule = next((line for line in sheet.lines if line.rule == sheet.veto), None)
        why = f"{rule.title}。{rule.reason}" if rule else sheet.veto
        below = [Spacer(0, 8), _panel([ChineseText([("一票否决　", ALARM), (why, BODY)], 16)], FORBIDDEN)]
    return [band, *below, Spacer(0, 12)]


def _task(content: AttemptRecordContent) -> list[Flowable]:
    title = [(content.scenario_title, STRONG)]
    if content.business_line:
        title.append((f"　{content.business_line}", QUIET))
    said = [ChineseText([("群众：", QUIET), (content.citizen_line, BODY)], 16, flush=True)]
    situation = [ChineseText([(content.situation, QUIET)], 16, flush=True), Spacer(0, 5)] if content.situation else []
    return [*_section("情景"), ChineseText(title, 17), *situation, _panel(said, RULE), Spacer(0, 11)]


def _reply(content: AttemptRecordContent, marks: tuple[Mark, ...]) -> list[Flowable]:
    if not content.transcript.strip():
        nothing = "录音里没有听到说话声。" if content.manner is Manner.SPOKEN else "没有输入内容。"
        return [*_section("应答原文"), ChineseText([(nothing, QUIET)], 18), Spacer(0, 10)]
    text = ChineseText([(content.transcript, SPOKEN)], 24, marks, flush=True)
    return [*_section("应答原文", _legend(marks)), Spacer(0, 3), text, Spacer(0, 9)]


def _legend(marks: tuple[Mark, ...]) -> ChineseText:
    names = {Stroke.STRAIGHT: "文明用语", Stroke.WAVE: "服务禁语", Stroke.DOTS: "存疑，只提示不扣分"}
    used = [stroke for stroke in Stroke if any(mark.stroke is stroke for mark in marks)]
    if not used:
        return ChineseText([("没有文明用语，也没有服务禁语", NOTE)], 22, align_right=True)
    text, samples = "", []
    for stroke in used:
        text += "　" if text else ""
        colour = next(mark.colour for mark in marks if mark.stroke is stroke)
        samples.append(Mark(len(text), len(text) + len(names[stroke]), stroke, colour, ""))
        text += names[stroke]
    return ChineseText([(text, NOTE)], 22, samples, align_right=True)


def _score_lines(content: AttemptRecordContent, marks: tuple[Mark, ...]) -> list[Flowable]:
    """The rubric's lines in force, each with what it gave of what it could, why, and which marks show it."""
    before = {line.rule: line for line in content.first_sheet.lines}
    by_words = {_key(hit.heard, hit.start): mark for hit, mark in zip(_ordered(content.hits), marks, strict=True)}
    rows = [[ChineseText([(word, NOTE)], 13, align_right=word == "得分") for word in _SCORE_HEAD]]
    for line in content.sheet.lines:
        first = before.get(line.rule, line)
        changed = first.points != line.points
        title = [(line.title, STRONG)]
        points = [(_points(line), STRONG if line.points >= 0 else ALARM)]
        if changed:
            title.append((" 改判", Ink(Face.BOLD, 9, ACCENT)))
            points.insert(0, (f"原 {first.points:g}　", NOTE))
        why = [(first.reason, BODY), *_evidence(content, line, by_words)]
        rows.append([ChineseText(title, 15), ChineseText(why, 15), ChineseText(points, 15, align_right=True)])
    table = Table(
        rows,
        colWidths=[158, TEXT_WIDTH - 158 - 88, 88],
        repeatRows=1,
        splitInRow=1,
        style=[
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (1, -1), 12),
            ("RIGHTPADDING", (2, 0), (2, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(RULE)),
        ],
    )
    total = ChineseText([("合计　", QUIET), (_total(content), STRONG)], 22, align_right=True)
    return [*_section("评分", total), table, Spacer(0, 10), *_other_marks(content, by_words)]


_SCORE_HEAD = ("规则", "理由与依据（编号见原文，时间见录音）", "得分")


def _total(content: AttemptRecordContent) -> str:
    sheet, first = content.sheet, content.first_sheet
    words = f"{sheet.total:g} / {sheet.possible:g}"
    return f"自动评分 {first.total:g}，改判后 {words}" if content.overrulings else words


def _points(line: ScoreLine) -> str:
    return f"{line.points:g} / {line.possible:g}" if line.possible else f"{line.points:g}".replace("-", "−")


def _evidence(
    content: AttemptRecordContent, line: ScoreLine, by_words: dict[tuple[str, float], Mark]
) -> list[tuple[str, Ink]]:
    """The numbers and times of the marks that are this line's evidence; unmarked words that its reason does
    not say already are quoted."""
    runs: list[tuple[str, Ink]] = []
    for evidence in line.evidence:
        mark = by_words.get(_key(evidence.text, evidence.start))
        if mark is not None:
            runs.append((f"　{mark.label}", Ink(Face.BOLD, 9, mark.colour)))
        elif evidence.text not in line.reason and not evidence.text.startswith("（"):
            runs.append((f"　“{evidence.text}”", NOTE))
        if content.manner is Manner.SPOKEN:
            runs.append((f" {_clock(evidence.start)}", NOTE))
    return runs


def _other_marks(content: AttemptRecordContent, by_words: dict[tuple[str, float], Mark]) -> list[Flowable]:
    """The marks that no score line cites: uncertain ones, and polite phrases this turn did not ask for."""
    cited = {_key(evidence.text, evidence.start) for line in content.sheet.lines for evidence in line.evidence}
    others = [hit for hit in _ordered(content.hits) if _key(hit.heard, hit.start) not in cited]
    if not others:
        return []
    lines = [_mark_line(content, hit, by_words[_key(hit.heard, hit.start)]) for hit in others]
    return [*_section("其他标记（不影响得分）"), *lines, Spacer(0, 10)]


def _mark_line(content: AttemptRecordContent, hit: Hit, mark: Mark) -> Flowable:
    runs = [(mark.label, Ink(Face.BOLD, 9, mark.colour)), (f"　{hit.category.label}“{hit.heard}”", BODY)]
    if hit.heard != hit.phrase:
        runs.append((f"，可能是“{hit.phrase}”", BODY))
    if hit.why and not hit.certain:
        runs.append((f"（{hit.why}）", NOTE))
    if content.manner is Manner.SPOKEN:
        runs.append((f" {_clock(hit.start)}", NOTE))
    if hit.instead:
        runs.append((f"　可以改说：“{hit.instead}”", BODY))
    return ChineseText(runs, 16)


def _key(words: str, start: float) -> tuple[str, float]:
    """What ties a line's evidence to its mark."""
    return words, round(start, 3)


def _hints(content: AttemptRecordContent) -> list[Flowable]:
    if not content.sheet.hints:
        return []
    lines = [ChineseText([("· ", QUIET), (hint, BODY)], 17) for hint in content.sheet.hints]
    return [*_section("提示（不计分）"), *lines, Spacer(0, 12)]


def _overrulings(content: AttemptRecordContent) -> list[Flowable]:
    if not content.overrulings:
        return []
    before = {line.rule: line for line in content.first_sheet.lines}
    story = _section("改判")
    for note in content.overrulings:
        decision = note.overruling
        line = before.get(decision.rule)
        was = f"（原 {line.points:g} 分）" if line else ""
        runs = [
            (f"{line.title if line else decision.rule}：{decision.points:g} 分{was}", STRONG),
            (f"　理由：{decision.reason}", BODY),
            (f"　{decision.trainer}　{_moment(note.at)}　记录第 {note.number} 号", NOTE),
        ]
        story.append(ChineseText(runs, 17))
    return [*story, Spacer(0, 12)]


def _missing(content: AttemptRecordContent) -> list[Flowable]:
    """Name the characters printed as 〓, by where they stand."""
    places = {
        "姓名": content.person.name,
        "工号": content.person.staff_number,
        "单位": content.person.unit,
        "情景": content.scenario_title + content.business_line + content.situation,
        "群众的话": content.citizen_line,
        "应答原文": content.transcript,
        "评分": "".join(line.title + line.reason for line in content.first_sheet.lines),
        "提示": "".join(content.sheet.hints),
        "改判": "".join(note.overruling.reason + note.overruling.trainer for note in content.overrulings),
        "标记": "".join(hit.phrase + hit.instead + hit.why for hit in content.hits),
        "录音文件": content.recording,
    }
    found = {place: missing_characters(text) for place, text in places.items()}
    named = [f"{place}：{'、'.join(map(describe, missing))}" for place, missing in found.items() if missing]
    if not named:
        return []
    return [ChineseText([(f"{GETA} 处是字体里没有的字符，依次为　{'；'.join(named)}。", NOTE)], 14), Spacer(0, 12)]


def _signatures() -> list[Flowable]:
    gap, parties = 24.0, ("学员", "带教老师", "人事")
    width = (TEXT_WIDTH - 2 * gap) / 3
    cells: list[list[Flowable] | str] = []
    for party in parties:
        dated = ChineseText([("日期　　　　年　　月　　日", NOTE)], 16)
        cells += [[ChineseText([(party, QUIET)], 16), Spacer(0, 24), _Rule(width), dated], ""]
    return [_columns([cells[:-1]], [width, gap, width, gap, width]), Spacer(0, 9)]


def _provenance(content: AttemptRecordContent) -> list[Flowable]:
    """What lets anybody check the record later: files, versions, hashes."""
    sheet = content.sheet
    versions = [
        f"用语库 {sheet.lexicon_version}",
        f"评分规则 {sheet.rubric_version}",
        f"情景 {content.scenario_version}",
    ]
    rows = [("版本", [content.engine, content.model, *versions])]
    if content.recording:
        rows.insert(0, ("录音", [content.recording, f"SHA-256 {content.recording_sha256}"]))
    rows += [("记录编号", [content.record_id]), ("本条哈希", [content.hash]), ("上条哈希", [content.previous])]
    ink, label = Ink(Face.TEXT, 7.5, SOFT), Ink(Face.BOLD, 7.5, SOFT)
    cells = [
        [ChineseText([(name, label)], 11), ChineseText([("　".join(word for word in words if word), ink)], 11)]
        for name, words in rows
    ]
    return [_columns(cells, [46, TEXT_WIDTH - 46])]


def _section(title: str, aside: ChineseText | None = None) -> list[Flowable]:
    """A section's title, never alone at the foot of a page, with `aside` at its right."""
    heading = ChineseText([(title, SECTION)], 22)
    line = heading if aside is None else _columns([[heading, aside]], [140, TEXT_WIDTH - 140])
    return [CondPageBreak(80), line]


class _Rule(Flowable):
    """The line that is signed on."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self.width, self.height = width, 1

    def draw(self) -> None:
        self.canv.setStrokeColor(HexColor(TEXT))
        self.canv.setLineWidth(0.6)
        self.canv.line(0, 0, self.width, 0)


def _panel(story: list[Flowable], colour: str) -> Flowable:
    """Flowables with a coloured rule at their left."""
    style = [
        ("LEFTPADDING", (0, 0), (-1, -1), 12),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("LINEBEFORE", (0, 0), (0, -1), 2, HexColor(colour)),
    ]
    return Table([[flowable] for flowable in story], colWidths=[TEXT_WIDTH], style=style, splitInRow=1)


def _columns(rows: list[list], widths: list[float]) -> Flowable:
    style = [
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-2, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    return Table(rows, colWidths=widths, style=style, splitInRow=1)


def _marks(content: AttemptRecordContent) -> tuple[Mark, ...]:
    """One mark a hit, numbered in the order in which they were said."""
    return tuple(_mark(hit, str(number)) for number, hit in enumerate(_ordered(content.hits), start=1))


def _mark(hit: Hit, label: str) -> Mark:
    if not hit.certain:
        return Mark(hit.first, hit.last, Stroke.DOTS, SOFT, label)
    if hit.kind is Kind.FORBIDDEN:
        return Mark(hit.first, hit.last, Stroke.WAVE, FORBIDDEN, label, bold=True)
    return Mark(hit.first, hit.last, Stroke.STRAIGHT, POLITE, label)


def _ordered(hits: tuple[Hit, ...]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (hit.first, hit.last))


def _manner(content: AttemptRecordContent) -> str:
    if content.manner is Manner.TYPED:
        return "键盘输入"
    return f"口头应答　录音 {content.seconds:.1f} 秒"


def _moment(at: str) -> str:
    moment = datetime.fromisoformat(at)
    return f"{moment.year} 年 {moment.month} 月 {moment.day} 日　{moment:%H:%M}"


def _clock(seconds: float) -> str:
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths % 600 // 10:02d}.{tenths % 10}"
