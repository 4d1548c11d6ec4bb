"""The parts of a conversation's record besides its words: points, replacements, scores, mood, comparison, decisions."""

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from app.domain.overrule import Overruling
from app.domain.role_play.advice import forbidden, points
from app.domain.role_play.comparing import Change, side_by_side
from app.domain.score_sheet import Effect, ScoreLine
from app.reports.chinese_text import ChineseText, Ink
from app.reports.dialogue_charts import MoodInks, mood_curve, mood_words
from app.reports.dialogue_record import DialogueRecordContent
from app.reports.figure_on_page import FigureOnPage
from app.reports.fonts import Face
from app.reports.moments import clock, moment
from app.reports.page_frame import TEXT_WIDTH
from app.reports.palette import ACCENT, FORBIDDEN, POLITE, RULE, SOFT, TEXT
from app.reports.rows import Row, Rows
from app.reports.typography import ALARM, BODY, NOTE, QUIET, STRONG, section

SCORE_COLUMNS = (176.0, TEXT_WIDTH - 176 - 68, 68.0)
_POINT_COLUMNS = (150.0, TEXT_WIDTH - 150)
_COMPARISON_COLUMNS = (150.0, 110.0, 110.0, TEXT_WIDTH - 370)
_LEADING = 14.5
_PLACES = 6  # of one score line; the rest are counted
_GOOD = Ink(Face.BOLD, 10.5, POLITE)
_INKS = MoodInks(TEXT, SOFT, RULE, "#F1F4F7", ACCENT, POLITE, FORBIDDEN)


def told(content: DialogueRecordContent) -> list[Flowable]:
    """The points, those left out first, each with the words for it."""
    found = points(content.played)
    if not found:
        return []
    rows = []
    for each in found:
        verdict = ("✓ 说到了", _GOOD) if each.told else ("× 漏了，必说" if each.must else "× 漏了", ALARM)
        title = [(f"{'★' if each.must else ''}{each.title}", STRONG)]
        if each.words is not None:
            words = [verdict, (f"　第 {each.words.turn + 1} 轮：“{each.words.text}”", BODY)]
        else:
            words = [verdict, (f"　可以这样说：“{each.say}”" if each.say else "", BODY)]
        rows.append([ChineseText(title, _LEADING), ChineseText(words, _LEADING)])
    return [*section("要点"), Rows(None, rows, _POINT_COLUMNS), Spacer(0, 9)]


def instead(content: DialogueRecordContent) -> list[Flowable]:
    """Each forbidden phrase with its replacement, then the remarks without points."""
    story: list[Flowable] = []
    for each in forbidden(content.played):
        kind = f"（{each.category.label}{'，一票否决' if each.veto else ''}）"
        runs = [(f"第 {each.turn + 1} 轮“{each.heard}”", ALARM), (kind, QUIET)]
        if each.instead:
            runs.append((f"　改说“{each.instead}”", BODY))
        story.append(ChineseText(runs, 16))
    story += [ChineseText([("·　", QUIET), (hint, BODY)], 15) for hint in content.played.score.whole.hints]
    return [*section("下次可以这样说"), *story, Spacer(0, 9)] if story else []


def scores(content: DialogueRecordContent, rows: Sequence[Row]) -> list[Flowable]:
    sheet, first = content.played.score.whole, content.first.score.whole
    words = f"{sheet.total:g} / {sheet.possible:g}"
    if content.decisions:
        words = f"自动评分 {first.total:g}，改判后 {words}"
    total = ChineseText([("合计　", QUIET), (words, STRONG)], 22, align_right=True)
    titles = ("规则", "理由与依据（轮次和录音中的时间）", "得分")
    head = [ChineseText([(word, NOTE)], 13, align_right=word == "得分") for word in titles]
    return [*section("评分", total), Rows(head, rows, SCORE_COLUMNS)]


