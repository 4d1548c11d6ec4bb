"""What is wrong with a role-play that is being written, in the words of the window instead of the file's.

A draft may lack anything: what `reading` would say of its form and what `checking` says of its sense are
told together, each with the path to the value at fault.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.question_problems import PlainPath, Problem
from app.domain.role_play.checking import doubts_of, faults_of
from app.domain.role_play.reading import read_scenario
from app.domain.role_play.writing import scenario_to_plain
from app.domain.scenario import Scenario

_LABELS = {
    "id": "名字", "title": "标题", "line": "业务条线", "channel": "方式", "trains": "练什么", "situation": "情况介绍",
    "papers": "面前的东西", "citizen": "群众", "minutes": "考核几分钟", "most_replies": "最多答几次", "nodes": "轮次",
    "always": "任何时候", "endings": "结局", "leaves": "没谈拢的结局", "basis": "依据", "checked": "核对日期", "name": "称呼",
    "age": "年龄", "mood": "心情", "feeling": "心情值", "manner": "说话的样子", "voice": "声音", "patience": "等几秒",
    "unheard": "没人答话时说", "says": "群众的话", "upset": "心情不好时说", "again": "又问时说", "stages": "文明用语",
    "points": "要点", "hints": "提示", "exemplary": "示范回答", "next": "往下怎样谈", "text": "内容", "must": "必说",
    "ways": "说法", "any_points": "说到之一", "missing": "还没说到", "forbidden": "服务禁语", "polite": "文明用语",
    "without": "没有文明用语", "silent": "没有回答", "too_long": "说得太长", "attempts": "答了几次", "to": "去向",
    "mood_below": "心情低于", "mood_above": "心情高于", "because": "原因", "kind": "好坏", "explains": "说明",
    "shows": "内容", "law": "法规", "article": "条款", "cost": "扣分", "rate": "语速", "pitch": "音高", "sex": "男声女声",
}  # fmt: skip
# Whole phrases first: what one does in a file is done otherwise in a window.
_PHRASES = (
    (re.compile(r"请在 next 里加一行，例如 \{attempts: 3, to: 某个结局\}，"), "请在“往下怎样谈”里加一条“答了 3 次”，"),
    (re.compile(r"请在 next 最后加一行只有 to 的"), "请在“往下怎样谈”最后加一条“其他情况”"),
    (re.compile(r"请写 endings 里一个坏结局的 id"), "请在“整个情景”里选一个坏结局"),
    (re.compile(r"leaves（没人回答时的结局）"), "没人回答时的结局"),
    (re.compile(r"，例如 checked: "), "，例如 "),
    (re.compile(r"没有写往下怎样谈（next）"), "没有写往下怎样谈"),
    (re.compile(r"或从 stages 里去掉"), "或把这一类去掉"),
    (re.compile(r"请参照 docs/formats\.md。"), "请在这一栏重新填写。"),
    (re.compile(r"（kind: 好）"), ""),
    (re.compile(r"请写 true 或 false"), "请选是或否"),
    (re.compile(r"（[a-z_]+）"), ""),
)
_QUOTED_KEY = re.compile(r"“([a-z_]+)”(?=应当|不是有效|里)")
_KEY = re.compile(r"(“[^”]*”)| ?(?<![A-Za-z_])([a-z_]{2,})(?![A-Za-z_]) ?")


@dataclass(frozen=True, slots=True)
class Finding:
    """`fault`: it cannot be played with it. Otherwise it plays, and a trainer should mend it."""

    path: PlainPath
    message: str
    remedy: str
    fault: bool = False


def findings_of(scenario: Scenario) -> tuple[Finding, ...]:
    """Everything but what takes hearing, faults first; a thing that is missing is told once."""
    _, problems = read_scenario(scenario_to_plain(scenario))
    paths = {problem.path for problem in problems}
    sense = (problem for problem in faults_of(scenario) if problem.path not in paths)
    faults = sorted((*problems, *sense), key=_in_reading_order)
    doubts = sorted(doubts_of(scenario), key=_in_reading_order)
    return tuple(dict.fromkeys((*in_window_words(faults, fault=True), *in_window_words(doubts))))


def _in_reading_order(problem: Problem) -> int:
    """The whole first, then who it is, then moment after moment, then the endings."""
    first = problem.path[0] if problem.path else ""
    if first == "nodes" and len(problem.path) > 1:
        return 10 + int(problem.path[1])
    return {"endings": 1_000_000, "always": 4, "papers": 3, "basis": 3, "checked": 3, "citizen": 2}.get(str(first), 1)


def in_window_words(problems: Iterable[Problem], fault: bool = False) -> Iterator[Finding]:
    for problem in problems:
        lost = problem.message.startswith("没有叫“")  # the names need no listing where one picks them
        remedy = "请在这一条里另选一个，或删去这一条。" if lost else window_words(problem.remedy)
        yield Finding(problem.path, window_words(problem.message), remedy, fault)


def window_words(text: str) -> str:
    """A sentence about a role-play without the names of a file's fields: what a sheet or a form calls them."""
    for phrase, words in _PHRASES:
        text = phrase.sub(words, text)
    text = _QUOTED_KEY.sub(lambda found: f"“{_LABELS.get(found[1], found[1])}”", text)
    return _KEY.sub(lambda found: found[1] or _label(found), text)


def _label(found: "re.Match[str]") -> str:
    return f"“{_LABELS[found[2]]}”" if found[2] in _LABELS else found[0]
