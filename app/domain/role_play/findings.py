"""A trainer's say over single findings of a conversation: what was found and does not count, what was said unheard.

A decision on a score line gives the line other points. A decision on a finding corrects what was heard,
and the conversation is scored again by the very rules that scored it first: a struck phrase gives back
what it cost, a granted point fills its line, the total and the verdict follow. What the citizen answered
at the time stays as it was. The conversation as it was first scored is never changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from app.domain.hits import Hit
from app.domain.lexicon import Category
from app.domain.overrule import Overruling, overruled
from app.domain.role_play.conversation import Dialogue, Reply, Told
from app.domain.role_play.dialogue_score import DialogueScore, score_dialogue
from app.domain.role_play.played import PlayedDialogue
from app.domain.score_sheet import Dimension, Effect, Evidence, ScoreLine, ScoreSheet, judge

# How far apart, in seconds, two hearings of one recording may put the same words.
_SAME_PLACE = 1.0
_ABSENT = "forbidden.absent"


class Ruled(Enum):
    """STRUCK: it was found and does not count (misheard, quoted). GRANTED: it was said, though nothing was found."""

    STRUCK = "struck"
    GRANTED = "granted"

    @property
    def label(self) -> str:
        return {"struck": "这一处不算", "granted": "说到了"}[self.value]


@dataclass(frozen=True, slots=True)
class FindingRuling:
    """A trainer's decision on one finding.

    `rule` is the line of the whole sheet it belongs to, `turn` the reply from 0, `start` its second in that
    reply's recording; `words` what was found there, or what the trainer hears.
    """

    ruled: Ruled
    rule: str
    turn: int
    start: float
    words: str
    reason: str
    trainer: str = ""


Decision = Overruling | FindingRuling


def strikable(line: ScoreLine) -> bool:
    """Whether the line rests on findings that can be struck one by one."""
    found = line.dimension in (Dimension.LANGUAGE, Dimension.POINTS, Dimension.FORBIDDEN)
    return found and line.rule != _ABSENT and bool(line.evidence) and (line.points != 0 or line.effect is Effect.VETO)


def grantable(line: ScoreLine) -> bool:
    """Whether something may have been said for this line that was not found."""
    return line.dimension in (Dimension.LANGUAGE, Dimension.POINTS) and line.points < line.possible


def decided(played: PlayedDialogue, decisions: Sequence[Decision]) -> PlayedDialogue:
    """The conversation as it stands after a trainer's decisions, the later over the earlier.

    ValueError where a finding was decided on and the conversation does not hold the scenario and the
    rubric it was scored by.
    """
    findings, lines = _in_force(decisions)
    score = played.score
    dialogue = played.dialogue
    if findings:
        if played.scenario is None or played.rubric is None:
            raise ValueError("the conversation does not hold what it was scored by")
        dialogue = _corrected(dialogue, findings)
        again = score_dialogue(played.scenario, dialogue, played.rubric, score.whole.lexicon_version)
        score = DialogueScore(again.turns, _explained(again.whole, score.whole, findings))
    if lines:
        score = replace(score, whole=overruled(score.whole, lines))
    return replace(played, dialogue=dialogue, score=score)


def unmatched(dialogue: Dialogue, rulings: Iterable[FindingRuling]) -> tuple[FindingRuling, ...]:
    """The struck findings that are not there (heard again, they are gone): a trainer has to look again."""
    return tuple(each for each in rulings if each.ruled is Ruled.STRUCK and _without(dialogue, each) is dialogue)


def _in_force(decisions: Sequence[Decision]) -> tuple[list[FindingRuling], list[Overruling]]:
    """Each line is ruled by its last decision; several findings of one line stand beside each other."""
    findings: list[FindingRuling] = []
    lines: list[Overruling] = []
    for each in decisions:
        if isinstance(each, FindingRuling):
            lines = [line for line in lines if line.rule != each.rule]
            findings.append(each)
        else:
            # A forbidden phrase that was struck and is then given points was said after all.
            findings = [one for one in findings if one.rule != each.rule or not one.rule.startswith("forbidden.")]
            lines.append(each)
    return findings, lines


def _corrected(dialogue: Dialogue, rulings: Sequence[FindingRuling]) -> Dialogue:
    for ruling in rulings:
        if 0 <= ruling.turn < len(dialogue.exchanges):
            strike = ruling.ruled is Ruled.STRUCK
            dialogue = _without(dialogue, ruling) if strike else _with(dialogue, ruling)
    return dialogue


def _without(dialogue: Dialogue, ruling: FindingRuling) -> Dialogue:
    """Without what was struck; the very same dialogue where it is not there."""
    if not 0 <= ruling.turn < len(dialogue.exchanges):
        return dialogue
    reply = dialogue.exchanges[ruling.turn].reply
    kind, name = _named(ruling.rule)
    if kind == "points":
        told = tuple(each for each in reply.told if each.point != name)
        return dialogue if told == reply.told else _replaced(dialogue, ruling.turn, replace(reply, told=told))
    about = [hit for hit in reply.hits if name == (hit.category.value if kind == "language" else hit.phrase_id)]
    struck = min(about, key=lambda hit: (abs(hit.start - ruling.start), hit.first), default=None)
    if struck is None or abs(struck.start - ruling.start) > _SAME_PLACE:
        return dialogue
    hits = tuple(hit for hit in reply.hits if hit is not struck)
    return _replaced(dialogue, ruling.turn, replace(reply, hits=hits))


def _with(dialogue: Dialogue, ruling: FindingRuling) -> Dialogue:
    reply = dialogue.exchanges[ruling.turn].reply
    kind, name = _named(ruling.rule)
    end = max(ruling.start, reply.transcript.seconds)
    if kind == "points":
        told = Told(name, (Evidence(ruling.words, ruling.start, end),))
        return _replaced(dialogue, ruling.turn, replace(reply, told=(*reply.told, told)))
    category = Category(name)
    why = "带教老师认定说到了。"
    said = Hit(category.kind, category, "", ruling.words, ruling.words, 0, 0, ruling.start, end, why=why)
    return _replaced(dialogue, ruling.turn, replace(reply, hits=(*reply.hits, said)))


def _replaced(dialogue: Dialogue, turn: int, reply: Reply) -> Dialogue:
    exchanges = list(dialogue.exchanges)
    exchanges[turn] = replace(exchanges[turn], reply=reply)
    return replace(dialogue, exchanges=tuple(exchanges))


def _named(rule: str) -> tuple[str, str]:
    """What a line is about: ("points", its id), ("language", the category), ("forbidden", the phrase's id)."""
    kind, _, rest = rule.partition(".")
    if kind == "forbidden":
        rest = rest.partition(".")[2].rpartition("#")[0] or rest.partition(".")[2]
    return kind, rest


def _explained(now: ScoreSheet, before: ScoreSheet, rulings: Sequence[FindingRuling]) -> ScoreSheet:
    """The new sheet with the decisions written into its lines; a struck forbidden phrase keeps its line, at 0.

    Lines keep the names they had: what was #2 is not suddenly the first because the first was struck.
    """
    struck = {each.rule for each in rulings if each.ruled is Ruled.STRUCK}
    names: dict[object, list[str]] = {}
    for line in sorted(before.lines, key=lambda line: line.rule in struck):
        if _is_phrase(line):
            names.setdefault(_place(line), []).append(line.rule)
    renamed = [replace(line, rule=_next_name(names, line)) for line in now.lines]
    new = {line.rule: line for line in renamed}
    decisions = {each.rule: each for each in rulings}
    lines = []
    for old in before.lines:
        line = new.pop(old.rule, None) or replace(old, points=0.0, effect=Effect.POINTS)
        lines.append(_told_why(line, old, decisions.get(old.rule)))
    return judge(replace(now, lines=(*lines, *new.values())))


def _next_name(names: dict[object, list[str]], line: ScoreLine) -> str:
    had = names.get(_place(line), []) if _is_phrase(line) else []
    return had.pop(0) if had else line.rule


def _told_why(line: ScoreLine, old: ScoreLine, ruling: FindingRuling | None) -> ScoreLine:
    if ruling is None:
        return line
    by = f"带教老师{ruling.trainer}改判"
    what = f"第 {ruling.turn + 1} 轮“{ruling.words}”{ruling.ruled.label}"
    return replace(line, reason=f"{by}：{what}，{ruling.reason}（原为 {old.points:g} 分：{old.reason}）")


def _is_phrase(line: ScoreLine) -> bool:
    return line.dimension is Dimension.FORBIDDEN and line.rule != _ABSENT


def _place(line: ScoreLine) -> tuple[str, tuple[Evidence, ...]]:
    return line.rule.partition("#")[0], line.evidence
