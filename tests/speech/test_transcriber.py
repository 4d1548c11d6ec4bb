"""The speech process: live and whole alike, cancelled at once, replaced when it dies."""

import os
import signal
import threading
from pathlib import Path

import numpy as np
import pytest
from speech_clips import SPOKEN, clip, pause

from app.domain.errors import Cancelled, UserError
from app.speech.models import EMBEDDED, Model, ModelStore
from app.speech.transcriber import Transcriber


def long_reply() -> np.ndarray:
    return np.concatenate([part for name in SPOKEN for part in (clip(name), pause(0.6))])


@pytest.mark.parametrize("block", [1600, 5000])
def test_what_is_heard_live_is_what_is_heard_in_the_file(block: int, transcriber: Transcriber) -> None:
    reply = long_reply()
    live = transcriber.live()
    for first in range(0, len(reply), block):
        live.feed(reply[first : first + block])
    assert live.finish() == transcriber.transcribe(reply)


def test_cancelling_answers_at_once_and_the_next_job_is_done(transcriber: Transcriber) -> None:
    reports: list[float | None] = []

    def stop(share: float | None, words: str) -> None:
        reports.append(share)
        if share:
            raise Cancelled

    process = transcriber.process_id
    with pytest.raises(Cancelled):
        transcriber.transcribe(np.tile(long_reply(), 4), stop)
    assert reports[-1] is not None and reports[-1] < 0.9
    assert "着急" in transcriber.transcribe(clip("009.flac")).text
    assert transcriber.process_id == process


def test_a_killed_process_is_replaced_and_the_job_done_again(transcriber: Transcriber) -> None:
    expected = transcriber.transcribe(clip("009.flac"))
    killed = transcriber.process_id

    def kill(share: float | None, words: str) -> None:
        if share is not None and transcriber.process_id == killed:
            os.kill(killed, signal.SIGKILL)

    assert transcriber.transcribe(clip("009.flac"), kill) == expected
    assert transcriber.process_id != killed


def test_a_process_that_dies_twice_is_given_up_and_says_so(transcriber: Transcriber) -> None:
    def kill(share: float | None, words: str) -> None:
        if share is not None and transcriber.process_id:
            os.kill(transcriber.process_id, signal.SIGKILL)

    with pytest.raises(UserError, match="中途退出") as problem:
        transcriber.transcribe(clip("009.flac"), kill)
    assert "录音已保留" in problem.value.remedy
    assert "着急" in transcriber.transcribe(clip("009.flac")).text


def test_a_process_that_dies_during_a_recording_costs_nothing(transcriber: Transcriber) -> None:
    spoken = clip("009.flac")
    live = transcriber.live()
    live.feed(spoken[:20000])
    assert transcriber.process_id
    os.kill(transcriber.process_id, signal.SIGKILL)
    live.feed(spoken[20000:])
    assert live.finish() == transcriber.transcribe(spoken)


def test_an_abandoned_recording_leaves_room_for_the_next(transcriber: Transcriber) -> None:
    live = transcriber.live()
    live.feed(clip("009.flac"))
    live.abandon()
    live = transcriber.live()
    assert live.finish().words == ()


def test_two_threads_take_turns(transcriber: Transcriber) -> None:
    heard: dict[str, str] = {}

    def work(name: str) -> None:
        heard[name] = transcriber.transcribe(clip(name)).text

    threads = [threading.Thread(target=work, args=(name,)) for name in SPOKEN]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {name: transcriber.transcribe(clip(name)).text for name in SPOKEN}


def test_a_changed_model_is_refused_and_named(model: Model, tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    for name in [*EMBEDDED, "model.json"]:
        data = bytearray((model.path / name).read_bytes())
        if name == "vocabulary.txt":
            data[1000] ^= 1
        (tmp_path / "base" / name).write_bytes(data)
    broken = Transcriber(ModelStore(tmp_path))
    with pytest.raises(UserError, match="“vocabulary.txt”与登记的校验值不符"):
        broken.transcribe(clip("009.flac"))
    broken.close()


def test_no_model_at_all_is_said_when_it_is_needed(tmp_path: Path) -> None:
    nothing = Transcriber(ModelStore(tmp_path))
    nothing.warm_up()
    with pytest.raises(UserError, match="没有找到语音识别模型"):
        nothing.ready()
