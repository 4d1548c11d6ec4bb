"""The child process that holds the Whisper model: heavy libraries live and die here, never in the window."""

import os
import queue
import signal
import threading
import traceback
from multiprocessing.connection import Connection

from app.domain.errors import Cancelled, UserError
from app.speech.engine import SpeechEngine
from app.speech.messages import Broke, Done, Feed, Finish, Forget, Loaded, Progressed, Refused, Transcribe, Weigh
from app.speech.models import Engine, Model, verified_bytes


def run(connection: Connection, model: Model) -> None:
    """Serve jobs until the other end closes. The entry point of the process."""
    # Ctrl-C reaches the whole process group; ending is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox = _Inbox(connection)
    try:
        engine = open_engine(model)
    except UserError as error:
        connection.send(Refused(error.message, error.remedy))
        return
    connection.send(Loaded())
    _Desk(connection, inbox, engine, model.sha256[:12]).serve()


def open_engine(model: Model) -> SpeechEngine:
    """The model in memory, its bytes verified. Raises UserError when they are not what was installed."""
    files = verified_bytes(model)
    try:
        if model.engine is Engine.OPENAI_WHISPER:
            from app.speech.openai_engine import OpenAIEngine

            return OpenAIEngine(next(data for name, data in files.items() if name.endswith(".pt")))
        from app.speech.ctranslate2_engine import CTranslate2Engine

        return CTranslate2Engine(files)
    except (ImportError, OSError) as error:
        raise UserError(
            f"语音识别组件“{model.engine.value}”不可用：{error}。", "请重新运行 start.py 安装完整版。"
        ) from error


class _Inbox:
    """Takes requests off the pipe at once, so that the sender never waits and `Forget` is seen in mid-work."""

    def __init__(self, connection: Connection) -> None:
        self.waiting: queue.SimpleQueue = queue.SimpleQueue()
        self.forgotten: set[int] = set()
        self._connection = connection
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                os._exit(0)  # the window is gone
            if isinstance(message, Forget):
                self.forgotten.add(message.job)
            self.waiting.put(message)


class _Desk:
    """Works on one request after another, and on phrases of a running recording in between."""

    def __init__(self, connection: Connection, inbox: _Inbox, engine: SpeechEngine, model: str) -> None:
        from app.speech.listener import Listener

        self._connection = connection
        self._inbox = inbox
        self._new_listener = lambda: Listener(engine, model)
        self._live: dict[int, Listener] = {}
        self._last: tuple[bytes, Listener] | None = None

    def serve(self) -> None:
        while True:
            try:
                message = self._inbox.waiting.get(block=not self._live, timeout=None if not self._live else 0.0)
            except queue.Empty:
                if not self._read_ahead():
                    message = self._inbox.waiting.get()
                else:
                    continue
            try:
                self._answer(message)
            except Cancelled:
                pass
            except Exception:
                self._connection.send(Broke(message.job, traceback.format_exc()))

    def _answer(self, message) -> None:
        if isinstance(message, Forget):
            self._live.pop(message.job, None)
            self._inbox.forgotten.discard(message.job)
        elif isinstance(message, Feed):
            if message.job not in self._live:
                self._live[message.job] = self._new_listener()
            self._live[message.job].feed(message.samples)
        elif isinstance(message, Finish):
            listener = self._live.pop(message.job, None) or self._new_listener()
            self._finish(message.job, listener)
        elif isinstance(message, Transcribe):
            self._finish(message.job, self._listen(message))
        elif isinstance(message, Weigh):
            listener = self._listen(message)
            self._connection.send(Done(message.job, tuple(listener.weigh(*asked) for asked in message.questions)))

    def _listen(self, message: Transcribe | Weigh):
        """A listener that has heard the samples; the last one if it heard the same."""
        key = message.samples.tobytes()
        if isinstance(message, Weigh) and self._last and self._last[0] == key:
            return self._last[1]
        listener = self._new_listener()
        listener.feed(message.samples)
        self._last = key, listener
        return listener

    def _finish(self, job: int, listener) -> None:
        def report(share: float | None, words: str) -> None:
            if job in self._inbox.forgotten:
                raise Cancelled
            self._connection.send(Progressed(job, share, words))

        self._connection.send(Done(job, listener.finish(report)))
        self._last = listener.samples().tobytes(), listener

    def _read_ahead(self) -> bool:
        return any([listener.read_ahead() for listener in self._live.values()])
