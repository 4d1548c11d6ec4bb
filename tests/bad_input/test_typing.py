"""Mistyped commands and a missing microphone: said in Chinese, with where to look."""

from pathlib import Path

import pytest

from tests.command_line import Command


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("score",), "录音文件"),
        (("score", "--fomat", "x.wav"), "--fomat"),
        (("sing",), "sing"),
        (("score", "x.wav", "--scenario", "没有这个"), "没有这个"),
    ],
)
def test_a_mistyped_command_is_answered_in_chinese(command: Command, arguments: tuple[str, ...], words: str) -> None:
    done = command(*arguments)
    assert done.returncode in (1, 2) and done.stdout == ""
    assert words in done.stderr
    assert "Usage" not in done.stderr and "No such" not in done.stderr and "Missing" not in done.stderr


def test_doctor_names_the_missing_microphone_and_goes_on(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    done = command("doctor")
    if "✓ 麦克风" in done.stdout:
        pytest.skip("this machine has a microphone of its own")
    assert "✗ 麦克风" in done.stdout
    assert done.returncode == 0, "a reply can be typed: " + done.stdout
