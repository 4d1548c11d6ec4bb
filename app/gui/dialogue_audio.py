"""What can be heard of a conversation: the citizen's lines as they are spoken, the replies as they were recorded."""

import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import Progress
from app.domain.scenario import Channel

if TYPE_CHECKING:
    from app.domain.role_play.conversation import Reply
    from app.domain.role_play.played import PlayedDialogue
    from app.gui.services import VoiceService


@dataclass(frozen=True, slots=True)
class DialogueAudio:
    """The files in the order of the exchanges, None where there is nothing to hear.

    `citizen` has one more than there are exchanges: the last words. `withdrawn` are the replies taken back,
    in the order of `Dialogue.withdrawn`. `lengths` are the seconds of each file of `citizen`. `missing` says
    how many recordings are no longer there.
    """

    citizen: tuple[Path | None, ...] = ()
    lengths: tuple[float | None, ...] = ()
    replies: tuple[Path | None, ...] = ()
    withdrawn: tuple[Path | None, ...] = ()
    missing: int = 0

    @property
    def anything(self) -> bool:
        return any((*self.citizen, *self.replies))


def gather(
    played: "PlayedDialogue",
    voice: "VoiceService",
    audio_of: "Callable[[Reply], Path | None]",
    progress: Progress,
) -> DialogueAudio:
    """Find the recordings and let the citizen's lines be spoken into files. Call it on a worker."""
    dialogue = played.dialogue
    replies = [exchange.reply for exchange in dialogue.exchanges]
    back = [each.exchange.reply for each in dialogue.withdrawn]
    found = {id(reply): audio_of(reply) for reply in (*replies, *back)}
    lines = [*(exchange.line for exchange in dialogue.exchanges), dialogue.line]
    audible = played.channel is not Channel.WRITING and voice.on
    citizen: list[Path | None] = []
    for at, line in enumerate(lines):
        progress(at / len(lines), "正在准备群众的声音…")
        citizen.append(voice.spoken(line, played.citizen.voice) if audible else None)
    return DialogueAudio(
        tuple(citizen),
        tuple(_seconds(path) for path in citizen),
        tuple(found[id(reply)] for reply in replies),
        tuple(found[id(reply)] for reply in back),
        sum(bool(reply.recording) and found[id(reply)] is None for reply in (*replies, *back)),
    )


def _seconds(path: Path | None) -> float | None:
    """The length of a WAV file; None where there is none that can be read."""
    if path is None:
        return None
    try:
        with wave.open(str(path)) as sound:
            return sound.getnframes() / sound.getframerate()
    except (OSError, EOFError, wave.Error, ZeroDivisionError):
        return None
