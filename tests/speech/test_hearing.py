"""Both engines on real speech: what is heard, when, how sure, and nothing where nobody speaks."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein
from speech_clips import LABELS, SILENT, SPOKEN, clip, pause

from app.domain.transcript import Transcript
from app.speech.activity import find_activity
from app.speech.chinese_text import letters
from app.speech.listener import Listener
from app.speech.models import Model, rebuild_checkpoint
from app.speech.openai_engine import OpenAIEngine
from app.speech.recording import SAMPLE_RATE
from app.speech.transcriber import Transcriber


@pytest.fixture(scope="module")
def openai_engine(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenAIEngine]:
    pytest.importorskip("whisper", reason="openai-whisper is not installed (--lite)")
    path = rebuild_checkpoint(model, tmp_path_factory.mktemp("checkpoint") / "base.pt")
    yield OpenAIEngine(path.read_bytes())


def character_errors(heard: str, said: str) -> float:
    return Levenshtein.distance(letters(heard), letters(said)) / len(letters(said))


def hear(engine: OpenAIEngine, samples: np.ndarray) -> Transcript:
    listener = Listener(engine, "test")
    listener.feed(samples)
    return listener.finish()


def test_what_is_said_is_heard(transcriber: Transcriber) -> None:
    errors = {name: character_errors(transcriber.transcribe(clip(name)).text, LABELS[name]) for name in SPOKEN}
    assert sum(errors.values()) / len(errors) < 0.2, errors


def test_the_checkpoint_rebuilt_from_the_same_weights_hears_the_same(
    openai_engine: OpenAIEngine, transcriber: Transcriber
) -> None:
    for name, most in (("009.flac", 0.0), ("040.flac", 0.25)):
        theirs, ours = hear(openai_engine, clip(name)), transcriber.transcribe(clip(name))
        assert character_errors(theirs.text, LABELS[name]) <= most
        assert character_errors(theirs.text, ours.text) < 0.2
        assert theirs.engine.startswith("openai-whisper") and ours.engine.startswith("faster-whisper")
        assert theirs.words[-1].end == pytest.approx(ours.words[-1].end, abs=0.2)


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_heard_where_nobody_speaks(name: str, transcriber: Transcriber) -> None:
    transcript = transcriber.transcribe(clip(name))
    assert (transcript.words, transcript.activity, transcript.alternatives) == ((), (), ())


def noises() -> Iterator[tuple[str, np.ndarray]]:
    """Six seconds each of what a service hall sounds like when nobody speaks."""
    random = np.random.default_rng(7)
    count = 6 * SAMPLE_RATE
    time = np.arange(count) / SAMPLE_RATE
    spectrum, frequencies = np.fft.rfft(random.normal(size=count)), np.fft.rfftfreq(count, 1 / SAMPLE_RATE)
    for name, slope in (("white", 0.0), ("pink", 0.5), ("brown", 1.0)):
        yield name, np.fft.irfft(spectrum / np.maximum(frequencies, 20) ** slope, count)
    yield "mains hum", sum(np.sin(2 * np.pi * 50 * k * time) / k for k in range(1, 12))
    yield "melody", np.sin(2 * np.pi * np.cumsum(np.repeat([262, 330, 392, 523, 392, 330], SAMPLE_RATE)) / SAMPLE_RATE)
    bass = np.repeat([110, 131, 147] * 5, count // 15)
    yield "bass", sum(np.sin(2 * np.pi * k * np.cumsum(bass) / SAMPLE_RATE) / k for k in range(1, 7))
    for name, decay, pitch, rate in (("door knocks", 0.03, 180, 2), ("typing", 0.006, 2500, 7)):
        blows = np.zeros(count)
        for at in random.integers(0, count - 4800, 6 * rate):
            t = np.arange(4800) / SAMPLE_RATE
            blows[at : at + 4800] += np.exp(-t / decay) * (np.sin(2 * np.pi * pitch * t) + random.normal(size=4800) / 3)
        yield name, blows


@pytest.mark.parametrize(("name", "noise"), list(noises()), ids=[name for name, _ in noises()])
def test_no_words_come_from_noise_however_loud(name: str, noise: np.ndarray, transcriber: Transcriber) -> None:
    unit = noise / np.sqrt(np.mean(np.square(noise)))
    loud = np.concatenate([np.clip(unit * level, -1, 1) for level in (0.003, 0.03, 0.2)]).astype(np.float32)
    assert transcriber.transcribe(loud).text == ""


def test_speech_is_found_in_noise_and_its_end_is_not_missed() -> None:
    spoken = clip("009.flac")
    clean = find_activity(spoken)
    random = np.random.default_rng(1)
    for level in (0.005, 0.02):
        noisy = find_activity((spoken + random.normal(scale=level, size=len(spoken))).astype(np.float32))
        assert noisy[0].start == pytest.approx(clean[0].start, abs=0.2)
        assert noisy[-1].end == pytest.approx(clean[-1].end, abs=0.3)


def test_words_have_their_times(transcriber: Transcriber) -> None:
    """Clips joined at known places: each one's first and last word lie where its sound begins and ends."""
    names = ["009.flac", "040.flac", "004.flac"]
    parts = [pause(1.3), clip(names[0]), pause(0.9), clip(names[1]), pause(2.7), clip(names[2]), pause(1.0)]
    offsets = [sum(map(len, parts[: 2 * i + 1])) / SAMPLE_RATE for i in range(3)]
    transcript = transcriber.transcribe(np.concatenate(parts))
    for name, offset in zip(names, offsets, strict=True):
        spans = find_activity(clip(name))
        begins, ends = offset + spans[0].start, offset + spans[-1].end
        words = [word for word in transcript.words if begins - 0.5 < (word.start + word.end) / 2 < ends + 0.5]
        assert character_errors("".join(word.text for word in words), LABELS[name]) < 0.25
        assert words[0].start == pytest.approx(begins, abs=0.3)
        assert words[-1].end == pytest.approx(ends, abs=0.3)
    assert all(a.end <= b.start + 0.02 for a, b in itertools.pairwise(transcript.words))


