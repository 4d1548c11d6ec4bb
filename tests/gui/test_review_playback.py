"""Playing a whole conversation on a clock that a test moves: everything in order, from anywhere, stopped at once."""

import tkinter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import UserError
from app.domain.role_play.timeline import Part, Stretch, Timeline, timeline
from app.gui.dialogue_audio import DialogueAudio, gather
from app.gui.dialogue_playback import Playback
from tests import dialogue_samples as samples
from tests.gui.fakes_voice import FakeVoice


class Hall:
    """A loudspeaker that notes what it is given, a clock that jumps, and where the playhead went."""

    def __init__(self, root: tkinter.Tk, line: Timeline, audio: DialogueAudio) -> None:
        self.root = root
        self.now = 0.0
        self.played: list[tuple[str, float]] = []
        self.quiet = 0
        self.heads: list[float] = []
        self.turns: list[tuple[Part, int]] = []
        self.stops = 0
        self.troubles: list[Exception] = []
        self.broken: Exception | None = None
        self.playback = Playback(
            root, self._start, self._play, self._be_quiet, self._moved, self._stopped, self.troubles.append,
            now=lambda: self.now, tick=1,
        )  # fmt: skip
        self.playback.show(line, audio)

    def _start(self, work: Any, on_done: Any, on_error: Any = None, **_more: Any) -> Any:
        try:
            result = work(lambda *_: None)
        except UserError as problem:
            on_error(problem)
        else:
            on_done(result)

    def _play(self, path: Path, start: float, end: float | None) -> None:
        if self.broken is not None:
            raise self.broken
        self.played.append((path.name, round(start, 2)))

    def _be_quiet(self) -> None:
        self.quiet += 1

    def _moved(self, moment: float, stretch: Stretch) -> None:
        self.heads.append(moment)
        if not self.turns or self.turns[-1] != (stretch.part, stretch.turn):
            self.turns.append((stretch.part, stretch.turn))

    def _stopped(self) -> None:
        self.stops += 1

    def run(self, seconds: float = 0.5, until: Callable[[], bool] = lambda: False) -> None:
        """Let time pass in steps until nothing plays any more."""
        while self.playback.playing and not until():
            self.now += seconds
            count = len(self.heads)
            while self.playback.playing and len(self.heads) == count:
                self.root.update()


@pytest.fixture
def root() -> Iterator[tkinter.Tk]:
    root = tkinter.Tk()
    yield root
    root.destroy()


def of_mixed(tmp_path: Path) -> tuple[Timeline, DialogueAudio]:
    played = samples.mixed()
    voice = FakeVoice()
    spoken = samples.silence(tmp_path / "voice.wav", 2.0)
    voice.spoken = lambda _text, _voice: spoken  # type: ignore[method-assign]
    gone = ("b.wav",)
    audio = gather(
        played,
        voice,
        lambda reply: Path(reply.recording) if reply.recording and reply.recording not in gone else None,
        lambda *_: None,
    )
    return timeline(played, audio.lengths), audio


def test_both_voices_are_heard_in_order_and_the_head_never_goes_back(root: tkinter.Tk, tmp_path: Path) -> None:
    line, audio = of_mixed(tmp_path)
    hall = Hall(root, line, audio)
    hall.playback.play_from(0.0)
    hall.run()
    lead = 0.8  # of each recording, before its first word
    assert hall.played == [
        ("voice.wav", 0), ("a.wav", lead), ("voice.wav", 0), ("c.wav", lead), ("voice.wav", 0), ("voice.wav", 0),
        ("voice.wav", 0), ("d.wav", lead), ("voice.wav", 0), ("e.wav", lead), ("voice.wav", 0),
    ]  # fmt: skip
    assert hall.heads == sorted(hall.heads) and hall.heads[-1] == line.seconds
    assert hall.turns == [(each.part, each.turn) for each in line.stretches]
    assert hall.stops == 1 and hall.troubles == []


def test_pauses_are_passed_quickly_and_speech_takes_its_time(root: tkinter.Tk, tmp_path: Path) -> None:
    line, audio = of_mixed(tmp_path)
    hall = Hall(root, line, audio)
    hall.playback.play_from(0.0)
    hall.run(0.1)
    spoken = sum(each.seconds for each in line.stretches if hall.playback.file_of(each) is not None)
    pauses = [each for each in line.stretches if each.part in (Part.THINKING, Part.SILENCE)]
    assert spoken <= hall.now <= spoken + len(line.stretches) * (0.25 + 0.1) + len(pauses) * 0.85 + 2 * 2.5


def test_it_begins_in_the_middle_of_a_reply(root: tkinter.Tk, tmp_path: Path) -> None:
    line, audio = of_mixed(tmp_path)
    reply = next(each for each in line.stretches if each.part is Part.SPOKEN)
    hall = Hall(root, line, audio)
    hall.playback.play_from((reply.start + reply.end) / 2)
    assert hall.played == [("a.wav", round(reply.offset + reply.seconds / 2, 2))]
    hall.playback.stop()
    assert not hall.playback.playing and hall.stops == 1 and hall.quiet


def test_stopping_keeps_the_head_and_nothing_follows(root: tkinter.Tk, tmp_path: Path) -> None:
    line, audio = of_mixed(tmp_path)
    hall = Hall(root, line, audio)
    hall.playback.play_from(0.0)
    hall.run(until=lambda: len(hall.turns) == 4)
    head, played = hall.heads[-1], list(hall.played)
    hall.playback.stop()
    hall.now += 60
    for _ in range(20):
        root.update()
    assert hall.heads[-1] == head and hall.played == played


def test_a_loudspeaker_that_is_missing_is_told_once_and_ends_it(root: tkinter.Tk, tmp_path: Path) -> None:
    line, audio = of_mixed(tmp_path)
    hall = Hall(root, line, audio)
    hall.broken = UserError("没有找到可用的扬声器。", "请检查扬声器或耳机是否插好。")
    hall.playback.play_from(0.0)
    hall.run()
    assert hall.troubles == [hall.broken] and not hall.playback.playing


def test_with_nothing_to_hear_the_words_are_walked_through(root: tkinter.Tk) -> None:
    line = timeline(samples.unspoken())
    hall = Hall(root, line, DialogueAudio())
    hall.playback.play_from(0.0)
    hall.run()
    assert hall.played == [] and hall.turns == [(each.part, each.turn) for each in line.stretches]


def test_nothing_is_rendered_where_the_voice_is_off_or_all_was_in_writing(tmp_path: Path) -> None:
    from dataclasses import replace

    from app.domain.scenario import Channel

    spoken = samples.silence(tmp_path / "voice.wav", 2.0)
    for voice, played in (
        (FakeVoice(on=False), samples.good()),
        (FakeVoice(), replace(samples.good(), channel=Channel.WRITING)),
    ):
        voice.spoken = lambda _text, _voice: spoken  # type: ignore[method-assign]
        audio = gather(played, voice, lambda _reply: None, lambda *_: None)
        assert not audio.anything and audio.missing == 2


def test_a_voice_file_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    broken = tmp_path / "voice.wav"
    broken.write_bytes(b"RIFF")
    voice = FakeVoice()
    voice.spoken = lambda _text, _voice: broken  # type: ignore[method-assign]
    assert gather(samples.good(), voice, lambda _reply: None, lambda *_: None).lengths == (None,) * 3
