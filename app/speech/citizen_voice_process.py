"""The process that speaks one line of a citizen's into a file, through pyttsx3 and the system's own voice.

pyttsx3's loop is known to hang: at an engine's second line (macOS), in a thread, after stop() (everywhere). So a
line has an engine and a process of its own, which says what voices there are, does one order, and ends; whoever
gave the order may kill it at any moment.
"""

import contextlib
import io
import os
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class SystemVoice:
    """A voice as the system describes it: `languages` such as zh-CN or cmn, `sex` as the driver words it, or ""."""

    id: str
    name: str
    languages: tuple[str, ...]
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine stands. `driver` is pyttsx3's name for it: sapi5, nsss or espeak."""

    driver: str
    voices: tuple[SystemVoice, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """One line to be spoken into `path`, a sound file in whatever format the system writes."""

    text: str
    voice: str
    words_a_minute: int
    path: Path


@dataclass(frozen=True, slots=True)
class Spoken:
    """The order is done."""


@dataclass(frozen=True, slots=True)
class Unable:
    """There is no engine, or it failed; `reason` is for the log."""

    reason: str


# espeak's own intonation is very low: 75 of 99 gives a man about 110 Hz and a woman about 200 Hz.
_ESPEAK_PITCH = 75


def run(connection: Connection) -> None:
    """The process's whole life. The other end gets Ready or Unable, sends an Order, gets Spoken or Unable."""
    # The drivers print; in a windowed program there may be nothing to print to.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        try:
            import pyttsx3

            engine = pyttsx3.init()
            connection.send(Ready(engine.driver_name, tuple(_voices(engine))))
            _speak(engine, connection.recv())
            connection.send(Spoken())
        except (EOFError, KeyboardInterrupt):
            return
        except BaseException as problem:  # a missing library, COM, an assertion in a driver: all the same to the play
            connection.send(Unable(f"{type(problem).__name__}: {problem}"))
    connection.close()
    os._exit(0)  # a driver's destructors are known to crash or to wait


def _voices(engine: Any) -> list[SystemVoice]:
    try:
        found = engine.getProperty("voices")
    except ValueError:
        # SAPI lets a voice name several languages ("804;9"), which pyttsx3 cannot read: one such voice hides all.
        found = list(_one_by_one(engine.proxy._driver))
    return [
        SystemVoice(voice.id, voice.name or "", tuple(str(each) for each in voice.languages), str(voice.gender or ""))
        for voice in found
    ]


def _one_by_one(sapi: Any) -> Any:
    for token in sapi._tts.GetVoices():
        with contextlib.suppress(ValueError):
            yield sapi._toVoice(_FirstLanguage(token))


class _FirstLanguage:
    """A SAPI voice that names only the first of its languages."""

    def __init__(self, token: Any) -> None:
        self._token = token
        self.Id = token.Id
        self.GetDescription = token.GetDescription

    def GetAttribute(self, name: str) -> str:
        said = self._token.GetAttribute(name)
        return said.split(";")[0] if name == "Language" else said


def _speak(engine: Any, order: Order) -> None:
    failures: list[Exception] = []
    over = threading.Event()
    engine.connect("error", lambda name, exception: failures.append(exception))
    engine.connect("finished-utterance", lambda name, completed: over.set())
    if engine.driver_name == "espeak":
        _set_espeak(engine.proxy._driver, order)
    else:
        engine.setProperty("voice", order.voice)
        engine.setProperty("rate", order.words_a_minute)
    engine.save_to_file(order.text, str(order.path))
    engine.runAndWait()
    if failures:  # above all a voice that could not be chosen: the line would be read in another language
        raise failures[0]
    _wait(engine.driver_name, over)


def _set_espeak(driver: Any, order: Order) -> None:
    """espeak takes speed and pitch over in a thread of its own, and pyttsx3's loop begins by cancelling whatever
    that still has to do: now and then a line came at another speed or pitch. So it is waited for.
    """
    from pyttsx3.drivers import _espeak

    driver.setProperty("voice", order.voice)
    driver.setProperty("rate", order.words_a_minute)
    driver.setProperty("pitch", _ESPEAK_PITCH)
    _espeak.Synchronize()


def _wait(driver: str, over: threading.Event) -> None:
    """runAndWait returns before the file is whole, where the driver works in the background."""
    if driver == "espeak":
        over.wait()
    elif driver == "nsss":
        from Foundation import NSDate, NSRunLoop

        while not over.is_set():
            NSRunLoop.currentRunLoop().runUntilDate_(NSDate.dateWithTimeIntervalSinceNow_(0.05))
