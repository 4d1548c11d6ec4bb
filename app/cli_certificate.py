"""`python -m app verify …` and `python -m app certificate …`: is a certificate genuine, and whose keys are trusted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from app.domain.errors import UserError

if TYPE_CHECKING:
    from app.domain.certificates.verdict import Verdict
    from app.services.certificates import CertificateDesk
    from app.services.verification import CertificateCheck


class HasCertificates(Protocol):
    """What these commands need of the context's object."""

    @property
    def certificates(self) -> Callable[[], CertificateDesk]: ...
    @property
    def certificate_check(self) -> Callable[[], CertificateCheck]: ...


_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("target", metavar="文件或二维码内容")
@click.option("--revoked", "lists", multiple=True, type=_FILE, help="还要对照的撤销名单文件，可写多个。")
@click.pass_obj
def verify(desks: HasCertificates, target: str, lists: tuple[Path, ...]) -> None:
    """核验一张合格证：PDF、二维码的照片，或扫码得到的文字。不需要网络。真实有效返回 0，其余返回 1。"""
    verdict = desks.certificate_check().look(target, lists)
    click.echo(verdict_in_words(verdict))
    if not verdict.genuine:
        sys.exit(1)


def verdict_in_words(verdict: Verdict) -> str:
    """A verdict in plain Chinese, several lines."""
    from app.domain.certificates.certificate import in_lines

    lines = [f"{'✓' if verdict.genuine else '✗'} {verdict.finding.label}：{verdict.why}"]
    if verdict.certificate is not None:
        heading = "证书内容（请与纸面核对）：" if verdict.trusted else "证书自称（不可信）："
        lines += [heading, *(f"  {name}：{value}" for name, value in in_lines(verdict.certificate))]
    return "\n".join(lines)


@click.group()
def certificate() -> None:
    """合格证：列出已签发的，导入和导出公钥、撤销名单、密钥备份。签发在窗口里办。"""


@certificate.command("list")
@click.pass_obj
def list_issued(desks: HasCertificates) -> None:
    """列出本机签发过的全部编号。"""
    issued = desks.certificates().issued()
    if not issued:
        raise UserError("还没有签发过合格证。", "请由人事登录窗口，在“合格证”里签发。")
    for each in issued:
        said = each.certificate
        state = f"已撤销（{each.revoked.on}，{each.revoked.reason}）" if each.revoked else "有效"
        click.echo(f"{said.serial}\t{said.name}\t{said.module}\t{said.issued}\t{said.until or '长期'}\t{state}")


@certificate.command("import")
@click.argument("file", metavar="文件", type=_FILE)
@click.pass_obj
def take_in(desks: HasCertificates, file: Path) -> None:
    """导入别的单位的公钥文件或撤销名单，或恢复本单位的密钥备份。"""
    click.echo(desks.certificates().keys.take_in(file))


@certificate.command("public-key")
@click.argument("file", metavar="文件", type=_FILE)
@click.pass_obj
def public_key(desks: HasCertificates, file: Path) -> None:
    """导出本单位的公钥文件，交给要核验的单位；里面没有秘密。"""
    from app.domain.certificates.keys import fingerprint

    keys = desks.certificates().keys
    keys.export_card(file)
    unit = keys.own()
    assert unit is not None
    click.echo(f"已导出“{unit.unit}”的公钥：{file}\n指纹：{fingerprint(unit.public_key)}（请电话告诉对方核对）")


@certificate.command("backup")
@click.argument("file", metavar="文件", type=_FILE)
@click.pass_obj
def backup(desks: HasCertificates, file: Path) -> None:
    """备份本单位的密钥；私钥仍用口令加密，没有口令打不开。"""
    click.echo(f"已备份：{desks.certificates().keys.back_up(file)}。口令不在文件里，请另外妥善保管。")
