"""`python -m app exam …`: papers without a window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from app.domain.errors import UserError
from app.domain.rubric import TENTHS

if TYPE_CHECKING:  # loaded by the command that needs them
    from app.domain.exam import Exam
    from app.services.exam_printing import ExamPrinting
    from app.services.examination import Examinations


class HasExams(Protocol):
    """What these commands need of the context's object."""

    @property
    def examinations(self) -> Callable[[], Examinations]: ...
    @property
    def exam_printing(self) -> Callable[[], ExamPrinting]: ...


@click.group()
def exam() -> None:
    """考试：试卷蓝图、抽题、打印。"""


@exam.command("blueprints")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 列表。")
@click.pass_obj
def blueprints(desks: HasExams, as_json: bool) -> None:
    """列出试卷蓝图，以及现在的题库够不够组卷。有蓝图文件写错时返回 1。"""
    examinations = desks.examinations()
    found = examinations.blueprints()
    rows = []
    for each in found.usable:
        missing = [str(lack) for lack in examinations.missing(each)]
        rows.append(
            {
                "id": each.id,
                "version": each.version,
                "title": each.title,
                "questions": each.count,
                "points": each.full / TENTHS,
                "pass_mark": each.pass_mark / TENTHS,
                "minutes": each.minutes,
                "missing": missing,
            }
        )
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for each, row in zip(found.usable, rows, strict=True):
            points = f"{each.full / TENTHS:g} 分，{each.pass_mark / TENTHS:g} 分合格"
            click.echo(f"{each.id}\t{each.title}\t{each.count} 题，{points}，{each.minutes} 分钟")
            click.echo(f"\t{each.in_words}")
            for lack in row["missing"]:
                click.echo(f"\t✗ {lack}")
    for problem in found.problems:
        click.echo(str(problem), err=True)
    if found.problems:
        raise UserError(f"有 {len(found.problems)} 个蓝图文件不能用。", "请按上面的提示修改，再运行一次。")


@exam.command("draw")
@click.argument("blueprint", metavar="蓝图")
@click.option("--seed", type=int, help="抽题号：同一蓝图、同一题库、同一抽题号总是同一份卷子。不写则随机取一个并显示。")
@click.option(
    "--version", "version", type=click.Choice(["A", "B"]), default="A", help="A 卷或 B 卷，两卷题目尽量不同。"
)
@click.option("--seldom-used", is_flag=True, help="少考过的题目先出（同一抽题号的结果会随考试次数变化）。")
@click.option(
    "--pdf", "folder", type=click.Path(path_type=Path, file_okay=False), help="把试卷和参考答案写成 PDF 存入该文件夹。"
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
@click.pass_obj
def draw(
    desks: HasExams,
    blueprint: str,
    seed: int | None,
    version: str,
    seldom_used: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """按蓝图抽一份试卷，列出题目；题库不够时说明每一部分缺几题。"""
    from app.domain.paper import Version

    examinations = desks.examinations()
    chosen = examinations.blueprint(blueprint)
    drawn = examinations.draw(
        chosen, examinations.fresh_seed() if seed is None else seed, Version(version), seldom_used
    )
    composed = examinations.compose(drawn)
    printed = desks.exam_printing().paper(composed, folder) if folder else None
    if as_json:
        files = {"paper": str(printed.paper), "key": str(printed.key)} if printed else {}
        click.echo(json.dumps({**exam_as_json(composed), **files}, ensure_ascii=False))
        return
    click.echo(f"{composed.title}　{composed.version.value} 卷　抽题号 {composed.seed}")
    for number, task in enumerate(composed.tasks, 1):
        question = task.question
        stem = question.stem.splitlines()[0] if question.stem else question.type.label
        click.echo(f"{number}\t{question.id}\t{question.type.label}\t{question.line.label}\t{stem}")
    if printed:
        click.echo(f"试卷：{printed.paper}\n参考答案：{printed.key}")


def exam_as_json(composed: Exam) -> dict[str, object]:
    """The object `exam draw --json` prints. `order` is how options, steps or rights are shown, from 0, by part."""
    blueprint = composed.blueprint
    return {
        "blueprint": blueprint.id,
        "blueprint_version": blueprint.version,
        "title": composed.title,
        "seed": composed.seed,
        "version": composed.version.value,
        "minutes": blueprint.minutes,
        "points": blueprint.full / TENTHS,
        "pass_mark": blueprint.pass_mark / TENTHS,
        "questions": [
            {
                "number": number,
                "id": task.question.id,
                "version": task.question.version,
                "type": task.question.type.value,
                "line": task.question.line.value,
                "section": blueprint.sections[task.section].title,
                "points": task.points / TENTHS,
                "order": [list(order) for order in task.orders],
            }
            for number, task in enumerate(composed.tasks, 1)
        ],
    }
