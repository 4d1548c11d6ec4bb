"""The window's side of the citizen's voice: the system's Mandarin voices, and a line written as a sound file."""

import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from pathlib import Path
from typing import TypeVar

from app.domain.errors import UserError
from app.domain.scenario import Sex, Voice
from app.speech.citizen_voice_process import Order, Ready, Spoken, SystemVoice, Unable, run
from app.speech.mandarin import espeaks, mandarin, sex_of, suited
from app.speech.voice_sound import change_pitch
from app.system.missing_pieces import Piece, how_to_get

T = TypeVar("T")

_log = logging.getLogger(__name__)

# How often a wait looks whether it is still wanted.
_TICK = 0.05
# A line takes tenths of a second; a first one on a slow disk with a virus scanner some seconds.
_PATIENCE = 12.0

# The ordinary speed of each driver, about four characters a second; and between what it can be changed.
_ORDINARY = {"sapi5": 157, "nsss": 180, "espeak": 270}
_SLOWEST, _FASTEST = 80, 450
# How much lower a man is to sound than a woman's voice, where the system has only hers, and the other way round.
_LOWERED, _RAISED = 0.84, 1.19

_CONTINUE = "群众的话照常显示文字，可以继续对话。"


class _Died(Exception):
    """The child ended before it had answered."""


class _Process:
    """One child and the pipe to it."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=run, args=(theirs,), name="citizen's voice", daemon=True)
        self._process.start()
        theirs.close()
        self._ready: Ready | None = None

    @property
    def id(self) -> int | None:
        return self._process.pid

    def ready(self, wanted: Callable[[], None]) -> Ready:
        """What the engine offers. UserError where there is none."""
        if self._ready is None:
            said = self._receive(wanted)
            if not isinstance(said, Ready):
                _log.warning("no voice: %s", said)
                raise _no_engine()
            self._ready = said
        return self._ready

    def speak(self, order: Order, wanted: Callable[[], None]) -> None:
        """UserError if the engine fails or hangs."""
        try:
            self._connection.send(order)
        except OSError as problem:
            raise _Died from problem
        said = self._receive(wanted)
        if not isinstance(said, Spoken):
            _log.warning("a line was not spoken: %s", said)
            raise _failed()

    def _receive(self, wanted: Callable[[], None]) -> Ready | Spoken | Unable | None:
        """The next message; None when the child says nothing for too long."""
        end = time.monotonic() + self._patience
        try:
            while time.monotonic() < end:
                wanted()
                if self._connection.poll() or wait([self._connection, self._process.sentinel], _TICK):
                    if not self._connection.poll():  # what the child sent before it died is still read
                        raise _Died
                    return self._connection.recv()
        except (EOFError, OSError) as problem:
            raise _Died from problem
        return None

    def end(self) -> None:
        """At once; calling it again is fine."""
        self._process.kill()
        self._process.join()
        self._connection.close()


class MandarinVoices:
    """The system's voices that read Mandarin. Safe to use from several threads.

    A process for the next line is started ahead, so that no line waits for the engine to stand. One that says
    nothing for `patience` seconds is given up.
    """

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._turn = threading.Lock()
        self._next: _Process | None = None
        self._closed = False

    @property
    def process_id(self) -> int | None:
        """Of the process that waits for the next line."""
        return self._next.id if self._next else None

    def warm_up(self) -> None:
        """Start the process for the next line, without waiting."""
        with self._turn:
            if self._next is None and not self._closed:
                self._next = _Process(self._patience)

    def found(self, wanted: Callable[[], None] = lambda: None) -> tuple[SystemVoice, ...]:
        """The Mandarin voices there are now, the best first. UserError where there is none.

        `wanted` is called again and again meanwhile and may raise.
        """

        def ask(process: _Process) -> tuple[SystemVoice, ...]:
            voices = _mandarin(process.ready(wanted))
            if not voices:
                raise _no_mandarin()
            return voices

        return self._twice(ask, _no_engine, spoke=False)

    def write(self, text: str, voice: Voice, path: Path, wanted: Callable[[], None] = lambda: None) -> None:
        """Speak `text` into the WAV file `path` (mono, 16 bit, 22.05 kHz), which appears whole or not at all.

        UserError where there is no Mandarin voice, or the engine fails. `wanted` as above; what it raises ends it.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._twice(lambda process: _write(process, text, voice, path, wanted), _failed)
        except OSError as problem:
            raise UserError(f"群众的声音不能存入 {path.parent}（{problem.strerror}）。", _CONTINUE) from problem
        finally:
            self.warm_up()

    def forget(self) -> None:
        """End the waiting process, which knows the voices there were when it began."""
        with self._turn:
            process, self._next = self._next, None
        if process is not None:
            process.end()

    def close(self) -> None:
        """End the waiting process; afterwards none is started ahead."""
        with self._turn:
            self._closed = True
        self.forget()

    def _twice(self, work: Callable[[_Process], T], otherwise: Callable[[], UserError], spoke: bool = True) -> T:
        """`work` with a process that has not spoken yet; once more where it dies."""
        for last in (False, True):
            with self._turn:
                process, self._next = self._next, None
            process = process or _Process(self._patience)
            try:
                done = work(process)
                if not spoke:
                    process = self._back(process)
                return done
            except _Died as problem:
                if last:
                    raise otherwise() from problem
            finally:
                if process is not None:
                    process.end()
        raise AssertionError("the last time it was done or raised")

    def _back(self, process: _Process) -> _Process | None:
        """Let the process wait for the next line; it is returned where another waits already."""
        with self._turn:
            if self._next is None and not self._closed:
                self._next = process
                return None
        return process


def _write(process: _Process, text: str, voice: Voice, path: Path, wanted: Callable[[], None]) -> None:
    ready = process.ready(wanted)
    chosen = suited(_mandarin(ready), voice.sex)
    if chosen is None:
        raise _no_mandarin()
    pitch = voice.pitch / 100 * _other_sex(chosen, voice.sex)
    # Changing the pitch afterwards changes the speed as well, on every system alike: so it is ordered slower.
    speed = round(_ORDINARY.get(ready.driver, 200) * voice.rate / 100 / pitch)
    raw = path.with_name(f"{path.stem}.{process.id}.aiff")  # macOS writes AIFF and nothing else
    new = path.with_name(f"{path.stem}.{process.id}.new")
    try:
        process.speak(Order(text, chosen.id, min(max(speed, _SLOWEST), _FASTEST), raw), wanted)
        change_pitch(raw, pitch, new)
        os.replace(new, path)
    finally:
        process.end()  # before its file is removed: Windows removes no file that is open
        raw.unlink(missing_ok=True)
        new.unlink(missing_ok=True)


def _no_engine() -> UserError:
    return UserError("这台电脑没有可用的语音合成组件，群众的话只显示文字。", how_to_get(Piece.MANDARIN))


def _no_mandarin() -> UserError:
    return UserError("这台电脑没有中文（普通话）语音，群众的话只显示文字。", how_to_get(Piece.MANDARIN))


def _failed() -> UserError:
    return UserError("系统的语音合成组件出错，这句话没有读出来。", _CONTINUE)


def _mandarin(ready: Ready) -> tuple[SystemVoice, ...]:
    return espeaks(ready.voices) if ready.driver == "espeak" else mandarin(ready.voices)


def _other_sex(chosen: SystemVoice, sex: Sex) -> float:
    """The pitch that makes a voice pass for the other sex; 1 for its own, or where the system does not say."""
    if sex_of(chosen) in (sex, None):
        return 1.0
    return _LOWERED if sex is Sex.MALE else _RAISED
