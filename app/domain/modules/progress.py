"""How somebody gets on with their learning: how far, how lately, and what holds them up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.modules.path import ModuleState, Standing, next_module

IDLE = 7  # days without learning after which a trainer is told
_FAILED_OFTEN = 2


@dataclass(frozen=True, slots=True)
class Share:
    """How something stands: `share` from 0 to 1, None where nothing was done yet; `words` say it."""

    key: str
    label: str
    share: float | None
    words: str


@dataclass(frozen=True, slots=True)
class LearnerProgress:
    """A person's learning. `active` is the last day they learnt, None for never; `failed` how many closing
    exams of a module were failed since it was last passed; `lines` how practice stands in each business line,
    `role_plays` how the last try of each went.
    """

    person: str
    states: tuple[ModuleState, ...]
    active: date | None
    failed: Mapping[str, int] = field(default_factory=dict)
    lines: tuple[Share, ...] = ()
    role_plays: tuple[Share, ...] = ()

    @property
    def passed(self) -> int:
        return sum(state.standing.holds for state in self.states)

    @property
    def minutes(self) -> int:
        return round(sum(state.done.seconds for state in self.states) / 60)

    @property
    def next(self) -> ModuleState | None:
        return next_module(self.states)

    @property
    def weakest(self) -> tuple[Share, ...]:
        """The lines with the lowest share, at most three, those below 80 % only."""
        weak = [line for line in self.lines if line.share is not None and line.share < 0.8]
        return tuple(sorted(weak, key=lambda line: line.share or 0.0)[:3])


def held_up(progress: LearnerProgress, today: date) -> tuple[str, ...]:
    """What a trainer should ask about, the most pressing first; () where all goes well or all is done."""
    titles = {state.module.id: state.module.title for state in progress.states}
    found = [
        f"“{titles[id]}”结业考试 {count} 次没有通过"
        for id, count in progress.failed.items()
        if count >= _FAILED_OFTEN and id in titles
    ]
    expired = [state.module.title for state in progress.states if state.standing is Standing.EXPIRED]
    if expired:
        found.append(f"{'、'.join(expired)}已经过期")
    if progress.next is not None:
        if progress.active is None:
            found.append("还没有开始学")
        elif (idle := (today - progress.active).days) >= IDLE:
            found.append(f"{idle} 天没有学习")
    return tuple(found)


def in_order_of_need(all: Sequence[LearnerProgress], today: date) -> tuple[LearnerProgress, ...]:
    """Those who are held up first, by how many reasons, then those who have passed least."""
    return tuple(sorted(all, key=lambda each: (-len(held_up(each, today)), each.passed)))
