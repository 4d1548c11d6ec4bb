"""Bad recordings on the command line: each is named, the good ones are scored all the same, nothing is lost."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from bad_input.plain_answers import CLIP, assert_plain

from app.system.places import Workspace
from tests.command_line import Command


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("录音")
    spoken, rate = soundfile.read(CLIP, dtype="float32")
    files = {
        name: folder / name
        for name in (
            "没有.wav",
            "零字节.wav",
            "空.wav",
            "截断.flac",
            "文字.mp3",
            "四十分钟.flac",
            "静音.wav",
            "破音.wav",
        )
    }
    files["零字节.wav"].touch()
    soundfile.write(files["空.wav"], np.zeros(0, np.int16), rate)
    data = CLIP.read_bytes()
    files["截断.flac"].write_bytes(data[: len(data) // 2])
    files["文字.mp3"].write_text("这不是录音。\n" * 500, encoding="utf-8")
    soundfile.write(files["四十分钟.flac"], np.zeros(40 * 60 * 8000, np.int16), 8000)
    soundfile.write(files["静音.wav"], np.zeros(3 * rate, np.int16), rate)
    soundfile.write(files["破音.wav"], np.clip(spoken * 12, -1, 1), rate)
    return files


def test_every_bad_recording_is_named_and_the_good_ones_are_scored_all_the_same(
    command: Command, workspace: Workspace, recordings: dict[str, Path]
) -> None:
    files = [*recordings.values(), CLIP]
    before = {path: path.read_bytes() for path in files if path.is_file()}
    done = command("score", "--json", *files)
    assert done.returncode == 1
    answers = {Path(answer["file"]).name: answer for answer in map(json.loads, done.stdout.splitlines())}
    assert list(answers) == [path.name for path in files], "one line a file, in their order"
    for name, words in [
        ("没有.wav", "找不到"),
        ("零字节.wav", "是空的（0 字节）"),
        ("空.wav", "没有声音数据"),
        ("截断.flac", "已经损坏"),
        ("文字.mp3", "不是能识别的录音文件"),
        ("四十分钟.flac", "超过了 30 分钟的上限"),
    ]:
        answer = answers[name]
        assert words in answer["error"] and name in answer["error"], name
        assert_plain(answer["error"] + answer["remedy"])
        assert name in done.stderr
    assert answers["静音.wav"]["transcript"] == "" and answers["静音.wav"]["hits"] == []
    assert "破音" in answers["破音.wav"]["warnings"][0]
    assert "别着急" in answers[CLIP.name]["transcript"] and answers[CLIP.name]["hits"]
    assert_plain(done.stderr)
    assert {path: path.read_bytes() for path in before} == before
    assert not any(path.is_file() and path.suffix != ".md" for path in workspace.recordings.rglob("*"))


def test_silence_is_an_answer_without_marks(command: Command, recordings: dict[str, Path]) -> None:
    done = command("score", "--scenario", "incomplete-papers", recordings["静音.wav"])
    assert done.returncode == 0, done.stderr
    assert "没有听到有人说话" in done.stdout and "得分：0 / 100（不合格）" in done.stdout
    assert "＋" not in done.stdout
