"""`python -m app rescore`: kept replies and conversations scored again by the rules in force."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import click

from app.domain.errors import UserError

if TYPE_CHECKING:  # loading what scores is left to the command itself
    from app.domain.score_sheet import ScoreLine
    from app.services.rescore import Rescoring
    from app.services.rescored import Rescored

_BAR = 24  # characters
_MOST_WORKERS = 61  # more processes than that Windows cannot wait for
_AHEAD = 4  # recordings handed over for each worker, so that none waits for work


class HasRescoring(Protocol):
    """What the command needs of the context's object."""

    @property
    def rescoring(self) -> Callable[[], Rescoring]: ...


@click.command()
@click.option("--apply", is_flag=True, help="把新的评分追加为记录（原评分保留）。不加时只显示对比，什么都不改。")
@click.pass_obj
def rescore(desks: HasRescoring, apply: bool) -> None:
    """用现在的模型、用语库和评分细则重新评全部作答和对话，显示新旧对比。中断后再运行会接着做。"""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    changed = same = unfit = 0
    verdicts: list[Rescored] = []
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as executor:
        try:
            for result in desks.rescoring().run(executor, apply, at_once=_AHEAD * workers, on_progress=show_bar):
                if result.new is None or result.points_differ or result.lost:
                    clear_bar()
                    click.echo(rescored_in_words(result))
                verdicts += [result] * (result.new is not None and result.verdict_differs)
                changed += result.points_differ
                same += result.differs and not result.points_differ
                unfit += result.new is None
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            clear_bar()
    counts = [f"{changed} 条得分有变化"] * bool(changed) + [f"{same} 条得分不变、只是依据的版本或听写变了"] * bool(same)
    done = "已追加为记录，原来的评分仍在" if apply else "没有改动任何记录；要采用请加 --apply"
    click.echo(f"{'，'.join(counts)}（{done}）。" if counts else "没有评分发生变化。")
    for line in verdicts_in_words(verdicts):
        click.echo(line)
    if unfit:
        raise UserError(f"{unfit} 条记录没有能够重新评分。", "原因见上面各行；原来的评分不受影响。")


def rescored_in_words(result: Rescored) -> str:
    """One rescored record: whose, the totals old and new, then each line whose points differ."""
    from app.services.rescored import changed_lines, sheet_of, words_of

    place = f"第 {result.record.number} 条（{result.person}，{result.old.scenario_title}）"
    if result.new is None:
        return f"✗ {place}：{result.problem}"
    old, new = sheet_of(result.old), sheet_of(result.new)
    lines = [f"{place}：{old.total:g} → {new.total:g}{_verdict(old.passed, new.passed)}"]
    if result.decisions:
        before, after = result.before, result.after
        lines[0] += f"；老师改判后 {before.total:g} → {after.total:g}{_verdict(before.passed, after.passed)}"
    if words_of(result.old) != words_of(result.new):
        lines.append(f"    听写改为：{words_of(result.new) or '（没有听到有人说话）'}")
    lines += [f"    {_line(*pair)}" for pair in changed_lines(old, new)]
    lines += [
        f"    ！老师对“{each.rule}”改判过（{each.reason}），新评分里没有这一处，请再看一遍。" for each in result.lost
    ]
    return "\n".join(lines)


def verdicts_in_words(results: Sequence[Rescored]) -> list[str]:
    """Who would pass and who would fail, by name: the two lines nobody may overlook."""
    lines = []
    for passed, words in ((True, "不合格变为合格"), (False, "合格变为不合格")):
        named = [
            f"{each.person}（第 {each.record.number} 条，{each.old.scenario_title}）"
            for each in results
            if each.after.passed is passed
        ]
        if named:
            lines.append(f"{words}：{'、'.join(named)}")
    return lines


def _verdict(old: bool, new: bool) -> str:
    return "" if old is new else f"（{'合格' if old else '不合格'} → {'合格' if new else '不合格'}）"


def _line(old: ScoreLine | None, new: ScoreLine | None) -> str:
    line = new or old
    assert line is not None
    return f"{line.title}：{'没有' if old is None else f'{old.points:g}'} → {'没有' if new is None else f'{new.points:g}'}　{line.reason}"


def show_bar(share: float | None, words: str) -> None:
    """A bar on a terminal, one line rewritten; nothing where the output is not a terminal."""
    if sys.stderr.isatty():
        full = round((share or 0) * _BAR)
        click.echo(f"\r\033[K[{'█' * full}{'░' * (_BAR - full)}] {share or 0:4.0%} {words}", nl=False, err=True)


def clear_bar() -> None:
    """Make room for a line of its own."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
