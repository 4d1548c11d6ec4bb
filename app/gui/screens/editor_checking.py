"""What happens at each pause in the writing: the scenario is checked, then its exemplary dialogue rehearsed."""

import tkinter
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.role_play.draft_checking import Finding
from app.gui.screens.screen import Start
from app.gui.work import Job

if TYPE_CHECKING:
    from app.content.scenario_drafts import Draft
    from app.services.scenario_writing import ScenarioWritingDesk

_CHECK, _REHEARSE = 400, 1200  # milliseconds after the last edit


class Pauses:
    """What is to be done some milliseconds after the last time it was asked for. A kind of work is named by its wait."""

    def __init__(self, widget: tkinter.Misc, start: Start) -> None:
        self._widget = widget
        self._start = start
        self._timers: dict[int, str] = {}
        self._jobs: dict[int, Job[object]] = {}

    @property
    def waiting(self) -> bool:
        return bool(self._timers)

    def soon(self, wait: int, action: Callable[[], None]) -> None:
        self.not_yet(wait)

        def act() -> None:
            self._timers.pop(wait, None)
            action()

        self._timers[wait] = self._widget.after(wait, act)

    def not_yet(self, wait: int) -> None:
        if wait in self._timers:
            self._widget.after_cancel(self._timers.pop(wait))

    def run(self, kind: int, work: Callable[..., object], on_done: Callable[..., None]) -> None:
        """Long work, of which only the newest of its kind counts."""
        self.stop(kind)
        self._jobs[kind] = self._start(work, on_done)

    def stop(self, kind: int) -> None:
        job = self._jobs.pop(kind, None)
        if job is not None and not job.over:
            job.stop()

    def forget(self) -> None:
        """Nothing of all this is wanted any more."""
        for wait in list(self._timers):
            self.not_yet(wait)
        for kind in list(self._jobs):
            self.stop(kind)


class Checking:
    """`draft` gives the scenario as it stands; `on_findings` is told where they are other ones than before."""

    def __init__(
        self,
        pauses: Pauses,
        desk: "Callable[[], ScenarioWritingDesk]",
        draft: "Callable[[], Draft]",
        on_findings: Callable[[], None],
    ) -> None:
        self._pauses = pauses
        self._desk = desk
        self._draft = draft
        self._on_findings = on_findings
        self._rehearsed: tuple[Finding, ...] = ()
        self.findings: tuple[Finding, ...] = ()

    @property
    def faults(self) -> int:
        """How many keep it from being played."""
        return sum(each.fault for each in self.findings)

    def begin_anew(self) -> None:
        """Another scenario is written now."""
        self.findings, self._rehearsed = (), ()

    def soon(self) -> None:
        self._pauses.soon(_CHECK, self._check)

    def _check(self) -> None:
        draft = self._draft()
        self._pauses.stop(_REHEARSE)

        def show(findings: tuple[Finding, ...]) -> None:
            if draft.scenario is not self._draft().scenario:
                return
            sound = not any(each.fault for each in findings)
            # What was heard at the last pause holds until it is heard again.
            self._show((*findings, *(self._rehearsed if sound else ())))
            if sound:
                self._pauses.soon(_REHEARSE, lambda: self._rehearse(findings))

        self._pauses.run(_CHECK, lambda _progress: self._desk().check(draft), show)

    def _rehearse(self, findings: tuple[Finding, ...]) -> None:
        draft = self._draft()

        def show(found: tuple[Finding, ...]) -> None:
            if draft.scenario is self._draft().scenario:
                self._rehearsed = found
                self._show((*findings, *found))

        self._pauses.run(_REHEARSE, lambda progress: self._desk().rehearse(draft, progress), show)

    def _show(self, findings: tuple[Finding, ...]) -> None:
        findings = tuple(dict.fromkeys(findings))
        if findings != self.findings:
            self.findings = findings
            self._on_findings()
