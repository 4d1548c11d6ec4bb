"""`python -m app shift …`: check the tickets, and play a shift without a window by a scripted teller."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import click

from app.domain.errors import UserError
from app.domain.teller_level import TellerLevel

if TYPE_CHECKING:
    from app.domain.shift.case_facts import ShiftLine
    from app.domain.shift.case_score import CaseScore
    from app.domain.shift.shift_score import ShiftScore
    from app.domain.shift.state import ShiftState
    from app.services.shift_desk import ShiftDesk

_LEVELS = {word: level for level in TellerLevel for word in (level.value, level.label)}
_POLICIES = ("ideal", "careless", "rude")


class HasShifts(Protocol):
    """What these commands need of the context's object."""

    @property
    def shifts(self) -> Callable[[], ShiftDesk]: ...


@click.group()
def shift() -> None:
    """综合柜员岗位演练：检查票号，不开窗口走一班。"""


@shift.command("check")
@click.argument("names", metavar="[文件...]", nargs=-1)
@click.pass_obj
def check(desks: HasShifts, names: tuple[str, ...]) -> None:
    """检查票号文件和演练的评分规则，每处错误指出文件、行号和改法。有错误时返回 1。"""
    files = desks.shifts().check(names)
    problems = [problem for file in files for problem in file.problems]
    for each in problems:
        click.echo(str(each))
    if problems:
        raise UserError(f"{len(files)} 个票号文件，有 {len(problems)} 处要改。", "请按上面的提示逐处修改，再运行一次。")
    tickets = [ticket for file in files for ticket in file.tickets]
    lines = Counter(ticket.line for ticket in tickets)
    click.echo(f"{len(files)} 个票号文件，{len(tickets)} 种票号，没有问题。")
    click.echo("、".join(f"{line} {count}" for line, count in lines.items()))


@shift.command("run")
@click.option("--seed", type=int, required=True, help="班次号；同一班次号、同样的票号，在哪台电脑上都是同一班。")
@click.option("--level", required=True, help=f"级别：{'、'.join(level.label for level in TellerLevel)}（或英文）。")
@click.option(
    "--policy", type=click.Choice(_POLICIES), default="ideal", show_default=True,
    help="由谁来办：样样做对的、粗心的、态度恶劣的。",
)  # fmt: skip
@click.option("--minutes", type=int, help="开窗多少分钟；不写按级别定。")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
@click.pass_obj
def run(desks: HasShifts, seed: int, level: str, policy: str, minutes: int | None, as_json: bool) -> None:
    """由程序扮的柜员走一班，列出每一件、得分、一票否决和等候时间；不存档。"""
    from app.domain.shift.plan import plan_of
    from app.domain.shift.tellers import Teller

    if level not in _LEVELS:
        raise UserError(f"没有“{level}”这个级别。", f"可以写：{'、'.join(_LEVELS)}。")
    plan = plan_of(seed, _LEVELS[level], minutes)
    state, score = desks.shifts().play(plan, Teller(policy))
    if as_json:
        click.echo(json.dumps(shift_as_json(state, score), ensure_ascii=False))
    else:
        click.echo(shift_in_words(state, score))


def shift_as_json(state: ShiftState, score: ShiftScore) -> dict[str, object]:
    """One shift as the object `shift run --json` prints. Points are tenths, times seconds."""
    plan = state.shift.plan
    return {
        "seed": plan.seed,
        "level": plan.level.value,
        "minutes": plan.minutes,
        "total": score.total,
        "passed": score.passed,
        "short": [side.value for side in score.short],
        "vetoes": [_line_as_json(line) for line in score.red_lines],
        "sides": {each.side.value: {"points": each.points, "possible": each.possible} for each in score.sides},
        "came": score.figures.came,
        "called": score.figures.called,
        "resolved": score.figures.resolved,
        "left": score.figures.left,
        "mean_wait": score.figures.mean_wait,
        "longest_wait": score.figures.longest_wait,
        "lines": [_line_as_json(line) for line in score.lines],
        "cases": [_case_as_json(state, case) for case in score.cases],
        "rubric": score.rubric_version,
    }


def _case_as_json(state: ShiftState, score: CaseScore) -> dict[str, object]:
    case = state.cases[score.case]
    visitor = state.shift.visitors[case.visitor]
    ticket = state.shift.ticket_of(visitor)
    return {
        "number": visitor.number,
        "time": state.shift.plan.time_of_day(case.called),
        "ticket": ticket.id,
        "title": ticket.title,
        "line": ticket.line,
        "person": visitor.kind.value,
        "waited": case.waited,
        "seconds": case.ended - case.called,
        "standard": case.standard,
        "resolved": score.resolved,
        "end": case.end.value if case.end else None,
        "lines": [_line_as_json(line) for line in score.lines],
        "basis": list(score.basis),
    }


def _line_as_json(line: ShiftLine) -> dict[str, object]:
    return {
        "rule": line.rule,
        "side": line.side.value,
        "title": line.title,
        "points": line.points,
        "possible": line.possible,
        "happened": line.happened,
        "right": line.right,
        "red_line": line.red_line,
    }


def shift_in_words(state: ShiftState, score: ShiftScore) -> str:
    """One shift in plain Chinese: every case with what was wanting, then the points."""
    plan, figures = state.shift.plan, score.figures
    lines = [f"班次 {plan.seed}，{plan.level.label}，{plan.minutes} 分钟"]
    for each in score.cases:
        lines += _case_in_words(state, each)
    lines += [f"  · {line.title}：{line.happened}{_ought(line)}" for line in score.lines]
    lines.append(
        f"来了 {figures.came} 位，叫号 {figures.called} 位，办对 {figures.resolved} 位，走了 {figures.left} 位；"
        f"平均等候 {_minutes(figures.mean_wait)}，最长 {_minutes(figures.longest_wait)}"
    )
    sides = "，".join(f"{each.side.label} {each.points / 10:g}/{each.possible / 10:g}" for each in score.sides)
    lines.append(sides)
    if score.red_lines:
        lines.append("一票否决：")
        for case in score.cases:
            number = state.shift.visitors[case.visitor].number
            lines += [f"    {number} {line.title}：{line.happened}" for line in case.red_lines]
    if score.short:
        lines.append(f"没有达到起码要求：{'、'.join(side.label for side in score.short)}")
    lines.append(f"总分：{score.points:g} / 100（{'合格' if score.passed else '不合格'}）")
    return "\n".join(lines)


def _case_in_words(state: ShiftState, score: CaseScore) -> list[str]:
    case = state.cases[score.case]
    visitor = state.shift.visitors[case.visitor]
    title = state.shift.ticket_of(visitor).title
    sign = "✓" if score.resolved else "✗"
    clock = state.shift.plan.time_of_day(case.called)
    head = f"{sign} {clock} {visitor.number} {title}（{visitor.kind.label}）：等了 {_minutes(case.waited)}，用时 {_minutes(case.ended - case.called)}"
    wanting = [line for line in score.lines if line.points < line.possible or line.red_line]
    return [head, *(f"    {line.title}：{line.happened}{_ought(line)}" for line in wanting)]


def _ought(line: ShiftLine) -> str:
    return f" 应当：{line.right}" if line.right else ""


def _minutes(seconds: int) -> str:
    return f"{seconds // 60} 分 {seconds % 60:02d} 秒"
