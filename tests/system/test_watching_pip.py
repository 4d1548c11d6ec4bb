"""pip as a person follows it: its words kept, its failures told in Chinese, what it left half done forgotten."""

import sys
from pathlib import Path

import pytest

from app.system.watching_pip import cause_of, drop_half_installed, watch_pip

PIP = """
print("Collecting torch==2.13.0")
print("  Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl.metadata (29 kB)")
print("  Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (190.4 MB)")
print("Processing /packages/argon2_cffi-25.1.0-py3-none-any.whl")
print("Installing collected packages: torch, argon2-cffi")
print("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device")
raise SystemExit(1)
"""


def test_its_words_are_kept_and_the_large_libraries_named(tmp_path: Path) -> None:
    told: list[str] = []
    log = tmp_path / "install.log"
    log.write_text("before\n", encoding="utf-8")
    code, said = watch_pip([sys.executable, "-c", PIP], log, told.append)
    assert code == 1 and said.startswith("Collecting torch")
    assert log.read_text(encoding="utf-8") == "before\n" + said
    assert told == ["  正在取得第 1 个库：torch (190.4 MB)", "  正在安装取得的库，要一两分钟"]
    assert "磁盘空间不够" in cause_of(said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Temporary failure in name resolution\nERROR: No matching distribution found for torch", "连不上软件源"),
        ("ERROR: Could not find a version (from versions: none)\nERROR: No matching distribution", "适合这台电脑"),
        ("SSLError(SSLCertVerificationError(… CERTIFICATE_VERIFY_FAILED", "日期时间"),
        ("ERROR: … [WinError 5] Access is denied: 'c:\\\\drill'", "不能写入"),
        ("something else", "重新运行"),
    ],
)
def test_each_failure_has_its_cause_and_remedy(said: str, words: str) -> None:
    assert words in cause_of(said) and "请" in cause_of(said)


def test_what_was_installed_by_half_is_forgotten_and_the_rest_kept(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    for name, files in [("whole-1.0", ["METADATA", "RECORD"]), ("half-1.0", ["METADATA"])]:
        folder = packages / f"{name}.dist-info"
        folder.mkdir(parents=True)
        for file in files:
            (folder / file).touch()
    (packages / "~orch").mkdir()
    (packages / "whole").mkdir()
    drop_half_installed(tmp_path)
    assert sorted(path.name for path in packages.iterdir()) == ["whole", "whole-1.0.dist-info"]
