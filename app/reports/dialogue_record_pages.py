"""How the record of a conversation looks: who, how it ended, the whole of it, why so many points, and who signs."""

from itertools import chain

from reportlab.platypus import Flowable, KeepTogether, Spacer

from app.domain.role_play.conversation import Mode
from app.domain.role_play.timeline import Sign, timeline
from app.domain.role_play.verdict import verdict
from app.reports.charts import points_by_dimension
from app.reports.chinese_text import ChineseText, Ink, Mark, Stroke
from app.reports.dialogue_record import DialogueRecordContent
from app.reports.dialogue_record_parts import (
    SCORE_COLUMNS,
    comparison,
    decisions,
    instead,
    mood,
    score_rows,
    scores,
    told,
)
from app.reports.dialogue_record_words import Marks, conversation, numbered
from app.reports.disputes_on_page import disputes_section, words_of_disputes
from app.reports.figure_on_page import FigureOnPage
from app.reports.fonts import GETA, Face, describe, heading_face, missing_characters, register_with_reportlab
from app.reports.moments import moment
from app.reports.page_frame import TEXT_WIDTH, Running, portrait_pdf
from app.reports.palette import ACCENT, FORBIDDEN, SOFT, TEXT
from app.reports.rows import Rows
from app.reports.timeline_on_page import SignLegend, TimelineOnPage
from app.reports.typography import ALARM, BODY, NOTE, QUIET, STRONG, columns, section, signatures

_SCORE_WIDTH = 272.0
_TITLE = "窗口对话测评记录"


def dialogue_record_pdf(content: DialogueRecordContent) -> bytes:
    """The record's PDF. The same content gives the same bytes."""
    register_with_reportlab()
    marks = numbered(content.played)
    rows = score_rows(content)
    # Signatures never stand alone on a page: what comes last before them goes with them.
    last = [part for part in (disputes_section(content.disputes), decisions(content), _missing(content)) if part]
    if last:
        tail = [Spacer(0, 10), *last.pop()]
    else:
        rows, tail = rows[:-3], [Rows(None, rows[-3:], SCORE_COLUMNS)]
    story = [
        *_opening(content),
        *_task(content),
        *_time(content),
        *conversation(content, marks, _legend(marks)),
        *told(content),
        *instead(content),
        *mood(content),
        *comparison(content),
        *scores(content, rows),
        *chain.from_iterable([Spacer(0, 10), *part] for part in last),
        KeepTogether([*tail, Spacer(0, 9), *signatures()]),
        *_provenance(content),
    ]
    return portrait_pdf(_running(content), story)


def _running(content: DialogueRecordContent) -> Running:
    person, record = content.person, content.record
    title = f"{_TITLE}　第 {record.number} 号"
    return Running(
        title=f"{title}　{person.name}",
        subject=content.played.scenario_title,
        author=person.unit or "窗口练兵",
        at=record.at,
        head_left=person.unit or "窗口练兵",
        head_right=title,
        foot_left=f"校验码 {record.hash[:16]}",
    )


def _opening(content: DialogueRecordContent) -> list[Flowable]:
    """The name at the left, the score and its parts at the right; below, how it ended and what decided it."""
    person, played = content.person, content.played
    found = verdict(played)
    known = [person.role.label, f"工号 {person.staff_number}" if person.staff_number else ""]
    mode = "考核" if played.dialogue.mode is Mode.EXAMINE else played.dialogue.mode.label
    replies = len(played.dialogue.exchanges)
    left = [
        ChineseText([(_TITLE, Ink(Face.KAI, 15, ACCENT))], 20),
        Spacer(0, 8),
        ChineseText([(person.name, Ink(heading_face(person.name), 26, TEXT))], 34),
        Spacer(0, 4),
        ChineseText([("　".join(word for word in known if word), QUIET)], 15.5),
        ChineseText([(moment(played.started), QUIET)], 15.5),
        ChineseText([(f"{mode}　{replies} 轮应答", QUIET)], 15.5),
    ]
    colour = ACCENT if found.passed else FORBIDDEN
    total = ChineseText(
        [
            (f"{found.total:g}", Ink(Face.BOLD, 38, colour)),
            (f" / {found.possible:g} 分　", QUIET),
            ("合格" if found.passed else "不合格", Ink(Face.BOLD, 14, colour)),
        ],
        44,
    )
    right: list[Flowable] = [total, FigureOnPage(points_by_dimension(played.score.whole, _SCORE_WIDTH, 84))]
    band = columns([[left, right]], [TEXT_WIDTH - _SCORE_WIDTH, _SCORE_WIDTH])
    veto = bool(played.score.whole.veto)
    why = [("一票否决　", ALARM), (found.why, BODY)] if veto else [(found.why, BODY)]
    words = [
        ChineseText([(found.ending, STRONG)], 16, bar=colour),
        ChineseText(why, 16, bar=colour),
    ]
    return [band, Spacer(0, 8), *words, Spacer(0, 10)]


