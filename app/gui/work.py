"""The one way the window does long work: a thread works, a queue carries, Tk draws.

A worker never touches a widget. What it has to say goes on a queue that Tk empties in bounded batches.
Cancelling answers at once: the window goes on and whatever the cancelled work still sends is dropped.
"""

import queue
import threading
import tkinter
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from app.domain.errors import Cancelled, Progress

T = TypeVar("T")

_BATCH = 50
_TICK = 30  # milliseconds between two looks at the queue
_PANEL_AFTER = 500  # milliseconds until a progress panel appears: short work needs none


class Panel(Protocol):
    """Where progress is shown while a piece of work runs."""

    def show(self, title: str, on_cancel: Callable[[], None]) -> None: ...
    def update(self, share: float | None, words: str) -> None: ...
    def hide(self) -> None: ...


class Job(Generic[T]):
    """One piece of work under way."""

    def __init__(
        self,
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
        on_progress: Progress | None,
        on_cancel: Callable[[], None],
        end: "Callable[[Job[T]], None]",
    ) -> None:
        self.on_done = on_done
        self.on_error = on_error
        self.on_progress = on_progress
        self.on_cancel = on_cancel
        self.over = False
        self._end = end
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Let the window go on now; the worker notices at its next report of progress."""
        if not self.over:
            self.stop()
            self.on_cancel()

    def stop(self) -> None:
        """Cancel without a word to anyone, because nobody waits any more."""
        self._cancelled.set()
        self._end(self)

    def check(self) -> None:
        """Called in the worker by every report of progress."""
        if self._cancelled.is_set():
            raise Cancelled


class Worker:
    """Starts work for one window and brings its results back to Tk's thread."""

    def __init__(self, root: tkinter.Misc, panel: Panel, on_trouble: Callable[[Exception], None]) -> None:
        self._root = root
        self._panel = panel
        self._on_trouble = on_trouble
        self._messages: queue.SimpleQueue[tuple[Job[Any], str, Any]] = queue.SimpleQueue()
        self._jobs: list[Job[Any]] = []
        self._shown: Job[Any] | None = None
        self._ticking = False

    def start(
        self,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        on_progress: Progress | None = None,
        on_cancel: Callable[[], None] = lambda: None,
        title: str = "",
    ) -> Job[T]:
        """Run `work(progress)` in a thread; `on_done(result)` and the others run in Tk's thread.

        With a `title` a panel with progress and Cancel appears after half a second. Without `on_error`
        an error is shown by the window.
        """
        job: Job[T] = Job(on_done, on_error or self._on_trouble, on_progress, on_cancel, self._finish)
        self._jobs.append(job)
        threading.Thread(target=self._run, args=(job, work), daemon=True, name=title or "work").start()
        if title:
            self._root.after(_PANEL_AFTER, lambda: self._show_panel(job, title))
        if not self._ticking:
            self._ticking = True
            self._root.after(_TICK, self._drain)
        return job

    def stop_all(self) -> None:
        """The window closes: nobody waits for anything any more."""
        for job in list(self._jobs):
            job.stop()

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    def _run(self, job: Job[T], work: Callable[[Progress], T]) -> None:
        def progress(share: float | None, words: str) -> None:
            job.check()
            self._messages.put((job, "progress", (share, words)))

        try:
            result = work(progress)
        except Cancelled:
            self._messages.put((job, "cancelled", None))
        except Exception as problem:
            self._messages.put((job, "error", problem))
        else:
            self._messages.put((job, "done", result))

    def _drain(self) -> None:
        try:
            for _ in range(_BATCH):
                job, kind, value = self._messages.get_nowait()
                if not job.over:
                    self._deliver(job, kind, value)
        except queue.Empty:
            pass
        finally:
            self._ticking = bool(self._jobs)
            if self._ticking:
                self._root.after(_TICK, self._drain)

    def _deliver(self, job: Job[Any], kind: str, value: Any) -> None:
        if kind == "progress":
            if job.on_progress is not None:
                job.on_progress(*value)
            if self._shown is job:
                self._panel.update(*value)
            return
        self._finish(job)
        if kind == "done":
            job.on_done(value)
        elif kind == "error":
            job.on_error(value)
        else:
            job.on_cancel()

    def _finish(self, job: Job[Any]) -> None:
        job.over = True
        if job in self._jobs:
            self._jobs.remove(job)
        if self._shown is job:
            self._shown = None
            self._panel.hide()

    def _show_panel(self, job: Job[Any], title: str) -> None:
        if not job.over:
            self._shown = job
            self._panel.show(title, job.cancel)
