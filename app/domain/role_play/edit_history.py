"""The stack of values behind undo and redo."""

from dataclasses import dataclass, replace

from app.domain.scenario import Scenario

_DEEPEST = 300


@dataclass(frozen=True, slots=True)
class EditHistory:
    """`now` is the scenario as it stands. `what` names the place edited last: typing on in it is one step."""

    now: Scenario
    past: tuple[Scenario, ...] = ()
    future: tuple[Scenario, ...] = ()
    what: str = ""

    def done(self, scenario: Scenario, what: str = "") -> "EditHistory":
        """The same with one edit more; nothing where it changed nothing."""
        if scenario == self.now:
            return self
        past = self.past if what and what == self.what else (*self.past, self.now)[-_DEEPEST:]
        return EditHistory(scenario, past, (), what)

    def undone(self) -> "EditHistory":
        if not self.past:
            return self
        return EditHistory(self.past[-1], self.past[:-1], (self.now, *self.future))

    def redone(self) -> "EditHistory":
        if not self.future:
            return self
        return EditHistory(self.future[0], (*self.past, self.now), self.future[1:])

    def rested(self) -> "EditHistory":
        """The next edit is a step of its own, even in the same place."""
        return replace(self, what="")
