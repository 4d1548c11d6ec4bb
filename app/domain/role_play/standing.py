"""How far one has come with each role-play, and which is the one to play next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.role_play.played import PlayedDialogue
from app.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Standing:
    """One's kept conversations of one role-play. Totals out of 100; `passed` if any of them was."""

    tries: int
    best: float
    last: float
    last_passed: bool
    passed: bool
    last_started: str


def standings(kept: Iterable[PlayedDialogue]) -> dict[str, Standing]:
    """By the scenario's id, from one's conversations with the oldest first."""
    found: dict[str, Standing] = {}
    for dialogue in kept:
        whole = dialogue.score.whole
        before = found.get(dialogue.scenario_id)
        found[dialogue.scenario_id] = Standing(
            1 + (before.tries if before else 0),
            max(whole.total, before.best) if before else whole.total,
            whole.total,
            whole.passed,
            whole.passed or (before is not None and before.passed),
            dialogue.started,
        )
    return found


def next_to_play(scenarios: Sequence[Scenario], standing: dict[str, Standing], after: str = "") -> Scenario | None:
    """The first that was never tried, else the first not passed yet, else the one with the lowest best.

    `after`: the id of the one just played, which is not proposed again and from which the search goes on.
    None where there is no other.
    """
    ids = [scenario.id for scenario in scenarios]
    at = ids.index(after) + 1 if after in ids else 0
    others = [each for each in (*scenarios[at:], *scenarios[:at]) if each.id != after]
    untried = (each for each in others if each.id not in standing)
    unpassed = (each for each in others if each.id in standing and not standing[each.id].passed)
    lowest = min(others, key=lambda each: standing[each.id].best if each.id in standing else 0.0, default=None)
    return next(untried, None) or next(unpassed, None) or lowest
