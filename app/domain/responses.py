"""Who answered what in one examination, as tables of numbers: what item analysis looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

MOST_OPTIONS = 26  # A to Z
JUDGED = ("对", "错")  # the options that a judgement is


@dataclass(frozen=True, slots=True)
class AskedOption:
    """`key` is the letter that answers name it by; `right` is None where nobody has said."""

    key: str
    text: str = ""
    right: bool | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it was asked. `possible` are its full points, `guess` the share that blind guessing
    earns (None where nobody can say); a question without `options` was answered in words.
    """

    id: str
    title: str = ""
    possible: float = 1.0
    options: tuple[AskedOption, ...] = ()
    guess: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """The answers of an examination; rows are attempts, columns are `questions`.

    `scores`: float64, points; NaN where the question was not on that person's paper, 0 where it was left out.
    `chosen`: int64, bit i set where option i was chosen; 0 where none was.
    `words`: what was answered to a question without options, by its column, one text for each attempt.
    """

    people: tuple[str, ...]
    questions: tuple[Asked, ...]
    scores: NDArray[np.float64]
    chosen: NDArray[np.int64]
    words: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shape = (len(self.people), len(self.questions))
        if self.scores.shape != shape or self.chosen.shape != shape:
            raise ValueError(f"tables of {self.scores.shape} and {self.chosen.shape} for {shape}")
