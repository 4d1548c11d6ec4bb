"""`python -m app lexicon …`: the lexicon without a window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from app.domain.errors import UserError
from app.domain.lexicon_layers import FIELD_NAMES, Level
from app.domain.lexicon_rows import ImportPreview, Standing
from app.domain.transcript import typed_transcript

if TYPE_CHECKING:  # the matcher is loaded by the command that needs it
    from app.domain.hits import Hit
    from app.domain.matching import Findings
    from app.services.lexicon import LexiconDesk


class HasLexicon(Protocol):
    """What these commands need of the context's object."""

    @property
    def lexicon(self) -> Callable[[], LexiconDesk]: ...


@click.group()
def lexicon() -> None:
    """用语库：检查、试一句、用表格导出和导入。"""


@lexicon.command("check")
@click.pass_obj
def check(desks: HasLexicon) -> None:
    """检查全部用语文件，包括省、市、县、单位加上的：每个错误指出文件、行号和改法。有错误时返回 1。"""
    desk = desks.lexicon()
    problems = desk.problems()
    for each in problems:
        click.echo(str(each))
    if problems:
        raise UserError(f"用语库有 {len(problems)} 处错误，改好以前不能评分。", "请按上面的提示逐处修改，再运行一次。")
    entries = desk.entries()
    click.echo(f"{len(entries)} 条用语，启用 {sum(entry.on for entry in entries)} 条，没有错误。版本 {desk.version()}")
    for level in Level:
        here = [entry for entry in entries if entry.level is level]
        if here and level is not Level.SHIPPED:
            names = "、".join(dict.fromkeys(entry.origin for entry in here))
            click.echo(f"  {level.value}（{names}）加上或改过 {len(here)} 条，停用 {sum(not e.on for e in here)} 条")


@lexicon.command("test")
@click.argument("sentence", metavar="句子")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
@click.pass_obj
def test(desks: HasLexicon, sentence: str, as_json: bool) -> None:
    """试一句：会标出什么，什么不算，为什么。不存档。"""
    found = desks.lexicon().examine(typed_transcript(sentence))
    click.echo(json.dumps(findings_as_json(found), ensure_ascii=False) if as_json else findings_in_words(found))


def findings_as_json(found: Findings) -> dict[str, object]:
    """The object that `lexicon test --json` prints."""
    return {
        "hits": [{**_hit(hit), "certain": hit.certain, "why": hit.why} for hit in found.hits],
        "dismissed": [{**_hit(each.hit), "reason": each.reason} for each in found.dismissed],
    }


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "kind": hit.kind.value,
        "category": hit.category.value,
        "phrase_id": hit.phrase_id,
        "phrase": hit.phrase,
        "heard": hit.heard,
    }


def findings_in_words(found: Findings) -> str:
    lines = []
    for hit in found.hits:
        sign = {"polite": "＋", "forbidden": "－"}[hit.kind.value] if hit.certain else "？"
        lines.append(f"{sign} {hit.kind.label}·{hit.category.label}：“{hit.heard}”（{hit.phrase_id}）{hit.why}")
        if hit.instead:
            lines.append(f"    可以说：{hit.instead}")
    lines += [f"○ 不算“{each.hit.phrase}”（{each.hit.phrase_id}）：{each.reason}" for each in found.dismissed]
    return "\n".join(lines) or "没有找到文明用语，也没有禁语。"


@lexicon.command("export")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def export(desks: HasLexicon, path: Path) -> None:
    """把全部用语导出成 Excel 表格（.xlsx），带下拉选项和填写说明。"""
    if path.suffix.lower() != ".xlsx":
        raise UserError("导出的是 Excel 工作簿。", "请把文件名写成 ….xlsx。")
    click.echo(f"已导出 {desks.lexicon().export_workbook(path)} 条用语：{path}")


@lexicon.command("import")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="只预览，不写入。")
@click.pass_obj
def import_file(desks: HasLexicon, path: Path, dry_run: bool) -> None:
    """导入改过的用语表格，写进本单位的用语。有一行不对，就一条也不写，并指出工作表、行号和改法。"""
    desk = desks.lexicon()
    preview = desk.preview_workbook(path)
    click.echo(preview_in_words(preview))
    if preview.problems:
        raise UserError(f"有 {len(preview.problems)} 处不对，没有导入。", "请按上面的提示改好再导入。")
    if dry_run:
        click.echo("只是预览，没有写入。")
    else:
        click.echo(f"已写入本单位的用语：{desk.import_workbook(preview)} 条。")


def preview_in_words(preview: ImportPreview) -> str:
    counts = "，".join(f"{standing.value} {preview.count(standing)}" for standing in Standing)
    lines = [f"{preview.name}：{counts}，不对 {len(preview.problems)}"]
    lines += [f"  ✗ {each}" for each in preview.problems]
    for each in preview.alterations:
        if each.changes:
            fields = f"（{'、'.join(FIELD_NAMES[name] for name in each.fields)}）" if each.fields else ""
            lines.append(f"  {each.standing.value}　{each.phrase.category.label}：{each.phrase.say}{fields}")
    return "\n".join(lines)
