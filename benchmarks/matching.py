"""Finding phrases alone: a lexicon of ten thousand phrases in a transcript of two thousand characters.

    python -m benchmarks.matching [--phrases 10000] [--characters 2000] [--rounds 3]

The lexicon is the shipped one, its entries varied until there are enough: their characters are exchanged
for others by a fixed seed, so that every run and every machine has the same. Peers, over the plain wordings
of the very same phrases in the same run: `in` (which finds what is spelt exactly so), and rapidfuzz's
partial_ratio_alignment of each phrase (which finds what is spelt nearly so, without sounds, gaps or context).
All work on one core; times are of the processor, since the clock's depend on who else uses the machine.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rapidfuzz import fuzz

from app.content.phrases import load_lexicon
from app.domain.lexicon import Lexicon, Phrase
from app.domain.matching import find_hits
from app.domain.phrase_index import index
from app.domain.transcript import Span, Transcript, Word

PHRASES = Path(__file__).resolve().parents[1] / "question_bank" / "phrases"
_SEED = 20261124
_SIGNS = set("()[]{}|*+^$=，")
_SIMILAR = 88.0  # what rapidfuzz must score for a phrase to count as found


def ten_thousand(lexicon: Lexicon, wanted: int) -> Lexicon:
    """The lexicon with variations of its entries until `wanted` phrases are there, all wordings counted once."""
    chance = random.Random(_SEED)
    characters = sorted({c for phrase in lexicon.phrases for c in phrase.wording if c.isalnum()})
    phrases = list(lexicon.phrases)
    while len(phrases) < wanted:
        model = lexicon.phrases[len(phrases) % len(lexicon.phrases)]
        say = _varied(model.say, chance, characters)
        variants = tuple(_varied(text, chance, characters) for text in model.variants[:2])
        phrases.append(replace(model, id=f"{model.id}-{len(phrases)}", say=say, variants=variants))
    return Lexicon("benchmark", tuple(phrases), lexicon.slots, lexicon.word_lists, lexicon.quotation)


def _varied(text: str, chance: random.Random, characters: list[str]) -> str:
    """Two of the pattern's plain characters exchanged for others; what stands in braces stays."""
    plain, depth = [], 0
    for at, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if not depth and character not in _SIGNS and character.isalnum():
            plain.append(at)
    letters = list(text)
    for at in chance.sample(plain, min(2, len(plain))):
        letters[at] = chance.choice(characters)
    return "".join(letters)


def transcript(phrases: tuple[Phrase, ...], length: int) -> Transcript:
    """So many characters of speech: phrases of the lexicon among sentences about the business."""
    chance = random.Random(_SEED + 1)
    between = (
        "养老保险关系转移要先在新参保地提出申请", "您上个月的缴费记录我这边已经看到了", "这张表一共两页第二页要填开户银行",
        "工伤认定的时限是从事故发生那天算起的", "社保卡补办大概需要几个工作日才能拿到", "明天上午九点以后来取就可以",
    )  # fmt: skip
    text = ""
    while len(text) < length:
        said = chance.choice(phrases).wording if chance.random() < 0.4 else chance.choice(between)
        text += said.replace("××", "三号") + chance.choice("，。")
    text = text[:length]
    words = tuple(Word(c, i * 0.25, i * 0.25 + 0.25, 0.9) for i, c in enumerate(text))
    return Transcript(words, length * 0.25, (Span(0.0, length * 0.25),), engine="ideal")


def median_seconds(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--phrases", type=int, default=10_000)
    options.add_argument("--characters", type=int, default=2_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    shipped = load_lexicon(PHRASES, with_overlays=False)
    lexicon = ten_thousand(shipped, chosen.phrases)
    heard = transcript(shipped.phrases, chosen.characters)
    wordings = [phrase.wording.replace("××", "") for phrase in lexicon.phrases]
    began = time.process_time()
    forms = len(index(lexicon).forms)
    print(f"{len(lexicon.phrases)} phrases in {forms} wordings, {len(heard.text)} characters")
    print(f"index, once a lexicon: {time.process_time() - began:.2f} s", flush=True)
    plain = median_seconds(lambda: [word for word in wordings if word in heard.text], chosen.rounds)
    fuzzy = median_seconds(
        lambda: [w for w in wordings if fuzz.partial_ratio_alignment(w, heard.text, score_cutoff=_SIMILAR)],
        chosen.rounds,
    )
    index(shipped)
    small = median_seconds(lambda: find_hits(heard, shipped), chosen.rounds)
    print(f"find_hits, the {len(shipped.phrases)} shipped phrases alone: {small:.2f} s", flush=True)
    ours = median_seconds(lambda: find_hits(heard, lexicon), chosen.rounds)
    print(f"find_hits: {ours:.2f} s, {ours / len(heard.text) * 1e3:.1f} ms a character")
    print(
        f"rapidfuzz.partial_ratio_alignment over every phrase: {fuzzy:.3f} s; find_hits takes {ours / fuzzy:.2f} times"
    )
    print(f"`in` over every phrase: {plain:.3f} s; find_hits takes {ours / plain:.0f} times")


if __name__ == "__main__":
    main()
