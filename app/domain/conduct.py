"""From hits to a score sheet: pure, deterministic, every line with its rule, reason and evidence."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from app.domain.hits import Hit
from app.domain.lexicon import Category, Kind, Severity
from app.domain.role_play.rules import ConversationRules
from app.domain.rubric import TENTHS, Rubric, share
from app.domain.scenario import Point, Turn
from app.domain.score_sheet import Dimension, Effect, Evidence, ScoreLine, ScoreSheet, judge
from app.domain.transcript import Transcript

__all__ = ["Dimension", "Effect", "Evidence", "ScoreLine", "ScoreSheet", "score"]

# 你好 as a greeting; not 为你好, 你好久没来, 你好像, 你好多 …
_INFORMAL_GREETING = re.compile(r"(?<![为对比给让替])你好(?![久像多几些的了心意])")
# Speed, longest pause, time to the first word: how they share the points of delivery.
_DELIVERY_SHARES = (4, 3, 3)
_SILENCE = "没有听到有人说话。"
_NO_ANSWER = "没有听到这一轮该说的文明用语和要点，不算作答，此项不给分。"


def score(
    transcript: Transcript,
    hits: Iterable[Hit],
    turn: Turn,
    points: Mapping[str, Sequence[Evidence]],
    rubric: Rubric,
    lexicon_version: str,
) -> ScoreSheet:
    """Score one reply to `turn`.

    `points` gives the evidence for each of the turn's points by id (missing or empty: not said). Where
    nobody speaks every line is 0, whatever hits say: silence and noise earn nothing and cost nothing.
    A dimension that does not apply (a turn without points, the delivery of a typed reply) gives its
    weight to the others in proportion.
    """
    spoken = transcript.engine != "typed"
    silent = not _characters(transcript) or (spoken and not transcript.activity)
    found = () if silent else tuple(sorted(hits, key=lambda hit: (hit.start, hit.first, hit.phrase_id, hit.last)))
    said = {} if silent else points
    stages = tuple(dict.fromkeys(turn.stages))
    language_weight, points_weight, forbidden_weight, delivery_weight = _weights(rubric, stages, turn.points, spoken)

    language, language_hints = _language(transcript, found, stages, language_weight, rubric, silent)
    told = _points(said, turn.points, points_weight, rubric.conversation, silent)
    # Marks for what was not said belong to someone who answered: a lone 嗯, or noise taken for words, is no answer.
    answered = not silent and (not (language or told) or any(line.points for line in (*language, *told)))
    why_not = "" if answered else _SILENCE if silent else _NO_ANSWER
    forbidden, forbidden_hints = _forbidden(found, forbidden_weight, rubric, why_not)
    delivery = _delivery(transcript, delivery_weight, rubric, why_not)
    hints = ((_SILENCE,) if silent else ()) + language_hints + forbidden_hints
    return judge(
        ScoreSheet(
            lines=(*language, *told, *forbidden, *delivery),
            total=0.0,
            possible=(language_weight + points_weight + forbidden_weight + delivery_weight) / TENTHS,
            passed=False,
            veto="",
            hints=hints,
            rubric_version=rubric.version,
            lexicon_version=lexicon_version,
            pass_mark=rubric.pass_mark / TENTHS,
            fails_from=rubric.deductions.fails_from,
        )
    )


def _weights(rubric: Rubric, stages: Sequence[Category], points: Sequence[Point], spoken: bool) -> tuple[int, ...]:
    weights = rubric.weights
    whole = weights.language + weights.points + weights.forbidden + weights.delivery
    applying = (
        weights.language if stages else 0,
        weights.points if points else 0,
        weights.forbidden,
        weights.delivery if spoken else 0,
    )
    return share(whole, applying)


def _language(
    transcript: Transcript, hits: Sequence[Hit], stages: Sequence[Category], weight: int, rubric: Rubric, silent: bool
) -> tuple[tuple[ScoreLine, ...], tuple[str, ...]]:
    lines, hints = [], []
    for category, possible in zip(stages, share(weight, (1,) * len(stages)), strict=True):
        mine = [hit for hit in hits if hit.kind is Kind.POLITE and hit.category is category]
        earned, evidence = 0, tuple(_evidence(hit) for hit in mine)
        reason = _SILENCE if silent else f"没有听到{category.label}的文明用语。"
        if mine:
            earned = possible
            reason = f"说了“{mine[0].heard}”。"
            if not any(hit.certain for hit in mine):
                reason = f"听起来说了“{mine[0].phrase}”，录音分不太清，按说到给分。"
                hints.append(f"“{mine[0].heard}”听得不太清，已按“{mine[0].phrase}”给分；请自己回听一遍。")
        elif category is Category.GREETING and not silent and (informal := _informal_greeting(transcript)):
            typed = transcript.engine == "typed"
            percent = rubric.informal_greeting.typed if typed else rubric.informal_greeting.spoken
            earned, evidence = possible * percent // 100, (informal,)
            reason = f"{'写' if typed else '说'}的是“你好”，对群众请用“您好”，给 {percent}% 的分。"
            hints.append("对群众请说“您好”，不说“你好”。" + ("" if typed else "（录音常分不清您和你，仅作提示。）"))
        lines.append(
            _line(f"language.{category.value}", Dimension.LANGUAGE, category.label, earned, possible, reason, evidence)
        )
    return tuple(lines), tuple(hints)


def _points(
    said: Mapping[str, Sequence[Evidence]], points: Sequence[Point], weight: int, rules: ConversationRules, silent: bool
) -> tuple[ScoreLine, ...]:
    lines = []
    shares = share(weight, [rules.share_of(point.must) for point in points])
    for point, possible in zip(points, shares, strict=True):
        evidence = tuple(said.get(point.id, ()))
        if evidence:
            earned, reason = possible, f"说到了：“{evidence[0].text}”。"
        else:
            earned = 0
            reason = (_SILENCE if silent else "没有听到这一点。") + (
                "这是必说要点（★），缺了不合格。" if point.must else ""
            )
        title = ("★" if point.must else "") + point.text
        effect = Effect.REQUIRED if point.must else Effect.POINTS
        lines.append(_line(f"points.{point.id}", Dimension.POINTS, title, earned, possible, reason, evidence, effect))
    return tuple(lines)


def _forbidden(
    hits: Sequence[Hit], weight: int, rubric: Rubric, why_not: str
) -> tuple[tuple[ScoreLine, ...], tuple[str, ...]]:
    """The marks for no forbidden phrase, then one line for each phrase said, until nothing is left to deduct."""
    mine = [hit for hit in hits if hit.kind is Kind.FORBIDDEN]
    certain = [hit for hit in mine if hit.certain]
    earned = 0 if why_not else weight
    reason = why_not or (f"说了 {len(certain)} 处服务禁语，逐条从此项扣分。" if certain else "没有听到服务禁语。")
    lines = [_line("forbidden.absent", Dimension.FORBIDDEN, "不说服务禁语", earned, weight, reason)]
    left = min(earned, rubric.deductions.at_most)
    times: dict[str, int] = {}
    for hit in certain:
        times[hit.phrase_id] = times.get(hit.phrase_id, 0) + 1
        repeated = f"#{times[hit.phrase_id]}" if times[hit.phrase_id] > 1 else ""
        cost = min(left, rubric.deductions.cost(hit.category))
        left -= cost
        veto = hit.severity is Severity.VETO
        lines.append(
            _line(
                f"forbidden.{hit.phrase_id}{repeated}",
                Dimension.FORBIDDEN,
                f"{hit.category.label}：{hit.phrase}",
                -cost,
                0,
                _offence(hit, cost, veto),
                (_evidence(hit),),
                Effect.VETO if veto else Effect.DEDUCTION,
            )
        )
    hints = tuple(
        f"{hit.start:.1f} 秒处的“{hit.heard}”有些像服务禁语“{hit.phrase}”，录音分不清，没有扣分。"
        for hit in mine
        if not hit.certain
    )
    return tuple(lines), hints


def _offence(hit: Hit, cost: int, veto: bool) -> str:
    if veto:
        result = "属于一票否决，整个回答记 0 分"
    elif cost:
        result = f"扣 {cost / TENTHS:g} 分"
    else:
        result = "此项已无分可扣"
    instead = f"可以改说：“{hit.instead}”" if hit.instead else ""
    return f"说了“{hit.heard}”（{hit.category.label}），{result}。{instead}"


def _delivery(transcript: Transcript, weight: int, rubric: Rubric, why_not: str) -> tuple[ScoreLine, ...]:
    """Speed, longest pause and time to the first word, from where somebody spoke; never pronunciation."""
    if not weight:
        return ()
    limits = rubric.delivery
    speed, pause, first = share(weight, _DELIVERY_SHARES)
    if why_not:
        verdicts = ((False, why_not, ()),) * 3
    else:
        verdicts = (_speed(transcript, rubric), _pause(transcript, rubric), _first_word(transcript, rubric))
    titles = (
        ("speed", f"语速（每分钟 {limits.slowest}–{limits.fastest} 字）", speed),
        ("pause", f"最长停顿（不超过 {limits.longest_pause:g} 秒）", pause),
        ("first-word", f"开口时间（{limits.first_word:g} 秒以内）", first),
    )
    return tuple(
        _line(f"delivery.{rule}", Dimension.DELIVERY, title, possible if good else 0, possible, reason, evidence)
        for (rule, title, possible), (good, reason, evidence) in zip(titles, verdicts, strict=True)
    )


def _speed(transcript: Transcript, rubric: Rubric) -> tuple[bool, str, tuple[Evidence, ...]]:
    limits = rubric.delivery
    characters = _characters(transcript)
    speaking = sum(span.end - span.start for span in transcript.activity)
    if characters < limits.judged_from or speaking <= 0:
        return True, f"只有 {characters} 个字，不评语速。", ()
    a_minute = round(characters * 60 / speaking)
    evidence = (Evidence("（全部回答）", transcript.activity[0].start, transcript.activity[-1].end),)
    said = f"每分钟约 {a_minute} 字"
    if a_minute > limits.fastest:
        return False, f"{said}，说得快了些，老人可能听不清。", evidence
    if a_minute < limits.slowest:
        return False, f"{said}，说得慢了些。", evidence
    return True, f"{said}，合适。", evidence


def _pause(transcript: Transcript, rubric: Rubric) -> tuple[bool, str, tuple[Evidence, ...]]:
    gaps = [(later.start - earlier.end, earlier.end, later.start) for earlier, later in pairwise(transcript.activity)]
    longest, start, end = max(gaps, key=lambda gap: (gap[0], -gap[1]), default=(0.0, 0.0, 0.0))
    if longest <= 0:
        return True, "中间没有停顿。", ()
    good = longest <= rubric.delivery.longest_pause
    advice = "合适。" if good else "需要查资料时，请先说“请您稍等”。"
    return good, f"最长停顿 {longest:.1f} 秒，{advice}", (Evidence("（停顿）", start, end),)


def _first_word(transcript: Transcript, rubric: Rubric) -> tuple[bool, str, tuple[Evidence, ...]]:
    waited = transcript.activity[0].start
    good = waited <= rubric.delivery.first_word
    advice = "合适。" if good else "群众在等，请早些招呼一声。"
    return good, f"{waited:.1f} 秒后开口，{advice}", (Evidence("（开口前）", 0.0, waited),)


def _informal_greeting(transcript: Transcript) -> Evidence | None:
    found = _INFORMAL_GREETING.search(transcript.text)
    if found is None:
        return None
    position, start, end = 0, 0.0, 0.0
    for word in transcript.words:
        if position <= found.start():
            start = word.start
        if position < found.end():
            end = word.end
        position += len(word.text)
    return Evidence("你好", start, end)


def _characters(transcript: Transcript) -> int:
    """How many characters were said, punctuation aside."""
    return sum(character.isalnum() for character in transcript.text)


def _evidence(hit: Hit) -> Evidence:
    return Evidence(hit.heard, hit.start, hit.end)


def _line(
    rule: str,
    dimension: Dimension,
    title: str,
    tenths: int,
    possible: int,
    reason: str,
    evidence: tuple[Evidence, ...] = (),
    effect: Effect = Effect.POINTS,
) -> ScoreLine:
    return ScoreLine(rule, dimension, title, tenths / TENTHS, possible / TENTHS, reason, evidence, effect)
