"""Drawing papers from a very large bank, against the bare minimum on the same machine.

    python benchmarks/papers.py [QUESTIONS] [PAPERS]

QUESTIONS (50,000) cards over 18 lines and 833 topics are laid out once; then PAPERS (200) papers of the contest's
format are drawn with different seeds. The goal is under 50 ms a paper. The peer takes no heed of anything:
`random.sample` of 50 from a list of the questions that may be drawn today, the list made anew for every paper,
which is what drawing without any laying out costs.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.content.blueprints import load_blueprint
from app.domain.blueprint import Blueprint, Section
from app.domain.business import BusinessLine
from app.domain.paper import Version, draw
from app.domain.pool import make_pool
from app.domain.question_card import QuestionCard
from app.domain.questions import QuestionType, drawable

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 25)
TYPES = (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.JUDGE)


def made(count: int) -> tuple[QuestionCard, ...]:
    """One question in fifty has expired, one in a hundred waits for review."""
    lines = list(BusinessLine)
    return tuple(
        QuestionCard(
            f"q-{i:06d}",
            TYPES[i % 3],
            lines[i // 60 % 18],
            f"主题{i // 60}",
            "题干",
            i % 5 + 1,
            ("时限",) if i % 4 else ("材料",),
            "全国",
            date(2020, 1, 1),
            date(2026, 1, 1) if i % 50 == 0 else None,
            "法律已修订" if i % 100 == 1 else "",
            1,
            f"{i // 60}.yaml",
        )
        for i in range(count)
    )


def timed(words: str, work: Callable[[int], object], times: int, against: float = 0) -> float:
    """The median of so many runs, in milliseconds."""
    taken = []
    for i in range(times):
        start = time.perf_counter()
        work(i)
        taken.append((time.perf_counter() - start) * 1000)
    median = statistics.median(taken)
    ratio = f"   {median / against:6.2f} times" if against else ""
    print(f"{words:<62}{median:9.2f} ms   worst {max(taken):8.2f} ms{ratio}", flush=True)
    return median


def main() -> None:
    count, papers = (int(each) for each in (sys.argv[1:] + ["50000", "200"])[:2])
    cards = made(count)
    contest = load_blueprint(ROOT / "question_bank" / "blueprints" / "contest.yaml")
    lines = tuple(BusinessLine)
    overlapping = Blueprint(
        "hard", "1", "十个互相重叠的部分",
        tuple(Section(f"{i}", 5, 10, TYPES[: i % 3 + 1], lines[i : i + 9], ("时限",), 1 + i % 2, 5) for i in range(10)),
        10, 0,
    )  # fmt: skip
    used = {card.id: i % 3 for i, card in enumerate(cards) if i % 2}

    def bare(seed: int) -> list[QuestionCard]:
        return random.Random(seed).sample([card for card in cards if drawable(card, TODAY) and not card.review], 50)

    peer = timed("peer: what may be drawn today, and a sample of 50", bare, max(3, papers // 10))
    timed("lay out the bank, once", lambda _i: make_pool(cards, TODAY), 3, peer)
    pool = make_pool(cards, TODAY)
    timed("the first paper of a blueprint", lambda i: draw(contest, i, pool), 1, peer)
    timed("the contest's paper", lambda i: draw(contest, i, pool), papers, peer)
    timed("version B of it (A is drawn for it too)", lambda i: draw(contest, i, pool, Version.B), papers, peer)
    timed("with half of the bank asked before", lambda i: draw(contest, i, pool, usage=used), papers, peer)
    timed("ten sections that compete for the same questions", lambda i: draw(overlapping, i, pool), papers // 4, peer)


if __name__ == "__main__":
    main()
