"""What is wrong with a command as it was typed, in Chinese: click knows these sentences in English only."""

import click


def usage_in_words(problem: click.UsageError) -> str:
    """One sentence on the mistake and one on where to look; a group without a command answers with its help."""
    if problem.message.startswith("Usage:"):
        return problem.message
    path = problem.ctx.command_path if problem.ctx else "python -m app"
    return f"{_mistake(problem)}请用 {path} --help 查看用法。"


def _mistake(problem: click.UsageError) -> str:
    if isinstance(problem, click.NoSuchOption):
        near = f"是不是 {'、'.join(problem.possibilities)}？" if problem.possibilities else ""
        return f"没有选项 {problem.option_name}。{near}"
    if isinstance(problem, click.MissingParameter) and problem.param:
        return f"缺少“{_name(problem.param)}”。"
    if isinstance(problem, click.BadParameter) and problem.param:
        return f"“{_name(problem.param)}”填得不对（{problem.message.rstrip('.')}）。"
    if isinstance(problem, click.BadOptionUsage):
        return f"选项 {problem.option_name} 用得不对，可能缺少它的值。"
    if "command" in problem.message and problem.ctx:  # click before 8.4 has no class of its own for it
        known = "、".join(problem.ctx.command.list_commands(problem.ctx))  # type: ignore[attr-defined]
        return f"没有这个命令：{problem.message.rstrip('.').split()[-1]}。可用的命令：{known}。"
    return f"命令写得不对（{problem.message.rstrip('.')}）。"


def _name(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return (parameter.metavar or parameter.human_readable_name).rstrip(".")
