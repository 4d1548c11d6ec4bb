"""Cyclic garbage is collected by the window's thread alone.

A picture or a variable that dies calls Tk. Python collects on whatever thread happens to allocate, and on a worker
each such call waits for the window: up to a second for every picture, or for ever once the window is closing.
"""

import gc
import sys
import tkinter
from collections.abc import Callable

from app.gui.timer import Timer

_PAUSE = 200  # milliseconds between two looks
_GROWTH = 1.25  # a full collection looks at everything: only after this much more was kept than after the last one


class Garbage:
    """Takes the collecting over from Python until `close`. `busy`: a full collection waits until work is done."""

    def __init__(self, root: tkinter.Misc, busy: Callable[[], bool]) -> None:
        self._busy = busy
        self._timer = Timer(root)
        self._kept = sys.getallocatedblocks()
        self._was_on = gc.isenabled()
        gc.disable()
        self._look()

    def close(self) -> None:
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def _look(self) -> None:
        young, middle, _old = (count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True))
        if sys.getallocatedblocks() > self._kept * _GROWTH and not self._busy():
            gc.collect()
            self._kept = sys.getallocatedblocks()
        elif middle:
            gc.collect(1)
        elif young:
            gc.collect(0)
        self._timer.after(_PAUSE, self._look)