def _task(content: DialogueRecordContent) -> list[Flowable]:
    played = content.played
    citizen = played.citizen
    title = [(played.scenario_title, STRONG), (f"　{played.line}　{played.channel.label}", QUIET)]
    who = f"{citizen.name}，{citizen.age} 岁，{citizen.mood}。" + (f"{citizen.manner}。" if citizen.manner else "")
    return [
        *section("情景"),
        ChineseText(title, 17),
        ChineseText([(f"{played.situation}{who}".replace("。。", "。"), QUIET)], 16, flush=True),
        Spacer(0, 9),
    ]


def _time(content: DialogueRecordContent) -> list[Flowable]:
    line = timeline(content.played)
    used = {mark.sign for mark in line.marks}
    signs = [sign for sign in Sign if sign in used]
    legend: list[Flowable] = [SignLegend(signs), Spacer(0, 4)] if signs else []
    said = "上为群众，下为应答；虚线是开口前想的时间，白框是键盘输入。"
    return [
        *section("时间线", ChineseText([(said, NOTE)], 22, align_right=True)),
        *legend,
        TimelineOnPage(line),
        Spacer(0, 10),
    ]


def _legend(marks: Marks) -> ChineseText:
    names = {Stroke.STRAIGHT: "文明用语", Stroke.WAVE: "服务禁语", Stroke.DOTS: "存疑，只提示不扣分"}
    found = [one.mark for some in marks for one in some]
    text, samples = "", []
    for stroke, name in names.items():
        colour = next((mark.colour for mark in found if mark.stroke is stroke), None)
        if colour is not None:
            text += "　" if text else ""
            samples.append(Mark(len(text), len(text) + len(name), stroke, colour, ""))
            text += name
    return ChineseText([(text or "没有文明用语，也没有服务禁语", NOTE)], 22, samples, align_right=True)


def _missing(content: DialogueRecordContent) -> list[Flowable]:
    """Name the characters printed as 〓, by where they stand."""
    played = content.played
    exchanges = (*played.dialogue.exchanges, *(each.exchange for each in played.dialogue.withdrawn))
    places = {
        "姓名": content.person.name,
        "工号": content.person.staff_number,
        "单位": content.person.unit,
        "情景": played.scenario_title + played.line + played.situation,
        "群众的话": "".join(exchange.line for exchange in exchanges) + played.dialogue.line,
        "应答原文": "".join(exchange.reply.transcript.text for exchange in exchanges),
        "评分": "".join(line.title + line.reason for line in played.score.whole.lines),
        "改判": "".join(decision.reason + decision.trainer for decision in content.decisions),
        "异议": words_of_disputes(content.disputes),
    }
    found = {place: missing_characters(text) for place, text in places.items()}
    named = [f"{place}：{'、'.join(map(describe, missing))}" for place, missing in found.items() if missing]
    if not named:
        return []
    return [ChineseText([(f"{GETA} 处是字体里没有的字符，依次为　{'；'.join(named)}。", NOTE)], 14)]


def _provenance(content: DialogueRecordContent) -> list[Flowable]:
    """What lets anybody check the record later: files, versions, hashes."""
    played, record, sheet = content.played, content.record, content.played.score.whole
    exchanges = [*enumerate(played.dialogue.exchanges, 1)]
    heard = dict.fromkeys(
        f"{each.reply.transcript.engine} {each.reply.transcript.model}"
        for _turn, each in exchanges
        if each.reply.recording
    )
    versions = [
        *heard, f"用语库 {sheet.lexicon_version}", f"评分规则 {sheet.rubric_version}", f"情景 {played.scenario_version}",
    ]  # fmt: skip
    recordings = [
        (f"第 {turn} 轮录音", [each.reply.recording, f"SHA-256 {each.reply.recording_sha256}"])
        for turn, each in exchanges
        if each.reply.recording
    ]
    recordings += [
        ("重说前录音", [each.exchange.reply.recording, f"SHA-256 {each.exchange.reply.recording_sha256}"])
        for each in played.dialogue.withdrawn
        if each.exchange.reply.recording
    ]
    chain_rows = [("记录编号", [record.id]), ("本条哈希", [record.hash]), ("上条哈希", [record.previous])]
    ink, label = Ink(Face.TEXT, 7.5, SOFT), Ink(Face.BOLD, 7.5, SOFT)

    def table(rows: list[tuple[str, list[str]]]) -> list[Flowable]:
        return [
            columns(
                [[ChineseText([(name, label)], 10), ChineseText([("　".join(words), ink)], 10)]],
                [56, TEXT_WIDTH - 56],
            )
            for name, words in rows
        ]

    return [*table(recordings), KeepTogether(table([("版本", versions), *chain_rows]))]
