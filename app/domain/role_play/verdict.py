"""The outcome of a conversation in words: passed or not, how it ended, and what decided it."""

from dataclasses import dataclass

from app.domain.role_play.conversation import Mode
from app.domain.role_play.played import PlayedDialogue
from app.domain.score_sheet import Effect, ScoreLine, failing_rules


@dataclass(frozen=True, slots=True)
class Verdict:
    """`title` in a word or two, `ending` how the conversation ended, `why` what decided it; points of `possible`."""

    title: str
    ending: str
    why: str
    total: float
    possible: float
    passed: bool


def verdict(played: PlayedDialogue) -> Verdict:
    sheet = played.score.whole
    if played.dialogue.mode is Mode.SHADOW:
        why = "跟着示范说了一遍，不存档。接下来可以不看示范，自己谈一次。"
        return Verdict("跟读完成", "跟读不计成绩，分数只供参考。", why, sheet.total, sheet.possible, True)
    title = "通过" if sheet.passed else "一票否决" if sheet.veto else "还没有通过"
    return Verdict(title, ending_in_words(played), _why(played), sheet.total, sheet.possible, sheet.passed)


def ending_in_words(played: PlayedDialogue) -> str:
    """How it ended: the ending's name and its explanation, or that there was none."""
    dialogue, ending = played.dialogue, played.ending
    if ending is None:
        return "结局：中途放弃，没有谈完。" if dialogue.given_up else "没有谈完。"
    times_up = "时间到了。" if dialogue.times_up else ""
    return f"结局：{times_up}{ending.title}。{ending.explains}"


def _why(played: PlayedDialogue) -> str:
    """One or two sentences; a veto and what fails by itself are named."""
    sheet = played.score.whole
    lines = {line.rule: line for line in sheet.lines}
    if sheet.veto:
        line = lines.get(sheet.veto)
        return f"说了不能容许的话：{_named(line) if line else sheet.veto}。这一场按 0 分计。"
    if sheet.passed:
        return f"达到 {sheet.pass_mark:g} 分的通过线。"
    failing = [lines[rule] for rule in failing_rules(sheet)]
    reasons = []
    if sheet.total < sheet.pass_mark:
        reasons.append(f"离 {sheet.pass_mark:g} 分的通过线还差 {sheet.pass_mark - sheet.total:g} 分")
    left_out = [line.title for line in failing if line.effect is Effect.REQUIRED]
    if left_out:
        reasons.append(f"漏了必说要点：{'、'.join(left_out)}")
    if any(line.effect is Effect.DEDUCTION for line in failing):
        reasons.append("服务禁语太多")
    if any(line.effect is Effect.FAILS for line in failing):
        reasons.append("结局不好")
    return "；".join(reasons) + "。"


def _named(line: ScoreLine) -> str:
    said = f"“{line.evidence[0].text}”" if line.evidence else ""
    turn = f"第 {line.evidence[0].turn + 1} 轮" if line.evidence else ""
    return f"{turn}{said}（{line.title}）" if said else line.title
