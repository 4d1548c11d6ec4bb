"""Voices for tests: engines of our own in pyttsx3's place, what is heard in a sound file, and the room itself."""

import subprocess
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

# An engine as a driver of pyttsx3's looks from outside: it hums, at as many words a minute as it was told.
_ENGINE = """
import os, threading, time, wave
import numpy as np

class Voice:
    def __init__(self, id, name, languages, gender):
        self.id, self.name, self.languages, self.gender = id, name, languages, gender

HUIHUI = Voice("huihui", "Microsoft Huihui Desktop", ["zh-CN"], "Female")
ZIRA = Voice("zira", "Microsoft Zira Desktop", ["en-US"], "Female")

class Engine:
    driver_name = "sapi5"
    voices = [ZIRA, HUIHUI]

    def __init__(self):
        self.set, self.told = {}, {}

    def connect(self, topic, callback):
        self.told[topic] = callback

    def getProperty(self, name):
        return self.voices

    def setProperty(self, name, value):
        self.set[name] = value

    def save_to_file(self, text, path):
        self.text, self.path = text, path

    def runAndWait(self):
        seconds = len(self.text) * 40 / self.set["rate"]
        wave_form = np.sin(np.arange(int(seconds * 22050)) * 200 * 2 * np.pi / 22050) * 12000
        with wave.open(self.path, "wb") as file:
            file.setnchannels(1), file.setsampwidth(2), file.setframerate(22050)
            file.writeframes(wave_form.astype("<i2").tobytes())

def init():
    return Engine()
"""


def install_engine(folder: Path, monkeypatch: pytest.MonkeyPatch, changed: str = "") -> None:
    """Put a pyttsx3 of our own before the real one, for the processes that are started from now on.

    `changed` is Python that follows it: it may give Engine other voices or another runAndWait.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyttsx3.py").write_text(_ENGINE + textwrap.dedent(changed), encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))


def pitch_of(path: Path) -> float:
    """The median pitch in Hz, by autocorrelation over 40 ms where there is a voice."""
    samples, rate = soundfile.read(path, dtype="float64")
    size = int(0.04 * rate)
    lowest, highest = int(rate / 400), int(rate / 60)
    found = []
    for at in range(0, len(samples) - size, size):
        piece = samples[at : at + size] - samples[at : at + size].mean()
        alike = np.correlate(piece, piece, "full")[size - 1 :]
        best = lowest + int(alike[lowest:highest].argmax())
        if alike[0] > 1e-3 * size and alike[best] > 0.5 * alike[0]:
            found.append(rate / best)
    return float(np.median(found))


class Room:
    """What is heard in the room: a recorder that has nothing to do with the application's microphone."""

    def __init__(self) -> None:
        self._recorder = subprocess.Popen(
            ["parec", "--device=mouth.monitor", "--format=s16le", "--rate=16000", "--channels=1", "--latency-msec=20"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._heard: list[np.ndarray] = []
        self._more = threading.Condition()
        self._thread = threading.Thread(target=self._listen, name="room", daemon=True)
        self._thread.start()

    @property
    def sounding(self) -> bool:
        """Whether anything is heard just now."""
        with self._more:
            return bool(self._heard) and bool(np.abs(self._heard[-1]).max() > 0.02)

    def wait_for_sound(self) -> None:
        """Until something has been heard."""
        self._await(lambda: any(np.abs(piece).max() > 0.02 for piece in self._heard))

    def utterance(self) -> np.ndarray:
        """What is heard until it has been silent for half a second, within ±1 at 16 kHz."""
        self.wait_for_sound()
        self._await(lambda: all(np.abs(piece).max() < 0.001 for piece in self._heard[-10:]))
        return np.concatenate(self._heard)

    def close(self) -> None:
        self._recorder.kill()
        self._recorder.wait()
        self._thread.join()

    def _await(self, condition: Callable[[], bool]) -> None:
        with self._more:
            assert self._more.wait_for(condition, 60), "waited in vain"

    def _listen(self) -> None:
        assert self._recorder.stdout is not None
        while data := self._recorder.stdout.read(1600):
            with self._more:
                self._heard.append(np.frombuffer(data, "<i2").astype(np.float64) / 32768)
                self._more.notify_all()
