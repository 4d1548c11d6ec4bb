"""`python -m app bank …`: the question bank without a window."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from app.content.bank.format_names import Format
from app.domain.business import BusinessLine
from app.domain.errors import UserError

if TYPE_CHECKING:  # readers and writers are loaded by the command that needs them
    from app.domain.bank_import import Preview
    from app.services.bank import BankDesk


class HasBank(Protocol):
    """What these commands need of the context's object."""

    @property
    def bank(self) -> Callable[[], BankDesk]: ...


def show_progress(share: float | None, words: str) -> None:
    """Progress on a terminal, one line rewritten; nothing where the output is not a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{words}{'' if share is None else f' {share:.0%}'}", nl=False, err=True)


def end_progress() -> None:
    """Clear the line that `show_progress` wrote."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)


@click.group()
def bank() -> None:
    """题库：导入、导出、检查、按法条查找。"""


@bank.command("import")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="只预览，不写入。")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
@click.option(
    "--line", type=click.Choice([each.value for each in BusinessLine]), help="没有写业务条线的题目归入这一条线。"
)
@click.option("--topic", default="", help="没有写主题的题目用这个主题（默认用文件名）。")
@click.option("--with-duplicates", is_flag=True, help="疑似重复的题目也导入。")
@click.pass_obj
def import_file(
    desks: HasBank, path: Path, dry_run: bool, as_json: bool, line: str | None, topic: str, with_duplicates: bool
) -> None:
    """导入 Excel、CSV、GIFT、Moodle XML、Aiken 或 QTI 文件。坏题逐条列出，不影响其他题。"""
    from app.services import bank_import

    desk = desks.bank()
    try:
        shown = bank_import.preview(desk, path, BusinessLine(line) if line else None, topic, show_progress)
        written = None if dry_run else bank_import.write(desk, shown, with_duplicates, show_progress)
    except UserError as problem:
        if as_json:
            said = {"file": path.name, "error": problem.message, "remedy": problem.remedy, "written": False}
            click.echo(json.dumps(said, ensure_ascii=False))
        raise
    finally:
        end_progress()
    files = written.files if written else ()
    if as_json:
        click.echo(json.dumps({**preview_as_json(shown), "written": not dry_run, "files": files}, ensure_ascii=False))
    else:
        click.echo(preview_in_words(shown))
        click.echo("只是预览，没有写入。" if dry_run else f"已写入题库{'：' + '、'.join(files) if files else '。'}")


def preview_as_json(shown: Preview) -> dict[str, object]:
    """The object that `bank import --json` prints, but for what was written."""
    from app.domain.bank_import import Standing

    duplicates = [e for e in shown.entries if e.standing is Standing.DUPLICATE]
    return {
        "file": shown.name,
        **{standing.value: shown.count(standing) for standing in Standing},
        "rejected": [{"place": each.place, "reason": each.reason} for each in shown.rejected],
        "duplicates": [{"place": e.place, "like": e.alike, "similarity": round(e.share, 3)} for e in duplicates],
        "notes": [{"place": "", "note": note} for note in shown.notes]
        + [{"place": entry.place, "note": note} for entry in shown.entries for note in entry.notes],
    }


def preview_in_words(shown: Preview) -> str:
    """What an import would do, in plain Chinese, several lines."""
    from app.domain.bank_import import Standing

    counts = "，".join(f"{standing.label} {shown.count(standing)}" for standing in Standing)
    lines = [f"{shown.name}：{counts}，不能导入 {len(shown.rejected)}"]
    lines += [f"  ✗ {each.place}：{each.reason}" for each in shown.rejected]
    for entry in shown.entries:
        if entry.standing is Standing.DUPLICATE:
            lines.append(f"  ≈ {entry.place}：与 {entry.alike} 相似 {entry.share:.0%}，默认不导入")
        lines += [f"  ! {entry.place}：{note}" for note in entry.notes]
    return "\n".join(lines + [f"  ! {note}" for note in shown.notes])


@bank.command("export")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "name", type=click.Choice([each.value for each in Format]), required=True, help="导出格式。")
@click.option("--line", type=click.Choice([each.value for each in BusinessLine]), help="只导出这一条业务线。")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
@click.pass_obj
def export(desks: HasBank, path: Path, name: str, line: str | None, as_json: bool) -> None:
    """把题库导出成一个文件；该格式放不下的题目逐条列出。"""
    from app.services import bank_export

    desk = desks.bank()
    ids = [card.id for card in desk.cards() if line is None or card.line.value == line]
    try:
        done = bank_export.export(desk, path, Format(name), ids, show_progress)
    finally:
        end_progress()
    if as_json:
        left_out = [{"id": each.id, "reason": each.reason, "whole": each.whole} for each in done.left_out]
        click.echo(json.dumps({"file": str(path), "count": done.count, "left_out": left_out}, ensure_ascii=False))
        return
    click.echo(f"已导出 {done.count} 题：{path}")
    for each in done.left_out:
        click.echo(f"  {'✗' if each.whole else '!'} {each.id or '全部'}：{each.reason}")


@bank.command("check")
@click.pass_obj
def check(desks: HasBank) -> None:
    """检查全部题库文件：每个错误指出文件、行号和改法。有错误时返回 1。"""
    desk = desks.bank()
    problems = desk.check(show_progress)
    end_progress()
    for each in problems:
        click.echo(str(each))
    if problems:
        raise UserError(f"题库有 {len(problems)} 处错误。", "请按上面的提示逐处修改，再运行一次。")
    click.echo(f"{len(desk.cards())} 题，没有错误。")


@bank.command("template")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
def template(path: Path) -> None:
    """生成 Excel 模板，带下拉选项和各题型的例子。"""
    from app.services.bank_export import write_template

    if path.exists():
        raise UserError(f"{path} 已经存在，没有覆盖。", "请换一个文件名。")
    write_template(path)
    click.echo(f"已生成模板：{path}")


@bank.command("cites")
@click.argument("law", metavar="法规名称")
@click.argument("article", metavar="[条款]", default="")
@click.option("--mark", metavar="原因", default="", help="把查到的题目标为待复核，并写明原因。")
@click.pass_obj
def cites(desks: HasBank, law: str, article: str, mark: str) -> None:
    """列出依据某部法规（某一条）的全部题目；法规修改后用 --mark 标为待复核。"""
    desk = desks.bank()
    found = desk.citing(law, article)
    for card in found:
        review = f"  [待复核：{card.review}]" if card.review else ""
        click.echo(f"{card.id}\t{card.file}\t{card.stem.splitlines()[0] if card.stem else card.type.label}{review}")
    if not found:
        known = "、".join(sorted(desk.laws())[:30]) or "无"
        raise UserError(f"没有依据《{law}》{article}的题目。", f"题库引用的法规：{known}。")
    if mark:
        count = desk.mark_for_review([card.id for card in found], mark)
        click.echo(f"共 {len(found)} 题，其中 {count} 题新标为待复核。")
    else:
        click.echo(f"共 {len(found)} 题。")
