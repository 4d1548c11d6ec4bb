"""The words of questions compared: the same question is found again, a nearly equal one as well."""

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from rapidfuzz.distance import Indel

ALIKE = 0.9
_NOT_WORDS = re.compile(r"[\W_]+")
_PUNCTUATION = re.compile(r"[\s，。？！：；（）“”‘’、《》…—_]+")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?|[零一二三四五六七八九十百千万两]+")
_DENIALS = re.compile("[不非无未]|没有|错误")
_TEXTS = {"options": "text", "parts": "stem", "pairs": "left"}


def bare(text: str) -> str:
    """The text without spaces, punctuation and differences of width and case: what is compared."""
    # Most texts are in normal form but for their punctuation, and finding that out is much the cheaper.
    text = _PUNCTUATION.sub("", text)
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _NOT_WORDS.sub("", text).lower()


def wording(fields: Mapping[str, object]) -> str:
    """All that a plain question asks, as one text: the stem and what there is to choose from, in any order."""
    words = [bare(str(fields.get("stem") or ""))]
    words += [bare(str(fields[key])) for key in ("forbidden", "says") if fields.get(key)]
    for key, inner in _TEXTS.items():
        items = fields.get(key)
        if isinstance(items, list | tuple):
            words += sorted(bare(str(item.get(inner) or "")) for item in items if isinstance(item, Mapping))
    steps = fields.get("steps")
    if isinstance(steps, list | tuple):
        words += sorted(bare(str(step)) for step in steps)
    return " ".join(words)


def content_id(line: str, fields: Mapping[str, object]) -> str:
    """An id for a question that came without one: the same wording always gets the same."""
    words = f"{fields.get('type')}\n{wording(fields)}"
    return f"{line}-{hashlib.sha256(words.encode()).hexdigest()[:10]}"


@dataclass(frozen=True, slots=True)
class Likeness:
    """`index` is the place of the text that is alike in the list of all texts; `share` from 0 to 1."""

    index: int
    share: float


def find_alike(texts: Sequence[str], first: int, least: float = ALIKE) -> dict[int, Likeness]:
    """For every text from place `first` on, the earlier text (if any) that is nearly equal to it.

    Nearly equal means a normalised insertion-deletion similarity of at least `least`, the same numbers
    and the same number of denials: 满1年不足5年 and 满5年不足10年 are different questions.

    Only texts that share one of their rarest runs of three characters are compared (prefix filtering): every
    changed character takes three of them away, so of the 3·(1-least)·n + 1 rarest of n one is left.
    """
    runs_of = [_runs(text) for text in texts]
    counts = Counter(chain.from_iterable(runs_of))
    groups: dict[str, dict[str, list[int]]] = defaultdict(dict)  # by numbers and denials, then by run
    exact: dict[str, int] = {}
    found: dict[int, Likeness] = {}
    for i, text in enumerate(texts):
        if i >= first and text in exact:
            found[i] = Likeness(exact[text], 1.0)
            continue
        exact.setdefault(text, i)
        runs = sorted(runs_of[i])
        runs.sort(key=counts.__getitem__)
        rare = runs[: int(3 * (1 - least) * len(runs)) + 1]
        here = groups[_sense(text)]
        if i >= first:
            best = _best(texts, i, {j for run in rare for j in here.get(run, ())}, least)
            if best is not None:
                found[i] = best
        for run in rare:
            here.setdefault(run, []).append(i)
    return found


def _best(texts: Sequence[str], i: int, candidates: set[int], least: float) -> Likeness | None:
    best: Likeness | None = None
    for j in sorted(candidates):
        share = Indel.normalized_similarity(texts[i], texts[j], score_cutoff=least)
        if share >= least and (best is None or share > best.share):
            best = Likeness(j, share)
    return best


def _runs(text: str) -> set[str]:
    return set(map("".join, zip(text, text[1:], text[2:], strict=False)))


def _sense(text: str) -> str:
    return " ".join(_NUMBERS.findall(text)) + f"/{len(_DENIALS.findall(text))}"
