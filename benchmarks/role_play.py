"""The role-play: from a transcript to the citizen's next line, and the check of a large scenario.

    python benchmarks/role_play.py

Every exemplary reply of the shipped role-plays is answered. "Choosing" is everything after the phrases are
matched: finding the points, the mood, the transition, the line; the goal is under 50 ms. The peer is the
matching of the phrases of the same reply, which scoring needs anyway. The check is of one YAML file of 500
moments with two points each, from text to the last problem; the peer is libyaml (PyYAML's CSafeLoader)
loading the same text and nothing else. The goal is under a second. All times are processor time of one core, so that
work beside it does not count.
"""

import statistics
import sys
import time
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.content.phrases import load_lexicon
from app.content.scenarios import load_scenarios, read_scenario_text
from app.domain.attempt import Manner
from app.domain.matching import find_hits
from app.domain.role_play.dialogue import Mode, answered, begin
from app.domain.role_play.hearing import reply_of
from app.domain.transcript import typed_transcript

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


def choosing() -> None:
    lexicon = load_lexicon(ROOT / "question_bank" / "phrases")
    find_hits(typed_transcript("您好"), lexicon)
    matching, chosen = [], []
    for scenario in load_scenarios(ROOT / "scenarios"):
        dialogue = begin(scenario, Mode.PRACTISE)
        while not dialogue.ended:
            transcript = typed_transcript(scenario.node(dialogue.at).exemplary)
            seconds, hits = timed(lambda transcript=transcript: find_hits(transcript, lexicon))
            matching.append(seconds)

            def choose(scenario=scenario, dialogue=dialogue, transcript=transcript, hits=hits):
                return answered(scenario, dialogue, reply_of(scenario, transcript, hits, 0.0, Manner.TYPED))

            choose()  # patterns are parsed once
            seconds, dialogue = timed(choose)
            chosen.append(seconds)
    for name, values in (("choosing the next line", chosen), ("peer: matching the phrases", matching)):
        middle, longest = statistics.median(values) * 1000, max(values) * 1000
        print(f"{name}: median {middle:.1f} ms, longest {longest:.1f} ms, of {len(values)} replies")
    print(f"ratio of the medians: {statistics.median(chosen) / statistics.median(matching):.3f}")


def checking() -> None:
    text = large(500)
    loading = min(timed(lambda: yaml.load(text, yaml.CSafeLoader))[0] for _ in range(3))
    first, read = timed(lambda: read_scenario_text(text, "large.yaml", with_doubts=True))
    assert read.scenario is not None, read.faults[0]
    again = min(timed(lambda: read_scenario_text(text, "large.yaml", with_doubts=True))[0] for _ in range(3))
    print(f"check of 500 moments: {first:.2f} s the first time, {again:.2f} s again; {len(read.doubts)} problems")
    print(f"peer: libyaml loading the {len(text) / 1000:.0f} kB: {loading:.3f} s; ratio {first / loading:.1f}")


if __name__ == "__main__":
    choosing()
    checking()
