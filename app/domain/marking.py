"""Marking: pure and explained. Every answer gets points, what was possible, and why.

Points are whole tenths, as in the rubric; a share that does not come out even is rounded down, full marks are
always whole. The partial rules, each said in the explanation:

- single choice, judgement: right or nothing.
- multiple choice: right, or by `Partial`; an answer with any wrong option earns nothing.
- fill-in: every gap an equal share.
- order: every pair of steps that rightly follow each other directly, an equal share of the (n - 1) pairs. Guessing
  earns little (one n-th on average), and one step out of place costs at most three pairs.
- match: every pair an equal share.
- rewrite: nothing if empty, or if a forbidden phrase is still there; otherwise the polite categories asked for and
  the points to tell share equally.
- spoken reply: by the rubric for replies at the window, scaled to the question's points; typed ones are marked so.
- case: the parts share the points equally.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from app.domain.answers import (
    Answer,
    Chosen,
    Filled,
    Judged,
    Matched,
    Ordered,
    Said,
    Written,
    empty,
    fits,
    parts_of,
    rights,
    transcript_of,
)
from app.domain.gap_marking import accepts
from app.domain.hits import Hit
from app.domain.lexicon import Kind
from app.domain.points import find_points
from app.domain.question_body_reading import GAPS
from app.domain.questions import (
    Blank,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Part,
    Partial,
    Question,
    Rewrite,
    Single,
    Spoken,
)
from app.domain.rubric import TENTHS, share
from app.domain.scenario import Turn
from app.domain.score_sheet import ScoreSheet
from app.domain.transcript import Transcript, typed_transcript


class Verdict(Enum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    MISSING = "missing"
    UNHEARD = "unheard"  # a recording that nobody could listen to: a trainer has to

    @property
    def label(self) -> str:
        return {"right": "答对", "partly": "部分得分", "wrong": "答错", "missing": "未作答", "unheard": "待评"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class PartMark:
    """The marking of one answer. `points` of `full`, in tenths; `why` is Chinese."""

    points: int
    full: int
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The marking of one question, all in tenths; a case has the marks of its parts, in order."""

    points: int
    full: int
    verdict: Verdict
    why: str
    parts: tuple[PartMark, ...] = ()

    @property
    def score(self) -> float:
        return self.points / TENTHS


@dataclass(frozen=True, slots=True)
class Examiners:
    """What marking asks of the rules for replies: the phrases in a text, and the sheet of a reply to a turn."""

    find_phrases: Callable[[Transcript], Sequence[Hit]]
    score_reply: Callable[[Transcript, Turn], ScoreSheet]


def mark(
    question: Question,
    answers: Sequence[Answer | None],
    full: int,
    examiners: Examiners,
    partial: Partial | None = None,
) -> Mark:
    """Mark the answers to all parts of a question worth `full` tenths.

    `partial` goes before the question's own rule for incomplete multiple choices. An answer of a kind that
    the question does not ask for counts as none.
    """
    parts = parts_of(question)
    marks = tuple(
        mark_part(part, answer, worth, examiners, partial)
        for part, answer, worth in zip(parts, answers, share(full, (1,) * len(parts)), strict=True)
    )
    if question.body is parts[0].body:
        only = marks[0]
        return Mark(only.points, only.full, only.verdict, only.why)
    points = sum(each.points for each in marks)
    if all(each.verdict is Verdict.MISSING for each in marks):
        verdict = Verdict.MISSING
    elif any(each.verdict is Verdict.UNHEARD for each in marks):
        verdict = Verdict.UNHEARD
    else:
        verdict = _by_points(points, full)
    right = sum(each.verdict is Verdict.RIGHT for each in marks)
    return Mark(points, full, verdict, f"{len(marks)} 个小题答对 {right} 个。", marks)


def mark_part(
    part: Part, answer: Answer | None, full: int, examiners: Examiners, partial: Partial | None = None
) -> PartMark:
    """PartMark the answer to one part worth `full` tenths; see `mark`."""
    if answer is None or not fits(answer, part.body) or empty(answer):
        return PartMark(0, full, Verdict.MISSING, "没有作答。")
    match part.body, answer:
        case Single(options), Chosen((chosen,)):
            return _all_or_nothing(options[chosen].right, full, options[chosen].why)
        case Multiple(options, own), Chosen(chosen):
            return _multiple(options, partial or own, set(chosen), full)
        case Judge(truth), Judged(said):
            return _all_or_nothing(truth == said, full, f"这句话是{'对' if truth else '错'}的。")
        case Blank(), Filled(texts):
            return _blank(part, texts, full)
        case Order(), Ordered(steps):
            return _order(steps, full)
        case Match(), Matched(given):
            return _match(part.body, given, full)
        case Rewrite(), Written(text):
            return _rewrite(part.body, text, full, examiners)
        case Spoken(turn), Written() | Said():
            return _spoken(turn, answer, full, examiners)
    raise AssertionError(f"no rule for {part.type}")


def _by_points(points: int, full: int) -> Verdict:
    return Verdict.RIGHT if points == full else Verdict.PARTLY if points else Verdict.WRONG


