"""The role-play: from a transcript to the citizen's next line, and the check of a large scenario.

    python benchmarks/role_play.py

Every exemplary reply of the shipped role-plays (20 to 120 characters) is answered by RolePlays on a real
database: the phrases are matched, the points found, the mood and the transition chosen, the whole stored. The
goal is under 50 ms for the longest. The peer is rapidfuzz's partial_ratio_alignment of the same phrases' plain
wordings in the same reply, which finds what is spelt nearly so and neither sounds, gaps, context nor points.
What is asked of a recording again (near_misses.py) comes before and belongs to hearing. Shown are processor
time, which work beside it does not touch much, and the clock, which the disk is in.

The check is of one YAML file of 500 moments with two points each, from text to the last problem, in a process
that has checked nothing before; the peer is libyaml (PyYAML's CSafeLoader) loading the same text and nothing
else. The goal is under a second.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import yaml
from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.content.scenarios import read_scenario_text
from app.domain.people import Role
from app.domain.role_play.dialogue import Mode
from app.services.role_play import RolePlays
from app.services.rules import Rules
from app.storage.conversations import Conversations
from app.storage.database import open_database
from app.storage.people import People
from app.storage.records import Records
from app.system.places import Workspace

ROOT = Path(__file__).resolve().parents[1]

NODE = """\
  - id: n{i}
    says: 请问第{i}件事怎么办？我等了好一会儿了。
    stages: [迎候]
    points:
      - id: p{i}-a
        text: 第一样
        must: true
        ways: [第{i}号要点的说法, 第{i}号要点另外一种说法, "(第一样|头一样)…{i}号"]
      - id: p{i}-b
        text: 第二样
        ways: [第{i}号第二样, 还有第{i}号的第二样]
    exemplary: 您好，这里是第{i}号要点的说法，还有第{i}号第二样。
    next:
      - {{forbidden: 任何, to: leaves}}
      - {{points: [p{i}-a, p{i}-b], to: {following}}}
      - {{attempts: 3, to: leaves}}
      - {{to: n{i}}}
"""
HEAD = """\
id: large
title: 很大的情景
line: 养老保险
situation: 五百轮。
citizen: {name: 王女士, age: 40, mood: 平静}
nodes:
"""
TAIL = """\
endings:
  - {id: done, kind: 好, title: 办成了, says: 谢谢。, explains: 都说到了。}
  - {id: leaves, kind: 坏, title: 走了, says: 算了。, explains: 没有说到。}
leaves: leaves
basis:
  - {law: 社会保险法}
checked: 2026-11-24
"""


def large(count: int) -> str:
    nodes = (NODE.format(i=i, following=f"n{i + 1}" if i + 1 < count else "done") for i in range(count))
    return HEAD + "".join(nodes) + TAIL


def timed(work) -> tuple[float, object]:
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


class NoEars:
    """Everything is typed here."""

    def warm_up(self) -> None: ...


def choosing(folder: Path) -> None:
    database = open_database(folder / "records.db")
    person = People(database).add("王晓琳", Role.TRAINEE, "1024")
    rules = Rules(Workspace(ROOT))
    desk = RolePlays(rules, NoEars(), Conversations(database), Records(database))
    desk.warm_up()  # as the window does when it opens
    wordings = [phrase.wording.replace("××", "") for phrase in rules.lexicon().phrases]
    chosen, clock, peer, lengths = [], [], [], []
    for scenario in desk.scenarios():
        talk = desk.begin(scenario, Mode.EXAMINE, person)
        while not talk.ended:
            text = talk.node.exemplary
            began = time.perf_counter()
            seconds, talk = timed(lambda talk=talk, text=text: desk.answer_typed(talk, text, 1.0))
            clock.append(time.perf_counter() - began)
            chosen.append(seconds)
            peer.append(timed(lambda text=text: [w for w in wordings if alike(w, text)])[0])
            lengths.append(len(text))
    database.close()
    print(f"{len(chosen)} replies of {min(lengths)} to {max(lengths)} characters")
    for name, values in (
        ("from the transcript to the next line, stored, processor", chosen),
        ("the same by the clock", clock),
        ("peer: rapidfuzz over the phrases", peer),
    ):
        middle, longest = statistics.median(values) * 1000, max(values) * 1000
        print(f"{name}: median {middle:.1f} ms, longest {longest:.1f} ms")
    print(f"ratio of the medians: {statistics.median(chosen) / statistics.median(peer):.2f}")


def alike(wording: str, text: str) -> bool:
    return fuzz.partial_ratio_alignment(wording, text, score_cutoff=88.0) is not None


def checking() -> None:
    text = large(500)
    loading = min(timed(lambda: yaml.load(text, yaml.CSafeLoader))[0] for _ in range(3))
    first, read = timed(lambda: read_scenario_text(text, "large.yaml", with_doubts=True))
    assert read.scenario is not None, read.faults[0]
    again = min(timed(lambda: read_scenario_text(text, "large.yaml", with_doubts=True))[0] for _ in range(3))
    print(f"check of 500 moments: {first:.2f} s the first time, {again:.2f} s again; {len(read.doubts)} problems")
    print(f"peer: libyaml loading the {len(text) / 1000:.0f} kB: {loading:.3f} s; ratio {first / loading:.1f}")


if __name__ == "__main__":
    checking()  # first, while nothing is in memory yet
    with tempfile.TemporaryDirectory() as folder:
        choosing(Path(folder))
