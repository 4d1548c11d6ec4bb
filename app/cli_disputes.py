"""`python -m app disputes`: the disputes with their answers, to be read or handed on as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:  # loading what scores is left to the command itself
    from app.domain.dispute import Dispute
    from app.services.disputes import DisputeDesk
    from app.services.people import PeopleDesk

_HEAD = (
    "提出时间",
    "姓名",
    "情景或考试",
    "评分项",
    "原得分",
    "说的是",
    "理由",
    "结果",
    "改后得分",
    "答复",
    "答复人",
    "答复时间",
)


class HasDisputes(Protocol):
    """What the command needs of the context's object."""

    @property
    def disputes(self) -> Callable[[], DisputeDesk]: ...
    @property
    def people(self) -> Callable[[], PeopleDesk]: ...


@click.command()
@click.option("--all", "everything", is_flag=True, help="已有结果的也列出；不加时只列等待答复的。")
@click.option(
    "--csv", "path", type=click.Path(path_type=Path, dir_okay=False), help="同时写成 CSV 表格（Excel 能打开）。"
)
@click.pass_obj
def disputes(desks: HasDisputes, everything: bool, path: Path | None) -> None:
    """列出学员的异议和老师的答复，最早的在前。"""
    found = [each for each in desks.disputes().all() if everything or each.open]
    names = {person.id: person.name for person in desks.people().all()}
    for each in found:
        click.echo(dispute_in_words(each, names))
    waiting = sum(each.open for each in found)
    answered = f"，{len(found) - waiting} 条已有结果" if everything else ""
    click.echo(f"{waiting} 条等待答复{answered}。")
    if path is not None:
        from app.reports.whole_file import write_whole

        write_whole(path, disputes_as_csv(found, names))
        click.echo(f"已写成表格：{path}")


def dispute_in_words(dispute: Dispute, names: Mapping[str, str]) -> str:
    """One dispute, in one line or two."""
    claim, closing = dispute.claim, dispute.closing
    words = (
        f"{dispute.at[:16].replace('T', ' ')}　{names.get(dispute.person_id, '')}　{claim.about}　“{claim.title}”"
        f"（{claim.points:g} 分）　{claim.ground.label}：{claim.reason}"
    )
    if closing is None:
        return words
    points = f"，改为 {closing.points:g} 分" if closing.decisions and closing.points is not None else ""
    reason = f"：{closing.reason}" if closing.reason else ""
    return f"{words}\n    {dispute.standing}{points}{reason}　{dispute.by}"


def disputes_as_csv(found: list[Dispute], names: Mapping[str, str]) -> bytes:
    """A table, UTF-8 with the mark that Excel knows it by."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_HEAD)
    for each in found:
        claim, closing = each.claim, each.closing
        points = closing.points if closing is not None and closing.decisions else None
        row = [
            each.at, names.get(each.person_id, ""), claim.about, claim.title, f"{claim.points:g}", claim.ground.label,
            claim.reason, each.standing, "" if points is None else f"{points:g}", closing.reason if closing else "",
            each.by, each.closed_at,
        ]  # fmt: skip
        table.writerow([_plain(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    """As text: what begins like a formula would be calculated by a spreadsheet."""
    formula = cell[:1] in ("=", "+", "@") or (cell[:1] == "-" and not cell[1:].replace(".", "").isdecimal())
    return f"'{cell}" if formula else cell
