"""How long a reply waits for its transcript, against openai-whisper with the same weights on the same recordings.

    python benchmarks/speech_speed.py [RECORDING …]

Without arguments the spoken recordings of tests/speech/clips are used. Both sides hear each recording in turn, in
one run, after one recording to warm up, so that a busy PC slows both. The live case joins recordings with pauses
to a reply of 25 seconds, feeds it at the speed of speech, and measures the wait after its last sample.
Needs openai-whisper; prints a Markdown table.
"""

import argparse
import itertools
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.speech.models import ModelStore, rebuild_checkpoint
from app.speech.recording import SAMPLE_RATE, load
from app.speech.transcriber import Transcriber
from app.system.places import models_folder

CLIPS = Path(__file__).resolve().parents[1] / "tests" / "speech" / "clips"
LIVE_SECONDS = 25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", nargs="*", type=Path)
    arguments = parser.parse_args()
    labels = json.loads((CLIPS / "labels.json").read_text(encoding="utf-8"))
    paths = arguments.recordings or [CLIPS / name for name, text in labels.items() if text]
    recordings = [load(path).samples for path in paths]
    parent = psutil.Process().memory_info().rss

    store = ModelStore(models_folder())
    transcriber = Transcriber(store)
    began = time.perf_counter()
    transcriber.ready()
    loading = time.perf_counter() - began
    reference = Reference(store)

    rows = []
    ours, theirs = [], []
    for number, samples in enumerate([recordings[0], *recordings]):
        first = seconds_of(lambda: transcriber.transcribe(samples))  # noqa: B023 - called at once
        second = seconds_of(lambda: reference.transcribe(samples))  # noqa: B023
        if number:
            ours.append(first)
            theirs.append(second)
    length = statistics.median(len(samples) / SAMPLE_RATE for samples in recordings)
    rows.append(
        (f"{len(recordings)} files, median length {length:.1f} s: median", *map(statistics.median, (ours, theirs)))
    )
    rows.append((f"{len(recordings)} files: sum", sum(ours), sum(theirs)))
    reply = long_reply(recordings)
    live, whole = wait_after_live(transcriber, reply), seconds_of(lambda: transcriber.transcribe(reply))
    against = seconds_of(lambda: reference.transcribe(reply))
    rows.append((f"live reply of {len(reply) / SAMPLE_RATE:.0f} s: wait after the end", live, against))
    rows.append(("the same reply as a file", whole, against))

    print("| | here, s | openai-whisper, s | ratio |\n|---|---|---|---|")
    for name, here, there in rows:
        print(f"| {name} | {here:.3f} | {there:.3f} | {here / there:.2f} |")
    child = psutil.Process(transcriber.process_id).memory_info().rss
    print(
        f"\nLoading the model {loading:.1f} s. Memory: this process before openai-whisper {parent / 1e6:.0f} MB, ",
        end="",
    )
    print(
        f"speech process {child / 1e6:.0f} MB, this process with openai-whisper {psutil.Process().memory_info().rss / 1e6:.0f} MB."
    )
    transcriber.close()


class Reference:
    """openai-whisper with the default model's weights, at its defaults (greedy, 30 s windows)."""

    def __init__(self, store: ModelStore) -> None:
        import whisper

        with tempfile.TemporaryDirectory() as folder:
            self._model = whisper.load_model(str(rebuild_checkpoint(store.default(), Path(folder) / "base.pt")))

    def transcribe(self, samples: np.ndarray) -> str:
        return self._model.transcribe(samples, language="zh", fp16=False)["text"]


def seconds_of(work) -> float:
    # The threads of either library go on turning for 0.2 s after their work and would slow the other.
    time.sleep(0.3)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def long_reply(recordings: list[np.ndarray]) -> np.ndarray:
    pause = np.zeros(SAMPLE_RATE * 6 // 10, np.float32)
    parts = itertools.chain.from_iterable((samples, pause) for samples in itertools.cycle(recordings))
    reply = np.zeros(0, np.float32)
    while len(reply) < LIVE_SECONDS * SAMPLE_RATE:
        reply = np.concatenate([reply, next(parts)])
    reply = reply[: LIVE_SECONDS * SAMPLE_RATE]
    # The last word is spoken up to the end: the hardest case, nothing of it can have been read in advance.
    last = np.flatnonzero(np.abs(reply) > 0.02)[-1]
    return reply[: last + SAMPLE_RATE // 10]


def wait_after_live(transcriber: Transcriber, reply: np.ndarray) -> float:
    live = transcriber.live()
    block = SAMPLE_RATE // 10
    began = time.perf_counter()
    for number, first in enumerate(range(0, len(reply), block), 1):
        live.feed(reply[first : first + block])
        time.sleep(max(0.0, began + number * block / SAMPLE_RATE - time.perf_counter()))
    stopped = time.perf_counter()
    live.finish()
    return time.perf_counter() - stopped


if __name__ == "__main__":
    main()
