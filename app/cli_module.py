"""`python -m app module …`: training modules without a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import click

from app.cli_bank import show_progress
from app.domain.errors import UserError

if TYPE_CHECKING:
    from app.services.modules import ModuleDesk


class HasModules(Protocol):
    """What these commands need of the context's object."""

    @property
    def modules(self) -> Callable[[], ModuleDesk]: ...


@click.group()
def module() -> None:
    """培训模块：检查。"""


@module.command("check")
@click.pass_obj
def check(desks: HasModules) -> None:
    """检查全部培训模块：题目、情景、试卷、先修、图片、每个数字的依据，指出文件、行号和改法。有问题时返回 1。"""
    checked = desks.modules().check(show_progress)
    problems = [problem for _, found in checked for problem in found]
    for each in problems:
        click.echo(str(each))
    if problems:
        raise UserError(f"{len(checked)} 个模块，有 {len(problems)} 处要改。", "请按上面的提示逐处修改，再运行一次。")
    lessons = sum(len(text.module.lessons) for text, _ in checked if text.module)
    click.echo(f"{len(checked)} 个模块，{lessons} 课，没有问题。")