def _all_or_nothing(right: bool, full: int, why: str) -> PartMark:
    said = "答对了。" if right else "答错了。"
    return PartMark(full if right else 0, full, Verdict.RIGHT if right else Verdict.WRONG, said + why)


def _shared(right: int, of: int, full: int, why: str) -> PartMark:
    return PartMark(
        full * right // of, full, Verdict.RIGHT if right == of else Verdict.PARTLY if right else Verdict.WRONG, why
    )


def _multiple(options: Sequence[Option], partial: Partial, chosen: set[int], full: int) -> PartMark:
    right = {i for i, option in enumerate(options) if option.right}
    wrong = len(chosen - right)
    if wrong:
        return PartMark(0, full, Verdict.WRONG, f"选了 {wrong} 个不该选的，不得分。")
    if chosen == right:
        return PartMark(full, full, Verdict.RIGHT, "全部选对。")
    missed = f"选对 {len(chosen)} 个，漏选 {len(right - chosen)} 个"
    if partial is Partial.NONE:
        return PartMark(0, full, Verdict.WRONG, f"{missed}；本题全部选对才得分。")
    if partial is Partial.HALF:
        return PartMark(full // 2, full, Verdict.PARTLY, f"{missed}；漏选得一半分。")
    return PartMark(full * len(chosen) // len(right), full, Verdict.PARTLY, f"{missed}；按选对的个数得分。")


def _blank(part: Part, texts: Sequence[str], full: int) -> PartMark:
    body = part.body
    assert isinstance(body, Blank)
    around = [*GAPS.split(part.stem), *[""] * len(body.gaps)]
    good = [
        accepts(gap, text, around[i], around[i + 1]) for i, (gap, text) in enumerate(zip(body.gaps, texts, strict=True))
    ]
    if len(good) == 1:
        return _shared(sum(good), 1, full, "填对了。" if good[0] else "填得不对。" if texts[0].strip() else "没有填。")
    wrong = "、".join(str(i + 1) for i, right in enumerate(good) if not right)
    return _shared(sum(good), len(good), full, f"第 {wrong} 空不对。" if wrong else "全部填对。")


def _order(steps: Sequence[int], full: int) -> PartMark:
    together = sum(later == earlier + 1 for earlier, later in pairwise(steps))
    pairs = len(steps) - 1
    if together == pairs:
        return PartMark(full, full, Verdict.RIGHT, "次序全对。")
    return _shared(together, pairs, full, f"{pairs} 处前后相接，接对 {together} 处，按接对的处数得分。")


def _match(body: Match, given: Sequence[int | None], full: int) -> PartMark:
    known = rights(body)
    good = sum(each is not None and known[each] == pair.right for each, pair in zip(given, body.pairs, strict=True))
    return _shared(good, len(body.pairs), full, f"{len(body.pairs)} 对配对了 {good} 对。")


def _rewrite(body: Rewrite, text: str, full: int, examiners: Examiners) -> PartMark:
    transcript = typed_transcript(text)
    hits = examiners.find_phrases(transcript)
    forbidden = [hit for hit in hits if hit.kind is Kind.FORBIDDEN and hit.certain]
    if forbidden:
        return PartMark(0, full, Verdict.WRONG, f"答案里还有服务禁语“{forbidden[0].heard}”，不得分。")
    if _bare(body.forbidden) in _bare(text):
        return PartMark(0, full, Verdict.WRONG, "原来的禁语还在答案里，不得分。")
    polite = {hit.category for hit in hits if hit.kind is Kind.POLITE and hit.certain}
    told = find_points(transcript, body.points)
    wanted: list[tuple[str, bool]] = [(f"“{category.label}”类文明用语", category in polite) for category in body.needs]
    wanted += [(f"要点“{point.text}”", bool(told.get(point.id))) for point in body.points]
    if not wanted:
        wanted = [("文明用语", bool(polite))]
    missing = [what for what, there in wanted if not there]
    why = "禁语已经改掉，" + (f"还缺：{'、'.join(missing)}。" if missing else "该说的都说到了。")
    return _shared(len(wanted) - len(missing), len(wanted), full, why)


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _spoken(turn: Turn, answer: Answer, full: int, examiners: Examiners) -> PartMark:
    transcript = transcript_of(answer)
    typed = isinstance(answer, Written)
    if transcript is None:
        return PartMark(0, full, Verdict.UNHEARD, "录音没有能听写，请带教老师听录音后评定。")
    sheet = examiners.score_reply(transcript, turn)
    # A sheet's points are tenths, so that this is exact.
    points = full * round(sheet.total * TENTHS) // round(sheet.possible * TENTHS) if sheet.possible else 0
    manner = "（打字作答）" if typed else ""
    why = f"按应答评分规则得 {sheet.total:g} / {sheet.possible:g}{manner}。"
    if sheet.veto:
        why = f"出现一票否决的用语，本题不得分{manner}。"
    missing = [line.title for line in sheet.lines if line.points < line.possible]
    if missing and not sheet.veto:
        why += f"失分：{'、'.join(missing[:4])}{'等' if len(missing) > 4 else ''}。"
    return PartMark(points, full, _by_points(points, full), why)


def needs_listening(answer: Answer | None) -> bool:
    """Whether an answer is a recording that nobody has listened to yet."""
    return isinstance(answer, Said) and answer.transcript is None
