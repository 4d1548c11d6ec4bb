"""How the assessment record of one reply looks: who, how many points, what was said, why, and who signs."""

from itertools import chain

from reportlab.platypus import Flowable, KeepTogether, Spacer

from app.domain.attempt import Manner
from app.domain.overrule import line_of
from app.reports.attempt_record import AttemptRecordContent
from app.reports.attempt_record_marks import hints, number, reply
from app.reports.attempt_record_scores import COLUMNS, score_rows, scores
from app.reports.charts import points_by_dimension
from app.reports.chinese_text import ChineseText, Ink
from app.reports.disputes_on_page import disputes_section, words_of_disputes
from app.reports.figure_on_page import FigureOnPage
from app.reports.fonts import GETA, Face, describe, heading_face, missing_characters, register_with_reportlab
from app.reports.moments import moment
from app.reports.page_frame import TEXT_WIDTH, Running, portrait_pdf
from app.reports.palette import ACCENT, FORBIDDEN, RULE, SOFT, TEXT
from app.reports.rows import Rows
from app.reports.typography import ALARM, BODY, NOTE, QUIET, STRONG, columns, section, signatures

_SCORE_WIDTH = 272.0


def attempt_record_pdf(content: AttemptRecordContent) -> bytes:
    """The record's PDF. The same content gives the same bytes."""
    register_with_reportlab()
    marked = number(content.hits)
    rows = score_rows(content, marked)
    parts = (hints(content, marked), _overrulings(content), disputes_section(content.disputes), _missing(content))
    remarks = [part for part in parts if part]
    # Signatures never stand alone on a page: what comes last before them goes with them.
    if remarks:
        last = [Spacer(0, 10), *remarks.pop()]
    else:
        rows, last = rows[:-3], [Rows(None, rows[-3:], COLUMNS)]
    story = [
        *_opening(content),
        *_task(content),
        *reply(content, marked),
        *scores(content, rows),
        *chain.from_iterable([Spacer(0, 10), *part] for part in remarks),
        KeepTogether([*last, Spacer(0, 9), *(signatures() if content.record else []), *_provenance(content)]),
    ]
    return portrait_pdf(_running(content), story)


def _running(content: AttemptRecordContent) -> Running:
    person, record = content.person, content.record
    number_words = f"　第 {record.number} 号" if record else ""
    return Running(
        title=f"{_title(content)}{number_words}　{person.name}",
        subject=content.scenario_title,
        author=person.unit or "窗口练兵",
        at=content.at,
        head_left=person.unit or "窗口练兵",
        head_right=f"{_title(content)}{number_words}",
        foot_left=f"校验码 {record.hash[:16]}" if record else "试评，没有存入记录，不作考核依据",
    )


def _title(content: AttemptRecordContent) -> str:
    return "窗口应答测评记录" if content.record else "窗口应答试评单"


def _opening(content: AttemptRecordContent) -> list[Flowable]:
    """The name at the left, the score and its parts at the right: what is seen first."""
    person, sheet = content.person, content.sheet
    known = [person.role.label, f"工号 {person.staff_number}" if person.staff_number else ""]
    left = [
        ChineseText([(_title(content), Ink(Face.KAI, 15, ACCENT))], 20),
        Spacer(0, 8),
        ChineseText([(person.name, Ink(heading_face(person.name), 26, TEXT))], 34),
        Spacer(0, 4),
        ChineseText([("　".join(word for word in known if word), QUIET)], 15.5),
        *([ChineseText([(moment(content.at), QUIET)], 15.5)] if content.at else []),
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
    band = columns([[left, right]], [TEXT_WIDTH - _SCORE_WIDTH, _SCORE_WIDTH])
    below: list[Flowable] = []
    if sheet.veto:
        rule = next((line for line in sheet.lines if line.rule == sheet.veto), None)
        why = f"{rule.title}。{rule.reason}" if rule else sheet.veto
        below = [Spacer(0, 8), ChineseText([("一票否决　", ALARM), (why, BODY)], 16, bar=FORBIDDEN)]
    return [band, *below, Spacer(0, 10)]


def _task(content: AttemptRecordContent) -> list[Flowable]:
    title = [(content.scenario_title, STRONG)]
    if content.business_line:
        title.append((f"　{content.business_line}", QUIET))
    said = ChineseText([("群众：", QUIET), (content.citizen_line, BODY)], 16, flush=True, bar=RULE)
    situation = [ChineseText([(content.situation, QUIET)], 16, flush=True), Spacer(0, 5)] if content.situation else []
    return [*section("情景"), ChineseText(title, 17), *situation, said, Spacer(0, 9)]


def _overrulings(content: AttemptRecordContent) -> list[Flowable]:
    if not content.overrulings:
        return []
    story = section("改判")
    for decision in content.overrulings:
        line = line_of(content.first_sheet, decision)
        was = f"（原 {line.points:g} 分）" if line else ""
        runs = [
            (f"{line.title if line else decision.rule}：{decision.points:g} 分{was}", STRONG),
            (f"　理由：{decision.reason}", BODY),
            (f"　{decision.trainer}" if decision.trainer else "", QUIET),
        ]
        story.append(ChineseText(runs, 16))
    return story


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
        "改判": "".join(decision.reason + decision.trainer for decision in content.overrulings),
        "异议": words_of_disputes(content.disputes),
        "标记": "".join(hit.phrase + hit.instead + hit.why for hit in content.hits),
        "录音文件": content.recording,
    }
    found = {place: missing_characters(text) for place, text in places.items()}
    named = [f"{place}：{'、'.join(map(describe, missing))}" for place, missing in found.items() if missing]
    if not named:
        return []
    return [ChineseText([(f"{GETA} 处是字体里没有的字符，依次为　{'；'.join(named)}。", NOTE)], 14)]


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
        digest = f"SHA-256 {content.recording_sha256}" if content.recording_sha256 else ""
        rows.insert(0, ("录音", [content.recording, digest]))
    if content.record:
        rows += [("记录编号", [content.record.id]), ("本条哈希", [content.record.hash])]
        rows += [("上条哈希", [content.record.previous])]
    ink, label = Ink(Face.TEXT, 7.5, SOFT), Ink(Face.BOLD, 7.5, SOFT)
    cells = [
        [ChineseText([(name, label)], 10), ChineseText([("　".join(word for word in words if word), ink)], 10)]
        for name, words in rows
    ]
    return [columns(cells, [46, TEXT_WIDTH - 46])]


def _manner(content: AttemptRecordContent) -> str:
    if content.manner is Manner.TYPED:
        return "键盘输入"
    return f"口头应答　录音 {content.seconds:.1f} 秒"
