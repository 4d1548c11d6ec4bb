"""Who has the floor: an open microphone or the citizen's voice, never both."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.domain.errors import UserError

# How long a loudspeaker may take to fall silent. One that is asked to stop needs some hundredths of a second.
_SILENT_WITHIN = 3.0


class MicrophoneIsOpen(Exception):
    """The voice may not be heard now: it would stand in somebody's recording."""


class Floor:
    """Every microphone passes through `take` before it is opened, every line of the voice through `speaking`.

    Taking the floor silences the voice and waits until it is silent, for `silent_within` seconds at most; while it
    is taken nobody begins to speak.
    """

    def __init__(self, silent_within: float = _SILENT_WITHIN) -> None:
        self._silent_within = silent_within
        self._changed = threading.Condition()
        self._microphones = 0
        self._hush: Callable[[], None] | None = None

    @property
    def taken(self) -> bool:
        """Whether a microphone is open."""
        return self._microphones > 0

    def take(self) -> None:
        """Call before a microphone is opened, and `leave` once it is closed or could not be opened.

        UserError if the voice does not fall silent: then the microphone stays closed.
        """
        with self._changed:
            self._microphones += 1
            try:
                self._quiet("麦克风没有打开")
            except UserError:
                self._microphones -= 1
                raise

    def leave(self) -> None:
        with self._changed:
            self._microphones -= 1

    @contextmanager
    def speaking(self, hush: Callable[[], None]) -> Iterator[None]:
        """The voice has the floor inside; `hush` must end it soon and not block. One line at a time.

        MicrophoneIsOpen if a microphone is open.
        """
        with self._changed:
            self._quiet("下一句没有读出来", lambda: self.taken)
            if self.taken:
                raise MicrophoneIsOpen
            self._hush = hush
        try:
            yield
        finally:
            with self._changed:
                self._hush = None
                self._changed.notify_all()

    def _quiet(self, failing: str, enough: Callable[[], bool] = lambda: False) -> None:
        """Silence whoever speaks and wait for it, or until it is `enough`. `failing` says what comes of it if not."""
        end = time.monotonic() + self._silent_within
        while self._hush is not None and not enough():
            self._hush()
            if not self._changed.wait(end - time.monotonic()):
                raise UserError(f"群众的声音没有停下来，{failing}。", "请再试一次；也可以在“设置”里关掉群众的声音。")


FLOOR = Floor()  # one room, one floor: the process has one microphone and one loudspeaker
