"""Item analysis against a bare numpy pass over the same table, in one run.

    python benchmarks/item_analysis.py [ATTEMPTS] [QUESTIONS]

1,000 attempts of 50 questions (made: a person's ability and an item's difficulty, four options). The peer is
`numpy.corrcoef` of the same table and nothing else: it correlates every item with every other and finds no
efficiency, weights, options or advice. "Sorting" is `numpy.sort` of the items and of the rests along the
attempts, which the discriminative efficiency needs and which no item analysis after Moodle's formulas avoids.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.domain.item_advice import by_trouble
from app.domain.item_analysis import analyse
from app.domain.responses import Asked, AskedOption, Responses

ROUNDS = 31


def made(attempts: int, questions: int) -> Responses:
    random = np.random.default_rng(20261124)
    ability = random.normal(size=(attempts, 1))
    difficulty = random.normal(scale=0.8, size=(1, questions))
    right = random.random((attempts, questions)) < 1 / (1 + np.exp(difficulty - 1.4 * ability))
    wrong = random.integers(1, 4, size=right.shape)
    chosen = np.where(right, 1, 1 << wrong).astype(np.int64)
    options = tuple(AskedOption(key, right=key == "A") for key in "ABCD")
    asked = tuple(Asked(f"q{i}", possible=2.0, options=options, guess=0.25) for i in range(questions))
    return Responses(tuple(map(str, range(attempts))), asked, 2.0 * right, chosen)


def median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    attempts, questions = (int(word) for word in (sys.argv[1:] + ["1000", "50"][len(sys.argv) - 1 :]))
    responses = made(attempts, questions)
    items = np.ascontiguousarray(responses.scores.T)
    rests = items.sum(axis=0) - items
    bare = median(lambda: np.corrcoef(items))
    sorting = median(lambda: (np.sort(items, axis=1), np.sort(rests, axis=1)))
    whole = median(lambda: analyse(responses))
    advised = median(lambda: by_trouble(analyse(responses).items))
    print(f"{attempts} attempts of {questions} questions, median of {ROUNDS}")
    print(f"numpy.corrcoef alone      {bare * 1e3:7.2f} ms")
    print(f"sorting alone             {sorting * 1e3:7.2f} ms")
    print(
        f"all statistics            {whole * 1e3:7.2f} ms  {whole / bare:.2f} × corrcoef, {whole / sorting:.2f} × sorting"
    )
    print(f"with advice, by trouble   {advised * 1e3:7.2f} ms  {advised / bare:.2f} × corrcoef")


if __name__ == "__main__":
    main()
