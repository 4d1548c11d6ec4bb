"""The window's side of speech recognition: one warm child process that hears recordings, live or whole."""

import itertools
import logging
import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait

import numpy as np

from app.domain.errors import Progress, UserError, no_progress
from app.domain.transcript import Transcript
from app.speech.messages import Broke, Done, Feed, Finish, Forget, Loaded, Progressed, Refused, Transcribe, Weigh
from app.speech.models import Model, ModelStore
from app.speech.speech_process import run

# How often a wait looks whether the person has cancelled.
_TICK = 0.05
_log = logging.getLogger(__name__)


# A stretch of a recording, from and to in seconds, and the texts that might have been said there.
Question = tuple[float, float, Sequence[str]]


class _ProcessDied(Exception):
    """The child ended in mid-work."""


class _Process:
    """One child and the pipe to it."""

    def __init__(self, model: Model) -> None:
        self.model = model
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=run, args=(theirs, model), name="speech", daemon=True)
        self._process.start()
        theirs.close()
        self._sending = threading.Lock()
        self.loaded = False

    @property
    def id(self) -> int | None:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def send(self, message) -> None:
        try:
            with self._sending:
                self._connection.send(message)
        except OSError as error:
            raise _ProcessDied from error

    def receive(self, seconds: float):
        """The next message, or None if there is none within `seconds`."""
        try:
            # What the child sent before it died is still read: the reason may be among it.
            if self._connection.poll() or wait([self._connection, self._process.sentinel], seconds):
                if self._connection.poll():
                    return self._connection.recv()
                raise _ProcessDied
        except (EOFError, OSError) as error:
            raise _ProcessDied from error
        return None

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._connection.close()


class Transcriber:
    """Hears speech through the default model of `store`. Safe to use from several threads; one job runs at a time.

    The model is loaded in a child process at the first need, or by `warm_up`, and kept. A child that dies in
    mid-work is replaced and the job done once more; if that fails too, a UserError says so.
    """

    def __init__(self, store: ModelStore) -> None:
        self._store = store
        self._process: _Process | None = None
        self._starting = threading.Lock()
        self._working = threading.Lock()
        self._numbers = itertools.count(1)

    @property
    def process_id(self) -> int | None:
        """Of the child, for those who measure it; None while there is none."""
        return self._process.id if self._process and self._process.alive else None

    def warm_up(self) -> None:
        """Begin loading the model without waiting. What is wrong with it is said when it is needed."""
        try:
            self._child()
        except UserError as error:
            _log.warning("speech model not loaded: %s", error)

    def ready(self, on_progress: Progress = no_progress) -> None:
        """Wait until the model is loaded. Raises UserError when it is missing or damaged."""
        with self._turn(on_progress):
            self._twice(lambda child: self._await_loaded(child, on_progress))

    def transcribe(self, samples: np.ndarray, on_progress: Progress = no_progress) -> Transcript:
        """The transcript of float32 mono samples at 16 kHz. Cancelling by `on_progress` answers at once."""
        job = next(self._numbers)
        return self._ask(Transcribe(job, np.asarray(samples, np.float32)), on_progress)

    def weigh(self, samples: np.ndarray, questions: Sequence[Question]) -> tuple[tuple[float, ...], ...]:
        """For each question how well each of its texts fits: mean log probability per character.

        Only the differences mean something: above about 1 the sound tells the two apart, below 0.2 it does
        not. Quick (about 0.05 s a text) for the recording transcribed last. −inf where no phrase was heard.
        """
        if not questions:
            return ()
        asked = tuple((start, end, tuple(texts)) for start, end, texts in questions)
        return self._ask(Weigh(next(self._numbers), np.asarray(samples, np.float32), asked), no_progress)

    def live(self) -> "Live":
        """A recording that is about to be made."""
        self.warm_up()
        return Live(self, next(self._numbers))

    def close(self) -> None:
        """End the child. The next use starts another, with the model that is the default then."""
        with self._starting:
            if self._process:
                self._process.end()
                self._process = None

    def _child(self) -> _Process:
        with self._starting:
            if self._process is None or not self._process.alive:
                if self._process:
                    self._process.end()
                self._process = _Process(self._store.default())
            return self._process

    def _tell(self, process: "_Process | None", message) -> None:
        """Send what is not answered; a child that died is noticed at the next question."""
        try:
            if process:
                process.send(message)
        except _ProcessDied:
            pass

    @contextmanager
    def _turn(self, on_progress: Progress) -> Iterator[None]:
        while not self._working.acquire(timeout=_TICK):
            on_progress(None, "正在等待前一段录音识别完")
        try:
            yield
        finally:
            self._working.release()

    def _ask(self, question, on_progress: Progress):
        with self._turn(on_progress):
            return self._twice(lambda child: self._answer(child, question, on_progress))

    def _twice(self, work):
        for last in (False, True):
            child = self._child()
            try:
                return work(child)
            except _ProcessDied:
                _log.warning("speech process %s ended in mid-work", child.id)
                child.end()
                if last:
                    raise UserError(
                        "语音识别程序中途退出，重试后仍未完成。", "请关闭其他占用内存的程序后再试；录音已保留。"
                    ) from None

    def _await_loaded(self, child: _Process, on_progress: Progress) -> None:
        while not child.loaded:
            on_progress(None, "正在载入语音模型")
            self._take(child)

    def _answer(self, child: _Process, question, on_progress: Progress):
        self._await_loaded(child, on_progress)
        child.send(question)
        share, words = None, "正在识别语音"
        try:
            while True:
                on_progress(share, words)
                message = self._take(child)
                if isinstance(message, Progressed) and message.job == question.job:
                    share, words = message.share, message.words
                elif isinstance(message, Broke) and message.job == question.job:
                    raise RuntimeError(f"speech process:\n{message.trace}")
                elif isinstance(message, Done) and message.job == question.job:
                    return message.value
        except BaseException:
            self._tell(child, Forget(question.job))
            raise

    def _take(self, child: _Process):
        message = child.receive(_TICK)
        if isinstance(message, Loaded):
            child.loaded = True
        elif isinstance(message, Refused):
            child.end()
            raise UserError(message.message, message.remedy)
        return message


class Live:
    """A recording heard while it is made: when it ends, only what was said last is still to be transcribed."""

    def __init__(self, transcriber: Transcriber, job: int) -> None:
        self._transcriber = transcriber
        self._job = job
        self._process = transcriber._process
        self._chunks: list[np.ndarray] = []

    def feed(self, samples: np.ndarray) -> None:
        """The next float32 samples at 16 kHz. Returns at once; called from the recording thread."""
        samples = np.array(samples, np.float32)
        self._chunks.append(samples)
        self._transcriber._tell(self._process, Feed(self._job, samples))

    @property
    def samples(self) -> np.ndarray:
        """All that was fed."""
        return np.concatenate([np.zeros(0, np.float32), *self._chunks])

    def finish(self, on_progress: Progress = no_progress) -> Transcript:
        """The transcript of all that was fed: the same as that of the recording as a file."""
        process, transcriber = self._process, self._transcriber
        with transcriber._turn(on_progress):
            if process is not None and process is transcriber._process:
                try:
                    return transcriber._answer(process, Finish(self._job), on_progress)
                except _ProcessDied:
                    _log.warning("speech process %s ended during a recording", process.id)
                    process.end()
        return transcriber.transcribe(self.samples, on_progress)

    def abandon(self) -> None:
        """The recording is not wanted; what is being done about it stops."""
        self._transcriber._tell(self._process, Forget(self._job))
        self._chunks.clear()
