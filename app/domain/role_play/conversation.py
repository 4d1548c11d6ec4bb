"""A conversation as a value: what was said on both sides so far, and what came of each reply."""

from dataclasses import dataclass
from enum import Enum

from app.domain.attempt import Manner
from app.domain.hits import Hit
from app.domain.lexicon import Category, Kind
from app.domain.role_play.mood import MoodChange
from app.domain.score_sheet import Evidence
from app.domain.transcript import Transcript


class Mode(Enum):
    """PRACTISE has hints and may take a reply back; EXAMINE has neither and is timed; SHADOW repeats the
    exemplary dialogue line by line and follows the main path whatever is said.
    """

    PRACTISE = "practise"
    EXAMINE = "examine"
    SHADOW = "shadow"

    @property
    def label(self) -> str:
        return {"practise": "练习", "examine": "考核", "shadow": "跟读"}[self.value]


class Why(Enum):
    """Why a reply was taken back: the machine misheard it (once a moment, in every mode), or to try again."""

    MISHEARD = "misheard"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Told:
    """A point that was told, and the words (their times within that reply's recording)."""

    point: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the trainee's, as it was heard.

    `told` are all points of the scenario found in it. `thinking` is the time in seconds from the end of
    the citizen's line to the first word (or key), `typing` that from the first key to the last, where it
    was typed. `recording` is relative to recordings/, "" if typed.
    """

    transcript: Transcript
    hits: tuple[Hit, ...] = ()
    told: tuple[Told, ...] = ()
    thinking: float = 0.0
    manner: Manner = Manner.TYPED
    recording: str = ""
    recording_sha256: str = ""
    typing: float = 0.0

    @property
    def silent(self) -> bool:
        return not any(character.isalnum() for character in self.transcript.text)

    @property
    def characters(self) -> int:
        return sum(character.isalnum() for character in self.transcript.text)

    @property
    def seconds(self) -> float:
        """How long the answering took, thinking not counted."""
        return self.transcript.seconds if self.manner is Manner.SPOKEN else self.typing

    @property
    def offences(self) -> tuple[Hit, ...]:
        """The forbidden phrases that are certain: only these have consequences."""
        return tuple(hit for hit in self.hits if hit.kind is Kind.FORBIDDEN and hit.certain)

    @property
    def polite(self) -> tuple[Category, ...]:
        return tuple(dict.fromkeys(hit.category for hit in self.hits if hit.kind is Kind.POLITE))


NOBODY_SPOKE = Reply(Transcript((), 0.0))


@dataclass(frozen=True, slots=True)
class Exchange:
    """A line of the citizen's, the reply to it, and what came of it.

    `attempt` counts the replies at this node, this one included; `mood` is the mood before; `new` are
    the points told for the first time; `hints` how many were taken; `to` the node or ending that
    follows and `because` why, in Chinese.
    """

    node: str
    line: str
    attempt: int
    mood: int
    reply: Reply
    changes: tuple[MoodChange, ...]
    mood_after: int
    new: tuple[str, ...]
    to: str
    because: str
    hints: int = 0


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An exchange that was taken back. `before` is the index in `Dialogue.exchanges` of what replaced it."""

    exchange: Exchange
    before: int
    why: Why


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation as it stands.

    `at` is the node where the citizen waits for an answer, or the ending reached (`ended`); `line` what
    they have just said; `mood` 0 to 100; `hints` how many were taken since. `times_up`: an examination
    ended because its minutes were over; `given_up`: the trainee broke off.
    """

    scenario_id: str
    scenario_version: str
    mode: Mode
    at: str
    line: str
    mood: int
    exchanges: tuple[Exchange, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    hints: int = 0
    ended: bool = False
    times_up: bool = False
    given_up: bool = False

    @property
    def turn(self) -> int:
        """The number of the reply that is due, from 1."""
        return len(self.exchanges) + 1

    @property
    def told(self) -> dict[str, int]:
        """The points told so far, each with the index of the exchange that told it first."""
        return {point: i for i, exchange in reversed([*enumerate(self.exchanges)]) for point in exchange.new}

    @property
    def attempt(self) -> int:
        """How many replies this one would be at this node."""
        return 1 + sum(exchange.node == self.at for exchange in self.exchanges)

    @property
    def misheard(self) -> int:
        """How often a reply was given again because it had been misheard."""
        return sum(each.why is Why.MISHEARD for each in self.withdrawn)

    @property
    def spent(self) -> float:
        """Seconds of thinking and answering so far, what was taken back included."""
        exchanges = (*self.exchanges, *(each.exchange for each in self.withdrawn))
        return sum(each.reply.thinking + each.reply.seconds for each in exchanges)
