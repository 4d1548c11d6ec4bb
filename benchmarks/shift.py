"""A shift of 200 tickets: drawn, played to its end by the ideal teller, scored.

    python benchmarks/shift.py

The goal is under a second for simulating it. What the teller says is heard before (the three sentences once, as a
person's own are heard while they are said); its time stands on a line of its own. The peer is SimPy, the usual
library for queues: one window, the same arrivals and the same handling times as one process a visitor, and nothing
else: no matters, papers, moods or points. It is installed for the benchmark only: pip install simpy. All times are
processor time of one core, so that work beside it does not count.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.content.phrases import load_lexicon
from app.content.shift_rubric import load_shift_rubric
from app.content.shift_tickets import load_tickets
from app.domain.json_values import from_json, to_json
from app.domain.shift.engine import begin
from app.domain.shift.hearing import hearing
from app.domain.shift.plan import Plan
from app.domain.shift.shift_score import score_shift
from app.domain.shift.state import ShiftState
from app.domain.shift.tellers import Teller, play
from app.domain.teller_level import TellerLevel

ROOT = Path(__file__).resolve().parents[1]
TICKETS = 200
REPEATS = 5


def timed(work):
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def least(work):
    return min((timed(work) for _ in range(REPEATS)), key=lambda each: each[0])


def plan_with(count: int, tickets) -> Plan:
    """The shortest shift of the highest level, by tens of minutes, to which at least `count` people come."""
    for minutes in range(300, 1440, 10):
        plan = Plan(20261125, TellerLevel.SENIOR, minutes)
        if len(begin(plan, tickets).shift.visitors) >= count:
            return plan
    raise SystemExit("nobody comes")


def by_simpy(arrivals: list[int], handling: list[int]) -> float:
    """The mean wait of the same people at one window."""
    import simpy

    waits = []

    def person(environment, window, arrives, seconds):
        yield environment.timeout(arrives)
        with window.request() as turn:
            yield turn
            waits.append(environment.now - arrives)
            yield environment.timeout(seconds)

    environment = simpy.Environment()
    window = simpy.Resource(environment)
    for arrives, seconds in zip(arrivals, handling, strict=True):
        environment.process(person(environment, window, arrives, seconds))
    environment.run()
    return sum(waits) / len(waits)


def main() -> None:
    tickets = load_tickets(ROOT / "question_bank" / "tickets")
    rubric = load_shift_rubric(ROOT / "question_bank" / "shift-rubric.yaml")
    hear = hearing(load_lexicon(ROOT / "question_bank" / "phrases"))
    plan = plan_with(TICKETS, tickets)
    heard, _ = timed(lambda: play(begin(plan, tickets), Teller.IDEAL, hear))
    drawn, state = least(lambda: begin(plan, tickets))
    simulated, ended = least(lambda: play(state, Teller.IDEAL, hear))
    scored, score = least(lambda: score_shift(ended, rubric))
    actions = sum(len(case.entries) for case in ended.cases)
    print(f"{len(ended.cases)} cases, {actions} actions, {plan.minutes} minutes; {score.points:g} points")
    print(f"drawing {drawn:.3f} s, playing {simulated:.3f} s ({1e6 * simulated / actions:.0f} µs an action)")
    print(f"scoring {scored:.3f} s; all three {drawn + simulated + scored:.3f} s (goal: under 1 s)")
    print(f"the first time, with the teller's sentences heard: {heard:.3f} s")
    written, plain = least(lambda: to_json(ended))
    read, again = least(lambda: from_json(plain, ShiftState))
    assert again == ended
    print(f"to JSON values {written:.3f} s, back {read:.3f} s")
    try:
        import simpy  # noqa: F401
    except ImportError:
        print("peer: simpy is not installed (pip install simpy)")
        return
    arrivals = [ended.shift.visitors[case.visitor].arrives for case in ended.cases]
    handling = [case.ended - case.called for case in ended.cases]
    peer, wait = least(lambda: by_simpy(arrivals, handling))
    print(f"peer: SimPy's queue alone {peer:.4f} s, mean wait {wait:.0f} s (here {score.figures.mean_wait} s)")
    print(f"ratio of playing {simulated / peer:.0f}, of all three {(drawn + simulated + scored) / peer:.0f}")


if __name__ == "__main__":
    main()
