"""A role-play: who stands at the window, what they say, and what a good reply holds."""

from dataclasses import dataclass

from app.domain.lexicon import Category


@dataclass(frozen=True, slots=True)
class Citizen:
    """The person at the window. `mood` is a word or two in Chinese."""

    name: str
    age: int
    mood: str


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a good reply must tell. Any of `ways` said counts; `must` (★) fails the reply if absent."""

    id: str
    text: str
    ways: tuple[str, ...]
    must: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of the citizen's and what is expected of the answer.

    `stages` are the polite categories that belong to this moment (greeting at the beginning, farewell
    at the end); `exemplary` is a reply that earns full marks.
    """

    says: str
    stages: tuple[Category, ...]
    points: tuple[Point, ...]
    exemplary: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """One role-play. `line` is the business line (业务条线), `situation` what the trainee can see."""

    id: str
    version: str
    title: str
    line: str
    situation: str
    citizen: Citizen
    turns: tuple[Turn, ...]
    basis: str = ""
    checked: str = ""
