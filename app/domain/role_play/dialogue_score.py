"""The score of a whole conversation: a sheet for each turn, and one for the dialogue with evidence by turn.

The dialogue is weighed by the same rubric as one reply (docs/scoring.md):
- 文明用语: the categories that the moments call for share its points; each earns the share of those
  moments at which it was said.
- 应答要点: the points share its points, in the proportion that the rubric gives ★ and others; one told in any turn counts. A ★ point left out fails the whole.
- 服务禁语: as in one reply, over all turns together.
- 表达: the share of the spoken turns in which speed, pauses and the first word were right.
- 整场对话: what hints cost, moments of silence, and an end that is bad, which also fails the whole.
A conversation that ended well is weighed by the moments it came to; one that broke off or ended
otherwise also by those of the main path that it never reached.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain import conduct
from app.domain.attempt import Manner
from app.domain.lexicon import Category, Severity
from app.domain.role_play.dialogue import Dialogue, Exchange, Mode, ending_of
from app.domain.role_play.main_path import main_path
from app.domain.role_play.rules import ConversationRules
from app.domain.rubric import TENTHS, Rubric, share
from app.domain.scenario import EndingKind, Node, Point, Scenario
from app.domain.score_sheet import Dimension, Effect, Evidence, ScoreLine, ScoreSheet, judge


@dataclass(frozen=True, slots=True)
class DialogueScore:
    """`turns` has a sheet for each exchange, `whole` the one that counts; evidence names its turn, from 0."""

    turns: tuple[ScoreSheet, ...]
    whole: ScoreSheet


def score_dialogue(scenario: Scenario, dialogue: Dialogue, rubric: Rubric, lexicon_version: str) -> DialogueScore:
    """Pure and deterministic. A conversation without one answer earns nothing."""
    turns = tuple(_turn_sheet(scenario, dialogue, i, rubric, lexicon_version) for i in range(len(dialogue.exchanges)))
    return DialogueScore(turns, _whole(scenario, dialogue, turns, rubric, lexicon_version))


def _turn_sheet(scenario: Scenario, dialogue: Dialogue, at: int, rubric: Rubric, lexicon_version: str) -> ScoreSheet:
    """The sheet of one reply. A point told in an earlier turn need not be told again."""
    exchange = dialogue.exchanges[at]
    node = scenario.node(exchange.node)
    assert node is not None
    said = _evidence_by_point(dialogue.exchanges[: at + 1])
    sheet = conduct.score(exchange.reply.transcript, exchange.reply.hits, node.turn, said, rubric, lexicon_version)
    lines = tuple(_of_turn(line, at) for line in sheet.lines)
    return replace(sheet, lines=lines)


def _of_turn(line: ScoreLine, turn: int) -> ScoreLine:
    if line.dimension is Dimension.POINTS:  # these carry their turns already
        return line
    return replace(line, evidence=tuple(replace(each, turn=turn) for each in line.evidence))


def _evidence_by_point(exchanges: Sequence[Exchange]) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, tuple[Evidence, ...]] = {}
    for turn, exchange in enumerate(exchanges):
        for told in exchange.reply.told:
            placed = tuple(replace(each, turn=turn) for each in told.evidence)
            found[told.point] = (*found.get(told.point, ()), *placed)
    return found


def _whole(
    scenario: Scenario, dialogue: Dialogue, turns: Sequence[ScoreSheet], rubric: Rubric, lexicon_version: str
) -> ScoreSheet:
    nodes = _weighed_nodes(scenario, dialogue, rubric)
    stages = tuple(dict.fromkeys(stage for node in nodes for stage in node.stages))
    points = tuple({point.id: point for node in nodes for point in node.points}.values())
    spoken = [i for i, each in enumerate(dialogue.exchanges) if each.reply.manner is Manner.SPOKEN]
    weights = rubric.weights
    applying = (
        weights.language if stages else 0,
        weights.points if points else 0,
        weights.forbidden,
        weights.delivery if spoken else 0,
    )
    whole = weights.language + weights.points + weights.forbidden + weights.delivery
    language_weight, points_weight, forbidden_weight, delivery_weight = share(whole, applying)
    language = _language(dialogue, nodes, stages, language_weight)
    told = _points(dialogue, points, points_weight, rubric.conversation)
    answered = any(line.points for line in (*language, *told)) if language or told else bool(dialogue.exchanges)
    sheet = ScoreSheet(
        lines=(
            *language,
            *told,
            *_forbidden(dialogue, forbidden_weight, rubric, answered),
            *_delivery(turns, spoken, delivery_weight),
            *_conversation(scenario, dialogue, rubric.conversation),
        ),
        total=0.0,
        possible=whole / TENTHS,
        passed=False,
        veto="",
        hints=_remarks(dialogue, turns),
        rubric_version=rubric.version,
        lexicon_version=lexicon_version,
        pass_mark=rubric.pass_mark / TENTHS,
        fails_from=rubric.deductions.fails_from,
    )
    return judge(sheet)


def _weighed_nodes(scenario: Scenario, dialogue: Dialogue, rubric: Rubric) -> tuple[Node, ...]:
    visited = dict.fromkeys(exchange.node for exchange in dialogue.exchanges)
    ending = ending_of(scenario, dialogue)
    well = ending is not None and ending.kind is EndingKind.GOOD
    ids = (
        visited
        if well
        else {**dict.fromkeys(node.id for node in main_path(scenario, rubric.conversation).nodes), **visited}
    )
    return tuple(node for id in ids if (node := scenario.node(id)) is not None)


def _language(
    dialogue: Dialogue, nodes: Sequence[Node], stages: Sequence[Category], weight: int
) -> tuple[ScoreLine, ...]:
    lines = []
    for category, possible in zip(stages, share(weight, (1,) * len(stages)), strict=True):
        due = [node for node in nodes if category in node.stages]
        evidence, said_at = [], set()
        for turn, exchange in enumerate(dialogue.exchanges):
            for hit in exchange.reply.hits:
                if hit.category is category:
                    evidence.append(Evidence(hit.heard, hit.start, hit.end, turn))
                    said_at.add(exchange.node)
        done = sum(node.id in said_at for node in due)
        reason = (
            f"该说的 {len(due)} 处，说了 {done} 处。" if len(due) > 1 else "说了。" if done else "该说的时候没有说。"
        )
        here = {node.id for node in due}
        shown = next((each for each in evidence if dialogue.exchanges[each.turn].node in here), None)
        if shown is not None:
            reason += f"例如第 {shown.turn + 1} 轮：“{shown.text}”。"
        elif evidence:
            reason += f"第 {evidence[0].turn + 1} 轮说的“{evidence[0].text}”不在该说的地方。"
        lines.append(
            ScoreLine(
                f"language.{category.value}",
                Dimension.LANGUAGE,
                category.label,
                possible * done // len(due) / TENTHS,
                possible / TENTHS,
                reason,
                tuple(evidence),
            )
        )
    return tuple(lines)


def _points(
    dialogue: Dialogue, points: Sequence[Point], weight: int, rules: ConversationRules
) -> tuple[ScoreLine, ...]:
    told = _evidence_by_point(dialogue.exchanges)
    lines = []
    shares = share(weight, [rules.share_of(point.must) for point in points])
    for point, possible in zip(points, shares, strict=True):
        evidence = told.get(point.id, ())
        if evidence:
            reason = f"第 {evidence[0].turn + 1} 轮说到了：“{evidence[0].text}”。"
        else:
            reason = "整场没有听到这一点。" + ("这是必说要点（★），缺了不合格。" if point.must else "")
        lines.append(
            ScoreLine(
                f"points.{point.id}",
                Dimension.POINTS,
                ("★" if point.must else "") + point.text,
                possible / TENTHS if evidence else 0.0,
                possible / TENTHS,
                reason,
                evidence,
                Effect.REQUIRED if point.must else Effect.POINTS,
            )
        )
    return tuple(lines)


def _forbidden(dialogue: Dialogue, weight: int, rubric: Rubric, answered: bool) -> tuple[ScoreLine, ...]:
    offences = [(turn, hit) for turn, each in enumerate(dialogue.exchanges) for hit in each.reply.offences]
    earned = weight if answered else 0
    reason = "整场没有听到服务禁语。" if not offences else f"说了 {len(offences)} 处服务禁语，逐条从此项扣分。"
    if not answered:
        reason = "没有听到该说的文明用语和要点，不算作答，此项不给分。"
    title = "不说服务禁语"
    lines = [ScoreLine("forbidden.absent", Dimension.FORBIDDEN, title, earned / TENTHS, weight / TENTHS, reason)]
    left = min(earned, rubric.deductions.at_most)
    times: dict[str, int] = {}
    for turn, hit in offences:
        rule = f"forbidden.{turn + 1}.{hit.phrase_id}"
        times[rule] = times.get(rule, 0) + 1
        cost = min(left, rubric.deductions.cost(hit.category))
        left -= cost
        veto = hit.severity is Severity.VETO
        result = "属于一票否决，整场记 0 分" if veto else f"扣 {cost / TENTHS:g} 分" if cost else "此项已无分可扣"
        instead = f"可以改说：“{hit.instead}”" if hit.instead else ""
        lines.append(
            ScoreLine(
                rule if times[rule] == 1 else f"{rule}#{times[rule]}",
                Dimension.FORBIDDEN,
                f"{hit.category.label}：{hit.phrase}",
                -cost / TENTHS,
                0.0,
                f"第 {turn + 1} 轮说了“{hit.heard}”（{hit.category.label}），{result}。{instead}",
                (Evidence(hit.heard, hit.start, hit.end, turn),),
                Effect.VETO if veto else Effect.DEDUCTION,
            )
        )
    return tuple(lines)


def _delivery(turns: Sequence[ScoreSheet], spoken: Sequence[int], weight: int) -> tuple[ScoreLine, ...]:
    """Each of the three rules of delivery earns the share of the spoken turns that kept it."""
    if not spoken:
        return ()
    kept: dict[str, list[ScoreLine]] = {}
    for turn in spoken:
        for line in turns[turn].lines:
            if line.dimension is Dimension.DELIVERY:
                kept.setdefault(line.rule, []).append(line)
    shares = share(weight, [round(lines[0].possible * TENTHS) for lines in kept.values()])
    result = []
    for (rule, lines), possible in zip(kept.items(), shares, strict=True):
        good = [line for line in lines if line.points > 0]
        wanting = tuple(each for line in lines if line.points <= 0 for each in line.evidence)
        reason = "每一轮都合适。" if len(good) == len(lines) else f"{len(lines)} 轮口头回答，{len(good)} 轮合适。"
        earned = possible * len(good) // len(lines)
        result.append(
            ScoreLine(rule, Dimension.DELIVERY, lines[0].title, earned / TENTHS, possible / TENTHS, reason, wanting)
        )
    return tuple(result)


def _conversation(scenario: Scenario, dialogue: Dialogue, rules: ConversationRules) -> tuple[ScoreLine, ...]:
    lines = [_ending_line(scenario, dialogue, rules)] if dialogue.ended else []
    for turn, exchange in enumerate(dialogue.exchanges):
        node = scenario.node(exchange.node)
        cost = sum(hint.cost for hint in node.hints[: exchange.hints]) if node else 0.0
        if cost:
            lines.append(
                ScoreLine(
                    f"conversation.hint.{turn + 1}",
                    Dimension.CONVERSATION,
                    f"第 {turn + 1} 轮看了提示",
                    -cost,
                    0.0,
                    f"看了 {exchange.hints} 条提示，扣 {cost:g} 分。",
                )
            )
        if exchange.reply.silent:
            cost = rules.silence / TENTHS
            lines.append(
                ScoreLine(
                    f"conversation.silence.{turn + 1}",
                    Dimension.CONVERSATION,
                    f"第 {turn + 1} 轮没有回答",
                    -cost,
                    0.0,
                    f"群众等了 {exchange.reply.thinking:.0f} 秒没有等到回答，扣 {cost:g} 分。",
                )
            )
    return tuple(lines)


def _ending_line(scenario: Scenario, dialogue: Dialogue, rules: ConversationRules) -> ScoreLine:
    ending = ending_of(scenario, dialogue)
    if ending is None:
        bad, title, why = True, "结局：中途放弃", "没有谈完。"
    else:
        bad = ending.kind is EndingKind.BAD
        title, why = f"结局：{ending.title}", ending.explains
    fails = bad and dialogue.mode is not Mode.SHADOW
    cost = rules.bad_ending / TENTHS if fails else 0.0
    reason = f"{why}{f'扣 {cost:g} 分，' if cost else ''}不合格。" if fails else why
    effect = Effect.FAILS if fails else Effect.POINTS
    return ScoreLine("conversation.ending", Dimension.CONVERSATION, title, -cost, 0.0, reason, (), effect)


def _remarks(dialogue: Dialogue, turns: Sequence[ScoreSheet]) -> tuple[str, ...]:
    remarks = [f"第 {i} 轮：{hint}" for i, sheet in enumerate(turns, 1) for hint in sheet.hints]
    if dialogue.misheard:
        remarks.append(f"有 {dialogue.misheard} 轮以“听错了”重说过，原来的录音也在记录里。")
    if retried := len(dialogue.withdrawn) - dialogue.misheard:
        remarks.append(f"重答过 {retried} 次，按最后一次评分。")
    return tuple(remarks)
