"""What the window's process and the speech process say to each other. Every job has a number of its own."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Transcribe:
    """Hear a whole recording; answered with `Done(job, Transcript)`."""

    job: int
    samples: np.ndarray


@dataclass(frozen=True, slots=True)
class Feed:
    """More of a recording that is being made; finished phrases are read in advance. Not answered."""

    job: int
    samples: np.ndarray


@dataclass(frozen=True, slots=True)
class Finish:
    """The recording has ended; answered with `Done(job, Transcript)`."""

    job: int


@dataclass(frozen=True, slots=True)
class Weigh:
    """Answered with `Done(job, one tuple of float for each question)`. A question is a stretch of the recording,
    from and to in seconds, and the texts that might have been said there.
    """

    job: int
    samples: np.ndarray
    questions: tuple[tuple[float, float, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Forget:
    """Nobody waits for this job any more: stop it."""

    job: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """The model is in memory."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The model cannot be loaded: the sentences of a UserError. The process ends."""

    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Progressed:
    job: int
    share: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Done:
    job: int
    value: Any


@dataclass(frozen=True, slots=True)
class Broke:
    """A defect of ours while working on the job; `trace` is for the log."""

    job: int
    trace: str