def score_rows(content: DialogueRecordContent) -> list[Row]:
    before = {line.rule: line for line in content.first.score.whole.lines}
    rows = []
    for line in content.played.score.whole.lines:
        first = before.get(line.rule, line)
        title = [(line.title, STRONG)]
        if first.points != line.points:
            title.append((f" 改判，原 {first.points + 0.0:g}", Ink(Face.BOLD, 9, ACCENT)))
        why = [(line.reason, BODY), *_places(line)]
        good = line.points >= 0 and line.effect is not Effect.VETO
        points_won = [(_shown(line), STRONG if good else ALARM)]
        rows.append(
            [
                ChineseText(title, _LEADING),
                ChineseText(why, _LEADING),
                ChineseText(points_won, _LEADING, align_right=True),
            ]
        )
    return rows


def mood(content: DialogueRecordContent) -> list[Flowable]:
    """The curve as in the window, and in words what moved it."""
    figure, _spots = mood_curve(content.played, TEXT_WIDTH, 150, 0.78, _INKS)
    words = [ChineseText([(each, Ink(Face.TEXT, 9.5, SOFT))], 14) for each in mood_words(content.played)]
    return [CondPageBreak(210), *section("群众的心情"), FigureOnPage(figure), Spacer(0, 4), *words, Spacer(0, 9)]


def comparison(content: DialogueRecordContent) -> list[Flowable]:
    if content.before is None:
        return []
    found = side_by_side(content.played, content.before)
    inks = {Change.BETTER: _GOOD, Change.SAME: QUIET, Change.WORSE: ALARM}
    signs = {Change.BETTER: "↑ ", Change.SAME: "＝ ", Change.WORSE: "↓ "}
    head = [ChineseText([(word, NOTE)], 13) for word in ("", "上次", "这次", "")]
    rows = [
        [
            ChineseText([(row.title, BODY)], _LEADING),
            ChineseText([(row.then, BODY)], _LEADING),
            ChineseText([(row.now, STRONG)], _LEADING),
            ChineseText([(signs[row.change] + row.change.label, inks[row.change])], _LEADING),
        ]
        for row in found.rows
    ]
    when = f"与 {moment(content.before.started)}的一次相比：{found.words}"
    return [
        CondPageBreak(120), *section("和上次比"), ChineseText([(when, BODY)], 16), Spacer(0, 3),
        Rows(head, rows, _COMPARISON_COLUMNS), Spacer(0, 9),
    ]  # fmt: skip


def decisions(content: DialogueRecordContent) -> list[Flowable]:
    """What trainers decided, with reasons and names."""
    story: list[Flowable] = []
    lines = {line.rule: line for line in content.first.score.whole.lines}
    for decision in content.decisions:
        line = lines.get(decision.rule)
        title = line.title if line else decision.rule
        if isinstance(decision, Overruling):
            was = f"（原 {line.points + 0.0:g} 分）" if line else ""
            head = f"改判　{title}：{decision.points:g} 分{was}"
        else:
            head = f"改判　{title}：第 {decision.turn + 1} 轮“{decision.words}”{decision.ruled.label}"
        runs = [(head, STRONG), (f"　理由：{decision.reason}", BODY)]
        if decision.trainer:
            runs.append((f"　{decision.trainer}", QUIET))
        story.append(ChineseText(runs, 16))
    return [*section("改判"), *story] if story else []


def _places(line: ScoreLine) -> list[tuple[str, Ink]]:
    """Where the evidence is, kept on one line each."""
    shown = [each for each in line.evidence if not each.text.startswith("（")][:_PLACES]
    found = [(f"　第\u00a0{each.turn + 1}\u00a0轮\u00a0{clock(each.start)}", NOTE) for each in shown]
    more = len(line.evidence) - len(shown)
    return [*found, (f"　等 {len(line.evidence)} 处", NOTE)] if more > 0 and found else found


def _shown(line: ScoreLine) -> str:
    points_won = line.points + 0.0  # no -0
    return f"{points_won:g} / {line.possible:g}" if line.possible else f"{points_won:g}".replace("-", "−")
