"""`python -m app module …`: training modules without a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import click

from app.cli_bank import show_progress
from app.domain.errors import UserError

if TYPE_CHECKING:
    from app.services.modules import ModuleDesk
    from app.services.shift_desk import ShiftDesk


class HasModules(Protocol):
    """What these commands need of the context's object."""

    @property
    def modules(self) -> Callable[[], ModuleDesk]: ...
    @property
    def shifts(self) -> Callable[[], ShiftDesk]: ...


@click.group()
def module() -> None:
    """培训模块：检查。"""


@module.command("check")
@click.pass_obj
def check(desks: HasModules) -> None:
    """检查全部培训模块和票号：题目、情景、试卷、先修、图片、依据，指出文件、行号和改法。有问题时返回 1。"""
    checked = desks.modules().check(show_progress)
    tickets = desks.shifts().check()
    problems = [
        *(problem for _, found in checked for problem in found),
        *(p for file in tickets for p in file.problems),
    ]
    for each in problems:
        click.echo(str(each))
    if problems:
        raise UserError(
            f"{len(checked)} 个模块、{len(tickets)} 个票号文件，有 {len(problems)} 处要改。",
            "请按上面的提示逐处修改，再运行一次。",
        )
    lessons = sum(len(text.module.lessons) for text, _ in checked if text.module)
    kinds = sum(len(file.tickets) for file in tickets)
    click.echo(f"{len(checked)} 个模块，{lessons} 课，{kinds} 种票号，没有问题。")
