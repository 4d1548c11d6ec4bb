"""One thing that is to happen a little later, or not at all."""

import tkinter
from collections.abc import Callable


class Timer:
    """At most one action waits: the next one takes the place of the one before."""

    def __init__(self, root: tkinter.Misc) -> None:
        self._root = root
        self._waiting: str | None = None

    @property
    def waits(self) -> bool:
        return self._waiting is not None

    def after(self, milliseconds: int, then: Callable[[], None]) -> None:
        def now() -> None:
            self._waiting = None
            then()

        self.stop()
        self._waiting = self._root.after(milliseconds, now)

    def stop(self) -> None:
        if self._waiting is not None:
            self._root.after_cancel(self._waiting)
            self._waiting = None