def test_the_comma_in_the_middle_lies_in_the_pause(transcriber: Transcriber) -> None:
    transcript = transcriber.transcribe(clip("009.flac"))
    before = next(word for word in transcript.words if "，" in word.text)
    after = transcript.words[transcript.words.index(before) + 1]
    first, second = find_activity(clip("009.flac"))[:2]
    assert before.end == pytest.approx(first.end, abs=0.3) and after.start == pytest.approx(second.start, abs=0.3)


def test_other_readings_come_with_how_much_less_likely_they_are(transcriber: Transcriber) -> None:
    transcript = transcriber.transcribe(clip("040.flac"))
    assert transcript.alternatives
    assert all(other.margin >= 0 and other.text != transcript.text for other in transcript.alternatives)


def test_the_sound_decides_between_readings(transcriber: Transcriber, openai_engine: OpenAIEngine) -> None:
    spoken = clip("042.flac")
    place = next(word for word in transcriber.transcribe(spoken).words if word.text.startswith("您"))
    listener = Listener(openai_engine, "test")
    listener.feed(spoken)
    texts = ("您", "你", "我们都去")
    for scores in (
        transcriber.weigh(spoken, [(place.start, place.end, texts)])[0],
        listener.weigh(place.start, place.end, texts),
    ):
        assert scores[0] > scores[1] + 0.5 > scores[2]
        assert all(score < 0 for score in scores)


def test_weighing_where_nobody_spoke_gives_nothing(transcriber: Transcriber) -> None:
    assert transcriber.weigh(clip(SILENT[0]), [(1.0, 2.0, ["您好"])]) == ((float("-inf"),),)


def test_the_same_recording_gives_the_same_transcript(transcriber: Transcriber) -> None:
    assert transcriber.transcribe(clip("023.flac")) == transcriber.transcribe(clip("023.flac"))


def test_the_openai_engine_never_runs_a_strangers_code(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="openai-whisper is not installed (--lite)")
    from app.domain.errors import UserError

    torch.save({"dims": Path("x")}, tmp_path / "a.pt")
    with pytest.raises(UserError, match="不是 openai-whisper 的模型"):
        OpenAIEngine((tmp_path / "a.pt").read_bytes())
