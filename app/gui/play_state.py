"""How a conversation stands at this moment: what the projector and whoever else looks on are told."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.role_play import Conversation


class PlayStage(Enum):
    """What is going on. A conversation goes round from SPEAKING to ANSWERED until it has ENDED."""

    SPEAKING = "speaking"  # the citizen's line is heard, or read where there is no voice
    WAITING = "waiting"  # the trainee thinks; the clock runs
    RECORDING = "recording"
    HEARING = "hearing"  # the reply is being transcribed
    ANSWERED = "answered"  # what was heard is shown, before the citizen goes on
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class PlayState:
    """`waited`: seconds of thinking so far in WAITING; `level`: the microphone's, 0 to 1, while RECORDING.

    In ANSWERED `talk` has gone on already: `talk.last` is the exchange shown, `talk.line` what the citizen
    will say next.
    """

    talk: "Conversation"
    stage: PlayStage
    waited: float = 0.0
    level: float = 0.0
