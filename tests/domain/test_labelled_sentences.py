"""The phrase lists on sentences that others labelled: what they must find, and what they must leave alone."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from app.content.phrases import load_lexicon
from app.domain.lexicon import Category, Kind, Lexicon
from app.domain.matching import find_hits
from app.domain.transcript import typed_transcript
from app.system.places import starter_content

CASES = Path(__file__).parent / "cases"
# The least F1 by file: polite and forbidden. Below 1 where labels can be
# disputed; docs/benchmarks.md has the figures. A file without any forbidden sentence names how many may be accused.
FLOORS = {
    "dev_1": (0.99, 0.99),
    "dev_2": (0.95, 0.98),
    "dev_3": (0.99, 0.99),
    "dev_4": (0.98, 0.97),
    "mixed_1": (0.98, 0.98),
    "mixed_2": (0.98, 0.96),
    "mixed_3": (0.99, 0.98),
    "long": (0.98, 0.94),
    "curt": (0.96, 0.96),
    "mixed_4": (0.98, 0.96),
    "curt_2": (0.94, 0.95),
    "kept_back_1": (0.98, 0.95),
    "kept_back_2": (0.98, 0.93),
}
MOST_ACCUSED = {"near_misses": 2, "near_misses_2": 1}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(starter_content() / "question_bank" / "phrases", with_overlays=False)


def sentences(name: str) -> list[dict]:
    return YAML(typ="safe").load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


def found(text: str, lexicon: Lexicon) -> set[Category]:
    return {hit.category for hit in find_hits(typed_transcript(text), lexicon) if hit.certain}


def f1(pairs: list[tuple[set[Category], set[Category]]]) -> float:
    right = sum(len(wanted & got) for wanted, got in pairs)
    return 2 * right / sum(len(wanted) + len(got) for wanted, got in pairs)


def test_every_file_of_cases_is_tried() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == FLOORS.keys() | MOST_ACCUSED.keys()


@pytest.mark.parametrize("name", FLOORS)
def test_labelled_sentences(name: str, lexicon: Lexicon) -> None:
    pairs: dict[Kind, list[tuple[set[Category], set[Category]]]] = {Kind.POLITE: [], Kind.FORBIDDEN: []}
    for case in sentences(name):
        got = found(case["text"], lexicon)
        for kind in pairs:
            wanted = {Category(each) for each in case[kind.value]}
            pairs[kind].append((wanted, {category for category in got if category.kind is kind}))
    polite, forbidden = f1(pairs[Kind.POLITE]), f1(pairs[Kind.FORBIDDEN])
    assert (polite, forbidden) >= (FLOORS[name][0], 0) and forbidden >= FLOORS[name][1], (polite, forbidden)


@pytest.mark.parametrize("name", MOST_ACCUSED)
def test_harmless_sentences_accuse_nobody(name: str, lexicon: Lexicon) -> None:
    accused = [
        case["text"]
        for case in sentences(name)
        if any(category.kind is Kind.FORBIDDEN for category in found(case["text"], lexicon))
    ]
    assert len(accused) <= MOST_ACCUSED[name], accused
