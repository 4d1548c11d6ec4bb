"""Hear a recording in this very process: for batches that spread over the processes of an executor."""

from functools import lru_cache
from pathlib import Path

from app.domain.lexicon import Lexicon
from app.domain.near_misses import listened_again
from app.domain.transcript import Transcript
from app.speech.engine import SpeechEngine
from app.speech.listener import Listener
from app.speech.models import Model
from app.speech.recording import load
from app.speech.speech_process import open_engine


@lru_cache(maxsize=1)
def _engine(model: Model) -> SpeechEngine:
    # One a process, kept: a worker of an executor hears many recordings.
    return open_engine(model)


def hear(model: Model, lexicon: Lexicon, path: Path) -> Transcript:
    """The same transcript as the window's own process gives. UserError if the recording or the model is unfit."""
    listener = Listener(_engine(model), model.sha256[:12])
    listener.feed(load(path).samples)
    transcript = listener.finish()
    return listened_again(
        transcript, lexicon, lambda misses: [listener.weigh(m.start, m.end, (m.written, m.wanted)) for m in misses]
    )
