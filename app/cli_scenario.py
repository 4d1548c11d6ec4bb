"""`python -m app scenario …`: check, draw and try role-plays without a window."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from app.cli_bank import show_progress
from app.domain.errors import UserError

if TYPE_CHECKING:
    from app.domain.role_play.dialogue import Dialogue, Exchange
    from app.domain.role_play.dialogue_score import DialogueScore
    from app.domain.role_play.rules import ConversationRules
    from app.domain.scenario import Scenario
    from app.services.scenario_desk import ScenarioDesk

_HELP = "直接输入您要说的话，按回车。? 看提示，! 重答上一轮，空行表示没有回答，Ctrl+D 结束。"


class HasScenarios(Protocol):
    """What these commands need of the context's object."""

    @property
    def scenarios(self) -> Callable[[], ScenarioDesk]: ...


@click.group()
def scenario() -> None:
    """情景对练：检查、画图、打字试谈。"""


@scenario.command("check")
@click.argument("names", metavar="[编号或文件...]", nargs=-1)
@click.pass_obj
def check(desks: HasScenarios, names: tuple[str, ...]) -> None:
    """检查情景文件：走不到的、走不出去的、得不了分的、太长的，并照示范对话谈一遍。有问题时返回 1。"""
    checked = desks.scenarios().check(names, show_progress)
    problems = [problem for _, found in checked for problem in found]
    for each in problems:
        click.echo(str(each))
    if problems:
        raise UserError(f"{len(checked)} 个情景，有 {len(problems)} 处要改。", "请按上面的提示逐处修改，再运行一次。")
    click.echo(f"{len(checked)} 个情景，没有问题。")


@scenario.command("graph")
@click.argument("name", metavar="编号或文件")
@click.argument("path", metavar="图片文件", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def graph(desks: HasScenarios, name: str, path: Path) -> None:
    """把一个情景画成图（PNG、SVG 或 PDF，看文件名的结尾）。"""
    from app.reports.scenario_graph import write_scenario_graph

    write_scenario_graph(desks.scenarios().find(name), path)
    click.echo(f"已画好：{path}")


@scenario.command("template")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "name", default="lost-card", show_default=True, help="拿哪个情景作例子（编号或文件）。")
@click.pass_obj
def template(desks: HasScenarios, path: Path, name: str) -> None:
    """生成 Excel 模板：里面是一个写好的情景，照着改成自己的。"""
    desks.scenarios().template(name, path)
    click.echo(f"已生成模板：{path}")


@scenario.command("import")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="只检查，不写入。")
@click.option("--replace", is_flag=True, help="编号相同的情景，用这一个换掉。")
@click.pass_obj
def import_workbook(desks: HasScenarios, path: Path, dry_run: bool, replace: bool) -> None:
    """从 Excel 导入一个情景；错误指出哪张表第几行。有不能谈的错误时什么也不写。"""
    book, problems = desks.scenarios().read_workbook(path)
    for each in problems:
        click.echo(str(each))
    if book.scenario is None:
        raise UserError(f"{path.name} 有 {len(problems)} 处要改，没有导入。", "请按上面的提示逐处修改，再导入一次。")
    if dry_run:
        click.echo("只是检查，没有写入。")
        return
    written = desks.scenarios().save(book.scenario, book.scenario.title, replace)
    click.echo(f"已写入 {written}" + (f"，还有 {len(problems)} 处建议修改，见上。" if problems else "。"))


