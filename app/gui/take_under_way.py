"""One recording at a time: the microphone opens, the level is followed, and it is stopped, lost or thrown away."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.errors import UserError
from app.gui.screens.screen import Start
from app.gui.timer import Timer

if TYPE_CHECKING:
    from app.gui.services import Take

_METER = 60  # milliseconds between two looks at the level


class TakeUnderWay:
    """`on_level` is called while it runs, `on_lost` with the take and the reason where it ends by itself."""

    def __init__(
        self,
        root: tkinter.Misc,
        start: Start,
        on_level: Callable[[], None],
        on_lost: "Callable[[Take, UserError], None]",
    ) -> None:
        self._start = start
        self._on_level = on_level
        self._on_lost = on_lost
        self._opening: object | None = None
        self._take: Take | None = None
        self._timer = Timer(root)

    @property
    def opening(self) -> bool:
        return self._opening is not None

    @property
    def level(self) -> float:
        return self._take.level if self._take is not None else 0.0

    @property
    def seconds(self) -> float:
        return self._take.seconds if self._take is not None else 0.0

    def open(
        self, open: "Callable[[], Take]", on_open: Callable[[], None], on_failed: Callable[[UserError], None]
    ) -> None:
        """Open the microphone on a worker. Where it fails otherwise than by a UserError, the window says so."""
        opening = self._opening = object()

        def opened(take: "Take") -> None:
            if opening is not self._opening:  # the person went away while the microphone opened
                self._abandon(take)
                return
            self._opening, self._take = None, take
            on_open()
            self._follow()

        def failed(why: Exception) -> None:
            if opening is not self._opening:
                return
            self._opening = None
            if not isinstance(why, UserError):
                raise why
            on_failed(why)

        self._start(lambda _progress: open(), opened, failed)

    def stop(self) -> "Take":
        """The take, to be stopped on a worker and heard; only while one runs."""
        take = self._let_go()
        assert take is not None
        return take

    def close(self) -> None:
        """Throw away what is being recorded, and what is about to."""
        self._opening = None
        take = self._let_go()
        if take is not None:
            self._abandon(take)

    def _let_go(self) -> "Take | None":
        self._timer.stop()
        take, self._take = self._take, None
        return take

    def _abandon(self, take: "Take") -> None:
        self._start(lambda _progress: take.abandon(), lambda _done: None)

    def _follow(self) -> None:
        take = self._take
        if take is None:
            return
        if take.error is not None:
            why = take.error
            self._let_go()
            self._on_lost(take, why)
            return
        self._on_level()
        if self._take is take:  # looking at it may have ended it
            self._timer.after(_METER, self._follow)
