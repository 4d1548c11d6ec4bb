"""`verify` and `certificate` as a person runs them: verdicts in plain Chinese, 1 where it is not genuine."""

import shutil
from pathlib import Path

import pytest

from app.storage.unit_keys import UnitKeys
from app.system.places import Workspace
from tests.certificate_samples import NOON, PASSPHRASE, UNIT, Unit
from tests.command_line import Command


@pytest.fixture
def issued(workspace: Workspace) -> tuple[Unit, Path]:
    """The command's workspace, with one certificate issued in it."""
    unit = Unit(workspace.root)
    unit.keys.make(UNIT, PASSPHRASE, NOON)
    unit.passes("王𬭎喆", "1024")
    (file,) = unit.issue()
    return unit, file


def test_a_certificate_from_issue_to_revocation(issued: tuple[Unit, Path], command: Command, tmp_path: Path) -> None:
    unit, file = issued
    (kept,) = unit.desk.issued()
    found = command("verify", kept.statement)
    assert found.returncode == 0, found.stderr
    assert "✓ 真实有效" in found.stdout and "王𬭎喆" in found.stdout and "92.5 分" in found.stdout
    changed = tmp_path / "改过.pdf"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)
    altered = command("verify", changed)
    assert altered.returncode == 1 and "✗ 被改动过" in altered.stdout and not altered.stderr
    assert kept.certificate.serial in command("certificate", "list").stdout
    unit.desk.revoke(unit.hr, kept.certificate.serial, "冒名顶替")
    revoked = command("verify", file)
    assert revoked.returncode == 1 and "已被撤销" in revoked.stdout and "冒名顶替" in revoked.stdout


def test_another_unit_takes_in_the_public_key(issued: tuple[Unit, Path], command: Command, tmp_path: Path) -> None:
    unit, file = issued
    card, other = tmp_path / "公钥.json", tmp_path / "另一个单位"
    shutil.copytree(unit.folder / "question_bank", other / "question_bank")
    shutil.copytree(unit.folder / "scenarios", other / "scenarios")
    assert "指纹" in command("certificate", "public-key", card).stdout
    unknown = command("verify", file, folder=other)
    assert unknown.returncode == 1 and "发证单位未知" in unknown.stdout and "证书自称（不可信）" in unknown.stdout
    assert UNIT in command("certificate", "import", card, folder=other).stdout
    assert command("verify", file, folder=other).returncode == 0
    backup = tmp_path / "备份.json"
    assert "已备份" in command("certificate", "backup", backup).stdout
    assert UnitKeys(other / "keys").own() is None


def test_mistakes_are_told_with_a_remedy(command: Command, tmp_path: Path) -> None:
    for words, said in (
        (("verify", "没有这个文件.pdf"), "没有找到"),
        (("verify", "CKLB1:AAAA"), "无法核验"),
        (("certificate", "backup", tmp_path / "x"), "还没有发证密钥"),
    ):
        told = command(*words)
        assert told.returncode == 1 and said in told.stdout + told.stderr, told