@scenario.command("play")
@click.argument("name", metavar="编号或文件")
@click.option("--exam", is_flag=True, help="按考核的规矩谈：没有提示，不能重答，限时。")
@click.pass_obj
def play(desks: HasScenarios, name: str, exam: bool) -> None:
    """打字谈一场：显示群众的心情、说到的要点、结局和得分；不存档。"""
    from app.domain.role_play.dialogue import Mode, begin, ending_of, given_up

    desk = desks.scenarios()
    role_play = desk.find(name)
    hear = desk.hearing(role_play)
    rules = desk.rules()
    dialogue = begin(role_play, Mode.EXAMINE if exam else Mode.PRACTISE, rules)
    click.echo(scene_in_words(role_play))
    click.echo(_HELP if not exam else "直接输入您要说的话，按回车。空行表示没有回答，Ctrl+D 结束。")
    while not dialogue.ended:
        click.echo(f"\n{role_play.citizen.name}（{mood_in_words(dialogue.mood)}）：{dialogue.line}")
        asked = time.monotonic()
        try:
            text = click.prompt("您", default="", show_default=False, prompt_suffix="：")
        except click.Abort:
            dialogue = given_up(dialogue)
            break
        dialogue = _after(role_play, dialogue, text.strip(), time.monotonic() - asked, hear, rules)
    ending = ending_of(role_play, dialogue)
    if ending is not None:
        click.echo(f"\n{role_play.citizen.name}：{dialogue.line}\n\n结局（{ending.kind.label}）：{ending.title}")
        click.echo(ending.explains)
    click.echo(score_in_words(desk.score(role_play, dialogue)))


def _after(
    scenario: Scenario, dialogue: Dialogue, text: str, thinking: float, hear, rules: ConversationRules
) -> Dialogue:
    """One line typed: a hint, another try, or a reply."""
    from app.domain.role_play.dialogue import Why, answered, next_hint, taken_back, with_hint

    try:
        if text in ("?", "？"):
            hint = next_hint(scenario, dialogue)
            dialogue = with_hint(scenario, dialogue)
            click.echo(f"  提示：{hint.text if hint else ''}")
            return dialogue
        if text in ("!", "！"):
            return taken_back(scenario, dialogue, Why.RETRY)
    except UserError as problem:
        click.echo(f"  {problem}")
        return dialogue
    dialogue = answered(scenario, dialogue, hear(text, thinking), rules)
    click.echo(exchange_in_words(scenario, dialogue.exchanges[-1]))
    return dialogue


def scene_in_words(scenario: Scenario) -> str:
    citizen = scenario.citizen
    lines = [
        f"【{scenario.title}】{scenario.line} · {scenario.channel.label}",
        scenario.situation,
        *(f"  {paper.title}：{paper.shows}" for paper in scenario.papers),
        f"{citizen.name}，{citizen.age} 岁，{citizen.mood}。{citizen.manner}",
    ]
    return "\n".join(lines)


def mood_in_words(mood: int) -> str:
    from app.domain.role_play.mood import feeling

    full = round(mood / 10)
    return f"{feeling(mood).label} {'■' * full}{'□' * (10 - full)} {mood}"


def exchange_in_words(scenario: Scenario, exchange: Exchange) -> str:
    """What came of a reply: why the mood moved, what was told, why it goes where it goes."""
    points = {point.id: point for point in scenario.points}
    lines = [f"  {change.by:+d} {change.reason}" for change in exchange.changes]
    told = [f"{'★' if points[id].must else ''}{points[id].text}" for id in exchange.new if id in points]
    if told:
        lines.append(f"  说到了：{'；'.join(told)}")
    lines += [f"  可以改说：{hit.instead}" for hit in exchange.reply.offences if hit.instead]
    if exchange.because:
        lines.append(f"  → {exchange.because}")
    return "\n".join(lines)


def score_in_words(score: DialogueScore) -> str:
    sheet = score.whole
    verdict = "合格" if sheet.passed else "一票否决，不合格" if sheet.veto else "不合格"
    lines = [f"\n得分：{sheet.total:g} / {sheet.possible:g}（{verdict}）"]
    lines += [
        f"  {line.dimension.label}　{line.title}：{line.points:g}/{line.possible:g}　{line.reason}"
        for line in sheet.lines
    ]
    return "\n".join(lines + [f"  提醒：{hint}" for hint in sheet.hints])
