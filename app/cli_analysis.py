"""`python -m app bank analyse`: how the questions of an examination worked, without a window."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from app.cli_bank import show_progress

if TYPE_CHECKING:  # numpy is loaded when something is analysed, not at every command
    from app.domain.item_advice import Advice
    from app.domain.item_analysis import ItemStatistics
    from app.services.item_analysis import Analysed, ItemAnalysisDesk


class HasItemAnalysis(Protocol):
    """What this command needs of the context's object."""

    @property
    def item_analysis(self) -> Callable[[], ItemAnalysisDesk]: ...


@click.command("analyse")
@click.argument("path", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
@click.option("--all-attempts", is_flag=True, help="同一人的每次作答都计入（默认只计第一次）。")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="同时写成 Excel 工作簿。")
@click.pass_obj
def analyse(desks: HasItemAnalysis, path: Path, as_json: bool, all_attempts: bool, xlsx: Path | None) -> None:
    """试题分析：读入作答表（CSV），列出每道题的难度、区分度、选项和建议，最需要改的在前。"""
    desk = desks.item_analysis()
    found = desk.of_file(path, all_attempts, show_progress)
    if xlsx is not None:
        desk.export(found, xlsx)
    if as_json:
        click.echo(json.dumps(analysis_as_json(found), ensure_ascii=False))
    else:
        click.echo(analysis_in_words(found))
        if xlsx is not None:
            click.echo(f"已写成工作簿：{xlsx}")


def analysis_as_json(found: Analysed) -> dict[str, object]:
    """The object that `bank analyse --json` prints. Shares run from 0 to 1; null where a figure is not defined."""
    return {
        "file": found.name,
        **asdict(found.analysis.whole),
        "same_paper": found.analysis.same_paper,
        "items": [_item_as_json(found, item, advice) for item, advice in found.items],
        "remarks": list(found.remarks),
        "rejected": [{"place": each.place, "reason": each.reason} for each in found.rejected],
        "notes": list(found.notes),
    }


def _item_as_json(found: Analysed, item: ItemStatistics, advice: tuple[Advice, ...]) -> dict[str, object]:
    plain: dict[str, object] = asdict(item)
    del plain["index"]
    plain["advice"] = [{"remark": one.remark.value, "words": one.words} for one in advice]
    if not item.options:
        plain["answers"] = [{"text": text, "count": count} for text, count in found.answers_in_words(item)]
    return plain


def analysis_in_words(found: Analysed) -> str:
    """The analysis in plain Chinese, an item a line with its advice under it."""
    whole = found.analysis.whole
    mean = "—" if whole.mean is None else f"{whole.mean:.1f}"
    lines = [
        f"{found.name}：{whole.attempts} 份答卷，{whole.questions} 道题，满分 {whole.possible:g}，平均 {mean}，"
        f"标准差 {_figure(whole.deviation)}，信度 {_figure(whole.alpha)}，测量标准误 {_figure(whole.standard_error)}"
    ]
    lines += [f"  {remark}" for remark in found.remarks]
    lines += [f"  ✗ {each.place}：{each.reason}" for each in found.rejected]
    lines += [f"  ! {note}" for note in found.notes]
    lines.append("题目\t得分率\t区分度\t区分效率\t应占权重\t实占权重\t人次")
    for item, advice in found.items:
        shares = (item.facility, item.efficiency, item.intended_weight, item.effective_weight)
        facility, efficiency, intended, effective = map(_share, shares)
        lines.append(
            f"{item.id}\t{facility}\t{_figure(item.discrimination)}\t{efficiency}\t{intended}\t{effective}"
            f"\t{item.attempts}"
        )
        lines += [f"    → {one.words}" for one in advice]
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.0%}"


def _figure(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"
