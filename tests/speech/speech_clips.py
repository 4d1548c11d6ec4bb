"""Real recordings, with what is said in them, for the tests of this folder."""

import json
from pathlib import Path

import numpy as np

from app.speech.recording import SAMPLE_RATE, load

CLIPS = Path(__file__).parent / "clips"
LABELS: dict[str, str] = json.loads((CLIPS / "labels.json").read_text(encoding="utf-8"))
SPOKEN = [name for name, text in LABELS.items() if text]
SILENT = [name for name, text in LABELS.items() if not text]


def clip(name: str) -> np.ndarray:
    return load(CLIPS / name).samples


def pause(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)
